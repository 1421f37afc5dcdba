//! Goods sent to other units, for programs: several items to several receivers at once, and where they went.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Problems, Typed};

use super::json::TracedJson;
use super::reading::{self, QuantitySent};
use super::{unit_asked, unit_told};
use crate::access::Cx;
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::ids::AllocationId;
use crate::incidents::preset::Preset;
use crate::layout::Failure;
use crate::supplies::actions::{self, NewAllocation, Onward};
use crate::supplies::form;
use crate::supplies::model::{Handle, NewShipment, Planned};

/// What a receiver did with an item since it came.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplySince)]
pub struct SinceJson {
    pub item: String,
    pub sent_on: i64,
    pub handed_out: i64,
    /// What is there now.
    pub there: i64,
}

/// A shipment of an allocation, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyOnward)]
pub struct OnwardJson {
    #[serde(flatten)]
    pub shipment: TracedJson,
    /// Empty until it has arrived.
    pub since: Vec<SinceJson>,
    /// The allocations by which the receiver sent goods on since; each is traced by the receiver's unit.
    pub next: Vec<Uuid>,
}

impl From<&Onward> for OnwardJson {
    fn from(onward: &Onward) -> OnwardJson {
        let since = onward.since.iter();
        OnwardJson {
            shipment: (&onward.traced).into(),
            since: since
                .map(|(item, sent_on, handed_out, there)| SinceJson {
                    item: item.clone(),
                    sent_on: *sent_on,
                    handed_out: *handed_out,
                    there: *there,
                })
                .collect(),
            next: onward.next.iter().map(|allocation| allocation.0).collect(),
        }
    }
}

/// All that went out at once, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyTrace)]
pub struct TraceJson {
    pub allocation: Uuid,
    /// The unit that sent it.
    pub unit: String,
    pub shipments: Vec<OnwardJson>,
}

async fn traced(
    caller: &Caller,
    unit: Handle,
    allocation: AllocationId,
) -> Result<Json<TraceJson>, Error> {
    let trace = actions::trace(&caller.app, &caller.cx, unit, allocation).await?;
    Ok(Json(TraceJson {
        allocation: allocation.0,
        unit: trace.unit.handle().to_string(),
        shipments: trace.shipments.iter().map(OnwardJson::from).collect(),
    }))
}

/// Who sent it.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The unit that sent it.
    pub unit: String,
}

/// Where the goods of an allocation went. Whoever sees the unit that sent them may.
#[utoipa::path(
    get, path = "/api/v1/supply/trace/{allocation}", tag = "supply",
    params(("allocation" = Uuid, Path), Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What became of it", body = TraceJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn trace(
    Path(allocation): Path<String>,
    caller: Caller,
) -> Result<Json<TraceJson>, Failure> {
    let (unit, _) = unit_asked(&caller, &["unit"])?;
    let allocation: AllocationId = allocation.parse().map_err(|_| Error::NotFound)?;
    Ok(traced(&caller, unit, allocation).await?)
}

/// How much of an item is meant for a group.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyPlan)]
#[serde(deny_unknown_fields)]
pub struct PlanSent {
    /// A code of the preset's risk groups, each once.
    pub risk_group: String,
    pub quantity: QuantitySent,
}

/// How much of an item a receiver gets.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyShare)]
#[serde(deny_unknown_fields)]
pub struct ItemSent {
    /// A code of the preset's items, each once; the only one there is when left out.
    pub item: Option<String>,
    /// Taken from what expires first.
    pub quantity: QuantitySent,
    /// For which groups; together as much as the quantity.
    pub plan: Option<Vec<PlanSent>>,
}

/// What one receiver gets.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyShipment)]
#[serde(deny_unknown_fields)]
pub struct ShipmentSent {
    /// A unit one level below, beside or the one above, each once.
    pub to: String,
    pub items: Vec<ItemSent>,
}

/// What goes out at once: all of it or nothing.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyAllocation)]
#[serde(deny_unknown_fields)]
pub struct NewJson {
    /// The unit that sends.
    pub unit: String,
    /// The number of the paper.
    pub document: Option<String>,
    pub carrier: Option<String>,
    pub note: Option<String>,
    pub shipments: Vec<ShipmentSent>,
    /// When it went out; now when left out.
    #[schema(format = DateTime)]
    pub happened_at: Option<String>,
    /// The day alone, where the time is not known.
    #[schema(format = Date)]
    pub happened_on: Option<String>,
}

