//! Keeping a phone and the server in step.

use std::collections::BTreeSet;

use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use web::Problems;

use super::json::{self, ChangeJson, HouseholdJson, fingerprint};
use crate::access::Cx;
use crate::api::ReceivedParts;
use crate::api::problem::{SignInNeeded, Unprocessable};
use crate::app::App;
use crate::error::{Error, Refusal as _};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::{Failure, failure};
use crate::meta;
use crate::survey::actions::sync;
use crate::survey::deed::{CannotChange, Change};
use crate::survey::handle::Handle;

/// Changes in one send.
const MOST_CHANGES: usize = 500;

/// What a phone made since it was here last, and how far it knows.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdSync)]
#[serde(deny_unknown_fields)]
pub struct SyncJson {
    /// The version of this format; 1.
    pub v: u8,
    /// The prefix or the id of an incident.
    #[schema(example = "COV")]
    pub incident: String,
    /// From the last answer; none begins anew.
    pub cursor: Option<String>,
    /// From the last answer.
    pub epoch: Option<String>,
    /// At most 500, in the order they were made. One that is amiss stops no other.
    #[serde(default)]
    #[schema(value_type = Vec<ChangeJson>)]
    pub changes: Vec<Value>,
}

/// What became of each change, and what is new.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HouseholdSynced)]
pub struct SyncedJson {
    /// Changes when the server was restored from a backup: what was sent under another epoch is sent again.
    pub epoch: String,
    /// One for each change, in their order.
    pub outcomes: Vec<OutcomeJson>,
    pub households: Vec<HouseholdJson>,
    /// Households the phone may have no longer.
    pub gone: Vec<String>,
    pub cursor: String,
    /// Ask again at once.
    pub more: bool,
    /// The areas are others, or there was no cursor: what is not given until `more` is false is dropped.
    pub reset: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HouseholdOutcome)]
pub struct OutcomeJson {
    /// Of the change; none where not even that could be read.
    pub id: Option<Uuid>,
    /// `done`, also where it was made before; `refused`: for a person to mend; `later`: to be sent again.
    pub outcome: &'static str,
    /// Stable name of why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// A sentence in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<crate::api::problem::FieldProblem>,
}

/// Makes the changes of a phone, each for itself, and tells what changed in the caller's areas: what they
/// recorded, the villages given to them in open rounds, the subdistrict they are admin of.
#[utoipa::path(
    post, path = "/api/v1/households/sync", tag = "households",
    request_body = SyncJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Made, as far as could be", body = SyncedJson),
        (status = 401, response = SignInNeeded),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn sync(received: ReceivedParts) -> Result<Json<SyncedJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    if cx.signed_in().is_none() {
        return Err(Error::SignInNeeded.into());
    }
    let sent: SyncJson = serde_json::from_value(received.json).map_err(|err| {
        let mut problems = Problems::default();
        let said = web::Message::new("api-not-as-described").with("why", err.to_string());
        problems.add("body", said);
        Error::from(problems)
    })?;
    let mut problems = Problems::default();
    if sent.v != 1 {
        problems.add("v", "api-unknown-version");
    }
    if sent.changes.len() > MOST_CHANGES {
        problems.add("changes", "survey-changes-too-many");
    }
    // A change made while the incident was open is taken after it was closed.
    let incidents = incidents::actions::all(app, cx.now).await?;
    let incident = incidents::api::find(&incidents, &sent.incident);
    let Some(incident) = incident.filter(|_| problems.is_empty()) else {
        if incident.is_none() {
            problems.add("incident", "api-unknown-incident");
        }
        return Err(Error::from(problems).into());
    };
    let (outcomes, touched) = push(app, cx, incident, sent.changes).await;
    let told = sync::pull(app, cx, incident, sent.cursor.as_deref(), &touched).await?;
    Ok(Json(SyncedJson {
        epoch: meta::epoch(app).await?,
        outcomes,
        households: json::told(app, &told.households).await?,
        gone: told.gone.iter().map(Handle::to_string).collect(),
        cursor: told.cursor,
        more: told.more,
        reset: told.reset,
    }))
}

type Touched = BTreeSet<(u8, Uuid)>;

async fn push(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    sent: Vec<Value>,
) -> (Vec<OutcomeJson>, Touched) {
    let mut outcomes: Vec<Option<OutcomeJson>> = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    let mut places = Vec::new();
    for (place, value) in sent.into_iter().enumerate() {
        let hash = fingerprint(app, &value);
        let id = value
            .get("id")
            .and_then(Value::as_str)
            .and_then(|id| id.parse().ok());
        let read = serde_json::from_value::<ChangeJson>(value)
            .map_err(|_| CannotChange::Unreadable)
            .and_then(|json| json.read(hash));
        match read {
            Ok(change) => {
                changes.push(change);
                places.push(place);
                outcomes.push(None);
            }
            Err(refusal) => outcomes.push(Some(refused(cx, id, &refusal.into()))),
        }
    }
    let mut touched = Touched::new();
    let made = sync::push(app, cx, incident, changes).await;
    for (place, (change, outcome)) in places.into_iter().zip(made) {
        let id = Some(change.id.0);
        outcomes[place] = Some(match outcome {
            Ok(handles) => {
                touched.extend(handles.iter().map(|one| (one.province, one.id.0)));
                OutcomeJson {
                    id,
                    outcome: "done",
                    reason: None,
                    message: None,
                    problems: Vec::new(),
                }
            }
            Err(err) => refused(cx, id, &err),
        });
    }
    (outcomes.into_iter().flatten().collect(), touched)
}

/// What stopped a change, for its owner to mend or to pass by itself.
fn refused(cx: &Cx, id: Option<Uuid>, err: &Error) -> OutcomeJson {
    let say = |message: &web::Message| failure::say(cx.language, message);
    let may_pass = |name| CannotChange::MAY_PASS.iter().any(|one| one.name() == name);
    let (outcome, reason) = match err {
        Error::Refused(refusal) if may_pass(refusal.name()) => ("later", refusal.name()),
        Error::Refused(refusal) => ("refused", refusal.name()),
        Error::Problems(_) => ("refused", "problems"),
        Error::NotFound => ("refused", "not-found"),
        Error::SignInNeeded => ("refused", "sign-in-needed"),
        Error::Database(_) | Error::Fault { .. } => {
            failure::log(err, &cx.request_id);
            ("later", "out-of-order")
        }
    };
    let problems = match err {
        Error::Problems(problems) => problems
            .iter()
            .map(|(field, message)| crate::api::problem::FieldProblem {
                field: field.to_owned(),
                key: message.key.to_owned(),
                message: say(message),
            })
            .collect(),
        _ => Vec::new(),
    };
    OutcomeJson {
        id,
        outcome,
        reason: Some(reason),
        message: Some(say(&failure::said(err))),
        problems,
    }
}
