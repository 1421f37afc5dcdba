//! A form with a file, sent by a browser, read and found to come from a page of ours.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::response::IntoResponse;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use web::{Typed, csrf};

use super::failure::Failure;
use super::page::Page;
use super::sent::SendRefused;
use crate::app::App;
use crate::error::Error;

/// The most a form with a file may take, in bytes.
pub const MOST: usize = 21 * 1024 * 1024;

pub struct Uploaded {
    pub page: Page,
    pub typed: Typed,
    pub file: Option<File>,
}

/// A file as the browser names it.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl FromRequest<App> for Uploaded {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Uploaded, Failure> {
        let (parts, body) = request.into_parts();
        let page = Page::of(&parts, app).await?;
        let headers = parts.headers.clone();
        let is_multipart = is_multipart(&headers);
        // Megabytes are read of nobody whom we do not know.
        if is_multipart && page.who().is_none() {
            return Err(Error::SignInNeeded.into());
        }
        let request = Request::from_parts(parts, body);
        let (mut typed, file) = if is_multipart {
            read(request, app).await?
        } else {
            let bytes = Bytes::from_request(request, app)
                .await
                .map_err(|rejection| SendRefused::of(rejection.into_response().status()))
                .map_err(Error::from)?;
            let typed = Typed::read(&bytes).map_err(|_| Error::from(SendRefused::NotText))?;
            (typed, None)
        };
        let from_elsewhere = csrf::same_site(&headers) == Some(false);
        if from_elsewhere || !page.csrf_fits(typed.value(csrf::FIELD)) {
            return Err(Error::from(SendRefused::NotFromHere).into());
        }
        typed.remove(csrf::FIELD);
        Ok(Uploaded { page, typed, file })
    }
}

pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

/// Every field; of files the last that has a name.
async fn read(request: Request, app: &App) -> Result<(Typed, Option<File>), Error> {
    let mut parts = Multipart::from_request(request, app)
        .await
        .map_err(|_| SendRefused::BrokenOff)?;
    let mut typed = Vec::new();
    let mut file = None;
    while let Some(field) = parts.next_field().await.map_err(broken)? {
        let field_name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        match file_name {
            // A file field left empty has no name.
            Some(name) if name.is_empty() => {}
            Some(name) => {
                let bytes = bytes.to_vec();
                file = Some(File { name, bytes });
            }
            None => {
                let value = String::from_utf8(bytes.to_vec()).map_err(|_| SendRefused::NotText)?;
                typed.push((field_name, value));
            }
        }
    }
    let pairs = typed.iter();
    let pairs = pairs.map(|(name, value)| (name.as_str(), value.as_str()));
    Ok((Typed::from_pairs(pairs), file))
}

fn broken(err: MultipartError) -> SendRefused {
    match SendRefused::of(err.status()) {
        SendRefused::TooLarge => SendRefused::FileTooLarge,
        other => other,
    }
}
