//! A JSON body, read by the very schema that describes it and laid out as a form, and the key under
//! which a repeated send changes nothing.

use std::marker::PhantomData;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use utoipa::ToSchema;
use web::{Message, Problems, Typed};

use super::caller::Caller;
use super::refused::NotRead;
use super::{document, shape};
use crate::app::App;
use crate::error::Error;
use crate::idempotency::{Key, NotAKey};
use crate::layout::Failure;

/// A body as the document describes it.
pub trait Body: ToSchema {
    /// Fields that forms name otherwise: (in the body, in the form). A field of the form that stands
    /// for several of the body, such as the pin, is told under the name it has here.
    const NAMES: &'static [(&'static str, &'static str)] = &[];

    /// Whether nothing at all may be sent.
    const MAY_BE_EMPTY: bool = false;
}

pub struct Received<B> {
    pub caller: Caller,
    pub json: Value,
    pub typed: Typed,
    /// The key under which a repeated send changes nothing.
    pub key: Option<Key>,
    amiss: Problems,
    missing: Vec<String>,
    body: PhantomData<B>,
}

impl<B: Body> FromRequest<App> for Received<B> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Received<B>, Failure> {
        let (caller, headers, bytes) = whole(request, app).await?;
        Ok(Received::read_bytes(caller, &headers, &bytes)?)
    }
}

/// Who calls, and the whole body.
async fn whole(request: Request, app: &App) -> Result<(Caller, HeaderMap, Bytes), Error> {
    let (parts, body) = request.into_parts();
    let caller = Caller::of(&parts, app).await?;
    let headers = parts.headers.clone();
    let bytes = Bytes::from_request(Request::from_parts(parts, body), app)
        .await
        .map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => NotRead::TooLarge,
            _ => NotRead::BrokenOff,
        })?;
    Ok((caller, headers, bytes))
}

/// A JSON body of parts that are each read for themselves: one that is amiss stops no other.
pub struct ReceivedParts {
    pub caller: Caller,
    pub json: Value,
}

impl FromRequest<App> for ReceivedParts {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<ReceivedParts, Failure> {
        let (caller, headers, bytes) = whole(request, app).await?;
        let json = parse(&headers, &bytes, false)?;
        Ok(ReceivedParts { caller, json })
    }
}

impl<B: Body> Received<B> {
    fn read_bytes(caller: Caller, headers: &HeaderMap, bytes: &[u8]) -> Result<Self, Error> {
        let json = parse(headers, bytes, B::MAY_BE_EMPTY)?;
        let mut laid_out = shape::lay_out(document::schemas(), &B::name(), &json);
        for (name, _) in &mut laid_out.typed {
            if let Some((_, form)) = B::NAMES.iter().find(|(own, _)| own == name) {
                *name = (*form).to_owned();
            }
        }
        let typed = laid_out.as_form().ok_or(NotRead::TooLarge)?;
        let key = match headers.get("idempotency-key") {
            None => None,
            Some(key) => {
                let key = key.to_str().map_err(|_| NotAKey)?;
                let fingerprint = typed.to_query();
                Some(Key::new(
                    &caller.app,
                    &caller.cx,
                    key,
                    fingerprint.as_bytes(),
                )?)
            }
        };
        Ok(Received {
            caller,
            json,
            typed,
            key,
            amiss: laid_out.amiss,
            missing: laid_out.missing,
            body: PhantomData,
        })
    }

    /// Reads the fields as the form's reader does. Whatever is amiss, in shape or in content, is told
    /// at once and under the names of the body.
    pub fn read<T>(&self, read: impl FnOnce(&Typed) -> Result<T, Problems>) -> Result<T, Error> {
        let found = read(&self.typed);
        let mut problems = self.amiss.clone();
        if let Err(theirs) = &found {
            for (field, message) in theirs.iter() {
                problems.add(in_body::<B>(field), message.clone());
            }
        }
        for field in &self.missing {
            let said = Message::new("field-missing").with("label", field.as_str());
            problems.add(field, said);
        }
        match found {
            Ok(value) if problems.is_empty() => Ok(value),
            _ => Err(problems.into()),
        }
    }
}

fn in_body<B: Body>(field: &str) -> String {
    let named = B::NAMES.iter().find(|(_, form)| *form == field);
    named.map_or(field, |(own, _)| own).to_owned()
}

fn parse(headers: &HeaderMap, bytes: &[u8], may_be_empty: bool) -> Result<Value, NotRead> {
    if bytes.is_empty() {
        return if may_be_empty {
            Ok(Value::Object(serde_json::Map::new()))
        } else {
            Err(NotRead::Empty)
        };
    }
    if !is_json(headers) {
        return Err(NotRead::WrongType);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| NotRead::NotText)?;
    serde_json::from_str(text).map_err(|err| NotRead::NotJson {
        line: err.line(),
        column: err.column(),
    })
}

/// `application/json`, with whatever parameters.
fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
