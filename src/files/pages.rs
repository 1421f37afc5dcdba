//! `GET /files/{name}`: a picture, to whoever has its address. It is another address as soon as it is
//! another picture, so browsers and caches keep it for ever.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::app::App;
use crate::error::Error;
use crate::files::actions;
use crate::files::model::FileId;
use crate::layout::Failure;
use crate::server::files::{FOR_EVER, knows};

/// Browsers that open a picture by itself lay it out with a style of their own.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

pub async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    // A picture is shown within a page: nobody reads a page in its stead.
    let missing = || StatusCode::NOT_FOUND.into_response();
    let Some((id, size)) = FileId::read_name(&name) else {
        return Ok(missing());
    };
    let picture = match actions::read(&app, id, size).await {
        Ok(picture) => picture,
        Err(Error::NotFound) => return Ok(missing()),
        Err(err) => return Err(err.into()),
    };
    let tag = format!("\"{}\"", id.name(size));
    let known = headers.get(IF_NONE_MATCH);
    let known = known.and_then(|tags| tags.to_str().ok());
    let mut response = match known.is_some_and(|tags| knows(tags, &tag)) {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Bytes::from(picture).into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "image/jpeg"),
        (CONTENT_DISPOSITION, "inline"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, FOR_EVER),
        (CONTENT_SECURITY_POLICY, POLICY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let tag = HeaderValue::from_str(&tag).map_err(|err| Error::fault("answering", err))?;
    headers.insert(ETAG, tag);
    Ok(response)
}
