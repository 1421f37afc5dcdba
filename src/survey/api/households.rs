//! Households for programs that keep a list of them: page by page, one of them, and one changed upon the
//! version that was seen.

use std::collections::BTreeMap;

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::ETAG;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Message, Problems, Typed};

use super::json::{HouseholdJson, told};
use crate::access::Actor;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::IncidentId;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::layout::Failure;
use crate::survey::actions::keyed::{self, Revised};
use crate::survey::actions::list::{self, MOST, PAGE, Wanted};
use crate::survey::actions::looks::Given;
use crate::survey::actions::reach::Part;
use crate::survey::actions::see;
use crate::survey::fields::Fields;
use crate::survey::form;
use crate::survey::handle::Handle;
use crate::survey::model::MOST_PERSONS;

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The prefix or id of an incident.
    pub incident: String,
    /// Two to eight digits of an area: a province, a district, a subdistrict or a village; `0` for the country.
    /// Its admins are told all of it, others what of it is theirs as admins or was given to them in open
    /// rounds. When left out: what the caller recorded.
    pub area: Option<String>,
    /// An instant (RFC 3339, UTC): those alone that were recorded or changed then or later.
    #[param(format = DateTime)]
    pub changed_since: Option<String>,
    /// 1 to 500; 100 when left out.
    pub limit: Option<u32>,
    /// `next` of the page before, with the same filters.
    pub after: Option<String>,
}

/// Households, page by page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Households)]
pub struct HouseholdsJson {
    pub items: Vec<HouseholdJson>,
    /// Goes into `after`; null on the last page.
    pub next: Option<String>,
    /// The same on every page. Sent as `changed_since` when the list is at its end it finds what changed
    /// since; some of it is told twice then, nothing is left out.
    pub as_of: Timestamp,
}

/// The households of an area, or those the caller recorded, in an order that no change but a move to another
/// subdistrict disturbs. Every household of others is a look, written down.
#[utoipa::path(
    get, path = "/api/v1/households", tag = "households",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page", body = HouseholdsJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<HouseholdsJson>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    if cx.signed_in().is_none() {
        return Err(Error::SignInNeeded.into());
    }
    let incidents = incidents::actions::all(app, cx.now).await?;
    let (incident, wanted, limit) = read_query(&caller, &incidents)?;
    let incident = incidents.iter().find(|one| one.id == incident);
    let incident = incident.ok_or(Error::NotFound)?;
    let after = Some(caller.query.value("after")).filter(|cursor| !cursor.is_empty());
    let page = list::list(app, cx, incident, wanted, limit, after).await?;
    Ok(Json(HouseholdsJson {
        items: told(app, &page.items).await?,
        next: page.next,
        as_of: page.as_of,
    }))
}

fn read_query(
    caller: &Caller,
    incidents: &[Incident],
) -> Result<(IncidentId, Wanted, usize), Problems> {
    let sent = &caller.query;
    let known = ["incident", "area", "changed_since", "limit", "after"];
    let mut problems = caller.unknown_in_query(&known);
    let incident = incidents::api::find(incidents, sent.value("incident"));
    let incident = problems.keep("incident", incident.ok_or(()), |()| "api-unknown-incident");
    let part = match sent.value("area").trim() {
        "" => None,
        code => problems.keep("area", part(code).ok_or(()), |()| "area-unknown"),
    };
    let changed_since = match sent.value("changed_since").trim() {
        "" => None,
        text => problems.keep(
            "changed_since",
            text.parse(),
            |_: jiff::Error| "api-not-an-instant",
        ),
    };
    let limit = match sent.value("limit").trim() {
        "" => Some(PAGE),
        text => text.parse().ok().filter(|limit| (1..=MOST).contains(limit)),
    };
    let limit = problems.keep("limit", limit.ok_or(()), |()| {
        Message::new("field-out-of-range")
            .with("label", "limit")
            .with("min", "1")
            .with("max", MOST.to_string())
    });
    let wanted = Wanted {
        part,
        changed_since,
    };
    match (incident, limit) {
        (Some(incident), Some(limit)) if problems.is_empty() => Ok((incident.id, wanted, limit)),
        _ => Err(problems),
    }
}

/// An area of the register, or a village of one of its subdistricts: eight digits, the last two its number.
fn part(text: &str) -> Option<Part> {
    let area: AreaCode = text.parse().ok()?;
    let area = areas::register().get(area)?.code;
    let digits = i18n::fold_digits(text);
    let is_village = digits.len() == 8 && !digits.ends_with("00");
    let village = is_village.then(|| digits.parse().ok()).flatten();
    Some(Part { area, village })
}

