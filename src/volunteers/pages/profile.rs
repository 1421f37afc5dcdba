//! What a volunteer tells of themselves, where they serve, and the switch of the own page.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use crate::access::SignedIn;
use crate::accounts::actions::seats;
use crate::accounts::model::{Seat, Standing};
use crate::accounts::role::Role;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::SeatId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::volunteers::actions::profile;
use crate::volunteers::form;
use crate::volunteers::model::{Gear, Profile, Skill, Spoken, Vehicle};

#[derive(Template)]
#[template(path = "volunteers/templates/profile.html")]
struct ProfilePage<'a> {
    page: &'a Page,
    form: &'a Form,
    who: &'a SignedIn,
    refused: Option<String>,
    area_choices: Vec<(String, String)>,
}

impl ProfilePage<'_> {
    fn choices<T: Copy>(
        &self,
        all: &[T],
        code: fn(T) -> &'static str,
        label: fn(T) -> &'static str,
    ) -> Vec<(String, String)> {
        let all = all.iter().copied();
        all.map(|one| (code(one).to_owned(), self.page.t(label(one))))
            .collect()
    }

    fn languages(&self) -> Vec<(String, String)> {
        self.choices(Spoken::ALL, Spoken::code, Spoken::label)
    }

    fn skills(&self) -> Vec<(String, String)> {
        self.choices(Skill::ALL, Skill::code, Skill::label)
    }

    fn vehicles(&self) -> Vec<(String, String)> {
        self.choices(Vehicle::ALL, Vehicle::code, Vehicle::label)
    }

    fn gear(&self) -> Vec<(String, String)> {
        self.choices(Gear::ALL, Gear::code, Gear::label)
    }

    /// The volunteer's seats that go on.
    fn seats(&self) -> Vec<&Seat> {
        let seats = self.who.seats.iter();
        seats
            .filter(|seat| !seat.role.is_admin() && seat.standing != Standing::Ended)
            .collect()
    }

    fn may_give_up(&self, seat: &Seat) -> bool {
        crate::accounts::rules::seats::give_up(&self.who.seats, seat).is_ok()
    }

    /// The roles that may be worked in a further area.
    fn roles(&self) -> Vec<(String, String)> {
        let mut roles: Vec<(String, String)> = Vec::new();
        for seat in self.seats() {
            let going = matches!(seat.standing, Standing::Held | Standing::Waiting);
            if let (Role::Volunteer(role), true) = (seat.role, going)
                && !roles.iter().any(|(code, _)| code == role.code())
            {
                let label = role.label(self.page.language());
                roles.push((role.code().to_owned(), label.to_owned()));
            }
        }
        roles
    }
}

/// The fields of a profile, as its form has them.
fn laid_out(profile: &Profile) -> Typed {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    pairs.extend(
        profile
            .languages
            .iter()
            .map(|one| ("languages", one.code())),
    );
    pairs.extend(profile.skills.iter().map(|one| ("skills", one.code())));
    pairs.extend(profile.gear.iter().map(|one| ("gear", one.code())));
    pairs.extend(profile.vehicle.map(|one| ("vehicle", one.code())));
    Typed::from_pairs(pairs)
}

fn shown(
    page: &Page,
    form: &Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let status = match &refused {
        Some((status, _)) => *status,
        None if form.problems.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let typed = area_typed::read(&form.typed, None);
    let template = ProfilePage {
        page,
        form,
        who,
        refused: refused.map(|(_, sentence)| sentence),
        area_choices: area_typed::choices(page.language(), &typed),
    };
    page.render_as(status, &template)
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let own = profile::own(&page.app, &page.cx).await?;
    let form = Form::new(laid_out(&own), Problems::default());
    shown(&page, &form, None)
}

pub async fn change(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    match form::read_profile(&typed) {
        Ok((new, available)) => {
            profile::change(&page.app, &page.cx, new, available).await?;
            Ok(page.to_saying("/volunteer/profile", "said-saved"))
        }
        Err(problems) => shown(&page, &Form::new(typed, problems), None),
    }
}

/// On and off, from the own page.
pub async fn availability(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let available = typed.value("available") == "yes";
    profile::set_available(&page.app, &page.cx, available).await?;
    let said = if available {
        "said-available"
    } else {
        "said-not-available"
    };
    Ok(page.to_saying("/volunteer", said))
}

pub async fn add_area(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let added = match form::read_seat(&typed) {
        Ok((role, area)) => seats::add_area(&page.app, &page.cx, role, area).await,
        Err(problems) => Err(problems.into()),
    };
    match added {
        Ok(Standing::Waiting) => Ok(page.to_saying("/volunteer/profile", "said-area-waits")),
        Ok(_) => Ok(page.to_saying("/volunteer/profile", "said-area-added")),
        Err(err) => again(&page, typed, err).await,
    }
}

pub async fn give_up(
    Path(id): Path<SeatId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    match seats::give_up(&page.app, &page.cx, id).await {
        Ok(()) => Ok(page.to_saying("/volunteer/profile", "said-area-given-up")),
        Err(err) => again(&page, typed, err).await,
    }
}

/// The page again, with the profile as it is and what was typed of the area.
async fn again(page: &Page, typed: Typed, err: Error) -> Result<Response, Failure> {
    let (problems, refused) = match err {
        Error::Problems(problems) => (problems, None),
        Error::Refused(refusal) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            (Problems::default(), Some(told))
        }
        err => return Err(Failure::with_typed(err, typed)),
    };
    let mut all = laid_out(&profile::own(&page.app, &page.cx).await?);
    for field in ["role", "area", "area_text", "area_choice"] {
        all.set(field, typed.value(field));
    }
    shown(page, &Form::new(all, problems), refused)
}
