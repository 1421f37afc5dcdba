//! The book beside the index: every open request of the country in 32 bytes, one shelf a province, and
//! how many the public may know of in each district. Boards and lists of areas are answered from here
//! at once, so that nobody counts rows to show a number.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use areas::{AreaCode, Level};
use uuid::Uuid;

use super::legend;
use crate::help_requests::model::State;
use crate::ids::{AccountId, IncidentId, TeamId};

/// What is kept of one open request. Times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub area: AreaCode,
    pub asked_at: u32,
    pub state_at: u32,
    pub urgent_since: u32,
    /// Numbers of the book; [`Book::NOBODY`] where nobody holds it.
    pub holder: u32,
    pub team: u16,
    pub kind: u16,
    pub group: u16,
    /// Where the row was born: the key to find it again.
    pub province: u8,
    /// A hold that has run out is none.
    pub state: State,
    pub escalation: u8,
    pub verified: bool,
    pub acknowledged: bool,
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
    /// By the province in which the request is now: a board looks at no other shelf.
    shelves: BTreeMap<u8, HashMap<Uuid, Entry>>,
    counts: BTreeMap<Cell, u32>,
    groups: HashMap<IncidentId, Group>,
    pub(super) holders: Numbers<AccountId>,
    pub(super) teams: Numbers<TeamId>,
}

/// Long ids as short numbers, given from 1 on, which hold as long as the process runs.
pub struct Numbers<T> {
    numbers: HashMap<T, u32>,
    ids: Vec<T>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Numbers<T> {
        Numbers {
            numbers: HashMap::new(),
            ids: Vec::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Numbers<T> {
    pub(super) fn number(&mut self, id: Option<T>) -> u32 {
        let Some(id) = id else {
            return Book::NOBODY;
        };
        *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            u32::try_from(self.ids.len()).unwrap_or(Book::NOBODY)
        })
    }

    fn id(&self, number: u32) -> Option<T> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        self.ids.get(at).copied()
    }
}

/// An incident as the index knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    pub number: u16,
    pub blur_m: u16,
    pub practice: bool,
}

impl Book {
    /// The number of no holder and no team.
    pub const NOBODY: u32 = 0;

    pub fn province(&self, id: Uuid) -> Option<u8> {
        let mut shelves = self.shelves.values();
        shelves.find_map(|shelf| shelf.get(&id).map(|entry| entry.province))
    }

    /// The open requests of an area.
    pub fn within(&self, area: AreaCode) -> impl Iterator<Item = (&Uuid, &Entry)> {
        let shelves = match area.level() {
            Level::Country => 0..=u8::MAX,
            _ => area.province()..=area.province(),
        };
        let codes = area.range();
        self.shelves
            .range(shelves)
            .flat_map(|(_, shelf)| shelf)
            .filter(move |(_, entry)| codes.contains(&entry.area.get()))
    }

    pub fn holder(&self, entry: &Entry) -> Option<AccountId> {
        self.holders.id(entry.holder)
    }

    pub fn team(&self, entry: &Entry) -> Option<TeamId> {
        self.teams.id(entry.team.into())
    }

    pub fn put(&mut self, id: Uuid, entry: Entry) {
        // A pin that was moved may have taken it to another shelf.
        self.forget(id);
        self.fill(id, entry);
    }

    /// Puts in what was not there before.
    pub fn fill(&mut self, id: Uuid, entry: Entry) {
        let shelf = self.shelves.entry(entry.area.province()).or_default();
        shelf.insert(id, entry);
        if entry.public {
            *self.counts.entry(cell(&entry)).or_default() += 1;
        }
    }

    pub fn forget(&mut self, id: Uuid) {
        let mut shelves = self.shelves.values_mut();
        let Some(entry) = shelves.find_map(|shelf| shelf.remove(&id)) else {
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
        self.shelves.clear();
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

    pub fn incident(&self, number: u16) -> Option<IncidentId> {
        let mut groups = self.groups.iter();
        groups.find_map(|(incident, group)| (group.number == number).then_some(*incident))
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
        state: legend::state_number(entry.state).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(area: &str, public: bool) -> Entry {
        let area: AreaCode = area.parse().unwrap();
        Entry {
            area,
            asked_at: 0,
            state_at: 0,
            urgent_since: 0,
            holder: Book::NOBODY,
            team: 0,
            kind: 0,
            group: 0,
            province: area.province(),
            state: State::Waiting,
            escalation: 0,
            verified: public,
            acknowledged: false,
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
    fn an_entry_takes_no_more_than_32_bytes() {
        assert_eq!(std::mem::size_of::<Entry>(), 32);
    }

    #[test]
    fn a_request_whose_pin_moved_stands_on_one_shelf() {
        let mut book = Book::default();
        let one = Uuid::from_u128(1);
        let n = |book: &Book, area: &str| book.within(area.parse().unwrap()).count();
        book.put(one, entry("570901", true));
        assert_eq!(
            [n(&book, "57"), n(&book, "5709"), n(&book, "5701")],
            [1, 1, 0]
        );
        book.put(one, entry("500101", true));
        assert_eq!([n(&book, "57"), n(&book, "50"), n(&book, "0")], [0, 1, 1]);
    }

    #[test]
    fn a_holder_keeps_their_number() {
        let mut holders: Numbers<AccountId> = Numbers::default();
        let [one, two] = [1, 2].map(|n| AccountId(Uuid::from_u128(n)));
        assert_eq!(holders.number(Some(one)), 1);
        assert_eq!(holders.number(Some(two)), 2);
        assert_eq!(holders.number(Some(one)), 1);
        assert_eq!(holders.number(None), Book::NOBODY);
        assert_eq!(holders.id(2), Some(two));
        assert_eq!(holders.id(Book::NOBODY), None);
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
