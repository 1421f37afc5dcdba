//! Units for programs: one's own, those below another, and each with what it has.

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::Problems;

use super::json::{self, GoodsJson, RightsJson, SeatJson, ShipmentJson, SumJson, UnitJson};
use super::{after, date_asked, handle, signed_in};
use crate::api::Caller;
use crate::api::json::Items;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::error::Error;
use crate::ids::IncidentId;
use crate::incidents;
use crate::layout::Failure;
use crate::supplies::actions::{self, Below, Listed};
use crate::supplies::model::{Handle, Unit};

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The unit above; one's own units when left out, or those of an area.
    pub parent: Option<String>,
    /// The digits of an area's code: all units in it, as far as the caller sees them, a hundred at a time.
    pub area: Option<String>,
    /// With an area: the prefix or the id of an open incident; not needed where one alone is open.
    pub incident: Option<String>,
    /// `next` of the page before; with an area.
    pub after: Option<String>,
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
/// another; or all of an area, each with the one above, the widest first. The first two lists are whole: `next` is
/// null.
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
    let known = match caller.query.has("area") {
        true => &["area", "incident", "after"][..],
        false => &["parent", "date"],
    };
    let mut problems = caller.unknown_in_query(known);
    let date = date_asked(&caller, &mut problems);
    let area = area_asked(&caller, &mut problems).await?;
    if !problems.is_empty() {
        return Err(Error::from(problems).into());
    }
    let (app, cx) = (&caller.app, &caller.cx);
    if let Some((incident, area)) = area {
        let (units, next) = actions::of_area(app, cx, incident, area, after(&caller)).await?;
        let items = units.iter();
        let items = items.map(|(unit, parent)| ListedJson::plain(json::unit(unit, *parent)));
        return Ok(Json(Items {
            items: items.collect(),
            next,
        }));
    }
    let items = match caller.query.value("parent").trim() {
        "" => {
            let own = actions::own(app, cx).await?;
            let kept = own.kept.iter().map(ListedJson::kept);
            kept.chain(own.of_area.iter().map(ListedJson::of_area))
                .collect()
        }
        parent => {
            let parent = handle(parent)?;
            let below = actions::below(app, cx, parent, date).await?;
            let below = below.iter();
            below.map(|one| ListedJson::below(parent, one)).collect()
        }
    };
    Ok(Json(Items { items, next: None }))
}

/// The area and the incident that are asked for, where one is.
async fn area_asked(
    caller: &Caller,
    problems: &mut Problems,
) -> Result<Option<(IncidentId, AreaCode)>, Error> {
    if !caller.query.has("area") {
        return Ok(None);
    }
    let area: Option<AreaCode> = caller.query.value("area").trim().parse().ok();
    let area = area.filter(|area| areas::register().get(*area).is_some());
    let area = problems.keep("area", area.ok_or(()), |()| "areas-code-unknown");
    let open = incidents::actions::open(&caller.app, caller.cx.now).await?;
    let incident = match (caller.query.has("incident"), &*open) {
        (false, [only]) => Some(only),
        _ => incidents::api::find(&open, caller.query.value("incident")),
    };
    let incident = incident.map(|incident| incident.id).ok_or(());
    let incident = problems.keep("incident", incident, |()| "api-unknown-incident");
    Ok(incident.zip(area))
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

pub(super) async fn seen(caller: &Caller, handle: Handle) -> Result<Json<SeenJson>, Error> {
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
