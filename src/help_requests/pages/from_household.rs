//! From a household to a request for somebody of it who is sick: the form comes filled in with what is known, and
//! is looked over before it is sent. What is known goes in the answer alone, never in an address.

use axum::extract::Path;
use axum::response::Response;
use contact::PhoneNumber;
use uuid::Uuid;
use web::Typed;

use super::ask;
use crate::clock;
use crate::error::Error;
use crate::help_requests::model::Relation;
use crate::ids::PersonId;
use crate::incidents::place;
use crate::incidents::preset::{Kind, Preset};
use crate::layout::{Failure, Page, Sent};
use crate::survey::actions::see::{self, Seen};
use crate::survey::handle::Handle;
use crate::survey::model::{Person, PersonState, Test};
use crate::survey::pages::household::ILLNESS;
use crate::survey::rules;

/// The group of those whom nothing makes vulnerable.
const GENERAL: &str = "general";
const BEDRIDDEN: &str = "bedridden";

/// The form for one person, for whoever may see the household; the look is written down.
pub async fn illness(
    Path(handle): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle: Handle = handle.parse().map_err(|_| Error::NotFound)?;
    let person = typed.value("person").parse::<Uuid>();
    let person = PersonId(person.map_err(|_| Error::NotFound)?);
    let seen = see::by_handle(&page.app, &page.cx, handle).await?;
    let person = seen.particulars.person(person);
    let person = person.filter(|person| person.facts.state == PersonState::Here);
    let incident = page
        .incidents
        .iter()
        .find(|open| open.id == seen.household.incident);
    let (person, incident) = person.zip(incident).ok_or(Error::NotFound)?;
    let kind = incident.preset.kind(ILLNESS).ok_or(Error::NotFound)?;
    let typed = filled_in(&page, (incident.preset, kind), &seen, person);
    ask::filled(&page, incident, kind, typed)
}

/// Whoever loads the filled form again, or reads it in another language, begins at the household.
pub async fn back(page: Page, Path(handle): Path<String>) -> Result<Response, Failure> {
    let handle: Handle = handle.parse().map_err(|_| Error::NotFound)?;
    Ok(page.to(&format!("/households/{handle}")))
}

fn filled_in(page: &Page, (preset, kind): (&Preset, &Kind), seen: &Seen, person: &Person) -> Typed {
    let (house, facts) = (&seen.particulars.facts, &person.facts);
    let codes = vulnerabilities(page, preset, person);
    let ticked = codes.iter().map(|code| ("vulnerabilities", code.as_str()));
    let mut typed = Typed::from_pairs(ticked);
    place::fill(
        &mut typed,
        (house.area, page.area(&house.area)),
        house.pin.as_ref(),
    );
    let place = [house.landmark.as_str(), house.village.as_str()];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    typed.set("landmark", place.join(" · "));
    typed.set("headcount", "1");
    let phone = facts.phone.as_ref().or(house.contact_phone.as_ref());
    typed.set(
        "contact_phone",
        phone.map(PhoneNumber::plain).unwrap_or_default(),
    );
    // Another's phone is not answered by the sick.
    if facts.phone.is_some() {
        typed.set("contact_name", facts.name.as_str());
    }
    typed.set("persons", facts.name.as_str());
    typed.set("nationality", facts.nationality.as_str());
    if page.who().is_some() {
        typed.set("relation", Relation::Volunteer.code());
    }
    typed.set("details", details(page, preset, person));
    if let Some(test) = facts.test {
        for (key, answer) in answers(page, kind, test) {
            typed.set(&format!("extra.{key}"), answer);
        }
    }
    typed.set(ask::OF_PERSON, person.id.to_string());
    typed
}

/// As they were told, with the groups of their age and their own where those are of the vulnerable.
fn vulnerabilities(page: &Page, preset: &Preset, person: &Person) -> Vec<String> {
    let facts = &person.facts;
    let today = clock::day(page.cx.now);
    let group = rules::target_group(preset, facts, today);
    let mut codes = facts.vulnerabilities.clone();
    codes.extend((group != GENERAL).then(|| group.to_owned()));
    codes.extend(facts.bedridden.then(|| BEDRIDDEN.to_owned()));
    if let Some(year) = facts.age.birth_year {
        let of_age = preset.target_groups.iter().filter(|group| {
            let ages = group.ages;
            ages.is_some_and(|ages| ages.contains(year.years(today)))
        });
        codes.extend(of_age.map(|group| group.code.clone()));
    }
    codes.retain(|code| preset.vulnerabilities.has(code));
    codes
}

/// The test and what makes an illness worse, a line each.
fn details(page: &Page, preset: &Preset, person: &Person) -> String {
    let facts = &person.facts;
    let language = page.language();
    let age = facts.age.birth_year.map_or_else(
        || preset.age_bands.label(&facts.age.band, language).to_owned(),
        |year| {
            let years = i64::from(year.years(clock::day(page.cx.now)));
            page.say("survey-years", "n", years)
        },
    );
    let risks = facts.risks.iter();
    let risks: Vec<&str> = risks
        .map(|code| preset.risks_608.label(code.as_str(), language))
        .collect();
    let test = facts.test.map_or(String::new(), |test| {
        let on = test.on.map_or(String::new(), |on| page.date(&on));
        format!("{} {} {on}", test.kind.name(), page.t(test.result.label()))
    });
    let lines = [
        ("survey-test", test.trim().to_owned()),
        ("survey-age", age),
        ("survey-risks", risks.join(" · ")),
    ];
    let told = lines.into_iter().filter(|(_, words)| !words.is_empty());
    let told: Vec<String> = told
        .map(|(key, words)| format!("{}: {words}", page.t(key)))
        .collect();
    told.join("\n")
}

/// The same test as answers to what this kind asks, as far as it asks it.
fn answers(page: &Page, kind: &Kind, test: Test) -> Vec<(&'static str, String)> {
    let told = [
        ("test_kind", test.kind.code().to_owned()),
        ("test_result", test.result.code().to_owned()),
        (
            "test_on",
            test.on.map_or(String::new(), |on| page.date(&on)),
        ),
    ];
    let fits = |key: &str, answer: &str| {
        let field = kind.fields.iter().find(|field| field.key == key);
        field.is_some_and(|field| {
            let choices = field.choices();
            choices.is_empty() || choices.iter().any(|choice| choice.code == answer)
        })
    };
    let told = told.into_iter();
    told.filter(|(key, answer)| fits(key, answer)).collect()
}
