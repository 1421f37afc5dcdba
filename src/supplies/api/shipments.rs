//! Shipments for programs: seen from either end, acknowledged by the receiver, taken back by the sender.

use axum::Json;
use axum::extract::Path;
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::allocations::Asked;
use super::json::TracedJson;
use super::reading::{self, QuantitySent};
use super::{unit_asked, unit_told};
use crate::access::Cx;
use crate::api::problem::{Conflict, Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::Failure;
use crate::supplies::actions::{self, Came, When};
use crate::supplies::form;
use crate::supplies::model::{Goods, Handle, ShipmentHandle};

fn shipment(text: &str) -> Result<ShipmentHandle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn seen(
    caller: &Caller,
    unit: Handle,
    which: ShipmentHandle,
) -> Result<Json<TracedJson>, Error> {
    let (_, _, traced) = actions::shipment(&caller.app, &caller.cx, unit, which).await?;
    Ok(Json((&traced).into()))
}

/// A shipment as a unit at either end sees it.
#[utoipa::path(
    get, path = "/api/v1/supply/allocations/{shipment}", tag = "supply",
    params(("shipment" = String, Path), Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The shipment", body = TracedJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn show(Path(which): Path<String>, caller: Caller) -> Result<Json<TracedJson>, Failure> {
    let (unit, _) = unit_asked(&caller, &["unit"])?;
    Ok(seen(&caller, unit, shipment(&which)?).await?)
}

/// What came of one line of a shipment.
#[derive(Debug, ToSchema)]
#[schema(as = NewSupplyCame)]
#[serde(deny_unknown_fields)]
pub struct CameSent {
    /// The only one there is when left out.
    pub item: Option<String>,
    /// Of items that keep lots.
    pub lot: Option<String>,
    /// Whole and usable; all but what is damaged when left out.
    pub received: Option<QuantitySent>,
    /// Nothing when left out.
    pub damaged: Option<QuantitySent>,
    /// Why less came: `damaged`, `expired`, `lost`, `stolen`, `miscounted`, `not_booked`, `mistyped` or `other`.
    pub reason: Option<String>,
    pub note: Option<String>,
}

/// What came of a shipment.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyAcknowledgement)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeJson {
    /// The unit that received it.
    pub unit: String,
    /// Lines that are not named came whole.
    pub lines: Option<Vec<CameSent>>,
    pub note: Option<String>,
    /// When it came; now when left out.
    #[schema(format = DateTime)]
    pub happened_at: Option<String>,
    /// The day alone, where the time is not known.
    #[schema(format = Date)]
    pub happened_on: Option<String>,
}

impl Body for AcknowledgeJson {}

fn read(
    cx: &Cx,
    preset: &Preset,
    typed: &Typed,
    lines: &[Goods],
) -> Result<(Vec<Came>, String, When), Problems> {
    let mut problems = Problems::default();
    let when = form::when(cx.language, cx.now, typed, &mut problems);
    let note_of_all = form::note(typed, "note", &mut problems);
    let mut came: Vec<Came> = Vec::new();
    for at in reading::places(typed, "lines") {
        let field = format!("{at}.item");
        let lot = typed.value(&format!("{at}.lot")).trim();
        let Some(item) = reading::item(preset, typed, &field, &mut problems) else {
            continue;
        };
        let line = lines
            .iter()
            .find(|line| line.item == item.code && line.lot.name == lot);
        let Some(line) = line else {
            problems.add(field, "supply-line-unknown");
            continue;
        };
        if came
            .iter()
            .any(|one| one.item == line.item && one.lot == line.lot.name)
        {
            problems.add(field, "supply-line-twice");
        }
        let damaged = format!("{at}.damaged");
        let damaged = reading::any(item, typed, &damaged, Some(0), &mut problems);
        let rest = damaged.map(|damaged| (line.quantity - damaged).max(0));
        let received = format!("{at}.received");
        let received = reading::any(item, typed, &received, rest, &mut problems);
        let reason = reading::reason(typed, &format!("{at}.reason"), &mut problems);
        let note = form::note(typed, &format!("{at}.note"), &mut problems);
        let (Some(received), Some(damaged)) = (received, damaged) else {
            continue;
        };
        came.push(Came {
            item: line.item.clone(),
            lot: line.lot.name.clone(),
            received,
            damaged,
            reason,
            note,
        });
    }
    match problems.is_empty() {
        true => Ok((came, note_of_all, when)),
        false => Err(problems),
    }
}

/// Says what came of a shipment; whoever keeps the books of the receiver may. Said again the same way nothing
/// changes; what is said otherwise needs an undo first.
#[utoipa::path(
    post, path = "/api/v1/supply/allocations/{shipment}/acknowledge", tag = "supply",
    params(("shipment" = String, Path)),
    request_body = AcknowledgeJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = TracedJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn acknowledge(
    Path(which): Path<String>,
    received: Received<AcknowledgeJson>,
) -> Result<Json<TracedJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let (unit, incident) = unit_told(&received).await?;
    let (handle, which) = (unit.handle(), shipment(&which)?);
    let (_, _, sent) = actions::shipment(app, cx, handle, which).await?;
    let (came, note, when) =
        received.read(|typed| read(cx, incident.preset, typed, &sent.lines))?;
    actions::acknowledge(app, cx, (handle, which), (&came, &note), when).await?;
    Ok(seen(&received.caller, handle, which).await?)
}

/// Who takes something back, and why.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyTakenBack)]
#[serde(deny_unknown_fields)]
pub struct BackJson {
    pub unit: String,
    pub note: Option<String>,
}

impl Body for BackJson {}

fn read_note(typed: &Typed) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let note = form::note(typed, "note", &mut problems);
    match problems.is_empty() {
        true => Ok(note),
        false => Err(problems),
    }
}

/// Takes back what the receiver said of a shipment, to say it anew; what came must still be there. Taken back again
/// nothing changes.
#[utoipa::path(
    post, path = "/api/v1/supply/allocations/{shipment}/undo", tag = "supply",
    params(("shipment" = String, Path)),
    request_body = BackJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = TracedJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn undo(
    Path(which): Path<String>,
    received: Received<BackJson>,
) -> Result<Json<TracedJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let (unit, _) = unit_told(&received).await?;
    let (handle, which) = (unit.handle(), shipment(&which)?);
    let note = received.read(read_note)?;
    actions::undo(app, cx, (handle, which), &note).await?;
    Ok(seen(&received.caller, handle, which).await?)
}

/// Takes back a shipment that nobody has acknowledged yet; whoever keeps the books of the sender may.
#[utoipa::path(
    post, path = "/api/v1/supply/allocations/{shipment}/cancel", tag = "supply",
    params(("shipment" = String, Path)),
    request_body = BackJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = TracedJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn cancel(
    Path(which): Path<String>,
    received: Received<BackJson>,
) -> Result<Json<TracedJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let (unit, _) = unit_told(&received).await?;
    let (handle, which) = (unit.handle(), shipment(&which)?);
    let note = received.read(read_note)?;
    actions::cancel(app, cx, (handle, which), &note).await?;
    Ok(seen(&received.caller, handle, which).await?)
}
