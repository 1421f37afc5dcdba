//! Codes, accounts and sessions for programs. A code's token opens what the code was asked for.

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Problems, Typed};

use super::actions::code::{self, PhoneToken};
use super::actions::sign_in::SignedInToken;
use super::actions::{register, sign_in};
use super::form;
use super::model::{Challenge, Purpose, Sending};
use super::rules;
use crate::access::Actor;
use crate::api::json::AreaSent;
use crate::api::problem::{
    Conflict, Forbidden, Gone, NotFound, SignInNeeded, TooMany, Unprocessable,
};
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

/// A token, used as `Authorization: Bearer`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct TokenJson {
    pub token: String,
    pub expires_at: Timestamp,
}

impl From<PhoneToken> for TokenJson {
    fn from(phone: PhoneToken) -> TokenJson {
        TokenJson {
            token: phone.token,
            expires_at: phone.session.expires_at,
        }
    }
}

impl From<SignedInToken> for TokenJson {
    fn from(signed: SignedInToken) -> TokenJson {
        TokenJson {
            token: signed.token,
            expires_at: signed.session.expires_at,
        }
    }
}

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
        "" => Err(one("code", "field-missing")),
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

fn one(field: &str, message: &'static str) -> Problems {
    let mut problems = Problems::default();
    problems.add(field, message);
    problems
}

/// A volunteer who registers. One of `district` and `subdistrict` is enough.
#[derive(Debug, ToSchema)]
#[schema(as = NewAccount)]
#[serde(deny_unknown_fields)]
pub struct NewAccountJson {
    /// Of a code asked for with the purpose `register`.
    pub otp_token: String,
    pub full_name: String,
    pub role: RoleSent,
    pub affiliation: Option<String>,
    pub province: AreaSent,
    pub district: Option<AreaSent>,
    pub subdistrict: Option<AreaSent>,
    /// Latin letters and digits.
    pub username: String,
    pub password: String,
    pub accept_terms: bool,
    pub consent_personal_data: bool,
}

#[derive(Debug, ToSchema)]
#[schema(as = VolunteerRole)]
#[serde(rename_all = "snake_case")]
pub enum RoleSent {
    Data,
    PatientTransport,
    BodyTransport,
    Medical,
    Supplies,
    Rescue,
    Desk,
}

impl Body for NewAccountJson {}

/// The account, and its first session.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountJson {
    pub username: String,
    pub display_name: String,
    pub role: String,
    pub area: String,
    /// Whether the area admin has still to approve the role; until then nothing can be taken.
    pub waits_for_approval: bool,
    pub token: String,
    pub expires_at: Timestamp,
}

/// Registers a volunteer.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "accounts",
    request_body = NewAccountJson,
    responses(
        (status = 201, description = "Registered and signed in", body = AccountJson),
        (status = 403, response = Forbidden),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn register(
    received: Received<NewAccountJson>,
) -> Result<(StatusCode, Json<AccountJson>), Failure> {
    let caller = &received.caller;
    let as_phone = caller
        .as_holder_of(received.typed.value("otp_token"))
        .await?;
    let phone = as_phone.phone().map(|holder| &holder.phone);
    let username = contact::Username::parse(received.typed.value("username"));
    let taken = match &username {
        Ok(username) => !register::username_is_free(&caller.app, username).await?,
        Err(_) => false,
    };
    let new = received.read(|typed| {
        let mut problems = Problems::default();
        let typed = as_form(typed, &mut problems);
        let new = form::read_registration(&as_phone, &typed, phone, &mut problems);
        if taken {
            problems.add("username", "username-taken");
        }
        new.filter(|_| problems.is_empty())
            .ok_or_else(|| named_as_sent(&typed, &problems))
    })?;
    let role = new.role.code().to_owned();
    let needs_approval = super::role::Role::Volunteer(new.role).needs_approval();
    let device = &caller.client.device;
    let (account, signed) = register::register(&caller.app, &as_phone, new, device).await?;
    let told = AccountJson {
        username: account.username.as_str().to_owned(),
        display_name: account.display_name,
        role,
        area: account.area.short(),
        waits_for_approval: needs_approval,
        token: signed.token,
        expires_at: signed.session.expires_at,
    };
    Ok((StatusCode::CREATED, Json(told)))
}

/// The fields as the form has them: the password typed twice, the smallest area as typed words or code.
fn as_form(sent: &Typed, problems: &mut Problems) -> Typed {
    let mut typed = sent.clone();
    typed.set("password_again", sent.value("password"));
    let (district, subdistrict) = (sent.value("district"), sent.value("subdistrict"));
    if let (Ok(outer), Ok(inner)) = (district.parse(), subdistrict.parse())
        && !AreaCode::contains(outer, inner)
    {
        problems.add("subdistrict", "area-unknown");
    }
    let local = if subdistrict.trim().is_empty() {
        district
    } else {
        subdistrict
    };
    crate::areas::typed::put(&mut typed, local);
    typed
}

/// What is amiss with the area is told of the field it was sent in.
fn named_as_sent(sent: &Typed, problems: &Problems) -> Problems {
    let local = if sent.has("subdistrict") {
        "subdistrict"
    } else {
        "district"
    };
    let mut named = Problems::default();
    for (field, message) in problems.iter() {
        let field = if field == "area_text" { local } else { field };
        named.add(field, message.clone());
    }
    named
}

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
pub async fn sign_in(received: Received<NewSession>) -> Result<Json<TokenJson>, Failure> {
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
pub async fn sign_out(caller: Caller) -> Result<StatusCode, Failure> {
    if matches!(caller.cx.actor, Actor::Visitor) {
        return Err(Error::SignInNeeded.into());
    }
    sign_in::sign_out(&caller.app, &caller.cx).await?;
    Ok(StatusCode::NO_CONTENT)
}
