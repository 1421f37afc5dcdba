//! One request: by its reference, for those at work there and those it belongs to; by the private
//! token, for the requester.

use axum::Json;
use axum::extract::Path;

use super::json::{self, SeenJson};
use crate::api::Caller;
use crate::api::problem::{NotFound, SignInNeeded};
use crate::error::Error;
use crate::help_requests::actions::beside::{self, Beside};
use crate::help_requests::actions::see;
use crate::help_requests::reference::Reference;
use crate::incidents;
use crate::layout::Failure;

/// A request by its reference.
#[utoipa::path(
    get, path = "/api/v1/help-requests/{reference}", tag = "help-requests",
    params(("reference" = String, Path, example = "COV69-571121-0180")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn by_reference(
    Path(reference): Path<String>,
    caller: Caller,
) -> Result<Json<SeenJson>, Failure> {
    Ok(Json(shown(&caller, &read(&reference)?).await?))
}

pub fn read(reference: &str) -> Result<Reference, Error> {
    reference.parse().map_err(|_| Error::NotFound)
}

/// A request as the caller sees it now.
pub async fn shown(caller: &Caller, reference: &Reference) -> Result<SeenJson, Error> {
    let seen = see::by_reference(&caller.app, &caller.cx, reference).await?;
    let beside = beside::read(&caller.app, &caller.cx, &seen).await?;
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    Ok(json::seen(&caller.cx, &all, seen, &beside))
}

/// A request by its private token: whoever has it is the requester.
#[utoipa::path(
    get, path = "/api/v1/help-requests/follow/{token}", tag = "help-requests",
    params(("token" = String, Path, description = "`follow` of the answer to asking")),
    responses(
        (status = 200, description = "The request", body = SeenJson),
        (status = 404, response = NotFound),
    )
)]
pub async fn by_follow(
    Path(token): Path<String>,
    caller: Caller,
) -> Result<Json<SeenJson>, Failure> {
    Ok(Json(followed(&caller, &token).await?))
}

pub async fn followed(caller: &Caller, token: &str) -> Result<SeenJson, Error> {
    let seen = see::by_follow(&caller.app, &caller.cx, token).await?;
    let beside = Beside {
        checks: beside::own_checks(&caller.app, &seen.request).await?,
        ..Beside::default()
    };
    let all = incidents::actions::all(&caller.app, caller.cx.now).await?;
    Ok(json::seen(&caller.cx, &all, seen, &beside))
}
