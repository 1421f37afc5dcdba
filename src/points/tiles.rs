//! Point tiles over HTTP.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::drawn::{Shown, draw};
use crate::app::App;
use crate::layout::vector::{FRESH, answer, tile_of};

/// Deeper tiles hold the same.
const DEEPEST: u8 = 16;

#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Codes of kinds with commas between; all when left out.
    pub kinds: Option<String>,
    /// `yes`: only what is open now, or has room.
    pub open_now: Option<String>,
    pub free_now: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    Path(numbers): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(tile) = tile_of(&numbers, DEEPEST) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let shown = Shown::of(
        asked.kinds.as_deref(),
        asked.open_now.as_deref(),
        asked.free_now.as_deref(),
    );
    let tile = draw(&app, tile, shown, app.clock.now());
    answer(&tile, FRESH, &headers)
}
