//! What is promised to requests, as units and those at work on a request see it; and how a promise ends by itself.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::reserve::{seen, told};
use super::{reach, record, rights_to, signed_in};
use crate::access::{Cx, SignedIn};
use crate::accounts;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, HelpRequestId, IncidentId, SupplyReservationId};
use crate::notifications;
use crate::supplies::model::{Entry, Goods, Handle, Outcome, Reservation, ReservationHandle, Unit};
use crate::supplies::rules::{self, Rights};
use crate::supplies::store;

/// A reservation with all that hangs on it.
#[derive(Debug, Clone)]
pub struct Promised {
    pub reservation: Reservation,
    pub unit: Unit,
    pub rights: Rights,
    /// The entries by which it was handed over, each with whether it was taken back.
    pub entries: Vec<(Entry, bool)>,
    /// The group that whoever made it named.
    pub by: Option<String>,
}

impl Promised {
    /// What people got of it, less what was taken back.
    pub fn handed_over(&self) -> i64 {
        let standing = self.entries.iter().filter(|(_, is_reversed)| !is_reversed);
        standing.fold(0, |sum, (entry, _)| sum.saturating_add(entry.told.quantity))
    }

    pub fn is_taken_back(&self) -> bool {
        self.entries.iter().any(|(_, is_reversed)| *is_reversed)
    }
}

async fn promised(
    tx: &mut db::Tx,
    (unit, rights): (Unit, Rights),
    reservation: Reservation,
) -> Result<Promised, Error> {
    let mut entries = Vec::new();
    for id in store::reservations::entries(tx, reservation.handle()).await? {
        if let Some(entry) = store::entries::find(tx, unit.handle(), id).await? {
            let back = store::reversals::of(tx, unit.handle(), id).await?;
            entries.push((entry, back.is_some()));
        }
    }
    Ok(Promised {
        by: accounts::store::affiliation(tx, reservation.made_by).await?,
        reservation,
        unit,
        rights,
        entries,
    })
}

/// One reservation, for whoever sees the unit.
pub async fn reservation(app: &App, cx: &Cx, which: ReservationHandle) -> Result<Promised, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let (unit, rights, reservation) = seen(tx, who, which).await?;
        promised(tx, (unit, rights), reservation).await
    })
}

/// What is promised to a request, the oldest first; for those at work on it, who need not see the units.
pub async fn of_request(
    tx: &mut db::Tx,
    who: &SignedIn,
    (province, request): (u8, HelpRequestId),
) -> Result<Vec<Promised>, Error> {
    let mut all = Vec::new();
    for one in store::reservations::of_request(tx, province, request).await? {
        let unit = store::units::find(tx, one.unit).await?;
        let unit = unit.ok_or(Error::NotFound)?;
        let rights = rights_to(tx, who, &unit).await?;
        all.push(promised(tx, (unit, rights), one).await?);
    }
    Ok(all)
}

/// Whether anything is still promised to a request.
pub async fn stands_for(
    tx: &mut db::Tx,
    (province, request): (u8, HelpRequestId),
) -> Result<bool, db::Error> {
    store::reservations::stands_for(tx, province, request).await
}

/// The last row's place in a list of reservations.
#[derive(Serialize, Deserialize)]
struct After(SupplyReservationId);

/// One page of a unit's reservations, the newest first; and the cursor of the next.
pub async fn reservations(
    app: &App,
    cx: &Cx,
    handle: Handle,
    limit: usize,
    after: Option<&str>,
) -> Result<(Unit, Rights, Vec<Promised>, Option<String>), Error> {
    let who = signed_in(cx)?;
    let filter = format!("supply-reservations|{handle}");
    let before = match after {
        None => SupplyReservationId(uuid::Uuid::max()),
        Some(cursor) => {
            let After(id) =
                web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?;
            id
        }
    };
    let n = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        let mut rows = store::reservations::of_unit(tx, handle, before, n).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more);
        let next = last.map(|last| web::cursor::write(&filter, &After(last.id)));
        let mut all = Vec::new();
        for row in rows {
            all.push(promised(tx, (unit.clone(), rights), row).await?);
        }
        Ok::<_, Error>((unit, rights, all, next))
    })
}

