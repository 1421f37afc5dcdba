//! `/public/…`: the files of the snapshot for whoever fetches them here, such as a CDN. Open data, so any
//! site may read them; a cache may go on giving them when we do not answer.

use std::path::Path as FilePath;
use std::time::SystemTime;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::app::App;
use crate::layout::vector::{has, takes_gzip};
use crate::snapshot::folder;

const LASTS: HeaderValue = HeaderValue::from_static("public, max-age=30, stale-if-error=86400");
const ANYBODY: HeaderValue = HeaderValue::from_static("*");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const BY_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");
/// The page needs its style sheet and nothing else.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'self'");

pub async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    serve(&app, "", &name, &headers).await
}

/// `/public/points/57.geojson`
pub async fn province(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    serve(&app, "points", &name, &headers).await
}

async fn serve(app: &App, under: &str, name: &str, headers: &HeaderMap) -> Response {
    let Some(kind) = kind(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let path = folder(app).join(under).join(name);
    let Some(etag) = etag(&path).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = if has(headers, etag.trim_start_matches("W/")) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let asked_packed = name.ends_with(".gz");
        let packed = !asked_packed && takes_gzip(headers);
        let file = match packed {
            true => path.with_file_name(format!("{name}.gz")),
            false => path,
        };
        let Ok(bytes) = tokio::fs::read(file).await else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let mut response = bytes.into_response();
        let out = response.headers_mut();
        out.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        if packed {
            out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    };
    let out = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(ETAG, etag);
    }
    out.insert(CACHE_CONTROL, LASTS);
    out.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANYBODY);
    out.insert(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
    out.insert(CONTENT_SECURITY_POLICY, POLICY);
    out.insert(VARY, BY_ENCODING);
    response
}

/// What a file of this name holds; none for a name that is not one of ours, such as one that leads out of
/// the folder or is not finished.
fn kind(name: &str) -> Option<&'static str> {
    let ours = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.';
    if name.starts_with('.') || name.contains("..") || !name.bytes().all(ours) {
        return None;
    }
    let kinds = [
        (".geojson", "application/geo+json"),
        (".json", "application/json"),
        (".html", "text/html; charset=utf-8"),
        (".css", "text/css"),
        (".gz", "application/gzip"),
    ];
    let fits = kinds.into_iter().find(|(end, _)| name.ends_with(end));
    fits.map(|(_, kind)| kind)
}

/// By length and time, as file servers do it. Weak: the same goes out plain and compressed.
async fn etag(path: &FilePath) -> Option<String> {
    let about = tokio::fs::metadata(path).await.ok()?;
    let at = about
        .modified()
        .ok()?
        .duration_since(SystemTime::UNIX_EPOCH);
    Some(format!("W/\"{:x}-{:x}\"", at.ok()?.as_nanos(), about.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_ours_are_looked_for() {
        for name in [
            "index.json",
            "points.geojson.gz",
            "57.geojson",
            "map.th.html",
            "map.css",
        ] {
            assert!(kind(name).is_some(), "{name}");
        }
        for name in [
            "..",
            "../secret.key",
            ".a.json.new",
            "a/b.json",
            "secret.key",
            "a\\b.json",
            "",
        ] {
            assert_eq!(kind(name), None, "{name}");
        }
    }
}
