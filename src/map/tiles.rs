//! The kinds of tile over HTTP: requests as everybody may see them, requests for those who work in an
//! area, the ground, and the operator's base map.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use pmtiles::TileCoord;
use serde::Deserialize;
use tiles::{Tile, TileId, View};

use super::{base, staff};
use crate::app::App;
use crate::error::Error;
use crate::layout::{Failure, Page};

const MVT: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
/// Requests are a few seconds old at most.
pub const FRESH: HeaderValue = HeaderValue::from_static("public, max-age=5");
const FRESH_FOR_ONE: HeaderValue = HeaderValue::from_static("private, max-age=5");
/// The address of the ground carries its version, so a new pack has new addresses.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
const NOT_LONG: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The numbers in a tile's address, not yet known to name one.
type Numbers = Path<(String, String, String)>;

/// The page's own query, which goes to tiles, GeoJSON and list alike.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The prefix of the one incident to show.
    #[serde(default)]
    pub incident: String,
    /// The version of the ground.
    #[serde(default)]
    pub v: String,
}

pub async fn public(
    State(app): State<App>,
    Path(numbers): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(tile) = tile_of(&numbers, tiles::place::ZOOM) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let Some(group) = group(&app, &asked.incident).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let now = app.clock.now().as_second();
    let tile = app
        .map
        .cache
        .tile(&app.map.index, tile, &View::Public { group }, now);
    Ok(answer(&tile, FRESH, &headers))
}

/// `Some(None)`: no incident was named; `None`: there is none of that prefix.
pub async fn group(app: &App, prefix: &str) -> Result<Option<Option<u16>>, Failure> {
    if prefix.is_empty() {
        return Ok(Some(None));
    }
    let incidents = crate::incidents::actions::all(app, app.clock.now()).await?;
    let named = incidents
        .iter()
        .find(|one| one.prefix.as_str().eq_ignore_ascii_case(prefix));
    let Some(incident) = named else {
        return Ok(None);
    };
    app.map.know(std::slice::from_ref(incident));
    Ok(app
        .map
        .book()
        .group(incident.id)
        .map(|group| Some(group.number)))
}

pub async fn for_staff(
    page: Page,
    Path(numbers): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(tile) = tile_of(&numbers, tiles::place::ZOOM) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let Some(who) = page.who() else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    if who.held().next().is_none() {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let Some(group) = group(&page.app, &asked.incident).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let tile = staff::tile(&page.app, who, tile, group, page.cx.now).await?;
    Ok(answer(&tile, FRESH_FOR_ONE, &headers))
}

pub async fn ground(
    State(app): State<App>,
    Path(numbers): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(tile) = tile_of(&numbers, base::DEEPEST) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let base = base::current(&app).await?;
    let lasts = if asked.v == base.version.to_string() {
        A_DAY
    } else {
        NOT_LONG
    };
    Ok(answer(&base.map.tile(tile), lasts, &headers))
}

/// The operator's base map, when it lies in a file beside the program.
pub async fn backdrop(
    State(app): State<App>,
    Path((z, x, y)): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let nothing = Ok(StatusCode::NOT_FOUND.into_response());
    let Some(archive) = app.backdrop.archive() else {
        return nothing;
    };
    let Some((z, x, y)) = numbers(&z, &x, &y).filter(|(z, ..)| archive.has_zoom(*z)) else {
        return nothing;
    };
    let Ok(at) = TileCoord::new(z, x, y) else {
        return nothing;
    };
    let etag = format!("\"{}\"", archive.version());
    let mut response = if has(&headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let found = archive
            .tile(at, !takes_gzip(&headers))
            .await
            .map_err(|err| Error::fault("reading a tile of the base map", err))?;
        match found {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(found) => {
                let mut response = Response::new(Body::from(found.bytes));
                let out = response.headers_mut();
                let kind = HeaderValue::from_static(archive.content_type());
                out.insert(CONTENT_TYPE, kind);
                if found.is_gzip {
                    out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                }
                response
            }
        }
    };
    let lasts = if asked.v == archive.version() {
        A_DAY
    } else {
        NOT_LONG
    };
    stamp(response.headers_mut(), lasts, &etag);
    Ok(response)
}

/// The tile of an address `z/x/y.mvt`, if there is one no deeper than this.
fn tile_of((z, x, y): &(String, String, String), deepest: u8) -> Option<TileId> {
    let (z, x, y) = numbers(z, x, y.strip_suffix(".mvt")?)?;
    if z > deepest {
        return None;
    }
    TileId::new(z, x, y).ok()
}

fn numbers(z: &str, x: &str, y: &str) -> Option<(u8, u32, u32)> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(z) || !digits(x) || !digits(y) {
        return None;
    }
    Some((z.parse().ok()?, x.parse().ok()?, y.parse().ok()?))
}

/// The tile as the browser wants it: not at all when it has it, compressed when it can unpack.
fn answer(tile: &Tile, lasts: HeaderValue, headers: &HeaderMap) -> Response {
    let mut response = if has(headers, &tile.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if tile.is_empty() {
        StatusCode::NO_CONTENT.into_response()
    } else {
        match tile.gzip.as_ref().filter(|_| takes_gzip(headers)) {
            Some(gzip) => {
                let mut response = Response::new(Body::from(gzip.clone()));
                let kind = HeaderValue::from_static("gzip");
                response.headers_mut().insert(CONTENT_ENCODING, kind);
                response
            }
            None => Response::new(Body::from(tile.bytes.clone())),
        }
    };
    let out = response.headers_mut();
    if !tile.is_empty() {
        out.insert(CONTENT_TYPE, MVT);
    }
    stamp(out, lasts, &tile.etag);
    response
}

fn stamp(out: &mut HeaderMap, lasts: HeaderValue, etag: &str) {
    out.insert(CACHE_CONTROL, lasts);
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    // Weak: the same tile goes out plain and compressed.
    if let Ok(etag) = HeaderValue::from_str(&format!("W/{etag}")) {
        out.insert(ETAG, etag);
    }
}

/// Whether the browser names this tile among those it has; weak and strong are alike here.
fn has(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == etag || one == "*")
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let parts = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    parts.flat_map(|value| value.split(',')).any(|one| {
        let mut words = one.split(';').map(str::trim);
        let named = words
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = words.find_map(|word| word.strip_prefix("q=")?.parse::<f32>().ok());
        named && weight.is_none_or(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(z: &str, x: &str, y: &str) -> Option<TileId> {
        tile_of(&(z.to_owned(), x.to_owned(), y.to_owned()), 14)
    }

    #[test]
    fn only_numbers_that_name_a_tile_do() {
        assert!(named("10", "797", "472.mvt").is_some());
        for (z, x, y) in [
            ("10", "797", "472"),
            ("10", "797", "472.png"),
            ("15", "0", "0.mvt"),
            ("3", "8", "0.mvt"),
            ("+1", "0", "0.mvt"),
            ("1", "-1", "0.mvt"),
            ("1", "0", ".mvt"),
            ("300", "0", "0.mvt"),
            ("1", "99999999999999999999", "0.mvt"),
        ] {
            assert_eq!(named(z, x, y), None, "{z}/{x}/{y}");
        }
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let takes = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(text));
            takes_gzip(&headers)
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1.0, gzip;q=0.8"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("x-gzip2"));
    }
}