/// The units of an incident whose books somebody keeps and that are open, each with what is free there.
pub async fn free_of(
    tx: &mut db::Tx,
    cx: &Cx,
    who: &SignedIn,
    incident: IncidentId,
) -> Result<Vec<(Unit, Vec<Goods>)>, db::Error> {
    let mut units = Vec::new();
    for id in store::seats::held(tx, who.account.id).await? {
        let unit = store::units::find(tx, id).await?;
        let Some(unit) = unit.filter(|unit| unit.incident == incident && unit.closed_on.is_none())
        else {
            continue;
        };
        let stock = store::stock::of_unit(tx, unit.handle()).await?;
        let reserved = store::reservations::reserved(tx, unit.handle(), cx.now).await?;
        let mut free = rules::free(&stock, &reserved);
        free.retain(|goods| goods.quantity > 0);
        units.push((unit, free));
    }
    Ok(units)
}

/// Whether somebody keeps the books of an open unit of an incident.
pub async fn keeps_in(
    tx: &mut db::Tx,
    who: &SignedIn,
    incident: IncidentId,
) -> Result<bool, db::Error> {
    for id in store::seats::held(tx, who.account.id).await? {
        let unit = store::units::find(tx, id).await?;
        if unit.is_some_and(|unit| unit.incident == incident && unit.closed_on.is_none()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What becomes of the promises to a request that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnEnd {
    /// Nobody needs the goods: they are free again.
    Release,
    /// Somebody was helped, perhaps with them: the unit is asked whether they went out.
    Ask,
}

/// A request came to its end: each promise in the province it stands in. Told twice nothing changes.
pub async fn request_ended(
    app: &App,
    cx: &Cx,
    (province, request): (u8, HelpRequestId),
    on_end: OnEnd,
) -> Result<usize, Error> {
    let all = db::read!(app.db, |tx| {
        store::reservations::of_request(tx, province, request).await
    })?;
    let mut n = 0;
    for one in all.into_iter().filter(|one| one.stands(&cx.now)) {
        let is_new = match on_end {
            OnEnd::Release => ends(app, cx, one.handle(), Outcome::RequestClosed).await?,
            OnEnd::Ask => asks(app, cx, one.handle()).await?,
        };
        n += usize::from(is_new);
    }
    Ok(n)
}

/// Writes down whose time has run out. They have bound nobody since; this tells the unit.
pub async fn lapse(app: &App, cx: &Cx) -> Result<usize, Error> {
    let mut n = 0;
    loop {
        let due = db::read!(app.db, |tx| {
            store::reservations::due(tx, cx.now, AT_ONCE).await
        })?;
        let mut moved = 0;
        for which in due {
            moved += usize::from(ends(app, cx, which, Outcome::Expired).await?);
        }
        n += moved;
        // None of a batch moved: others were quicker, and the next round finds what they left.
        if moved == 0 {
            return Ok(n);
        }
    }
}

/// Reservations that are looked up in one go.
const AT_ONCE: i64 = 200;

async fn ends(
    app: &App,
    cx: &Cx,
    which: ReservationHandle,
    outcome: Outcome,
) -> Result<bool, Error> {
    db::write!(app.db, |tx| {
        if !store::reservations::end(tx, which, (outcome, ""), None, cx.now).await? {
            return Ok(false);
        }
        let (name, message) = match outcome {
            Outcome::Expired => (
                "supply.reservation_expired",
                "notice-supply-reservation-expired",
            ),
            _ => ("supply.released", "notice-supply-request-closed"),
        };
        tell(app, tx, cx, which, name, message).await?;
        Ok::<_, Error>(true)
    })
}

async fn asks(app: &App, cx: &Cx, which: ReservationHandle) -> Result<bool, Error> {
    db::write!(app.db, |tx| {
        if !store::reservations::ask(tx, which, cx.now).await? {
            return Ok(false);
        }
        let name = "supply.hand_over_asked";
        tell(app, tx, cx, which, name, "notice-supply-handed-over").await?;
        Ok::<_, Error>(true)
    })
}

/// Records it, and tells who keeps the books and who made the promise.
async fn tell(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    which: ReservationHandle,
    name: &'static str,
    message: &'static str,
) -> Result<(), Error> {
    let one = store::reservations::find(tx, which).await?;
    let one = one.ok_or(Error::NotFound)?;
    let unit = store::units::find(tx, one.unit).await?;
    let unit = unit.ok_or(Error::NotFound)?;
    let officers = store::seats::officers(tx, unit.id).await?;
    let mut told_to: Vec<AccountId> = officers.iter().map(|officer| officer.account).collect();
    if !told_to.contains(&one.made_by) {
        told_to.push(one.made_by);
    }
    let link = format!("/supplies/{}/reservations/{which}", unit.handle());
    for account in told_to {
        let args = json!({ "reference": one.request.reference, "unit": unit.name });
        notifications::tell_in(app, tx, cx, account, message, args, &link).await?;
    }
    record(app, tx, cx, name, &unit, told(&one))?;
    Ok(())
}
