//! Reads the kinds of help and the fields they ask.

use toml::Value;

use super::check::Check;
use super::field::{Answer, Choice, Field};
use super::labels::{Labels, List};
use super::model::{Kind, Level, Levels, Section, Vaccine};
use super::parse::{limits, minutes};
use super::problem::Fault;
use super::raw;
use super::role::Role;
use super::triage::TriageRules;

/// Answers of text are kept this short unless the field says otherwise.
const USUAL_LETTERS: i64 = 200;

pub(super) fn kinds(
    check: &mut Check,
    value: Option<Value>,
    fields: &List<Field>,
    levels: Levels,
) -> List<Kind> {
    check.each("kinds", value, |check, at, code, raw: raw::Kind| {
        let level = Level::from_code(&raw.urgency).unwrap_or_else(|| {
            unknown(check, format!("{at}.urgency"), "level", &raw.urgency);
            Level::Medium
        });
        let usual = levels.of(level);
        let lease = raw.lease_minutes.unwrap_or(i64::from(usual.lease_minutes));
        Kind {
            labels: check.label(at, &raw.label),
            hint: check.labels(&format!("{at}.hint"), &raw.hint),
            icon: check.icon(at, raw.icon),
            level,
            roles: roles(check, at, &raw.roles),
            household: raw.household,
            triage: raw.triage,
            daily_checks: raw.daily_checks,
            lease_minutes: minutes(check, &format!("{at}.lease_minutes"), lease),
            limits: limits(check, at, raw.limits, usual.limits),
            order: order(check, at, raw.order.as_deref()),
            fields: asked(check, at, &raw.fields, &raw.required, fields),
            code,
        }
    })
}

fn roles(check: &mut Check, at: &str, names: &[String]) -> Vec<Role> {
    let place = format!("{at}.roles");
    let mut roles = Vec::new();
    for name in names {
        match Role::from_code(name) {
            Some(role) if roles.contains(&role) => {
                check.fault(&place, Fault::DoubleCode(name.clone()));
            }
            Some(role) => roles.push(role),
            None => unknown(check, place.clone(), "role", name),
        }
    }
    if names.is_empty() {
        check.fault(place, Fault::NoRole);
    }
    roles
}

fn order(check: &mut Check, at: &str, names: Option<&[String]>) -> Vec<Section> {
    let Some(names) = names else {
        return Section::ALL.to_vec();
    };
    let order: Vec<Section> = names
        .iter()
        .filter_map(|name| Section::from_code(name))
        .collect();
    let whole = Section::ALL.iter().all(|section| order.contains(section));
    if !whole || names.len() != Section::ALL.len() {
        check.fault(format!("{at}.order"), Fault::BadOrder);
    }
    order
}

/// The fields a kind names, those of `required` marked.
pub(super) fn asked(
    check: &mut Check,
    at: &str,
    keys: &[String],
    required: &[String],
    fields: &List<Field>,
) -> Vec<Field> {
    let mut asked: Vec<Field> = Vec::new();
    for key in keys {
        let place = format!("{at}.fields");
        match fields.iter().find(|field| field.key == *key) {
            Some(_) if asked.iter().any(|field| field.key == *key) => {
                check.fault(place, Fault::DoubleCode(key.clone()));
            }
            Some(field) => {
                asked.push(Field {
                    required: required.contains(key),
                    ..field.clone()
                });
            }
            None => unknown(check, place, "field", key),
        }
    }
    for key in required.iter().filter(|key| !keys.contains(key)) {
        unknown(check, format!("{at}.required"), "field of this kind", key);
    }
    asked
}

pub(super) fn fields(
    check: &mut Check,
    value: Option<Value>,
    triage: &TriageRules,
    vaccines: &List<Vaccine>,
) -> List<Field> {
    let lists = (triage, vaccines);
    check.each("fields", value, |check, at, code, raw: raw::Field| Field {
        labels: check.label(at, &raw.label),
        hint: raw
            .hint
            .as_ref()
            .map(|texts| check.labels(&format!("{at}.hint"), texts)),
        unit: raw
            .unit
            .as_ref()
            .map(|texts| check.labels(&format!("{at}.unit"), texts)),
        required: false,
        sensitive: raw.sensitive,
        answer: answer(check, at, raw, lists),
        key: code,
    })
}

