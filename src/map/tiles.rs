//! The kinds of tile over HTTP: requests as everybody may see them, requests for those who work in an
//! area, the ground, and the operator's base map.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use pmtiles::TileCoord;
use serde::Deserialize;
use tiles::View;

use super::{base, staff};
use crate::app::App;
use crate::error::Error;
use crate::incidents::actions as incidents;
use crate::layout::vector::{FRESH, answer, has, numbers, stamp, takes_gzip, tile_of};
use crate::layout::{Failure, Page};

const FRESH_FOR_ONE: HeaderValue = HeaderValue::from_static("private, max-age=5");
/// The address of the ground carries its version, so a new pack has new addresses.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
const NOT_LONG: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The numbers in a tile's address, not yet known to name one.
type Numbers = Path<(String, String, String)>;

/// The page's own query, which goes to tiles, GeoJSON and list alike.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// The prefix of the one incident to show.
    #[serde(default)]
    pub incident: String,
    /// The version of the ground.
    #[serde(default)]
    pub v: String,
}

pub async fn public(
    State(app): State<App>,
    Path(numbers): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(tile) = tile_of(&numbers, tiles::place::ZOOM) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let Some(group) = group(&app, &asked.incident).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let now = app.clock.now().as_second();
    let tile = app
        .map
        .cache
        .tile(&app.map.index, tile, &View::Public { group }, now);
    Ok(answer(&tile, FRESH, &headers))
}

/// `Some(None)`: no incident was named; `None`: there is none of that prefix.
pub async fn group(app: &App, prefix: &str) -> Result<Option<Option<u16>>, Failure> {
    if prefix.is_empty() {
        return Ok(Some(None));
    }
    let now = app.clock.now();
    let incidents = match app.reach.is_lost(now) {
        true => incidents::all_as_known(app),
        false => incidents::all(app, now).await?,
    };
    let named = incidents
        .iter()
        .find(|one| one.prefix.as_str().eq_ignore_ascii_case(prefix));
    let Some(incident) = named else {
        return Ok(None);
    };
    app.map.know(std::slice::from_ref(incident));
    Ok(app
        .map
        .book()
        .group(incident.id)
        .map(|group| Some(group.number)))
}

pub async fn for_staff(
    page: Page,
    Path(numbers): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(tile) = tile_of(&numbers, tiles::place::ZOOM) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let Some(who) = page.who() else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    if who.held().next().is_none() {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let Some(group) = group(&page.app, &asked.incident).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let tile = staff::tile(&page.app, who, tile, group, page.cx.now).await?;
    Ok(answer(&tile, FRESH_FOR_ONE, &headers))
}

pub async fn ground(
    State(app): State<App>,
    Path(numbers): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(tile) = tile_of(&numbers, base::DEEPEST) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let base = base::current(&app).await?;
    let lasts = if asked.v == base.version.to_string() {
        A_DAY
    } else {
        NOT_LONG
    };
    Ok(answer(&base.map.tile(tile), lasts, &headers))
}

/// The operator's base map, when it lies in a file beside the program.
pub async fn backdrop(
    State(app): State<App>,
    Path((z, x, y)): Numbers,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let nothing = Ok(StatusCode::NOT_FOUND.into_response());
    let Some(archive) = app.backdrop.archive() else {
        return nothing;
    };
    let Some((z, x, y)) = numbers(&z, &x, &y).filter(|(z, ..)| archive.has_zoom(*z)) else {
        return nothing;
    };
    let Ok(at) = TileCoord::new(z, x, y) else {
        return nothing;
    };
    let etag = format!("\"{}\"", archive.version());
    let mut response = if has(&headers, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let found = archive
            .tile(at, !takes_gzip(&headers))
            .await
            .map_err(|err| Error::fault("reading a tile of the base map", err))?;
        match found {
            None => StatusCode::NO_CONTENT.into_response(),
            Some(found) => {
                let mut response = Response::new(Body::from(found.bytes));
                let out = response.headers_mut();
                let kind = HeaderValue::from_static(archive.content_type());
                out.insert(CONTENT_TYPE, kind);
                if found.is_gzip {
                    out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                }
                response
            }
        }
    };
    let lasts = if asked.v == archive.version() {
        A_DAY
    } else {
        NOT_LONG
    };
    stamp(response.headers_mut(), lasts, &etag);
    Ok(response)
}
