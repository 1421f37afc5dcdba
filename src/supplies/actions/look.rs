//! Looking at units: one's own, what they have and what is on its way, the units below, days, and where goods went.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{reach, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::{SupplyEntryId, SupplyUnitId};
use crate::incidents;
use crate::supplies::model::{Closed, Entry, Goods, Handle, Reservation, Shipment, Unit};
use crate::supplies::rules::{self, Rights};
use crate::supplies::store;

/// Entries and shipments of one page.
pub const PAGE: usize = 30;

/// A unit with how its day stands.
#[derive(Debug, Clone)]
pub struct Listed {
    pub unit: Unit,
    /// The first day that may be closed now.
    pub next: Option<Date>,
    pub last_closed: Option<Date>,
    /// Shipments that wait to be acknowledged.
    pub n_incoming: usize,
}

/// The units somebody keeps, and for admins those of their area.
#[derive(Debug, Clone, Default)]
pub struct Own {
    pub kept: Vec<Listed>,
    /// The widest units of the areas one answers for, by incident.
    pub of_area: Vec<Unit>,
    /// Open incidents without a ministry, for national admins.
    pub rootless: Vec<crate::ids::IncidentId>,
}

pub async fn own(app: &App, cx: &Cx) -> Result<Own, Error> {
    let who = signed_in(cx)?;
    let open = incidents::actions::open(app, cx.now).await?;
    let account = who.account.id;
    let mut areas: Vec<areas::AreaCode> = who
        .held()
        .filter(|seat| seat.role.is_admin())
        .map(|seat| seat.area)
        .collect();
    areas.sort_unstable();
    areas.dedup();
    db::read!(app.db, |tx| {
        let mut own = Own::default();
        for id in store::seats::held(tx, account).await? {
            if let Some(unit) = store::units::find(tx, id).await? {
                own.kept.push(listed(tx, cx, unit).await?);
            }
        }
        for incident in open
            .iter()
            .filter(|one| !one.preset.supply_items.is_empty())
        {
            for area in &areas {
                let kept = |unit: &Unit| own.kept.iter().any(|one| one.unit.id == unit.id);
                let mut widest = widest(tx, incident.id, *area).await?;
                widest.retain(|unit| !kept(unit));
                own.of_area.extend(widest);
            }
            let is_rootless = store::units::root(tx, incident.id).await?.is_none();
            if is_rootless && who.is_national_admin() {
                own.rootless.push(incident.id);
            }
        }
        Ok::<_, Error>(own)
    })
}

/// The units of an area that lie below none other of it.
async fn widest(
    tx: &mut db::Tx,
    incident: crate::ids::IncidentId,
    area: areas::AreaCode,
) -> Result<Vec<Unit>, db::Error> {
    if area == areas::AreaCode::COUNTRY {
        return Ok(store::units::root(tx, incident)
            .await?
            .into_iter()
            .collect());
    }
    let found = store::units::of_area(tx, incident, area, 200).await?;
    let ids: Vec<SupplyUnitId> = found.iter().map(|unit| unit.id).collect();
    let is_top = |unit: &Unit| unit.parent.is_none_or(|parent| !ids.contains(&parent));
    Ok(found.into_iter().filter(is_top).collect())
}

async fn listed(tx: &mut db::Tx, cx: &Cx, unit: Unit) -> Result<Listed, db::Error> {
    let last = store::days::last(tx, unit.handle()).await?;
    let last_closed = last.map(|closed| closed.day);
    let incoming = store::shipments::incoming(tx, unit.id).await?;
    Ok(Listed {
        next: rules::next_to_close(&unit, last_closed, clock::day(cx.now)),
        last_closed,
        n_incoming: incoming.len(),
        unit,
    })
}

/// A unit with what it has.
#[derive(Debug, Clone)]
pub struct Home {
    pub unit: Unit,
    pub rights: Rights,
    pub parent: Option<Unit>,
    pub stock: Vec<Goods>,
    /// What of it is promised to requests, by lot, and to which; the oldest first.
    pub reserved: Vec<Goods>,
    pub reservations: Vec<Reservation>,
    /// Item, and what was sent or handed out of it in the last days.
    pub used: Vec<(String, i64)>,
    pub incoming: Vec<(Shipment, Unit)>,
    pub outgoing: Vec<(Shipment, Unit)>,
    /// The first day that may be closed now.
    pub next: Option<Date>,
    pub last: Option<Closed>,
    pub entries: Vec<(Entry, bool)>,
    pub n_below: usize,
    /// Units of any level below that have not closed today.
    pub n_unreported: usize,
}

/// So many units that have not reported are counted; beyond stands "more".
const COUNTED: i64 = 1000;

