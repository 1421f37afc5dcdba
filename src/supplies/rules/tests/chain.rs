//! Whatever is changed in closed days is found, at the first day it touches.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::ids::{AccountId, SupplyEntryId, SupplyShipmentId};
use crate::supplies::model::{
    Account, Closed, Count, Entry, Kind, Line, Movement, NewEntry, Reason,
};
use crate::supplies::rules::{Broken, Page, count_as_text, first_broken, hash};

/// What is changed, and how.
type Change<T> = (&'static str, fn(&mut T));

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_794_000_000 + second).unwrap()
}

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn entry(n: u128) -> Entry {
    let told = NewEntry {
        risk_group: "elderly".to_owned(),
        persons: Some(3),
        shipment: None,
        document: "รง. 12".to_owned(),
        party: String::new(),
        note: String::new(),
        ..NewEntry::of(Kind::HandOut, "atk", &goods("atk", "A", None, 0).lot, 5)
    };
    let (from, to) = told.accounts();
    Entry {
        province: 57,
        id: SupplyEntryId(Uuid::from_u128(n)),
        unit: unit().id,
        booked_on: day(10),
        happened_at: at(1),
        recorded_at: at(2),
        recorded_by: account(1),
        from,
        to,
        told,
    }
}

fn line() -> (Line, Count) {
    let line = Line {
        item: "atk".to_owned(),
        lot: goods("atk", "A", None, 0).lot,
        opening: 10,
        moved: Movement {
            received: 1,
            sent: 2,
            handed_out: 3,
            corrected: 4,
        },
    };
    let count = Count {
        item: "atk".to_owned(),
        lot: "A".to_owned(),
        counted: 10,
        reason: None,
        note: String::new(),
    };
    (line, count)
}

fn text((line, count): &(Line, Count)) -> String {
    count_as_text(line, count)
}

/// Five days from the tenth on, the third of them without an entry.
fn closed_days() -> Vec<Page> {
    let mut before = Vec::new();
    let mut pages = Vec::new();
    for n in 0..5_i8 {
        let entries = match n {
            2 => Vec::new(),
            _ => vec![entry(n.unsigned_abs().into()), entry(100)],
        };
        let mut page = Page {
            unit: unit().id,
            closed: Closed {
                day: day(10 + n),
                n_entries: u32::try_from(entries.len()).unwrap(),
                is_late: n == 1,
                closed_by: account(7),
                closed_at: at(3),
                previous_hash: before,
                hash: Vec::new(),
            },
            entries,
            counts: vec![text(&line())],
        };
        page.closed.hash = hash(&page);
        before = page.closed.hash.clone();
        pages.push(page);
    }
    pages
}

fn broken(pages: &[Page]) -> Option<Broken> {
    first_broken(day(10), None, pages)
}

#[test]
fn days_as_they_were_closed_are_whole() {
    let pages = closed_days();
    assert_eq!(broken(&pages), None);
    assert_eq!(broken(&[]), None);
    // Read in parts they are as whole.
    let link = (day(12), pages[2].closed.hash.as_slice());
    assert_eq!(first_broken(day(10), Some(link), &pages[3..]), None);
    let other = (day(12), pages[1].closed.hash.as_slice());
    let is = first_broken(day(10), Some(other), &pages[3..]);
    assert_eq!(is, Some(Broken::NotLinked { day: day(13) }));
}

#[test]
fn a_change_of_any_field_of_an_entry_is_found_on_its_day() {
    let changes: [Change<Entry>; 21] = [
        ("id", |one| one.id = SupplyEntryId(Uuid::from_u128(99))),
        ("happened_at", |one| one.happened_at = at(9)),
        ("recorded_at", |one| one.recorded_at = at(9)),
        ("recorded_by", |one| one.recorded_by = account(2)),
        ("from", |one| one.from = Account::Outside),
        ("to", |one| one.to = Account::Loss),
        ("kind", |one| one.told.kind = Kind::Loss),
        ("item", |one| one.told.item = "n95".to_owned()),
        ("lot", |one| one.told.lot = "B".to_owned()),
        ("expires_on", |one| one.told.expires_on = Some(day(28))),
        ("quantity", |one| one.told.quantity = 6),
        ("risk_group", |one| one.told.risk_group = String::new()),
        ("persons", |one| one.told.persons = Some(4)),
        ("no persons", |one| one.told.persons = None),
        ("shipment", |one| {
            one.told.shipment = Some(SupplyShipmentId(Uuid::from_u128(5)));
        }),
        ("document", |one| one.told.document = "รง. 13".to_owned()),
        ("party", |one| one.told.party = "รง. 12".to_owned()),
        ("reason", |one| one.told.reason = Some(Reason::Other)),
        ("note", |one| one.told.note = "x".to_owned()),
        ("reverses", |one| one.told.reverses = Some(one.id)),
        // What one field loses and the next gains is a change as well.
        ("both", |one| {
            one.told.item = "at".to_owned();
            one.told.lot = "kA".to_owned();
        }),
    ];
    for (field, change) in changes {
        for n in [0_i8, 1, 4] {
            let mut pages = closed_days();
            change(&mut pages[usize::from(n.unsigned_abs())].entries[1]);
            let day = day(10 + n);
            assert_eq!(broken(&pages), Some(Broken::Changed { day }), "{field}");
        }
    }
}

