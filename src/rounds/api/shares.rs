//! Giving parts of a round to volunteers, and taking them back, for programs.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use utoipa::ToSchema;

use super::handle;
use super::json::ShareJson;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::ShareId;
use crate::layout::Failure;
use crate::rounds::{actions, form};

/// A part of a round to be given to a volunteer.
#[derive(Debug, ToSchema)]
#[schema(as = NewRoundShare)]
#[serde(deny_unknown_fields)]
pub struct NewShareJson {
    /// The username of somebody whose seat reaches the subdistrict.
    pub volunteer: String,
    /// The code of a subdistrict of the round.
    #[schema(example = "570901")]
    pub area: String,
    /// A village by its code of eight digits, or by number or name where that is clear; the whole
    /// subdistrict when left out.
    pub village: Option<String>,
}

impl Body for NewShareJson {}

/// Gives a subdistrict or a village to a volunteer, who is told. Given once more nothing changes and the
/// answer is the same.
#[utoipa::path(
    post, path = "/api/v1/rounds/{id}/shares", tag = "households",
    params(("id" = String, Path)),
    request_body = NewShareJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Given", body = ShareJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn give(
    Path(id): Path<String>,
    received: Received<NewShareJson>,
) -> Result<Json<ShareJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    actions::admin(cx)?;
    let handle = handle(&id)?;
    // Of a round that is none of theirs nobody is told what is amiss with a share.
    actions::see(app, cx, handle, None).await?;
    let new = received.read(form::read_share)?;
    let given = actions::give_share(app, cx, handle, new).await?;
    Ok(Json(ShareJson::from(&given)))
}

/// Ends a share; the volunteer is told. Ended again nothing changes.
#[utoipa::path(
    delete, path = "/api/v1/rounds/{id}/shares/{share}", tag = "households",
    params(("id" = String, Path), ("share" = Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn end(
    Path((id, share)): Path<(String, String)>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    actions::admin(&caller.cx)?;
    let handle = handle(&id)?;
    let share: ShareId = share.parse().map_err(|_| Error::NotFound)?;
    actions::end_share(&caller.app, &caller.cx, handle, share).await?;
    Ok(StatusCode::NO_CONTENT)
}
