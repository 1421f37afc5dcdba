//! Two are not one, or nobody can say yet.

use super::{admin, meet};
use crate::access::Cx;
use crate::alike::handle::Handle;
use crate::alike::model::{Decision, Pair};
use crate::alike::rules::CannotDecide;
use crate::alike::store;
use crate::app::App;
use crate::error::Error;

/// They are two: never asked again. Said twice nothing changes.
pub async fn different(app: &App, cx: &Cx, handle: Handle) -> Result<Pair, Error> {
    let who = admin(cx)?;
    let by = (cx.now, who.account.id);
    db::write!(app.db, |tx| {
        let mut pair = meet(tx, who, handle).await?.pair;
        match pair.decision {
            Some(Decision::Different) => return Ok(pair),
            Some(Decision::Same) => return Err(CannotDecide::Decided.into()),
            None => {}
        }
        store::decide(tx, &pair, Decision::Different, by, None).await?;
        pair.decision = Some(Decision::Different);
        pair.decided_at = Some(cx.now);
        Ok::<_, Error>(pair)
    })
}

/// Not now: the pair goes behind the others.
pub async fn later(app: &App, cx: &Cx, handle: Handle) -> Result<(), Error> {
    let who = admin(cx)?;
    db::write!(app.db, |tx| {
        let pair = meet(tx, who, handle).await?.pair;
        if pair.decision.is_some() {
            return Err(CannotDecide::Decided.into());
        }
        store::put_off(tx, &pair, cx.now).await?;
        Ok::<_, Error>(())
    })
}
