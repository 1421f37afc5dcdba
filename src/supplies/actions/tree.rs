//! The units below another: those one level down, those of any level that have not reported, those of an area.

use std::collections::HashMap;

use areas::AreaCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{reach, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Handle, Officer, Unit};
use crate::supplies::rules::{self, Rights};
use crate::supplies::store::{self, days::DayOf};

/// Units of one page of a list.
const PAGE: i64 = 100;

/// A unit below, with how it stands today.
#[derive(Debug, Clone)]
pub struct Below {
    pub unit: Unit,
    pub day: DayOf,
    /// Item and quantity.
    pub stock: Vec<(String, i64)>,
    /// Item, and what was sent or handed out of it in the last days.
    pub used: Vec<(String, i64)>,
    pub officers: Vec<Officer>,
}

/// Units that have not closed a day, with the last day they did, and the cursor of the next page.
pub type Unreported = (Vec<(Unit, Option<Date>)>, Option<String>);

/// The units one level down with their day, and those of any level that have not reported it.
pub struct Tree {
    pub unit: Unit,
    pub rights: Rights,
    pub day: Date,
    pub below: Vec<Below>,
    pub unreported: Vec<(Unit, Option<Date>)>,
    pub next: Option<String>,
}

pub async fn tree(
    app: &App,
    cx: &Cx,
    handle: Handle,
    day: Option<Date>,
    after: Option<&str>,
) -> Result<Tree, Error> {
    let who = signed_in(cx)?;
    let day = or_today(cx, day);
    let place = Place::read(&unreported_filter(handle, day), after)?;
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        let (unreported, next) = unreported_of(tx, &unit, day, place).await?;
        Ok::<_, Error>(Tree {
            below: below_of(tx, unit.id, day).await?,
            unit,
            rights,
            day,
            unreported,
            next,
        })
    })
}

/// The units one level below another, as they stand on a day.
pub async fn below(
    app: &App,
    cx: &Cx,
    handle: Handle,
    day: Option<Date>,
) -> Result<Vec<Below>, Error> {
    let who = signed_in(cx)?;
    let day = or_today(cx, day);
    db::read!(app.db, |tx| {
        let (unit, _) = reach(tx, who, handle).await?;
        Ok::<_, Error>(below_of(tx, unit.id, day).await?)
    })
}

/// One page of the units of any level below another that have not closed a day.
pub async fn unreported(
    app: &App,
    cx: &Cx,
    handle: Handle,
    day: Option<Date>,
    after: Option<&str>,
) -> Result<Unreported, Error> {
    let who = signed_in(cx)?;
    let day = or_today(cx, day);
    let place = Place::read(&unreported_filter(handle, day), after)?;
    db::read!(app.db, |tx| {
        let (unit, _) = reach(tx, who, handle).await?;
        Ok::<_, Error>(unreported_of(tx, &unit, day, place).await?)
    })
}

/// One page of the units of an area, each with the one above it: all of them for admins of the area, for others those
/// whose officers they are and all below.
pub async fn of_area(
    app: &App,
    cx: &Cx,
    incident: IncidentId,
    area: AreaCode,
    after: Option<&str>,
) -> Result<(Vec<(Unit, Option<Handle>)>, Option<String>), Error> {
    let who = signed_in(cx)?;
    let filter = format!("supply-units|{incident}|{area}");
    let place = Place::read(&filter, after)?;
    let officer = match who.is_admin_of(area) {
        true => None,
        false => Some(who.account.id),
    };
    let mut units = db::read!(app.db, |tx| {
        store::tree::of_area(tx, (incident, area), officer, place.pair(), PAGE + 1).await
    })?;
    let next = next(&filter, &mut units, |(unit, _)| unit);
    Ok((units, next))
}

fn or_today(cx: &Cx, day: Option<Date>) -> Date {
    let today = clock::day(cx.now);
    day.filter(|day| *day <= today).unwrap_or(today)
}

fn unreported_filter(handle: Handle, day: Date) -> String {
    format!("supply-unreported|{handle}|{day}")
}

/// The last row's place in a list of units.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Place(u32, SupplyUnitId);

impl Place {
    fn read(filter: &str, after: Option<&str>) -> Result<Place, Error> {
        match after {
            None => Ok(Place(0, SupplyUnitId(uuid::Uuid::nil()))),
            Some(cursor) => web::cursor::read(filter, cursor).ok_or_else(Error::of_another_list),
        }
    }

    fn pair(self) -> (u32, SupplyUnitId) {
        (self.0, self.1)
    }
}

/// Cuts a list that has one more than a page, and gives the cursor of the rest.
fn next<T>(filter: &str, rows: &mut Vec<T>, unit: fn(&T) -> &Unit) -> Option<String> {
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let last = rows.last().filter(|_| more).map(unit)?;
    Some(web::cursor::write(filter, &Place(last.area.get(), last.id)))
}

async fn below_of(
    tx: &mut db::Tx,
    above: SupplyUnitId,
    day: Date,
) -> Result<Vec<Below>, db::Error> {
    let days = store::days::below(tx, above, day).await?;
    let days: HashMap<SupplyUnitId, DayOf> = days.into_iter().map(|one| (one.unit, one)).collect();
    let mut stock: HashMap<SupplyUnitId, Vec<(String, i64)>> = HashMap::new();
    for (unit, item, n) in store::stock::below(tx, above).await? {
        stock.entry(unit).or_default().push((item, n));
    }
    let mut used: HashMap<SupplyUnitId, Vec<(String, i64)>> = HashMap::new();
    let since = day.saturating_sub(jiff::Span::new().days(rules::USED_DAYS));
    for (unit, item, n) in store::alerts::used_below(tx, above, since).await? {
        used.entry(unit).or_default().push((item, n));
    }
    let mut officers: HashMap<SupplyUnitId, Vec<Officer>> = HashMap::new();
    for (unit, officer) in store::seats::officers_below(tx, above).await? {
        officers.entry(unit).or_default().push(officer);
    }
    let below = store::units::below(tx, above).await?.into_iter();
    let below = below.map(|unit| {
        let none = DayOf {
            unit: unit.id,
            is_closed: false,
            last_closed: None,
        };
        Below {
            day: days.get(&unit.id).copied().unwrap_or(none),
            stock: stock.remove(&unit.id).unwrap_or_default(),
            used: used.remove(&unit.id).unwrap_or_default(),
            officers: officers.remove(&unit.id).unwrap_or_default(),
            unit,
        }
    });
    Ok(below.collect())
}

async fn unreported_of(
    tx: &mut db::Tx,
    unit: &Unit,
    day: Date,
    place: Place,
) -> Result<Unreported, db::Error> {
    let mut rows = store::days::unreported(tx, unit, day, place.pair(), PAGE + 1).await?;
    let filter = unreported_filter(unit.handle(), day);
    let next = next(&filter, &mut rows, |(unit, _)| unit);
    Ok((rows, next))
}
