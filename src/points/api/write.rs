//! Telling of points: new, changed, checked, ended.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::json::{self, BedsJson, HoursJson, NamesJson, PointJson};
use crate::api::json::{AnswerSent, AreaSent, PositionSent};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::PointId;
use crate::layout::Failure;
use crate::points::actions::{self, Seen};
use crate::points::form;
use crate::points::model::kind;

/// A point as told. Whatever is left out of a change stays as it is.
#[derive(Debug, ToSchema)]
#[schema(as = PointSent)]
#[serde(deny_unknown_fields)]
pub struct PointSent {
    /// A code of a preset's `point_kinds`; needed of a new one.
    #[schema(example = "shelter")]
    pub kind: Option<String>,
    /// The Thai name is needed of a new one.
    pub names: Option<NamesJson>,
    /// Needed of a new one.
    pub position: Option<PositionSent>,
    /// Where the boundaries leave it open; must be where the position is.
    pub area: Option<AreaSent>,
    pub address: Option<String>,
    /// `open`, `full`, `paused`, `closed` or `unknown`.
    pub status: Option<String>,
    pub queue: Option<u32>,
    /// By kind of bed.
    pub beds: Option<BTreeMap<String, BedsJson>>,
    /// Answers to the fields of the kind, by key.
    pub fields: Option<BTreeMap<String, AnswerSent>>,
    pub hours: Option<HoursJson>,
    /// One day a line: a date, then its times.
    pub exceptions: Option<String>,
    pub conditions: Option<String>,
    pub audience: Option<String>,
    /// A number; or send `no_contact`.
    pub contact: Option<String>,
    /// `true`: somebody has looked, and none is known.
    pub no_contact: Option<bool>,
    /// The organisation that runs it.
    pub owner: Option<String>,
    pub source: Option<String>,
    pub licence: Option<String>,
    /// How you know: `call`, `visit` or `owner`.
    pub how: Option<String>,
    /// The version you saw; a change upon an older one is answered 409 with what differs.
    pub version: Option<i64>,
}

impl Body for PointSent {
    const NAMES: &'static [(&'static str, &'static str)] = &[
        ("names.th", "name_th"),
        ("names.en", "name_en"),
        ("position.lat", "lat"),
        ("position.lon", "lon"),
        ("position.accuracy_m", "accuracy_m"),
        ("position.source", "position_source"),
        ("position", "pin"),
        ("area", "area_text"),
    ];
}

/// Tells of a new point: admins of the area, officers for their organisation, data and desk volunteers.
#[utoipa::path(
    post, path = "/api/v1/points", tag = "points",
    request_body = PointSent,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "Made once for each point: however often it is sent, one is made"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Made", body = PointJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn create(
    received: Received<PointSent>,
) -> Result<(StatusCode, Json<PointJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !actions::may_create(who) {
        return Err(Error::NotFound.into());
    }
    let told = received.read(|typed| {
        let known = unknown_fields(typed, kind(typed.value("kind").trim()));
        both(known, form::read(app, cx, &as_form(typed), None))
    })?;
    let how = form::how(&received.typed);
    let id = actions::create(app, cx, told, how, received.key.as_ref()).await?;
    let seen = actions::see(app, cx, id).await?;
    Ok((
        StatusCode::CREATED,
        Json(json::point(cx, &seen.point, None)),
    ))
}

fn as_form(typed: &Typed) -> Typed {
    let mut form = typed.clone();
    area_typed::put(&mut form, typed.value("area_text"));
    form
}

/// Kinds of bed and fields that the kind of point does not have.
fn unknown_fields(typed: &Typed, kind: Option<&crate::incidents::preset::PointKind>) -> Problems {
    let mut problems = Problems::default();
    let Some(kind) = kind else {
        return problems;
    };
    for (name, _) in typed.iter() {
        let known = match name.split('.').collect::<Vec<_>>().as_slice() {
            ["beds", code, ..] => kind.beds.has(code),
            ["fields", key] => kind.field(key).is_some(),
            _ => true,
        };
        if !known {
            problems.add(name, "api-unknown-field");
        }
    }
    problems
}

fn both<T>(mut problems: Problems, read: Result<T, Problems>) -> Result<T, Problems> {
    match read {
        Ok(read) if problems.is_empty() => Ok(read),
        Ok(_) => Err(problems),
        Err(theirs) => {
            for (field, message) in theirs.iter() {
                problems.add(field, message.clone());
            }
            Err(problems)
        }
    }
}

