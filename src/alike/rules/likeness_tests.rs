//! Who is proposed, by a table of cases; the score is the same from both sides.

use proptest::prelude::*;

use super::{Likeness, Paper, Trace, compare, compare_in_household};

/// A Thai woman of Wiang Phang Kham, born 1957, with what differs.
fn trace(name: &str, change: impl FnOnce(&mut Trace)) -> Trace {
    let mut trace = Trace {
        name: name.to_owned(),
        name_key: i18n::thai_name_key(name),
        birth_year: Some(1957),
        nationality: "th".to_owned(),
        subdistrict: 570_906,
        ..Trace::default()
    };
    change(&mut trace);
    trace
}

fn paper(kind: &str, number: u8) -> Option<Paper> {
    Some(Paper {
        kind: kind.to_owned(),
        hash: vec![number],
        sure: true,
    })
}

fn codes(likeness: &Likeness) -> Vec<&'static str> {
    likeness.reasons.iter().map(|one| one.code()).collect()
}

const NAME: &str = "นางคำแก้ว ใจดี";

type Change = fn(&mut Trace);

#[test]
fn who_is_proposed() {
    let nothing: Change = |_| {};
    let away: Change = |it| it.subdistrict = 570_101;
    let cases: [(&str, &str, Change, Change, bool); 18] = [
        ("the same name and year", NAME, nothing, nothing, true),
        ("the same, in another district", NAME, nothing, away, true),
        (
            "a year apart",
            NAME,
            nothing,
            |it| it.birth_year = Some(1958),
            true,
        ),
        (
            "no year, another district",
            NAME,
            nothing,
            |it| {
                it.birth_year = None;
                it.subdistrict = 570_101;
            },
            false,
        ),
        (
            "no year, the same village",
            NAME,
            |it| it.village = Some(57_090_603),
            |it| {
                it.birth_year = None;
                it.village = Some(57_090_603);
            },
            true,
        ),
        (
            "years far apart",
            NAME,
            nothing,
            |it| it.birth_year = Some(1987),
            false,
        ),
        (
            "another sex",
            NAME,
            |it| it.sex = "female".into(),
            |it| it.sex = "male".into(),
            false,
        ),
        (
            "two Thai papers",
            NAME,
            |it| it.paper = paper("thai_id", 1),
            |it| it.paper = paper("thai_id", 2),
            false,
        ),
        (
            "a passport and a Thai paper",
            NAME,
            |it| it.paper = paper("thai_id", 1),
            |it| it.paper = paper("passport", 2),
            true,
        ),
        (
            "written otherwise, with a phone",
            "นางคำแก้ว ไจดี",
            |it| it.phone = Some(vec![1]),
            |it| it.phone = Some(vec![1]),
            true,
        ),
        (
            "another name and the same paper",
            "Mary Smith",
            |it| it.paper = paper("passport", 1),
            |it| it.paper = paper("passport", 1),
            true,
        ),
        (
            "the same paper under two kinds",
            "Mary Smith",
            |it| it.paper = paper("passport", 1),
            |it| it.paper = paper("other", 1),
            true,
        ),
        (
            "a phone, year and village alone",
            "บุญมี ลือชา",
            |it| {
                it.phone = Some(vec![1]);
                it.village = Some(57_090_603);
                it.sex = "male".into();
            },
            |it| {
                it.phone = Some(vec![1]);
                it.village = Some(57_090_603);
                it.sex = "male".into();
            },
            false,
        ),
        ("nothing at all", "บุญมี ลือชา", nothing, away, false),
        (
            "no phone is not the same phone",
            "นางคำแก้ง ใจดี",
            nothing,
            nothing,
            false,
        ),
        (
            "a letter apart, with a phone",
            "นางคำแก้ง ใจดี",
            |it| it.phone = Some(vec![1]),
            |it| it.phone = Some(vec![1]),
            true,
        ),
        (
            "the same paper, another sex",
            NAME,
            |it| {
                it.paper = paper("thai_id", 1);
                it.sex = "female".into();
            },
            |it| {
                it.paper = paper("thai_id", 1);
                it.sex = "male".into();
            },
            true,
        ),
        (
            "the same paper, years apart, another name",
            "Mary Smith",
            |it| it.paper = paper("thai_id", 1),
            |it| {
                it.paper = paper("thai_id", 1);
                it.birth_year = Some(1990);
                it.subdistrict = 570_101;
            },
            false,
        ),
    ];
    for (case, other_name, change, change_other, is_proposed) in cases {
        let one = trace(NAME, change);
        let other = trace(other_name, change_other);
        let likeness = compare(&one, &other, false);
        assert_eq!(
            likeness.is_proposed(),
            is_proposed,
            "{case}: {} {:?}",
            likeness.score,
            codes(&likeness)
        );
    }
}