pub async fn home(app: &App, cx: &Cx, handle: Handle) -> Result<Home, Error> {
    let who = signed_in(cx)?;
    let today = clock::day(cx.now);
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        let parent = match unit.parent {
            None => None,
            Some(id) => store::units::find(tx, id).await?,
        };
        let last = store::days::last(tx, handle).await?;
        let incoming = store::shipments::incoming(tx, unit.id).await?;
        let outgoing = store::shipments::outgoing(tx, handle, later(cx), 10).await?;
        let incoming = with_units(tx, incoming, |one| one.from).await?;
        let outgoing = with_units(tx, outgoing, |one| one.to).await?;
        let entries = store::entries::latest(tx, handle, NEWEST, 10).await?;
        let since = today.saturating_sub(jiff::Span::new().days(rules::USED_DAYS - 1));
        let moved = store::entries::moved_since(tx, handle, since).await?;
        let n_unreported = store::days::n_unreported(tx, &unit, today, COUNTED).await?;
        Ok::<_, Error>(Home {
            next: rules::next_to_close(&unit, last.as_ref().map(|last| last.day), today),
            stock: store::stock::of_unit(tx, handle).await?,
            reserved: store::reservations::reserved(tx, handle, cx.now).await?,
            reservations: store::reservations::open(tx, handle, cx.now).await?,
            used: moved
                .into_iter()
                .map(|(item, sent, handed_out)| (item, sent + handed_out))
                .collect(),
            n_below: store::units::below(tx, unit.id).await?.len(),
            n_unreported: usize::try_from(n_unreported).unwrap_or(0),
            unit,
            rights,
            parent,
            incoming,
            outgoing,
            last,
            entries,
        })
    })
}

/// Before the first page of a list that begins with the newest.
const NEWEST: (Date, SupplyEntryId) = (Date::MAX, SupplyEntryId(uuid::Uuid::max()));

pub(super) fn later(cx: &Cx) -> jiff::Timestamp {
    cx.now + jiff::SignedDuration::from_hours(1)
}

pub(super) async fn with_units(
    tx: &mut db::Tx,
    shipments: Vec<Shipment>,
    which: fn(&Shipment) -> SupplyUnitId,
) -> Result<Vec<(Shipment, Unit)>, Error> {
    let mut known: HashMap<SupplyUnitId, Unit> = HashMap::new();
    let mut all = Vec::new();
    for shipment in shipments {
        let id = which(&shipment);
        let unit = match known.get(&id) {
            Some(unit) => unit.clone(),
            None => {
                let unit = store::units::find(tx, id).await?;
                unit.ok_or(Error::NotFound)?
            }
        };
        known.insert(id, unit.clone());
        all.push((shipment, unit));
    }
    Ok(all)
}

/// The last row's place in a list of entries.
#[derive(Serialize, Deserialize)]
struct After(Date, SupplyEntryId);

/// One page of entries, the newest first, each with whether it was taken back; and the cursor of the next.
pub async fn entries(
    app: &App,
    cx: &Cx,
    handle: Handle,
    limit: usize,
    after: Option<&str>,
) -> Result<(Unit, Rights, Vec<(Entry, bool)>, Option<String>), Error> {
    let who = signed_in(cx)?;
    let filter = format!("supply-entries|{handle}");
    let before = match after {
        None => NEWEST,
        Some(cursor) => {
            let After(day, id) =
                web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?;
            (day, id)
        }
    };
    let n = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let (unit, rights, mut rows) = db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        let rows = store::entries::latest(tx, handle, before, n).await?;
        Ok::<_, Error>((unit, rights, rows))
    })?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(last, _)| web::cursor::write(&filter, &After(last.booked_on, last.id)));
    Ok((unit, rights, rows, next))
}

/// A month of a unit's days.
#[derive(Debug, Clone)]
pub struct Month {
    pub unit: Unit,
    pub rights: Rights,
    /// Its first day.
    pub first: Date,
    pub last: Date,
    pub closed: Vec<Closed>,
}

pub async fn month(app: &App, cx: &Cx, handle: Handle, of: Option<Date>) -> Result<Month, Error> {
    let who = signed_in(cx)?;
    let of = of.unwrap_or_else(|| clock::day(cx.now));
    let (first, last) = (of.first_of_month(), of.last_of_month());
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        let closed = store::days::between(tx, handle, first, last).await?;
        Ok::<_, Error>(Month {
            unit,
            rights,
            first,
            last,
            closed,
        })
    })
}

/// One entry of a unit's books.
pub async fn entry(app: &App, cx: &Cx, handle: Handle, id: SupplyEntryId) -> Result<Entry, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        reach(tx, who, handle).await?;
        let found = store::entries::find(tx, handle, id).await?;
        found.ok_or(Error::NotFound)
    })
}
