use contact::PhoneNumber;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::incidents::preset::preset;

const TODAY: Date = date(2026, 11, 21);

fn read_persons(pairs: &[(&str, &str)]) -> (Vec<PersonFacts>, Vec<(String, &'static str)>) {
    let typed = Typed::from_pairs(pairs.iter().copied());
    let mut problems = Problems::default();
    let read = persons(preset("covid19").unwrap(), &typed, TODAY, &mut problems);
    let told = problems
        .iter()
        .map(|(field, said)| (field.to_owned(), said.key))
        .collect();
    (read, told)
}

#[test]
fn a_household_of_two_is_read_as_the_guide_tells_it() {
    let (read, problems) = read_persons(&[
        ("persons.0.name", "นางสมหญิง ใจดี"),
        ("persons.0.phone", "๐๘๑-๒๓๔-๕๖๗๘"),
        ("persons.0.nationality", "th"),
        ("persons.0.age", "๖๗"),
        ("persons.0.history", "dose_2"),
        ("persons.1.name", "Aung"),
        ("persons.1.nationality", "mm"),
        ("persons.1.history", "none"),
        ("persons.1.wish", "does_not_want"),
        ("persons.1.reason", "no_documents"),
        ("persons.1.reason_words", "กลัวถูกจับ"),
    ]);
    assert_eq!(problems, []);
    let [first, second] = read.as_slice() else {
        panic!("{read:?}")
    };
    assert_eq!(
        first.phone.as_ref().map(PhoneNumber::e164),
        Some("+66812345678")
    );
    assert_eq!(first.age.band, "age_60_79");
    assert_eq!(first.wish, None);
    let wished = second.wish.as_ref().unwrap();
    assert_eq!(
        (wished.wish.as_str(), wished.reason.as_str()),
        ("does_not_want", "no_documents")
    );
    assert_eq!(wished.words, "กลัวถูกจับ");
    assert_eq!(rules::person_dims(second), "mm|none|does_not_want");
    assert_eq!(rules::person_dims(first), "th|dose_2|");
}

#[test]
fn a_wish_is_not_asked_of_the_vaccinated_and_no_reason_of_who_wants() {
    let (read, problems) = read_persons(&[
        ("persons.0.name", "ก"),
        ("persons.0.nationality", "th"),
        ("persons.0.history", "booster_3"),
        ("persons.0.wish", "nonsense"),
        ("persons.1.name", "ข"),
        ("persons.1.nationality", "th"),
        ("persons.1.history", "dose_1"),
        ("persons.1.wish", "wants"),
        ("persons.1.reason", "family"),
    ]);
    assert_eq!(problems, []);
    assert_eq!(read[0].wish, None);
    assert_eq!(read[1].wish.as_ref().unwrap().reason, "");
}

#[test]
fn everything_amiss_is_told_at_once() {
    let (_, problems) = read_persons(&[
        ("persons.0.name", "123"),
        ("persons.0.phone", "12"),
        ("persons.0.nationality", "xx"),
        ("persons.0.age", "2600"),
        ("persons.0.age_band", "old"),
        ("persons.0.history", "none"),
        ("persons.4.name", "ก"),
        ("persons.4.nationality", "th"),
        ("persons.4.history", "unknown"),
        ("persons.4.wish", "undecided"),
    ]);
    let told: Vec<(&str, &str)> = problems.iter().map(|(f, key)| (f.as_str(), *key)).collect();
    assert_eq!(
        told,
        [
            ("persons.0.name", "name-not-a-name"),
            ("persons.0.phone", "phone-too-short"),
            ("persons.0.nationality", "choice-unknown"),
            ("persons.0.age", "survey-age-in-the-future"),
            ("persons.0.wish", "survey-wish-missing"),
            ("persons.4.reason", "survey-reason-missing"),
        ]
    );
}

#[test]
fn a_row_left_blank_is_nobody_but_somebody_there_must_be() {
    let (read, problems) = read_persons(&[
        ("persons.0.name", "ก"),
        ("persons.0.nationality", "la"),
        ("persons.0.history", "dose_2"),
        ("persons.1.name", " "),
        ("persons.1.nationality", "la"),
    ]);
    assert_eq!((read.len(), problems.len()), (1, 0));
    let (_, problems) = read_persons(&[]);
    let fields: Vec<&str> = problems.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "persons.0.name",
            "persons.0.nationality",
            "persons.0.history"
        ]
    );
}

