//! `/rounds/{id}`: what is done of a round by part and by person, its shares, and the forms that give one
//! and that enter how many people live somewhere.

use areas::{AreaCode, Level};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::{days, handle, own_name, parts_title, share_name, short_name, standing, village_name};
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};
use crate::rounds::actions::{self, Progress, Seen, Sight};
use crate::rounds::form;
use crate::rounds::handle::Handle;
use crate::rounds::model::{Given, Living, Named, OwnShare, Part, Round, TargetOf, Told};
use crate::rounds::rules::{self, Standing};
use crate::villages;

/// Which of the forms was sent and is shown again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SentForm {
    Share,
    Population,
}

#[derive(Template)]
#[template(path = "rounds/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    sent: Option<SentForm>,
    seen: &'a Seen,
    incident: String,
    /// To choose from, as username and name.
    volunteers: Vec<(String, String)>,
    /// Of the subdistrict shown, as code and name.
    villages: Vec<(String, String)>,
    enters: bool,
}

/// Per hundred of the target; may be above a hundred.
pub fn percent(round: &Round, households: i64, persons: i64) -> Option<i64> {
    let target = round.target?;
    let n = match target.of {
        TargetOf::Households => households,
        TargetOf::Persons => persons,
    };
    Some(n * 100 / i64::from(target.n).max(1))
}

impl Show<'_> {
    fn round(&self) -> &Round {
        &self.seen.round
    }

    fn standing(&self) -> Standing {
        standing(self.page, self.round())
    }

    fn days(&self) -> String {
        let round = self.round();
        days(self.page, round.starts_on, round.ends_on)
    }

    fn runs(&self) -> bool {
        self.seen.sight == Sight::Runs && self.round().closed_at.is_none()
    }

    fn divides(&self) -> bool {
        matches!(self.standing(), Standing::Open | Standing::Upcoming)
    }

    fn percent(&self, progress: &Progress) -> Option<i64> {
        let total = progress.total;
        percent(self.round(), total.households, total.persons)
    }

    /// Such as "1,200 ครัวเรือน".
    fn target(&self) -> Option<String> {
        let target = self.round().target?;
        let n = self.page.number(&i64::from(target.n));
        Some(format!("{n} {}", self.page.t(target.of.label())))
    }

    /// Whether the view is of the whole round, whose target can be compared.
    fn is_whole(&self, progress: &Progress) -> bool {
        progress.area == self.round().area
    }

    /// The areas above the one shown that are theirs to see, the widest first.
    fn above(&self, area: &AreaCode) -> Vec<AreaCode> {
        let mut above = Vec::new();
        let mut parent = area.parent();
        while let Some(one) = parent {
            if actions::shown_area(self.round(), self.seen.sight, Some(one)).is_none() {
                break;
            }
            above.insert(0, one);
            parent = one.parent();
        }
        above
    }

    fn view(&self, area: &AreaCode) -> String {
        format!("/rounds/{}?area={}", self.round().handle(), area.short())
    }

    fn short(&self, area: &AreaCode) -> String {
        short_name(self.page, *area)
    }

    /// An area on the way from the whole round to what is shown.
    fn crumb(&self, area: &AreaCode) -> String {
        match *area == self.round().area {
            true => self.page.t("round-all-of-it"),
            false => short_name(self.page, *area),
        }
    }

    fn parts_title(&self, area: &AreaCode) -> String {
        self.page.t(parts_title(*area))
    }

    fn has_villages(&self, progress: &Progress) -> bool {
        progress.area.level() == Level::Subdistrict
    }

    /// A village by its number and name, or as it was written down; empty where nothing was.
    fn village(&self, part: &Part) -> String {
        match &part.village {
            None => String::new(),
            Some(Told::Words(words)) => words.clone(),
            Some(Told::Code(code)) => {
                let text = code.to_string();
                let known = self.villages.iter().find(|(known, _)| *known == text);
                known.map_or_else(
                    || self.page.say("village-moo", "n", code % 100),
                    |(_, name)| name.clone(),
                )
            }
        }
    }

    fn coverage(&self, persons: &i64, living: &Living) -> Option<i64> {
        rules::coverage(*persons, *living)
    }

    fn share(&self, given: &Given) -> String {
        share_name(self.page, &given.share, given.village.as_ref())
    }

    fn own_share(&self, own: &OwnShare) -> String {
        own_name(self.page, own)
    }

    /// The subdistricts to choose from, where the view is of a district.
    fn subdistricts(&self, area: &AreaCode) -> Vec<(String, String)> {
        if area.level() != Level::District {
            return Vec::new();
        }
        let below = rules::parts_of(*area).iter();
        below
            .map(|one| (one.get().to_string(), short_name(self.page, *one)))
            .collect()
    }

    /// A district has to be chosen before something of it can be given.
    fn is_too_wide(&self, area: &AreaCode) -> bool {
        matches!(area.level(), Level::Country | Level::Province)
    }

    fn is_one(&self, area: &AreaCode) -> bool {
        area.level() == Level::Subdistrict
    }

    fn was(&self, form: SentForm) -> bool {
        self.sent == Some(form)
    }
}

