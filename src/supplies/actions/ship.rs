//! Goods sent to other units: one form for many receivers, and taking a shipment back before it is acknowledged.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::book::{claim, enter};
use super::sheet::{Sheet, Shelf};
use super::when::When;
use super::{keeper, reach, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::Key;
use crate::ids::{AllocationId, SupplyEntryId};
use crate::notifications;
use crate::supplies::model::{
    Entry, Goods, Handle, Kind, NewEntry, NewShipment, Purpose, Shipment, ShipmentHandle, Unit,
};
use crate::supplies::rules::{self, CannotShip};
use crate::supplies::store;
use crate::tallies;

/// What goes out by one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAllocation {
    pub when: When,
    pub document: String,
    pub carrier: String,
    pub note: String,
    /// Each receiver once, none with nothing.
    pub shipments: Vec<NewShipment>,
}

/// Sends goods to units below, beside or above; all of it or nothing. Sent again under the same key it goes out
/// once.
pub async fn allocate(
    app: &App,
    cx: &Cx,
    handle: Handle,
    new: &NewAllocation,
    key: Option<&Key>,
) -> Result<AllocationId, Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let allocation: AllocationId = app.ids.at(cx.now);
        let claimed = claim(tx, cx, &unit, key, ("supply.allocate", allocation.0)).await?;
        if let Some(before) = claimed {
            return Ok(AllocationId(before));
        }
        let sheet = Sheet::of(tx, cx, &unit, new.when).await?;
        let mut shelf = Shelf::free(tx, &sheet, cx.now).await?;
        let parcels = parcels(tx, &unit, &new.shipments).await?;
        enough(&parcels, &mut shelf)?;
        let mut facts = Vec::new();
        for Parcel {
            shipment,
            to,
            purpose,
        } in &parcels
        {
            let sent = Shipment {
                province: unit.province,
                id: app.ids.at(cx.now),
                allocation,
                incident: unit.incident,
                from: unit.id,
                to: to.id,
                purpose: *purpose,
                document: new.document.clone(),
                carrier: new.carrier.clone(),
                note: new.note.clone(),
                sent_on: sheet.booked_on,
                sent_at: sheet.happened_at,
                sent_by: who.account.id,
                cancelled_at: None,
                arrived_at: None,
            };
            store::shipments::insert(tx, &sent).await?;
            shelf.expired_too(*purpose == Purpose::Return);
            let goods = drawn(shipment, &mut shelf)?;
            let mut entries = Vec::new();
            for one in &goods {
                store::shipments::insert_line(tx, sent.handle(), one).await?;
                entries.push(NewEntry {
                    shipment: Some(sent.id),
                    document: new.document.clone(),
                    ..NewEntry::of(Kind::Sending, &one.item, &one.lot, one.quantity)
                });
            }
            for planned in &shipment.planned {
                store::shipments::insert_plan(tx, sent.handle(), planned).await?;
            }
            let first = app.ids.at(cx.now);
            facts.extend(enter(app, tx, cx, &sheet, (first, entries)).await?.1);
            let told = ("notice-supply-sent", json!({ "from": unit.name }));
            tell_end(app, tx, cx, (to, &sent), told).await?;
        }
        let payload = json!({
            "allocation": allocation, "document": new.document, "receivers": new.shipments.len(),
            "booked_on": sheet.booked_on,
        });
        record(app, tx, cx, "supply.sent", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(allocation)
    })
}

/// What goes to one unit, and why it may.
struct Parcel<'a> {
    shipment: &'a NewShipment,
    to: Unit,
    purpose: Purpose,
}

async fn parcels<'a>(
    tx: &mut db::Tx,
    unit: &Unit,
    shipments: &'a [NewShipment],
) -> Result<Vec<Parcel<'a>>, Error> {
    let mut parcels = Vec::new();
    for shipment in shipments {
        let to = store::units::find(tx, shipment.to).await?;
        let to = to.ok_or(CannotShip::NotThere)?;
        let purpose = rules::may_go(unit, &to).ok_or(CannotShip::NotThere)?;
        if to.closed_on.is_some() {
            return Err(CannotShip::ReceiverClosed.into());
        }
        parcels.push(Parcel {
            shipment,
            to,
            purpose,
        });
    }
    Ok(parcels)
}

