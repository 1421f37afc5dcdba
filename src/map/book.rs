//! The book beside the index: which open request lives in which province, and how many the public
//! may know of in each district. Lists of areas are answered from here at once.

use std::collections::{BTreeMap, HashMap};

use areas::AreaCode;
use uuid::Uuid;

use crate::ids::IncidentId;

/// What is kept of one open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Where the row was born: the key to find it again.
    pub province: u8,
    pub area: AreaCode,
    pub kind: u16,
    pub state: u8,
    pub group: u16,
    /// Whether the public may know of it: verified, and no practice.
    pub public: bool,
}

/// A cell of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    district: u32,
    pub group: u16,
    pub kind: u16,
    pub state: u8,
}

impl Cell {
    pub fn district(self) -> Option<AreaCode> {
        AreaCode::new(self.district)
    }
}

#[derive(Default)]
pub struct Book {
    entries: HashMap<Uuid, Entry>,
    counts: BTreeMap<Cell, u32>,
    groups: HashMap<IncidentId, Group>,
}

/// An incident as the index knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub number: u16,
    pub blur_m: u16,
    pub practice: bool,
}

impl Book {
    pub fn province(&self, id: Uuid) -> Option<u8> {
        self.entries.get(&id).map(|entry| entry.province)
    }

    pub fn put(&mut self, id: Uuid, entry: Entry) {
        self.forget(id);
        self.entries.insert(id, entry);
        if entry.public {
            *self.counts.entry(cell(&entry)).or_default() += 1;
        }
    }

    pub fn forget(&mut self, id: Uuid) {
        let Some(entry) = self.entries.remove(&id) else {
            return;
        };
        if !entry.public {
            return;
        }
        let cell = cell(&entry);
        if let Some(n) = self.counts.get_mut(&cell) {
            *n -= 1;
            if *n == 0 {
                self.counts.remove(&cell);
            }
        }
    }

    pub fn clear(&mut self) {
        self.entries.clear();
        self.counts.clear();
    }

    /// The counts of an area's districts, in the order of codes.
    pub fn counts(&self, within: AreaCode) -> impl Iterator<Item = (Cell, u32)> {
        let (from, to) = within.range().into_inner();
        let least = Cell {
            district: from / 100 * 100,
            group: 0,
            kind: 0,
            state: 0,
        };
        self.counts
            .range(least..)
            .take_while(move |(cell, _)| cell.district <= to)
            .map(|(cell, n)| (*cell, *n))
    }

    pub fn group(&self, incident: IncidentId) -> Option<Group> {
        self.groups.get(&incident).copied()
    }

    /// Takes in an incident; its number stays as long as the process runs.
    pub fn know(&mut self, incident: IncidentId, blur_m: u32, practice: bool) {
        let next = u16::try_from(self.groups.len()).unwrap_or(u16::MAX);
        let number = self
            .groups
            .get(&incident)
            .map_or(next, |known| known.number);
        let blur_m = u16::try_from(blur_m).unwrap_or(u16::MAX);
        self.groups.insert(
            incident,
            Group {
                number,
                blur_m,
                practice,
            },
        );
    }

    /// The numbers of the practice incidents.
    pub fn practice(&self) -> Vec<u16> {
        self.groups
            .values()
            .filter(|group| group.practice)
            .map(|group| group.number)
            .collect()
    }
}

fn cell(entry: &Entry) -> Cell {
    let code = entry.area.get();
    Cell {
        district: code / 100 * 100,
        group: entry.group,
        kind: entry.kind,
        state: entry.state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(area: &str, public: bool) -> Entry {
        let area: AreaCode = area.parse().unwrap();
        Entry {
            province: area.province(),
            area,
            kind: 0,
            state: 0,
            group: 0,
            public,
        }
    }

    fn counted(book: &Book, within: &str) -> Vec<(u32, u32)> {
        let within = within.parse().unwrap();
        book.counts(within)
            .map(|(cell, n)| (cell.district, n))
            .collect()
    }

    #[test]
    fn counts_follow_what_is_put_and_forgotten() {
        let mut book = Book::default();
        let [one, two, three] = [1, 2, 3].map(Uuid::from_u128);
        book.put(one, entry("570901", true));
        book.put(two, entry("570902", true));
        book.put(three, entry("500101", false));
        assert_eq!(counted(&book, "57"), [(570_900, 2)]);
        assert_eq!(counted(&book, "50"), []);
        book.put(three, entry("500101", true));
        book.put(three, entry("500101", true));
        assert_eq!(counted(&book, "0"), [(500_100, 1), (570_900, 2)]);
        book.forget(one);
        book.forget(one);
        book.forget(two);
        assert_eq!(counted(&book, "57"), []);
    }

    #[test]
    fn an_incident_keeps_its_number_when_it_changes() {
        let mut book = Book::default();
        let [first, second] = [1, 2].map(|n| IncidentId(Uuid::from_u128(n)));
        book.know(first, 500, false);
        book.know(second, 300, true);
        book.know(first, 800, false);
        assert_eq!(
            book.group(first),
            Some(Group {
                number: 0,
                blur_m: 800,
                practice: false
            })
        );
        assert_eq!(book.practice(), [1]);
    }
}
