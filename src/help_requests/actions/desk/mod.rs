//! The desk: requests that need a phone call before anybody can go. What puts them there and takes
//! them away stands here; who takes which is `queue`, what is done about them `work`.

mod queue;
mod work;

use db::Tx;
use jiff::Timestamp;

use crate::access::{Cx, SignedIn};
use crate::error::Error;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::model::desk::{DeskItem, Reason};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::desk as rules;
use crate::help_requests::store;

pub use queue::{Queue, claim, look, next, release, skip};
pub use work::{OnDesk, call, give_up, incident, move_pin, open};

/// A request just asked, which cannot lie there yet: posted, so that asking waits for nothing.
pub fn put_new_in(
    tx: &mut Tx,
    request: &HelpRequest,
    reasons: &[Reason],
    now: Timestamp,
) -> Result<(), db::Error> {
    // A course ends and leaves its requests behind: nobody is to be called for those.
    if reasons.is_empty() || request.practice {
        return Ok(());
    }
    store::desk::put_new(tx, request, reasons, now)
}

/// Puts a request onto the desk, or adds a reason why it lies there.
pub async fn put_in(
    tx: &mut Tx,
    request: &HelpRequest,
    reason: Reason,
    now: Timestamp,
) -> Result<(), db::Error> {
    if request.practice {
        return Ok(());
    }
    let item = store::desk::find(tx, request).await?;
    let mut reasons = item.map(|item| item.reasons).unwrap_or_default();
    if reasons.contains(&reason) {
        return Ok(());
    }
    reasons.push(reason);
    reasons.sort_unstable();
    store::desk::put(tx, request, &reasons, now)
}

/// A reason has gone; with the last one the request leaves the desk.
pub async fn clear_in(
    tx: &mut Tx,
    request: &HelpRequest,
    reasons: &[Reason],
) -> Result<(), db::Error> {
    let Some(mut item) = store::desk::find(tx, request).await? else {
        return Ok(());
    };
    let before = item.reasons.len();
    item.reasons.retain(|reason| !reasons.contains(reason));
    if item.reasons.is_empty() {
        return store::desk::take_out(tx, request);
    }
    if item.reasons.len() < before {
        store::desk::save(tx, &item)?;
    }
    Ok(())
}

/// The requester was heard of by another way than the desk.
pub async fn heard_of_in(tx: &mut Tx, request: &HelpRequest) -> Result<(), db::Error> {
    clear_in(tx, request, &[Reason::Unreachable, Reason::NoAnswer]).await
}

/// A case that was over goes on: whatever was amiss with it still is.
pub async fn put_again_in(
    tx: &mut Tx,
    request: &HelpRequest,
    now: Timestamp,
) -> Result<(), db::Error> {
    for reason in rules::reasons(request.verified, !request.has_pin) {
        put_in(tx, request, reason, now).await?;
    }
    Ok(())
}

/// Who works at the desk; for all others there is none.
fn worker(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match who.works_at_desk() {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}

/// Says so to whoever does not work at the desk.
pub fn may_work(cx: &Cx) -> Result<(), Error> {
    worker(cx).map(|_| ())
}

/// A request of this person's desk, and its item if it still lies there.
async fn find_in(
    tx: &mut Tx,
    who: &SignedIn,
    reference: &Reference,
) -> Result<(HelpRequest, Option<DeskItem>), Error> {
    let request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
    let item = store::desk::find(tx, &request).await?;
    let me = who.account.id;
    let had = item.as_ref().and_then(|item| item.claim);
    let mine = had.is_some_and(|claim| claim.by == me);
    let reach = |area| who.desk_areas().iter().any(|desk| desk.contains(area));
    // A pin moved out of one's area stays with whoever moved it until they are done.
    if mine || reach(request.area) {
        Ok((request, item))
    } else {
        Err(Error::NotFound)
    }
}

/// The same, for whoever works on it now.
async fn working_in(
    tx: &mut Tx,
    cx: &Cx,
    who: &SignedIn,
    reference: &Reference,
) -> Result<(HelpRequest, DeskItem), Error> {
    let (request, item) = find_in(tx, who, reference).await?;
    rules::working(item.as_ref(), who.account.id, cx.now)?;
    let item = item.ok_or(rules::CannotDesk::Gone)?;
    Ok((request, item))
}
