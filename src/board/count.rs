//! One pass over the memory: figures, parts, holders, and which cases stand first in a list. The index
//! behind it follows the feed within a fraction of a second, so a hundred thousand cases are counted in
//! about a millisecond and no row is read to show a number.

use std::collections::{BinaryHeap, HashMap};

use areas::{AreaCode, Level};
use jiff::Timestamp;
use uuid::Uuid;

use super::model::{Counts, Figures, Filter, Holding, Mark, STATES, Sort, band, place};
use crate::help_requests::model::State;
use crate::help_requests::rules::timing;
use crate::ids::HelpRequestId;
use crate::incidents::model::Incident;
use crate::map::book::{Book, Entry};
use crate::map::legend;

/// What tells the marks of a case: after how many seconds each step of an incident's kind is late, by
/// the numbers of the book. Asked a hundred thousand times a page, so it is a plain table.
pub struct Eyes {
    limits: Vec<i64>,
    practice: Vec<u16>,
    now: u32,
}

impl Eyes {
    pub fn new(book: &Book, incidents: &[Incident], now: Timestamp) -> Eyes {
        let mut limits = Vec::new();
        for incident in incidents {
            let Some(group) = book.group(incident.id) else {
                continue;
            };
            for kind in &incident.preset.kinds {
                let Some(number) = legend::kind_number(&kind.code) else {
                    continue;
                };
                for (at, state) in STATES.into_iter().enumerate() {
                    let place = table_place(group.number, number, at);
                    if limits.len() <= place {
                        limits.resize(place + 1, i64::MAX);
                    }
                    let limit = timing::limit(kind.limits, state);
                    limits[place] = limit.map_or(i64::MAX, |limit| limit.as_secs());
                }
            }
        }
        Eyes {
            limits,
            practice: book.practice(),
            now: crate::map::seconds(now),
        }
    }

    fn age(&self, since: u32) -> i64 {
        i64::from(self.now) - i64::from(since)
    }

    fn is_late(&self, entry: &Entry) -> bool {
        let limit = place(entry.state)
            .and_then(|at| self.limits.get(table_place(entry.group, entry.kind, at)));
        limit.is_some_and(|limit| self.age(entry.state_at) > *limit)
    }

    fn bears(&self, entry: &Entry, mark: Mark) -> bool {
        self.marks(entry)[mark as usize]
    }

    /// In the order of [`Mark::ALL`].
    fn marks(&self, entry: &Entry) -> [bool; Mark::ALL.len()] {
        let is_late = self.is_late(entry);
        [
            is_late,
            is_late && entry.holder != Book::NOBODY,
            entry.escalation > 0,
            !entry.verified,
            entry.state == State::Referred && !entry.acknowledged,
        ]
    }
}

fn table_place(group: u16, kind: u16, state: usize) -> usize {
    (usize::from(group) * legend::KINDS.len() + usize::from(kind)) * STATES.len() + state
}

/// A filter in the numbers of the book.
struct Wanted<'a> {
    filter: &'a Filter,
    group: Option<Option<u16>>,
    kind: Option<Option<u16>>,
}

