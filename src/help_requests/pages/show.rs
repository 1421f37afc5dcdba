//! One case for those who work with it, and their own cases.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::follow::{kind_label, word_of};
use crate::access::Ground;
use crate::error::Error;
use crate::help_requests::actions::ask::follow_token;
use crate::help_requests::actions::requester::{self, Through};
use crate::help_requests::actions::see::{self, Seen};
use crate::help_requests::actions::volunteer::{self, Deed};
use crate::help_requests::model::{Closing, State};
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
    incident: &'a Incident,
    refused: Option<String>,
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

    /// The team for which the case is held.
    fn held_for(&self) -> Option<&str> {
        let team = self.seen.request.progress.helper()?.team?;
        self.seen.teams.get(&team).map(|team| team.name.as_str())
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
            .filter_map(|event| Some((self.page.t(event_word(&event.name)?), event.at)))
            .collect()
    }
}

fn event_word(name: &str) -> Option<&'static str> {
    Some(match name {
        "help_request.asked" => "event-asked",
        "help_request.verified" => "event-verified",
        "help_request.taken" => "event-taken",
        "help_request.released" => "event-released",
        "help_request.departed" => "event-departed",
        "help_request.arrived" => "event-arrived",
        "help_request.helped" => "event-helped",
        "help_request.confirmed" => "event-confirmed",
        "help_request.reopened" => "event-reopened",
        "help_request.cancelled" => "event-cancelled",
        "help_request.safe" => "event-safe",
        "help_request.referred" => "event-referred",
        "help_request.acknowledged" => "event-acknowledged",
        "help_request.sent_back" => "event-sent-back",
        "help_request.transfer_asked" => "event-transfer-asked",
        "help_request.transfer_declined" => "event-transfer-declined",
        "help_request.transferred" => "event-transferred",
        "help_request.helped_in_part" => "event-helped-in-part",
        "help_request.unreachable" => "event-unreachable",
        "help_request.false_report" => "event-false-report",
        "help_request.merged" => "event-merged",
        "help_request.kept" => "event-kept",
        "help_request.parted" => "event-parted",
        "help_request.unmerged" => "event-unmerged",
        "help_request.triaged" => "event-triaged",
        "help_request.checked" => "event-checked",
        "help_request.escalated" => "event-escalated",
        "help_request.still_asked" => "event-still-asked",
        "help_request.still_waiting" => "event-still-waiting",
        "help_request.amended" => "event-amended",
        "help_request.pin_moved" => "event-pin-moved",
        "help_request.called" => "event-called",
        "help_request.expired" => "event-expired",
        "help_request.medic_status" => "event-medic-status",
        "help_request.lapsed" => "event-lapsed",
        _ => return None,
    })
}

pub async fn show(page: Page, Path(reference): Path<String>) -> Result<Response, Failure> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    shown(&page, &reference, Form::default(), None).await
}

async fn shown(
    page: &Page,
    reference: &Reference,
    form: Form,
    refused: Option<(http::StatusCode, String)>,
) -> Result<Response, Failure> {
    let seen = see::by_reference(&page.app, &page.cx, reference).await?;
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = incidents
        .iter()
        .find(|incident| incident.id == seen.request.incident);
    let incident = incident.ok_or(Error::NotFound)?;
    let (status, sentence) = match refused {
        Some((status, sentence)) => (status, Some(sentence)),
        None if !form.problems.is_empty() => (http::StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (http::StatusCode::OK, None),
    };
    let template = Show {
        page,
        form: &form,
        seen: &seen,
        incident,
        refused: sentence,
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
    let done = match (deed_of(&deed, &typed), word_of(&deed)) {
        (Some(deed), _) => volunteer::act(app, cx, &reference, deed).await,
        (None, Some(word)) => requester::say(app, cx, Through::Reference(&reference), word).await,
        (None, None) if deed == "verify" => volunteer::verify(app, cx, &reference).await,
        (None, None) => return Err(Error::NotFound.into()),
    };
    match done {
        Ok(_) => Ok(page.to_saying(&format!("/help-requests/{reference}"), "said-done")),
        Err(Error::Problems(problems)) => {
            shown(&page, &reference, Form::new(typed, problems), None).await
        }
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            shown(
                &page,
                &reference,
                Form::new(typed, Problems::default()),
                Some(told),
            )
            .await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub fn deed_of(text: &str, typed: &Typed) -> Option<Deed> {
    Some(match text {
        "take" => Deed::Take(typed.value("team").trim().parse().ok()),
        "release" => Deed::Release,
        "depart" => Deed::Depart,
        "arrive" => Deed::Arrive,
        "help" => Deed::Help(Closing {
            outcome: typed.value("outcome").trim().to_owned(),
            given: i18n::normalise(typed.value("given"))
                .chars()
                .take(500)
                .collect(),
        }),
        _ => return None,
    })
}
