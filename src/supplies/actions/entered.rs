//! What was entered, for programs that send again what may have arrived already.

use super::{book, reach, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::{Error, Refusal as _};
use crate::ids::SupplyEntryId;
use crate::supplies::model::{Entry, Handle, Reason};
use crate::supplies::rules::CannotReverse;
use crate::supplies::store;

/// An entry of a unit, with whether it was taken back.
pub async fn entered(
    app: &App,
    cx: &Cx,
    handle: Handle,
    id: SupplyEntryId,
) -> Result<(Entry, bool), Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        reach(tx, who, handle).await?;
        let entry = store::entries::find(tx, handle, id).await?;
        let entry = entry.ok_or(Error::NotFound)?;
        let is_reversed = store::reversals::of(tx, handle, id).await?.is_some();
        Ok::<_, Error>((entry, is_reversed))
    })
}

/// Takes an entry back: the entry that does so. Taken back again by the same person for the same reason nothing
/// changes, since one entry is taken back once at most: that is the key of such a send.
pub async fn reverse_once(
    app: &App,
    cx: &Cx,
    handle: Handle,
    id: SupplyEntryId,
    (reason, note): (Reason, &str),
) -> Result<Entry, Error> {
    let who = signed_in(cx)?;
    let was_there = match book::reverse(app, cx, handle, id, reason, note).await {
        Ok(()) => false,
        Err(Error::Refused(why)) if why.name() == CannotReverse::Already.name() => true,
        Err(err) => return Err(err),
    };
    let back = db::read!(app.db, |tx| { store::reversals::of(tx, handle, id).await })?;
    let back = back.ok_or(Error::NotFound)?;
    let told = &back.told;
    let is_same =
        back.recorded_by == who.account.id && told.reason == Some(reason) && told.note == note;
    match was_there && !is_same {
        true => Err(CannotReverse::Already.into()),
        false => Ok(back),
    }
}
