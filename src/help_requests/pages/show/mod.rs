//! One case for those who work with it, and their own cases.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::Problems;

mod goods;
mod hands;
mod sick;
mod words;

use super::follow::kind_label;
use crate::access::Ground;
use crate::error::Error;
use crate::help_requests::actions::ask::follow_token;
use crate::help_requests::actions::beside::{self, Beside};
use crate::help_requests::actions::see::{self, Seen};
use crate::help_requests::actions::volunteer;
use crate::help_requests::deeds;
use crate::help_requests::model::State;
use crate::help_requests::reference::Reference;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::ReasonCode;
use crate::layout::{Failure, Form, Page, Sent};
use crate::organisations::model::Tie;

#[derive(Template)]
#[template(path = "help_requests/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    seen: &'a Seen,
    beside: &'a Beside,
    incident: &'a Incident,
    refused: Option<String>,
    /// The deed whose form was sent and refused.
    deed: Option<&'a str>,
}

impl Show<'_> {
    fn kind(&self) -> String {
        kind_label(self.page, self.incident, &self.seen.request)
    }

    fn state(&self) -> State {
        self.seen.request.progress.now(self.page.cx.now).state()
    }

    fn holds(&self) -> bool {
        matches!(self.seen.ground, Some(Ground::Holder | Ground::Team)) && self.state().is_open()
    }

    /// The teams in whose name the case may be taken, as id and name.
    fn own_teams(&self) -> Vec<(String, String)> {
        let memberships = self.page.who().map(|who| who.memberships.iter());
        memberships
            .into_iter()
            .flatten()
            .filter_map(|one| match &one.tie {
                Tie::Member { team, name, .. } => Some((team.to_string(), name.clone())),
                _ => None,
            })
            .collect()
    }

    fn could_take(&self) -> bool {
        let request = &self.seen.request;
        let kind = self.incident.preset.kind(&request.kind);
        self.state() == State::Waiting
            && kind
                .zip(self.page.who())
                .is_some_and(|(kind, who)| volunteer::could_take(who, request, kind))
    }

    fn is_admin(&self) -> bool {
        let who = self.page.who();
        who.is_some_and(|who| who.is_admin_of(self.seen.request.area))
    }

    /// The recorder speaks for the person they recorded.
    fn speaks_for_requester(&self) -> bool {
        matches!(self.seen.ground, Some(Ground::Recorder | Ground::AreaAdmin))
    }

    fn follow(&self) -> String {
        follow_token(
            &self.page.app,
            self.seen.request.province,
            self.seen.request.id,
        )
    }

    fn outcomes(&self) -> Vec<(String, String)> {
        let language = self.page.language();
        let offered = self
            .incident
            .preset
            .outcomes
            .iter()
            .filter(|outcome| outcome.offered);
        offered
            .map(|one| (one.code.clone(), one.label(language).to_owned()))
            .collect()
    }

    fn vulnerabilities(&self) -> Vec<&str> {
        let language = self.page.language();
        let list = &self.incident.preset.vulnerabilities;
        let codes = self.seen.request.vulnerabilities.iter();
        codes.map(|code| list.label(code, language)).collect()
    }

    fn reasons(&self) -> Vec<String> {
        let language = self.page.language();
        let reasons = self.seen.request.urgency_reasons.iter();
        reasons
            .filter_map(|text| text.parse::<ReasonCode>().ok())
            .filter_map(|reason| self.incident.preset.reason(&reason, language))
            .collect()
    }

    /// Answers to the fields of the kind, as label and words.
    fn answers(&self) -> Vec<(String, String)> {
        let language = self.page.language();
        let Some(own) = &self.seen.particulars else {
            return Vec::new();
        };
        let Some(kind) = self.incident.preset.kind(&self.seen.request.kind) else {
            return Vec::new();
        };
        kind.fields
            .iter()
            .filter_map(|field| {
                let stored = own.extra.get(&field.key)?.as_str()?;
                let value = field.restore(stored)?;
                Some((
                    field.label(language).to_owned(),
                    field.show(&value, language),
                ))
            })
            .collect()
    }

    fn history(&self) -> Vec<(String, jiff::Timestamp)> {
        let events = self.seen.history.iter();
        events
            .filter_map(|event| Some((self.page.t(words::event(event)?), event.at)))
            .collect()
    }
}

pub async fn show(page: Page, Path(reference): Path<String>) -> Result<Response, Failure> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    shown(&page, &reference, Form::default(), Refused::default()).await
}

/// What was sent and why it was refused.
#[derive(Default)]
struct Refused<'a> {
    deed: Option<&'a str>,
    why: Option<(http::StatusCode, String)>,
}

async fn shown(
    page: &Page,
    reference: &Reference,
    form: Form,
    refused: Refused<'_>,
) -> Result<Response, Failure> {
    let seen = see::by_reference(&page.app, &page.cx, reference).await?;
    // The number of a duplicate leads to the request that is kept, where it may be parted again.
    if let Some(kept) = beside::kept(&page.app, &seen).await?
        && refused.why.is_none()
        && see::may_see(&page.app, &page.cx, &kept.request)
    {
        return Ok(page.to(&format!(
            "/help-requests/{}?from={reference}",
            kept.request.reference
        )));
    }
    let beside = beside::read(&page.app, &page.cx, &seen).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = incidents
        .iter()
        .find(|incident| incident.id == seen.request.incident);
    let incident = incident.ok_or(Error::NotFound)?;
    let (status, sentence) = match refused.why {
        Some((status, sentence)) => (status, Some(sentence)),
        None if !form.problems.is_empty() => (http::StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (http::StatusCode::OK, None),
    };
    let template = Show {
        page,
        form: &form,
        seen: &seen,
        beside: &beside,
        incident,
        refused: sentence,
        deed: refused.deed,
    };
    page.render_as(status, &template)
}

/// One thing done with a case: by the volunteer, or by whoever speaks for the requester.
pub async fn act(
    Path((reference, deed)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    let (app, cx) = (&page.app, &page.cx);
    let done = deeds::act(app, cx, &reference, &deed, &typed).await;
    let deed = Some(deed.as_str());
    match done {
        Ok(_) => Ok(page.to_saying(&format!("/help-requests/{reference}"), "said-done")),
        Err(Error::Problems(problems)) => {
            let form = Form::new(typed, problems);
            shown(&page, &reference, form, Refused { deed, why: None }).await
        }
        Err(Error::Refused(refusal)) => {
            let why = Some((refusal.status(), page.message(&refusal.said())));
            let form = Form::new(typed, Problems::default());
            shown(&page, &reference, form, Refused { deed, why }).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