impl<'a> Wanted<'a> {
    fn new(book: &Book, filter: &'a Filter) -> Wanted<'a> {
        let group = |incident| book.group(incident).map(|group| group.number);
        Wanted {
            filter,
            group: filter.incident.map(group),
            kind: filter.kind.as_deref().map(legend::kind_number),
        }
    }

    /// What the whole board is about: an incident, a kind. Practice only where it is named.
    fn concerns(&self, eyes: &Eyes, entry: &Entry) -> bool {
        let incident = match self.group {
            None => !eyes.practice.contains(&entry.group),
            Some(group) => group == Some(entry.group),
        };
        incident && self.kind.is_none_or(|kind| kind == Some(entry.kind))
    }

    /// What only the list is about.
    fn fits(&self, book: &Book, eyes: &Eyes, entry: &Entry) -> bool {
        let filter = self.filter;
        (filter.states.is_empty() || filter.states.contains(&entry.state))
            && filter
                .band
                .is_none_or(|wanted| band(eyes.age(entry.asked_at)) == wanted)
            && filter.marks.iter().all(|mark| eyes.bears(entry, *mark))
            && filter
                .holder
                .is_none_or(|holder| book.holder(entry) == Some(holder))
            && filter
                .team
                .is_none_or(|team| book.team(entry) == Some(team))
    }
}

fn add(counts: &mut Counts, entry: &Entry) {
    if let Some(at) = place(entry.state) {
        counts.states[at] += 1;
    }
    counts.risen += u32::from(entry.escalation > 0);
    if entry.state == State::Waiting {
        let oldest = counts.oldest.unwrap_or(u32::MAX);
        counts.oldest = Some(oldest.min(entry.asked_at));
    }
}

/// What parts the codes below an area from each other.
pub fn step(area: AreaCode) -> u32 {
    match area.level() {
        Level::Country => 10_000,
        Level::Province => 100,
        Level::District | Level::Subdistrict => 1,
    }
}

/// Counted in one pass.
pub struct Counted {
    pub figures: Figures,
    /// By the two digits that tell the parts of the area.
    parts: Vec<Counts>,
    pub holdings: Vec<Holding>,
}

impl Counted {
    /// Of one of the areas next below.
    pub fn part(&self, within: AreaCode, part: AreaCode) -> Counts {
        self.parts[digits(within, part)]
    }
}

fn digits(within: AreaCode, area: AreaCode) -> usize {
    usize::try_from(area.get() / step(within) % 100).unwrap_or_default()
}

/// Everything the board counts in an area.
pub fn count(book: &Book, eyes: &Eyes, area: AreaCode, filter: &Filter) -> Counted {
    let wanted = Wanted::new(book, filter);
    let mut figures = Figures::default();
    let mut parts = vec![Counts::default(); 100];
    let mut holdings: HashMap<(u32, u16), Holding> = HashMap::new();
    let step = step(area);
    for (_, entry) in book.within(area) {
        if !wanted.concerns(eyes, entry) {
            continue;
        }
        add(&mut figures.all, entry);
        add(&mut parts[(entry.area.get() / step % 100) as usize], entry);
        let marks = eyes.marks(entry);
        for (sum, bears) in figures.marks.iter_mut().zip(marks) {
            *sum += u32::from(bears);
        }
        if let Some(at) = place(entry.state) {
            figures.ages[band(eyes.age(entry.asked_at))][at] += 1;
        }
        if entry.holder != Book::NOBODY
            && let Some(holder) = book.holder(entry)
        {
            let one = holdings
                .entry((entry.holder, entry.team))
                .or_insert_with(|| Holding {
                    holder,
                    team: book.team(entry),
                    cases: 0,
                    silent: 0,
                    oldest_step: u32::MAX,
                });
            one.cases += 1;
            one.silent += u32::from(marks[Mark::Silent as usize]);
            one.oldest_step = one.oldest_step.min(entry.state_at);
        }
    }
    let mut holdings: Vec<Holding> = holdings.into_values().collect();
    holdings.sort_by_key(|one| (std::cmp::Reverse(one.silent), one.oldest_step, one.holder));
    Counted {
        figures,
        parts,
        holdings,
    }
}

/// The place of a case in a list: what it is sorted by, then its id.
pub type Place = (u64, Uuid);

fn key(entry: &Entry, sort: Sort) -> u64 {
    match sort {
        Sort::Urgency => entry.urgent_since.into(),
        Sort::Waiting => entry.asked_at.into(),
        // The highest first, among equals the most urgent.
        Sort::Risen => u64::from(u8::MAX - entry.escalation) << 32 | u64::from(entry.urgent_since),
        Sort::Step => entry.state_at.into(),
    }
}

/// The first cases of a list after a place, and how many there are in all.
pub struct First {
    pub cases: Vec<(Place, u8, HelpRequestId)>,
    pub all: usize,
}

pub fn first(
    book: &Book,
    eyes: &Eyes,
    area: AreaCode,
    filter: &Filter,
    sort: Sort,
    after: Option<Place>,
    limit: usize,
) -> First {
    let wanted = Wanted::new(book, filter);
    let mut heap: BinaryHeap<(Place, u8)> = BinaryHeap::with_capacity(limit + 1);
    let mut all = 0;
    for (id, entry) in book.within(area) {
        if !wanted.concerns(eyes, entry) || !wanted.fits(book, eyes, entry) {
            continue;
        }
        all += 1;
        let place = (key(entry, sort), *id);
        if after.is_some_and(|after| place <= after) {
            continue;
        }
        if heap.len() == limit && heap.peek().is_some_and(|(last, _)| *last <= place) {
            continue;
        }
        heap.push((place, entry.province));
        if heap.len() > limit {
            heap.pop();
        }
    }
    let cases = heap
        .into_sorted_vec()
        .into_iter()
        .map(|(place, province)| (place, province, HelpRequestId(place.1)))
        .collect();
    First { cases, all }
}
