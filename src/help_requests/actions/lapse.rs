//! A volunteer let the time pass: the case goes back to those who wait. Rules and lists have treated
//! it so from the instant on; this writes it down for histories, figures and the volunteer's own list.

use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::json;

use super::{Incidents, Step, step_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::Progress;
use crate::help_requests::store;
use crate::ids::HelpRequestId;

/// Cases looked up in one go.
const BATCH: i64 = 200;

sql! { LAPSED = "
    SELECT province, id
    FROM help_requests
    WHERE lease_until <= $1
    ORDER BY lease_until, id
    LIMIT $2
" }

/// Every hold that has run out by now becomes waiting; gives how many.
pub async fn write_down(app: &App, cx: &Cx) -> Result<usize, Error> {
    let incidents = Incidents::read(app, cx).await?;
    let mut written = 0;
    loop {
        let lapsed = db::read!(app.db, |tx| { lapsed(tx, cx.now).await })?;
        let mut moved = 0;
        for (province, id) in lapsed {
            if one(app, cx, &incidents, province, id).await? {
                moved += 1;
            }
        }
        written += moved;
        // None of a batch moved: others were quicker, and the next round finds what they left.
        if moved == 0 {
            return Ok(written);
        }
    }
}

async fn lapsed(tx: &mut Tx, now: Timestamp) -> Result<Vec<(u8, HelpRequestId)>, db::Error> {
    tx.all(LAPSED, &[&now, &BATCH])
        .await?
        .iter()
        .map(|row| Ok((row.get("province")?, row.get("id")?)))
        .collect()
}

/// One case, looked at again within the write: its holder may have renewed it meanwhile.
async fn one(
    app: &App,
    cx: &Cx,
    incidents: &Incidents,
    province: u8,
    id: HelpRequestId,
) -> Result<bool, Error> {
    db::write!(app.db, |tx| {
        let Some(mut request) = store::find_by_id(tx, province, id).await? else {
            return Ok(false);
        };
        let has_lapsed = request
            .progress
            .held()
            .is_some_and(|held| held.lease_until <= cx.now);
        if !has_lapsed {
            return Ok(false);
        }
        let step = Step {
            progress: Progress::Waiting,
            name: "help_request.lapsed",
            payload: json!({}),
        };
        step_in(app, tx, cx, incidents, &mut request, step).await?;
        Ok::<_, Error>(true)
    })
}
