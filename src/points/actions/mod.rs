//! What people do with points, and who may.

mod look;
mod write;

use areas::AreaCode;
use db::Tx;

pub use look::{Seen, card, history, of_owner, see, see_as_known};
pub use write::{Change, change, change_in, create, end};

use super::model::{Point, PointKey};
use super::rules::May;
use super::store;
use crate::access::{Cx, SignedIn};
use crate::error::Error;
use crate::ids::{OrganisationId, PointId};
use crate::incidents::preset::Role;

/// What somebody may do with a point of this area and owner.
pub fn may(who: Option<&SignedIn>, area: AreaCode, owner: Option<OrganisationId>) -> May {
    let Some(who) = who else {
        return May::default();
    };
    May {
        administers: who.is_admin_of(area),
        owns: owner.is_some_and(|owner| who.is_officer_of(owner)),
        checks: who.volunteers_as(Role::Data, area) || who.volunteers_as(Role::Desk, area),
    }
}

/// Whether somebody may tell of a new point anywhere.
pub fn may_create(who: &SignedIn) -> bool {
    who.is_admin() || who.works_at_desk() || is_officer(who) || is_data_volunteer(who)
}

fn is_data_volunteer(who: &SignedIn) -> bool {
    who.volunteer_roles().contains(&Role::Data)
}

fn is_officer(who: &SignedIn) -> bool {
    who.officer_of().next().is_some()
}

pub(crate) fn worker(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    match who.works() {
        true => Ok(who),
        false => Err(Error::NotFound),
    }
}

/// The key of a point by its id.
pub async fn key_in(tx: &mut Tx, id: PointId) -> Result<PointKey, Error> {
    let province = store::province(tx, id).await?.ok_or(Error::NotFound)?;
    Ok(PointKey { province, id })
}

async fn find_in(tx: &mut Tx, id: PointId) -> Result<Point, Error> {
    let key = key_in(tx, id).await?;
    store::find(tx, key).await?.ok_or(Error::NotFound)
}
