//! Entries in the books of one unit: what came from outside, what was handed out, what is gone, and what is taken
//! back because it was entered wrongly.

use jiff::Timestamp;
use serde_json::json;

use super::sheet::{Sheet, Shelf, move_stock};
use super::when::When;
use super::{keeper, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::idempotency::{self, Key};
use crate::ids::SupplyEntryId;
use crate::supplies::model::{Entry, Handle, Kind, Lot, NewEntry, Reason, Unit};
use crate::supplies::rules::{CannotBook, CannotReverse, MOST};
use crate::supplies::store;
use crate::tallies::{self, Cell, Fact, Metric};

/// Goods from outside the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub when: When,
    pub item: String,
    pub lot: Lot,
    pub quantity: i64,
    pub party: String,
    pub document: String,
    pub note: String,
}

/// Goods handed to people, by risk group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOut {
    pub when: When,
    pub item: String,
    /// What expires first where none is named.
    pub lot: Option<String>,
    /// Risk group, quantity and to how many; each group once.
    pub groups: Vec<(String, i64, Option<u32>)>,
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    pub when: When,
    pub item: String,
    pub lot: Option<String>,
    pub quantity: i64,
    pub reason: Reason,
    pub note: String,
}

/// Enters, with the stock that moves, the first under an id of the caller's; the figures are handed back, to be
/// written last.
pub(super) async fn enter(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    sheet: &Sheet<'_>,
    (first, new): (SupplyEntryId, Vec<NewEntry>),
) -> Result<(Vec<Entry>, Vec<Fact>), Error> {
    let unit = sheet.unit;
    let by = signed_in(cx)?.account.id;
    let mut entries = Vec::new();
    let mut facts = Vec::new();
    for (n, told) in new.into_iter().enumerate() {
        if !(1..=MOST).contains(&told.quantity) {
            return Err(CannotBook::TooMuch.into());
        }
        let (from, to) = told.accounts();
        let entry = Entry {
            province: unit.province,
            id: if n == 0 { first } else { app.ids.at(cx.now) },
            unit: unit.id,
            booked_on: sheet.booked_on,
            happened_at: sheet.happened_at,
            recorded_at: cx.now,
            recorded_by: by,
            from,
            to,
            told,
        };
        if !store::entries::insert(tx, &entry).await? {
            return Err(CannotReverse::Already.into());
        }
        // After it is known that the entry is new: what was reversed is not told how little is left.
        move_stock(tx, sheet, &entry.told).await?;
        facts.extend(fact(unit, &entry));
        entries.push(entry);
    }
    Ok((entries, facts))
}

/// What an entry adds to the figures: `item|tier` of what came, `item|group` of what was handed out.
fn fact(unit: &Unit, entry: &Entry) -> Option<Fact> {
    let told = &entry.told;
    let (metric, by) = match told.kind {
        Kind::Receipt | Kind::Arrival => (Metric::SuppliesReceived, unit.tier.code()),
        Kind::HandOut => (Metric::SuppliesHandedOut, told.risk_group.as_str()),
        _ => return None,
    };
    let n = match told.reverses {
        None => told.quantity,
        Some(_) => -told.quantity,
    };
    Some(Fact {
        cell: Cell {
            province: unit.province,
            incident: unit.incident,
            area: unit.area,
            day: entry.booked_on,
        },
        metric,
        dims: format!("{}|{by}", told.item),
        n,
    })
}

/// Claims a key for what is entered at a unit; what the first send made, where it comes again. A page's address tells
/// the unit, so that the same words under the same key at another unit are refused.
pub(super) async fn claim(
    tx: &mut db::Tx,
    cx: &Cx,
    unit: &Unit,
    key: Option<&Key>,
    (action, subject): (&'static str, uuid::Uuid),
) -> Result<Option<uuid::Uuid>, Error> {
    match key {
        None => Ok(None),
        Some(key) => {
            let key = key.at(unit.id.0);
            idempotency::claim(tx, unit.province, &key, action, subject, cx.now).await
        }
    }
}

/// Enters by one of the forms, once however often it is sent: the first entry's id is handed back.
async fn by_form(
    app: &App,
    cx: &Cx,
    handle: Handle,
    key: Option<&Key>,
    form: &Form<'_>,
) -> Result<SupplyEntryId, Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let id: SupplyEntryId = app.ids.at(cx.now);
        if let Some(before) = claim(tx, cx, &unit, key, (form.action, id.0)).await? {
            return Ok(SupplyEntryId(before));
        }
        let sheet = Sheet::of(tx, cx, &unit, form.when).await?;
        let new = form.entries(tx, &sheet, cx.now).await?;
        let (entries, facts) = enter(app, tx, cx, &sheet, (id, new)).await?;
        let payload = json!({
            "item": form.item, "booked_on": sheet.booked_on,
            "quantity": entries.iter().map(|entry| entry.told.quantity).sum::<i64>(),
        });
        record(app, tx, cx, form.event, &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(id)
    })
}

