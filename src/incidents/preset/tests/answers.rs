//! Answers as people type them.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const TODAY: Date = date(2026, 11, 21);

fn field(kind: &str, key: &str) -> &'static Field {
    let kind = presets()
        .iter()
        .find_map(|preset| preset.kind(kind))
        .unwrap();
    kind.field(key).unwrap()
}

fn answer(field: &Field, typed: &str) -> Result<Option<Value>, FieldProblem> {
    field.read(typed, Language::Th, TODAY)
}

fn codes(codes: &[&str]) -> Value {
    Value::Multi(codes.iter().map(|code| (*code).to_owned()).collect())
}

#[test]
fn answers_are_read() {
    for (kind, key, typed, wanted) in [
        ("oxygen", "spo2", "๙๗", Value::Number(97)),
        ("oxygen", "spo2", " 97 % ", Value::Number(97)),
        (
            "oxygen",
            "litres_per_minute",
            "๒.๕ ลิตร/นาที",
            Value::Decimal(2.5),
        ),
        ("covid_illness", "temperature", "37,8", Value::Decimal(37.8)),
        ("covid_illness", "temperature", "38", Value::Decimal(38.0)),
        (
            "covid_illness",
            "temperature",
            "38.10 °C",
            Value::Decimal(38.1),
        ),
        ("pets", "pet_count", "1,200", Value::Number(1200)),
        (
            "evacuation",
            "water_level",
            "chest",
            Value::Choice("chest".into()),
        ),
        (
            "goods",
            "items",
            "nappies,water,,water",
            codes(&["water", "nappies"]),
        ),
        ("goods", "items", "food\nwater", codes(&["water", "food"])),
        (
            "covid_illness",
            "test_on",
            "๑๗/๑๒/๒๕๖๔",
            Value::Date(date(2021, 12, 17)),
        ),
        ("covid_illness", "test_on", "2026-11-21", Value::Date(TODAY)),
        (
            "patient_transport",
            "travel_on",
            "2026-12-01",
            Value::Date(date(2026, 12, 1)),
        ),
        (
            "patient_transport",
            "oxygen_on_board",
            "on",
            Value::YesNo(true),
        ),
        (
            "patient_transport",
            "oxygen_on_board",
            "No",
            Value::YesNo(false),
        ),
        (
            "medicine",
            "drug_list",
            " อินซูลิน\u{200B} ",
            Value::Text("อินซูลิน".into()),
        ),
    ] {
        assert_eq!(
            answer(field(kind, key), typed),
            Ok(Some(wanted)),
            "{key} {typed:?}"
        );
    }
}

#[test]
fn answers_are_refused() {
    use FieldProblem::*;
    for (kind, key, typed, wanted) in [
        ("oxygen", "spo2", "ninety", NotANumber),
        ("oxygen", "spo2", "97.5", TooManyPlaces { places: 0 }),
        (
            "oxygen",
            "spo2",
            "101",
            OutOfRange {
                min: 40.0,
                max: 100.0,
            },
        ),
        (
            "oxygen",
            "spo2",
            "99999999999999999999",
            OutOfRange {
                min: 40.0,
                max: 100.0,
            },
        ),
        ("oxygen", "spo2", "9,7", NotANumber),
        ("oxygen", "spo2", "1e2", NotANumber),
        ("covid_illness", "temperature", "NaN", NotANumber),
        (
            "covid_illness",
            "temperature",
            "37.85",
            TooManyPlaces { places: 1 },
        ),
        (
            "covid_illness",
            "temperature",
            "3.7",
            OutOfRange {
                min: 30.0,
                max: 45.0,
            },
        ),
        ("evacuation", "water_level", "neck", NotAChoice),
        ("evacuation", "water_level", "knee,chest", NotAChoice),
        ("goods", "items", "water,gold", NotAChoice),
        ("goods", "items", "", Missing),
        ("goods", "items", " , ", Missing),
        ("covid_illness", "test_on", "2026-11-22", InTheFuture),
        ("patient_transport", "oxygen_on_board", "maybe", NotYesOrNo),
    ] {
        assert_eq!(
            answer(field(kind, key), typed),
            Err(wanted),
            "{key} {typed:?}"
        );
    }
    let unreadable = answer(field("covid_illness", "test_on"), "yesterday");
    assert!(matches!(unreadable, Err(Date(_))));
    let drugs = field("medicine", "drug_list");
    assert_eq!(answer(drugs, &"ที่".repeat(501)), Err(TooLong { most: 500 }));
    assert!(
        answer(drugs, &"ที่".repeat(500)).is_ok(),
        "letters are counted as people count"
    );
}