#[test]
fn sixty_persons_are_a_household_and_sixty_one_are_not() {
    let fields: Vec<(String, &str)> = (0..61)
        .flat_map(|n| {
            [("name", "ก"), ("nationality", "mm"), ("history", "dose_2")]
                .map(|(name, value)| (field(n, name), value))
        })
        .collect();
    let all: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    let (read, problems) = read_persons(&all[..180]);
    assert_eq!((read.len(), problems.len()), (60, 0));
    let (_, problems) = read_persons(&all);
    assert_eq!(
        problems,
        [("persons".to_owned(), "survey-persons-too-many")]
    );
}

#[test]
fn one_person_named_twice_is_told_and_two_of_one_name_are_two() {
    let of = |second: &[(&str, &'static str)]| {
        let mut pairs = vec![
            ("persons.0.name", "นาย แดง ใจดี"),
            ("persons.0.nationality", "th"),
            ("persons.0.history", "dose_2"),
            ("persons.0.age", "2502"),
            ("persons.1.name", "แดง ใจดี"),
            ("persons.1.nationality", "th"),
            ("persons.1.history", "dose_2"),
        ];
        pairs.extend(second);
        read_persons(&pairs).1
    };
    let twice = [("persons.1.name".to_owned(), "survey-person-twice")];
    assert_eq!(of(&[]), []);
    assert_eq!(of(&[("persons.1.age", "2502")]), twice);
    let other = [("persons.1.age", "2502"), ("persons.1.sex", "male")];
    assert_eq!(of(&other), []);
    assert_eq!(of(&[("persons.1.age", "2540")]), []);
    let away = [("persons.1.age", "2502"), ("persons.1.state", "moved_away")];
    assert_eq!(of(&away), []);
}

#[test]
fn a_paper_is_read_by_its_kind_and_a_wrong_digit_may_be_insisted_on() {
    let of = |more: &[(&str, &'static str)]| {
        let mut pairs = vec![
            ("persons.0.name", "ก"),
            ("persons.0.nationality", "th"),
            ("persons.0.history", "dose_2"),
        ];
        pairs.extend(more);
        read_persons(&pairs)
    };
    let (read, problems) = of(&[("persons.0.document_number", "๑-1001-01245-29-4")]);
    assert_eq!(problems, []);
    let document = read[0].document.clone().unwrap();
    assert_eq!((document.kind.as_str(), document.sure), ("thai_id", true));
    assert_eq!(document.masked(), "x-xxxx-xxxx5-29-4");

    let wrong = ("persons.0.document_number", "1100101245299");
    let (_, problems) = of(&[wrong]);
    assert_eq!(problems[0].1, "survey-document-check-digit");
    let (read, problems) = of(&[wrong, ("persons.0.document_sure", "yes")]);
    assert_eq!(problems, []);
    assert!(!read[0].document.as_ref().unwrap().sure);

    // The laser code of the card is never asked for, and nobody can insist on it.
    let laser = ("persons.0.document_number", "JT1234567890");
    let (_, problems) = of(&[laser, ("persons.0.document_sure", "yes")]);
    assert_eq!(problems[0].1, "survey-document-laser-code");
}

#[test]
fn risks_come_ticked_or_joined_and_a_test_has_kind_result_and_a_day_that_has_come() {
    let base = [
        ("persons.0.name", "ก"),
        ("persons.0.nationality", "th"),
        ("persons.0.history", "dose_2"),
    ];
    let with = |more: &[(&'static str, &'static str)]| {
        let pairs: Vec<_> = base.iter().copied().chain(more.iter().copied()).collect();
        read_persons(&pairs)
    };
    let (read, problems) = with(&[
        ("persons.0.risks", "stroke,heart"),
        ("persons.0.risks", "heart"),
        ("persons.0.test_kind", "atk"),
        ("persons.0.test_on", "20/11/2569"),
        ("persons.0.test_result", "positive"),
    ]);
    assert_eq!(problems, []);
    assert_eq!(read[0].risks, ["heart", "stroke"]);
    assert_eq!(read[0].test.unwrap().on, Some(date(2026, 11, 20)));
    let (_, problems) = with(&[
        ("persons.0.risks", "plague"),
        ("persons.0.test_kind", "atk"),
        ("persons.0.test_on", "2026-11-22"),
    ]);
    let keys: Vec<_> = problems.iter().map(|(_, key)| *key).collect();
    assert_eq!(keys, ["choice-unknown", "survey-day-in-the-future"]);
}

proptest! {
    #[test]
    fn strange_field_names_never_panic(name in "persons\\.[0-9.a-z]{0,14}", value in "\\PC{0,9}") {
        let _ = read_persons(&[(name.as_str(), value.as_str())]);
    }
}
