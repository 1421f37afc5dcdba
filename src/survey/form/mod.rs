//! Reading a household as it was typed, on a page or as the fields of a JSON body, every field
//! before anything is refused.
//!
//! The fields are those of a place (`area`, `area_text`, `lat`, `lon`, `accuracy_m`,
//! `position_source`, `landmark`), then `village`, `contact_phone`, `details`, `consent`, `state`, and of
//! each person `persons.N.` with those that [`person`] reads. The numbers need not follow each other.

pub mod person;

use contact::FreeText;
use jiff::civil::Date;
use web::{Message, Problems, Typed};

use super::fields::OF_PERSON;
use super::model::{Consent, HouseholdFacts, HouseholdState, MOST_PERSONS};
use super::model::{NewHousehold, PersonFacts};
use super::rules;
use crate::access::Cx;
use crate::accounts::form::words;
use crate::app::App;
use crate::clock;
use crate::incidents::model::Incident;
use crate::incidents::place::place;
use crate::incidents::preset::{Kind, Preset};

pub use person::person;

/// Letters of a village's name or number at most.
const VILLAGE: usize = 120;

/// Reads a household with its persons. `Err` names everything amiss at once.
pub fn read(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    kind: &Kind,
    typed: &Typed,
) -> Result<NewHousehold, Problems> {
    let mut problems = Problems::default();
    let facts = household(app, incident, typed, &mut problems);
    let persons = persons(incident.preset, typed, clock::day(cx.now), &mut problems);
    match facts {
        Some(mut facts) if problems.is_empty() => {
            facts.contact_phone = facts
                .contact_phone
                .or_else(|| persons.iter().find_map(|person| person.phone.clone()));
            Ok(NewHousehold {
                incident: incident.id,
                kind: kind.code.clone(),
                facts,
                persons,
            })
        }
        _ => Err(problems),
    }
}

/// Reads what is told of the household itself.
pub fn household(
    app: &App,
    incident: &Incident,
    typed: &Typed,
    problems: &mut Problems,
) -> Option<HouseholdFacts> {
    let place = place(app, incident, typed, problems);
    let landmark = words(typed, "landmark", 500, problems);
    if landmark.is_empty() && place.as_ref().is_some_and(|(_, pin)| pin.is_none()) {
        problems.add("landmark", "landmark-missing");
    }
    let village = words(typed, "village", VILLAGE, problems);
    let contact_phone = person::phone(typed, "contact_phone", problems);
    let details = words(typed, "details", FreeText::MAX, problems);
    let consent = person::known(typed, "consent", problems, Consent::from_code);
    let state = person::known(typed, "state", problems, HouseholdState::from_code);
    let (area, pin) = place?;
    Some(HouseholdFacts {
        area,
        pin,
        landmark,
        village_code: rules::village_code(area, &village),
        village,
        contact_phone,
        details,
        consent,
        state: state.unwrap_or(HouseholdState::Here),
    })
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
    let told = OF_PERSON.iter().filter(|name| **name != "nationality");
    !told.into_iter().any(|name| typed.has(&field(number, name)))
}

fn persons(
    preset: &Preset,
    typed: &Typed,
    today: Date,
    problems: &mut Problems,
) -> Vec<PersonFacts> {
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
        too_many(problems);
    }
    let read: Vec<(u32, PersonFacts)> = told
        .into_iter()
        .filter_map(|number| {
            let prefix = format!("persons.{number}.");
            let facts = person(preset, typed, &prefix, today, None, problems)?;
            Some((number, facts))
        })
        .collect();
    let numbered = read.iter().map(|(number, facts)| (*number as usize, facts));
    tell_twice(numbered, problems);
    read.into_iter().map(|(_, facts)| facts).collect()
}

/// More persons than one household has.
pub fn too_many(problems: &mut Problems) {
    let most = i64::try_from(MOST_PERSONS).unwrap_or(i64::MAX);
    problems.add(
        "persons",
        Message::new("survey-persons-too-many").with("most", most),
    );
}

/// Notes who was named twice.
pub fn tell_twice<'a>(
    persons: impl Iterator<Item = (usize, &'a PersonFacts)>,
    problems: &mut Problems,
) {
    let mut before: Vec<&PersonFacts> = Vec::new();
    for (number, one) in persons {
        if before.iter().any(|other| rules::is_same(one, other)) {
            problems.add(format!("persons.{number}.name"), "survey-person-twice");
        }
        before.push(one);
    }
}

#[cfg(test)]
mod tests;
