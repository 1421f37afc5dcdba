//! Units made, changed, hung elsewhere and closed by programs.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::units::{SeenJson, seen};
use super::{handle, signed_in};
use crate::api::json::AreaSent;
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::incidents;
use crate::layout::Failure;
use crate::supplies::actions;
use crate::supplies::form;
use crate::supplies::model::{EndKind, Handle, NewUnit, Tier, Unit};

/// A unit to be made.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyUnit)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    /// The unit above. Without one the ministry of an incident is made.
    pub parent: Option<String>,
    /// Of a ministry: the prefix or the id of an open incident.
    #[schema(example = "COV")]
    pub incident: Option<String>,
    /// `province`, `district`, `local` or `end`; `ministry` when there is no parent.
    pub tier: Option<String>,
    /// Of an end unit: `hospital`, `village`, `checkpoint`, `temple`, `school`, `shelter` or `other`.
    pub kind: Option<String>,
    /// Of a ministry the country, which need not be said.
    pub area: Option<AreaSent>,
    pub name: String,
    pub name_en: Option<String>,
    /// As a register knows it; none twice in an incident.
    pub code: Option<String>,
}

const NAMES: &[(&str, &str)] = &[("area", "area_text")];

impl Body for NewJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

/// Above what a unit is made.
enum Place {
    Below(Handle),
    Root(IncidentId),
}

async fn place(caller: &Caller, typed: &Typed) -> Result<Result<Place, Problems>, Error> {
    let mut problems = Problems::default();
    if !typed.has("parent") {
        let open = incidents::actions::open(&caller.app, caller.cx.now).await?;
        let incident = incidents::api::find(&open, typed.value("incident"));
        let id = incident.map(|incident| incident.id).ok_or(());
        let id = problems.keep("incident", id, |()| "api-unknown-incident");
        return Ok(id.map(Place::Root).ok_or(problems));
    }
    let parent = match typed.value("parent").trim().parse::<Handle>() {
        Ok(parent) => match actions::unit(&caller.app, &caller.cx, parent).await {
            Ok(_) => Some(parent),
            Err(Error::NotFound) => None,
            Err(err) => return Err(err),
        },
        Err(_) => None,
    };
    let parent = problems.keep("parent", parent.ok_or(()), |()| "supply-unit-unknown");
    Ok(parent.map(Place::Below).ok_or(problems))
}

/// Makes a unit below another, whose officers and whose area's admins may, or the ministry of an incident, which a
/// national admin may.
#[utoipa::path(
    post, path = "/api/v1/supply/units", tag = "supply",
    request_body = NewJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each unit: however often it is sent, it is made \
            once and the answer is the unit as it stands"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Made", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn make(received: Received<NewJson>) -> Result<(StatusCode, Json<SeenJson>), Failure> {
    let caller = &received.caller;
    signed_in(caller)?;
    let mut typed = received.typed.clone();
    if !typed.has("parent") {
        for (field, usual) in [("tier", Tier::Ministry.code()), ("area_text", "0")] {
            if !typed.has(field) {
                typed.set(field, usual);
            }
        }
    }
    let area = typed.value("area_text").trim().to_owned();
    area_typed::put(&mut typed, &area);
    let place = place(caller, &typed).await?;
    let (place, new) = received.read(|_| match (place, form::read_unit(&typed)) {
        (Ok(place), Ok(new)) => Ok((place, new)),
        (Err(mut problems), Err(more)) => {
            for (field, said) in more.iter() {
                problems.add(field, said.clone());
            }
            Err(problems)
        }
        (Err(problems), _) | (_, Err(problems)) => Err(problems),
    })?;
    let (app, cx, key) = (&caller.app, &caller.cx, received.key.as_ref());
    let made = match place {
        Place::Below(parent) => actions::make_once(app, cx, parent, &new, key).await?,
        Place::Root(incident) => actions::make_root_once(app, cx, incident, &new, key).await?,
    };
    Ok((StatusCode::CREATED, seen(caller, made).await?))
}

