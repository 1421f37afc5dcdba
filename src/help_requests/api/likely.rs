//! Before sending: is it one of these?

use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Problems;

use crate::api::json::Items;
use crate::api::problem::Unprocessable;
use crate::api::{Body, Received};
use crate::help_requests::actions::ask::follow_token;
use crate::help_requests::actions::duplicates;
use crate::incidents;
use crate::layout::Failure;

/// What somebody is about to ask for, and where.
#[derive(Debug, ToSchema)]
#[schema(as = AboutToAsk)]
#[serde(deny_unknown_fields)]
pub struct AboutSent {
    /// The prefix or the id of an open incident.
    pub incident: String,
    pub kind: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

impl Body for AboutSent {}

/// An open request that may be meant. Only one's own carry more than kind, waiting and rough distance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LikelyDuplicate)]
pub struct LikelyJson {
    pub kind: String,
    pub asked_at: Timestamp,
    /// Rough, to 100 m.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metres: Option<u32>,
    /// Of one's own verified phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow: Option<String>,
}

/// Open requests of the same kind near by, and one's own, to be shown before sending.
#[utoipa::path(
    post, path = "/api/v1/help-requests/duplicates", tag = "help-requests",
    request_body = AboutSent,
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "At most three; `next` is null", body = Items<LikelyJson>),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn likely(received: Received<AboutSent>) -> Result<Json<Items<LikelyJson>>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let open = incidents::actions::open(app, cx.now).await?;
    let (incident, kind, at) = received.read(|typed| {
        let mut problems = Problems::default();
        let incident = incidents::api::find(&open, typed.value("incident"));
        if incident.is_none() && typed.has("incident") {
            problems.add("incident", "api-unknown-incident");
        }
        let kind = typed.value("kind").trim().to_owned();
        let known = incident.is_some_and(|incident| incident.preset.kind(&kind).is_some());
        if incident.is_some() && typed.has("kind") && !known {
            problems.add("kind", "choice-unknown");
        }
        let at = if typed.has("lat") || typed.has("lon") {
            let position = contact::Position::parse(typed.value("lat"), typed.value("lon"));
            problems.keep("lat", position, |_| "position-wrong")
        } else {
            None
        };
        match incident {
            Some(incident) if problems.is_empty() => Ok((incident.id, kind, at)),
            _ => Err(problems),
        }
    })?;
    let found = duplicates::likely(app, cx, incident, &kind, at).await?;
    let items = found
        .into_iter()
        .map(|likely| {
            let request = &likely.request;
            let own = likely.own;
            LikelyJson {
                kind: request.kind.clone(),
                asked_at: request.asked_at,
                metres: likely.metres,
                reference: own.then(|| request.reference.as_str().to_owned()),
                follow: own.then(|| follow_token(app, request.province, request.id)),
            }
        })
        .collect();
    Ok(Json(Items { items, next: None }))
}
