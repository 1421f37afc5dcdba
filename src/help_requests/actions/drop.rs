//! What somebody holds goes back to the list when their rights end: nobody waits for a person who
//! may not come.

use areas::AreaCode;
use serde_json::json;

use super::{Incidents, Step, step_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{HelpRequest, Progress};
use crate::help_requests::store;
use crate::ids::AccountId;

/// Every case that an account holds within these areas becomes waiting; gives how many.
pub async fn release_all(
    app: &App,
    cx: &Cx,
    account: AccountId,
    within: &[AreaCode],
) -> Result<usize, Error> {
    let incidents = Incidents::read(app, cx).await?;
    let held = db::read!(app.db, |tx| { store::open_of_holder(tx, account).await })?;
    let there = |request: &&HelpRequest| within.iter().any(|area| area.contains(request.area));
    let mut released = 0;
    for request in held.iter().filter(there) {
        // Looked at again within the write: it may have been given back or closed meanwhile.
        let moved = db::write!(app.db, |tx| {
            let found = store::find_by_id(tx, request.province, request.id).await?;
            let Some(mut request) = found.filter(|now| is_held_by(now, account)) else {
                return Ok(false);
            };
            let step = Step {
                progress: Progress::Waiting,
                name: "help_request.released",
                payload: json!({}),
            };
            step_in(app, tx, cx, &incidents, &mut request, step).await?;
            Ok::<_, Error>(true)
        })?;
        released += usize::from(moved);
    }
    Ok(released)
}

fn is_held_by(request: &HelpRequest, account: AccountId) -> bool {
    let held = request.progress.held();
    held.is_some_and(|held| held.helper.by == account)
}
