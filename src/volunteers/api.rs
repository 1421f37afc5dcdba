//! Volunteers for programs: one's own profile, and the list and words of area admins.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::Problems;

use super::actions::{look, profile};
use super::model::{Done, Profile, Vehicle, Volunteer};
use super::pages::show::{self, Word};
use super::{form, rules};
use crate::access::Cx;
use crate::accounts::model::Seat;
use crate::api::json::Items;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::AccountId;
use crate::layout::Failure;

/// Role × area. Only a `held` one gives rights.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Seat)]
pub struct SeatJson {
    pub id: Uuid,
    pub role: &'static str,
    /// Area code; reaches all below.
    pub area: String,
    /// `waiting`, `held`, `refused` or `suspended`.
    pub standing: &'static str,
    /// What the admin wrote.
    pub reason: String,
}

impl From<&Seat> for SeatJson {
    fn from(seat: &Seat) -> SeatJson {
        SeatJson {
            id: seat.id.0,
            role: seat.role.code(),
            area: seat.area.short(),
            standing: seat.standing.code(),
            reason: seat.reason.clone(),
        }
    }
}

/// What somebody has done so far; practice is not counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Done)]
pub struct DoneJson {
    /// Cases held now.
    pub held: i64,
    /// Cases helped, confirmed or not.
    pub helped: i64,
    pub confirmed: i64,
    /// People in the cases helped.
    pub people: i64,
    /// Households recorded.
    pub households: i64,
}

impl From<Done> for DoneJson {
    fn from(done: Done) -> DoneJson {
        DoneJson {
            held: done.held,
            helped: done.helped,
            confirmed: done.confirmed,
            people: done.people,
            households: done.households,
        }
    }
}

/// Oneself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnVolunteer)]
pub struct MeJson {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    pub available: bool,
    pub languages: Vec<&'static str>,
    pub skills: Vec<&'static str>,
    pub vehicle: Option<&'static str>,
    pub gear: Vec<&'static str>,
    pub seats: Vec<SeatJson>,
    pub done: DoneJson,
}

async fn me_of(app: &crate::app::App, cx: &Cx) -> Result<MeJson, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let own: Profile = profile::own(app, cx).await?;
    Ok(MeJson {
        id: who.account.id.0,
        username: who.account.username.as_str().to_owned(),
        display_name: who.account.display_name.clone(),
        available: own.available,
        languages: own.languages.iter().map(|one| one.code()).collect(),
        skills: own.skills.iter().map(|one| one.code()).collect(),
        vehicle: own.vehicle.map(Vehicle::code),
        gear: own.gear.iter().map(|one| one.code()).collect(),
        seats: who.seats.iter().map(SeatJson::from).collect(),
        done: profile::done(app, cx).await?.into(),
    })
}

/// One's own profile, seats and figures.
#[utoipa::path(
    get, path = "/api/v1/volunteers/me", tag = "volunteers",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Oneself", body = MeJson),
        (status = 401, response = SignInNeeded),
    )
)]
pub async fn me(caller: Caller) -> Result<Json<MeJson>, Failure> {
    Ok(Json(me_of(&caller.app, &caller.cx).await?))
}

/// A profile as it shall be; a list that is left out is empty.
#[derive(Debug, ToSchema)]
#[schema(as = NewProfile)]
#[serde(deny_unknown_fields)]
pub struct ProfileSent {
    /// `th`, `en`, `my`, `km`, `lo`, `zh`, `ms`, `vi`, `sign`.
    pub languages: Option<Vec<String>>,
    pub skills: Option<Vec<String>>,
    pub vehicle: Option<String>,
    pub gear: Option<Vec<String>>,
    /// As it was when left out.
    pub available: Option<bool>,
}

impl Body for ProfileSent {}

/// Changes one's own profile as a whole.
#[utoipa::path(
    post, path = "/api/v1/volunteers/me", tag = "volunteers",
    request_body = ProfileSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Oneself", body = MeJson),
        (status = 401, response = SignInNeeded),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn change(received: Received<ProfileSent>) -> Result<Json<MeJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let (new, available) = received.read(form::read_profile)?;
    profile::change(app, cx, new, available).await?;
    Ok(Json(me_of(app, cx).await?))
}

