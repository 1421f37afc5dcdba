//! Where a request stands is put right: its area and the figures move along, its reference stays.

use db::Tx;
use serde_json::json;

use super::{Incidents, cell, counted, record_also_in, referred_to, save_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::model::desk::NewPlace;
use crate::help_requests::store;
use crate::tallies;

/// Moves a request, keeping where it was, and writes the rest of its row.
pub(super) async fn move_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    incidents: &Incidents,
    request: &mut HelpRequest,
    to: &NewPlace,
) -> Result<(), Error> {
    let (id, by) = (app.ids.at(cx.now), cx.account());
    store::calls::move_to(tx, request, id, (by, cx.now), to)?;
    let old = cell(request);
    request.area = to.area;
    save_in(tx, cx, incidents, request).await?;
    let left = (old.area != request.area).then_some(old.area);
    let also = left.or_else(|| referred_to(request));
    let what = ("help_request.pin_moved", json!({}));
    record_also_in(app, tx, cx, request, also, what)?;
    if left.is_some() && !request.practice {
        let facts = [(old, -1), (cell(request), 1)];
        let state = request.progress.state();
        let facts = facts.map(|(cell, n)| counted(cell, &request.kind, state, n));
        tallies::store::add(tx, &facts)?;
    }
    Ok(())
}
