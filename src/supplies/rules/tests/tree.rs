//! Who may do what at a unit, where units lie, and where goods go.

use super::*;
use crate::supplies::model::{EndKind, NewUnit, Purpose};
use crate::supplies::rules::{CannotPlace, Link, Rights, may_go, may_lie, rights};

/// From the unit in question up to the root; each by its number and whether somebody keeps its books.
fn chain(links: &[(u128, bool)]) -> Vec<Link> {
    let link = |(unit, has_officers): &(u128, bool)| Link {
        unit: id(*unit),
        has_officers: *has_officers,
    };
    links.iter().map(link).collect()
}

#[test]
fn an_officer_keeps_the_own_unit_and_arranges_what_is_below() {
    let all_kept = [(3, true), (2, true), (1, true)];
    let own_empty = [(3, false), (2, true), (1, true)];
    let two_empty = [(3, false), (2, false), (1, true)];
    let none = Rights::default();
    let own = Rights {
        sees: true,
        keeps: true,
        arranges: true,
        names: false,
    };
    let above = Rights {
        keeps: false,
        names: true,
        ..own
    };
    let above_and_keeps = Rights {
        keeps: true,
        ..above
    };
    for (links, held, is_admin, is) in [
        (all_kept, &[3][..], false, own),
        (all_kept, &[2], false, above),
        (all_kept, &[1], false, above),
        (all_kept, &[9], false, none),
        (all_kept, &[], false, none),
        // Who has two seats has the rights of both.
        (all_kept, &[1, 3], false, above_and_keeps),
        // Nobody keeps it: the nearest above that has somebody does.
        (own_empty, &[2], false, above_and_keeps),
        (own_empty, &[1], false, above),
        (two_empty, &[1], false, above_and_keeps),
        // Who names the officers does not count.
        (all_kept, &[], true, above),
        (two_empty, &[], true, above),
        (all_kept, &[3], true, above_and_keeps),
    ] {
        let held: Vec<SupplyUnitId> = held.iter().map(|n| id(*n)).collect();
        let has = rights(&chain(&links), &held, is_admin);
        assert_eq!(has, is, "{links:?} {held:?} {is_admin}");
    }
    // Nobody at all keeps books here, an admin neither.
    let nobody = chain(&[(3, false), (2, false), (1, false)]);
    assert!(!rights(&nobody, &[], true).keeps);
}

fn new(tier: Tier, code: u32) -> NewUnit {
    NewUnit {
        tier,
        kind: (tier == Tier::End).then_some(EndKind::Temple),
        area: area(code),
        name: "วัดเวียงพาน".to_owned(),
        name_en: String::new(),
        code: String::new(),
    }
}

#[test]
fn a_unit_lies_below_a_higher_tier_within_its_area() {
    let at = |tier, code| Unit {
        tier,
        area: area(code),
        ..unit()
    };
    let (tier, level, outside) = (
        Err(CannotPlace::Tier),
        Err(CannotPlace::Level),
        Err(CannotPlace::Area),
    );
    let ministry = at(Tier::Ministry, 0);
    let province = at(Tier::Province, 570_000);
    let district = at(Tier::District, 570_900);
    let local = at(Tier::Local, 570_906);
    let end = at(Tier::End, 570_906);
    for (told, parent, is) in [
        (new(Tier::Ministry, 0), None, Ok(())),
        (new(Tier::Ministry, 570_000), None, level),
        (new(Tier::Province, 570_000), None, tier),
        (new(Tier::Ministry, 0), Some(&ministry), tier),
        (new(Tier::Province, 570_000), Some(&ministry), Ok(())),
        (new(Tier::Province, 570_900), Some(&ministry), level),
        (new(Tier::District, 570_900), Some(&province), Ok(())),
        (new(Tier::District, 570_906), Some(&province), level),
        // A district under the wrong province.
        (new(Tier::District, 900_100), Some(&province), outside),
        (new(Tier::District, 570_100), Some(&district), tier),
        (new(Tier::Local, 570_906), Some(&district), Ok(())),
        (new(Tier::Local, 570_900), Some(&district), Ok(())),
        (new(Tier::Local, 570_106), Some(&district), outside),
        (new(Tier::Local, 570_000), Some(&province), Ok(())),
        (new(Tier::Local, 570_000), Some(&district), outside),
        (new(Tier::Local, 0), Some(&ministry), level),
        // Tiers may be skipped.
        (new(Tier::Local, 570_906), Some(&province), Ok(())),
        (new(Tier::End, 570_906), Some(&ministry), Ok(())),
        (new(Tier::End, 570_906), Some(&local), Ok(())),
        (new(Tier::End, 570_900), Some(&local), outside),
        (new(Tier::End, 0), Some(&ministry), level),
        (new(Tier::End, 570_906), Some(&end), tier),
        (new(Tier::Province, 570_000), Some(&district), tier),
    ] {
        let above = parent.map(|parent| parent.tier);
        assert_eq!(may_lie(&told, parent), is, "{told:?} below {above:?}");
    }
    let closed = Unit {
        closed_on: Some(day(14)),
        ..district
    };
    let under_closed = may_lie(&new(Tier::Local, 570_906), Some(&closed));
    assert_eq!(under_closed, Err(CannotPlace::ParentClosed));
}

#[test]
fn goods_go_one_level_down_one_up_and_to_those_beside() {
    let at = |n, parent: Option<u128>| Unit {
        id: id(n),
        parent: parent.map(id),
        ..unit()
    };
    let (root, other_root) = (at(1, None), at(9, None));
    let (left, right) = (at(2, Some(1)), at(3, Some(1)));
    let (child, cousin) = (at(4, Some(2)), at(5, Some(3)));
    for (from, to, purpose) in [
        (&root, &left, Some(Purpose::Allocation)),
        (&left, &root, Some(Purpose::Return)),
        (&left, &right, Some(Purpose::Transfer)),
        (&left, &left, None),
        (&root, &child, None),
        (&child, &root, None),
        (&child, &cousin, None),
        (&left, &cousin, None),
        (&root, &other_root, None),
    ] {
        assert_eq!(may_go(from, to), purpose, "{} to {}", from.id, to.id);
    }
    let elsewhere = Unit {
        incident: IncidentId(Uuid::from_u128(2)),
        ..left
    };
    assert_eq!(may_go(&root, &elsewhere), None);
}
