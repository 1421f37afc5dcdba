//! What is served as it lies in the binary: style sheets, scripts, fonts, the service worker; and the two
//! addresses every browser and every robot asks for.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};

/// For what has another address as soon as it is another thing.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Requests, follow pages and everything behind sign-in are nobody's search result.
const ROBOTS: &str = "User-agent: *\n\
    Allow: /$\nAllow: /news\nAllow: /terms\nAllow: /privacy\nAllow: /statistics\nAllow: /assets/\n\
    Disallow: /\n";

/// `/assets/{name}`: compressed when the program was built, kept by browsers for ever, since the
/// name changes with the content.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let Some(asset) = assets::get(&name, text(ACCEPT_ENCODING).unwrap_or_default()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let known = text(IF_NONE_MATCH).is_some_and(|tags| knows(tags, asset.etag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = asset.bytes.into_response();
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
        if let Some(encoding) = asset.encoding {
            response
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, HeaderValue::from_static(asset.etag));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let keep = if asset.immutable {
        FOR_EVER
    } else {
        "no-cache"
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// `/sw.js`: the service worker, at the root since it may answer only for addresses below its own. Its
/// name stays while its content changes, so browsers ask each time whether it is still the same.
pub async fn worker(headers: HeaderMap) -> Response {
    let name = assets::url("sw.js").trim_start_matches(assets::PREFIX);
    let mut response = asset(Path(name.to_owned()), headers).await;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Whether `If-None-Match` names the file; a proxy may have made a weak tag of ours.
pub fn knows(tags: &str, etag: &str) -> bool {
    tags.split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag == etag)
}

/// `/favicon.ico`, asked for by browsers that read no page.
pub async fn favicon() -> Redirect {
    Redirect::temporary(assets::url("mark.svg"))
}

/// `/robots.txt`
pub async fn robots() -> Response {
    let head = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "max-age=3600"),
    ];
    (head, ROBOTS).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_known_to_the_browser_is_not_sent_again() {
        let name = assets::url("app.css")
            .trim_start_matches(assets::PREFIX)
            .to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br"));
        let first = asset(Path(name.clone()), headers.clone()).await;
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[CONTENT_ENCODING], "br");
        assert_eq!(first.headers()[CACHE_CONTROL], FOR_EVER);
        headers.insert(IF_NONE_MATCH, first.headers()[ETAG].clone());
        let again = asset(Path(name), headers).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(!again.headers().contains_key(CONTENT_ENCODING));
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found() {
        let answer = asset(Path("../secret.key".to_owned()), HeaderMap::new()).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn the_worker_is_asked_for_each_time() {
        let answer = worker(HeaderMap::new()).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache");
        assert_eq!(
            answer.headers()[CONTENT_TYPE],
            "text/javascript; charset=utf-8"
        );
    }

    #[test]
    fn tags_are_compared_as_proxies_write_them() {
        assert!(knows("\"a\", W/\"b\"", "\"b\""));
        assert!(knows("*", "\"b\""));
        assert!(!knows("\"ab\"", "\"b\""));
    }
}
