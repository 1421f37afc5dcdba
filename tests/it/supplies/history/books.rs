//! The books of units as anybody would keep them on paper: what moved of each lot on each day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jitasa::ids::SupplyEntryId;
use jitasa::supplies::model::{ReservationHandle, ShipmentHandle};

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
    pub promises: Vec<Promise>,
}

/// What is promised to a request.
pub struct Promise {
    pub handle: ReservationHandle,
    pub lots: Vec<(Of, i64)>,
    pub expires_at: Timestamp,
    pub has_ended: bool,
}

impl Promise {
    pub fn stands(&self, now: Timestamp) -> bool {
        !self.has_ended && now < self.expires_at
    }
}

impl Book {
    pub fn new(opened: Date) -> Book {
        Book {
            opened,
            closed: None,
            late: BTreeMap::new(),
            nets: BTreeMap::new(),
            touched: BTreeSet::new(),
            promises: Vec::new(),
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

    /// What is promised of a lot at an instant.
    pub fn promised(&self, of: Of, at: Timestamp) -> i64 {
        let standing = self.promises.iter().filter(|one| one.stands(at));
        let lots = standing.flat_map(|one| &one.lots);
        lots.filter(|(lot, _)| *lot == of).map(|(_, n)| n).sum()
    }

    /// Of each lot of an item what may go on a day, and what may go at all: all of it, or but what is promised.
    fn free_lots(&self, item: &str, day: Date, but: Option<Timestamp>) -> Vec<(Of, i64, i64)> {
        let lots = ALL.into_iter().filter(|(of, _)| *of == item);
        lots.map(|of| {
            let promised = but.map_or(0, |at| self.promised(of, at));
            let now = match promised {
                0 => self.now(of),
                n => (self.now(of) - n).max(0),
            };
            (of, self.free(of, day).min(now), now)
        })
        .collect()
    }

    /// How much of an item may go on a day.
    pub fn may_go(&self, item: &str, day: Date, but: Option<Timestamp>) -> i64 {
        let lots = self.free_lots(item, day, but);
        lots.iter().map(|(_, free, _)| free).sum()
    }

    /// From which lots of an item so much would be taken, the first to expire first.
    pub fn chooses(
        &self,
        item: &str,
        n: i64,
        day: Date,
        but: Option<Timestamp>,
    ) -> Told<Vec<(Of, i64)>> {
        let lots = self.free_lots(item, day, but);
        if lots.iter().map(|(_, free, _)| free).sum::<i64>() < n {
            let now: i64 = lots.iter().map(|(.., now)| now).sum();
            let promised = |(of, ..): &(Of, i64, i64)| but.map_or(0, |at| self.promised(*of, at));
            let promised: i64 = lots.iter().map(promised).sum();
            return Err(match (now < n, promised > 0) {
                (true, true) => "supply-reserved",
                (true, false) => "supply-too-few",
                (false, _) => "supply-too-few-then",
            });
        }
        let mut left = n;
        let mut drawn = Vec::new();
        for (of, free, _) in lots {
            let taken = free.min(left);
            if taken > 0 {
                drawn.push((of, taken));
                left -= taken;
            }
        }
        Ok(drawn)
    }

    /// Takes so much.
    pub fn draws(
        &mut self,
        item: &str,
        n: i64,
        day: Date,
        but: Option<Timestamp>,
    ) -> Told<Vec<(Of, i64)>> {
        let drawn = self.chooses(item, n, day, but)?;
        for (of, taken) in &drawn {
            self.moves(*of, day, -taken);
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