#[test]
fn who_is_proposed_in_one_household() {
    let nothing: Change = |_| {};
    let female: Change = |it| it.sex = "female".to_owned();
    let book: Change = |it| it.paper = paper("household_book", 1);
    let cases: [(&str, [&str; 2], [Change; 2], bool); 13] = [
        ("a child added twice", [NAME, NAME], [nothing, female], true),
        (
            "a name without a surname",
            ["จาย", "จาย"],
            [nothing, nothing],
            true,
        ),
        (
            "heard otherwise",
            ["ณัฐวุฒิ แสนดี", "นัฐวุฒิ แสนดี"],
            [nothing, nothing],
            true,
        ),
        (
            "the age told roughly",
            [NAME, NAME],
            [nothing, |it| it.birth_year = Some(1958)],
            true,
        ),
        (
            "a mother and her grown daughter",
            [NAME, NAME],
            [nothing, |it| it.birth_year = Some(1985)],
            false,
        ),
        (
            "no year",
            [NAME, NAME],
            [nothing, |it| it.birth_year = None],
            false,
        ),
        (
            "twins",
            ["สมชาย ใจดี", "สมชัย ใจดี"],
            [nothing, nothing],
            false,
        ),
        (
            "twins of one sex",
            ["สมชาย ใจดี", "สมชัย ใจดี"],
            [female, female],
            false,
        ),
        (
            "man and woman",
            [NAME, NAME],
            [female, |it| it.sex = "male".to_owned()],
            false,
        ),
        (
            "two papers",
            [NAME, NAME],
            [
                |it| it.paper = paper("thai_id", 1),
                |it| it.paper = paper("thai_id", 2),
            ],
            false,
        ),
        (
            "a book of the family",
            [NAME, "ทองใบ รักษา"],
            [book, book],
            false,
        ),
        (
            "one paper and one name, no year",
            [NAME, NAME],
            [book, |it| {
                it.paper = paper("household_book", 1);
                it.birth_year = None;
            }],
            true,
        ),
        (
            "one phone and village",
            [NAME, "ทองใบ รักษา"],
            [
                |it| (it.phone, it.village) = (Some(vec![7]), Some(3)),
                |it| (it.phone, it.village) = (Some(vec![7]), Some(3)),
            ],
            false,
        ),
    ];
    for (case, [one, other], [of_one, of_other], proposed) in cases {
        let (one, other) = (trace(one, of_one), trace(other, of_other));
        let likeness = compare_in_household(&one, &other);
        assert_eq!(likeness.is_proposed(), proposed, "{case}: {likeness:?}");
        assert_eq!(likeness, compare_in_household(&other, &one), "{case}");
        assert!(codes(&likeness).contains(&"same_household"));
    }
}

#[test]
fn one_name_in_a_camp_is_many_people() {
    let of_camp = |it: &mut Trace| it.nationality = "mm".into();
    let likeness = compare(&trace("Aung", of_camp), &trace("Aung", of_camp), false);
    assert!(!likeness.is_proposed(), "{likeness:?}");
    assert_eq!(
        codes(&likeness),
        [
            "same_name",
            "same_year",
            "same_subdistrict",
            "same_nationality"
        ]
    );
    let with_phone = |it: &mut Trace| it.phone = Some(vec![1]);
    let (one, other) = (trace("Aung", with_phone), trace("Aung", with_phone));
    assert!(compare(&one, &other, false).is_proposed());
    // The number is the whole camp's.
    assert!(!compare(&one, &other, true).is_proposed());
}

fn any_trace() -> impl Strategy<Value = Trace> {
    let paper = prop::option::of(("(thai_id|passport)", 0_u8..3, any::<bool>()));
    let name = prop::sample::select(vec![NAME, "คำแก้ว ไจดี", "Aung", "ออง", "บุญมี ลือชา", ""]);
    (
        (
            name,
            prop::option::of(1950_i16..1960),
            paper,
            prop::option::of(0_u8..2),
        ),
        (
            "(th|mm|)",
            "(female|male|)",
            570_905_u32..570_907,
            prop::option::of(1_u32..3),
        ),
    )
        .prop_map(
            |((name, birth_year, paper, phone), (nationality, sex, subdistrict, village))| Trace {
                name: name.to_owned(),
                name_key: i18n::thai_name_key(name),
                birth_year,
                paper: paper.map(|(kind, number, sure)| Paper {
                    kind,
                    hash: vec![number],
                    sure,
                }),
                phone: phone.map(|number| vec![number]),
                nationality,
                sex,
                subdistrict,
                village,
            },
        )
}

proptest! {
    #[test]
    fn the_score_is_the_same_from_both_sides(one in any_trace(), other in any_trace(), shared: bool) {
        let likeness = compare(&one, &other, shared);
        prop_assert_eq!(&likeness, &compare(&other, &one, shared));
        prop_assert!(likeness.score <= 100);
        prop_assert!(likeness.reasons.is_sorted());
    }

    /// A number that proves nothing is as none at all.
    #[test]
    fn a_shared_phone_adds_nothing(one in any_trace(), other in any_trace()) {
        let mut without = one.clone();
        without.phone = None;
        prop_assert_eq!(compare(&one, &other, true), compare(&without, &other, false));
    }
}
