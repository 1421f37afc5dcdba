//! The books of units as anybody would keep them on paper: what moved of each lot on each day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jitasa::ids::SupplyEntryId;
use jitasa::supplies::model::ShipmentHandle;

use crate::supplies::told::{ATK, MASK};

/// Item and lot.
pub type Of = (&'static str, &'static str);

/// All lots there are, of each item what expires first.
pub const ALL: [Of; 4] = [(ATK, "A"), (ATK, "B"), (ATK, "C"), (MASK, "")];

/// The same lot as the program names it.
pub fn of(item: &str, lot: &str) -> Of {
    let found = ALL.into_iter().find(|one| *one == (item, lot));
    found.expect("a lot of the history")
}

/// What somebody is told, or the name of a refusal.
pub type Told<T> = Result<T, &'static str>;

pub struct Book {
    pub opened: Date,
    /// The last day closed.
    pub closed: Option<Date>,
    /// Closed days, and whether each was closed late.
    pub late: BTreeMap<Date, bool>,
    nets: BTreeMap<Of, BTreeMap<Date, i64>>,
    /// Days for which anything was entered.
    touched: BTreeSet<Date>,
}

impl Book {
    pub fn new(opened: Date) -> Book {
        Book {
            opened,
            closed: None,
            late: BTreeMap::new(),
            nets: BTreeMap::new(),
            touched: BTreeSet::new(),
        }
    }

    pub fn first_open(&self) -> Date {
        self.closed
            .map_or(self.opened, |day| day.tomorrow().unwrap())
    }

    pub fn is_quiet(&self, day: Date) -> bool {
        !self.touched.contains(&day)
    }

    /// For which day something counts.
    pub fn booking(&self, happened: Date, today: Date) -> Told<Date> {
        if happened > today {
            Err("supply-future")
        } else if happened < self.opened {
            Err("supply-before-opening")
        } else {
            Ok(happened.max(self.first_open()))
        }
    }

    pub fn closes(&mut self, day: Date, today: Date) {
        self.closed = Some(day);
        self.late.insert(day, day < today);
    }

    /// Of what never was in the store it is nothing, and written nevertheless.
    pub fn moves(&mut self, of: Of, day: Date, n: i64) {
        *self.nets.entry(of).or_default().entry(day).or_default() += n;
        self.touched.insert(day);
    }

    pub fn at_end(&self, of: Of, day: Date) -> i64 {
        let nets = self.nets.get(&of);
        nets.map_or(0, |nets| nets.range(..=day).map(|(_, n)| n).sum())
    }

    pub fn now(&self, of: Of) -> i64 {
        self.at_end(of, Date::MAX)
    }

    /// What can be taken out on a day and leaves no later one with less than nothing.
    pub fn free(&self, of: Of, day: Date) -> i64 {
        let later = self
            .nets
            .get(&of)
            .into_iter()
            .flat_map(|nets| nets.range(day..));
        let ends = later.map(|(on, _)| self.at_end(of, *on));
        ends.chain([self.at_end(of, day)]).min().unwrap_or(0)
    }

    /// Whether so much of one lot may go on a day.
    pub fn may_lose(&self, of: Of, day: Date, n: i64) -> Told<()> {
        if self.now(of) < n {
            Err("supply-too-few")
        } else if self.free(of, day) < n {
            Err("supply-too-few-then")
        } else {
            Ok(())
        }
    }

    /// From which lots of an item so much is taken, the first to expire first.
    pub fn draws(&mut self, item: &str, n: i64, day: Date) -> Told<Vec<(Of, i64)>> {
        let lots = ALL.into_iter().filter(|(of, _)| *of == item);
        let free: Vec<(Of, i64)> = lots.clone().map(|of| (of, self.free(of, day))).collect();
        if free.iter().map(|(_, free)| free).sum::<i64>() < n {
            let now: i64 = lots.map(|of| self.now(of)).sum();
            return Err(if now < n {
                "supply-too-few"
            } else {
                "supply-too-few-then"
            });
        }
        let mut left = n;
        let mut drawn = Vec::new();
        for (of, free) in free {
            let taken = free.min(left);
            if taken > 0 {
                self.moves(of, day, -taken);
                drawn.push((of, taken));
                left -= taken;
            }
        }
        Ok(drawn)
    }
}

/// An entry that may be taken back by itself.
pub struct Made {
    pub unit: usize,
    pub id: SupplyEntryId,
    pub of: Of,
    /// What came by it; below zero what went.
    pub n: i64,
    pub day: Date,
    /// The group it was handed to.
    pub group: Option<&'static str>,
    pub is_reversed: bool,
}

/// What came of one line: whole, spoilt; the rest is missing.
pub type Got = (Of, i64, i64);

pub enum State {
    InTransit,
    Arrived { day: Date, got: Vec<Got> },
    Cancelled,
}

pub struct Sent {
    pub handle: ShipmentHandle,
    pub from: usize,
    pub to: usize,
    pub lines: Vec<(Of, i64)>,
    /// When it went, and the day it counts for at the sender's.
    pub sent_on: Date,
    pub day: Date,
    pub state: State,
}
