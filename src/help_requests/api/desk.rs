//! The desk for programs: the next request to call about, and what came of it.

use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Typed;

use super::json::{self, SeenJson};
use super::see::read;
use crate::api::json::{AreaSent, PositionSent};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::actions::beside;
use crate::help_requests::actions::desk::{self, OnDesk};
use crate::help_requests::pages::desk::form;
use crate::help_requests::reference::Reference;
use crate::incidents;
use crate::layout::Failure;

/// Nothing: the address says it all.
#[derive(Debug, ToSchema)]
#[schema(as = Nothing)]
#[serde(deny_unknown_fields)]
pub struct NothingSent {}

impl Body for NothingSent {
    const MAY_BE_EMPTY: bool = true;
}

/// What came of a call.
#[derive(Debug, ToSchema)]
#[schema(as = NewCall)]
#[serde(deny_unknown_fields)]
pub struct CallSent {
    /// `still_waiting`, `safe`, `helped`, `no_answer`, `wrong_number` or `refused`.
    pub outcome: String,
    /// What was said.
    pub note: Option<String>,
}

impl Body for CallSent {}

/// Where a request stands: a position, or a subdistrict and a landmark.
#[derive(Debug, ToSchema)]
#[schema(as = NewPlace)]
#[serde(deny_unknown_fields)]
pub struct PlaceSent {
    pub position: Option<PositionSent>,
    /// Needed without a position; must be where the position is.
    pub subdistrict: Option<AreaSent>,
    /// Needed without a position; left out beside one, the words stay as they are.
    pub landmark: Option<String>,
    /// Why it stands there.
    pub reason: String,
}

impl Body for PlaceSent {
    const NAMES: &'static [(&'static str, &'static str)] = &[
        ("position.lat", "lat"),
        ("position.lon", "lon"),
        ("position.accuracy_m", "accuracy_m"),
        ("position.source", "position_source"),
        ("position", "pin"),
        ("subdistrict", "area_text"),
    ];
}

/// Why it is left to others.
#[derive(Debug, ToSchema)]
#[schema(as = NewSkip)]
#[serde(deny_unknown_fields)]
pub struct SkipSent {
    pub reason: String,
}

impl Body for SkipSent {
    const NAMES: &'static [(&'static str, &'static str)] = &[("reason", "skip_reason")];
}

/// The request to call about; null when there is none to be called now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NextOfDesk)]
pub struct NextJson {
    pub item: Option<ItemJson>,
}

/// A request on the desk, with what is needed to call.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskItem)]
pub struct ItemJson {
    pub request: SeenJson,
    /// `no_pin`, `unverified`, `unreachable`, `no_answer`.
    pub reasons: Vec<&'static str>,
    /// Until when it is the caller's; each deed begins the time anew.
    pub claimed_until: Option<Timestamp>,
    /// Calls in a row that nobody answered.
    pub unanswered: u8,
    pub calls: Vec<CallJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Call)]
pub struct CallJson {
    pub at: Timestamp,
    pub outcome: &'static str,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DoneAtDesk)]
pub struct DoneJson {
    pub reference: String,
    /// Whether the caller has it still, because more is to be done.
    pub more: bool,
}

/// Claims the most urgent request of the caller's areas that nobody is at, for ten minutes. What the
/// caller works on already is given again.
#[utoipa::path(
    post, path = "/api/v1/desk/next", tag = "desk",
    request_body(content = Option<NothingSent>),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request, or null", body = NextJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn next(received: Received<NothingSent>) -> Result<Json<NextJson>, Failure> {
    let caller = &received.caller;
    received.read(|_| Ok(()))?;
    let item = match desk::next(&caller.app, &caller.cx).await? {
        Some(reference) => Some(item(caller, &reference).await?),
        None => None,
    };
    Ok(Json(NextJson { item }))
}

async fn item(caller: &Caller, reference: &Reference) -> Result<ItemJson, Error> {
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    let OnDesk {
        seen, item, calls, ..
    } = desk::open(&caller.app, &caller.cx, reference).await?;
    let beside = beside::read(&caller.app, &caller.cx, &seen).await?;
    let item = item.as_ref();
    let reasons = item.map(|item| item.reasons.iter().map(|reason| reason.code()).collect());
    Ok(ItemJson {
        request: json::seen(&caller.cx, &all, seen, &beside),
        reasons: reasons.unwrap_or_default(),
        claimed_until: item.and_then(|item| item.claim).map(|claim| claim.until),
        unanswered: item.map_or(0, |item| item.unanswered),
        calls: calls
            .iter()
            .map(|call| CallJson {
                at: call.at,
                outcome: call.outcome.code(),
            })
            .collect(),
    })
}

