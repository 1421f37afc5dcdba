//! A day's books: looked over, counted, closed and bound to the day before.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use super::book::enter;
use super::sheet::Sheet;
use super::{keeper, reach, record, signed_in};
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::supplies::model::{Closed, Count, Handle, Line, Lot, Movement, Unit};
use crate::supplies::rules::{self, Asked, CannotBook, CannotClose, Page, Rights};
use crate::supplies::store;
use crate::tallies;

/// A day of a unit as its books stand.
#[derive(Debug, Clone)]
pub struct Today {
    pub unit: Unit,
    pub rights: Rights,
    pub day: Date,
    pub lines: Vec<Line>,
    /// What was counted, where it is closed.
    pub counts: Vec<Count>,
    pub closed: Option<Closed>,
    /// What was handed out: item, risk group, quantity.
    pub handed_out: Vec<(String, String, i64)>,
    /// Days before it that are still open.
    pub n_open_before: i64,
}

/// A day of a unit; without one the first that may be closed now, or today where none may.
pub async fn today(app: &App, cx: &Cx, handle: Handle, day: Option<Date>) -> Result<Today, Error> {
    let who = signed_in(cx)?;
    db::read!(app.db, |tx| {
        let (unit, rights) = reach(tx, who, handle).await?;
        let last = store::days::last(tx, handle).await?;
        let last_closed = last.as_ref().map(|closed| closed.day);
        let now_on = clock::day(cx.now);
        let next = rules::next_to_close(&unit, last_closed, now_on);
        let day = day.or(next).unwrap_or(now_on);
        if day > now_on || !unit.accounts_for(day) {
            return Err(Error::NotFound);
        }
        let closed = store::days::find(tx, handle, day).await?;
        let handed_out = store::entries::handed_out(tx, handle, day).await?;
        let (lines, counts) = match &closed {
            Some(_) => {
                let counted = store::days::counts(tx, handle, day, day).await?;
                counted
                    .into_iter()
                    .map(|(_, line, count)| (line, count))
                    .unzip()
            }
            None => (lines(tx, &unit, last_closed, day).await?, Vec::new()),
        };
        let first_open = next.unwrap_or(day);
        let n_open_before = i64::from(day.since(first_open).map_or(0, |span| span.get_days()));
        Ok::<_, Error>(Today {
            unit,
            rights,
            day,
            lines,
            counts,
            closed,
            handed_out,
            n_open_before: n_open_before.max(0),
        })
    })
}

/// The lines of a day that is still open: what the last closed day left, with all that moved since.
async fn lines(
    tx: &mut db::Tx,
    unit: &Unit,
    last_closed: Option<Date>,
    day: Date,
) -> Result<Vec<Line>, db::Error> {
    let handle = unit.handle();
    let mut all: BTreeMap<(String, String), (i64, Movement)> = BTreeMap::new();
    if let Some(last) = last_closed {
        for (_, line, count) in store::days::counts(tx, handle, last, last).await? {
            let entry = all.entry((line.item, line.lot.name)).or_default();
            entry.0 = count.counted;
        }
    }
    // Days between are open as well: what moved on them came before this one.
    let first = match last_closed {
        None => unit.opened_on,
        Some(last) => last.tomorrow().unwrap_or(day),
    };
    for (item, lot, net) in store::stock::net_between(tx, handle, first, day).await? {
        all.entry((item, lot)).or_default().0 += net;
    }
    for (item, lot, moved) in store::entries::moved(tx, handle, day).await? {
        all.entry((item, lot)).or_default().1 = moved;
    }
    let stock = store::stock::of_unit(tx, handle).await?;
    let lines = all.into_iter().map(|((item, lot), (opening, moved))| {
        let mut stock = stock.iter();
        let goods = stock.find(|one| one.item == item && one.lot.name == lot);
        Line {
            item,
            lot: Lot {
                name: lot,
                expires_on: goods.and_then(|goods| goods.lot.expires_on),
            },
            opening,
            moved,
        }
    });
    let empty = |line: &Line| line.opening == 0 && line.moved == Default::default();
    Ok(lines.filter(|line| !empty(line)).collect())
}

