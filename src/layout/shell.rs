//! The layers around every route: a handler that is started is finished, requests have ids, answers
//! have the headers that keep strangers out, and what happened is counted and logged without names.

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use uuid::Uuid;

use super::away;
use super::failure::{self, Failure};
use super::uploaded;
use crate::app::App;
use crate::error::Error;

const HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "geolocation=(self), camera=(), microphone=(), payment=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

/// What a page may load and from where: from us, and a base map from the one host that the operator named.
fn policy(map_host: Option<&str>) -> HeaderValue {
    let host = map_host.map(|host| format!(" {host}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
         img-src 'self' data: blob:{host}; connect-src 'self'{host}; worker-src 'self' blob:; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

/// `uploads` are the addresses that take a file, and a larger body for it.
pub fn wrap(router: Router<App>, uploads: Router<App>, app: App) -> Router {
    let limit = usize::try_from(app.settings.body_limit_kib).unwrap_or(1024) * 1024;
    let uploads = uploads
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(uploaded::MOST));
    router
        .layer(RequestBodyLimitLayer::new(limit))
        .merge(uploads)
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                Failure::from(Error::fault("answering", "a panic")).into_response()
            },
        ))
        .layer(from_fn(finish))
        .layer(from_fn_with_state(app.clone(), failure::show))
        .layer(from_fn_with_state(app.clone(), away::read_on))
        .layer(from_fn_with_state(policy(app.backdrop.origin()), secure))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), watch))
        .with_state(app)
}

/// A handler runs in a task of its own, so that a client who hangs up never cuts a write in two.
async fn finish(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request)).await {
        Ok(response) => response,
        Err(err) => Failure::from(Error::fault("answering", err)).into_response(),
    }
}

async fn secure(State(policy): State<HeaderValue>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in HEADERS {
        let name = HeaderName::from_static(name);
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Gives the request its id, then counts and logs the answer by route, never by address or name.
async fn watch(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let start = app.clock.now();
    let id = Uuid::now_v7().simple().to_string();
    let id = id[id.len() - 12..].to_owned();
    let id_value = HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("0"));
    request
        .headers_mut()
        .insert("x-request-id", id_value.clone());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", |path| path.as_str())
        .to_owned();
    let method = request.method().clone();
    let mut response = next.run(request).await;
    response.headers_mut().insert("x-request-id", id_value);
    let took = app.clock.now().duration_since(start);
    let status = response.status().as_u16();
    metrics::counter!("http_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_seconds", "route" => route.clone())
        .record(took.as_secs_f64());
    tracing::info!(request_id = %id, %method, route, status, ms = took.as_millis() as i64, "answered");
    response
}
