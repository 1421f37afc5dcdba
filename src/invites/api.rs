//! Invites for programs.

use axum::Json;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::Problems;

use super::actions;
use super::form;
use super::model::Invite;
use crate::api::json::{AreaSent, Items};
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::layout::Failure;

/// A link that brings people in: `/join/` and the code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invite)]
pub struct InviteJson {
    #[schema(example = "ABCD-EFGH")]
    pub code: String,
    pub name: String,
    /// The campaign tag that whoever comes by it gets.
    pub tag: String,
    /// Area code.
    pub area: String,
    pub role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Uuid>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// How many came by it.
    pub used: i64,
}

impl From<&Invite> for InviteJson {
    fn from(invite: &Invite) -> InviteJson {
        InviteJson {
            code: invite.code.to_string(),
            name: invite.name.clone(),
            tag: invite.tag.clone(),
            area: invite.area.short(),
            role: invite.role.code(),
            team: invite.team.map(|team| team.0),
            created_at: invite.created_at,
            expires_at: invite.expires_at,
            ended_at: invite.ended_at,
            used: invite.used,
        }
    }
}

/// The invites that are the caller's to look after, the newest first.
#[utoipa::path(
    get, path = "/api/v1/invites", tag = "organisations",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Whole; `next` is null", body = Items<InviteJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<InviteJson>>, Failure> {
    let invites = actions::list(&caller.app, &caller.cx).await?;
    Ok(Json(Items {
        items: invites.iter().map(InviteJson::from).collect(),
        next: None,
    }))
}

/// An invite to be made.
#[derive(Debug, ToSchema)]
#[schema(as = NewInvite)]
#[serde(deny_unknown_fields)]
pub struct NewInviteJson {
    pub name: String,
    /// Latin letters, digits and dashes.
    #[schema(example = "flood-2569")]
    pub tag: String,
    pub area: AreaSent,
    /// A volunteer's role.
    #[schema(example = "rescue")]
    pub role: String,
    /// A team of the caller's.
    pub team: Option<Uuid>,
    /// 1 to 180; 14 when left out.
    pub days: Option<u32>,
}

impl Body for NewInviteJson {
    const NAMES: &'static [(&'static str, &'static str)] = &[("area", "area_text")];
}

/// What the action says of the form's field is told of the one that was sent.
fn as_sent(err: Error) -> Error {
    let Error::Problems(theirs) = err else {
        return err;
    };
    let mut problems = Problems::default();
    for (field, message) in theirs.iter() {
        let field = if field == "area_text" { "area" } else { field };
        problems.add(field, message.clone());
    }
    problems.into()
}

/// Makes an invite. Admins may into their areas, officers and leads into their teams.
#[utoipa::path(
    post, path = "/api/v1/invites", tag = "organisations",
    request_body = NewInviteJson,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Made", body = InviteJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn create(
    received: Received<NewInviteJson>,
) -> Result<(StatusCode, Json<InviteJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !actions::may_invite(who) {
        return Err(Error::NotFound.into());
    }
    let new = received.read(|typed| {
        let mut as_form = typed.clone();
        area_typed::put(&mut as_form, typed.value("area_text"));
        form::read(&as_form)
    })?;
    let invite = actions::make(app, cx, new).await.map_err(as_sent)?;
    Ok((StatusCode::CREATED, Json(InviteJson::from(&invite))))
}
