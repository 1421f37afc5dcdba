//! Whether the process lives, and whether it can be of use: for whoever restarts or routes to it.

use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::sql;
use http::StatusCode;
use http::header::{CACHE_CONTROL, RETRY_AFTER};

use crate::app::App;

/// A database that needs longer is of no use to people who wait.
const PATIENCE: Duration = Duration::from_secs(1);

sql! { ALIVE = "SELECT 1 AS one" }

/// `/healthz`: the process answers.
pub async fn alive() -> Response {
    (StatusCode::OK, [(CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// `/readyz`: the database answers too.
pub async fn ready(State(app): State<App>) -> Response {
    // In a task of its own: a read that is dropped in the middle costs its connection.
    let asked = tokio::spawn(async move {
        db::read!(app.db, |tx| { tx.one(ALIVE, &[]).await?.get::<i64>("one") })
    });
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(Ok(_))) => (StatusCode::OK, [(CACHE_CONTROL, "no-store")], "ready\n").into_response(),
        _ => {
            let headers = [(CACHE_CONTROL, "no-store"), (RETRY_AFTER, "5")];
            (
                StatusCode::SERVICE_UNAVAILABLE,
                headers,
                "the database does not answer\n",
            )
                .into_response()
        }
    }
}
