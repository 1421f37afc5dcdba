//! Finding points, and one of them with its history.

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use contact::Position;
use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, header};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use web::{Message, Problems};

use super::json::{self, PointJson};
use crate::api::Caller;
use crate::api::json::Items;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::error::Error;
use crate::ids::PointId;
use crate::layout::Failure;
use crate::points::actions;
use crate::points::find::{self, MOST, Query};
use crate::points::geojson::read_bbox;
use crate::points::model::{Status, kind_number};

/// What is asked.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// West, south, east, north in degrees.
    pub bbox: Option<String>,
    /// Latitude and longitude with a comma between: the nearest first.
    pub near: Option<String>,
    /// A kind; several with commas between.
    pub kind: Option<String>,
    /// `open`, `full`, `paused`, `closed` or `unknown`.
    pub status: Option<String>,
    /// `true`: only those open by status and hours.
    pub open_now: Option<bool>,
    /// `true`: only those with room as far as is known.
    pub free_now: Option<bool>,
    /// An area code.
    pub area: Option<String>,
    /// Words of a name, an area or a kind, in any language; slips are forgiven.
    pub q: Option<String>,
    /// 1 to 200; 30 when left out.
    pub limit: Option<u32>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// Service points. With `Accept: application/geo+json` (or at `/api/v1/points.geojson`) as GeoJSON.
#[utoipa::path(
    get, path = "/api/v1/points", tag = "points",
    params(Asked),
    responses(
        (status = 200, description = "One page", body = Items<PointJson>),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller, headers: HeaderMap) -> Result<Response, Failure> {
    let wanted = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    if wanted.is_some_and(|wanted| wanted.contains("application/geo+json")) {
        return geojson(caller).await;
    }
    let found = found(&caller).await?;
    let items = found.items.iter();
    let items = items.map(|one| json::point(&caller.cx, &one.point, one.metres));
    Ok(Json(Items {
        items: items.collect(),
        next: found.next,
    })
    .into_response())
}

/// The same as a GeoJSON feature collection; `next` stands beside the features.
#[utoipa::path(
    get, path = "/api/v1/points.geojson", tag = "points",
    params(Asked),
    responses(
        (status = 200, description = "One page", body = Object, content_type = "application/geo+json"),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn geojson(caller: Caller) -> Result<Response, Failure> {
    let found = found(&caller).await?;
    let features: Vec<Value> = found
        .items
        .iter()
        .map(|one| {
            let at = one.point.told.position;
            json!({
                "type": "Feature",
                "id": one.point.key.id,
                "geometry": { "type": "Point", "coordinates": [at.lon(), at.lat()] },
                "properties": json::point(&caller.cx, &one.point, one.metres),
            })
        })
        .collect();
    let body = json!({ "type": "FeatureCollection", "features": features, "next": found.next });
    let mut response = Json(body).into_response();
    let kind = HeaderValue::from_static("application/geo+json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    let vary = HeaderValue::from_static("accept");
    response.headers_mut().insert(header::VARY, vary);
    Ok(response)
}

async fn found(caller: &Caller) -> Result<find::Page, Error> {
    let query = read(caller)?;
    find::find(&caller.app, &query, caller.cx.now).await
}

const KNOWN: [&str; 10] = [
    "bbox", "near", "kind", "status", "open_now", "free_now", "area", "q", "limit", "after",
];

fn read(caller: &Caller) -> Result<Query, Problems> {
    let sent = &caller.query;
    let mut problems = caller.unknown_in_query(&KNOWN);
    let mut yes = |name: &str| match sent.value(name).trim() {
        "" | "false" => false,
        "true" | "yes" => true,
        _ => {
            problems.add(name, "api-not-true-or-false");
            false
        }
    };
    let (open_now, free_now) = (yes("open_now"), yes("free_now"));
    let bounds = match sent.value("bbox") {
        "" => None,
        text => {
            let bounds = read_bbox(text);
            if bounds.is_none() {
                problems.add("bbox", "map-bbox-bad");
            }
            bounds
        }
    };
    let near = match sent.value("near") {
        "" => None,
        text => {
            let (lat, lon) = text.split_once(',').unwrap_or((text, ""));
            problems.keep("near", Position::parse(lat, lon), |_| "position-wrong")
        }
    };
    let mut kinds = Vec::new();
    for code in sent.all("kind").flat_map(|codes| codes.split(',')) {
        match kind_number(code.trim()) {
            Some(number) => kinds.push(number),
            None if code.trim().is_empty() => {}
            None => problems.add("kind", "choice-unknown"),
        }
    }
    let status = match sent.value("status") {
        "" => None,
        code => {
            let status = Status::from_code(code);
            if status.is_none() {
                problems.add("status", "choice-unknown");
            }
            status
        }
    };
    let area = match sent.value("area").trim() {
        "" => None,
        code => {
            let known = code
                .parse()
                .ok()
                .and_then(|code| areas::register().get(code));
            if known.is_none() {
                problems.add("area", "area-unknown");
            }
            known.map(|area| area.code)
        }
    };
    let limit = match sent.value("limit") {
        "" => None,
        text => match text.parse::<usize>() {
            Ok(n) if (1..=MOST).contains(&n) => Some(n),
            _ => {
                let said = Message::new("field-out-of-range")
                    .with("label", "limit")
                    .with("min", "1")
                    .with("max", MOST.to_string());
                problems.add("limit", said);
                None
            }
        },
    };
    match problems.is_empty() {
        true => Ok(Query {
            kinds,
            status,
            open_now,
            free_now,
            area,
            bounds,
            near,
            words: contact::tidy_line(sent.value("q"), 120).unwrap_or_default(),
            limit,
            after: Some(sent.value("after").to_owned()).filter(|after| !after.is_empty()),
        }),
        false => Err(problems),
    }
}

/// One point. One that has ended is told only to those who may change it.
#[utoipa::path(
    get, path = "/api/v1/points/{id}", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, description = "The point", body = PointJson),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(Path(id): Path<PointId>, caller: Caller) -> Result<Json<PointJson>, Failure> {
    let seen = actions::see(&caller.app, &caller.cx, id).await?;
    Ok(Json(json::point(&caller.cx, &seen.point, None)))
}

/// A change of a point.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointStep)]
pub struct StepJson {
    pub at: Timestamp,
    /// `point.created`, `point.changed`, `point.verified`, `point.reported`, `point.called`,
    /// `point.ended` …
    pub name: String,
    /// How whoever did it came to know.
    pub how: Option<String>,
    /// By field: before and after.
    #[schema(value_type = Object)]
    pub changes: Value,
}

/// Every change of a point, the oldest first, for those who may change it.
#[utoipa::path(
    get, path = "/api/v1/points/{id}/history", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The steps; `next` is null", body = Items<StepJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn history(
    Path(id): Path<PointId>,
    caller: Caller,
) -> Result<Json<Items<StepJson>>, Failure> {
    let (_, events) = actions::history(&caller.app, &caller.cx, id).await?;
    let items = events.into_iter().map(|event| StepJson {
        at: event.at,
        name: event.name,
        how: event.payload["how"].as_str().map(str::to_owned),
        changes: event.payload["changes"].clone(),
    });
    Ok(Json(Items {
        items: items.collect(),
        next: None,
    }))
}
