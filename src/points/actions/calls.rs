//! What came of a call to a point, and what follows from it.

use db::Tx;
use serde_json::json;

use super::queue::{worker, working_in};
use super::write::{Change, change_in, record};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::{self, Key};
use crate::ids::{CallId, PointId};
use crate::points::model::desk::{Call, Claim, Outcome};
use crate::points::model::{Fact, How, Point, Status};
use crate::points::rules::desk as rules;
use crate::points::store;

/// Writes down a call. Gives whether this person is still at the point: only when somebody answered
/// and is to be asked how it is.
pub async fn call(
    app: &App,
    cx: &Cx,
    id: PointId,
    outcome: Outcome,
    at_minute: Option<u16>,
) -> Result<bool, Error> {
    let who = worker(cx)?;
    let call_id: CallId = app.ids.at(cx.now);
    let later = at_minute.map(|minute| rules::next_at(minute, cx.now));
    db::write!(app.db, |tx| {
        let point = working_in(tx, cx, who, id).await?;
        let key = point.key;
        let before = store::calls::of_point(tx, key).await?;
        book_in(app, tx, cx, &point, call_id, outcome).await?;
        match outcome {
            Outcome::WrongNumber => {
                store::desk::set_contact_wrong(tx, key, Some(cx.now)).await?;
            }
            Outcome::Closed | Outcome::Gone => {
                let change = closed(&point);
                change_in(app, tx, cx, point, &change).await?;
            }
            _ => {}
        }
        match rules::again_at(outcome, &before, later, cx.now) {
            Some(due) => store::desk::rest(tx, key, due).await?,
            None => {
                let claim = Claim {
                    by: who.account.id,
                    until: cx.now + rules::LEASE,
                };
                store::desk::set_claim(tx, key, Some(claim)).await?;
            }
        }
        Ok::<_, Error>(outcome == Outcome::Reached)
    })
}

/// Whoever answered said that nobody need come there any more.
fn closed(point: &Point) -> Change {
    let mut told = point.told.clone();
    told.status = Status::Closed;
    told.queue = None;
    Change {
        seen: point.version,
        told,
        confirmed: vec![Fact::Status],
        how: Some(How::Call),
        verdict: None,
    }
}

/// Somebody answered and told how it is: the call, the change and the end of the claim are one.
pub async fn reached(
    app: &App,
    cx: &Cx,
    id: PointId,
    change: Change,
    key: Option<&Key>,
) -> Result<Point, Error> {
    let who = worker(cx)?;
    let call_id: CallId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        if let Some(key) = key {
            let point = super::find_in(tx, id).await?;
            let province = point.key.province;
            if idempotency::claim(tx, province, key, "points.reached", id.0, cx.now)
                .await?
                .is_some()
            {
                return Ok(point);
            }
        }
        let point = working_in(tx, cx, who, id).await?;
        book_in(app, tx, cx, &point, call_id, Outcome::Reached).await?;
        change_in(app, tx, cx, point, &change).await
    })
}

async fn book_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    point: &Point,
    id: CallId,
    outcome: Outcome,
) -> Result<(), Error> {
    let by = worker(cx)?.account.id;
    let call = Call {
        at: cx.now,
        by,
        outcome,
    };
    store::calls::insert(tx, point.key, id, &call).await?;
    let payload = json!({ "outcome": outcome.code() });
    record(app, tx, cx, point.key, &point.told, "point.called", payload)?;
    Ok(())
}
