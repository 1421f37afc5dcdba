//! The rules of announcements, case by case.

use uuid::Uuid;

use super::*;
use crate::ids::{AccountId, AnnouncementId};
use crate::news::model::{Source, Text, Texts, Withdrawn};

fn noon() -> Timestamp {
    "2026-11-27T05:00:00Z".parse().unwrap()
}

fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}

fn area(code: &str) -> AreaCode {
    code.parse().unwrap()
}

/// An emergency of Mae Sai, pinned, in force since noon until withdrawn.
fn emergency(n: u128) -> Announcement {
    let text = Text {
        title: "น้ำขึ้น".to_owned(),
        words: "ขึ้นที่สูง".to_owned(),
    };
    Announcement {
        id: AnnouncementId(Uuid::from_u128(n)),
        area: area("5709"),
        level: Level::Emergency,
        texts: Texts::new(text, Vec::new()),
        pinned: true,
        source: Source {
            name: "อำเภอแม่สาย".to_owned(),
            link: None,
        },
        from_at: noon(),
        until_at: None,
        incident: None,
        created_by: AccountId(Uuid::from_u128(1)),
        created_at: noon(),
        changed_at: noon(),
        version: 1,
        withdrawn: None,
    }
}

fn withdrawn(at: Timestamp) -> Announcement {
    Announcement {
        withdrawn: Some(Withdrawn {
            at,
            by: AccountId(Uuid::from_u128(1)),
            reason: "น้ำลดแล้ว".to_owned(),
        }),
        ..emergency(9)
    }
}

#[test]
fn in_force_from_the_first_instant_until_before_the_last() {
    let until = noon() + hours(6);
    let limited = Announcement {
        until_at: Some(until),
        ..emergency(1)
    };
    let second = SignedDuration::from_secs(1);
    for (now, stands) in [
        (noon() - second, Standing::Upcoming),
        (noon(), Standing::InForce),
        (until - second, Standing::InForce),
        (until, Standing::Over(until)),
    ] {
        assert_eq!(standing(&limited, now), stands, "{now}");
    }
    assert!(is_in_force(&emergency(1), noon() + hours(10_000)));
    let at = noon() + hours(1);
    assert_eq!(standing(&withdrawn(at), until), Standing::Withdrawn(at));
}

#[test]
fn what_was_withdrawn_is_listed_for_seven_days_and_not_longer() {
    let one = withdrawn(noon() + hours(1));
    assert!(is_listed(&one, noon() + hours(1)));
    assert!(is_listed(&one, noon() + hours(7 * 24)));
    assert!(!is_listed(&one, noon() + hours(7 * 24 + 1)));
    // It stays where it was told, for whoever has its address.
    assert!(is_public(&one, noon() + hours(10_000)));
}

#[test]
fn what_was_withdrawn_before_its_time_was_never_told() {
    let one = withdrawn(noon() - hours(1));
    assert!(!is_public(&one, noon() + hours(1)));
    assert!(!is_listed(&one, noon() + hours(1)));
    assert!(!is_public(&emergency(1), noon() - hours(1)));
}

#[test]
fn it_reaches_its_area_and_below_and_pinned_it_is_seen_from_above() {
    let pinned = emergency(1);
    let plain = Announcement {
        pinned: false,
        ..emergency(1)
    };
    for (reader, told_pinned, told_plain) in [
        ("570906", true, true),
        ("5709", true, true),
        ("57", true, false),
        ("0", true, false),
        ("5707", false, false),
        ("90", false, false),
    ] {
        assert_eq!(reaches(&pinned, area(reader)), told_pinned, "{reader}");
        assert_eq!(reaches(&plain, area(reader)), told_plain, "{reader}");
    }
}

