//! The desk: what waits, and one request at a time with all that is needed to work by phone.

pub mod form;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use contact::PhoneNumber;
use http::StatusCode;
use web::{Problems, Typed};

use super::follow::kind_label;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::actions::desk::{self, OnDesk, Queue};
use crate::help_requests::model::desk::{Call, CallOutcome, Waiting};
use crate::help_requests::model::{HelpRequest, State};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::desk::{self as rules, CannotDesk};
use crate::help_requests::store::notes::Note;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::place;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "help_requests/templates/desk.html")]
struct Desk<'a> {
    page: &'a Page,
    queue: &'a Queue,
    waiting: &'a Waiting,
    /// Asked for the next one, and there was none.
    is_empty: bool,
}

impl Desk<'_> {
    fn areas(&self) -> String {
        let areas = self.queue.areas.iter();
        let names: Vec<String> = areas.map(|area| self.page.area(area)).collect();
        names.join(" · ")
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let queue = desk::look(&page.app, &page.cx).await?;
    page.render(&Desk {
        page: &page,
        queue: &queue,
        waiting: &queue.waiting,
        is_empty: page.query.chose("none", "1"),
    })
}

/// Gives the next request to whoever asks.
pub async fn next(Sent { page, .. }: Sent) -> Result<Response, Failure> {
    Ok(match desk::next(&page.app, &page.cx).await? {
        Some(reference) => page.to(&format!("/desk/{reference}")),
        None => page.to("/desk?none=1"),
    })
}

#[derive(Template)]
#[template(path = "help_requests/templates/desk_item.html")]
struct Item<'a> {
    page: &'a Page,
    form: &'a Form,
    on: &'a OnDesk,
    request: &'a HelpRequest,
    incident: &'a Incident,
    refused: Option<String>,
    area_choices: Vec<(String, String)>,
}

impl Item<'_> {
    fn kind(&self) -> String {
        kind_label(self.page, self.incident, self.request)
    }

    fn state(&self) -> State {
        self.request.state_now(&self.page.cx.now)
    }

    fn works(&self) -> bool {
        self.on.working.is_ok()
    }

    /// Why they may not go on.
    fn stopped(&self) -> Option<String> {
        let said = self.on.working.err()?;
        Some(self.page.message(&crate::error::Refusal::said(&said)))
    }

    fn may_claim(&self) -> bool {
        matches!(
            self.on.working,
            Err(CannotDesk::Lapsed | CannotDesk::NotClaimed)
        )
    }

    fn may_give_up(&self) -> bool {
        let item = self.on.item.as_ref();
        self.works() && item.is_some_and(|item| item.unanswered >= rules::TRIES)
    }

    fn outcomes(&self) -> Vec<(String, String)> {
        let told =
            |outcome: &CallOutcome| (outcome.code().to_owned(), self.page.t(outcome.label()));
        CallOutcome::ALL.iter().map(told).collect()
    }

    fn vulnerabilities(&self) -> Vec<&str> {
        let language = self.page.language();
        let list = &self.incident.preset.vulnerabilities;
        let codes = self.request.vulnerabilities.iter();
        codes.map(|code| list.label(code, language)).collect()
    }

    /// The phone that asked, where it is another than the one to call back.
    fn other_phone(&self) -> Option<&PhoneNumber> {
        let own = self.on.seen.particulars.as_ref()?;
        let asker = own.asker_phone.as_ref()?;
        (own.contact_phone.as_ref() != Some(asker)).then_some(asker)
    }

    /// What was said in a call.
    fn said(&self, call: &Call) -> Option<&str> {
        let mut notes = self.on.seen.notes.iter();
        let said = notes.find(|note| is_of_call(note, call))?;
        Some(&said.words)
    }

    /// What else was written about the case.
    fn other_notes(&self) -> Vec<&Note> {
        let of_a_call = |note: &&Note| self.on.calls.iter().any(|call| is_of_call(note, call));
        let notes = self.on.seen.notes.iter();
        notes.filter(|note| !of_a_call(note)).collect()
    }
}

fn is_of_call(note: &Note, call: &Call) -> bool {
    note.about == "call" && note.at == call.at && note.account == call.account
}

