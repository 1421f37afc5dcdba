//! The book against plain lists of what was put into it.

use super::*;
use crate::points::model::{BedCount, By, Checks, Contact, How, PointTold};
use contact::Position;
use proptest::prelude::*;
use uuid::Uuid;

fn point(n: u128, lat: f64, lon: f64, kind: &str, name: &str) -> Point {
    let at: Timestamp = "2026-11-21T05:00:00Z".parse().unwrap();
    let mut checks = Checks::default();
    let by = By {
        account: None,
        how: How::Call,
    };
    checks.note(Fact::ALL, at, by);
    Point {
        key: PointKey {
            province: 57,
            id: PointId(Uuid::from_u128(n)),
        },
        told: PointTold {
            kind: kind.into(),
            names: crate::organisations::model::Names {
                th: name.into(),
                en: String::new(),
            },
            area: "570901".parse().unwrap(),
            position: Position::new(lat, lon).unwrap(),
            address: String::new(),
            status: Status::Open,
            queue: None,
            beds: Default::default(),
            fields: Vec::new(),
            hours: Hours::default(),
            conditions: String::new(),
            audience: String::new(),
            contact: Contact::NoneKnown,
            owner: None,
            photo: None,
            source: String::new(),
            licence: String::new(),
        },
        checks,
        reported_at: None,
        version: 1,
        created_at: at,
        changed_at: at,
        contact_wrong_at: None,
        ended_at: None,
    }
}

fn entry(n: u128, lat: f64, lon: f64) -> Entry {
    Entry::of(&point(n, lat, lon, "hospital", "โรงพยาบาล")).unwrap()
}

proptest! {
    #[test]
    fn the_nearest_are_those_a_plain_search_finds(
        places in proptest::collection::vec((5.6..20.4_f64, 97.4..105.6_f64), 1..60),
        at in (5.6..20.4_f64, 97.4..105.6_f64),
        moved in proptest::collection::vec((0..60_usize, 5.6..20.4_f64, 97.4..105.6_f64), 0..20),
    ) {
        let mut book = Book::of(
            (0_u128..).zip(&places).map(|(n, (lat, lon))| entry(n, *lat, *lon)),
            0,
        );
        let mut plain: Vec<(f64, f64)> = places.clone();
        for (n, lat, lon) in moved {
            let n = n % plain.len();
            plain[n] = (lat, lon);
            book.put(entry(n as u128, lat, lon));
        }
        let here = Position::new(at.0, at.1).unwrap();
        let mut wanted: Vec<f64> = plain
            .iter()
            .map(|(lat, lon)| {
                let there = Position::new(*lat, *lon).unwrap();
                here.distance_m(Position::from_quadkey(there.quadkey()).unwrap())
            })
            .collect();
        wanted.sort_by(f64::total_cmp);
        wanted.truncate(5);
        let found: Vec<f64> = book
            .nearest(here, 5, |_| true)
            .iter()
            .map(|near| near.metres)
            .collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn a_box_holds_what_lies_in_it(
        places in proptest::collection::vec((5.6..20.4_f64, 97.4..105.6_f64), 0..60),
        corner in (5.6..20.0_f64, 97.4..105.0_f64),
        size in (0.01..6.0_f64, 0.01..6.0_f64),
    ) {
        let book = Book::of(
            (0_u128..).zip(&places).map(|(n, (lat, lon))| entry(n, *lat, *lon)),
            0,
        );
        let bounds = [corner.1, corner.0, corner.1 + size.1, corner.0 + size.0];
        let wanted = book
            .iter()
            .filter(|entry| {
                let at = Position::from_quadkey(entry.quadkey).unwrap();
                (bounds[0]..=bounds[2]).contains(&at.lon())
                    && (bounds[1]..=bounds[3]).contains(&at.lat())
            })
            .count();
        prop_assert_eq!(book.in_box(bounds).count(), wanted);
    }
}

#[test]
fn a_point_that_was_changed_ended_or_renamed_is_found_as_it_is() {
    let named = |n, name: &str| Entry::of(&point(n, 20.43, 99.88, "hospital", name)).unwrap();
    let mut book = Book::of([named(1, "โรงพยาบาลแม่สาย")], 0);
    book.put(named(2, "วัดพระธาตุดอยเวา"));
    book.put(named(1, "โรงพยาบาลเทิง"));
    let ids = |book: &Book, words: &str| -> Vec<u128> {
        let found = book.named(words, |_| true);
        found.iter().map(|one| one.key.id.0.as_u128()).collect()
    };
    assert_eq!(ids(&book, "แม่สาย"), [] as [u128; 0]);
    assert_eq!(ids(&book, "เทิง"), [1]);
    book.forget(PointId(Uuid::from_u128(1)));
    assert_eq!(ids(&book, "เทิง"), [] as [u128; 0]);
    assert_eq!((book.len(), ids(&book, "ดอยเวา")), (1, vec![2]));
    assert_eq!(book.in_box([99.0, 20.0, 100.0, 21.0]).count(), 1);
}

#[test]
fn beds_counted_long_ago_are_not_told_as_free() {
    let mut hospital = point(1, 20.43, 99.88, "hospital", "โรงพยาบาลแม่สาย");
    let count = BedCount::of(Some(30), None, Some(12)).unwrap();
    hospital.told.beds.set("general", count);
    let entry = Entry::of(&hospital).unwrap();
    let at = hospital.created_at;
    let after = |hours| at + jiff::SignedDuration::from_hours(hours);
    assert_eq!(entry.free(after(48)), Some(12));
    assert!(entry.is_free_now(after(48)));
    assert_eq!(entry.free(after(49)), None);
    assert!(!entry.is_free_now(after(49)), "nobody knows any more");
    assert!(entry.is_open_now(after(49)));
}

#[test]
fn outside_its_hours_a_point_is_shown_as_closed() {
    let shown = |status, time: &str| {
        let mut shelter = point(1, 20.43, 99.88, "shelter", "ศูนย์พักพิง");
        shelter.told.status = status;
        shelter.told.hours.week =
            std::array::from_fn(|_| crate::points::model::hours::read_day("08:30-16:30").unwrap());
        let now = format!("2026-11-21T{time}+07:00").parse().unwrap();
        Entry::of(&shelter).unwrap().status_now(now)
    };
    for status in Status::ALL {
        assert_eq!(shown(status, "12:00:00"), status);
    }
    assert_eq!(shown(Status::Open, "20:00:00"), Status::Closed);
    assert_eq!(shown(Status::Unknown, "20:00:00"), Status::Closed);
    assert_eq!(shown(Status::Full, "20:00:00"), Status::Full);
    assert_eq!(shown(Status::Paused, "20:00:00"), Status::Paused);
}

#[test]
fn an_entry_is_small() {
    // With names and their runs a point of a hundred thousand costs a few hundred bytes.
    assert!(
        std::mem::size_of::<Entry>() <= 112,
        "{}",
        std::mem::size_of::<Entry>()
    );
}