fn asked(text: &str) -> Result<Option<AreaCode>, Error> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::NotFound),
    }
}

async fn shown(
    page: &Page,
    seen: &Seen,
    form: &Form,
    sent: Option<SentForm>,
) -> Result<Response, Failure> {
    let all = crate::incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = all.iter().find(|one| one.id == seen.round.incident);
    let area = seen.progress.as_ref().map(|progress| progress.area);
    let narrow = area.filter(|area| area.level() > Level::Province);
    let volunteers = match narrow {
        Some(area) => actions::volunteers(&page.app, area).await?,
        None => Vec::new(),
    };
    let villages = match area.filter(|area| area.level() == Level::Subdistrict) {
        Some(area) => villages_told(page, area).await?,
        None => Vec::new(),
    };
    let enters = narrow.is_some_and(|area| {
        let who = page.who();
        who.is_some_and(|who| villages::actions::may_enter(who, area))
    });
    let template = Show {
        page,
        form,
        sent,
        seen,
        incident: incident.map_or(String::new(), |one| one.name(page.language()).to_owned()),
        volunteers,
        villages,
        enters,
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

async fn villages_told(page: &Page, area: AreaCode) -> Result<Vec<(String, String)>, Error> {
    // A round may be of a subdistrict that was abolished since.
    let villages = match villages::actions::of_area(&page.app, area).await {
        Err(Error::NotFound) => Vec::new(),
        found => found?,
    };
    let told = villages.into_iter().map(|village| {
        let code = village.code.to_string();
        let named = Named {
            moo: village.moo,
            name: village.name,
            name_en: village.name_en,
        };
        (code, village_name(page, &named))
    });
    Ok(told.collect())
}

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let asked = asked(page.query.value("area"))?;
    let seen = actions::see(&page.app, &page.cx, handle(&id)?, asked).await?;
    shown(&page, &seen, &Form::default(), None).await
}

/// Back to the view that a form was sent from.
fn back(handle: Handle, typed: &Typed) -> String {
    match asked(typed.value("view")) {
        Ok(Some(area)) => format!("/rounds/{handle}?area={}", area.short()),
        _ => format!("/rounds/{handle}"),
    }
}

/// The page again with what was typed and what is amiss.
async fn again(
    page: &Page,
    handle: Handle,
    typed: Typed,
    problems: Problems,
    sent: SentForm,
) -> Result<Response, Failure> {
    let view = asked(typed.value("view")).unwrap_or_default();
    let seen = actions::see(&page.app, &page.cx, handle, view).await?;
    shown(page, &seen, &Form::new(typed, problems), Some(sent)).await
}

pub async fn give(
    Path(id): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    actions::admin(&page.cx)?;
    let handle = handle(&id)?;
    let given = match form::read_share(&typed) {
        Ok(new) => actions::give_share(&page.app, &page.cx, handle, new).await,
        Err(problems) => Err(problems.into()),
    };
    match given {
        Ok(_) => Ok(page.to_saying(&back(handle, &typed), "said-round-shared")),
        Err(Error::Problems(problems)) => {
            again(&page, handle, typed, problems, SentForm::Share).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub async fn end(
    Path((id, share)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    actions::admin(&page.cx)?;
    let handle = handle(&id)?;
    let share = share.parse().map_err(|_| Error::NotFound)?;
    actions::end_share(&page.app, &page.cx, handle, share).await?;
    Ok(page.to_saying(&back(handle, &typed), "said-round-share-ended"))
}

pub async fn enter(
    Path(id): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    villages::actions::enters(&page.cx)?;
    let handle = handle(&id)?;
    let entered = match villages::form::read(&page.cx, &typed) {
        Ok(new) => villages::actions::enter(&page.app, &page.cx, new).await,
        Err(problems) => Err(problems.into()),
    };
    match entered {
        Ok(_) => Ok(page.to_saying(&back(handle, &typed), "said-population-entered")),
        Err(Error::Problems(problems)) => {
            again(&page, handle, typed, problems, SentForm::Population).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
