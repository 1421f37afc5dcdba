//! What may be booked, sent, acknowledged and closed. Pure.

mod alerts;
mod chain;
mod day;
mod refusals;
mod reserve;
mod rights;
mod tree;

#[cfg(test)]
mod tests;

pub use alerts::{Alert, Due, USED_DAYS, days_left, due, expires_soon, runs_out};
pub use chain::{Broken, End, Page, count_as_text, first_broken, hash, wrong_end};
pub use day::{Asked, closing, may_close, next_to_close};
pub use refusals::{CannotArrive, CannotBook, CannotClose, CannotReverse, CannotShip};
pub use reserve::{CannotReserve, LASTS, free, may_end, uncovered};
pub use rights::{Link, Rights, rights};
pub use tree::{CannotPlace, may_go, may_lie};

use jiff::civil::Date;

use super::model::{Goods, Lot, Shipment, Unit};
use crate::clock;

/// The most that one entry moves, in base units: far above what a country uses in a year, far below what a sum
/// of all entries could overflow with.
pub const MOST: i64 = 1_000_000_000;

/// The day that something counts for. A day that was closed meanwhile is never touched: what comes late counts
/// for the first day still open, with its own time beside it.
pub fn booking_day(
    unit: &Unit,
    happened_on: Date,
    today: Date,
    last_closed: Option<Date>,
) -> Result<Date, CannotBook> {
    // It was closed because it had nothing: whatever is entered late would leave something there for ever.
    if unit.closed_on.is_some() {
        return Err(CannotBook::UnitClosed);
    }
    if happened_on > today {
        return Err(CannotBook::Future);
    }
    if happened_on < unit.opened_on {
        return Err(CannotBook::BeforeOpening {
            opened_on: unit.opened_on,
        });
    }
    let first_open = match last_closed {
        None => unit.opened_on,
        Some(day) => day.tomorrow().unwrap_or(day),
    };
    Ok(happened_on.max(first_open))
}

/// Nothing comes on a day before it was sent. Hours are not compared: both ends tell them roughly.
pub fn may_arrive(sent: &Shipment, came_on: Date) -> Result<(), CannotArrive> {
    let sent_on = clock::day(sent.sent_at);
    match came_on < sent_on {
        true => Err(CannotArrive::BeforeSending { sent_on }),
        false => Ok(()),
    }
}

/// What there was least of a lot at the end of any day from `day` on, by what there is now and what moved on
/// each later day. Only so much can be taken out on that day.
pub fn least(now: i64, day: Date, nets: &[(Date, i64)]) -> i64 {
    let mut later: Vec<(Date, i64)> = nets.iter().copied().filter(|(on, _)| *on > day).collect();
    later.sort_unstable();
    let mut at_end = now;
    let mut least = now;
    for (_, net) in later.into_iter().rev() {
        at_end -= net;
        least = least.min(at_end);
    }
    least
}

/// Whether a lot could not be used any more on a day.
pub fn has_expired(lot: &Lot, on: Date) -> bool {
    lot.expires_on.is_some_and(|expires_on| expires_on < on)
}

/// From which lots a quantity is taken: from the one that was named, else from what expires first. What is to be
/// used on a day is not taken from lots that have expired by then; what goes back or is written off may be.
pub fn draw(
    item: &str,
    stock: &[Goods],
    wanted: i64,
    lot: Option<&str>,
    used_on: Option<Date>,
) -> Result<Vec<(Lot, i64)>, CannotBook> {
    // Nothing and less than nothing are no quantities either.
    if wanted < 1 {
        return Err(CannotBook::TooMuch);
    }
    let there = stock
        .iter()
        .filter(|goods| goods.item == item && goods.quantity > 0)
        .filter(|goods| lot.is_none_or(|lot| goods.lot.name == lot));
    let (expired, mut lots): (Vec<&Goods>, Vec<&Goods>) =
        there.partition(|goods| used_on.is_some_and(|on| has_expired(&goods.lot, on)));
    if let (Some(_), [goods]) = (lot, &*expired) {
        return Err(CannotBook::Expired {
            item: item.to_owned(),
            lot: goods.lot.clone(),
        });
    }
    lots.sort_by_key(|goods| {
        let expires_on = goods.lot.expires_on;
        (expires_on.is_none(), expires_on, goods.lot.name.clone())
    });
    let sum = |lots: &[&Goods]| lots.iter().map(|goods| goods.quantity).sum::<i64>();
    let (left, expired) = (sum(&lots), sum(&expired));
    if left < wanted {
        let item = item.to_owned();
        return Err(match expired {
            0 => CannotBook::TooFew { item, left },
            _ => CannotBook::TooFewUsable {
                item,
                left,
                expired,
            },
        });
    }
    let mut left = wanted;
    let mut drawn = Vec::new();
    for goods in lots {
        let taken = left.min(goods.quantity);
        if taken == 0 {
            break;
        }
        drawn.push((goods.lot.clone(), taken));
        left -= taken;
    }
    Ok(drawn)
}
