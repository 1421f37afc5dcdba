use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::ids::{IncidentId, RoundId};
use crate::incidents::preset::preset;

fn area(code: u32) -> AreaCode {
    AreaCode::new(code).unwrap()
}

fn round() -> Round {
    Round {
        province: 57,
        id: RoundId(Uuid::nil()),
        incident: IncidentId(Uuid::nil()),
        area: area(570_900),
        name: "รอบแรก".to_owned(),
        starts_on: date(2026, 11, 20),
        ends_on: date(2026, 11, 30),
        target: None,
        opened_by: AccountId(Uuid::nil()),
        opened_at: jiff::Timestamp::UNIX_EPOCH,
        closed_at: None,
        version: 3,
    }
}

fn share(code: u32, village: Option<u32>) -> Share {
    Share {
        province: 57,
        round: RoundId(Uuid::nil()),
        area: area(code),
        village,
    }
}

fn tallied(part: u32, by: Option<u128>, history: &str, wish: &str, n: (i64, i64, i64)) -> Tallied {
    Tallied {
        part: area(part),
        village: Told::Words(String::new()),
        by: by.map(|id| AccountId(Uuid::from_u128(id))),
        history: history.to_owned(),
        wish: wish.to_owned(),
        households: n.0,
        persons: n.1,
        revisits: n.2,
    }
}

#[test]
fn a_round_lasts_from_its_first_day_to_the_end_of_its_last() {
    let round = round();
    for (day, stands) in [
        (date(2026, 11, 19), Standing::Upcoming),
        (date(2026, 11, 20), Standing::Open),
        (date(2026, 11, 30), Standing::Open),
        (date(2026, 12, 1), Standing::Over),
    ] {
        assert_eq!(standing(&round, day), stands, "{day}");
    }
    let closed = Round {
        closed_at: Some(jiff::Timestamp::UNIX_EPOCH),
        ..round
    };
    assert_eq!(standing(&closed, date(2026, 11, 25)), Standing::Closed);
}

#[test]
fn a_share_covers_its_village_or_all_of_its_subdistrict() {
    let whole = [share(570_901, None)];
    let village = [share(570_901, Some(57_090_103))];
    for (shares, code, at, covered) in [
        (whole.as_slice(), 570_901, None, true),
        (&whole, 570_901, Some(57_090_109), true),
        (&whole, 570_902, None, false),
        (&village, 570_901, Some(57_090_103), true),
        (&village, 570_901, Some(57_090_104), false),
        (&village, 570_901, None, false),
        (&village, 570_902, Some(57_090_103), false),
        (&[], 570_901, None, false),
    ] {
        assert_eq!(covers(shares, area(code), at), covered, "{code} {at:?}");
    }
}

#[test]
fn what_is_closed_stays_and_what_is_over_may_only_go_on() {
    let round = round();
    assert_eq!(may_change(&round, 3), Ok(()));
    let meanwhile = Err(CannotChange::Meanwhile { version: 3 });
    assert_eq!(may_change(&round, 2), meanwhile);
    assert_eq!(may_share(&round, date(2026, 11, 1)), Ok(()));
    assert_eq!(
        may_share(&round, date(2026, 12, 1)),
        Err(CannotChange::Over)
    );
    let closed = Round {
        closed_at: Some(jiff::Timestamp::UNIX_EPOCH),
        ..round
    };
    assert_eq!(may_change(&closed, 3), Err(CannotChange::Closed));
    assert_eq!(
        may_share(&closed, date(2026, 11, 25)),
        Err(CannotChange::Closed)
    );
}

#[test]
fn what_was_recorded_adds_up_by_part_and_by_person() {
    let preset = preset("covid19").unwrap();
    let rows = [
        tallied(570_901, Some(1), "", "", (2, 0, 1)),
        tallied(570_901, Some(1), "dose_2", "", (0, 5, 0)),
        tallied(570_901, Some(1), "none", WANTS, (0, 2, 0)),
        tallied(570_902, None, "", "", (1, 0, 0)),
        tallied(570_902, None, "dose_1", DOES_NOT_WANT, (0, 1, 0)),
        tallied(570_902, None, "unknown", "undecided", (0, 1, 0)),
    ];
    let total = total(&rows, preset);
    let expected = Sums {
        households: 3,
        persons: 9,
        not_fully_vaccinated: 4,
        wants: 2,
        refuses: 1,
        revisits: 1,
    };
    assert_eq!(total, expected);
    let living = |_| Living {
        n: 100,
        known: 1,
        unknown: 0,
    };
    let parts = by_part(area(570_900), &[], &rows, preset, living);
    assert_eq!(parts.len(), parts_of(area(570_900)).len());
    let of = |code| parts.iter().find(|part| part.area == area(code)).unwrap();
    assert_eq!(of(570_901).sums.persons, 7);
    assert_eq!(of(570_902).sums.refuses, 1);
    assert_eq!(of(570_903).sums, Sums::default());
    let people = by_person(&rows, preset);
    assert_eq!((people.len(), people[0].1.households), (2, 2));
    assert_eq!(people[1].0, None);
}

#[test]
fn villages_that_are_known_stand_first_also_where_nothing_was_recorded() {
    let preset = preset("covid19").unwrap();
    let at = |village: Told| Tallied {
        village,
        ..tallied(570_901, None, "", "", (1, 0, 0))
    };
    let rows = [
        at(Told::Words("หลังวัด".to_owned())),
        at(Told::Code(57_090_103)),
        at(Told::Words(String::new())),
        at(Told::Code(57_090_103)),
    ];
    let known = [57_090_101, 57_090_103];
    let parts = by_part(area(570_901), &known, &rows, preset, |_| Living::default());
    let told: Vec<(Told, i64)> = parts
        .into_iter()
        .map(|part| (part.village.unwrap(), part.sums.households))
        .collect();
    let expected = [
        (Told::Code(57_090_101), 0),
        (Told::Code(57_090_103), 2),
        (Told::Words(String::new()), 1),
        (Told::Words("หลังวัด".to_owned()), 1),
    ];
    assert_eq!(told, expected);
}

#[test]
fn coverage_is_told_only_of_people_who_are_known_to_live_there() {
    let living = |n, unknown| Living {
        n,
        known: 1,
        unknown,
    };
    assert_eq!(coverage(50, living(200, 0)), Some(25));
    assert_eq!(coverage(300, living(200, 0)), Some(150));
    assert_eq!(coverage(50, living(200, 1)), None);
    assert_eq!(coverage(50, living(0, 0)), None);
}
