//! Units for programs: one's own, those below another, made, changed, hung elsewhere, closed.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::{Problems, Typed};

use super::json::{self, GoodsJson, RightsJson, SeatJson, ShipmentJson, SumJson, UnitJson};
use super::{date_asked, handle, signed_in};
use crate::api::json::{AreaSent, Items};
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::incidents;
use crate::layout::Failure;
use crate::supplies::actions::{self, Below, Listed};
use crate::supplies::form;
use crate::supplies::model::{EndKind, Handle, NewUnit, Tier, Unit};

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The unit above; one's own units when left out.
    pub parent: Option<String>,
    /// Of units below another: the day that is looked at; today when left out.
    #[param(format = Date)]
    pub date: Option<String>,
}

/// A unit with how its days stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListedSupplyUnit)]
pub struct ListedJson {
    #[serde(flatten)]
    pub unit: UnitJson,
    /// Whether the caller is an officer of it; of one's own alone, where admins find the widest of their area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_officer: Option<bool>,
    /// The first day that may be closed now; of one's own alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub next_day: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub last_closed_on: Option<Date>,
    /// Shipments that wait to be acknowledged; of one's own alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incoming: Option<usize>,
    /// Whether the day asked for is closed; of units below another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_day_closed: Option<bool>,
    /// What it has; of units below another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stock: Option<Vec<SumJson>>,
    /// Who keeps its books, and whether they have signed in yet; of units below another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub officers: Option<Vec<SeatJson>>,
}

impl ListedJson {
    fn plain(unit: UnitJson) -> ListedJson {
        ListedJson {
            unit,
            is_officer: None,
            next_day: None,
            last_closed_on: None,
            incoming: None,
            is_day_closed: None,
            stock: None,
            officers: None,
        }
    }

    fn kept(one: &Listed) -> ListedJson {
        ListedJson {
            is_officer: Some(true),
            next_day: one.next,
            last_closed_on: one.last_closed,
            incoming: Some(one.n_incoming),
            ..ListedJson::plain(json::unit(&one.unit, None))
        }
    }

    fn of_area(unit: &Unit) -> ListedJson {
        ListedJson {
            is_officer: Some(false),
            ..ListedJson::plain(json::unit(unit, None))
        }
    }

    fn below(parent: Handle, one: &Below) -> ListedJson {
        let stock = one.stock.iter().map(|(item, quantity)| SumJson {
            item: item.clone(),
            quantity: *quantity,
        });
        ListedJson {
            last_closed_on: one.day.last_closed,
            is_day_closed: Some(one.day.is_closed),
            stock: Some(stock.collect()),
            officers: Some(one.officers.iter().map(SeatJson::from).collect()),
            ..ListedJson::plain(json::unit(&one.unit, Some(parent)))
        }
    }
}

/// The units whose books the caller keeps, and for admins the widest of their areas; or those one level below
/// another. The list is whole: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/supply/units", tag = "supply",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The units", body = Items<ListedJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<ListedJson>>, Failure> {
    signed_in(&caller)?;
    let mut problems = caller.unknown_in_query(&["parent", "date"]);
    let date = date_asked(&caller, &mut problems);
    if !problems.is_empty() {
        return Err(Error::from(problems).into());
    }
    let (app, cx) = (&caller.app, &caller.cx);
    let items = match caller.query.value("parent").trim() {
        "" => {
            let own = actions::own(app, cx).await?;
            let kept = own.kept.iter().map(ListedJson::kept);
            kept.chain(own.of_area.iter().map(ListedJson::of_area))
                .collect()
        }
        parent => {
            let parent = handle(parent)?;
            let tree = actions::tree(app, cx, parent, date, None).await?;
            let below = tree.below.iter();
            below.map(|one| ListedJson::below(parent, one)).collect()
        }
    };
    Ok(Json(Items { items, next: None }))
}

/// A unit with what it has and what is on its way.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeenSupplyUnit)]
pub struct SeenJson {
    #[serde(flatten)]
    pub unit: UnitJson,
    pub rights: RightsJson,
    pub stock: Vec<GoodsJson>,
    /// The first day that may be closed now; null where none may.
    #[schema(format = Date)]
    pub next_day: Option<Date>,
    #[schema(format = Date)]
    pub last_closed_on: Option<Date>,
    /// What waits to be acknowledged, the oldest first.
    pub incoming: Vec<ShipmentJson>,
    /// The last ten that went out, the newest first.
    pub outgoing: Vec<ShipmentJson>,
    /// Units one level down.
    pub n_below: usize,
    /// Units of any level below that have not closed today; 1000 stands for that many or more.
    pub n_unreported: usize,
}

async fn seen(caller: &Caller, handle: Handle) -> Result<Json<SeenJson>, Error> {
    let home = actions::home(&caller.app, &caller.cx, handle).await?;
    let (unit, incoming, outgoing) = (&home.unit, home.incoming.iter(), home.outgoing.iter());
    Ok(Json(SeenJson {
        unit: json::unit(unit, home.parent.as_ref().map(Unit::handle)),
        rights: home.rights.into(),
        stock: json::goods(&home.stock),
        next_day: home.next,
        last_closed_on: home.last.as_ref().map(|last| last.day),
        incoming: incoming
            .map(|(sent, from)| json::shipment(sent, from, unit))
            .collect(),
        outgoing: outgoing
            .map(|(sent, to)| json::shipment(sent, unit, to))
            .collect(),
        n_below: home.n_below,
        n_unreported: home.n_unreported,
    }))
}

/// A unit with what it has, what is on its way, and what the caller may do there.
#[utoipa::path(
    get, path = "/api/v1/supply/units/{unit}", tag = "supply",
    params(("unit" = String, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The unit", body = SeenJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(Path(unit): Path<String>, caller: Caller) -> Result<Json<SeenJson>, Failure> {
    signed_in(&caller)?;
    Ok(seen(&caller, handle(&unit)?).await?)
}

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
    let (app, cx) = (&caller.app, &caller.cx);
    let made = match place {
        Place::Below(parent) => actions::make(app, cx, parent, &new).await?,
        Place::Root(incident) => actions::make_root(app, cx, incident, &new).await?,
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
