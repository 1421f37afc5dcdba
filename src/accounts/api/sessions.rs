//! Signing in and out.

use axum::Json;
use http::StatusCode;
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::TokenJson;
use crate::access::Actor;
use crate::accounts::actions::sign_in;
use crate::api::problem::{Forbidden, NotFound, SignInNeeded, TooMany, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::layout::Failure;

/// Either `username` and `password`, or `otp_token`.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    pub username: Option<String>,
    pub password: Option<String>,
    /// Of a code asked for with the purpose `sign_in` (or `register`, when the phone turned out to
    /// have an account).
    pub otp_token: Option<String>,
    /// Lives on for weeks instead of half a day.
    pub remember: Option<bool>,
}

impl Body for NewSession {}

/// Signs in.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "accounts",
    request_body = NewSession,
    responses(
        (status = 200, description = "Signed in", body = TokenJson),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
        (status = 429, response = TooMany),
    )
)]
pub async fn create(received: Received<NewSession>) -> Result<Json<TokenJson>, Failure> {
    let caller = &received.caller;
    let device = &caller.client.device;
    let by_code = received.read(way_in)?;
    let typed = &received.typed;
    let remembered = typed.value("remember") == "yes";
    let signed = if by_code {
        let as_phone = caller.as_holder_of(typed.value("otp_token")).await?;
        sign_in::by_phone(&caller.app, &as_phone, device, remembered).await?
    } else {
        let (username, password) = (typed.value("username"), typed.value("password"));
        let (app, cx) = (&caller.app, &caller.cx);
        sign_in::by_password(app, cx, username, password, device, remembered).await?
    };
    Ok(Json(signed.into()))
}

/// Whether by code; one of the two ways, and it whole.
fn way_in(typed: &Typed) -> Result<bool, Problems> {
    let mut problems = Problems::default();
    let by_code = typed.has("otp_token");
    if by_code && (typed.has("username") || typed.has("password")) {
        problems.add("otp_token", "api-one-way-in");
    }
    if !by_code && !typed.has("username") {
        problems.add("username", "username-missing");
    }
    if !by_code && typed.value("password").is_empty() {
        problems.add("password", "password-missing");
    }
    if problems.is_empty() {
        Ok(by_code)
    } else {
        Err(problems)
    }
}

/// Signs out: the token opens nothing any more.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "accounts",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Signed out"),
        (status = 401, response = SignInNeeded),
    )
)]
pub async fn end(caller: Caller) -> Result<StatusCode, Failure> {
    if matches!(caller.cx.actor, Actor::Visitor) {
        return Err(Error::SignInNeeded.into());
    }
    sign_in::sign_out(&caller.app, &caller.cx).await?;
    Ok(StatusCode::NO_CONTENT)
}
