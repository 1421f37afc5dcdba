//! Keeping points true by programs: the next one to call, what came of the call, and what somebody
//! says is wrong.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::Problems;

use super::json::{self, PointJson};
use crate::api::json::AreaSent;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, TooMany, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::PointId;
use crate::layout::Failure;
use crate::points::actions;
use crate::points::actions::calls;
use crate::points::actions::queue::{self, Wanted};
use crate::points::form;
use crate::points::model::desk::ToldBy;

/// Which points the caller wants to call; nothing: the most urgent of all.
#[derive(Debug, ToSchema)]
#[schema(as = PointsWanted)]
#[serde(deny_unknown_fields)]
pub struct WantedSent {
    /// A code of a preset's `point_kinds`.
    pub kind: Option<String>,
    pub area: Option<AreaSent>,
}

impl Body for WantedSent {
    const MAY_BE_EMPTY: bool = true;
    const NAMES: &'static [(&'static str, &'static str)] = &[("area", "area_text")];
}

/// The point to call; null when none is to be called now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NextPoint)]
pub struct NextJson {
    pub item: Option<ItemJson>,
}

/// A point of the queue, with what is needed to ask.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointToCall)]
pub struct ItemJson {
    pub point: PointJson,
    /// Until when it is the caller's.
    pub claimed_until: Option<Timestamp>,
    /// When the number was found to be another's.
    pub contact_wrong_at: Option<Timestamp>,
    /// What people said is wrong and nobody has looked at yet, the newest first.
    pub reports: Vec<ReportJson>,
    /// The last calls, the newest first.
    pub calls: Vec<PointCallJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointReport)]
pub struct ReportJson {
    pub at: Timestamp,
    /// `closed`, `full`, `phone`, `place`, `hours`, `gone` or `other`.
    pub what: &'static str,
    pub words: Option<String>,
    /// `account`, `phone` (verified) or `anybody`.
    pub told_by: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointCall)]
pub struct PointCallJson {
    pub at: Timestamp,
    pub outcome: &'static str,
}

/// Claims the point to be called next in the caller's desk areas, for ten minutes: never checked first,
/// then reported, then aged. What the caller is at already is given again.
#[utoipa::path(
    post, path = "/api/v1/points/queue/next", tag = "points",
    request_body(content = Option<WantedSent>),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The point, or null", body = NextJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn next(received: Received<WantedSent>) -> Result<Json<NextJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    let wanted = received.read(|typed| {
        let mut typed = typed.clone();
        let words = typed.value("area_text").to_owned();
        area_typed::put(&mut typed, &words);
        let read = area_typed::read(&typed, None);
        let mut problems = Problems::default();
        if let Some(message) = area_typed::problem(&read) {
            problems.add("area_text", message);
        }
        let area = match read {
            area_typed::AreaTyped::One(area) => Some(area),
            _ => None,
        };
        match problems.is_empty() {
            true => Ok(Wanted {
                kind: typed.value("kind").trim().to_owned(),
                area,
            }),
            false => Err(problems),
        }
    })?;
    let item = match queue::next(app, cx, &wanted).await? {
        Some(id) => Some(item(caller, id).await?),
        None => None,
    };
    Ok(Json(NextJson { item }))
}

async fn item(caller: &Caller, id: PointId) -> Result<ItemJson, Error> {
    let on = queue::open(&caller.app, &caller.cx, id).await?;
    let open = on.reports.iter().filter(|report| report.handled.is_none());
    Ok(ItemJson {
        point: json::point(&caller.cx, &on.seen.point, None),
        claimed_until: on.claim.map(|claim| claim.until),
        contact_wrong_at: on.seen.point.contact_wrong_at,
        reports: open
            .map(|report| ReportJson {
                at: report.at,
                what: report.amiss.code(),
                words: report.words.clone(),
                told_by: match report.told_by {
                    ToldBy::Anybody => "anybody",
                    ToldBy::Phone(_) => "phone",
                    ToldBy::Account(_) => "account",
                },
            })
            .collect(),
        calls: on
            .calls
            .iter()
            .map(|call| PointCallJson {
                at: call.at,
                outcome: call.outcome.code(),
            })
            .collect(),
    })
}

/// What came of a call.
#[derive(Debug, ToSchema)]
#[schema(as = NewPointCall)]
#[serde(deny_unknown_fields)]
pub struct CallSent {
    /// `reached` (then send what they said to `verify`), `no_answer`, `busy`, `wrong_number`, `later`,
    /// `closed` (for good) or `gone`.
    pub outcome: String,
    /// With `later`: the time of the day in Thailand, such as `14:30`.
    pub at: Option<String>,
}

impl Body for CallSent {}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DoneWithPoint)]
pub struct DoneJson {
    pub id: Uuid,
    /// Whether the caller is still at it.
    pub more: bool,
}

/// Writes down a call about a point that the caller has claimed.
#[utoipa::path(
    post, path = "/api/v1/points/{id}/call", tag = "points",
    params(("id" = uuid::Uuid, Path)), request_body = CallSent,
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
    Path(id): Path<PointId>,
    received: Received<CallSent>,
) -> Result<Json<DoneJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    queue::may_work(cx)?;
    let (outcome, at) = received.read(form::read_call)?;
    let more = calls::call(app, cx, id, outcome, at).await?;
    Ok(Json(DoneJson { id: id.0, more }))
}

/// Leaves a claimed point to others: it comes after all of its rank and need.
#[utoipa::path(
    post, path = "/api/v1/points/{id}/skip", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Skipped", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn skip(Path(id): Path<PointId>, caller: Caller) -> Result<Json<DoneJson>, Failure> {
    queue::skip(&caller.app, &caller.cx, id).await?;
    let more = false;
    Ok(Json(DoneJson { id: id.0, more }))
}

/// Gives a claimed point back as it was found.
#[utoipa::path(
    post, path = "/api/v1/points/{id}/release", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Given back", body = DoneJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn release(Path(id): Path<PointId>, caller: Caller) -> Result<Json<DoneJson>, Failure> {
    queue::release(&caller.app, &caller.cx, id).await?;
    let more = false;
    Ok(Json(DoneJson { id: id.0, more }))
}

/// What is wrong with a point.
#[derive(Debug, ToSchema)]
#[schema(as = NewPointReport)]
#[serde(deny_unknown_fields)]
pub struct ReportSent {
    /// `closed`, `full`, `phone`, `place`, `hours`, `gone` or `other`.
    pub what: String,
    /// At most 500 letters; needed with `other`.
    pub words: Option<String>,
}

impl Body for ReportSent {}

/// Says that something is wrong with a point. Nobody needs an account; whoever is known may more often.
#[utoipa::path(
    post, path = "/api/v1/points/{id}/report", tag = "points",
    request_body = ReportSent,
    params(
        ("id" = uuid::Uuid, Path),
        (
            "Idempotency-Key" = Option<String>, Header,
            description = "Made once for each report: however often it is sent, it is one"
        )
    ),
    responses(
        (status = 204, description = "Taken; the point will be called"),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
        (status = 429, response = TooMany),
    )
)]
pub async fn report(
    Path(id): Path<PointId>,
    received: Received<ReportSent>,
) -> Result<StatusCode, Failure> {
    let caller = &received.caller;
    let new = received.read(form::read_report)?;
    let (app, cx, key) = (&caller.app, &caller.cx, received.key.as_ref());
    actions::report(app, cx, id, new, &caller.client.address, key).await?;
    Ok(StatusCode::NO_CONTENT)
}
