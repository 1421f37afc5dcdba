//! Planning a day of vaccination, and holding it: the list to call, and one press for each dose.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use uuid::Uuid;
use web::{Problems, Typed};

use super::incident;
use crate::areas::typed as area_typed;
use crate::clock;
use crate::error::Error;
use crate::ids::PersonId;
use crate::incidents::model::Incident;
use crate::incidents::preset::Coded;
use crate::layout::{Failure, Form, Page, Sent};
use crate::points::model::KINDS;
use crate::vaccination::actions::{demand, hold};
use crate::vaccination::form;
use crate::vaccination::handle::Handle;
use crate::vaccination::model::{Guest, GuestState, Session};

/// The kind of point where people are vaccinated.
const VACCINATION: &str = "vaccination_point";

#[derive(Template)]
#[template(path = "vaccination/templates/new.html")]
struct New<'a> {
    page: &'a Page,
    form: &'a Form,
    incident: &'a Incident,
    area_choices: Vec<(String, String)>,
    points: Vec<(String, String)>,
    vaccines: Vec<(String, String)>,
}

fn planned(page: &Page, incident: &Incident, form: &Form) -> Result<Response, Failure> {
    let language = page.language();
    let typed = area_typed::read(&form.typed, None);
    let within: Option<AreaCode> = form.value("area").parse().ok();
    let home = page.who().map(|who| who.home());
    let province = within.or(home).and_then(AreaCode::province_code);
    let book = page.app.points.book();
    let points = book
        .iter()
        .filter(|entry| {
            let kind = KINDS.get(usize::from(entry.kind));
            kind.is_some_and(|kind| kind.code == VACCINATION)
                && province.is_some_and(|province| province.contains(entry.area))
        })
        .take(300)
        .map(|entry| (entry.key.id.to_string(), entry.name_th.to_string()))
        .collect();
    drop(book);
    let vaccines = incident.preset.vaccines.iter();
    let template = New {
        page,
        form,
        incident,
        area_choices: area_typed::choices(language, &typed),
        points,
        vaccines: vaccines
            .map(|one| (one.code().to_owned(), one.labels().get(language).to_owned()))
            .collect(),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn new(page: Page) -> Result<Response, Failure> {
    demand::planner(&page.cx)?;
    let incident = incident(&page)?;
    let mut typed = Typed::default();
    if let Ok(area) = page.query.value("area").parse::<AreaCode>() {
        typed.set("area", area.short());
        typed.set("area_text", page.area(&area));
    }
    let id: Uuid = page.app.ids.at(page.cx.now);
    typed.set("id", id.to_string());
    planned(&page, incident, &Form::new(typed, Problems::default()))
}

pub async fn plan(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    if page.who().is_none() {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    demand::planner(&page.cx)?;
    let wanted = typed.value("incident").to_owned();
    let named = page
        .incidents
        .iter()
        .find(|one| one.prefix.as_str() == wanted);
    let incident = named.map_or_else(|| incident(&page), Ok)?;
    let id: Uuid = match typed.value("id").parse() {
        Ok(id) => id,
        Err(_) => page.app.ids.at(page.cx.now),
    };
    let new = match form::read(&page.app, &page.cx, incident, &typed) {
        Ok(new) => new,
        Err(problems) => return planned(&page, incident, &Form::new(typed, problems)),
    };
    let session = hold::plan(&page.app, &page.cx, id, new)
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    let address = format!("/vaccination/sessions/{}", session.handle());
    Ok(page.to_saying(&address, "said-session-planned"))
}

#[derive(Template)]
#[template(path = "vaccination/templates/session.html")]
struct Show<'a> {
    page: &'a Page,
    incident: &'a Incident,
    session: &'a Session,
    guests: &'a [Guest],
}

impl Show<'_> {
    fn place(&self) -> String {
        super::demand::place(self.page, self.session)
    }

    fn brand(&self) -> &str {
        let vaccines = &self.incident.preset.vaccines;
        vaccines.label(&self.session.told.brand, self.page.language())
    }

    fn history<'a>(&'a self, guest: &'a Guest) -> &'a str {
        let histories = &self.incident.preset.vaccination_history;
        histories.label(&guest.history, self.page.language())
    }

    fn household(&self, guest: &Guest) -> String {
        let handle = crate::survey::handle::Handle {
            province: self.session.province,
            id: guest.household,
        };
        handle.to_string()
    }

    fn today(&self) -> jiff::civil::Date {
        clock::day(self.page.cx.now)
    }

    fn is_held(&self) -> bool {
        self.session.told.held_on <= self.today() && self.session.cancelled_at.is_none()
    }

    fn is_open(&self) -> bool {
        self.session.told.held_on >= self.today() && self.session.cancelled_at.is_none()
    }

    fn n(&self, state: &str) -> usize {
        let wanted = GuestState::from_code(state);
        let guests = self.guests.iter();
        guests.filter(|guest| Some(guest.state) == wanted).count()
    }

    fn taken(&self) -> usize {
        self.guests
            .iter()
            .filter(|guest| guest.state.takes_seat())
            .count()
    }

    fn is_full(&self) -> bool {
        self.taken() >= usize::from(self.session.told.seats)
    }

    fn is_done(&self, guest: &Guest) -> bool {
        guest.state == GuestState::Vaccinated
    }
}

pub async fn show(page: Page, Path(handle): Path<String>) -> Result<Response, Failure> {
    let handle: Handle = handle.parse().map_err(|_| Error::NotFound)?;
    let (session, guests) = hold::see(&page.app, &page.cx, handle).await?;
    let incident = hold::incident(&page.app, &page.cx, &session).await?;
    page.render(&Show {
        page: &page,
        incident: &incident,
        session: &session,
        guests: &guests,
    })
}

/// Asking people, what they said, the dose, and calling the day off.
pub async fn act(
    Path((address, word)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle: Handle = address.parse().map_err(|_| Error::NotFound)?;
    if page.who().is_none() {
        return Err(Failure::with_typed(Error::SignInNeeded, typed));
    }
    let (app, cx) = (&page.app, &page.cx);
    let said = match word.as_str() {
        "invite" => match hold::invite(app, cx, handle).await? {
            0 => "said-nobody-fits",
            _ => "said-guests-invited",
        },
        "cancel" => {
            hold::cancel(app, cx, handle).await?;
            "said-session-cancelled"
        }
        "guest" => {
            let person: PersonId = typed.value("person").parse().map_err(|_| Error::NotFound)?;
            let to = GuestState::from_code(typed.value("state")).ok_or(Error::NotFound)?;
            hold::say(app, cx, handle, person, to).await?;
            "said-saved"
        }
        _ => return Err(Error::NotFound.into()),
    };
    Ok(page.to_saying(&format!("/vaccination/sessions/{handle}"), said))
}
