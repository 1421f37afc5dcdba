//! Finding persons who may be one, looking at them side by side, making them one, and undoing it.

pub mod backfill;
pub mod decide;
pub mod find;
mod homes;
mod same;
pub mod see;
mod undo;

pub use same::same;
pub use undo::undo;

use db::Tx;

use super::handle::Handle;
use super::model::Pair;
use super::store;
use crate::access::{Cx, SignedIn};
use crate::error::Error;
use crate::ids::PersonId;
use crate::survey;
use crate::survey::model::Household;

/// Who may decide about anybody at all.
pub fn admin(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

/// A pair with the households that its persons live in now, all of them this admin's.
struct Met {
    pair: Pair,
    one: Household,
    /// None of a hint, whose other household is nobody's here.
    other: Option<Household>,
}

async fn meet(tx: &mut Tx, who: &SignedIn, handle: Handle) -> Result<Met, Error> {
    let pair = store::find(tx, handle).await?.ok_or(Error::NotFound)?;
    meet_pair(tx, who, pair).await?.ok_or(Error::NotFound)
}

async fn meet_pair(tx: &mut Tx, who: &SignedIn, pair: Pair) -> Result<Option<Met>, db::Error> {
    let Some(one) = lives(tx, who, pair.province, pair.one).await? else {
        return Ok(None);
    };
    let other = match pair.is_hint() {
        true => None,
        false => match lives(tx, who, pair.province, pair.other).await? {
            None => return Ok(None),
            found => found,
        },
    };
    Ok(Some(Met { pair, one, other }))
}

/// Where somebody lives, if it is in the reach of this admin.
async fn lives(
    tx: &mut Tx,
    who: &SignedIn,
    province: u8,
    person: PersonId,
) -> Result<Option<Household>, db::Error> {
    let Some(id) = survey::store::write::household_of(tx, province, person).await? else {
        return Ok(None);
    };
    let found = survey::store::find(tx, survey::handle::Handle { province, id }).await?;
    Ok(found.filter(|household| who.is_admin_of(household.area)))
}
