//! Counters and times in Prometheus' text form, for whoever has the token or sits at this machine.

use std::net::SocketAddr;
use std::sync::OnceLock;

use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use http::{Extensions, HeaderMap, StatusCode};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::app::App;

/// Seconds that separate a page from a slow page.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The counters belong to the process, as the `metrics` crate has it.
static COUNTED: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to count; a second call changes nothing.
pub fn start() {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS);
    match builder.map(PrometheusBuilder::install_recorder) {
        Ok(Ok(handle)) => {
            let _ = COUNTED.set(handle);
        }
        Ok(Err(err)) => tracing::warn!(%err, "nothing is counted"),
        Err(err) => tracing::warn!(%err, "nothing is counted"),
    }
}

/// Tidies what was counted; called every few seconds.
pub fn tidy() {
    if let Some(counted) = COUNTED.get() {
        counted.run_upkeep();
    }
}

/// `/metrics`: strangers do not even learn that it is there.
pub async fn show(State(app): State<App>, headers: HeaderMap, extensions: Extensions) -> Response {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0);
    let token = app
        .settings
        .metrics_token
        .as_ref()
        .map(|token| token.expose());
    let Some(counted) = COUNTED.get().filter(|_| may_read(token, &headers, peer)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    metrics::gauge!("database_waiting").set(app.db.waiting() as f64);
    let head = [
        (CONTENT_TYPE, "text/plain; version=0.0.4"),
        (CACHE_CONTROL, "no-store"),
    ];
    (head, counted.render()).into_response()
}

/// Without a token only this machine itself may read, and a request that a proxy on this machine
/// passes on is not from this machine.
fn may_read(token: Option<&str>, headers: &HeaderMap, peer: Option<SocketAddr>) -> bool {
    if let Some(token) = token {
        let sent = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let sent = sent
            .and_then(|value| value.strip_prefix("Bearer "))
            .unwrap_or_default();
        return vault::same(sent.as_bytes(), token.as_bytes());
    }
    let passed_on = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback())
        && !passed_on.iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn this_machine_reads_without_a_token_and_a_proxy_on_it_does_not() {
        let here = Some("127.0.0.1:5000".parse().unwrap());
        let mapped = Some("[::ffff:127.0.0.1]:5000".parse().unwrap());
        let there = Some("203.0.113.5:5000".parse().unwrap());
        assert!(may_read(None, &headers(&[]), here));
        assert!(may_read(None, &headers(&[]), mapped));
        assert!(!may_read(None, &headers(&[]), there));
        assert!(!may_read(None, &headers(&[]), None));
        assert!(!may_read(
            None,
            &headers(&[("x-forwarded-for", "127.0.0.1")]),
            here
        ));
    }

    #[test]
    fn with_a_token_everybody_needs_it() {
        let here = Some("127.0.0.1:5000".parse().unwrap());
        let token = Some("a token of some length");
        assert!(!may_read(token, &headers(&[]), here));
        assert!(!may_read(
            token,
            &headers(&[("authorization", "Bearer another")]),
            here
        ));
        assert!(may_read(
            token,
            &headers(&[("authorization", "Bearer a token of some length")]),
            None
        ));
    }
}
