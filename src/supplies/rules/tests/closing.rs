//! Which day is closed, and with what.

use super::*;
use crate::supplies::model::{Count, Kind, Line, Movement, NewEntry, Reason};
use crate::supplies::rules::{Asked, CannotClose, closing, may_close, next_to_close};

#[test]
fn days_are_closed_in_order_none_twice_none_ahead() {
    let open = unit();
    for (which, last_closed, may) in [
        (day(10), None, Ok(())),
        (day(11), None, Err(CannotClose::NotYet { first: day(10) })),
        (day(11), Some(day(10)), Ok(())),
        (day(15), Some(day(14)), Ok(())),
        (
            day(15),
            Some(day(12)),
            Err(CannotClose::NotYet { first: day(13) }),
        ),
        (day(12), Some(day(12)), Err(CannotClose::Already)),
        (day(10), Some(day(12)), Err(CannotClose::Already)),
        (day(16), Some(day(15)), Err(CannotClose::Future)),
        (day(9), None, Err(CannotClose::NotOurs)),
    ] {
        let is = may_close(&open, which, last_closed, day(15));
        assert_eq!(is, may, "{which}, closed to {last_closed:?}");
    }
}

#[test]
fn the_next_day_to_close_is_the_first_that_may_be() {
    let open = unit();
    let closed = Unit {
        closed_on: Some(day(12)),
        ..unit()
    };
    for (which, last_closed, next) in [
        (&open, None, Some(day(10))),
        (&open, Some(day(13)), Some(day(14))),
        (&open, Some(day(14)), Some(day(15))),
        (&open, Some(day(15)), None),
        // A closed unit still owes the days it accounted for, and no further one.
        (&closed, Some(day(11)), Some(day(12))),
        (&closed, Some(day(12)), None),
    ] {
        let is = next_to_close(which, last_closed, day(15));
        assert_eq!(is, next, "closed to {last_closed:?}");
        if let Some(day) = is {
            assert_eq!(may_close(which, day, last_closed, super::day(15)), Ok(()));
        }
    }
    let after = may_close(&closed, day(13), Some(day(12)), day(15));
    assert_eq!(after, Err(CannotClose::NotOurs));
}

/// Ten at first, three came, one was sent, two handed out, one spoilt: nine.
fn nine() -> Line {
    Line {
        item: "atk".to_owned(),
        lot: Lot {
            name: "A".to_owned(),
            expires_on: Some(day(28)),
        },
        opening: 10,
        moved: Movement {
            received: 3,
            sent: 1,
            handed_out: 2,
            corrected: -1,
        },
    }
}

fn count(item: &str, lot: &str, counted: i64, reason: Option<Reason>) -> Count {
    Count {
        item: item.to_owned(),
        lot: lot.to_owned(),
        counted,
        reason,
        note: "นับสองรอบ".to_owned(),
    }
}

fn asked(counts: Vec<Count>, seen: Option<&[(&str, &str, i64)]>) -> Asked {
    let seen = seen.map(|seen| {
        let seen = seen.iter();
        seen.map(|(item, lot, n)| ((*item).to_owned(), (*lot).to_owned(), *n))
            .collect()
    });
    Asked { counts, seen }
}

/// What is entered for a count of the line of nine.
fn entered(asked: &Asked) -> Result<Vec<NewEntry>, CannotClose> {
    closing(&[nine()], asked).map(|(_, entries)| entries)
}

#[test]
fn what_differs_needs_a_reason_and_is_entered() {
    let lost = Some(Reason::Lost);
    let (item, lot) = ("atk".to_owned(), "A".to_owned());
    assert_eq!(nine().expected(), 9);
    let exact = entered(&asked(vec![count("atk", "A", 9, lost)], None));
    assert_eq!(exact, Ok(Vec::new()));
    for (counted, kind, by) in [(7, Kind::Shortfall, 2), (12, Kind::Surplus, 3)] {
        let told = asked(vec![count("atk", "A", counted, lost)], None);
        let entry = NewEntry {
            reason: lost,
            note: "นับสองรอบ".to_owned(),
            ..NewEntry::of(kind, "atk", &nine().lot, by)
        };
        assert_eq!(entered(&told), Ok(vec![entry]), "{counted}");
        let told = asked(vec![count("atk", "A", counted, None)], None);
        let (item, lot) = (item.clone(), lot.clone());
        let by = counted - 9;
        let why = CannotClose::ReasonMissing { item, lot, by };
        assert_eq!(entered(&told), Err(why), "{counted}");
    }
    let why = CannotClose::NotCounted { item, lot };
    assert_eq!(entered(&asked(Vec::new(), None)), Err(why));
}

#[test]
fn what_the_books_do_not_have_is_not_counted_in_silence() {
    let nine_and = |more| asked(vec![count("atk", "A", 9, None), more], None);
    for (item, lot) in [("atk", "B"), ("atk", ""), ("n95", "A"), ("gone", "")] {
        let told = nine_and(count(item, lot, 5, Some(Reason::Other)));
        let (item, lot) = (item.to_owned(), lot.to_owned());
        assert_eq!(entered(&told), Err(CannotClose::Unknown { item, lot }));
    }
}

#[test]
fn counts_beyond_all_measure_are_no_panic() {
    for counted in [i64::MIN, -1, 0, i64::MAX] {
        let counts = vec![count("atk", "A", counted, Some(Reason::Mistyped))];
        let entries = entered(&asked(counts, None)).unwrap();
        assert!(entries[0].quantity > 0, "{counted}");
    }
}

#[test]
fn a_count_upon_another_sight_of_the_books_is_refused() {
    let meanwhile = Err(CannotClose::Meanwhile);
    for (seen, is) in [
        (vec![("atk", "A", 9)], Ok(Vec::new())),
        // What there is nothing of need not have been seen.
        (vec![("atk", "A", 9), ("n95", "", 0)], Ok(Vec::new())),
        (vec![("atk", "A", 8)], meanwhile.clone()),
        (vec![("atk", "B", 9)], meanwhile.clone()),
        (vec![("atk", "A", 9), ("n95", "", 1)], meanwhile.clone()),
        (vec![], meanwhile),
    ] {
        let told = asked(vec![count("atk", "A", 9, None)], Some(&seen));
        assert_eq!(entered(&told), is, "{seen:?}");
    }
}
