//! Asking for help.

use std::collections::BTreeMap;

use axum::Json;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problems, Typed};

use crate::access::Actor;
use crate::accounts::model::Purpose;
use crate::accounts::rules::CannotSignIn;
use crate::api::json::{AnswerSent, AreaSent, PositionSent};
use crate::api::problem::{Forbidden, SignInNeeded, Unprocessable};
use crate::api::{Body, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::actions::ask;
use crate::help_requests::form;
use crate::incidents;
use crate::incidents::preset::Kind;
use crate::layout::Failure;

/// What somebody asks for. Where: a position, or a subdistrict with a landmark.
#[derive(Debug, ToSchema)]
#[schema(as = NewHelpRequest)]
#[serde(deny_unknown_fields)]
pub struct NewHelpRequestJson {
    /// The prefix or the id of an open incident.
    #[schema(example = "COV")]
    pub incident: String,
    /// A kind of the incident's preset that records no household.
    #[schema(example = "oxygen")]
    pub kind: String,
    pub position: Option<PositionSent>,
    /// Needed without a position; must be where the position is.
    pub subdistrict: Option<AreaSent>,
    /// Needed without a position.
    pub landmark: Option<String>,
    /// One to five hundred.
    pub headcount: u32,
    /// Names.
    pub persons: Option<Vec<String>>,
    /// Codes of the preset.
    pub vulnerabilities: Option<Vec<String>>,
    pub contact_name: Option<String>,
    /// Of any country; where it is another than the verified one.
    pub contact_phone: Option<String>,
    /// A code of the preset.
    pub nationality: Option<String>,
    pub details: Option<String>,
    /// Answers to the kind's fields, by key.
    pub extra: Option<BTreeMap<String, AnswerSent>>,
    /// `self`, `relative`, `neighbour` or `volunteer`.
    pub relation: Option<String>,
}

impl Body for NewHelpRequestJson {
    const NAMES: &'static [(&'static str, &'static str)] = &[
        ("position.lat", "lat"),
        ("position.lon", "lon"),
        ("position.accuracy_m", "accuracy_m"),
        ("position.source", "position_source"),
        ("position", "pin"),
        ("subdistrict", "area_text"),
    ];
}

/// The request as kept. Sent again with the same `Idempotency-Key` the answer is the same.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AskedHelpRequest)]
pub struct AskedJson {
    #[schema(example = "COV69-571121-0180")]
    pub reference: String,
    /// The private token of the requester: whoever has it sees all of the request and speaks for it.
    pub follow: String,
    /// The page of that token.
    pub follow_url: String,
    pub asked_at: Timestamp,
}

/// Asks for help: as a verified phone, as a volunteer for others, or, where the incident asks for no
/// code, as nobody in particular.
#[utoipa::path(
    post, path = "/api/v1/help-requests", tag = "help-requests",
    request_body = NewHelpRequestJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each request: however often it \
            is sent, one request is made and the answer is the same"
    )),
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "Asked", body = AskedJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn ask(
    received: Received<NewHelpRequestJson>,
) -> Result<(StatusCode, Json<AskedJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let open = incidents::actions::open(app, cx.now).await?;
    let new = received.read(|typed| {
        let mut problems = Problems::default();
        let incident = incidents::api::find(&open, typed.value("incident"));
        if incident.is_none() && typed.has("incident") {
            problems.add("incident", "api-unknown-incident");
        }
        let kind = incident.and_then(|incident| incident.preset.kind(typed.value("kind").trim()));
        if incident.is_some() && typed.has("kind") {
            match kind {
                None => problems.add("kind", "choice-unknown"),
                Some(kind) if kind.household => problems.add("kind", "api-kind-of-household"),
                Some(_) => {}
            }
        }
        let (Some(incident), Some(kind)) = (incident, kind) else {
            return Err(problems);
        };
        unknown_answers(kind, typed, &mut problems);
        let mut as_form = typed.clone();
        area_typed::put(&mut as_form, typed.value("area_text"));
        match form::read(app, cx, incident, kind, &as_form) {
            Ok(new) if problems.is_empty() => Ok(new),
            Ok(_) => Err(problems),
            Err(theirs) => {
                for (field, message) in theirs.iter() {
                    problems.add(field, message.clone());
                }
                Err(problems)
            }
        }
    })?;
    may_ask(&cx.actor)?;
    let asked = ask::ask(app, cx, new, received.key.as_ref()).await?;
    let told = AskedJson {
        reference: asked.request.reference.as_str().to_owned(),
        follow_url: format!("/follow/{}", asked.follow),
        follow: asked.follow,
        asked_at: asked.request.asked_at,
    };
    Ok((StatusCode::CREATED, Json(told)))
}

/// A code asked for to sign in or to register opens no request, as on the pages.
fn may_ask(actor: &Actor) -> Result<(), Error> {
    match actor {
        Actor::Phone(_, holder) if holder.purpose != Purpose::HelpRequest => {
            Err(CannotSignIn::PhoneNotVerified.into())
        }
        _ => Ok(()),
    }
}

fn unknown_answers(kind: &Kind, typed: &Typed, problems: &mut Problems) {
    for (name, _) in typed.iter() {
        if let Some(key) = name.strip_prefix("extra.")
            && kind.field(key).is_none()
        {
            problems.add(name, "api-unknown-field");
        }
    }
}
