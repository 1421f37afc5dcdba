//! Who answers for areas, for programs.

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::Problems;

use crate::accounts::actions::admins::{self, NewAdmin};
use crate::accounts::admins::Admin;
use crate::accounts::form;
use crate::accounts::rules::admins::role_of;
use crate::api::json::{AreaSent, Items};
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::SeatId;
use crate::layout::Failure;

/// Somebody who answers for an area.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AdminSeat)]
pub struct SeatJson {
    pub id: Uuid,
    /// `national_admin`, `province_admin`, `district_admin` or `subdistrict_admin`.
    pub role: &'static str,
    /// Area code.
    pub area: String,
    pub full_name: String,
    pub affiliation: String,
    pub since: Timestamp,
    /// When they last used the program; null while they have not signed in yet.
    pub seen_at: Option<Timestamp>,
}

impl From<&Admin> for SeatJson {
    fn from(admin: &Admin) -> SeatJson {
        SeatJson {
            id: admin.seat.0,
            role: role_of(admin.area.level()).code(),
            area: admin.area.short(),
            full_name: admin.full_name.clone(),
            affiliation: admin.affiliation.clone(),
            since: admin.since,
            seen_at: admin.seen_at,
        }
    }
}

/// Of which area.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Area code; one of the caller's own or within it.
    pub area: String,
}

fn area_of(text: &str) -> Option<AreaCode> {
    let code: AreaCode = text.trim().parse().ok()?;
    areas::register().get(code).map(|area| area.code)
}

/// Who answers for an area and for the areas one level below; for whoever names them. The list is whole: `next` is
/// null.
#[utoipa::path(
    get, path = "/api/v1/seats", tag = "accounts",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The admins", body = Items<SeatJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<SeatJson>>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let mut problems = caller.unknown_in_query(&["area"]);
    let area = area_of(caller.query.value("area")).ok_or(());
    let area = problems.keep("area", area, |()| "area-unknown");
    let Some(area) = area.filter(|_| problems.is_empty()) else {
        return Err(Error::from(problems).into());
    };
    let answering = admins::answering(app, cx, area).await?;
    let below = answering.below.iter().flat_map(|(_, admins)| admins);
    let all = answering.here.iter().chain(below);
    Ok(Json(Items {
        items: all.map(SeatJson::from).collect(),
        next: None,
    }))
}

/// Who is to answer for an area.
#[derive(Debug, ToSchema)]
#[schema(as = NewAdminSeat)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    pub area: AreaSent,
    pub full_name: String,
    /// A mobile phone, under which they sign in; whoever has an account under it gets the seat.
    pub phone: String,
    pub affiliation: Option<String>,
}

impl Body for NewJson {
    const NAMES: &'static [(&'static str, &'static str)] = &[("area", "area_text")];
}

/// Names an admin of an area; whoever answers for it or for what it lies in may. They are told, by SMS where they have
/// never been here. Named again nothing changes and the answer is the same.
#[utoipa::path(
    post, path = "/api/v1/seats", tag = "accounts",
    request_body = NewJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Named", body = SeatJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn name(received: Received<NewJson>) -> Result<Json<SeatJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let (area, new) = received.read(|typed| {
        let mut problems = Problems::default();
        let area = area_of(typed.value("area_text")).ok_or(());
        let area = problems.keep("area_text", area, |()| "area-unknown");
        match (area, form::read_admin(typed)) {
            (Some(area), Ok(new)) => Ok((area, new)),
            (_, read) => {
                for (field, said) in read.err().unwrap_or_default().iter() {
                    problems.add(field, said.clone());
                }
                Err(problems)
            }
        }
    })?;
    let account = admins::name(app, cx, area, &new).await?;
    let answering = admins::answering(app, cx, area).await?;
    let named = answering.here.iter().find(|one| one.account == account);
    Ok(Json(named.ok_or(Error::NotFound)?.into()))
}

/// Ends the seat of an admin, who is told: the level above may, and its holder while others answer for the area too.
/// Ended again nothing changes.
#[utoipa::path(
    delete, path = "/api/v1/seats/{seat}", tag = "accounts",
    params(("seat" = Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn end(Path(seat): Path<String>, caller: Caller) -> Result<StatusCode, Failure> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let seat: SeatId = seat.parse().map_err(|_| Error::NotFound)?;
    admins::end(&caller.app, &caller.cx, seat, "").await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The successor.
#[derive(Debug, ToSchema)]
#[schema(as = AdminSuccessor)]
#[serde(deny_unknown_fields)]
pub struct SuccessorJson {
    pub full_name: String,
    pub phone: String,
    pub affiliation: Option<String>,
}

impl Body for SuccessorJson {}

/// Names a successor and ends the caller's own seat, both or neither.
#[utoipa::path(
    post, path = "/api/v1/seats/{seat}/successor", tag = "accounts",
    params(("seat" = Uuid, Path)),
    request_body = SuccessorJson,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Named"),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn name_successor(
    Path(seat): Path<String>,
    received: Received<SuccessorJson>,
) -> Result<StatusCode, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let seat: SeatId = seat.parse().map_err(|_| Error::NotFound)?;
    // Of a seat that is none of theirs nobody is told what is amiss with a successor.
    if !who.seats.iter().any(|one| one.id == seat) {
        return Err(Error::NotFound.into());
    }
    let new: NewAdmin = received.read(form::read_admin)?;
    admins::name_successor(app, cx, seat, &new).await?;
    Ok(StatusCode::NO_CONTENT)
}