/// All receivers together are told how much is left, not the last of them how little. What goes back may have
/// expired, what goes on may not.
fn enough(parcels: &[Parcel<'_>], shelf: &mut Shelf) -> Result<(), Error> {
    let mut sums: BTreeMap<(bool, &str), i64> = BTreeMap::new();
    for parcel in parcels {
        for (item, quantity) in &parcel.shipment.wanted {
            let goes_back = parcel.purpose == Purpose::Return;
            let sum = sums.entry((goes_back, item.as_str())).or_default();
            *sum = sum.saturating_add(*quantity);
        }
    }
    // What goes back and what goes on leave one shelf.
    let goes_back = sums.iter().filter(|((goes_back, _), _)| *goes_back);
    for ((_, item), back) in goes_back {
        if let Some(on) = sums.get(&(false, *item)) {
            shelf.expired_too(true);
            shelf.draw(item, back.saturating_add(*on), None)?;
        }
    }
    for ((goes_back, item), sum) in sums {
        shelf.expired_too(goes_back);
        shelf.draw(item, sum, None)?;
    }
    Ok(())
}

/// Takes from the shelf what one receiver gets.
fn drawn(shipment: &NewShipment, shelf: &mut Shelf) -> Result<Vec<Goods>, Error> {
    let mut goods = Vec::new();
    for (item, quantity) in &shipment.wanted {
        for (lot, quantity) in shelf.take(item, *quantity, None)? {
            goods.push(Goods {
                item: item.clone(),
                lot,
                quantity,
            });
        }
    }
    Ok(goods)
}

/// Tells those who keep the books at one end of a shipment something of it.
pub(super) async fn tell_end(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    (end, sent): (&Unit, &Shipment),
    (told, args): (&'static str, Value),
) -> Result<(), db::Error> {
    let link = address(end, sent);
    for officer in store::seats::officers(tx, end.id).await? {
        let args = args.clone();
        notifications::tell_in(app, tx, cx, officer.account, told, args, &link).await?;
    }
    Ok(())
}

/// Where a unit sees a shipment to it.
fn address(unit: &Unit, shipment: &Shipment) -> String {
    format!(
        "/supplies/{}/shipments/{}",
        unit.handle(),
        shipment.handle()
    )
}

/// Takes back a shipment that nobody has acknowledged yet.
pub async fn cancel(
    app: &App,
    cx: &Cx,
    (handle, shipment): (Handle, ShipmentHandle),
    note: &str,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let sent = store::shipments::find(tx, shipment).await?;
        let sent = sent.filter(|sent| sent.from == unit.id);
        let sent = sent.ok_or(Error::NotFound)?;
        if sent.arrived_at.is_some() {
            return Err(CannotShip::Arrived.into());
        }
        if !store::shipments::cancel(tx, shipment, cx.now).await? {
            return Err(CannotShip::Cancelled.into());
        }
        let facts = take_back(app, tx, cx, &unit, &sent, note).await?;
        let payload = json!({ "shipment": sent.handle().to_string() });
        record(app, tx, cx, "supply.cancelled", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(())
    })
}

/// The entries of a shipment that stand: not reversals, nor what they take back.
pub(super) fn standing(entries: Vec<Entry>) -> Vec<Entry> {
    let reversed: Vec<SupplyEntryId> = entries.iter().filter_map(|one| one.told.reverses).collect();
    let stands = |one: &Entry| one.told.reverses.is_none() && !reversed.contains(&one.id);
    entries.into_iter().filter(stands).collect()
}

/// Reverses all that a unit entered of a shipment and that still stands.
pub(super) async fn take_back(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    unit: &Unit,
    sent: &Shipment,
    note: &str,
) -> Result<Vec<tallies::Fact>, Error> {
    let stand = standing(store::entries::of_shipment(tx, unit.handle(), sent.id).await?);
    let Some(first) = stand.first() else {
        return Ok(Vec::new());
    };
    let sheet = Sheet::back(tx, cx, unit, first.booked_on).await?;
    let back = stand.into_iter().map(|entry| NewEntry {
        reverses: Some(entry.id),
        note: note.to_owned(),
        ..entry.told
    });
    let back = (app.ids.at(cx.now), back.collect());
    Ok(enter(app, tx, cx, &sheet, back).await?.1)
}

/// A shipment with its lines, for either end and whoever sees it.
pub(super) async fn seen(
    tx: &mut db::Tx,
    cx: &Cx,
    (handle, shipment): (Handle, ShipmentHandle),
) -> Result<(Unit, super::Rights, Shipment), Error> {
    let (unit, rights) = reach(tx, signed_in(cx)?, handle).await?;
    let sent = store::shipments::find(tx, shipment).await?;
    let sent = sent.filter(|sent| sent.from == unit.id || sent.to == unit.id);
    Ok((unit, rights, sent.ok_or(Error::NotFound)?))
}
