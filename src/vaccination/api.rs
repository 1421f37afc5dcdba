//! The demand of an area and its days of vaccination by a program.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use web::Problems;

use super::actions::{demand, hold};
use super::form;
use super::handle::Handle;
use super::model::{Demand, GuestState, Session};
use crate::api::json::AreaSent;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::Failure;

/// What an area asks for, by the areas below it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationDemand)]
pub struct DemandJson {
    pub area: String,
    pub items: Vec<PartJson>,
    pub total: CountsJson,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationDemandPart)]
pub struct PartJson {
    pub area: String,
    #[serde(flatten)]
    pub counts: CountsJson,
}

/// Persons.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationDemandCounts)]
pub struct CountsJson {
    /// Who want the vaccine or wait for a second dose.
    pub wants: i64,
    /// Of them: who have to be visited at home.
    pub mobile_team: i64,
    /// Of them: who wait for a second dose.
    pub second_dose: i64,
    /// Who do not want it or are undecided, to be talked with again.
    pub talks: i64,
}

impl From<Demand> for CountsJson {
    fn from(demand: Demand) -> CountsJson {
        CountsJson {
            wants: demand.wants,
            mobile_team: demand.mobile,
            second_dose: demand.second,
            talks: demand.talks,
        }
    }
}

/// A day of vaccination.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationSession)]
pub struct SessionJson {
    pub id: String,
    pub area: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<Uuid>,
    /// Where a mobile team begins.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub brand: String,
    #[schema(format = Date, value_type = String)]
    pub held_on: Date,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hours: String,
    pub seats: u16,
    pub cancelled: bool,
}

impl From<&Session> for SessionJson {
    fn from(session: &Session) -> SessionJson {
        let told = &session.told;
        SessionJson {
            id: session.handle().to_string(),
            area: told.area.short(),
            point: told.place.point().map(|point| point.0),
            place: told.place.words().to_owned(),
            brand: told.brand.clone(),
            held_on: told.held_on,
            hours: told.hours.clone(),
            seats: told.seats,
            cancelled: session.cancelled_at.is_some(),
        }
    }
}

/// A list of days, the last one first. It is always whole: `next` is null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationSessionList)]
pub struct SessionsJson {
    pub items: Vec<SessionJson>,
    pub next: Option<String>,
}

/// A day with those who are asked to come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldVaccinationSession)]
pub struct HeldJson {
    #[serde(flatten)]
    pub session: SessionJson,
    pub guests: Vec<GuestJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationGuest)]
pub struct GuestJson {
    pub person: Uuid,
    pub household: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    pub area: String,
    pub village: String,
    pub history: String,
    /// `invited`, `coming`, `not_coming`, `vaccinated` or `absent`.
    pub state: &'static str,
}

/// A day to be planned.
#[derive(Debug, ToSchema)]
#[schema(as = NewVaccinationSession)]
#[serde(deny_unknown_fields)]
pub struct NewSessionJson {
    /// The prefix or the id of an open incident.
    pub incident: String,
    /// Made by whoever plans; sent again, the answer is the same.
    pub id: Option<Uuid>,
    pub area: AreaSent,
    /// The id of a point; or else `place`.
    pub point: Option<String>,
    /// Where a mobile team begins.
    pub place: Option<String>,
    /// A code of the preset's vaccines.
    pub brand: Option<String>,
    pub held_on: String,
    pub hours: Option<String>,
    pub seats: u32,
}

impl Body for NewSessionJson {
    const NAMES: &'static [(&'static str, &'static str)] = &[("area", "area_text")];
}

/// What is noted of somebody who was asked to come.
#[derive(Debug, ToSchema)]
#[schema(as = VaccinationGuestSaid)]
#[serde(deny_unknown_fields)]
pub struct SaidJson {
    pub person: Uuid,
    /// `coming`, `not_coming`, `vaccinated` (which notes the dose) or `absent`.
    pub state: String,
}

impl Body for SaidJson {}

/// Nothing is sent along.
#[derive(Debug, ToSchema)]
#[schema(as = NothingSent)]
#[serde(deny_unknown_fields)]
pub struct NothingJson {}

impl Body for NothingJson {
    const MAY_BE_EMPTY: bool = true;
}

/// How many were added to the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VaccinationInvited)]
pub struct InvitedJson {
    pub n: usize,
}

async fn named(caller: &Caller, wanted: &str) -> Result<Incident, Error> {
    let open = incidents::actions::open(&caller.app, caller.cx.now).await?;
    incidents::api::find(&open, wanted).cloned().ok_or_else(|| {
        let mut problems = Problems::default();
        problems.add("incident", "api-unknown-incident");
        problems.into()
    })
}

async fn seen(caller: &Caller) -> Result<demand::Seen, Error> {
    demand::planner(&caller.cx)?;
    let incident = named(caller, caller.query.value("incident")).await?;
    let area = match caller.query.value("area") {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::NotFound)?),
    };
    demand::see(&caller.app, &caller.cx, &incident, area).await
}

