//! Where goods went: a shipment at both ends, and an allocation with what its receivers did since.

use super::{reach, ship, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::AllocationId;
use crate::supplies::model::{Goods, Handle, Kind, Planned, Shipment, ShipmentHandle, Unit};
use crate::supplies::rules::Rights;
use crate::supplies::store;

/// Of how many shipments of a receiver it is told by which allocations they went, and how many of these.
const SHIPMENTS: i64 = 50;
const SHOWN: usize = 10;

/// A shipment with both ends, its lines and what was said of them.
#[derive(Debug, Clone)]
pub struct Traced {
    pub shipment: Shipment,
    pub from: Unit,
    pub to: Unit,
    pub lines: Vec<Goods>,
    pub plans: Vec<Planned>,
    /// What came, is missing and was spoilt, as the receiver's books have it: kind, item, lot, quantity.
    pub came: Vec<(Kind, String, String, i64)>,
    /// The hash of a picture of it; looked up where one shipment is looked at.
    pub photo: Option<String>,
}

/// A shipment as a unit at either end sees it.
pub async fn shipment(
    app: &App,
    cx: &Cx,
    handle: Handle,
    which: ShipmentHandle,
) -> Result<(Unit, Rights, Traced), Error> {
    db::read!(app.db, |tx| {
        let (unit, rights, sent) = ship::seen(tx, cx, (handle, which)).await?;
        let mut traced = traced(tx, sent).await?;
        let (to, id) = (traced.to.handle(), traced.shipment.id);
        let arrival = store::arrivals::find(tx, to, id).await?;
        traced.photo = arrival.and_then(|arrival| arrival.photo);
        Ok::<_, Error>((unit, rights, traced))
    })
}

async fn traced(tx: &mut db::Tx, sent: Shipment) -> Result<Traced, Error> {
    let from = store::units::find(tx, sent.from).await?;
    let to = store::units::find(tx, sent.to).await?;
    let (from, to) = (from.ok_or(Error::NotFound)?, to.ok_or(Error::NotFound)?);
    let lines = store::shipments::lines(tx, sent.handle()).await?;
    let plans = store::shipments::plans(tx, sent.handle()).await?;
    let entries = store::entries::of_shipment(tx, to.handle(), sent.id).await?;
    let mut came: Vec<(Kind, String, String, i64)> = Vec::new();
    // A transfer's sender has entries of its own in the same books when it is the receiver as well; never here.
    for entry in entries
        .iter()
        .filter(|entry| entry.told.kind != Kind::Sending)
    {
        let told = &entry.told;
        let n = match told.reverses {
            None => told.quantity,
            Some(_) => -told.quantity,
        };
        let same = came
            .iter_mut()
            .find(|(kind, item, lot, _)| (*kind, item, lot) == (told.kind, &told.item, &told.lot));
        match same {
            Some((.., sum)) => *sum += n,
            None => came.push((told.kind, told.item.clone(), told.lot.clone(), n)),
        }
    }
    came.retain(|(.., n)| *n != 0);
    Ok(Traced {
        shipment: sent,
        from,
        to,
        lines,
        plans,
        came,
        photo: None,
    })
}

/// All that went out by one form, and what became of it.
#[derive(Debug, Clone)]
pub struct Trace {
    pub unit: Unit,
    pub shipments: Vec<Onward>,
}

/// A shipment of an allocation, with what its receiver did since with goods of these items.
#[derive(Debug, Clone)]
pub struct Onward {
    pub traced: Traced,
    /// Item, what was sent on, handed out and is there.
    pub since: Vec<(String, i64, i64, i64)>,
    /// The allocations by which it went on.
    pub next: Vec<AllocationId>,
}

/// Where the goods of an allocation went, for whoever sees the unit that sent them.
pub async fn trace(
    app: &App,
    cx: &Cx,
    handle: Handle,
    allocation: AllocationId,
) -> Result<Trace, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let (unit, _) = reach(tx, who, handle).await?;
        let sent = store::shipments::of_allocation(tx, handle.province, allocation).await?;
        let sent: Vec<Shipment> = sent.into_iter().filter(|one| one.from == unit.id).collect();
        if sent.is_empty() {
            return Err(Error::NotFound);
        }
        let mut shipments = Vec::new();
        for one in sent {
            let traced = traced(tx, one).await?;
            shipments.push(onward(tx, cx, traced).await?);
        }
        Ok::<_, Error>(Trace { unit, shipments })
    })
}

async fn onward(tx: &mut db::Tx, cx: &Cx, traced: Traced) -> Result<Onward, db::Error> {
    let to = traced.to.handle();
    let mut since = Vec::new();
    let mut next: Vec<AllocationId> = Vec::new();
    if let Some(arrived_at) = traced.shipment.arrived_at {
        let stock = store::stock::of_unit(tx, to).await?;
        let first = clock::day(arrived_at);
        let moved = store::entries::moved_since(tx, to, first).await?;
        let mut items: Vec<&str> = traced.lines.iter().map(|line| line.item.as_str()).collect();
        items.dedup();
        for item in items {
            let there = stock.iter().filter(|one| one.item == item);
            let there = there.map(|one| one.quantity).sum();
            let moved = moved.iter().find(|(of, ..)| of == item);
            let (sent, out) = moved.map_or((0, 0), |(_, sent, out)| (*sent, *out));
            since.push((item.to_owned(), sent, out, there));
        }
        let span = (first, super::look::later(cx));
        next = store::shipments::went_on(tx, to, span, SHIPMENTS).await?;
        next.truncate(SHOWN);
    }
    Ok(Onward {
        traced,
        since,
        next,
    })
}
