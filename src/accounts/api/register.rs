//! Registering as a volunteer.

use areas::AreaCode;
use axum::Json;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problems, Typed};

use crate::accounts::actions::register;
use crate::accounts::form;
use crate::accounts::role::Role;
use crate::api::json::AreaSent;
use crate::api::problem::{Conflict, Forbidden, Unprocessable};
use crate::api::{Body, Received};
use crate::app::App;
use crate::error::Error;
use crate::invites;
use crate::invites::model::Code;
use crate::layout::Failure;

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
    /// The code of the invite they came by.
    pub invite: Option<String>,
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
pub async fn create(
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
    let invited = match received.typed.value("invite").trim() {
        "" => true,
        code => opens(&caller.app, caller.cx.now, code).await?,
    };
    let new = received.read(|typed| {
        let mut problems = Problems::default();
        let typed = as_form(typed, &mut problems);
        let new = form::read_registration(&as_phone, &typed, phone, &mut problems);
        if taken {
            problems.add("username", "username-taken");
        }
        if !invited {
            problems.add("invite", "join-unknown");
        }
        new.filter(|_| problems.is_empty())
            .ok_or_else(|| named_as_sent(&typed, &problems))
    })?;
    let role = new.role.code().to_owned();
    let needs_approval = Role::Volunteer(new.role).needs_approval();
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

/// Whether a code is one of an invite that still brings people in.
async fn opens(app: &App, now: Timestamp, code: &str) -> Result<bool, Error> {
    let Ok(code) = Code::parse(code) else {
        return Ok(false);
    };
    match invites::actions::find(app, &code).await {
        Ok(seen) => Ok(invites::rules::lives(&seen.invite, now).is_ok()),
        Err(Error::NotFound) => Ok(false),
        Err(err) => Err(err),
    }
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
