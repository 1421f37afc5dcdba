//! For which day something counts, and from which lots it is taken.

use proptest::prelude::*;

use super::*;
use crate::supplies::rules::{CannotBook, booking_day, draw, least};

#[test]
fn what_happens_counts_for_its_day_or_the_first_still_open() {
    let open = unit();
    for (happened, today, last_closed, counts_for) in [
        (day(15), day(15), None, Ok(day(15))),
        (day(10), day(15), None, Ok(day(10))),
        // Days that were missed are open as well.
        (day(12), day(15), Some(day(11)), Ok(day(12))),
        (day(11), day(15), Some(day(11)), Ok(day(12))),
        (day(10), day(15), Some(day(13)), Ok(day(14))),
        // Today is closed: what comes now is tomorrow's.
        (day(15), day(15), Some(day(15)), Ok(day(16))),
        (day(12), day(15), Some(day(15)), Ok(day(16))),
        (day(16), day(15), None, Err(CannotBook::Future)),
        (day(16), day(15), Some(day(15)), Err(CannotBook::Future)),
        (
            day(9),
            day(15),
            Some(day(14)),
            Err(CannotBook::BeforeOpening { opened_on: day(10) }),
        ),
    ] {
        let booked = booking_day(&open, happened, today, last_closed);
        assert_eq!(
            booked, counts_for,
            "{happened} on {today}, closed to {last_closed:?}"
        );
    }
}

#[test]
fn nothing_is_entered_for_a_closed_unit_not_even_late() {
    let closed = Unit {
        closed_on: Some(day(14)),
        ..unit()
    };
    for happened in [day(12), day(14), day(15)] {
        let booked = booking_day(&closed, happened, day(15), Some(day(11)));
        assert_eq!(booked, Err(CannotBook::UnitClosed), "{happened}");
    }
}

#[test]
fn of_a_day_can_be_taken_what_there_was_least_of_from_then_on() {
    for (now, of, nets, is) in [
        (5, day(10), vec![], 5),
        // All of it came later.
        (5, day(10), vec![(day(12), 5)], 0),
        (5, day(12), vec![(day(12), 5)], 5),
        // Much came, much went, little was left between.
        (
            30,
            day(10),
            vec![(day(13), 50), (day(11), -40), (day(12), 10)],
            -30,
        ),
        (30, day(11), vec![(day(12), -40)], 30),
        (30, day(11), vec![(day(13), -40), (day(12), 60)], 10),
    ] {
        assert_eq!(least(now, of, &nets), is, "{of} {nets:?}");
    }
}

proptest! {
    #[test]
    fn the_least_is_that_of_the_days_added_up_forward(
        start in 0_i64..100, moves in prop::collection::vec(-50_i64..50, 1..12), from in 0_usize..12,
    ) {
        let from = from.min(moves.len() - 1);
        let mut at_end = start;
        let mut ends = Vec::new();
        for net in &moves {
            at_end += net;
            ends.push(at_end);
        }
        let on = |n: usize| day(1 + i8::try_from(n).unwrap());
        let nets: Vec<_> = moves.iter().enumerate().map(|(n, net)| (on(n), *net)).collect();
        let is = ends[from..].iter().min().unwrap();
        prop_assert_eq!(least(at_end, on(from), &nets), *is);
    }
}

fn shelf() -> Vec<Goods> {
    vec![
        goods("atk", "B", Some(day(28)), 10),
        goods("atk", "", None, 100),
        goods("atk", "C", Some(day(20)), 5),
        goods("atk", "A", Some(day(28)), 7),
        goods("atk", "empty", Some(day(1)), 0),
        goods("n95", "", None, 1000),
    ]
}

fn taken(drawn: Vec<(Lot, i64)>) -> Vec<(String, i64)> {
    drawn.into_iter().map(|(lot, n)| (lot.name, n)).collect()
}

#[test]
fn what_expires_first_goes_first_unless_a_lot_is_named() {
    for (wanted, lot, drawn) in [
        (3, None, vec![("C", 3)]),
        (5, None, vec![("C", 5)]),
        // Two expire on one day: by their names.
        (13, None, vec![("C", 5), ("A", 7), ("B", 1)]),
        (122, None, vec![("C", 5), ("A", 7), ("B", 10), ("", 100)]),
        (4, Some("B"), vec![("B", 4)]),
        (4, Some(""), vec![("", 4)]),
    ] {
        let drawn: Vec<(String, i64)> = drawn
            .into_iter()
            .map(|(lot, n)| (lot.to_owned(), n))
            .collect();
        let is = draw("atk", &shelf(), wanted, lot, None).map(taken);
        assert_eq!(is, Ok(drawn), "{wanted} of {lot:?}");
    }
}