/// What an area asks for, live; for its admins.
#[utoipa::path(
    get, path = "/api/v1/vaccination/demand", tag = "vaccination",
    params(
        ("incident" = String, Query, description = "The prefix or id of an open incident"),
        ("area" = Option<String>, Query, description = "An area code; the caller's own when left out"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The demand", body = DemandJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn demand(caller: Caller) -> Result<Json<DemandJson>, Failure> {
    let seen = seen(&caller).await?;
    Ok(Json(DemandJson {
        area: seen.area.short(),
        items: seen
            .parts
            .iter()
            .map(|(area, demand)| PartJson {
                area: area.short(),
                counts: (*demand).into(),
            })
            .collect(),
        total: seen.total.into(),
    }))
}

/// The days of vaccination of an area.
#[utoipa::path(
    get, path = "/api/v1/vaccination/sessions", tag = "vaccination",
    params(
        ("incident" = String, Query, description = "The prefix or id of an open incident"),
        ("area" = Option<String>, Query, description = "An area code; the caller's own when left out"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The last fifty", body = SessionsJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<SessionsJson>, Failure> {
    let seen = seen(&caller).await?;
    let items = seen.sessions.iter().map(SessionJson::from).collect();
    Ok(Json(SessionsJson { items, next: None }))
}

/// Plans a day of vaccination.
#[utoipa::path(
    post, path = "/api/v1/vaccination/sessions", tag = "vaccination",
    request_body = NewSessionJson,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Planned", body = SessionJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn plan(
    received: Received<NewSessionJson>,
) -> Result<(StatusCode, Json<SessionJson>), Failure> {
    let caller = &received.caller;
    demand::planner(&caller.cx)?;
    let incident = named(caller, received.typed.value("incident")).await;
    let new = received.read(|sent| {
        let Ok(incident) = &incident else {
            let mut problems = Problems::default();
            problems.add("incident", "api-unknown-incident");
            return Err(problems);
        };
        let mut typed = sent.clone();
        area_typed::put(&mut typed, sent.value("area_text"));
        form::read(&caller.app, &caller.cx, incident, &typed)
    })?;
    let id = received.typed.value("id").parse();
    let id = id.unwrap_or_else(|_| caller.app.ids.at(caller.cx.now));
    let session = hold::plan(&caller.app, &caller.cx, id, new).await?;
    Ok((StatusCode::CREATED, Json((&session).into())))
}

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// One day with those who are asked to come; each household looked at is written down.
#[utoipa::path(
    get, path = "/api/v1/vaccination/sessions/{session}", tag = "vaccination",
    params(("session" = String, Path, description = "The day")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The day", body = HeldJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(caller: Caller, Path(session): Path<String>) -> Result<Json<HeldJson>, Failure> {
    let (session, guests) = hold::see(&caller.app, &caller.cx, handle(&session)?).await?;
    let province = session.province;
    Ok(Json(HeldJson {
        session: (&session).into(),
        guests: guests
            .iter()
            .map(|guest| GuestJson {
                person: guest.person.0,
                household: format!("{province:02}{}", guest.household.0.simple()),
                name: guest.name.as_str().to_owned(),
                phone: guest.phone.as_ref().map(|phone| phone.e164().to_owned()),
                area: guest.area.short(),
                village: guest.village.clone(),
                history: guest.history.clone(),
                state: guest.state.code(),
            })
            .collect(),
    }))
}

/// Asks those of the demand who fit, who waits longest first, until every seat is taken.
#[utoipa::path(
    post, path = "/api/v1/vaccination/sessions/{session}/invite", tag = "vaccination",
    params(("session" = String, Path, description = "The day")),
    request_body = Option<NothingJson>,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Added", body = InvitedJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn invite(
    Path(session): Path<String>,
    received: Received<NothingJson>,
) -> Result<Json<InvitedJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    received.read(|_| Ok(()))?;
    let n = hold::invite(app, cx, handle(&session)?).await?;
    Ok(Json(InvitedJson { n }))
}

/// Notes what somebody said, or that they were vaccinated.
#[utoipa::path(
    post, path = "/api/v1/vaccination/sessions/{session}/guests", tag = "vaccination",
    params(("session" = String, Path, description = "The day")),
    request_body = SaidJson,
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn say(
    Path(session): Path<String>,
    received: Received<SaidJson>,
) -> Result<StatusCode, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    if cx.signed_in().is_none() {
        return Err(Error::SignInNeeded.into());
    }
    let (person, state) = received.read(|sent| {
        let mut problems = Problems::default();
        let person = sent.value("person").parse::<Uuid>();
        let person = problems.keep("person", person, |_| "choice-unknown");
        let state = GuestState::from_code(sent.value("state"));
        let state = problems.keep("state", state.ok_or(()), |()| "choice-unknown");
        person.zip(state).ok_or(problems)
    })?;
    hold::say(app, cx, handle(&session)?, person.into(), state).await?;
    Ok(StatusCode::NO_CONTENT)
}