#[test]
fn a_change_of_any_field_of_a_count_is_found_on_its_day() {
    let changes: [Change<(Line, Count)>; 11] = [
        ("item", |(line, _)| line.item = "n95".to_owned()),
        ("lot", |(line, _)| line.lot.name = "B".to_owned()),
        ("opening", |(line, _)| line.opening = 11),
        ("received", |(line, _)| line.moved.received = 0),
        ("sent", |(line, _)| line.moved.sent = 0),
        ("handed_out", |(line, _)| line.moved.handed_out = 0),
        ("corrected", |(line, _)| line.moved.corrected = 0),
        ("counted", |(_, count)| count.counted = 9),
        ("reason", |(_, count)| count.reason = Some(Reason::Lost)),
        ("note", |(_, count)| count.note = "\",\"".to_owned()),
        ("swapped", |(line, _)| {
            line.moved.received = 2;
            line.moved.sent = 1;
        }),
    ];
    for (field, change) in changes {
        let (mut pages, mut changed) = (closed_days(), line());
        change(&mut changed);
        pages[2].counts = vec![text(&changed)];
        let day = day(12);
        assert_eq!(broken(&pages), Some(Broken::Changed { day }), "{field}");
    }
}

#[test]
fn a_change_of_the_day_itself_is_found() {
    let changes: [Change<Page>; 8] = [
        ("entry gone", |page| {
            page.entries.pop();
        }),
        ("entry more", |page| page.entries.push(entry(200))),
        ("entries swapped", |page| page.entries.swap(0, 1)),
        ("count gone", |page| page.counts.clear()),
        ("count more", |page| page.counts.push(text(&line()))),
        ("closed_by", |page| page.closed.closed_by = account(8)),
        ("closed_at", |page| page.closed.closed_at = at(4)),
        ("is_late", |page| page.closed.is_late ^= true),
    ];
    for (what, change) in changes {
        for n in [0_i8, 3] {
            let mut pages = closed_days();
            change(&mut pages[usize::from(n.unsigned_abs())]);
            let day = day(10 + n);
            assert_eq!(broken(&pages), Some(Broken::Changed { day }), "{what}");
        }
    }
    let mut pages = closed_days();
    pages[1].closed.n_entries += 1;
    assert_eq!(broken(&pages), Some(Broken::Changed { day: day(11) }));
}

#[test]
fn a_day_that_is_gone_or_made_anew_is_found() {
    let mut pages = closed_days();
    pages.remove(2);
    assert_eq!(broken(&pages), Some(Broken::Missing { day: day(12) }));
    let mut pages = closed_days();
    pages.remove(0);
    assert_eq!(broken(&pages), Some(Broken::Missing { day: day(10) }));
    // Whoever hashes a changed day anew breaks the link of the next, and so on to the last.
    let mut pages = closed_days();
    pages[1].entries[0].told.quantity = 4;
    pages[1].closed.hash = hash(&pages[1]);
    assert_eq!(broken(&pages), Some(Broken::NotLinked { day: day(12) }));
    // Another unit's day is no day of this one.
    let mut pages = closed_days();
    pages[3].unit = id(77);
    assert_eq!(broken(&pages), Some(Broken::Changed { day: day(13) }));
}

proptest! {
    #[test]
    fn no_two_entries_hash_alike(
        one in ("[a-c]{0,3}", "[a-c]{0,3}", "[a-c]{0,3}", "[a-c]{0,3}", 1_i64..4, prop::option::of(0_u32..3)),
        other in ("[a-c]{0,3}", "[a-c]{0,3}", "[a-c]{0,3}", "[a-c]{0,3}", 1_i64..4, prop::option::of(0_u32..3)),
    ) {
        let hash_of = |(item, lot, group, note, quantity, persons): &(String, String, String, String, i64, Option<u32>)| {
            let mut page = closed_days().remove(0);
            let told = &mut page.entries[0].told;
            told.item.clone_from(item);
            told.lot.clone_from(lot);
            told.risk_group.clone_from(group);
            told.note.clone_from(note);
            told.quantity = *quantity;
            told.persons = *persons;
            hash(&page)
        };
        prop_assert_eq!(hash_of(&one) == hash_of(&other), one == other);
    }
}
