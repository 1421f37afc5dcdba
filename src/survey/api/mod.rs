//! Households by a program: recorded, read and changed one by one, or kept in step with a phone.

pub mod area;
pub mod households;
mod json;
pub mod persons;
pub mod sync;

use axum::Json;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Problems;

use crate::api::json::{AreaSent, PositionSent};
use crate::api::problem::{SignInNeeded, Unprocessable};
use crate::api::{Body, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::Kind;
use crate::layout::Failure;
use crate::survey::actions::record::{may_record, record as write_down};
use crate::survey::form;

/// A household and its persons, one to sixty.
#[derive(Debug, ToSchema)]
#[schema(as = NewHousehold)]
#[serde(deny_unknown_fields)]
pub struct NewHouseholdJson {
    /// The prefix or the id of an open incident.
    #[schema(example = "COV")]
    pub incident: String,
    /// A kind of the preset that records households; the first of these when left out.
    pub kind: Option<String>,
    pub position: Option<PositionSent>,
    /// Needed without a position; must be where the position is.
    pub subdistrict: Option<AreaSent>,
    /// Needed without a position.
    pub landmark: Option<String>,
    /// Name or number of the village.
    pub village: Option<String>,
    pub contact_phone: Option<String>,
    pub details: Option<String>,
    /// `consent` or `public_health`: on what ground the data are kept.
    pub consent: Option<String>,
    pub persons: Vec<NewPersonJson>,
}

/// One person. Codes are those of the preset.
#[derive(Debug, ToSchema)]
#[schema(as = NewPerson)]
#[serde(deny_unknown_fields)]
pub struct NewPersonJson {
    pub name: String,
    pub phone: Option<String>,
    pub nationality: String,
    /// Years, or the year of birth in either era.
    pub age: Option<u32>,
    pub age_band: Option<String>,
    /// Vaccination so far.
    pub history: String,
    /// Asked of those who are not fully vaccinated.
    pub wish: Option<String>,
    /// Needed with wishes that ask it.
    pub reason: Option<String>,
    pub reason_words: Option<String>,
    /// `female`, `male` or `other`.
    pub sex: Option<String>,
    /// Where the group that age and origin propose is not the right one.
    pub target_group: Option<String>,
    /// Codes of the preset's risks, joined by commas.
    pub risks: Option<String>,
    /// Codes of vulnerabilities, joined by commas.
    pub vulnerabilities: Option<String>,
    /// The kind of paper, of the preset's documents; found by the number when left out.
    pub document: Option<String>,
    /// Never needed. Kept sealed; of it only the last letters are ever shown.
    pub document_number: Option<String>,
    /// `yes` keeps a number whose check digit does not fit, as not sure.
    pub document_sure: Option<String>,
    /// The id of the point where they would go.
    pub point: Option<String>,
    /// `yes` where a team has to come to the house.
    pub mobile_team: Option<String>,
    /// `yes` for somebody who cannot leave the bed.
    pub bedridden: Option<String>,
    /// `atk` or `rt_pcr`.
    pub test_kind: Option<String>,
    /// The day of the test.
    pub test_on: Option<String>,
    /// `positive`, `negative` or `unclear`.
    pub test_result: Option<String>,
}

impl Body for NewHouseholdJson {
    const NAMES: &'static [(&'static str, &'static str)] = &[
        ("position.lat", "lat"),
        ("position.lon", "lon"),
        ("position.accuracy_m", "accuracy_m"),
        ("position.source", "position_source"),
        ("position", "pin"),
        ("subdistrict", "area_text"),
    ];
}

/// The household as kept. Sent again with the same `Idempotency-Key` the answer is the same.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordedHousehold)]
pub struct RecordedJson {
    pub household: String,
    pub area: String,
    pub n_persons: u16,
    pub recorded_at: Timestamp,
}

/// Records a household: as a volunteer, as a verified phone, or, where the incident asks for no code,
/// as nobody in particular.
#[utoipa::path(
    post, path = "/api/v1/households", tag = "households",
    request_body = NewHouseholdJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each household"
    )),
    security((), ("bearer" = [])),
    responses(
        (status = 201, description = "Recorded", body = RecordedJson),
        (status = 401, response = SignInNeeded),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn record(
    received: Received<NewHouseholdJson>,
) -> Result<(StatusCode, Json<RecordedJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let open = incidents::actions::open(app, cx.now).await?;
    let named = incidents::api::find(&open, received.typed.value("incident"));
    if named.is_some_and(|incident| !may_record(cx, incident)) {
        return Err(Error::SignInNeeded.into());
    }
    let new = received.read(|sent| {
        let mut problems = Problems::default();
        if named.is_none() && sent.has("incident") {
            problems.add("incident", "api-unknown-incident");
        }
        let kind = named.and_then(|incident| kind(incident, sent.value("kind").trim()));
        if named.is_some() && kind.is_none() {
            problems.add("kind", "choice-unknown");
        }
        let (Some(incident), Some(kind)) = (named, kind) else {
            return Err(problems);
        };
        let mut typed = sent.clone();
        area_typed::put(&mut typed, sent.value("area_text"));
        form::read(app, cx, incident, kind, &typed)
    })?;
    let kept = write_down(app, cx, new, received.key.as_ref())
        .await?
        .household;
    let told = RecordedJson {
        household: kept.handle().to_string(),
        area: kept.area.short(),
        n_persons: kept.n_persons,
        recorded_at: kept.recorded_at,
    };
    Ok((StatusCode::CREATED, Json(told)))
}

fn kind<'a>(incident: &'a Incident, code: &str) -> Option<&'a Kind> {
    let mut kinds = incident.preset.kinds.iter().filter(|kind| kind.household);
    kinds.find(|kind| code.is_empty() || kind.code == code)
}