/// What of a unit changes; the rest stays. What it is called, where it hangs and that it is closed are told one at
/// a time.
#[derive(Debug, ToSchema)]
#[schema(as = ChangedSupplyUnit)]
#[serde(deny_unknown_fields)]
pub struct ChangedJson {
    /// The version the change is made to; another one is refused with 409. The one that stands when left out.
    pub version: Option<i64>,
    pub name: Option<String>,
    pub name_en: Option<String>,
    /// Of an end unit.
    pub kind: Option<String>,
    /// Within the same province.
    pub area: Option<AreaSent>,
    /// The unit it is to hang below from now on.
    pub parent: Option<String>,
    /// `true` closes it: today is the last day it accounts for.
    pub closed: Option<bool>,
}

impl Body for ChangedJson {
    const NAMES: &'static [(&'static str, &'static str)] = NAMES;
}

enum Change {
    Told(NewUnit),
    Hang(Handle),
    Close,
    Nothing,
}

fn read_change(typed: &Typed, stands: &Unit) -> Result<(i64, Change), Problems> {
    let mut problems = Problems::default();
    let version = match typed.value("version") {
        "" => Ok(stands.version),
        text => text.parse(),
    };
    let version = problems.keep("version", version, |_| "choice-unknown");
    let told = ["name", "name_en", "kind", "area_text"];
    let is_sent = |field: &str| typed.iter().any(|(name, _)| name == field);
    let is_told = told.iter().any(|field| is_sent(field));
    let (hangs, closes) = (is_sent("parent"), typed.value("closed") == "yes");
    if [is_told, hangs, closes].iter().filter(|one| **one).count() > 1 {
        let field = if hangs { "parent" } else { "closed" };
        problems.add(field, "supply-one-change");
    }
    let change = if hangs {
        let parent = typed.value("parent").trim().parse();
        problems
            .keep("parent", parent, |_| "supply-unit-unknown")
            .map(Change::Hang)
    } else if closes {
        Some(Change::Close)
    } else if is_told {
        let mut whole = Typed::default();
        whole.set("tier", stands.tier.code());
        whole.set("kind", stands.kind.map_or("", EndKind::code));
        whole.set("name", stands.name.clone());
        whole.set("name_en", stands.name_en.clone());
        whole.set("area_text", stands.area.short());
        for field in told.into_iter().filter(|field| is_sent(field)) {
            whole.set(field, typed.value(field));
        }
        let area = whole.value("area_text").trim().to_owned();
        area_typed::put(&mut whole, &area);
        match form::read_unit(&whole) {
            Ok(new) => Some(Change::Told(new)),
            Err(more) => {
                for (field, said) in more.iter() {
                    problems.add(field, said.clone());
                }
                None
            }
        }
    } else {
        Some(Change::Nothing)
    };
    match (version, change) {
        (Some(version), Some(change)) if problems.is_empty() => Ok((version, change)),
        _ => Err(problems),
    }
}

/// Changes name, kind or area of a unit, hangs it below another, or closes it. Whoever answers for the level above
/// may.
#[utoipa::path(
    patch, path = "/api/v1/supply/units/{unit}", tag = "supply",
    params(("unit" = String, Path)),
    request_body = ChangedJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn change(
    Path(unit): Path<String>,
    received: Received<ChangedJson>,
) -> Result<Json<SeenJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    signed_in(caller)?;
    let handle = handle(&unit)?;
    let (stands, _) = actions::unit(app, cx, handle).await?;
    let (version, change) = received.read(|typed| read_change(typed, &stands))?;
    match change {
        Change::Told(new) => actions::change(app, cx, handle, version, &new).await?,
        Change::Hang(parent) => actions::hang(app, cx, handle, version, parent).await?,
        Change::Close => actions::close_unit(app, cx, handle, version).await?,
        Change::Nothing => {}
    }
    Ok(seen(caller, handle).await?)
}