/// A volunteer as an area admin sees one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Volunteer)]
pub struct VolunteerJson {
    pub id: Uuid,
    pub username: String,
    pub full_name: String,
    pub phone: String,
    pub affiliation: String,
    pub tags: Vec<String>,
    pub teams: Vec<String>,
    /// Where they are at home.
    pub area: String,
    pub seats: Vec<SeatJson>,
    pub available: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
    /// Not seen for seven days, or not going on with a case.
    pub silent: bool,
    pub done: DoneJson,
}

fn told(volunteer: &Volunteer, now: Timestamp) -> VolunteerJson {
    VolunteerJson {
        id: volunteer.account.0,
        username: volunteer.username.clone(),
        full_name: volunteer.full_name.clone(),
        phone: volunteer.phone.e164().to_owned(),
        affiliation: volunteer.affiliation.clone(),
        tags: volunteer.tags.clone(),
        teams: volunteer.teams.clone(),
        area: volunteer.area.short(),
        seats: volunteer.seats.iter().map(SeatJson::from).collect(),
        available: volunteer.available,
        seen_at: volunteer.seen_at,
        silent: rules::is_silent(volunteer, now),
        done: volunteer.done.into(),
    }
}

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code; the caller's own area when left out.
    pub area: Option<String>,
    /// `waiting`, `available`, `silent`, `suspended` or `never` (did anything).
    pub filter: Option<String>,
    /// Part of a name or username.
    pub q: Option<String>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// The volunteers of an area, for its admins; who registered last first, fifty a page.
#[utoipa::path(
    get, path = "/api/v1/volunteers", tag = "volunteers",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = Items<VolunteerJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<VolunteerJson>>, Failure> {
    let who = caller.cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.is_admin() {
        return Err(Error::NotFound.into());
    }
    let mut problems = caller.unknown_in_query(&["area", "filter", "q", "after"]);
    let (query, theirs) = form::read_query(&caller.query);
    for (field, message) in theirs.iter() {
        problems.add(field, message.clone());
    }
    if query.area.is_none() && !caller.query.value("area").trim().is_empty() {
        problems.add("area", "area-unknown");
    }
    if !problems.is_empty() {
        return Err(Error::from(problems).into());
    }
    let found = look::list(&caller.app, &caller.cx, &query).await?;
    let now = caller.cx.now;
    Ok(Json(Items {
        items: found.items.iter().map(|one| told(one, now)).collect(),
        next: found.next,
    }))
}

/// What an admin says of a volunteer.
#[derive(Debug, ToSchema)]
#[schema(as = VolunteerWord)]
#[serde(rename_all = "snake_case")]
pub enum WordSent {
    Approve,
    Refuse,
    Suspend,
    Reinstate,
}

/// The words that go with it.
#[derive(Debug, ToSchema)]
#[schema(as = Decision)]
#[serde(deny_unknown_fields)]
pub struct DecisionSent {
    /// The volunteer is told; needed with `suspend`.
    pub reason: Option<String>,
    /// Of `approve` and `refuse`: one waiting seat; all that wait when left out.
    pub seat: Option<Uuid>,
}

impl Body for DecisionSent {
    const MAY_BE_EMPTY: bool = true;
}

/// Approves or refuses what waits, suspends what is held, or reinstates, within the caller's areas.
/// What a suspended volunteer holds goes back to the list at once. Saying it again changes nothing.
#[utoipa::path(
    post, path = "/api/v1/volunteers/{id}/{word}", tag = "volunteers",
    params(("id" = Uuid, Path), ("word" = WordSent, Path)),
    request_body(content = Option<DecisionSent>),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Said"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn decide(
    Path((id, word)): Path<(AccountId, String)>,
    received: Received<DecisionSent>,
) -> Result<StatusCode, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let word = Word::from_code(&word).ok_or(Error::NotFound)?;
    look::see(app, cx, id).await?;
    let (reason, seat) = received.read(|typed| {
        let reason = form::read_reason(typed, word == Word::Suspend);
        let seat = typed.value("seat").trim();
        let found = seat.parse().ok();
        let mut problems = match &reason {
            Err(problems) => problems.clone(),
            Ok(_) => Problems::default(),
        };
        if found.is_none() && !seat.is_empty() {
            problems.add("seat", "choice-unknown");
        }
        match reason {
            Ok(reason) if problems.is_empty() => Ok((reason, found)),
            _ => Err(problems),
        }
    })?;
    show::say(app, cx, id, word, seat, &reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
