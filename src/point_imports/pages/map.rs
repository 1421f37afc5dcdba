//! The rows of a file as GeoJSON, to be looked at on a map before they are applied.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::json;

use crate::error::Error;
use crate::ids::PointImportId;
use crate::layout::{Failure, Page};
use crate::point_imports::actions::{self, Hand};
use crate::point_imports::model::PointRow;

/// Rows read in one go.
const PIECE: i64 = 500;

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let hand = Hand::of(&page.cx)?;
    let id: PointImportId = id.parse().map_err(|_| Error::NotFound)?;
    actions::find(&page.app, &hand, id).await?;
    let mut features = Vec::new();
    let mut after = 0;
    loop {
        let rows = actions::all_rows(&page.app, &hand, id, (after, PIECE)).await?;
        features.extend(rows.iter().filter_map(feature));
        match rows.last() {
            Some(last) => after = last.n,
            None => break,
        }
    }
    let whole = json!({ "type": "FeatureCollection", "features": features });
    let mut response = whole.to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/geo+json"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A row that has a place.
fn feature(row: &PointRow) -> Option<serde_json::Value> {
    let seen = row.seen.as_ref()?;
    Some(json!({
        "type": "Feature",
        "id": row.n,
        "geometry": { "type": "Point", "coordinates": [seen.lon, seen.lat] },
        "properties": {
            "line": row.n,
            "name": seen.name,
            "kind": seen.kind,
            "verdict": row.verdict.code(),
            "point": row.point,
        },
    }))
}
