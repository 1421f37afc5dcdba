//! All points in memory, small: enough to draw tiles, to find the nearest, to find by name, and to count
//! by kind. Whoever shows one reads its row.

mod names;
mod place;

use std::collections::HashMap;
use std::sync::Arc;

use areas::AreaCode;
use jiff::Timestamp;

pub use names::folded;
pub use place::Near;

use self::names::Names;
use self::place::Places;
use super::model::{
    Fact, Freshness, Hours, KINDS, Point, PointKey, PointKind, Status, kind_number,
};
use crate::ids::PointId;

/// What is kept of one point.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: PointKey,
    pub area: AreaCode,
    pub quadkey: i64,
    /// Place in [`KINDS`].
    pub kind: u16,
    pub status: Status,
    /// Seconds since 1970 when its status was checked; 0: never.
    pub checked_at: u32,
    /// The same of its beds.
    pub beds_at: u32,
    /// Free of all kinds of bed together.
    pub free: Option<u32>,
    pub hours: Arc<Hours>,
    pub name_th: Box<str>,
    pub name_en: Box<str>,
}

impl Entry {
    /// None where no preset has its kind any more.
    pub fn of(point: &Point) -> Option<Entry> {
        let told = &point.told;
        let at = |fact| {
            let check = point.checks.of(fact);
            check.map_or(0, |check| seconds(check.at))
        };
        Some(Entry {
            key: point.key,
            area: told.area,
            quadkey: told.position.quadkey(),
            kind: kind_number(&told.kind)?,
            status: told.status,
            checked_at: at(Fact::Status),
            beds_at: at(Fact::Beds),
            free: told.beds.free(),
            hours: Arc::new(told.hours.clone()),
            name_th: told.names.th.as_str().into(),
            name_en: told.names.en.as_str().into(),
        })
    }

    pub fn kind(&self) -> &'static PointKind {
        KINDS[usize::from(self.kind)]
    }

    pub fn freshness(&self, now: Timestamp) -> Freshness {
        self.freshness_at(self.checked_at, now)
    }

    /// How many are free, where somebody has counted lately.
    pub fn free(&self, now: Timestamp) -> Option<u32> {
        self.free
            .filter(|_| self.freshness_at(self.beds_at, now).holds())
    }

    fn freshness_at(&self, at: u32, now: Timestamp) -> Freshness {
        match at {
            0 => Freshness::Never,
            at => Freshness::of_age(now.as_second() - i64::from(at), Some(self.kind())),
        }
    }

    /// As it is at this hour.
    pub fn status_now(&self, now: Timestamp) -> Status {
        super::rules::status_now(self.status, &self.hours, now)
    }

    pub fn is_open_now(&self, now: Timestamp) -> bool {
        self.status_now(now) == Status::Open
    }

    /// Has room for one more: free beds where beds are counted, else open now.
    pub fn is_free_now(&self, now: Timestamp) -> bool {
        let open = self.is_open_now(now);
        let counts = !self.kind().beds.is_empty();
        open && (!counts || self.free(now).is_some_and(|free| free > 0))
    }
}

fn seconds(at: Timestamp) -> u32 {
    u32::try_from(at.as_second().max(0)).unwrap_or(u32::MAX)
}

/// The points, by id, by place and by name.
#[derive(Default)]
pub struct Book {
    slots: HashMap<PointId, u32>,
    entries: Vec<Option<Entry>>,
    places: Places,
    names: Names,
    /// Weeks that many share are kept once.
    hours: HashMap<Hours, Arc<Hours>>,
    version: u64,
}

/// Slots that are vacant before all is laid out anew.
const VACANT: usize = 10_000;

impl Book {
    /// All of these and nothing else.
    pub fn of(entries: impl IntoIterator<Item = Entry>, version: u64) -> Book {
        let mut book = Book {
            version,
            ..Book::default()
        };
        for entry in entries {
            let slot = book.take_in(entry);
            let Some(entry) = book.at(slot) else {
                continue;
            };
            let (quadkey, names) = (
                entry.quadkey,
                [entry.name_th.clone(), entry.name_en.clone()],
            );
            book.places.append(quadkey, slot);
            book.names.add(slot, &names);
        }
        book.places.settle();
        book
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Changes whenever a point does.
    pub fn version(&self) -> u64 {
        self.version
    }

    pub fn get(&self, id: PointId) -> Option<&Entry> {
        self.at(*self.slots.get(&id)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    fn at(&self, slot: u32) -> Option<&Entry> {
        self.entries.get(usize::try_from(slot).ok()?)?.as_ref()
    }

    /// Takes in a point as it is now, in the place of what was known of it.
    pub fn put(&mut self, mut entry: Entry) {
        self.version += 1;
        let same = self.get(entry.key.id).is_some_and(|known| {
            known.quadkey == entry.quadkey
                && known.name_th == entry.name_th
                && known.name_en == entry.name_en
        });
        // Most changes are of status and beds: what is found by place and name stays where it is.
        if same && let Some(slot) = self.slots.get(&entry.key.id) {
            entry.hours = shared(&mut self.hours, &entry.hours);
            self.entries[*slot as usize] = Some(entry);
            return;
        }
        self.remove(entry.key.id);
        let (quadkey, names) = (
            entry.quadkey,
            [entry.name_th.clone(), entry.name_en.clone()],
        );
        let slot = self.take_in(entry);
        self.places.insert(quadkey, slot);
        self.names.add(slot, &names);
    }

    pub fn forget(&mut self, id: PointId) {
        self.version += 1;
        self.remove(id);
    }

    fn remove(&mut self, id: PointId) {
        let Some(slot) = self.slots.remove(&id) else {
            return;
        };
        if let Some(entry) = self.entries[slot as usize].take() {
            self.places.remove(entry.quadkey, slot);
        }
        // Names still hold the slot, which is never given again.
        if self.entries.len() - self.slots.len() > VACANT + self.slots.len() {
            let entries: Vec<Entry> = self.entries.drain(..).flatten().collect();
            *self = Book::of(entries, self.version);
        }
    }

    fn take_in(&mut self, mut entry: Entry) -> u32 {
        entry.hours = shared(&mut self.hours, &entry.hours);
        let slot = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.slots.insert(entry.key.id, slot);
        self.entries.push(Some(entry));
        slot
    }

    /// How many there are of each kind, by its place in [`KINDS`], among those for which the answer is yes.
    pub fn counts(&self, fits: impl Fn(&Entry) -> bool) -> Vec<u32> {
        let mut counts = vec![0; KINDS.len()];
        for entry in self.iter().filter(|entry| fits(entry)) {
            counts[usize::from(entry.kind)] += 1;
        }
        counts
    }

    /// The points of which a name is like these words, the likest first.
    pub fn named(&self, words: &str, fits: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
        let found = self.names.like(words, self.entries.len());
        let entries = found.into_iter().filter_map(|slot| self.at(slot));
        entries.filter(|entry| fits(entry)).collect()
    }
}

fn shared(known: &mut HashMap<Hours, Arc<Hours>>, hours: &Arc<Hours>) -> Arc<Hours> {
    let kept = known.entry((**hours).clone());
    kept.or_insert_with(|| hours.clone()).clone()
}

#[cfg(test)]
mod tests;