#[test]
fn pinned_emergencies_stand_first_then_the_gravest_then_the_newest() {
    let as_level = |n: u128, level: Level, pinned: bool, age: i64| Announcement {
        level,
        pinned,
        from_at: noon() - hours(age),
        ..emergency(n)
    };
    let mut all = vec![
        as_level(1, Level::Information, false, 1),
        as_level(2, Level::Emergency, false, 1),
        as_level(3, Level::Warning, false, 2),
        as_level(4, Level::Warning, false, 1),
        as_level(5, Level::Emergency, true, 9),
        withdrawn(noon()),
        as_level(6, Level::Information, true, 9),
    ];
    in_order(&mut all, noon());
    let order: Vec<u128> = all.iter().map(|one| one.id.0.as_u128()).collect();
    assert_eq!(order, [5, 2, 4, 3, 6, 1, 9]);
}

#[test]
fn only_pinned_emergencies_of_ones_places_stand_on_every_page() {
    let of = |n: u128, code: &str| Announcement {
        area: area(code),
        from_at: noon() - hours(i64::try_from(n).unwrap()),
        ..emergency(n)
    };
    let warning = Announcement {
        level: Level::Warning,
        ..emergency(7)
    };
    let loose = Announcement {
        pinned: false,
        ..emergency(8)
    };
    let all = [
        of(1, "57"),
        of(2, "0"),
        of(3, "90"),
        of(4, "570906"),
        warning,
        loose,
        withdrawn(noon()),
    ];
    for (places, told) in [
        (vec!["5709"], vec![2, 1, 4]),
        (vec!["90"], vec![2, 3]),
        (vec!["10"], vec![2]),
        (vec!["10", "57"], vec![2, 1, 4]),
        (vec!["0"], vec![2, 1, 3, 4]),
        (vec![], vec![2]),
    ] {
        let places: Vec<AreaCode> = places.into_iter().map(area).collect();
        let found = on_every_page(&all, &places, noon());
        let found: Vec<u128> = found.iter().map(|one| one.id.0.as_u128()).collect();
        assert_eq!(found, told, "{places:?}");
    }
}

#[test]
fn a_change_is_made_to_what_was_seen() {
    let stands = Announcement {
        version: 3,
        ..emergency(1)
    };
    assert_eq!(may_change(&stands, 3), Ok(()));
    assert_eq!(
        may_change(&stands, 2),
        Err(CannotChange::Meanwhile { version: 3 })
    );
    assert_eq!(
        may_change(&withdrawn(noon()), 1),
        Err(CannotChange::Withdrawn)
    );
}

#[test]
fn differences_are_named_part_by_part() {
    let stands = emergency(1);
    let mut wanted = NewAnnouncement {
        area: stands.area,
        level: stands.level,
        texts: stands.texts.clone(),
        pinned: stands.pinned,
        source: stands.source.clone(),
        from_at: None,
        until_at: None,
        incident: None,
    };
    assert_eq!(differences(&stands, &wanted), []);
    let text = |title: &str, words: &str| Text {
        title: title.to_owned(),
        words: words.to_owned(),
    };
    wanted.texts = Texts::new(
        text("น้ำขึ้น", "ไปวัด"),
        vec![(Language::En, text("Flood", "Go up"))],
    );
    wanted.until_at = Some(noon() + hours(2));
    wanted.from_at = Some(noon());
    assert_eq!(
        differences(&stands, &wanted),
        [
            Part::Words(Language::Th),
            Part::Title(Language::En),
            Part::Words(Language::En),
            Part::Until
        ]
    );
}

#[test]
fn a_time_typed_back_to_the_minute_is_no_change() {
    let second = SignedDuration::from_secs(1);
    let stands = Announcement {
        from_at: noon() + second,
        until_at: Some(noon() + hours(1) + second),
        ..emergency(1)
    };
    let wanted = |from: Timestamp, until: Timestamp| NewAnnouncement {
        area: stands.area,
        level: stands.level,
        texts: stands.texts.clone(),
        pinned: stands.pinned,
        source: stands.source.clone(),
        from_at: Some(from),
        until_at: Some(until),
        incident: None,
    };
    let same = to_the_minute(&stands, wanted(noon(), noon() + hours(1)));
    assert_eq!(differences(&stands, &same), []);
    let other = to_the_minute(&stands, wanted(noon() - second, noon() + hours(2)));
    assert_eq!(differences(&stands, &other), [Part::From, Part::Until]);
}
