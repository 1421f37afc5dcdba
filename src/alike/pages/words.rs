//! What is told of two persons, in words beside each other.

use i18n::Language;

use crate::alike::actions::see::Side;
use crate::incidents::preset::Preset;
use crate::layout::Page;
use crate::survey::model::PersonFacts;

/// One thing that is told of either.
pub struct Fact {
    pub label: String,
    pub one: String,
    pub other: String,
    /// Both told it, and differently.
    pub differs: bool,
}

/// Where two were recorded is told, and never marked: that it differs is why they stand here.
const RECORDED: [&str; 3] = ["alike-place", "alike-household", "survey-recorded-at"];

pub fn facts(page: &Page, preset: &Preset, one: &Side, other: Option<&Side>) -> Vec<Fact> {
    let one = told(page, preset, one);
    let others = other.map(|other| told(page, preset, other));
    one.into_iter()
        .enumerate()
        .map(|(at, (key, one))| {
            let other = others.as_ref().and_then(|others| others.get(at));
            let other = other.map_or(String::new(), |(_, words)| words.clone());
            Fact {
                label: page.t(key),
                differs: !RECORDED.contains(&key)
                    && !one.is_empty()
                    && !other.is_empty()
                    && one != other,
                one,
                other,
            }
        })
        .filter(|fact| !(fact.one.is_empty() && fact.other.is_empty()))
        .collect()
}

/// Everything by its label, empty where nothing was told; of everybody in the same order.
fn told(page: &Page, preset: &Preset, side: &Side) -> Vec<(&'static str, String)> {
    let language = page.language();
    let (household, facts) = (&side.household, &side.person.facts);
    let document = facts.document.as_ref().map(|document| {
        let kind = preset.documents.label(&document.kind, language);
        format!("{kind} {}", document.masked())
    });
    let phone = facts.phone.as_ref().map(|phone| phone.display());
    let wish = facts.wish.as_ref();
    let wish = wish.map(|wished| preset.wishes.label(&wished.wish, language).to_owned());
    let doses: Vec<String> = side
        .person
        .doses
        .iter()
        .map(|dose| {
            let brand = preset.vaccines.label(&dose.brand, language);
            format!("{brand} {}", page.date(&dose.on))
        })
        .collect();
    let place = [
        page.area(&household.area),
        household.village.clone(),
        side.landmark.clone(),
    ];
    vec![
        ("alike-name", facts.name.as_str().to_owned()),
        ("survey-age", age(page, preset, facts)),
        (
            "survey-sex",
            facts.sex.map_or(String::new(), |sex| page.t(sex.label())),
        ),
        (
            "nationality",
            preset
                .nationalities
                .label(&facts.nationality, language)
                .to_owned(),
        ),
        ("phone", phone.unwrap_or_default().to_string()),
        ("survey-document", document.unwrap_or_default()),
        (
            "survey-history",
            preset
                .vaccination_history
                .label(&facts.history, language)
                .to_owned(),
        ),
        ("survey-wish", wish.unwrap_or_default()),
        ("survey-doses", doses.join(" · ")),
        ("alike-place", joined(&place)),
        (
            "alike-household",
            page.say("persons-n", "n", household.persons()),
        ),
        ("survey-recorded-at", page.date_time(&household.recorded_at)),
    ]
}

fn joined(parts: &[String]) -> String {
    let told: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    told.join(" · ")
}

/// The year as the reader counts it, with the age; the band where no year is known.
fn age(page: &Page, preset: &Preset, facts: &PersonFacts) -> String {
    let language = page.language();
    let Some(year) = facts.age.birth_year else {
        return preset.age_bands.label(&facts.age.band, language).to_owned();
    };
    let era = match language {
        Language::Th => 543,
        _ => 0,
    };
    let years = i64::from(year.years(crate::clock::day(page.cx.now)));
    let years = page.say("survey-years", "n", years);
    format!("{} ({years})", year.get() + era)
}
