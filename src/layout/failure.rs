//! An error on its way to the person it stopped: a page in their language, or problem+json for a
//! program. Faults are logged once, here, with the request id that the person is told.

use std::sync::{Arc, OnceLock};

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{ACCEPT, ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, StatusCode};
use i18n::Language;
use serde_json::{Value, json};
use web::{Message, Typed};

use super::away::DatabaseAway;
use super::page::Page;
use super::sent::SendRefused;
use super::uploaded;
use crate::api::refused::NotRead;
use crate::app::App;
use crate::error::{Error, Refusal};

/// What handlers return when something stopped them.
#[derive(Debug)]
pub struct Failure {
    error: Error,
    typed: Option<Typed>,
}

impl Failure {
    /// With what was typed, so that it is not lost.
    pub fn with_typed(error: Error, typed: Typed) -> Failure {
        Failure {
            error,
            typed: Some(without_passwords(&typed)),
        }
    }

    pub fn error(self) -> Error {
        self.error
    }
}

/// What a form said, left here by `Sent` when it had read it, so that whatever fails afterwards
/// loses nothing.
#[derive(Debug, Clone, Default)]
pub struct Kept(Arc<OnceLock<Typed>>);

impl Kept {
    /// Keeps what was typed. A password is typed anew: it does not stand in a page.
    pub fn keep(&self, typed: &Typed) {
        // Set once a request, by the one reader of its body.
        let _ = self.0.set(without_passwords(typed));
    }
}

fn without_passwords(typed: &Typed) -> Typed {
    typed.only(|name| !name.starts_with("password"))
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure {
            error: error.into(),
            typed: None,
        }
    }
}

/// The failure travels in the response's extensions to [`show`], which knows the reader.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(&self.error).into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Problems(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Refused(refusal) => refusal.status(),
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::SignInNeeded => StatusCode::UNAUTHORIZED,
        Error::Database(err) if err.is_full() => StatusCode::INSUFFICIENT_STORAGE,
        Error::Database(err) if err.is_unavailable() || err.is_unknown_outcome() => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Error::Database(_) | Error::Fault { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn name(error: &Error) -> &'static str {
    match error {
        Error::Problems(_) => "problems",
        Error::Refused(refusal) => refusal.name(),
        Error::NotFound => "not-found",
        Error::SignInNeeded => "sign-in-needed",
        Error::Database(err) if err.is_full() => "storage-full",
        Error::Database(err) if err.is_unavailable() || err.is_unknown_outcome() => "unavailable",
        Error::Database(_) | Error::Fault { .. } => "fault",
    }
}

/// What is said of an error to whoever it stopped.
pub fn said(error: &Error) -> Message {
    match error {
        Error::Problems(_) => "failure-problems".into(),
        Error::Refused(refusal) => refusal.said(),
        Error::NotFound => "failure-not-found".into(),
        Error::SignInNeeded => "failure-sign-in-needed".into(),
        Error::Database(err) if err.is_full() => "failure-storage-full".into(),
        Error::Database(err) if err.is_unknown_outcome() => "failure-unknown-outcome".into(),
        Error::Database(err) if err.is_unavailable() => "failure-unavailable".into(),
        Error::Database(_) | Error::Fault { .. } => "failure-fault".into(),
    }
}

fn retry_after(error: &Error) -> Option<i64> {
    match error {
        Error::Refused(refusal) => refusal.retry_after(),
        Error::Database(err) if err.is_unavailable() || err.is_unknown_outcome() => Some(5),
        _ => None,
    }
}

/// A day as a refusal tells it: nothing but year, month and day.
fn day(text: &str) -> Option<jiff::civil::Date> {
    (text.len() == "2026-11-28".len()).then(|| text.parse().ok())?
}

