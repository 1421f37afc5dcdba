//! What happens in an area, live, as server-sent events.

use std::convert::Infallible;

use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderMap, HeaderValue};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::live::{Happened, Heard, Listener};
use crate::api::Caller;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::layout::Failure;

/// Of which area, and from where on.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code; the caller's own area when left out.
    pub area: Option<String>,
    /// The number of the last event heard, where the header `Last-Event-ID` cannot be sent.
    pub after: Option<i64>,
}

/// The data of one event. Its name is `help_request.taken` or the like.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LiveEvent)]
pub struct EventJson {
    pub area: String,
    pub at: Timestamp,
    /// Of the help request, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Everything that happens in an area from now on, or since `Last-Event-ID`. The first event is
/// `listening`; its id is where to go on from. A line that carries nothing but an id keeps the
/// connection awake. Nothing in it tells of any person.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "events",
    params(Asked, ("Last-Event-ID" = Option<i64>, Header, description = "The last event heard")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A stream without end; each `data` is a `LiveEvent`",
            body = EventJson, content_type = "text/event-stream"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn listen(caller: Caller, headers: HeaderMap) -> Result<Response, Failure> {
    caller
        .cx
        .signed_in()
        .ok_or(crate::error::Error::SignInNeeded)?;
    let mut problems = caller.unknown_in_query(&["area", "after"]);
    let area = caller.query.value("area").trim();
    let code = area
        .parse()
        .ok()
        .and_then(|code| areas::register().get(code).map(|area| area.code));
    if code.is_none() && !area.is_empty() {
        problems.add("area", "area-unknown");
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let heard_last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_else(|| caller.query.value("after"))
        .trim()
        .parse()
        .ok();
    let listener = Listener::begin(&caller.app, &caller.cx, code, heard_last).await?;
    let first = begins(&listener);
    let events = stream::unfold(
        (listener, Some(first)),
        |(mut listener, first)| async move {
            let event = match first {
                Some(first) => first,
                None => line(listener.next().await?),
            };
            Some((Ok::<Event, Infallible>(event), (listener, None)))
        },
    );
    let mut response = Sse::new(events).into_response();
    // nginx holds answers back unless told.
    response
        .headers_mut()
        .insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Tells where to go on from, even if nothing happens before the line breaks.
fn begins(listener: &Listener) -> Event {
    let area = serde_json::json!({ "area": listener.area().short() });
    Event::default()
        .id(listener.seq().to_string())
        .event("listening")
        .retry(std::time::Duration::from_secs(2))
        .data(area.to_string())
}

fn line(heard: Heard) -> Event {
    match heard {
        Heard::Event(event) => told(&event),
        Heard::Quiet(seq) => Event::default().comment("").id(seq.to_string()),
    }
}

fn told(event: &Happened) -> Event {
    let data = EventJson {
        area: event.area.short(),
        at: event.at,
        reference: event.reference.clone(),
    };
    let data = serde_json::to_string(&data).unwrap_or_default();
    Event::default()
        .id(event.seq.to_string())
        .event(&event.name)
        .data(data)
}