/// Closes a day with what was counted. Closed again with the same counts nothing changes.
pub async fn close(
    app: &App,
    cx: &Cx,
    handle: Handle,
    day: Date,
    asked: &Asked,
) -> Result<(), Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let last = store::days::last(tx, handle).await?;
        let last_closed = last.as_ref().map(|closed| closed.day);
        let may = rules::may_close(&unit, day, last_closed, clock::day(cx.now));
        if may == Err(CannotClose::Already) && is_same(tx, handle, day, asked).await? {
            return Ok(());
        }
        may?;
        let facts = close_in(app, tx, cx, &unit, last, day, asked).await?;
        tallies::store::add(tx, &facts)?;
        Ok::<_, Error>(())
    })
}

async fn is_same(
    tx: &mut db::Tx,
    handle: Handle,
    day: Date,
    asked: &Asked,
) -> Result<bool, db::Error> {
    let counted = store::days::counts(tx, handle, day, day).await?;
    let key = |count: &Count| (count.item.clone(), count.lot.clone(), count.counted);
    let mut there: Vec<_> = counted.iter().map(|(.., count)| key(count)).collect();
    let mut told: Vec<_> = asked.counts.iter().map(key).collect();
    there.sort_unstable();
    told.sort_unstable();
    Ok(there == told)
}

/// Closes a day that may be closed.
async fn close_in(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    unit: &Unit,
    last: Option<Closed>,
    day: Date,
    asked: &Asked,
) -> Result<Vec<tallies::Fact>, Error> {
    let (handle, today) = (unit.handle(), clock::day(cx.now));
    let last_closed = last.as_ref().map(|closed| closed.day);
    let lines = lines(tx, unit, last_closed, day).await?;
    let (counted, differences) = rules::closing(&lines, asked)?;
    // A unit was closed because it had nothing; a count that finds something would leave it there for ever.
    if unit.closed_on.is_some() && !differences.is_empty() {
        return Err(CannotBook::UnitClosed.into());
    }
    let sheet = Sheet {
        unit,
        booked_on: day,
        happened_at: cx.now,
    };
    let first = app.ids.at(cx.now);
    let (_, facts) = enter(app, tx, cx, &sheet, (first, differences)).await?;
    let entries = store::entries::of_days(tx, handle, day, day).await?;
    let counts = counted.iter();
    let counts = counts.map(|(line, count)| rules::count_as_text(line, count));
    let mut page = Page {
        unit: unit.id,
        closed: Closed {
            day,
            n_entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            is_late: day < today,
            closed_by: signed_in(cx)?.account.id,
            closed_at: cx.now,
            previous_hash: last.map_or(Vec::new(), |closed| closed.hash),
            hash: Vec::new(),
        },
        counts: counts.collect(),
        entries,
    };
    page.closed.hash = rules::hash(&page);
    if !store::days::insert(tx, handle, &page.closed).await? {
        return Err(CannotClose::Already.into());
    }
    store::closings::put(tx, handle, &page.closed).await?;
    store::reported::put(tx, handle, day)?;
    for (line, count) in counted {
        store::days::insert_count(tx, handle, day, line, count).await?;
    }
    let payload = json!({ "day": day, "is_late": page.closed.is_late });
    record(app, tx, cx, "supply.day_closed", unit, payload)?;
    Ok(facts)
}

/// The most days that are closed at once.
const AT_ONCE: usize = 100;

/// Closes the days up to one on which nothing moved, in order, with what the books say: how many. It stops
/// before the first on which something did, since that one wants a count.
pub async fn close_quiet(app: &App, cx: &Cx, handle: Handle, up_to: Date) -> Result<usize, Error> {
    let who = signed_in(cx)?;
    db::write!(app.db, |tx| {
        let unit = keeper(tx, who, handle).await?;
        let mut n = 0;
        while n < AT_ONCE {
            let last = store::days::last(tx, handle).await?;
            let last_closed = last.as_ref().map(|closed| closed.day);
            let today = clock::day(cx.now);
            let next = rules::next_to_close(&unit, last_closed, today);
            let Some(day) = next.filter(|day| *day <= up_to) else {
                break;
            };
            if !store::entries::moved(tx, handle, day).await?.is_empty() {
                break;
            }
            let lines = lines(tx, &unit, last_closed, day).await?;
            let counts = lines.iter().map(|line| Count {
                item: line.item.clone(),
                lot: line.lot.name.clone(),
                counted: line.expected(),
                reason: None,
                note: String::new(),
            });
            let asked = Asked {
                counts: counts.collect(),
                seen: None,
            };
            close_in(app, tx, cx, &unit, last, day, &asked).await?;
            n += 1;
        }
        Ok::<_, Error>(n)
    })
}