/// A message in a language; times and days among its arguments are written as the reader writes them.
pub fn say(language: Language, message: &Message) -> String {
    let args: Vec<(&str, i18n::Arg<'_>)> = message
        .args
        .iter()
        .map(|(name, value)| {
            let arg = match value {
                web::Arg::Number(number) => i18n::Arg::Number(*number),
                web::Arg::Text(text) => match (text.parse::<jiff::Timestamp>(), day(text)) {
                    (Ok(at), _) => i18n::Arg::from(i18n::date::clock_time(language, at)),
                    (Err(_), Some(day)) => i18n::Arg::from(i18n::date::to_date(language, day)),
                    (Err(_), None) => i18n::Arg::from(text.as_str()),
                },
            };
            (*name, arg)
        })
        .collect();
    i18n::say(language, message.key, &args)
}

/// The layer that turns failures into answers.
pub async fn show(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let for_program = parts.uri.path().starts_with("/api/") || wants_json(&parts.headers);
    let mut again = http::Request::new(()).into_parts().0;
    again.uri = parts.uri.clone();
    again.method = parts.method.clone();
    again.headers = parts.headers.clone();
    again.extensions = parts.extensions.clone();
    let kept = Kept::default();
    parts.extensions.insert(kept.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    let failure = match response.extensions().get::<Arc<Failure>>() {
        Some(failure) => failure.clone(),
        None if for_program && is_bare(&response) => {
            Arc::new(Failure::from(NotRead::of(response.status())))
        }
        // The layer that counts bytes speaks no language.
        None if response.status() == StatusCode::PAYLOAD_TOO_LARGE && is_bare(&response) => {
            Arc::new(Failure::from(
                match uploaded::is_multipart(&again.headers) {
                    true => SendRefused::FileTooLarge,
                    false => SendRefused::TooLarge,
                },
            ))
        }
        None => return response,
    };
    let allow = response.headers().get(ALLOW).cloned();
    let page = match Page::of(&again, &app).await {
        Ok(page) => page,
        Err(_) => Page::without_database(&again, &app),
    };
    let request_id = again
        .headers
        .get("x-request-id")
        .and_then(|id| id.to_str().ok())
        .unwrap_or("");
    log(&failure.error, request_id);
    let mut answer = if for_program {
        problem_json(page.language(), &failure.error, request_id)
    } else {
        let typed = kept.0.get().or(failure.typed.as_ref());
        page_for(&page, &failure.error, typed, &again.method, request_id)
    };
    if let Some(seconds) = retry_after(&failure.error) {
        answer
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = allow {
        answer.headers_mut().insert(ALLOW, allow);
    }
    if failure.error.is_away() {
        answer.extensions_mut().insert(DatabaseAway);
    }
    answer
}

/// An answer that the router or a layer gave by itself: no such address, no such method, too large.
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    let is_plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    is_plain && (response.status().is_client_error() || response.status().is_server_error())
}

fn wants_json(headers: &http::HeaderMap) -> bool {
    let accept = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// Logs a fault; what people can mend is none.
pub fn log(error: &Error, request_id: &str) {
    match error {
        Error::Database(err) => tracing::error!(request_id, error = %err, "database"),
        Error::Fault { attempt, cause } => tracing::error!(request_id, attempt, cause, "fault"),
        _ => {}
    }
}

fn problem_json(language: Language, error: &Error, request_id: &str) -> Response {
    let status = status(error);
    let mut body = json!({
        "type": format!("/problems/{}", name(error)),
        "title": say(language, &said(error)),
        "status": status.as_u16(),
        "request_id": request_id,
    });
    if let Error::Problems(problems) = error {
        let fields: Vec<Value> = problems
            .iter()
            .map(|(field, message)| {
                json!({ "field": field, "key": message.key, "message": say(language, message) })
            })
            .collect();
        body["problems"] = Value::Array(fields);
    }
    if let Error::Refused(refusal) = error
        && let Value::Object(details) = refusal.details()
        && let Some(members) = body.as_object_mut()
    {
        members.extend(details);
    }
    let mut response = (status, body.to_string()).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    if matches!(error, Error::SignInNeeded) {
        let way = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, way);
    }
    response
}

#[derive(Template)]
#[template(path = "layout/templates/failure.html")]
struct FailurePage<'a> {
    page: &'a Page,
    title: String,
    sentence: String,
    request_id: Option<&'a str>,
    sign_in: Option<String>,
    typed: Option<&'a Typed>,
}

fn page_for(
    page: &Page,
    error: &Error,
    typed: Option<&Typed>,
    method: &Method,
    request_id: &str,
) -> Response {
    if matches!(error, Error::SignInNeeded) && method == Method::GET {
        let next = Typed::from_pairs([("next", page.path.as_str())]);
        return Redirect::to(&format!("/sign-in?{}", next.to_query())).into_response();
    }
    let is_fault = matches!(error, Error::Database(_) | Error::Fault { .. });
    let template = FailurePage {
        page,
        title: page.t(title(error)),
        sentence: page.message(&said(error)),
        request_id: is_fault.then_some(request_id),
        sign_in: matches!(error, Error::SignInNeeded).then(|| way_in(&page.path).to_owned()),
        // Where nothing is, sending again is no use.
        typed: typed.filter(|_| !matches!(error, Error::NotFound)),
    };
    match page.render_as(status(error), &template) {
        Ok(response) => response,
        Err(_) => plain(error, request_id),
    }
}

/// Where somebody whose time ran out comes in again: who asks has a phone, not an account.
fn way_in(path: &str) -> &'static str {
    if path.starts_with("/ask/") {
        "/ask"
    } else {
        "/sign-in"
    }
}

fn title(error: &Error) -> &'static str {
    match error {
        Error::NotFound => "failure-title-not-found",
        Error::SignInNeeded => "failure-title-sign-in",
        Error::Refused(_) | Error::Problems(_) => "failure-title-refused",
        Error::Database(_) | Error::Fault { .. } => "failure-title-fault",
    }
}

impl Page {
    /// A page shown again because of a refusal, with the time after which trying again makes sense.
    pub fn refuse_with(
        &self,
        refusal: &dyn Refusal,
        template: &impl Template,
    ) -> Result<Response, Failure> {
        let mut response = self.render_as(refusal.status(), template)?;
        if let Some(seconds) = refusal.retry_after() {
            let value = HeaderValue::from(seconds);
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        Ok(response)
    }
}

/// When not even the page of a failure can be written: both main languages.
fn plain(error: &Error, request_id: &str) -> Response {
    let message = said(error);
    let body = format!(
        "<!doctype html><html lang=\"th\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>Jitasa</title><h1>Jitasa</h1><p>{}</p>\
         <p lang=\"en\">{}</p><p>{request_id}</p>",
        say(Language::Th, &message),
        say(Language::En, &message),
    );
    let mut response = (status(error), body).into_response();
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    response
}
