//! Who keeps the books of a unit, for programs.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use utoipa::ToSchema;

use super::json::SeatJson;
use super::{handle, signed_in};
use crate::api::json::Items;
use crate::api::problem::{Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::SupplySeatId;
use crate::layout::Failure;
use crate::supplies::{actions, form};

/// Who keeps the books of a unit; for whoever arranges it. The list is whole: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/supply/units/{unit}/seats", tag = "supply",
    params(("unit" = String, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Its officers", body = Items<SeatJson>),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
    )
)]
pub async fn list(
    Path(unit): Path<String>,
    caller: Caller,
) -> Result<Json<Items<SeatJson>>, Failure> {
    signed_in(&caller)?;
    let officers = actions::officers(&caller.app, &caller.cx, handle(&unit)?).await?;
    Ok(Json(Items {
        items: officers.iter().map(SeatJson::from).collect(),
        next: None,
    }))
}

/// Somebody who is to keep the books.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplySeat)]
#[serde(deny_unknown_fields)]
pub struct NewSeatJson {
    pub full_name: String,
    /// Under which they sign in; whoever has an account under it gets the seat.
    pub phone: String,
    pub affiliation: Option<String>,
    pub position: Option<String>,
    /// The number of an identity card or passport.
    pub document: Option<String>,
    pub email: Option<String>,
}

impl Body for NewSeatJson {}

/// Names who keeps the books of a unit; the unit above does. They are told, and sign in by a code to their phone.
/// Named again nothing changes and the answer is the same.
#[utoipa::path(
    post, path = "/api/v1/supply/units/{unit}/seats", tag = "supply",
    params(("unit" = String, Path)),
    request_body = NewSeatJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Named", body = SeatJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn name(
    Path(unit): Path<String>,
    received: Received<NewSeatJson>,
) -> Result<Json<SeatJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    signed_in(&received.caller)?;
    let handle = handle(&unit)?;
    // Of a unit that is none of theirs nobody is told what is amiss with an officer.
    actions::unit(app, cx, handle).await?;
    let new = received.read(form::read_officer)?;
    let account = actions::name_officer(app, cx, handle, &new).await?;
    let officers = actions::officers(app, cx, handle).await?;
    let named = officers.iter().find(|officer| officer.account == account);
    Ok(Json(named.ok_or(Error::NotFound)?.into()))
}

/// Ends a seat. Ended again nothing changes.
#[utoipa::path(
    delete, path = "/api/v1/supply/units/{unit}/seats/{seat}", tag = "supply",
    params(("unit" = String, Path), ("seat" = Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
    )
)]
pub async fn end(
    Path((unit, seat)): Path<(String, String)>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    signed_in(&caller)?;
    let handle = handle(&unit)?;
    let seat: SupplySeatId = seat.parse().map_err(|_| Error::NotFound)?;
    actions::end_seat(&caller.app, &caller.cx, handle, seat).await?;
    Ok(StatusCode::NO_CONTENT)
}
