//! The map: what it shows to whom, how blurred, and how it follows what happens.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests may, and say which data is absent"
)]

mod backdrop;
mod ground;
mod pages;
mod requests;

use std::collections::BTreeMap;

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, Request, StatusCode};
use jiff::SignedDuration;
use tiles::TileId;
use tower::ServiceExt as _;

use crate::world::{Asked, BOONMEE, DAO, KIND, Person, TestApp};

/// A roof in Mae Sai.
const LAT: f64 = 20.404_321;
const LON: f64 = 99.884_567;
/// What the first incident blurs to; a test below would fail if it were another.
const BLUR_M: u16 = 500;

/// A point of a tile with its properties.
#[derive(Debug, Clone, PartialEq)]
struct Sign {
    lat: f64,
    lon: f64,
    tags: BTreeMap<String, String>,
}

/// An answer with its bytes as they came.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl TestApp {
    async fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::empty()).unwrap();
        let (parts, body) = self.site().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: bytes.to_vec(),
        }
    }

    /// Jobs are done, events numbered, and the map has followed.
    async fn map_follows(&self) {
        self.work_jobs().await;
        jitasa::map::catch_up(self.app()).await.unwrap();
        // Tiles a second young are handed out although something changed.
        self.clock().pass(SignedDuration::from_secs(2));
    }

    async fn asks_at(&self, person: &Person, lat: f64, lon: f64) -> Asked {
        let (lat, lon) = (lat.to_string(), lon.to_string());
        let fields = [
            ("lat", lat.as_str()),
            ("lon", lon.as_str()),
            ("position_source", "map"),
        ];
        let asked = self.asks_for(person, KIND, &fields).await;
        self.map_follows().await;
        asked
    }

    async fn public_signs(&self, z: u8) -> Vec<Sign> {
        let tile = tile_at(LAT, LON, z);
        let path = format!("/tiles/public/{}/{}/{}.mvt", tile.z(), tile.x(), tile.y());
        let answer = self.fetch(&path, &[]).await;
        match answer.status {
            StatusCode::NO_CONTENT => Vec::new(),
            StatusCode::OK => signs(tile, &answer.bytes),
            other => panic!("{path}: {other}"),
        }
    }

    async fn staff_tile(&self, token: &str, query: &str) -> Answer {
        let tile = tile_at(LAT, LON, 14);
        let path = format!(
            "/tiles/staff/{}/{}/{}.mvt{query}",
            tile.z(),
            tile.x(),
            tile.y()
        );
        let bearer = format!("Bearer {token}");
        self.fetch(&path, &[("authorization", &bearer)]).await
    }
}

/// The tile of the blurred roof.
fn tile_at(lat: f64, lon: f64, z: u8) -> TileId {
    let (lon, lat) = blurred(lat, lon);
    let across = f64::from(1_u32 << z);
    let x = (lon + 180.0) / 360.0 * across;
    let y = (0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU) * across;
    TileId::new(z, x as u32, y as u32).unwrap()
}

fn blurred(lat: f64, lon: f64) -> (f64, f64) {
    let key = tiles::place::quadkey(lon, lat).unwrap();
    tiles::place::lon_lat(tiles::grid::snap(key, BLUR_M))
}

fn metres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let at = |(lat, lon)| contact::Position::new(lat, lon).unwrap();
    at(one).distance_m(at(other))
}

fn signs(tile: TileId, bytes: &[u8]) -> Vec<Sign> {
    let read = MvtReaderRef::new(bytes).unwrap();
    let mut signs = Vec::new();
    for layer in read.layers() {
        assert_eq!(layer.name(), "requests");
        for feature in layer.features() {
            let MvtGeometry::Point(point) = feature.geometry().unwrap() else {
                panic!("a request is a point");
            };
            let across = f64::from(1_u32 << tile.z());
            let part =
                |units: i32, tile: u32| (f64::from(units) / 4096.0 + f64::from(tile)) / across;
            let (x, y) = (part(point.x(), tile.x()), part(point.y(), tile.y()));
            let lat = (std::f64::consts::PI * (1.0 - 2.0 * y))
                .sinh()
                .atan()
                .to_degrees();
            let tags = feature.properties().map(|pair| {
                let (key, value) = pair.unwrap();
                (key.to_owned(), text(&value))
            });
            signs.push(Sign {
                lat,
                lon: x * 360.0 - 180.0,
                tags: tags.collect(),
            });
        }
    }
    signs
}

fn text(value: &MvtValueRef<'_>) -> String {
    match value {
        MvtValueRef::String(text) => (*text).to_owned(),
        MvtValueRef::Int(number) | MvtValueRef::SInt(number) => number.to_string(),
        MvtValueRef::UInt(number) => number.to_string(),
        MvtValueRef::Bool(yes) => yes.to_string(),
        other => panic!("{other:?}"),
    }
}
