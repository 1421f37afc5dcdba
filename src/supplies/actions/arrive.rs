//! The receiver says what came of a shipment: all, less, spoilt; and takes that back to say it anew.

use serde_json::json;

use super::book::enter;
use super::sheet::Sheet;
use super::ship::{standing, take_back, tell_end};
use super::when::When;
use super::{keeper, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::SupplyArrivalId;
use crate::supplies::model::{
    Goods, Handle, Kind, NewEntry, Reason, Shipment, ShipmentHandle, Unit,
};
use crate::supplies::rules::{self, CannotArrive};
use crate::supplies::store::{self, arrivals::Arrival};
use crate::tallies;

/// What came of one line of a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    pub item: String,
    pub lot: String,
    /// Whole and usable.
    pub received: i64,
    pub damaged: i64,
    pub reason: Option<Reason>,
    pub note: String,
}

/// Says what came; lines that are not named came whole. Said again the same way nothing changes.
pub async fn acknowledge(
    app: &App,
    cx: &Cx,
    (handle, shipment): (Handle, ShipmentHandle),
    (came, note): (&[Came], &str),
    when: When,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let (sent, lines) = sent_to(tx, &unit, shipment).await?;
        let entries = arrival_entries(&sent, &lines, came)?;
        if store::arrivals::find(tx, handle, sent.id).await?.is_some() {
            return match is_same(tx, &unit, &sent, &entries).await? {
                true => Ok(()),
                false => Err(CannotArrive::Already.into()),
            };
        }
        if sent.cancelled_at.is_some() {
            return Err(CannotArrive::Cancelled.into());
        }
        let mut sheet = Sheet::of(tx, cx, &unit, when).await?;
        rules::may_arrive(&sent, when.day(cx.now))?;
        // Of a day before today only the day is told: it came after it was sent.
        sheet.happened_at = sheet.happened_at.max(sent.sent_at).min(cx.now);
        let id: SupplyArrivalId = app.ids.at(cx.now);
        let arrival = Arrival {
            id,
            acknowledged_by: who.account.id,
            acknowledged_at: cx.now,
            note: note.to_owned(),
            photo: None,
        };
        let is_first =
            store::arrivals::insert(tx, handle, shipment, &arrival, sheet.happened_at).await?;
        if !is_first {
            return Err(CannotArrive::Already.into());
        }
        let differs = entries.iter().any(|entry| entry.kind != Kind::Arrival);
        let first = app.ids.at(cx.now);
        let (_, facts) = enter(app, tx, cx, &sheet, (first, entries)).await?;
        if differs && let Some(from) = store::units::find(tx, sent.from).await? {
            let told = ("notice-supply-differs", json!({ "to": unit.name }));
            tell_end(app, tx, cx, (&from, &sent), told).await?;
        }
        let payload = json!({ "shipment": sent.handle().to_string(), "differs": differs });
        record(app, tx, cx, "supply.arrived", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(())
    })
}

async fn sent_to(
    tx: &mut db::Tx,
    unit: &Unit,
    handle: ShipmentHandle,
) -> Result<(Shipment, Vec<Goods>), Error> {
    let sent = store::shipments::find(tx, handle).await?;
    let sent = sent.filter(|sent| sent.to == unit.id);
    let sent = sent.ok_or(Error::NotFound)?;
    let lines = store::shipments::lines(tx, handle).await?;
    Ok((sent, lines))
}

fn arrival_entries(
    sent: &Shipment,
    lines: &[Goods],
    came: &[Came],
) -> Result<Vec<NewEntry>, CannotArrive> {
    let mut entries = Vec::new();
    for line in lines {
        let told = came
            .iter()
            .find(|one| one.item == line.item && one.lot == line.lot.name);
        let (received, damaged) =
            told.map_or((line.quantity, 0), |one| (one.received, one.damaged));
        let short = received
            .checked_add(damaged)
            .and_then(|sum| line.quantity.checked_sub(sum))
            .filter(|short| received >= 0 && damaged >= 0 && *short >= 0)
            .ok_or(CannotArrive::More {
                sent: line.quantity,
            })?;
        let reason = told.and_then(|one| one.reason);
        if (short > 0 || damaged > 0) && reason.is_none() {
            return Err(CannotArrive::ReasonMissing);
        }
        for (kind, quantity) in [
            (Kind::Arrival, received),
            (Kind::Short, short),
            (Kind::Damaged, damaged),
        ] {
            if quantity > 0 {
                let differs = kind != Kind::Arrival;
                entries.push(NewEntry {
                    shipment: Some(sent.id),
                    document: sent.document.clone(),
                    reason: reason.filter(|_| differs),
                    note: told
                        .filter(|_| differs)
                        .map_or_else(String::new, |one| one.note.clone()),
                    ..NewEntry::of(kind, &line.item, &line.lot, quantity)
                });
            }
        }
    }
    Ok(entries)
}

async fn is_same(
    tx: &mut db::Tx,
    unit: &Unit,
    sent: &Shipment,
    new: &[NewEntry],
) -> Result<bool, db::Error> {
    let there = standing(store::entries::of_shipment(tx, unit.handle(), sent.id).await?);
    let key = |one: &NewEntry| {
        (
            one.item.clone(),
            one.lot.clone(),
            one.kind.code(),
            one.quantity,
        )
    };
    let mut there: Vec<_> = there.iter().map(|one| key(&one.told)).collect();
    let mut new: Vec<_> = new.iter().map(key).collect();
    there.sort_unstable();
    new.sort_unstable();
    Ok(there == new)
}

/// Takes back what was said of a shipment, to say it anew. What came of it must still be there.
pub async fn undo(
    app: &App,
    cx: &Cx,
    (handle, shipment): (Handle, ShipmentHandle),
    note: &str,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let (sent, _) = sent_to(tx, &unit, shipment).await?;
        let Some(arrival) = store::arrivals::find(tx, handle, sent.id).await? else {
            return Ok(());
        };
        if !store::arrivals::undo(tx, handle, arrival.id, cx.now).await? {
            return Ok(());
        }
        let facts = take_back(app, tx, cx, &unit, &sent, note).await?;
        let payload = json!({ "shipment": sent.handle().to_string() });
        record(app, tx, cx, "supply.arrival_undone", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(())
    })
}