pub async fn item(page: Page, Path(reference): Path<String>) -> Result<Response, Failure> {
    let reference = read(&reference)?;
    shown(&page, &reference, Form::default(), None).await
}

fn read(reference: &str) -> Result<Reference, Error> {
    reference.parse().map_err(|_| Error::NotFound)
}

async fn shown(
    page: &Page,
    reference: &Reference,
    mut form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let on = desk::open(&page.app, &page.cx, reference).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let request = &on.seen.request;
    let incident = incidents.iter().find(|one| one.id == request.incident);
    let incident = incident.ok_or(Error::NotFound)?;
    let (status, sentence) = match refused {
        Some((status, sentence)) => (status, Some(sentence)),
        None if !form.problems.is_empty() => (StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (StatusCode::OK, None),
    };
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&form.typed, None));
    if !form.typed.has("reason") {
        fill_place(page, &on, &mut form.typed);
    }
    let template = Item {
        page,
        form: &form,
        on: &on,
        request,
        incident,
        refused: sentence,
        area_choices,
    };
    page.render_as(status, &template)
}

/// The place as it stands, to be changed.
fn fill_place(page: &Page, on: &OnDesk, typed: &mut Typed) {
    let Some(own) = &on.seen.particulars else {
        return;
    };
    let area = on.seen.request.area;
    place::fill(typed, (area, page.area(&area)), own.pin.as_ref());
    typed.set("landmark", own.landmark.as_str());
}

/// Where to go on, and what to say there.
type Done = Result<(String, &'static str), Error>;

/// One thing done at the desk. When it cannot be done, the page says what has changed and keeps what
/// was typed.
pub async fn act(
    Path((reference, deed)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    desk::may_work(&page.cx)?;
    let reference = read(&reference)?;
    match done(&page, &reference, &deed, &typed).await {
        // Words typed before the claim ran out are there again.
        Ok(_) if deed == "claim" && typed.iter().next().is_some() => {
            shown(
                &page,
                &reference,
                Form::new(typed, Problems::default()),
                None,
            )
            .await
        }
        Ok((url, key)) => Ok(page.to_saying(&url, key)),
        Err(Error::Problems(problems)) => {
            shown(&page, &reference, Form::new(typed, problems), None).await
        }
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            let form = Form::new(typed, Problems::default());
            shown(&page, &reference, form, Some(told)).await
        }
        Err(err) => Err(err.into()),
    }
}

async fn done(page: &Page, reference: &Reference, deed: &str, typed: &Typed) -> Done {
    let (app, cx) = (&page.app, &page.cx);
    let here = format!("/desk/{reference}");
    let queue = "/desk".to_owned();
    Ok(match deed {
        "call" => {
            let (outcome, note) = form::read_call(typed)?;
            match desk::call(app, cx, reference, outcome, &note).await? {
                true => (here, "desk-said-call-more"),
                false => (queue, "desk-said-call"),
            }
        }
        "pin" => {
            let incident = incident(page, reference).await?;
            let place = form::read_place(app, &incident, typed)?;
            match desk::move_pin(app, cx, reference, &place).await? {
                true => (here, "desk-said-pin-more"),
                false => (queue, "desk-said-pin"),
            }
        }
        "skip" => {
            let reason = form::read_skip(typed)?;
            desk::skip(app, cx, reference, &reason).await?;
            (queue, "desk-said-skipped")
        }
        "release" => {
            desk::release(app, cx, reference).await?;
            (queue, "desk-said-released")
        }
        "close" => {
            desk::give_up(app, cx, reference).await?;
            (queue, "desk-said-closed")
        }
        "claim" => {
            desk::claim(app, cx, reference).await?;
            (here, "desk-said-claimed")
        }
        _ => return Err(Error::NotFound),
    })
}

/// The incident of a request of one's desk.
async fn incident(page: &Page, reference: &Reference) -> Result<Incident, Error> {
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let found = desk::incident(&page.app, &page.cx, reference).await?;
    let incident = incidents.iter().find(|one| one.id == found);
    incident.cloned().ok_or(Error::NotFound)
}
