//! The next case for a volunteer; what the requester puts right and notes day by day.

use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Problems;

use super::json::{self, HelpRequestJson, SeenJson};
use super::see::followed;
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Received};
use crate::error::Error;
use crate::help_requests::actions::requester::Through;
use crate::help_requests::actions::{amend as amending, health, next as offering, see};
use crate::help_requests::form;
use crate::help_requests::rules::next::Why;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::Failure;

/// Where the volunteer is, and which offer they pass over.
#[derive(Debug, ToSchema)]
#[schema(as = NextWanted)]
#[serde(deny_unknown_fields)]
pub struct NextSent {
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// The reference of the case offered before, to be skipped.
    pub skip: Option<String>,
    /// Why: `too_far`, `no_means`, `not_able`, `busy` or `other`.
    pub reason: Option<String>,
}

impl Body for NextSent {
    const MAY_BE_EMPTY: bool = true;
}

/// A case held back for the caller, or none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Offer)]
pub struct OfferJson {
    /// Null when there is nothing the caller could take now.
    pub offer: Option<OfferedJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OfferedCase)]
pub struct OfferedJson {
    #[serde(flatten)]
    pub request: HelpRequestJson,
    /// Nobody else may take it until then.
    pub held_until: Timestamp,
    pub why: Vec<WhyJson>,
}

/// Why this case: a reason, and its measure where it has one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OfferReason)]
pub struct WhyJson {
    /// `urgent`, `near`, `same_subdistrict`, `same_district`, `waited`, `passed_over` or `risen`.
    pub reason: &'static str,
    /// Metres, minutes, or times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<i64>,
}

fn why(why: &Why) -> WhyJson {
    let (reason, measure) = match why {
        Why::Urgent => ("urgent", None),
        Why::Near { metres } => ("near", Some(i64::from(*metres))),
        Why::SameSubdistrict => ("same_subdistrict", None),
        Why::SameDistrict => ("same_district", None),
        Why::Waited { minutes } => ("waited", Some(*minutes)),
        Why::PassedOver { times } => ("passed_over", Some(i64::from(*times))),
        Why::Risen => ("risen", None),
    };
    WhyJson { reason, measure }
}

/// Offers the one case the caller is most useful for now and holds it back for two minutes. Asked again
/// meanwhile, the same is given; several who ask at once never get the same one.
#[utoipa::path(
    post, path = "/api/v1/help-requests/next", tag = "help-requests",
    request_body(content = Option<NextSent>, description = "May be empty"),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "An offer, or none", body = OfferJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn next(received: Received<NextSent>) -> Result<Json<OfferJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let (at, skipped, reason) = received.read(|typed| {
        let mut problems = Problems::default();
        let at = if typed.has("lat") || typed.has("lon") {
            let position = contact::Position::parse(typed.value("lat"), typed.value("lon"));
            problems.keep("lat", position, |_| "position-wrong")
        } else {
            None
        };
        let skip = typed.value("skip").trim();
        let skipped = if skip.is_empty() {
            None
        } else {
            problems.keep("skip", skip.parse(), |_| "merge-no-such")
        };
        let reason = typed.value("reason").trim().to_owned();
        if problems.is_empty() {
            Ok((at, skipped, reason))
        } else {
            Err(problems)
        }
    })?;
    if let Some(reference) = skipped {
        offering::skip(app, cx, &reference, &reason).await?;
    }
    let offered = offering::next(app, cx, at).await?;
    let all = incidents::actions::all(app, cx.now).await?;
    let offer = offered.map(|offered| OfferedJson {
        request: json::request(cx, &all, &offered.request),
        held_until: offered.until,
        why: offered.why.iter().map(why).collect(),
    });
    Ok(Json(OfferJson { offer }))
}

/// What the requester puts right; all of it is sent, as it shall stand.
#[derive(Debug, ToSchema)]
#[schema(as = Amendment)]
#[serde(deny_unknown_fields)]
pub struct AmendmentSent {
    /// An area code; with `lat` and `lon` it may be left out. Without any of them the place stays.
    pub area: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// Of the position, in metres.
    pub accuracy_m: Option<f64>,
    pub headcount: u32,
    pub landmark: Option<String>,
    pub vulnerabilities: Option<Vec<String>>,
    pub details: Option<String>,
    pub contact_name: Option<String>,
    pub contact_phone: Option<String>,
}

impl Body for AmendmentSent {}

/// The requester changes what they told, known by the private token.
#[utoipa::path(
    post, path = "/api/v1/help-requests/follow/{token}/amend", tag = "help-requests",
    params(("token" = String, Path)),
    request_body = AmendmentSent,
    responses(
        (status = 200, description = "The request as it stands now", body = SeenJson),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn amend(
    Path(token): Path<String>,
    received: Received<AmendmentSent>,
) -> Result<Json<SeenJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let all = incidents::actions::all(app, cx.now).await?;
    let seen = see::by_follow(app, cx, &token).await?;
    let incident = of(&all, &seen)?;
    let amendment = received.read(|typed| form::amend::read(app, incident, typed))?;
    amending::amend(app, cx, Through::Follow(&token), &amendment).await?;
    Ok(Json(followed(&received.caller, &token).await?))
}

/// A daily check as the patient wrote it.
#[derive(Debug, ToSchema)]
#[schema(as = DailyCheck)]
#[serde(deny_unknown_fields)]
pub struct CheckSent {
    /// Codes of the preset's signs.
    pub signs: Option<Vec<String>>,
    /// In degrees Celsius.
    pub temperature: Option<f64>,
    /// In percent.
    pub spo2: Option<u8>,
    /// In percent, after some exercise.
    pub spo2_after: Option<u8>,
    pub note: Option<String>,
}

impl Body for CheckSent {}

/// The daily check, written by whoever is ill themselves, known by the private token.
#[utoipa::path(
    post, path = "/api/v1/help-requests/follow/{token}/checks", tag = "help-requests",
    params(("token" = String, Path)),
    request_body = CheckSent,
    responses(
        (status = 200, description = "The request as it stands now", body = SeenJson),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn check(
    Path(token): Path<String>,
    received: Received<CheckSent>,
) -> Result<Json<SeenJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let all = incidents::actions::all(app, cx.now).await?;
    let seen = see::by_follow(app, cx, &token).await?;
    let rules = &of(&all, &seen)?.preset.triage;
    let look = received.read(|typed| form::health::look(rules, typed))?;
    health::check(app, cx, Through::Follow(&token), look).await?;
    Ok(Json(followed(&received.caller, &token).await?))
}

fn of<'a>(incidents: &'a [Incident], seen: &see::Seen) -> Result<&'a Incident, Error> {
    incidents
        .iter()
        .find(|incident| incident.id == seen.request.incident)
        .ok_or(Error::NotFound)
}