/// Lists of the preset that a field may choose from.
type Lists<'a> = (&'a TriageRules, &'a List<Vaccine>);

fn answer(check: &mut Check, at: &str, raw: raw::Field, lists: Lists) -> Answer {
    match raw.answer.as_str() {
        "text" => {
            let most = raw.most.unwrap_or(USUAL_LETTERS);
            Answer::Text {
                most: check.number(&format!("{at}.most"), most, 1..=5000),
            }
        }
        "number" => {
            let (min, max) = bounds(check, at, &raw);
            if min.fract() != 0.0 || max.fract() != 0.0 {
                check.fault(at, Fault::Shape("bounds of a number are whole".to_owned()));
            }
            Answer::Number {
                min: min as i64,
                max: max as i64,
            }
        }
        "decimal" => {
            let (min, max) = bounds(check, at, &raw);
            let places = raw.places.unwrap_or(1);
            let places = check.number(&format!("{at}.places"), places, 1..=6);
            Answer::Decimal { min, max, places }
        }
        "choice" => Answer::Choice(choices(check, at, raw, lists)),
        "multi" => Answer::Multi(choices(check, at, raw, lists)),
        "date" => Answer::Date { past: raw.past },
        "yes_no" => Answer::YesNo,
        other => {
            unknown(check, format!("{at}.type"), "type of field", other);
            Answer::YesNo
        }
    }
}

fn bounds(check: &mut Check, at: &str, raw: &raw::Field) -> (f64, f64) {
    const WIDEST: f64 = 1e12;
    for (name, bound) in [("min", raw.min), ("max", raw.max)] {
        match bound {
            None => check.fault(format!("{at}.{name}"), Fault::Missing),
            Some(bound) if !(-WIDEST..=WIDEST).contains(&bound) => {
                let fault = Fault::OutOfRange {
                    value: bound,
                    least: -WIDEST,
                    most: WIDEST,
                };
                check.fault(format!("{at}.{name}"), fault);
            }
            Some(_) => {}
        }
    }
    let (min, max) = (raw.min.unwrap_or(0.0), raw.max.unwrap_or(WIDEST));
    if min > max {
        check.fault(
            format!("{at}.max"),
            Fault::OutOfRange {
                value: max,
                least: min,
                most: WIDEST,
            },
        );
    }
    (min, max)
}

fn choices(
    check: &mut Check,
    at: &str,
    raw: raw::Field,
    (triage, vaccines): Lists,
) -> List<Choice> {
    // What is chosen from another list is worth no points: that list says what it is worth.
    let choice = |code: &String, labels: &Labels| Choice {
        code: code.clone(),
        labels: labels.clone(),
        points: 0,
    };
    match raw.choices_from.as_deref() {
        None => check.each(
            &format!("{at}.choices"),
            raw.choices,
            |check, at, code, raw: raw::Pointed| Choice {
                labels: check.label(at, &raw.label),
                points: check.points(at, raw.points),
                code,
            },
        ),
        Some("vaccines") => {
            let vaccines: Vec<Choice> = vaccines
                .iter()
                .map(|one| choice(&one.code, &one.labels))
                .collect();
            vaccines.into()
        }
        Some("signs") => {
            let signs: Vec<Choice> = triage
                .signs
                .iter()
                .map(|sign| choice(&sign.code, &sign.labels))
                .collect();
            signs.into()
        }
        Some(other) => {
            unknown(
                check,
                format!("{at}.choices_from"),
                "list to choose from",
                other,
            );
            List::default()
        }
    }
}

pub(super) fn unknown(check: &mut Check, place: String, what: &'static str, name: &str) {
    check.fault(
        place,
        Fault::Unknown {
            what,
            name: name.to_owned(),
        },
    );
}
