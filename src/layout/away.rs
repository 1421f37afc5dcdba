//! While the database is away what everybody may read goes on: the same pages, made from what the program
//! keeps in memory, for nobody in particular, with a bar that says so. Whatever writes is refused as ever,
//! with what was typed kept.

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;

use crate::app::App;

/// Addresses that are answered all the same, as routes.
pub const READ_ON: [&str; 18] = [
    "/",
    "/map",
    "/map/list",
    "/tiles/public/{z}/{x}/{y}",
    "/tiles/base/{z}/{x}/{y}",
    "/tiles/points/{z}/{x}/{y}",
    "/api/v1/map/requests.geojson",
    "/points",
    "/points/{id}",
    "/points/{id}/card",
    "/news",
    "/news/{id}",
    "/news/asking",
    "/news/finding",
    "/news/officers",
    "/news/volunteering",
    "/terms",
    "/privacy",
];

const AS_OF: HeaderName = HeaderName::from_static("x-jitasa-as-of");

/// In a request: answer it from memory, which was in step with the database at this instant.
#[derive(Debug, Clone, Copy)]
pub struct FromMemory(pub Timestamp);

/// In an answer: the database was away.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseAway;

/// The layer that asks again without the database.
pub async fn read_on(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_public = request
        .extensions()
        .get::<MatchedPath>()
        .is_some_and(|path| READ_ON.contains(&path.as_str()));
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !(is_public && only_reads) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    if !app.reach.is_lost(app.clock.now()) {
        let first = Request::from_parts(parts.clone(), body);
        let answer = next.clone().run(first).await;
        if answer.extensions().get::<DatabaseAway>().is_none() {
            return answer;
        }
        app.reach.lost(app.clock.now());
    }
    let as_of = app.reach.in_step_at();
    parts.extensions.insert(FromMemory(as_of));
    let mut answer = next.run(Request::from_parts(parts, Body::empty())).await;
    let second = Timestamp::from_second(as_of.as_second()).unwrap_or(as_of);
    if let Ok(value) = HeaderValue::from_str(&second.to_string()) {
        answer.headers_mut().insert(AS_OF, value);
    }
    answer
}