#[test]
fn who_wants_too_much_is_told_what_is_left() {
    for (item, wanted, lot, left) in [
        ("atk", 123, None, 122),
        ("atk", 11, Some("B"), 10),
        ("atk", 1, Some("Z"), 0),
        ("atk", 1, Some("empty"), 0),
        ("gloves", 1, None, 0),
        ("atk", i64::MAX, None, 122),
    ] {
        let item = item.to_owned();
        let drawn = draw(&item, &shelf(), wanted, lot, Some(day(20)));
        assert_eq!(drawn, Err(CannotBook::TooFew { item, left }), "{lot:?}");
    }
    for wanted in [0, -1, i64::MIN] {
        assert_eq!(
            draw("atk", &shelf(), wanted, None, None),
            Err(CannotBook::TooMuch)
        );
    }
}

#[test]
fn what_has_expired_is_passed_over_unless_it_is_gone_or_goes_back() {
    let item = || "atk".to_owned();
    let c = Lot {
        name: "C".to_owned(),
        expires_on: Some(day(20)),
    };
    for (wanted, lot, used_on, drawn) in [
        // On its last day it can still be used.
        (3, None, Some(day(20)), Ok(vec![("C", 3)])),
        (3, None, Some(day(21)), Ok(vec![("A", 3)])),
        (3, None, None, Ok(vec![("C", 3)])),
        (3, Some("C"), None, Ok(vec![("C", 3)])),
        (3, Some("B"), Some(day(21)), Ok(vec![("B", 3)])),
        (101, None, Some(day(29)), Err((100, 22))),
    ] {
        let drawn = drawn.map_err(|(left, expired)| CannotBook::TooFewUsable {
            item: item(),
            left,
            expired,
        });
        let drawn = drawn.map(|drawn| {
            let drawn = drawn.into_iter();
            drawn.map(|(lot, n)| (lot.to_owned(), n)).collect()
        });
        let is = draw("atk", &shelf(), wanted, lot, used_on).map(taken);
        assert_eq!(is, drawn, "{wanted} of {lot:?} on {used_on:?}");
    }
    let named = draw("atk", &shelf(), 1, Some("C"), Some(day(21)));
    assert_eq!(
        named,
        Err(CannotBook::Expired {
            item: item(),
            lot: c
        })
    );
    let gone = [goods("atk", "C", Some(day(20)), 5)];
    let only = draw("atk", &gone, 1, None, Some(day(21)));
    let (left, expired) = (0, 5);
    assert_eq!(
        only,
        Err(CannotBook::TooFewUsable {
            item: item(),
            left,
            expired
        })
    );
}

proptest! {
    #[test]
    fn so_much_is_drawn_as_was_wanted_and_no_lot_gives_more_than_it_has(
        quantities in prop::collection::vec((0_i64..50, prop::option::of(1_i8..28)), 0..6),
        wanted in 1_i64..150,
    ) {
        let stock: Vec<Goods> = quantities
            .iter()
            .enumerate()
            .map(|(n, (quantity, on))| goods("atk", &format!("L{n}"), on.map(day), *quantity))
            .collect();
        let there: i64 = stock.iter().map(|one| one.quantity).sum();
        match draw("atk", &stock, wanted, None, None) {
            Err(why) => {
                prop_assert!(there < wanted);
                let item = "atk".to_owned();
                prop_assert_eq!(why, CannotBook::TooFew { item, left: there });
            }
            Ok(drawn) => {
                prop_assert_eq!(drawn.iter().map(|(_, n)| n).sum::<i64>(), wanted);
                for (lot, n) in &drawn {
                    let of = stock.iter().find(|one| one.lot == *lot).unwrap();
                    prop_assert!(*n > 0 && *n <= of.quantity);
                    // Whatever expires sooner is used up.
                    let sooner = stock.iter().filter(|one| {
                        one.lot.expires_on.is_some()
                            && lot.expires_on.is_none_or(|on| one.lot.expires_on < Some(on))
                    });
                    for one in sooner.filter(|one| one.quantity > 0) {
                        prop_assert!(drawn.contains(&(one.lot.clone(), one.quantity)));
                    }
                }
            }
        }
    }
}