/// Writes down a call. What the requester said counts as their own word.
#[utoipa::path(
    post, path = "/api/v1/desk/{reference}/call", tag = "desk",
    params(("reference" = String, Path)), request_body = CallSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Written down", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn call(
    Path(reference): Path<String>,
    received: Received<CallSent>,
) -> Result<Json<DoneJson>, Failure> {
    let reference = begin(&received.caller, &reference).await?;
    let (outcome, note) = received.read(form::read_call)?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let more = desk::call(app, cx, &reference, outcome, &note).await?;
    Ok(done(&reference, more))
}

/// Puts a request where it is; its reference stays.
#[utoipa::path(
    post, path = "/api/v1/desk/{reference}/pin", tag = "desk",
    params(("reference" = String, Path)), request_body = PlaceSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Moved", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn pin(
    Path(reference): Path<String>,
    received: Received<PlaceSent>,
) -> Result<Json<DoneJson>, Failure> {
    let reference = begin(&received.caller, &reference).await?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let id = desk::incident(app, cx, &reference).await?;
    let all = incidents::actions::all(app, cx.now).await?;
    let incident = all.iter().find(|one| one.id == id);
    let incident = incident.ok_or(Error::NotFound)?;
    let place = received.read(|typed: &Typed| {
        let mut as_form = typed.clone();
        area_typed::put(&mut as_form, typed.value("area_text"));
        form::read_place(app, incident, &as_form)
    })?;
    let more = desk::move_pin(app, cx, &reference, &place).await?;
    Ok(done(&reference, more))
}

/// Leaves a request to others: it comes after what is due in the meantime.
#[utoipa::path(
    post, path = "/api/v1/desk/{reference}/skip", tag = "desk",
    params(("reference" = String, Path)), request_body = SkipSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Left", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn skip(
    Path(reference): Path<String>,
    received: Received<SkipSent>,
) -> Result<Json<DoneJson>, Failure> {
    let reference = begin(&received.caller, &reference).await?;
    let reason = received.read(form::read_skip)?;
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    desk::skip(app, cx, &reference, &reason).await?;
    Ok(done(&reference, false))
}

/// Gives a request back as it was found.
#[utoipa::path(
    post, path = "/api/v1/desk/{reference}/release", tag = "desk",
    params(("reference" = String, Path)), request_body(content = Option<NothingSent>),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Given back", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn release(
    Path(reference): Path<String>,
    received: Received<NothingSent>,
) -> Result<Json<DoneJson>, Failure> {
    let reference = begin(&received.caller, &reference).await?;
    received.read(|_| Ok(()))?;
    desk::release(&received.caller.app, &received.caller.cx, &reference).await?;
    Ok(done(&reference, false))
}

/// Closes a request as unreachable, after three unanswered calls.
#[utoipa::path(
    post, path = "/api/v1/desk/{reference}/close", tag = "desk",
    params(("reference" = String, Path)), request_body(content = Option<NothingSent>),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Closed", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn close(
    Path(reference): Path<String>,
    received: Received<NothingSent>,
) -> Result<Json<DoneJson>, Failure> {
    let reference = begin(&received.caller, &reference).await?;
    received.read(|_| Ok(()))?;
    desk::give_up(&received.caller.app, &received.caller.cx, &reference).await?;
    Ok(done(&reference, false))
}

/// Takes this very request, or goes on with it.
#[utoipa::path(
    post, path = "/api/v1/desk/{reference}/claim", tag = "desk",
    params(("reference" = String, Path)), request_body(content = Option<NothingSent>),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request", body = ItemJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn claim(
    Path(reference): Path<String>,
    received: Received<NothingSent>,
) -> Result<Json<ItemJson>, Failure> {
    let reference = begin(&received.caller, &reference).await?;
    received.read(|_| Ok(()))?;
    desk::claim(&received.caller.app, &received.caller.cx, &reference).await?;
    Ok(Json(item(&received.caller, &reference).await?))
}

/// Whose desk it is not is told nothing of what was sent either.
async fn begin(caller: &Caller, reference: &str) -> Result<Reference, Error> {
    desk::may_work(&caller.cx)?;
    let reference = read(reference)?;
    desk::incident(&caller.app, &caller.cx, &reference).await?;
    Ok(reference)
}

fn done(reference: &Reference, more: bool) -> Json<DoneJson> {
    Json(DoneJson {
        reference: reference.as_str().to_owned(),
        more,
    })
}
