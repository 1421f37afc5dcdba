//! Incidents and presets for programs.

pub mod presets;

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use i18n::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use self::presets::PresetJson;
use super::actions;
use super::form;
use super::model::Incident;
use super::preset;
use crate::api::json::{AreaSent, Items, LabelsJson, area_codes};
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::layout::Failure;

/// Something that happened to areas, with what people may ask for while it lasts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Incident)]
pub struct IncidentJson {
    pub id: Uuid,
    /// The letters its references begin with; stands for the incident wherever one is named.
    #[schema(example = "COV")]
    pub prefix: String,
    /// In the reader's language.
    pub name: String,
    pub names: LabelsJson,
    pub preset: String,
    /// Area codes; `0` is the whole country.
    pub areas: Vec<String>,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    /// The grid, in metres, to which the public map blurs positions.
    pub blur_m: u32,
    /// Without a code, requests are unverified and need no token.
    pub otp_required: bool,
    /// A course, not a crisis.
    pub practice: bool,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

fn told(incident: &Incident, language: Language) -> IncidentJson {
    IncidentJson {
        id: incident.id.0,
        prefix: incident.prefix.as_str().to_owned(),
        name: incident.name(language).to_owned(),
        names: LabelsJson::from(&incident.names),
        preset: incident.preset.name.clone(),
        areas: area_codes(&incident.areas),
        starts_on: incident.starts_on,
        ends_on: incident.ends_on,
        blur_m: incident.blur_m,
        otp_required: incident.otp_required,
        practice: incident.practice,
        opened_at: incident.opened_at,
        closed_at: incident.closed_at,
    }
}

/// The open incidents, the newest first and practice last; a national admin sees the closed ones too.
#[utoipa::path(
    get, path = "/api/v1/incidents", tag = "incidents",
    responses((status = 200, description = "Whole; `next` is null", body = Items<IncidentJson>))
)]
pub async fn list(caller: Caller) -> Result<Json<Items<IncidentJson>>, Failure> {
    let (app, now, language) = (&caller.app, caller.cx.now, caller.cx.language);
    let sees_all = is_national_admin(&caller);
    let open = actions::open(app, now).await?;
    let all = actions::all(app, now).await?;
    let shown: &[Incident] = if sees_all { &all } else { &open };
    let items = shown
        .iter()
        .map(|incident| told(incident, language))
        .collect();
    Ok(Json(Items { items, next: None }))
}

fn is_national_admin(caller: &Caller) -> bool {
    caller
        .cx
        .signed_in()
        .is_some_and(|who| who.is_national_admin())
}

/// Names by language; a missing one is that of English, or else of Thai.
#[derive(Debug, ToSchema)]
#[schema(as = NewNames)]
#[serde(deny_unknown_fields)]
pub struct NamesSent {
    pub th: String,
    pub en: Option<String>,
    pub my: Option<String>,
    pub km: Option<String>,
    pub lo: Option<String>,
}

/// An incident to be opened.
#[derive(Debug, ToSchema)]
#[schema(as = NewIncident)]
#[serde(deny_unknown_fields)]
pub struct NewIncidentJson {
    /// Two to four Latin capitals.
    pub prefix: String,
    pub names: NamesSent,
    #[schema(example = "flood")]
    pub preset: String,
    /// None is the whole country.
    pub areas: Option<Vec<AreaSent>>,
    /// Today when left out.
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    /// 100 to 10,000; the preset's when left out.
    pub blur_m: Option<u32>,
    pub otp_required: bool,
    pub practice: Option<bool>,
}

impl Body for NewIncidentJson {
    const NAMES: &'static [(&'static str, &'static str)] = &[
        ("names.th", "name_th"),
        ("names.en", "name_en"),
        ("names.my", "name_my"),
        ("names.km", "name_km"),
        ("names.lo", "name_lo"),
    ];
}

/// Opens an incident. Only a national admin may.
#[utoipa::path(
    post, path = "/api/v1/incidents", tag = "incidents",
    request_body = NewIncidentJson,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Opened", body = IncidentJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn open(
    received: Received<NewIncidentJson>,
) -> Result<(StatusCode, Json<IncidentJson>), Failure> {
    let caller = &received.caller;
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !is_national_admin(caller) {
        return Err(Error::NotFound.into());
    }
    let new = received.read(|typed| form::read(&caller.cx, typed))?;
    let incident = actions::open_new(&caller.app, &caller.cx, new).await?;
    Ok((
        StatusCode::CREATED,
        Json(told(&incident, caller.cx.language)),
    ))
}

/// Closes an incident. Only a national admin may.
#[utoipa::path(
    post, path = "/api/v1/incidents/{prefix}/close", tag = "incidents",
    params(("prefix" = String, Path, description = "Its prefix or its id")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Closed"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn close(Path(named): Path<String>, caller: Caller) -> Result<StatusCode, Failure> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = actions::all(&caller.app, caller.cx.now).await?;
    let incident = find(&incidents, &named).ok_or(Error::NotFound)?;
    actions::close(&caller.app, &caller.cx, incident.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An incident by its prefix or its id.
pub fn find<'a>(incidents: &'a [Incident], named: &str) -> Option<&'a Incident> {
    let named = named.trim();
    let id = named.parse().ok();
    incidents.iter().find(|incident| {
        incident.prefix.as_str().eq_ignore_ascii_case(named) || Some(incident.id) == id
    })
}

/// What people may ask for in an incident of this preset, and every list its forms offer.
#[utoipa::path(
    get, path = "/api/v1/presets/{name}", tag = "incidents",
    params(("name" = String, Path, example = "covid19")),
    responses(
        (status = 200, description = "The preset", body = PresetJson),
        (status = 404, response = NotFound),
    )
)]
pub async fn show_preset(Path(name): Path<String>) -> Result<Response, Failure> {
    let preset = preset::preset(&name).ok_or(Error::NotFound)?;
    let mut response = Json(PresetJson::from(preset)).into_response();
    let kept = http::HeaderValue::from_static("public, max-age=300");
    response.headers_mut().insert(CACHE_CONTROL, kept);
    Ok(response)
}