/// One of the three forms.
struct Form<'a> {
    action: &'static str,
    event: &'static str,
    item: &'a str,
    when: When,
    what: What<'a>,
}

enum What<'a> {
    Receipt(&'a Receipt),
    HandOut(&'a HandOut),
    Loss(&'a Loss),
}

impl Form<'_> {
    async fn entries(
        &self,
        tx: &mut db::Tx,
        sheet: &Sheet<'_>,
        now: Timestamp,
    ) -> Result<Vec<NewEntry>, Error> {
        match self.what {
            What::Receipt(receipt) => Ok(vec![NewEntry {
                party: receipt.party.clone(),
                document: receipt.document.clone(),
                note: receipt.note.clone(),
                ..NewEntry::of(Kind::Receipt, self.item, &receipt.lot, receipt.quantity)
            }]),
            What::Loss(loss) => {
                let mut shelf = Shelf::of(tx, sheet).await?;
                shelf.expired_too(true);
                let drawn = shelf.draw(self.item, loss.quantity, loss.lot.as_deref())?;
                let entries = drawn.into_iter().map(|(lot, quantity)| NewEntry {
                    reason: Some(loss.reason),
                    note: loss.note.clone(),
                    ..NewEntry::of(Kind::Loss, self.item, &lot, quantity)
                });
                Ok(entries.collect())
            }
            What::HandOut(out) => {
                let mut shelf = Shelf::free(tx, sheet, now).await?;
                hand_out_entries(out, &mut shelf)
            }
        }
    }
}

/// Each group from the lots that expire first; all or none.
pub(super) fn hand_out_entries(out: &HandOut, shelf: &mut Shelf) -> Result<Vec<NewEntry>, Error> {
    let each = out.groups.iter().map(|(_, quantity, _)| *quantity);
    let all = each.fold(0, i64::saturating_add);
    // All groups together are told how much is left, not the last of them how little.
    shelf.draw(&out.item, all, out.lot.as_deref())?;
    let mut entries = Vec::new();
    for (group, quantity, persons) in &out.groups {
        let drawn = shelf.take(&out.item, *quantity, out.lot.as_deref())?;
        let mut persons = *persons;
        for (lot, quantity) in drawn {
            entries.push(NewEntry {
                risk_group: group.clone(),
                // People of a group are told once, at its first lot.
                persons: persons.take(),
                note: out.note.clone(),
                ..NewEntry::of(Kind::HandOut, &out.item, &lot, quantity)
            });
        }
    }
    Ok(entries)
}

/// Enters what came from outside.
pub async fn receive(
    app: &App,
    cx: &Cx,
    handle: Handle,
    receipt: &Receipt,
    key: Option<&Key>,
) -> Result<SupplyEntryId, Error> {
    let form = Form {
        action: "supply.receive",
        event: "supply.received",
        item: &receipt.item,
        when: receipt.when,
        what: What::Receipt(receipt),
    };
    by_form(app, cx, handle, key, &form).await
}

/// Enters what was handed to people.
pub async fn hand_out(
    app: &App,
    cx: &Cx,
    handle: Handle,
    out: &HandOut,
    key: Option<&Key>,
) -> Result<SupplyEntryId, Error> {
    let form = Form {
        action: "supply.hand_out",
        event: "supply.handed_out",
        item: &out.item,
        when: out.when,
        what: What::HandOut(out),
    };
    by_form(app, cx, handle, key, &form).await
}

/// Enters what is spoilt, stolen or expired.
pub async fn lose(
    app: &App,
    cx: &Cx,
    handle: Handle,
    loss: &Loss,
    key: Option<&Key>,
) -> Result<SupplyEntryId, Error> {
    let form = Form {
        action: "supply.lose",
        event: "supply.lost",
        item: &loss.item,
        when: loss.when,
        what: What::Loss(loss),
    };
    by_form(app, cx, handle, key, &form).await
}

/// Takes an entry back by another that names it.
pub async fn reverse(
    app: &App,
    cx: &Cx,
    handle: Handle,
    id: SupplyEntryId,
    reason: Reason,
    note: &str,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let entry = store::entries::find(tx, handle, id).await?;
        let entry = entry.ok_or(Error::NotFound)?;
        if entry.told.reverses.is_some() {
            return Err(CannotReverse::IsReversal.into());
        }
        if !entry.told.kind.is_reversible() {
            return Err(CannotReverse::OfShipment.into());
        }
        let sheet = Sheet::back(tx, cx, &unit, entry.booked_on).await?;
        let back = NewEntry {
            reverses: Some(entry.id),
            reason: Some(reason),
            note: note.to_owned(),
            ..entry.told.clone()
        };
        let (_, facts) = enter(app, tx, cx, &sheet, (app.ids.at(cx.now), vec![back])).await?;
        let payload = json!({ "entry": id, "reason": reason.code() });
        record(app, tx, cx, "supply.reversed", &unit, payload)?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(())
    })
}
