//! The picture of an invite's address, to be held before another phone or printed.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use super::address;
use crate::error::Error;
use crate::invites::actions;
use crate::invites::model::Code;
use crate::layout::{Failure, Page, qr};

pub async fn show(
    page: Page,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let code = Code::parse(&code).map_err(|_| Error::NotFound)?;
    actions::find(&page.app, &code).await?;
    let picture = qr::draw(&address(&page, &headers, &code))?;
    let kind = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((kind, picture).into_response())
}
