//! The same signs as the public tiles hold, as GeoJSON: for phones that cannot draw vector tiles, and
//! for programs.

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tiles::{Spot, TileId, View};
use utoipa::{IntoParams, ToSchema};
use web::Problems;

use super::legend;
use super::tiles::{FRESH, group};
use crate::api::problem::{NotFound, Unprocessable};
use crate::app::App;
use crate::layout::Failure;

/// From this zoom on signs stand alone; deeper shows no more.
const DEEPEST: u8 = 14;
/// A wider box is drawn at a lower zoom.
const MOST_TILES: u32 = 48;
/// The box of Thailand.
const EVERYWHERE: [f64; 4] = [97.3, 5.6, 105.7, 20.5];

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
    let bbox = read_bbox(&asked.bbox).ok_or_else(|| {
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
    let features = tiles_of(bbox, zoom)
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

fn read_bbox(text: &str) -> Option<[f64; 4]> {
    if text.is_empty() {
        return Some(EVERYWHERE);
    }
    let numbers: Vec<f64> = text
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [west, south, east, north] = numbers.try_into().ok()?;
    let right = [west, south, east, north]
        .iter()
        .all(|degrees: &f64| degrees.is_finite())
        && west < east
        && south < north;
    // Leaflet gives boxes beyond the world's edge when zoomed far out.
    right.then(|| {
        [
            west.max(-180.0),
            south.max(-85.0),
            east.min(180.0),
            north.min(85.0),
        ]
    })
}

/// The tiles that cover a box, at this zoom or the deepest one that keeps them few.
fn tiles_of(bbox: [f64; 4], zoom: u8) -> impl Iterator<Item = TileId> {
    let (z, [west, north, east, south]) = (0..=zoom)
        .rev()
        .map(|z| (z, edges(bbox, z)))
        .find(|(_, [west, north, east, south])| {
            (east - west + 1).saturating_mul(south - north + 1) <= MOST_TILES
        })
        .unwrap_or((0, [0; 4]));
    (north..=south).flat_map(move |y| (west..=east).filter_map(move |x| TileId::new(z, x, y).ok()))
}

/// Columns and rows of the outermost tiles: west, north, east, south.
fn edges([west, south, east, north]: [f64; 4], z: u8) -> [u32; 4] {
    let across = f64::from(1_u32 << z);
    let column = |lon: f64| ((lon + 180.0) / 360.0 * across).clamp(0.0, across - 1.0) as u32;
    let row = |lat: f64| {
        let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
        (y * across).clamp(0.0, across - 1.0) as u32
    };
    [column(west), row(north), column(east), row(south)]
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
        assert_eq!(read_bbox(""), Some(EVERYWHERE));
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

    #[test]
    fn however_wide_the_box_the_tiles_are_few_and_cover_it() {
        for (bbox, zoom) in [
            (EVERYWHERE, 14),
            (EVERYWHERE, 5),
            ([99.88, 20.42, 99.89, 20.43], 14),
            ([-180.0, -85.0, 180.0, 85.0], 14),
        ] {
            let tiles: Vec<TileId> = tiles_of(bbox, zoom).collect();
            assert!(
                !tiles.is_empty() && tiles.len() <= 48,
                "{bbox:?}: {}",
                tiles.len()
            );
            let [west, south, east, north] = bbox;
            for (lon, lat) in [(west, south), (east, north), (west, north), (east, south)] {
                let key = tiles::place::quadkey(lon, lat).unwrap();
                assert!(
                    tiles.iter().any(|tile| tile.quadkeys().contains(&key)),
                    "{lon} {lat}"
                );
            }
        }
    }
}
