//! Sends of programs that were not even read, and answers of the router itself, said to people.

use http::StatusCode;
use web::Message;

use crate::error::{Error, Refusal};

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    #[error("no body")]
    Empty,
    #[error("bytes that are no text")]
    NotText,
    #[error("not JSON, from line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    #[error("the body is of another type than application/json")]
    WrongType,
    #[error("larger than allowed")]
    TooLarge,
    #[error("the body broke off")]
    BrokenOff,
    #[error("a cookie sent along by another site")]
    NotFromHere,
    #[error("no such method here")]
    WrongMethod,
    #[error("the address cannot be read")]
    BadAddress,
}

impl NotRead {
    /// What an answer that the router gave by itself means.
    pub fn of(status: StatusCode) -> Error {
        match status {
            StatusCode::METHOD_NOT_ALLOWED => NotRead::WrongMethod.into(),
            StatusCode::PAYLOAD_TOO_LARGE => NotRead::TooLarge.into(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => NotRead::WrongType.into(),
            StatusCode::NOT_FOUND => Error::NotFound,
            status if status.is_client_error() => NotRead::BadAddress.into(),
            status => Error::fault("answering", status),
        }
    }
}

impl Refusal for NotRead {
    fn name(&self) -> &'static str {
        match self {
            NotRead::Empty => "empty-body",
            NotRead::NotText => "not-text",
            NotRead::NotJson { .. } => "not-json",
            NotRead::WrongType => "wrong-content-type",
            NotRead::TooLarge => "too-large",
            NotRead::BrokenOff => "broken-off",
            NotRead::NotFromHere => "not-from-here",
            NotRead::WrongMethod => "wrong-method",
            NotRead::BadAddress => "bad-address",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            NotRead::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            NotRead::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            NotRead::NotFromHere => StatusCode::FORBIDDEN,
            NotRead::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            NotRead::Empty
            | NotRead::NotText
            | NotRead::NotJson { .. }
            | NotRead::BrokenOff
            | NotRead::BadAddress => StatusCode::BAD_REQUEST,
        }
    }

    fn said(&self) -> Message {
        match self {
            NotRead::Empty => "api-empty-body".into(),
            NotRead::NotText => "send-not-text".into(),
            NotRead::NotJson { line, column } => Message::new("api-not-json")
                .with("line", i64::try_from(*line).unwrap_or(i64::MAX))
                .with("column", i64::try_from(*column).unwrap_or(i64::MAX)),
            NotRead::WrongType => "api-wrong-content-type".into(),
            NotRead::TooLarge => "send-too-large".into(),
            NotRead::BrokenOff => "send-broken-off".into(),
            NotRead::NotFromHere => "api-not-from-here".into(),
            NotRead::WrongMethod => "api-wrong-method".into(),
            NotRead::BadAddress => "api-bad-address".into(),
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            NotRead::NotJson { line, column } => {
                serde_json::json!({ "line": line, "column": column })
            }
            _ => serde_json::Value::Null,
        }
    }
}
