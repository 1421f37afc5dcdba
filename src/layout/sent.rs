//! A form sent by a browser, read and found to come from a page of ours.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use http::StatusCode;
use web::{BrokenForm, Message, Typed, csrf};

use super::failure::{Failure, Kept};
use super::page::Page;
use crate::app::App;
use crate::error::{Error, Refusal};
use crate::idempotency::Key;

pub struct Sent {
    pub page: Page,
    pub typed: Typed,
    /// The key under which a repeated send changes nothing.
    pub key: Option<Key>,
}

impl FromRequest<App> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Sent, Failure> {
        let (parts, body) = request.into_parts();
        // While the database is away the form is read all the same, so that its words can be kept.
        let (page, away) = match Page::of(&parts, app).await {
            Ok(page) => (page, None),
            Err(err) => (Page::without_database(&parts, app), Some(err)),
        };
        let headers = parts.headers.clone();
        let kept = parts.extensions.get::<Kept>().cloned().unwrap_or_default();
        let body = Bytes::from_request(Request::from_parts(parts, body), app)
            .await
            .map_err(|rejection| SendRefused::of(rejection.into_response().status()))
            .map_err(Error::from)?;
        let mut typed = Typed::read(&body).map_err(|broken| {
            Error::from(match broken {
                BrokenForm::NotText => SendRefused::NotText,
                BrokenForm::TooManyFields => SendRefused::TooLarge,
            })
        })?;
        let header_key = headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok());
        let from_here = csrf::same_site(&headers);
        let by_script = header_key.is_some() && from_here == Some(true);
        if from_here == Some(false) {
            // Filled in by another site: it is not offered to be sent again as if it were one's own.
            return Err(SendRefused::NotFromHere.into());
        }
        if !(by_script || page.csrf_fits(typed.value(csrf::FIELD))) {
            return Err(Failure::with_typed(SendRefused::NotFromHere.into(), typed));
        }
        typed.remove(csrf::FIELD);
        let key_text = header_key
            .unwrap_or_else(|| typed.value("idempotency_key"))
            .to_owned();
        // Sent again from the page of a failure, it is the same send.
        let mut again = typed.clone();
        if !key_text.is_empty() {
            again.set("idempotency_key", key_text.as_str());
        }
        kept.keep(&again);
        if let Some(err) = away {
            return Err(err.into());
        }
        typed.remove("idempotency_key");
        let fingerprint = typed.to_query();
        let key = (!key_text.is_empty())
            .then(|| Key::new(app, &page.cx, &key_text, fingerprint.as_bytes()))
            .transpose()
            .map_err(Error::from)?;
        Ok(Sent { page, typed, key })
    }
}

/// A send that was not even read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendRefused {
    #[error("larger than allowed")]
    TooLarge,
    #[error("a file larger than allowed")]
    FileTooLarge,
    #[error("bytes that are no text")]
    NotText,
    #[error("the form's token is missing, old or another's")]
    NotFromHere,
    #[error("the body broke off")]
    BrokenOff,
}

impl SendRefused {
    pub(super) fn of(status: StatusCode) -> SendRefused {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            SendRefused::TooLarge
        } else {
            SendRefused::BrokenOff
        }
    }
}

impl Refusal for SendRefused {
    fn name(&self) -> &'static str {
        match self {
            SendRefused::TooLarge | SendRefused::FileTooLarge => "too-large",
            SendRefused::NotText => "not-text",
            SendRefused::NotFromHere => "not-from-here",
            SendRefused::BrokenOff => "broken-off",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            SendRefused::TooLarge | SendRefused::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            SendRefused::NotFromHere => StatusCode::FORBIDDEN,
            SendRefused::NotText | SendRefused::BrokenOff => StatusCode::BAD_REQUEST,
        }
    }

    fn said(&self) -> Message {
        match self {
            SendRefused::TooLarge => "send-too-large".into(),
            SendRefused::FileTooLarge => "send-file-too-large".into(),
            SendRefused::NotText => "send-not-text".into(),
            SendRefused::NotFromHere => "send-not-from-here".into(),
            SendRefused::BrokenOff => "send-broken-off".into(),
        }
    }
}
