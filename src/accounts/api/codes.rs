//! Codes sent to phones: asked for, typed in, gone without.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Message, Problems};

use super::TokenJson;
use crate::accounts::actions::code;
use crate::accounts::form;
use crate::accounts::model::{Challenge, Purpose, Sending};
use crate::accounts::rules;
use crate::api::problem::{Gone, NotFound, TooMany, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::ChallengeId;
use crate::layout::Failure;

/// A phone to which a code goes.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskCode {
    /// A Thai mobile.
    #[schema(example = "081 234 5678")]
    pub phone: String,
    pub purpose: PurposeSent,
}

/// What a code is asked for; it opens nothing else.
#[derive(Debug, ToSchema)]
#[schema(as = Purpose)]
#[serde(rename_all = "snake_case")]
pub enum PurposeSent {
    HelpRequest,
    SignIn,
    Register,
}

impl Body for AskCode {}

/// A code on its way.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeAsked {
    pub challenge: Uuid,
    /// The number in the message, to tell one from another.
    pub reference: String,
    pub expires_at: Timestamp,
    /// From then on another code may be asked for.
    pub resend_at: Timestamp,
    /// `queued`, or `withheld` when the budget of messages is used up: go on `without` it.
    pub sms: &'static str,
}

impl From<&Challenge> for CodeAsked {
    fn from(challenge: &Challenge) -> CodeAsked {
        CodeAsked {
            challenge: challenge.id.0,
            reference: challenge.reference.clone(),
            expires_at: challenge.expires_at,
            resend_at: rules::resend_at(challenge),
            sms: challenge.sending.code(),
        }
    }
}

/// Sends a code to a phone.
#[utoipa::path(
    post, path = "/api/v1/otp", tag = "accounts",
    request_body = AskCode,
    responses(
        (status = 202, description = "The code is on its way", body = CodeAsked),
        (status = 422, response = Unprocessable),
        (status = 429, response = TooMany),
    )
)]
pub async fn ask_code(
    received: Received<AskCode>,
) -> Result<(StatusCode, Json<CodeAsked>), Failure> {
    let (phone, purpose) = received.read(|typed| {
        let mut problems = Problems::default();
        let phone = form::read_mobile(typed, &mut problems);
        let purpose = Purpose::from_code(typed.value("purpose").trim())
            .filter(|purpose| *purpose != Purpose::Recover);
        if purpose.is_none() {
            problems.add("purpose", "choice-unknown");
        }
        phone.zip(purpose).ok_or(problems)
    })?;
    let Caller {
        app, cx, client, ..
    } = &received.caller;
    let challenge = code::ask(app, cx, &phone, purpose, &client.address, None).await?;
    if challenge.sending == Sending::Withheld {
        tracing::warn!("a code was withheld: the budget of messages is used up");
    }
    Ok((StatusCode::ACCEPTED, Json(CodeAsked::from(&challenge))))
}

/// The code as it came by SMS.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeTyped {
    #[schema(example = "602512")]
    pub code: String,
}

impl Body for CodeTyped {}

/// The code is typed in: the phone's token for what the code was asked for.
#[utoipa::path(
    post, path = "/api/v1/otp/{challenge}/verify", tag = "accounts",
    params(("challenge" = Uuid, Path)),
    request_body = CodeTyped,
    responses(
        (status = 200, description = "The phone is verified", body = TokenJson),
        (status = 410, response = Gone),
        (status = 422, response = Unprocessable),
        (status = 429, response = TooMany),
    )
)]
pub async fn verify_code(
    Path(challenge): Path<String>,
    received: Received<CodeTyped>,
) -> Result<Json<TokenJson>, Failure> {
    let typed = received.read(|typed| match typed.value("code").trim() {
        "" => Err(one(
            "code",
            Message::new("field-missing").with("label", "code"),
        )),
        code => Ok(code.to_owned()),
    })?;
    let Caller {
        app, cx, client, ..
    } = &received.caller;
    let verified = code::verify(app, cx, id(&challenge)?, &typed, &client.device).await?;
    Ok(Json(verified.into()))
}

/// On without the code that did not come: a minute after it was asked for, or at once when no
/// message can be sent. Only for asking for help; the request will be unverified.
#[utoipa::path(
    post, path = "/api/v1/otp/{challenge}/without", tag = "accounts",
    params(("challenge" = Uuid, Path)),
    responses(
        (status = 200, description = "The phone, unverified", body = TokenJson),
        (status = 404, response = NotFound),
        (status = 429, response = TooMany),
    )
)]
pub async fn go_without_code(
    Path(challenge): Path<String>,
    caller: Caller,
) -> Result<Json<TokenJson>, Failure> {
    let device = &caller.client.device;
    let token = code::go_without(&caller.app, &caller.cx, id(&challenge)?, device).await?;
    Ok(Json(token.into()))
}

fn id(challenge: &str) -> Result<ChallengeId, Error> {
    challenge.parse().map_err(|_| Error::NotFound)
}

fn one(field: &str, message: Message) -> Problems {
    let mut problems = Problems::default();
    problems.add(field, message);
    problems
}