#[test]
fn what_is_not_required_may_stay_empty() {
    for preset in presets() {
        for field in preset.kinds.iter().flat_map(|kind| &kind.fields) {
            let wanted = if field.required {
                Err(FieldProblem::Missing)
            } else {
                Ok(None)
            };
            assert_eq!(answer(field, " \u{200B}"), wanted, "{}", field.key);
        }
    }
    assert!(
        !field("oxygen", "spo2").required,
        "in danger to life nothing waits for a form"
    );
}

#[test]
fn answers_are_shown() {
    for (kind, key, value, thai, english) in [
        ("oxygen", "spo2", Value::Number(97), "97%", "97%"),
        (
            "oxygen",
            "litres_per_minute",
            Value::Decimal(2.5),
            "2.5 ลิตร/นาที",
            "2.5 litres/min",
        ),
        (
            "pets",
            "pet_count",
            Value::Number(1200),
            "1,200 ตัว",
            "1,200 animals",
        ),
        (
            "evacuation",
            "floor",
            Value::Choice("roof".into()),
            "หลังคา",
            "Roof",
        ),
        (
            "evacuation",
            "floor",
            Value::Choice("cellar".into()),
            "cellar",
            "cellar",
        ),
        (
            "goods",
            "items",
            codes(&["water", "food"]),
            "น้ำดื่ม · อาหาร",
            "Drinking water · Food",
        ),
        (
            "covid_illness",
            "test_on",
            Value::Date(TODAY),
            "21 พ.ย. 2569",
            "21 Nov 2026",
        ),
        (
            "medicine",
            "prescription",
            Value::YesNo(false),
            "ไม่ใช่",
            "No",
        ),
    ] {
        let field = field(kind, key);
        assert_eq!(field.show(&value, Language::Th), thai);
        assert_eq!(field.show(&value, Language::En), english);
    }
}

#[test]
fn answers_are_plain_json() {
    let json = |value: Value| serde_json::to_string(&value).unwrap();
    assert_eq!(json(Value::Number(97)), "97");
    assert_eq!(json(Value::Decimal(37.5)), "37.5");
    assert_eq!(json(codes(&["water"])), r#"["water"]"#);
    assert_eq!(json(Value::Date(TODAY)), r#""2026-11-21""#);
    assert_eq!(json(Value::YesNo(true)), "true");
}

#[test]
fn health_data_is_marked() {
    for key in ["symptoms", "spo2", "temperature", "disease", "test_result"] {
        let mut fields = presets()
            .iter()
            .flat_map(|preset| &preset.kinds)
            .filter_map(|k| k.field(key));
        assert!(fields.all(|field| field.sensitive), "{key}");
    }
    assert!(!field("goods", "items").sensitive);
}

proptest! {
    #[test]
    fn any_answer_is_taken_or_refused_and_kept_as_it_is(
        kind in any::<prop::sample::Index>(),
        which in any::<prop::sample::Index>(),
        typed in prop_oneof![".{0,40}", "[-+0-9๐-๙.,/ %]{0,12}", "[a-z_,]{0,20}"],
    ) {
        let kinds: Vec<&Kind> = presets()
            .iter()
            .flat_map(|preset| &preset.kinds)
            .filter(|kind| !kind.fields.is_empty())
            .collect();
        let kind = kind.get(&kinds);
        let field = which.get(&kind.fields);
        if let Ok(Some(value)) = answer(field, &typed) {
            prop_assert_eq!(field.restore(&value.stored()), Some(value.clone()));
            prop_assert!(!field.show(&value, Language::Th).is_empty());
        }
    }
}
