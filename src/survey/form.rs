//! Reading a household as it was typed, on a page or as the fields of a JSON body, every field
//! before anything is refused.
//!
//! The fields are those of a place (`area`, `area_text`, `lat`, `lon`, `accuracy_m`,
//! `position_source`, `landmark`), then `village`, `contact_phone`, `details`, and of each person
//! `persons.N.` with `name`, `phone`, `nationality`, `age` (years or year of birth), `age_band`,
//! `history`, `wish`, `reason`, `reason_words`. The numbers need not follow each other.

use contact::{FreeText, PersonName, PhoneNumber};
use jiff::civil::Date;
use web::{Message, Problems, Typed};

use super::model::{Age, MOST_PERSONS, NewHousehold, NewPerson, Wished};
use super::model::{BirthYear, NotAnAge};
use super::rules;
use crate::access::Cx;
use crate::accounts::form::{name_problem, phone_problem, words};
use crate::app::App;
use crate::clock;
use crate::incidents::model::Incident;
use crate::incidents::place::place;
use crate::incidents::preset::{Kind, Preset};

/// Letters of a village's name or number at most.
const VILLAGE: usize = 120;
/// Letters of a reason in a person's own words at most.
const REASON: usize = 500;

/// What a person is asked, in the order of the form.
pub const PERSON_FIELDS: [&str; 9] = [
    "name",
    "phone",
    "nationality",
    "age",
    "age_band",
    "history",
    "wish",
    "reason",
    "reason_words",
];

/// Reads a household. `Err` names everything amiss at once.
pub fn read(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    kind: &Kind,
    typed: &Typed,
) -> Result<NewHousehold, Problems> {
    let mut problems = Problems::default();
    let place = place(app, incident, typed, &mut problems);
    let landmark = words(typed, "landmark", 500, &mut problems);
    if landmark.is_empty() && place.as_ref().is_some_and(|(_, pin)| pin.is_none()) {
        problems.add("landmark", "landmark-missing");
    }
    let village = words(typed, "village", VILLAGE, &mut problems);
    let contact_phone = phone(typed, "contact_phone", &mut problems);
    let persons = persons(incident.preset, typed, clock::day(cx.now), &mut problems);
    let details = words(typed, "details", FreeText::MAX, &mut problems);
    match place {
        Some((area, pin)) if problems.is_empty() => Ok(NewHousehold {
            incident: incident.id,
            kind: kind.code.clone(),
            area,
            pin,
            landmark,
            village,
            contact_phone: contact_phone
                .or_else(|| persons.iter().find_map(|person| person.phone.clone())),
            details,
            persons,
        }),
        _ => Err(problems),
    }
}

/// The numbers of the persons that were sent, in order.
pub fn numbers(typed: &Typed) -> Vec<u32> {
    let mut numbers: Vec<u32> = typed
        .iter()
        .filter_map(|(name, _)| {
            name.strip_prefix("persons.")?
                .split_once('.')?
                .0
                .parse()
                .ok()
        })
        .filter(|number| *number < 10_000)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

pub fn field(number: u32, name: &str) -> String {
    format!("persons.{number}.{name}")
}

/// Nothing was said of this person but a nationality that the form filled in by itself.
fn is_blank(typed: &Typed, number: u32) -> bool {
    let told = PERSON_FIELDS.iter().filter(|name| **name != "nationality");
    !told.into_iter().any(|name| typed.has(&field(number, name)))
}

fn persons(preset: &Preset, typed: &Typed, today: Date, problems: &mut Problems) -> Vec<NewPerson> {
    let sent = numbers(typed);
    let first = sent.first().copied().unwrap_or(0);
    let mut told: Vec<u32> = sent
        .into_iter()
        .filter(|number| !is_blank(typed, *number))
        .collect();
    if told.is_empty() {
        told.push(first);
    }
    if told.len() > MOST_PERSONS {
        let most = i64::try_from(MOST_PERSONS).unwrap_or(i64::MAX);
        problems.add(
            "persons",
            Message::new("survey-persons-too-many").with("most", most),
        );
    }
    told.into_iter()
        .filter_map(|number| person(preset, typed, number, today, problems))
        .collect()
}

fn person(
    preset: &Preset,
    typed: &Typed,
    number: u32,
    today: Date,
    problems: &mut Problems,
) -> Option<NewPerson> {
    let at = |name: &str| field(number, name);
    let name = problems.keep(
        at("name"),
        PersonName::parse(typed.value(&at("name"))),
        name_problem,
    );
    let phone = phone(typed, &at("phone"), problems);
    let nationality = code(
        typed,
        at("nationality"),
        problems,
        "survey-nationality-missing",
        |code| preset.nationalities.has(code),
    );
    let age = age(preset, typed, number, today, problems);
    let history = code(
        typed,
        at("history"),
        problems,
        "survey-history-missing",
        |code| preset.vaccination_history.has(code),
    );
    let asked = history
        .as_ref()
        .is_some_and(|history| rules::asks_wish(preset, history));
    let wish = asked.then(|| wished(preset, typed, number, problems));
    Some(NewPerson {
        name: name?,
        phone,
        nationality: nationality?,
        age: age?,
        history: history?,
        wish: wish.flatten(),
    })
}

/// Asked only of the not fully vaccinated; of others it is not even read.
fn wished(preset: &Preset, typed: &Typed, number: u32, problems: &mut Problems) -> Option<Wished> {
    let at = |name: &str| field(number, name);
    let wish = code(typed, at("wish"), problems, "survey-wish-missing", |code| {
        preset.wishes.has(code)
    });
    let words = words(typed, &at("reason_words"), REASON, problems);
    let wish = wish?;
    let asks_reason = preset
        .wishes
        .get(&wish)
        .is_some_and(|wish| wish.asks_reason);
    let reason = if asks_reason {
        code(
            typed,
            at("reason"),
            problems,
            "survey-reason-missing",
            |code| preset.reasons.has(code),
        )?
    } else {
        String::new()
    };
    Some(Wished {
        wish,
        reason,
        words,
    })
}

/// A code that must be there and be known.
fn code(
    typed: &Typed,
    field: String,
    problems: &mut Problems,
    missing: &'static str,
    is_known: impl Fn(&str) -> bool,
) -> Option<String> {
    let code = typed.value(&field).trim();
    if code.is_empty() {
        problems.add(field, missing);
        None
    } else if is_known(code) {
        Some(code.to_owned())
    } else {
        problems.add(field, "choice-unknown");
        None
    }
}

fn age(
    preset: &Preset,
    typed: &Typed,
    number: u32,
    today: Date,
    problems: &mut Problems,
) -> Option<Age> {
    let (at_age, at_band) = (field(number, "age"), field(number, "age_band"));
    let year = if typed.has(&at_age) {
        let read = BirthYear::parse(typed.value(&at_age), today);
        Some(problems.keep(at_age, read, |why| match why {
            NotAnAge::NotANumber => "survey-age-not-a-number",
            NotAnAge::TooOld => "survey-age-too-old",
            NotAnAge::InTheFuture => "survey-age-in-the-future",
        })?)
    } else {
        None
    };
    let band = typed.value(&at_band).trim();
    if !band.is_empty() && !preset.age_bands.has(band) {
        problems.add(at_band, "choice-unknown");
        return None;
    }
    Some(rules::age(preset, year, band, today))
}

fn phone(typed: &Typed, field: &str, problems: &mut Problems) -> Option<PhoneNumber> {
    if !typed.has(field) {
        return None;
    }
    problems.keep(field, PhoneNumber::parse(typed.value(field)), phone_problem)
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
