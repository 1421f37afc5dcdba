//! Closing a day: which one, with what counted, and what is entered for what differs.

use std::collections::HashMap;

use jiff::civil::Date;

use super::CannotClose;
use crate::supplies::model::{Count, Kind, Line, NewEntry, Unit};

/// The first day not closed yet that may be closed now; none where all are, or the next lies ahead.
pub fn next_to_close(unit: &Unit, last_closed: Option<Date>, today: Date) -> Option<Date> {
    let next = first_open(unit, last_closed);
    (next <= today && unit.accounts_for(next)).then_some(next)
}

fn first_open(unit: &Unit, last_closed: Option<Date>) -> Date {
    match last_closed {
        None => unit.opened_on,
        Some(day) => day.tomorrow().unwrap_or(day),
    }
}

/// Days are closed in order, none twice, none ahead.
pub fn may_close(
    unit: &Unit,
    day: Date,
    last_closed: Option<Date>,
    today: Date,
) -> Result<(), CannotClose> {
    if day > today {
        return Err(CannotClose::Future);
    }
    if !unit.accounts_for(day) {
        return Err(CannotClose::NotOurs);
    }
    let first = first_open(unit, last_closed);
    if day < first {
        return Err(CannotClose::Already);
    }
    match day == first {
        true => Ok(()),
        false => Err(CannotClose::NotYet { first }),
    }
}

/// What somebody counted, upon which sight of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub counts: Vec<Count>,
    /// What was expected of each line when it was counted, where that was told: item, lot, quantity.
    pub seen: Option<Vec<(String, String, i64)>>,
}

/// The lines as they are closed, each with its count, and the entries of what differs.
type Closing<'a> = (Vec<(&'a Line, &'a Count)>, Vec<NewEntry>);

/// Holds a count against the lines of a day.
pub fn closing<'a>(lines: &'a [Line], asked: &'a Asked) -> Result<Closing<'a>, CannotClose> {
    if let Some(seen) = &asked.seen {
        let now = lines.iter().filter(|line| line.expected() != 0);
        let mut now: Vec<_> = now
            .map(|line| (line.item.clone(), line.lot.name.clone(), line.expected()))
            .collect();
        let mut seen: Vec<_> = seen.iter().filter(|(.., n)| *n != 0).cloned().collect();
        now.sort_unstable();
        seen.sort_unstable();
        if now != seen {
            return Err(CannotClose::Meanwhile);
        }
    }
    let is_known = |count: &&Count| {
        let mut lines = lines.iter();
        lines.any(|line| line.item == count.item && line.lot.name == count.lot)
    };
    if let Some(count) = asked.counts.iter().find(|count| !is_known(count)) {
        let (item, lot) = (count.item.clone(), count.lot.clone());
        return Err(CannotClose::Unknown { item, lot });
    }
    let counted: HashMap<(&str, &str), &Count> = asked
        .counts
        .iter()
        .map(|count| ((count.item.as_str(), count.lot.as_str()), count))
        .collect();
    let mut closed = Vec::new();
    let mut entries = Vec::new();
    for line in lines {
        let key = (line.item.as_str(), line.lot.name.as_str());
        let Some(count) = counted.get(&key) else {
            let (item, lot) = (line.item.clone(), line.lot.name.clone());
            return Err(CannotClose::NotCounted { item, lot });
        };
        let by = count.counted.saturating_sub(line.expected());
        if by != 0 {
            let Some(reason) = count.reason else {
                let (item, lot) = (line.item.clone(), line.lot.name.clone());
                return Err(CannotClose::ReasonMissing { item, lot, by });
            };
            let kind = if by > 0 {
                Kind::Surplus
            } else {
                Kind::Shortfall
            };
            entries.push(NewEntry {
                reason: Some(reason),
                note: count.note.clone(),
                ..NewEntry::of(kind, &line.item, &line.lot, by.saturating_abs())
            });
        }
        closed.push((line, *count));
    }
    Ok((closed, entries))
}
