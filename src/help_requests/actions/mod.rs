//! What people do with help requests.

pub mod ask;
pub mod lapse;
pub mod requester;
pub mod see;
pub mod volunteer;

use db::Tx;
use serde_json::Value;

use super::model::{HelpRequest, Progress};
use super::rules::CannotAct;
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::tallies::{self, Cell, Metric};

/// Writes a step: the row, its event, the figures it moves.
async fn step_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &mut HelpRequest,
    progress: Progress,
    name: &'static str,
    payload: Value,
) -> Result<(), Error> {
    let (before, after) = (request.progress.state(), progress.state());
    if !store::set_progress(tx, request, &progress, cx.now).await? {
        return Err(CannotAct::OutOfOrder.into());
    }
    request.progress = progress;
    request.state_at = cx.now;
    request.version += 1;
    let event = NewEvent {
        province: request.province,
        name,
        subject: request.id.0,
        area: request.area,
        payload,
    };
    events::record_in(app, tx, cx, &event)?;
    if before != after && !request.practice {
        let cell = cell(request);
        let dims = |state: super::model::State| format!("{}|{}", request.kind, state.code());
        tallies::store::add(tx, &cell, Metric::Requests, &dims(before), -1)?;
        tallies::store::add(tx, &cell, Metric::Requests, &dims(after), 1)?;
    }
    Ok(())
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