impl Body for NewJson {}

fn read(cx: &Cx, preset: &Preset, typed: &Typed) -> Result<NewAllocation, Problems> {
    let mut problems = Problems::default();
    let mut new = NewAllocation {
        when: form::when(cx.language, cx.now, typed, &mut problems),
        document: form::line(typed, "document", &mut problems),
        carrier: form::line(typed, "carrier", &mut problems),
        note: form::note(typed, "note", &mut problems),
        shipments: Vec::new(),
    };
    for at in reading::places(typed, "shipments") {
        let field = format!("{at}.to");
        let to = typed.value(&field).trim().parse::<Handle>();
        let to = problems.keep(&field, to, |_| "supply-unit-unknown");
        if to.is_some_and(|to| new.shipments.iter().any(|one| one.to == to.id)) {
            problems.add(&field, "supply-line-twice");
        }
        let (wanted, planned) = read_items(preset, typed, &at, &mut problems);
        if let Some(to) = to {
            new.shipments.push(NewShipment {
                to: to.id,
                wanted,
                planned,
            });
        }
    }
    if new.shipments.is_empty() {
        problems.add("shipments", "supply-receivers-missing");
    }
    match problems.is_empty() {
        true => Ok(new),
        false => Err(problems),
    }
}

fn read_items(
    preset: &Preset,
    typed: &Typed,
    shipment: &str,
    problems: &mut Problems,
) -> (Vec<(String, i64)>, Vec<Planned>) {
    let mut wanted: Vec<(String, i64)> = Vec::new();
    let mut planned = Vec::new();
    let list = format!("{shipment}.items");
    for at in reading::places(typed, &list) {
        let field = format!("{at}.item");
        let Some(item) = reading::item(preset, typed, &field, problems) else {
            continue;
        };
        if wanted.iter().any(|(known, _)| *known == item.code) {
            problems.add(field, "supply-line-twice");
        }
        let quantity = reading::some(item, typed, &format!("{at}.quantity"), problems);
        let (mut groups, mut sum) = (Vec::new(), 0);
        let plan = format!("{at}.plan");
        for at in reading::places(typed, &plan) {
            let field = format!("{at}.risk_group");
            let group = reading::group(preset, typed, &field, problems);
            let quantity = reading::some(item, typed, &format!("{at}.quantity"), problems);
            let (Some(risk_group), Some(quantity)) = (group, quantity) else {
                continue;
            };
            if groups.contains(&risk_group) {
                problems.add(field, "supply-line-twice");
            }
            groups.push(risk_group.clone());
            sum += quantity;
            planned.push(Planned {
                item: item.code.clone(),
                risk_group,
                quantity,
            });
        }
        let Some(quantity) = quantity else { continue };
        if sum != quantity && !groups.is_empty() && problems.is_empty() {
            let said = web::Message::new("supply-plan-differs")
                .with("planned", sum)
                .with("total", quantity);
            problems.add(plan, said);
        }
        wanted.push((item.code.clone(), quantity));
    }
    if wanted.is_empty() {
        problems.add(list, "supply-quantity-missing");
    }
    (wanted, planned)
}

/// Sends goods to units below, beside or above; all of it or nothing. Whoever keeps the books of the unit may; the
/// receivers are told.
#[utoipa::path(
    post, path = "/api/v1/supply/allocations", tag = "supply",
    request_body = NewJson,
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "One to eighty visible letters, made once for each allocation: however often it is sent, the \
            goods go out once and the answer is the same"
    )),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Sent", body = TraceJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn allocate(
    received: Received<NewJson>,
) -> Result<(StatusCode, Json<TraceJson>), Failure> {
    let caller = &received.caller;
    let (unit, incident) = unit_told(&received).await?;
    let new = received.read(|typed| read(&caller.cx, incident.preset, typed))?;
    let (handle, key) = (unit.handle(), received.key.as_ref());
    let made = actions::allocate(&caller.app, &caller.cx, handle, &new, key).await?;
    Ok((StatusCode::CREATED, traced(caller, handle, made).await?))
}
