//! The same signs as the tiles hold, as GeoJSON: for phones that cannot draw vector tiles.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tiles::TileId;
use utoipa::IntoParams;
use web::Problems;

use super::drawn::{COUNTS, Shown, Sign, signs};
use crate::api::problem::Unprocessable;
use crate::app::App;
use crate::layout::Failure;
use crate::layout::vector::FRESH;

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
    /// Codes of kinds with commas between; all when left out.
    pub kinds: Option<String>,
    /// `yes`: only what is open now.
    pub open_now: Option<String>,
    /// `yes`: only what has room.
    pub free_now: Option<String>,
}

/// Service points as the map shows them: alone, or together with counts where they lie close.
#[utoipa::path(
    get, path = "/api/v1/map/points.geojson", tag = "points",
    params(Asked),
    responses(
        (status = 200, description = "Points", body = Object, content_type = "application/geo+json"),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn show(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let bbox = match asked.bbox.as_str() {
        "" => crate::areas::THAILAND,
        text => read_bbox(text).ok_or_else(|| {
            let mut problems = Problems::default();
            problems.add("bbox", "map-bbox-bad");
            problems
        })?,
    };
    let zoom: f64 = asked.zoom.parse().unwrap_or(f64::from(DEEPEST));
    let zoom = zoom.clamp(0.0, f64::from(DEEPEST)) as u8;
    let shown = Shown::of(
        asked.kinds.as_deref(),
        asked.open_now.as_deref(),
        asked.free_now.as_deref(),
    );
    let now = app.clock.now();
    let features: Vec<Value> = {
        let book = app.points.book();
        tiles::place::covering(bbox, zoom, MOST_TILES)
            .into_iter()
            .flat_map(|tile: TileId| signs(&book, tile, shown, now))
            .map(|sign| feature(&sign, now))
            .collect()
    };
    let body = json!({ "type": "FeatureCollection", "features": features });
    let mut response = axum::Json(body).into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/geo+json");
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CACHE_CONTROL, FRESH);
    Ok(response)
}

fn feature(sign: &Sign<'_>, now: Timestamp) -> Value {
    let mut properties = Map::new();
    let mut put = |name: &str, value: Value| {
        properties.insert(name.to_owned(), value);
    };
    let (lon, lat) = match sign {
        Sign::Alone(entry) => {
            put("id", json!(entry.key.id));
            put("kind", json!(entry.kind().code));
            put("status", json!(entry.status_now(now).code()));
            put("fresh", json!(entry.freshness(now).code()));
            put("name_th", json!(entry.name_th));
            if !entry.name_en.is_empty() {
                put("name_en", json!(entry.name_en));
            }
            if let Some(free) = entry.free(now) {
                put("free", json!(free));
            }
            tiles::place::lon_lat(entry.quadkey)
        }
        Sign::Together { at, counts } => {
            put("count", json!(counts.iter().sum::<u32>()));
            for (name, n) in COUNTS.iter().zip(counts) {
                if *n > 0 {
                    put(name, json!(n));
                }
            }
            *at
        }
    };
    // Six places are a hand's breadth.
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [round(lon), round(lat)] },
        "properties": properties,
    })
}

/// West, south, east, north; none where it is no box.
pub fn read_bbox(text: &str) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = text
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [west, south, east, north] = numbers.try_into().ok()?;
    let finite = [west, south, east, north]
        .iter()
        .all(|degrees: &f64| degrees.is_finite());
    // Leaflet gives boxes beyond the world's edge when zoomed far out.
    (finite && west < east && south < north).then(|| {
        [
            west.max(-180.0),
            south.max(-85.0),
            east.min(180.0),
            north.min(85.0),
        ]
    })
}
