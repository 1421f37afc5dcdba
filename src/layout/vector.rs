//! A vector tile over HTTP: its address read, and the answer as the browser wants it.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use tiles::{Tile, TileId};

const MVT: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
/// What a tile tells is a few seconds old at most.
pub const FRESH: HeaderValue = HeaderValue::from_static("public, max-age=5");

/// The tile of an address `z/x/y.mvt`, if there is one no deeper than this.
pub fn tile_of((z, x, y): &(String, String, String), deepest: u8) -> Option<TileId> {
    let (z, x, y) = numbers(z, x, y.strip_suffix(".mvt")?)?;
    if z > deepest {
        return None;
    }
    TileId::new(z, x, y).ok()
}

/// Zoom, column and row, where all three are bare digits.
pub fn numbers(z: &str, x: &str, y: &str) -> Option<(u8, u32, u32)> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(z) || !digits(x) || !digits(y) {
        return None;
    }
    Some((z.parse().ok()?, x.parse().ok()?, y.parse().ok()?))
}

/// The tile as the browser wants it: not at all when it has it, compressed when it can unpack.
pub fn answer(tile: &Tile, lasts: HeaderValue, headers: &HeaderMap) -> Response {
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

/// How long it lasts, and the tag by which it is known again.
pub fn stamp(out: &mut HeaderMap, lasts: HeaderValue, etag: &str) {
    out.insert(CACHE_CONTROL, lasts);
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    // Weak: the same tile goes out plain and compressed.
    if let Ok(etag) = HeaderValue::from_str(&format!("W/{etag}")) {
        out.insert(ETAG, etag);
    }
}

/// Whether the browser names this among those it has; weak and strong are alike here.
pub fn has(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == etag || one == "*")
}

pub fn takes_gzip(headers: &HeaderMap) -> bool {
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
