//! What people do with help requests.

pub mod amend;
pub mod ask;
pub mod assign;
pub mod beside;
pub mod desk;
pub mod drop;
pub mod duplicates;
pub mod goods;
pub mod health;
pub mod lapse;
pub mod merge;
pub mod next;
pub mod notes;
pub mod of_organisation;
mod place;
pub mod refer;
pub mod requester;
pub mod see;
pub mod tell;
pub mod timing;
pub mod transfer;
pub mod urgency;
pub mod volunteer;

use std::sync::Arc;

use areas::AreaCode;
use db::Tx;
use serde_json::Value;

use super::model::{HelpRequest, Progress, ReferredTo, State};
use super::rules::CannotAct;
use super::rules::timing::look_at;
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::ids::IncidentId;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::{Kind, Limits};
use crate::tallies::{self, Cell, Fact, Metric};

/// The incidents that are or were, read before a write.
pub struct Incidents(Arc<Vec<Incident>>);

impl Incidents {
    pub async fn read(app: &App, cx: &Cx) -> Result<Incidents, Error> {
        Ok(Incidents(incidents::actions::all(app, cx.now).await?))
    }

    pub fn find(&self, id: IncidentId) -> Result<&Incident, Error> {
        self.0
            .iter()
            .find(|incident| incident.id == id)
            .ok_or(Error::NotFound)
    }

    /// The kind of a request, as its incident's preset has it.
    pub fn kind(&self, request: &HelpRequest) -> Result<&'static Kind, Error> {
        let preset = self.find(request.incident)?.preset;
        preset.kind(&request.kind).ok_or(Error::NotFound)
    }

    /// How long a request may stand in each step.
    pub fn limits(&self, request: &HelpRequest) -> Limits {
        self.kind(request)
            .map_or_else(|_| Limits::default(), |kind| kind.limits)
    }
}

/// A step: what becomes of a request, the event that tells of it, and what the event says.
struct Step {
    progress: Progress,
    name: &'static str,
    payload: Value,
}

/// Writes a step: the row, its event, the figures it moves. Whatever else of the request was changed
/// is written along.
async fn step_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    incidents: &Incidents,
    request: &mut HelpRequest,
    step: Step,
) -> Result<(), Error> {
    let (before, after) = (request.progress.state(), step.progress.state());
    let referred_before = referred_to(request);
    if before != after {
        request.state_at = cx.now;
        request.escalation = 0;
        request.offered = None;
    }
    if step.progress.held().is_none() || request.progress.helper() != step.progress.helper() {
        request.transfer = None;
    }
    request.progress = step.progress;
    save_in(tx, cx, incidents, request).await?;
    let also = referred_to(request).or(referred_before);
    record_also_in(app, tx, cx, request, also, (step.name, step.payload))?;
    if after == State::Waiting {
        app.offers.forget(request.id);
    }
    if before != after {
        goods::end_in(tx, cx, request).await?;
    }
    match (before.is_open(), after.is_open()) {
        // Whoever a volunteer could not reach is called by the desk.
        (_, false) if after == State::Unreachable => {}
        (true, false) => store::desk::take_out(tx, request)?,
        (false, true) => desk::put_again_in(tx, request, cx.now).await?,
        _ => {}
    }
    if before != after && !request.practice {
        let cell = cell(request);
        let facts = [(before, -1), (after, 1)];
        let facts = facts.map(|(state, n)| counted(cell, &request.kind, state, n));
        tallies::store::add(tx, &facts)?;
    }
    Ok(())
}

/// So many more requests of a kind in a state.
fn counted(cell: Cell, kind: &str, state: State, n: i64) -> Fact {
    Fact {
        cell,
        metric: Metric::Requests,
        dims: format!("{kind}|{}", state.code()),
        n,
    }
}

/// Writes what was changed of a request, unless somebody else was quicker.
async fn save_in(
    tx: &mut Tx,
    cx: &Cx,
    incidents: &Incidents,
    request: &mut HelpRequest,
) -> Result<(), Error> {
    let look_at = look_at(request, incidents.limits(request), cx.now);
    if !store::save(tx, request, look_at, cx.now).await? {
        return Err(CannotAct::OutOfOrder.into());
    }
    request.version += 1;
    Ok(())
}

/// The area a case is referred to; it hears what happens to the case.
fn referred_to(request: &HelpRequest) -> Option<AreaCode> {
    match &request.progress {
        Progress::Referred(referral) => match referral.to {
            ReferredTo::Area(area) => Some(area),
            ReferredTo::Organisation(_) => None,
        },
        _ => None,
    }
}

/// Writes an event of a request.
fn record_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &HelpRequest,
    name: &'static str,
    payload: Value,
) -> Result<(), db::Error> {
    let also = referred_to(request);
    record_also_in(app, tx, cx, request, also, (name, payload))
}

/// Writes an event that another area hears of too.
fn record_also_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &HelpRequest,
    also: Option<AreaCode>,
    (name, mut payload): (&'static str, Value),
) -> Result<(), db::Error> {
    payload["version"] = request.version.into();
    let event = NewEvent {
        province: request.province,
        name,
        subject: request.id.0,
        area: request.area,
        also,
        payload,
    };
    events::record_in(app, tx, cx, &event)
}

/// Requests are counted on the day they were asked, in the area they are in.
fn cell(request: &HelpRequest) -> Cell {
    Cell {
        province: request.province,
        incident: request.incident,
        area: request.area,
        day: request.asked_on,
    }
}
