//! Goods promised to a help request: put aside, handed over, released. Whether the request may have them is for the
//! slice of help requests to say, which calls this one inside its transaction.

use serde_json::json;

use super::book::{claim, enter, hand_out_entries};
use super::sheet::{Sheet, Shelf};
use super::{HandOut, When, keeper, reach, record, signed_in};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::idempotency::Key;
use crate::ids::{IncidentId, SupplyEntryId, SupplyReservationId};
use crate::supplies::model::{
    ForRequest, Goods, Handle, NewEntry, Outcome, Reservation, ReservationHandle, Unit,
};
use crate::supplies::rules::{self, CannotBook, CannotReserve, MOST};
use crate::supplies::store;
use crate::tallies;

/// What is promised to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReservation {
    pub item: String,
    /// What expires first where none is named.
    pub lot: Option<String>,
    pub quantity: i64,
    pub note: String,
}

/// Puts goods of a unit aside for a request of its incident. Sent again under the same key it is done once.
pub async fn reserve_in(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    unit: Handle,
    (request, incident): (&ForRequest, IncidentId),
    new: &NewReservation,
    key: Option<&Key>,
) -> Result<ReservationHandle, Error> {
    let who = signed_in(cx)?;
    let unit = keeper(tx, who, unit).await?;
    if unit.incident != incident {
        return Err(CannotReserve::OtherIncident.into());
    }
    let id: SupplyReservationId = app.ids.at(cx.now);
    let province = unit.province;
    if let Some(before) = claim(tx, cx, &unit, key, ("supply.reserve", id.0)).await? {
        let id = SupplyReservationId(before);
        return Ok(ReservationHandle { province, id });
    }
    if new.quantity > MOST {
        return Err(CannotBook::TooMuch.into());
    }
    // As if it were handed out now.
    let sheet = Sheet::of(tx, cx, &unit, When::Now).await?;
    let shelf = Shelf::free(tx, &sheet, cx.now).await?;
    let reservation = Reservation {
        province,
        id,
        unit: unit.id,
        request: request.clone(),
        item: new.item.clone(),
        lots: shelf.draw(&new.item, new.quantity, new.lot.as_deref())?,
        note: new.note.clone(),
        made_by: who.account.id,
        made_at: cx.now,
        expires_at: cx.now + rules::LASTS,
        asked_at: None,
        ended: None,
    };
    store::reservations::insert(tx, &reservation).await?;
    record(app, tx, cx, "supply.reserved", &unit, told(&reservation))?;
    Ok(reservation.handle())
}

/// What an event tells of a reservation.
pub(super) fn told(reservation: &Reservation) -> serde_json::Value {
    json!({
        "reservation": reservation.handle().to_string(),
        "request": reservation.request.reference,
        "item": reservation.item,
        "quantity": reservation.quantity(),
    })
}

/// To which groups it went, and when; the item and its lots are those that were put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    pub when: When,
    pub groups: Vec<(String, i64, Option<u32>)>,
    pub note: String,
}

/// Books what was put aside as handed out, all of it or less; what is left over is free again. Sent again under the
/// same key it is booked once.
pub async fn hand_over(
    app: &App,
    cx: &Cx,
    which: ReservationHandle,
    over: &HandOver,
    key: Option<&Key>,
) -> Result<SupplyEntryId, Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let (unit, reservation) = kept(tx, who, which).await?;
        let id: SupplyEntryId = app.ids.at(cx.now);
        if let Some(before) = claim(tx, cx, &unit, key, ("supply.hand_over", id.0)).await? {
            return Ok(SupplyEntryId(before));
        }
        rules::may_end(&reservation, cx.now)?;
        let sheet = Sheet::of(tx, cx, &unit, over.when).await?;
        let new = entries(&reservation, over, &sheet)?;
        let (entries, facts) = enter(app, tx, cx, &sheet, (id, new)).await?;
        for entry in &entries {
            store::reservations::link(tx, which, entry.id).await?;
        }
        let outcome = (Outcome::HandedOver, "");
        let by = Some(who.account.id);
        if !store::reservations::end(tx, which, outcome, by, cx.now).await? {
            return Err(CannotReserve::Ended(Outcome::HandedOver).into());
        }
        let mut payload = told(&reservation);
        payload["handed_over"] = json!(entries.iter().map(|one| one.told.quantity).sum::<i64>());
        payload["booked_on"] = json!(sheet.booked_on);
        record(app, tx, cx, "supply.handed_over", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(id)
    })
}

fn entries(
    reservation: &Reservation,
    over: &HandOver,
    sheet: &Sheet<'_>,
) -> Result<Vec<NewEntry>, Error> {
    let reserved = reservation.quantity();
    let groups = over.groups.iter();
    let all = groups.fold(0_i64, |sum, (_, n, _)| sum.saturating_add(*n));
    if all > reserved {
        return Err(CannotReserve::More { reserved }.into());
    }
    let aside = reservation.lots.iter().map(|(lot, quantity)| Goods {
        item: reservation.item.clone(),
        lot: lot.clone(),
        quantity: *quantity,
    });
    let mut shelf = Shelf::aside(sheet.booked_on, aside.collect());
    let out = HandOut {
        when: over.when,
        item: reservation.item.clone(),
        lot: None,
        groups: over.groups.clone(),
        note: over.note.clone(),
    };
    let mut new = hand_out_entries(&out, &mut shelf)?;
    for entry in &mut new {
        // The paper that a hand-out goes back to is the request; with it the link is under the seal of the day.
        entry.document = reservation.request.reference.clone();
    }
    Ok(new)
}

/// Gives the goods free for others. Released again nothing changes.
pub async fn release(
    app: &App,
    cx: &Cx,
    which: ReservationHandle,
    reason: &str,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let (unit, reservation) = kept(tx, who, which).await?;
        if reservation.outcome(cx.now) == Some(Outcome::Released) {
            return Ok(());
        }
        rules::may_end(&reservation, cx.now)?;
        let outcome = (Outcome::Released, reason);
        let by = Some(who.account.id);
        if !store::reservations::end(tx, which, outcome, by, cx.now).await? {
            return Err(CannotReserve::Ended(Outcome::Released).into());
        }
        record(app, tx, cx, "supply.released", &unit, told(&reservation))?;
        Ok::<_, Error>(())
    })
}

/// A reservation with its unit, for whoever sees the unit.
pub(super) async fn seen(
    tx: &mut db::Tx,
    who: &SignedIn,
    which: ReservationHandle,
) -> Result<(Unit, super::Rights, Reservation), Error> {
    let reservation = store::reservations::find(tx, which).await?;
    let reservation = reservation.ok_or(Error::NotFound)?;
    let unit = Handle {
        province: reservation.province,
        id: reservation.unit,
    };
    let (unit, rights) = reach(tx, who, unit).await?;
    Ok((unit, rights, reservation))
}

async fn kept(
    tx: &mut db::Tx,
    who: &SignedIn,
    which: ReservationHandle,
) -> Result<(Unit, Reservation), Error> {
    let (unit, rights, reservation) = seen(tx, who, which).await?;
    match rights.keeps {
        true => Ok((unit, reservation)),
        false => Err(super::NotYours::Books.into()),
    }
}