/// One household with its persons. `ETag` is its version.
#[utoipa::path(
    get, path = "/api/v1/households/{id}", tag = "households",
    params(("id" = String, Path, description = "As `household` tells it: two digits of a province and 32 of an id")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = HouseholdJson,
            headers(("ETag" = String, description = "The version, in quotation marks"))),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(Path(id): Path<String>, caller: Caller) -> Result<Response, Failure> {
    if matches!(caller.cx.actor, Actor::Visitor) {
        return Err(Error::SignInNeeded.into());
    }
    Ok(shown(&caller, handle(&id)?).await?)
}

async fn shown(caller: &Caller, handle: Handle) -> Result<Response, Error> {
    let (app, cx) = (&caller.app, &caller.cx);
    let seen = see::by_handle(app, cx, handle).await?;
    let given = Given::to(app, cx, seen.household, seen.particulars);
    let version = HeaderValue::try_from(format!("\"{}\"", given.household.version))
        .map_err(|err| Error::fault("telling a version", err))?;
    let told = told(app, &[given]).await?.pop().ok_or(Error::NotFound)?;
    Ok(([(ETAG, version)], Json(told)).into_response())
}

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// What of a household changes; a field that is not sent stays as it is. Names and texts are those of
/// `fields` in a household as it is told, and an empty text empties a field.
#[derive(Debug, ToSchema)]
#[schema(as = RevisedHousehold)]
#[serde(deny_unknown_fields)]
pub struct RevisedJson {
    /// The version the change is made upon; another one is refused with 409 and changes nothing.
    pub version: i64,
    pub fields: Option<BTreeMap<String, String>>,
    /// At most sixty who live there.
    pub persons: Option<Vec<RevisedPersonJson>>,
}

/// What of a person changes.
#[derive(Debug, ToSchema)]
#[schema(as = RevisedPerson)]
#[serde(deny_unknown_fields)]
pub struct RevisedPersonJson {
    pub id: Uuid,
    pub fields: BTreeMap<String, String>,
}

impl Body for RevisedJson {}

/// Changes a household and persons of it upon the version that was seen, all at once or not at all.
#[utoipa::path(
    patch, path = "/api/v1/households/{id}", tag = "households",
    params(
        ("id" = String, Path),
        ("Idempotency-Key" = Option<String>, Header,
            description = "One to eighty visible letters, made once for each change: however often it is sent, \
                it is made once, and the answer tells the household as it is by then"),
    ),
    request_body = RevisedJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = HouseholdJson,
            headers(("ETag" = String, description = "The version, in quotation marks"))),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn revise(
    Path(id): Path<String>,
    received: Received<RevisedJson>,
) -> Result<Response, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let handle = handle(&id)?;
    // Whoever may not know of it is not told what is amiss with the body either.
    let household = see::without_people(app, cx, handle).await?;
    let revised = received.read(read_revised)?;
    let made = keyed::revise(app, cx, &household, revised, received.key.as_ref()).await;
    made.map_err(in_body)?;
    Ok(shown(caller, handle).await?)
}

fn read_revised(typed: &Typed) -> Result<Revised, Problems> {
    let mut problems = Problems::default();
    let mut persons = Vec::new();
    let numbers = form::numbers(typed);
    if numbers.len() > MOST_PERSONS {
        form::too_many(&mut problems);
    }
    for number in numbers {
        let field = form::field(number, "id");
        let id = typed.value(&field).parse::<Uuid>();
        let id = problems.keep(&field, id, |_| "survey-no-such-person");
        let fields = below(typed, &form::field(number, "fields."));
        persons.extend(id.map(|id| (id.into(), fields)));
    }
    match problems.is_empty() {
        true => Ok(Revised {
            // What is no whole number was told as such; no household has a version 0.
            version: typed.value("version").parse().unwrap_or(0),
            fields: below(typed, "fields."),
            persons,
        }),
        false => Err(problems),
    }
}

fn below(typed: &Typed, prefix: &str) -> Fields {
    let named = typed.iter().filter_map(|(name, text)| {
        let name = name.strip_prefix(prefix)?;
        Some((name.to_owned(), text.to_owned()))
    });
    named.collect()
}

/// What the change found amiss, under the names of the body.
fn in_body(err: Error) -> Error {
    let Error::Problems(theirs) = err else {
        return err;
    };
    let mut problems = Problems::default();
    for (field, message) in theirs.iter() {
        let of_person = field
            .strip_prefix("persons.")
            .and_then(|rest| rest.split_once('.'));
        let named = match (of_person, field) {
            (Some((number, field)), _) => format!("persons.{number}.fields.{field}"),
            (None, "area_text") => "fields.area".to_owned(),
            (None, "pin") => "fields.lat".to_owned(),
            (None, field) => format!("fields.{field}"),
        };
        problems.add(named, message.clone());
    }
    problems.into()
}
