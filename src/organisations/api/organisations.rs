//! Organisations: listed by area, seen, made, changed, ended.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::Problems;

use super::teams::TeamJson;
use crate::api::json::{AreaSent, Items, area_codes};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::layout::Failure;
use crate::organisations::actions::look::{self, Seen};
use crate::organisations::actions::manage;
use crate::organisations::form;
use crate::organisations::model::{Organisation, Person};

/// A name in Thai, and in English where there is one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganisationNames)]
#[serde(deny_unknown_fields)]
pub struct NamesJson {
    pub th: String,
    pub en: Option<String>,
}

/// A hospital, a foundation, a local government, a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub struct OrganisationJson {
    pub id: Uuid,
    /// `government_office`, `local_government`, `hospital`, `foundation`, `volunteer_group` or
    /// `community`.
    pub kind: &'static str,
    pub names: NamesJson,
    /// As written; empty where none is known.
    pub phone: String,
    /// Area codes; each reaches all below.
    pub areas: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// One organisation with its teams, and with its officers for those who may know them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeenOrganisation)]
pub struct SeenJson {
    #[serde(flatten)]
    pub organisation: OrganisationJson,
    pub teams: Vec<TeamJson>,
    /// Who answers for it; for those who belong to it and the admins of its areas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officers: Option<Vec<PersonJson>>,
}

/// Somebody of an organisation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganisationPerson)]
pub struct PersonJson {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    pub since: Timestamp,
}

pub fn person(person: &Person) -> PersonJson {
    PersonJson {
        id: person.account.0,
        username: person.username.clone(),
        display_name: person.display_name.clone(),
        since: person.since,
    }
}

fn told(organisation: &Organisation) -> OrganisationJson {
    let names = &organisation.names;
    OrganisationJson {
        id: organisation.id.0,
        kind: organisation.kind.code(),
        names: NamesJson {
            th: names.th.clone(),
            en: Some(names.en.clone()).filter(|name| !name.is_empty()),
        },
        phone: organisation.phone.clone(),
        areas: area_codes(&organisation.areas),
        ended_at: organisation.ended_at,
    }
}

fn seen(seen: &Seen) -> SeenJson {
    SeenJson {
        organisation: told(&seen.organisation),
        teams: seen.teams.iter().map(TeamJson::from).collect(),
        officers: seen
            .may
            .knows()
            .then(|| seen.officers.iter().map(person).collect()),
    }
}

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code; the caller's own area when left out.
    pub area: Option<String>,
    /// One kind.
    pub kind: Option<String>,
    /// Part of a name.
    pub q: Option<String>,
}

/// The organisations that work in an area, in the order of their Thai names; 200 at most.
#[utoipa::path(
    get, path = "/api/v1/organisations", tag = "organisations",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "`next` is null: narrow the search by name", body = Items<OrganisationJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<OrganisationJson>>, Failure> {
    caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    let mut problems = caller.unknown_in_query(&["area", "kind", "q"]);
    let (query, theirs) = form::read_query(&caller.query);
    for (field, message) in theirs.iter() {
        problems.add(field, message.clone());
    }
    if query.area.is_none() && caller.query.has("area") {
        problems.add("area", "area-unknown");
    }
    if !problems.is_empty() {
        return Err(Error::from(problems).into());
    }
    let found = look::list(&caller.app, &caller.cx, &query).await?;
    let items = found.items.iter().map(|one| told(&one.organisation));
    Ok(Json(Items {
        items: items.collect(),
        next: None,
    }))
}

/// One organisation.
#[utoipa::path(
    get, path = "/api/v1/organisations/{id}", tag = "organisations",
    params(("id" = Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The organisation", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(
    Path(id): Path<OrganisationId>,
    caller: Caller,
) -> Result<Json<SeenJson>, Failure> {
    let found = look::see(&caller.app, &caller.cx, id).await?;
    Ok(Json(seen(&found)))
}

/// An organisation to be made, or as it shall be from now on.
#[derive(Debug, ToSchema)]
#[schema(as = NewOrganisation)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisationJson {
    #[schema(example = "foundation")]
    pub kind: String,
    pub names: NamesJson,
    pub phone: Option<String>,
    /// Codes; at least one, all of them areas the caller is admin of.
    pub areas: Vec<AreaSent>,
}

const NAMES: &[(&str, &str)] = &[("names.th", "name_th"), ("names.en", "name_en")];

impl Body for NewOrganisationJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// Makes an organisation. Only an admin of all its areas may.
#[utoipa::path(
    post, path = "/api/v1/organisations", tag = "organisations",
    request_body = NewOrganisationJson,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Made", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn create(
    received: Received<NewOrganisationJson>,
) -> Result<(StatusCode, Json<SeenJson>), Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.is_admin() {
        return Err(Error::NotFound.into());
    }
    let new = received.read(form::read)?;
    let id = manage::create(app, cx, new).await?;
    let made = look::see(app, cx, id).await?;
    Ok((StatusCode::CREATED, Json(seen(&made))))
}

/// An organisation as it shall be, or that it has ended.
#[derive(Debug, ToSchema)]
#[schema(as = ChangedOrganisation)]
#[serde(deny_unknown_fields)]
pub struct ChangedJson {
    pub kind: Option<String>,
    pub names: Option<NamesJson>,
    pub phone: Option<String>,
    pub areas: Option<Vec<AreaSent>>,
    /// `true` ends it; whatever else is sent along is not read then.
    pub ended: Option<bool>,
}

impl Body for ChangedJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// Changes an organisation as a whole, or ends it. Only an admin of all its areas may.
#[utoipa::path(
    post, path = "/api/v1/organisations/{id}", tag = "organisations",
    params(("id" = Uuid, Path)),
    request_body = ChangedJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn change(
    Path(id): Path<OrganisationId>,
    received: Received<ChangedJson>,
) -> Result<Json<SeenJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    if !look::see(app, cx, id).await?.may.administers {
        return Err(Error::NotFound.into());
    }
    let new = received.read(|typed| match typed.value("ended") {
        "yes" => Ok::<_, Problems>(None),
        _ => form::read(typed).map(Some),
    })?;
    match new {
        Some(new) => manage::change(app, cx, id, new).await?,
        None => manage::end(app, cx, id).await?,
    }
    Ok(Json(seen(&look::see(app, cx, id).await?)))
}
