//! Reading what a phone told, as the form reads it. It is read inside the transaction, since whether a
//! change can be read depends on what stands there.

use jiff::civil::Date;
use web::{Problems, Typed};

use crate::accounts::form::words;
use crate::app::App;
use crate::ids::{DoseId, PersonId};
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::fields::{self, Fields};
use crate::survey::form;
use crate::survey::model::{Dose, HouseholdFacts, MOST_PERSONS, PersonFacts};

/// As a form would send them, each name behind a prefix.
fn typed(fields: &Fields, prefix: &str) -> Typed {
    let mut fields = fields.clone();
    fields::unfold_pin(&mut fields);
    let named: Vec<(String, &str)> = fields
        .iter()
        .map(|(name, text)| (format!("{prefix}{name}"), text.as_str()))
        .collect();
    Typed::from_pairs(named.iter().map(|(name, text)| (name.as_str(), *text)))
}

pub fn household(
    app: &App,
    incident: &Incident,
    fields: &Fields,
) -> Result<HouseholdFacts, Problems> {
    let mut problems = Problems::default();
    let facts = form::household(app, incident, &typed(fields, ""), &mut problems);
    facts.filter(|_| problems.is_empty()).ok_or(problems)
}

/// One person; `present` is what is known of them.
pub fn person(
    preset: &Preset,
    today: Date,
    fields: &Fields,
    present: Option<&PersonFacts>,
) -> Result<PersonFacts, Problems> {
    let mut problems = Problems::default();
    let typed = typed(fields, "");
    let facts = form::person(preset, &typed, "", today, present, &mut problems);
    facts.filter(|_| problems.is_empty()).ok_or(problems)
}

/// A new household with its persons, everything amiss told at once.
pub fn record(
    app: &App,
    incident: &Incident,
    today: Date,
    fields: &Fields,
    persons: &[(PersonId, Fields)],
) -> Result<(HouseholdFacts, Vec<(PersonId, PersonFacts)>), Problems> {
    let mut problems = Problems::default();
    let facts = form::household(app, incident, &typed(fields, ""), &mut problems);
    let nobody = [(PersonId(uuid::Uuid::nil()), Fields::new())];
    let named = if persons.is_empty() { &nobody } else { persons };
    if named.len() > MOST_PERSONS {
        form::too_many(&mut problems);
    }
    let mut read = Vec::new();
    for (number, (id, fields)) in named.iter().enumerate() {
        let prefix = format!("persons.{number}.");
        let typed = typed(fields, &prefix);
        let preset = incident.preset;
        if let Some(facts) = form::person(preset, &typed, &prefix, today, None, &mut problems) {
            read.push((number, *id, facts));
        }
    }
    let numbered = read.iter().map(|(number, _, facts)| (*number, facts));
    form::tell_twice(numbered, &mut problems);
    match facts {
        Some(facts) if problems.is_empty() => {
            let persons = read.into_iter().map(|(_, id, facts)| (id, facts));
            Ok((facts, persons.collect()))
        }
        _ => Err(problems),
    }
}

pub fn dose(preset: &Preset, today: Date, id: DoseId, fields: &Fields) -> Result<Dose, Problems> {
    let mut problems = Problems::default();
    let typed = typed(fields, "");
    let brand = typed.value("brand").trim().to_owned();
    if brand.is_empty() {
        problems.add("brand", "survey-dose-brand-missing");
    } else if !preset.vaccines.has(&brand) {
        problems.add("brand", "choice-unknown");
    }
    let on = form::person::day(&typed, "on", today, &mut problems).flatten();
    if on.is_none() {
        problems.add("on", "survey-dose-day-missing");
    }
    let place = words(&typed, "place", 200, &mut problems);
    match on {
        Some(on) if problems.is_empty() => Ok(Dose {
            id,
            brand,
            on,
            place,
        }),
        _ => Err(problems),
    }
}

/// The day of the next talk, where one was agreed: today at the earliest.
pub fn next_on(today: Date, told: Option<String>) -> Result<Option<Date>, Problems> {
    let Some(told) = told.filter(|told| !told.trim().is_empty()) else {
        return Ok(None);
    };
    let mut problems = Problems::default();
    let read = told
        .trim()
        .parse::<Date>()
        .or_else(|_| i18n::date::parse_date(i18n::Language::Th, told.trim()));
    match read {
        Ok(day) if day >= today => Ok(Some(day)),
        Ok(_) => {
            problems.add("next_on", "survey-day-past");
            Err(problems)
        }
        Err(_) => {
            problems.add("next_on", "survey-not-a-day");
            Err(problems)
        }
    }
}

/// What was said, as far as it fits.
pub fn talk_words(told: Option<&String>) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let text = told.map_or("", String::as_str);
    let typed = Typed::from_pairs([("reason_words", text)]);
    let words = words(&typed, "reason_words", 500, &mut problems);
    if problems.is_empty() {
        Ok(words)
    } else {
        Err(problems)
    }
}

/// More persons than one household has.
pub fn too_many() -> Problems {
    let mut problems = Problems::default();
    form::too_many(&mut problems);
    problems
}