async fn mine(caller: &Caller, id: PointId) -> Result<Seen, Error> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let seen = actions::see(&caller.app, &caller.cx, id).await?;
    match seen.may.changes() {
        true => Ok(seen),
        false => Err(Error::NotFound),
    }
}

/// Changes what is sent, and leaves the rest.
#[utoipa::path(
    patch, path = "/api/v1/points/{id}", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    request_body = PointSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = PointJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn change(
    Path(id): Path<PointId>,
    received: Received<PointSent>,
) -> Result<Json<PointJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    let seen = mine(caller, id).await?;
    let change = received.read(|typed| {
        let overlaid = overlay(form::fill(&seen.point.told, cx.language), &as_form(typed));
        let known = unknown_fields(typed, kind(overlaid.value("kind")));
        both(known, form::read_change(app, cx, &overlaid, &seen.point))
    })?;
    let point = actions::change(app, cx, id, change, received.key.as_ref()).await?;
    Ok(Json(json::point(cx, &point, None)))
}

/// What was sent, upon what stands there. A kind of bed and an answer are sent whole; a position sent
/// without an area takes the area where it lies.
fn overlay(mut standing: Typed, sent: &Typed) -> Typed {
    let has = |name: &str| sent.iter().any(|(sent, _)| sent == name);
    if has("lat") && !has("area") && !has("area_text") {
        standing.remove("area");
        standing.remove("area_text");
    }
    if has("area") || has("area_text") {
        standing.remove("area");
        standing.remove("area_text");
    }
    if has("hours.all") {
        form::DAYS.iter().for_each(|day| standing.remove(day));
    }
    if !has("hours.all") && form::DAYS.iter().any(|day| has(day)) && standing.has("hours.all") {
        // One day differs from now on: the others stay as they were.
        let usual = standing.value("hours.all").to_owned();
        standing.remove("hours.all");
        form::DAYS
            .iter()
            .for_each(|day| standing.set(day, usual.as_str()));
    }
    if has("contact") {
        standing.remove("no_contact");
    }
    if sent.value("no_contact") == "yes" {
        standing.remove("contact");
    }
    let parts: Vec<&str> = sent
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("beds.")?.split('.').next())
        .collect();
    for code in parts {
        for part in ["capacity", "used", "free"] {
            standing.remove(&format!("beds.{code}.{part}"));
        }
    }
    for (name, _) in sent.iter() {
        standing.remove(name);
    }
    let pairs: Vec<(&str, &str)> = standing.iter().chain(sent.iter()).collect();
    Typed::from_pairs(pairs)
}

/// That a point was looked at: what is sent is so, and what is named in `confirmed` is right as it stands.
#[derive(Debug, ToSchema)]
#[schema(as = PointChecked)]
#[serde(deny_unknown_fields)]
pub struct CheckedSent {
    /// `open`, `full`, `paused`, `closed` or `unknown`; as it stands when left out.
    pub status: Option<String>,
    pub queue: Option<u32>,
    pub beds: Option<BTreeMap<String, BedsJson>>,
    pub fields: Option<BTreeMap<String, AnswerSent>>,
    pub contact: Option<String>,
    pub no_contact: Option<bool>,
    /// Facts: `beds`, `hours`, `contact`, `place`, `offer`.
    pub confirmed: Option<Vec<String>>,
    /// How you know: `call`, `visit` or `owner`.
    pub how: Option<String>,
    pub version: Option<i64>,
}

impl Body for CheckedSent {
    const MAY_BE_EMPTY: bool = true;
}

/// Notes that a point was checked.
#[utoipa::path(
    post, path = "/api/v1/points/{id}/verify", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    request_body = CheckedSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = PointJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn verify(
    Path(id): Path<PointId>,
    received: Received<CheckedSent>,
) -> Result<Json<PointJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    let seen = mine(caller, id).await?;
    let change = received.read(|typed| {
        let known = unknown_fields(typed, seen.point.told.kind());
        both(known, form::read_update(cx, typed, &seen.point))
    })?;
    let point = actions::change(app, cx, id, change, received.key.as_ref()).await?;
    Ok(Json(json::point(cx, &point, None)))
}

/// Takes a point off the map for good: admins of the area and officers of its organisation.
#[utoipa::path(
    delete, path = "/api/v1/points/{id}", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It has ended"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn end(Path(id): Path<PointId>, caller: Caller) -> Result<StatusCode, Failure> {
    actions::end(&caller.app, &caller.cx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
