//! Giving parts of a round to volunteers, and taking them back.

use areas::{AreaCode, Level};
use contact::Username;
use serde_json::json;
use web::Problems;

use super::{admin, amiss, event};
use crate::access::{Cx, SignedIn};
use crate::accounts;
use crate::accounts::model::Standing;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::{AccountId, ShareId};
use crate::notifications;
use crate::rounds::handle::Handle;
use crate::rounds::model::{Given, Round, Share};
use crate::rounds::rules;
use crate::rounds::store::{self, shares};
use crate::{events, villages};

/// What is to be given to whom, as typed or sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShare {
    pub volunteer: Username,
    /// A subdistrict.
    pub area: AreaCode,
    /// A village by code, number or name; empty is the whole subdistrict.
    pub village: String,
}

/// Gives a subdistrict, or a village in it, to a volunteer, who is told. Given once more nothing changes.
pub async fn give_share(app: &App, cx: &Cx, handle: Handle, new: NewShare) -> Result<Given, Error> {
    let who = admin(cx)?;
    let id: ShareId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        let round = store::find(tx, handle).await?.ok_or(Error::NotFound)?;
        divides(who, &round, new.area)?;
        rules::may_share(&round, clock::day(cx.now))?;
        let village = village(tx, new.area, &new.village).await?;
        let account = volunteer(tx, &new).await?;
        let share = Share {
            province: round.province,
            round: round.id,
            area: new.area,
            village,
        };
        let before = shares::same(tx, &share, account).await?;
        if before.is_none() {
            shares::insert(tx, id, &share, account, who.account.id, cx.now).await?;
            let payload = json!({ "share": id, "account": account, "village": share.village });
            events::record_in(
                app,
                tx,
                cx,
                &event("round.shared", handle, new.area, payload),
            )?;
            let args = json!({ "name": round.name, "area": new.area.short() });
            let told = "notice-round-shared";
            let link = format!("/rounds/{handle}");
            notifications::tell_in(app, tx, cx, account, told, args, &link).await?;
        }
        let given = shares::find(tx, handle, before.unwrap_or(id)).await?;
        given.ok_or(Error::NotFound)
    })
}

/// Ends a share; the volunteer is told. Ended again nothing changes.
pub async fn end_share(app: &App, cx: &Cx, handle: Handle, id: ShareId) -> Result<(), Error> {
    let who = admin(cx)?;
    db::write!(app.db, |tx| {
        let round = store::find(tx, handle).await?.ok_or(Error::NotFound)?;
        let given = shares::find(tx, handle, id).await?.ok_or(Error::NotFound)?;
        divides(who, &round, given.share.area).map_err(|_| Error::NotFound)?;
        if !shares::end(tx, handle.province, id, who.account.id, cx.now).await? {
            return Ok(());
        }
        let (account, area) = (given.account, given.share.area);
        let payload = json!({ "share": id, "account": account, "village": given.share.village });
        events::record_in(
            app,
            tx,
            cx,
            &event("round.share_ended", handle, area, payload),
        )?;
        let args = json!({ "name": round.name, "area": area.short() });
        let told = "notice-round-share-ended";
        notifications::tell_in(app, tx, cx, account, told, args, "/rounds").await?;
        Ok::<_, Error>(())
    })
}

/// Whether an admin divides this subdistrict of a round. Of a round that is none of theirs nobody is told.
fn divides(who: &SignedIn, round: &Round, area: AreaCode) -> Result<(), Error> {
    let answers = |area: AreaCode| who.is_admin_of(area);
    let mut held = who.held().filter(|seat| seat.role.is_admin());
    if !answers(round.area) && !held.any(|seat| round.area.contains(seat.area)) {
        return Err(Error::NotFound);
    }
    let known = areas::register().get(area).is_some() && area.level() == Level::Subdistrict;
    if !known || !round.area.contains(area) {
        return Err(amiss("area", "round-share-area-elsewhere").into());
    }
    match answers(area) {
        true => Ok(()),
        false => Err(amiss("area", "round-area-not-yours").into()),
    }
}

/// The village that was meant.
async fn village(tx: &mut db::Tx, area: AreaCode, typed: &str) -> Result<Option<u32>, Error> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let code: Option<u32> = i18n::fold_digits(typed.trim()).parse().ok();
    let elsewhere = code
        .and_then(villages::model::area_of)
        .is_some_and(|of| of != area);
    if elsewhere {
        return Err(amiss("village", "round-village-elsewhere").into());
    }
    let known = villages::store::of_area(tx, area).await?;
    let said = match known.is_empty() {
        true => "round-village-none-known",
        false => "round-village-unclear",
    };
    let meant = villages::rules::meant(&known, typed);
    meant.map(Some).ok_or_else(|| amiss("village", said).into())
}

/// Somebody whose held seat reaches the subdistrict.
async fn volunteer(tx: &mut db::Tx, new: &NewShare) -> Result<AccountId, Error> {
    let unknown = || -> Problems { amiss("volunteer", "round-volunteer-unknown") };
    let found = accounts::store::find_by_username(tx, new.volunteer.key()).await?;
    let (account, _) = found.ok_or_else(unknown)?;
    let seats = accounts::store::seats(tx, account).await?;
    let mut seats = seats.iter();
    let holds = seats.any(|seat| seat.standing == Standing::Held && seat.area.contains(new.area));
    match holds {
        true => Ok(account),
        false => Err(amiss("volunteer", "round-volunteer-no-seat").into()),
    }
}
