//! The same signs as the public tiles hold, as GeoJSON: for phones that cannot draw vector tiles, and
//! for programs.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tiles::{Spot, View};
use utoipa::{IntoParams, ToSchema};
use web::Problems;

use super::legend;
use super::tiles::group;
use crate::api::problem::{NotFound, Unprocessable};
use crate::app::App;
use crate::areas::THAILAND;
use crate::layout::Failure;
use crate::layout::vector::FRESH;
use crate::points::geojson::read_bbox;

/// From this zoom on signs stand alone; deeper shows no more.
const DEEPEST: u8 = 14;
/// A wider box is drawn at a lower zoom.
const MOST_TILES: u32 = 48;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// West, south, east, north in degrees; all of Thailand when left out.
    #[serde(default)]
    pub bbox: String,
    /// How closely to look, as the zoom of a map; as closely as the box allows when left out.
    #[serde(default)]
    pub zoom: String,
    /// An incident's prefix; all open ones when left out.
    #[serde(default)]
    pub incident: String,
}

/// A GeoJSON feature collection of points.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeatureCollection {
    pub r#type: &'static str,
    pub features: Vec<Feature>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Feature {
    pub r#type: &'static str,
    pub geometry: Point,
    /// As the public tiles have them: kind, state, how long it has waited, count.
    #[schema(value_type = Object)]
    pub properties: Map<String, Value>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Point {
    pub r#type: &'static str,
    pub coordinates: [f64; 2],
}

/// Open requests as the public map shows them: blurred, and clustered where they lie close.
#[utoipa::path(
    get, path = "/api/v1/map/requests.geojson", tag = "figures",
    params(Asked),
    responses(
        (status = 200, description = "Points", body = FeatureCollection,
            content_type = "application/geo+json"),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn requests(
    State(app): State<App>,
    Query(asked): Query<Asked>,
    _headers: HeaderMap,
) -> Result<Response, Failure> {
    let bbox = bbox(&asked.bbox).ok_or_else(|| {
        let mut problems = Problems::default();
        problems.add("bbox", "map-bbox-bad");
        problems
    })?;
    let Some(group) = group(&app, &asked.incident).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let zoom: f64 = asked.zoom.parse().unwrap_or(f64::from(DEEPEST));
    let zoom = zoom.clamp(0.0, f64::from(DEEPEST)) as u8;
    let now = app.clock.now().as_second();
    let view = View::Public { group };
    let features = tiles::place::covering(bbox, zoom, MOST_TILES)
        .into_iter()
        .flat_map(|tile| app.map.index.spots(tile, &view))
        .filter(|spot| inside(bbox, spot))
        .map(|spot| feature(&app, &spot, now))
        .collect();
    let collection = FeatureCollection {
        r#type: "FeatureCollection",
        features,
    };
    let mut response = axum::Json(collection).into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/geo+json"),
    );
    headers.insert(CACHE_CONTROL, FRESH);
    Ok(response)
}

fn bbox(text: &str) -> Option<[f64; 4]> {
    match text {
        "" => Some(THAILAND),
        text => read_bbox(text),
    }
}

fn inside([west, south, east, north]: [f64; 4], spot: &Spot) -> bool {
    let (lon, lat) = spot.lon_lat();
    (west..=east).contains(&lon) && (south..=north).contains(&lat)
}

fn feature(app: &App, spot: &Spot, now: i64) -> Feature {
    let words = app.map.index.legend();
    let (lon, lat) = spot.lon_lat();
    let mut properties = Map::new();
    properties.insert("count".into(), json!(spot.count()));
    properties.insert("state".into(), json!(words.state(spot.state())));
    if let Some(kind) = spot.kind.and_then(|kind| words.kind(kind)) {
        properties.insert("kind".into(), json!(kind));
    }
    if let Some(waited) = spot.waited(words, now) {
        properties.insert("waited".into(), json!(waited));
    }
    if spot.count() > 1 {
        for (state, n) in legend::STATES.iter().zip(spot.counts) {
            if n > 0 {
                properties.insert(format!("n_{}", state.code()), json!(n));
            }
        }
    }
    // Five places are a metre; the place itself is the middle of a cell hundreds of metres wide.
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let geometry = Point {
        r#type: "Point",
        coordinates: [round(lon), round(lat)],
    };
    Feature {
        r#type: "Feature",
        geometry,
        properties,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_four_numbers_in_order() {
        assert_eq!(bbox(""), Some(THAILAND));
        assert_eq!(read_bbox("99,18,100,19"), Some([99.0, 18.0, 100.0, 19.0]));
        assert_eq!(
            read_bbox("-999,-99,999,99"),
            Some([-180.0, -85.0, 180.0, 85.0])
        );
        for bad in [
            "1,2,3",
            "100,18,99,19",
            "a,b,c,d",
            "99,19,100,18",
            "NaN,1,2,3",
            "1,2,3,4,5",
        ] {
            assert_eq!(read_bbox(bad), None, "{bad}");
        }
    }
}
