//! Teams and their members.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Message, Problems};

use super::organisations::{PersonJson, person};
use crate::api::json::Items;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::{OrganisationId, TeamId};
use crate::layout::Failure;
use crate::organisations::actions::look::{self, SeenTeam};
use crate::organisations::actions::{members, teams};
use crate::organisations::form;
use crate::organisations::model::TeamListed;

/// People who go out together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
pub struct TeamJson {
    pub id: Uuid,
    pub organisation: Uuid,
    pub name: String,
    pub phone: String,
    /// Whether the people it comes to are told the phone.
    pub phone_shown: bool,
    pub members: i64,
    /// Cases it holds now.
    pub held: i64,
    /// Cases it helped, confirmed or not; practice does not count.
    pub helped: i64,
    /// Of these confirmed by whoever asked.
    pub confirmed: i64,
}

impl From<&TeamListed> for TeamJson {
    fn from(one: &TeamListed) -> TeamJson {
        TeamJson {
            id: one.team.id.0,
            organisation: one.team.organisation.0,
            name: one.team.name.clone(),
            phone: one.team.phone.clone(),
            phone_shown: one.team.phone_shown,
            members: one.members,
            held: one.done.held,
            helped: one.done.helped,
            confirmed: one.done.confirmed,
        }
    }
}

/// One of a team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TeamMember)]
pub struct MemberJson {
    #[serde(flatten)]
    pub person: PersonJson,
    pub lead: bool,
}

fn told(seen: &SeenTeam) -> Items<MemberJson> {
    let members = seen.members.iter();
    Items {
        items: members
            .map(|member| MemberJson {
                person: person(&member.person),
                lead: member.lead,
            })
            .collect(),
        next: None,
    }
}

/// Whose teams.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    pub organisation: Uuid,
}

/// The teams of an organisation.
#[utoipa::path(
    get, path = "/api/v1/teams", tag = "organisations",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Whole; `next` is null", body = Items<TeamJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<TeamJson>>, Failure> {
    let who = caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.works() {
        return Err(Error::NotFound.into());
    }
    let mut problems = caller.unknown_in_query(&["organisation"]);
    let id = organisation(caller.query.value("organisation"), &mut problems);
    let Some(id) = id.filter(|_| problems.is_empty()) else {
        return Err(Error::from(problems).into());
    };
    let found = look::teams(&caller.app, &caller.cx, id).await?;
    Ok(Json(Items {
        items: found.iter().map(TeamJson::from).collect(),
        next: None,
    }))
}

fn organisation(sent: &str, problems: &mut Problems) -> Option<OrganisationId> {
    let id = sent.trim().parse().ok();
    if id.is_none() {
        let said = Message::new("field-missing").with("label", "organisation");
        problems.add("organisation", said);
    }
    id
}

/// A team to be made.
#[derive(Debug, ToSchema)]
#[schema(as = NewTeam)]
#[serde(deny_unknown_fields)]
pub struct NewTeamJson {
    pub organisation: Uuid,
    pub name: String,
    pub phone: Option<String>,
    pub phone_shown: Option<bool>,
}

impl Body for NewTeamJson {}

/// Makes a team. Only an officer of the organisation or an admin of its areas may.
#[utoipa::path(
    post, path = "/api/v1/teams", tag = "organisations",
    request_body = NewTeamJson,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Made", body = TeamJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn create(
    received: Received<NewTeamJson>,
) -> Result<(StatusCode, Json<TeamJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.works() {
        return Err(Error::NotFound.into());
    }
    let (owner, new) = received.read(|typed| {
        let mut problems = Problems::default();
        let owner = organisation(typed.value("organisation"), &mut problems);
        match (owner, form::read_team(typed)) {
            (Some(owner), Ok(new)) => Ok((owner, new)),
            (_, Ok(_)) => Err(problems),
            (_, Err(theirs)) => {
                for (field, message) in theirs.iter() {
                    problems.add(field, message.clone());
                }
                Err(problems)
            }
        }
    })?;
    let id = teams::make(app, cx, owner, new).await?;
    let made = look::see_team(app, cx, id).await?;
    let listed = TeamListed {
        team: made.team,
        members: 0,
        done: made.done,
    };
    Ok((StatusCode::CREATED, Json(TeamJson::from(&listed))))
}

/// Somebody for a team.
#[derive(Debug, ToSchema)]
#[schema(as = NewTeamMember)]
#[serde(deny_unknown_fields)]
pub struct NewMemberJson {
    pub username: String,
    /// Whether they lead it; only officers and admins name leads. Left as it is when left out.
    pub lead: Option<bool>,
}

impl Body for NewMemberJson {}

/// Brings somebody into a team. Officers, admins and leads of the team may.
#[utoipa::path(
    post, path = "/api/v1/teams/{id}/members", tag = "organisations",
    params(("id" = Uuid, Path)),
    request_body = NewMemberJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The members now; `next` is null", body = Items<MemberJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn add(
    Path(id): Path<TeamId>,
    received: Received<NewMemberJson>,
) -> Result<Json<Items<MemberJson>>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let seen = look::see_team(app, cx, id).await?;
    let names_lead = received.typed.has("lead");
    if !seen.leads || names_lead && !seen.may.runs() {
        return Err(Error::NotFound.into());
    }
    let username = received.read(form::read_username)?;
    members::add(app, cx, id, &username).await?;
    let seen = look::see_team(app, cx, id).await?;
    if names_lead {
        let lead = received.typed.value("lead") == "yes";
        let account = account_of(&seen, username.as_str()).ok_or(Error::NotFound)?;
        members::set_lead(app, cx, id, account, lead).await?;
    }
    Ok(Json(told(&look::see_team(app, cx, id).await?)))
}

fn account_of(seen: &SeenTeam, username: &str) -> Option<crate::ids::AccountId> {
    let mut members = seen.members.iter();
    members
        .find(|member| member.person.username.eq_ignore_ascii_case(username))
        .map(|member| member.person.account)
}

/// Who goes.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Named {
    pub username: String,
}

/// Lets somebody go from a team. Officers, admins and leads of the team may, and everybody themselves.
#[utoipa::path(
    delete, path = "/api/v1/teams/{id}/members", tag = "organisations",
    params(("id" = Uuid, Path), Named),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Gone"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn remove(Path(id): Path<TeamId>, caller: Caller) -> Result<StatusCode, Failure> {
    let seen = look::see_team(&caller.app, &caller.cx, id).await?;
    let username = caller.query.value("username").trim();
    let account = account_of(&seen, username).ok_or(Error::NotFound)?;
    members::remove(&caller.app, &caller.cx, id, account).await?;
    Ok(StatusCode::NO_CONTENT)
}
