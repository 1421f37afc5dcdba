//! A household as a data volunteer writes it down at the door: two to six people, most of them
//! vaccinated, some who wait for it, a few who do not want it and say why.

use contact::PersonName;

use crate::access::Cx;
use crate::app::App;
use crate::areas::model::{Pin, PositionSource};
use crate::clock;
use crate::demo::dice::Dice;
use crate::demo::places::{self, Place};
use crate::demo::{asks, people};
use crate::error::Error;
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::actions::record::record;
use crate::survey::model::{BirthYear, Consent, HouseholdFacts, HouseholdState};
use crate::survey::model::{NewHousehold, PersonFacts, PersonState, Sex, Wished};
use crate::survey::rules;

const HISTORIES: [&str; 8] = [
    "dose_2",
    "dose_2",
    "booster_3",
    "dose_2",
    "none",
    "dose_1",
    "none",
    "unknown",
];
const REASONS: [&str; 5] = [
    "side_effects",
    "other_brand",
    "cannot_travel",
    "family",
    "no_risk",
];

/// Writes one household down.
pub async fn visit(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    from: &[Place],
    which: usize,
    dice: &mut Dice,
) -> Result<(), Error> {
    let unfit = |err: &dyn std::fmt::Display| Error::fault("making a household up", err);
    let kind = incident
        .preset
        .kinds
        .iter()
        .find(|kind| kind.household)
        .ok_or(Error::NotFound)?;
    let (area, position) = places::somewhere(from, which, dice).ok_or(Error::NotFound)?;
    let mut persons = Vec::new();
    for _ in 0..2 + dice.below(5) {
        let name = PersonName::parse(&people::name(dice)).map_err(|err| unfit(&err))?;
        persons.push(person(incident.preset, cx, name, dice)?);
    }
    let pin = Pin {
        position,
        accuracy_m: Some(8 + dice.below(20)),
        source: PositionSource::Gps,
    };
    let village = format!("หมู่ {}", 1 + dice.below(12));
    let facts = HouseholdFacts {
        area,
        pin: Some(pin),
        landmark: dice
            .pick(asks::LANDMARKS)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        village_code: rules::village_code(area, &village),
        village,
        contact_phone: people::phone(2_000 + which),
        details: String::new(),
        consent: Some(Consent::Given),
        state: HouseholdState::Here,
    };
    let new = NewHousehold {
        incident: incident.id,
        kind: kind.code.clone(),
        facts,
        persons,
    };
    record(app, cx, new, None).await?;
    Ok(())
}

fn person(
    preset: &Preset,
    cx: &Cx,
    name: PersonName,
    dice: &mut Dice,
) -> Result<PersonFacts, Error> {
    let today = clock::day(cx.now);
    let age = i64::from(today.year()) + 543 - i64::from(3 + dice.below(82));
    let year = BirthYear::parse(&age.to_string(), today).ok();
    let history = dice.pick(&HISTORIES).copied().unwrap_or("unknown");
    let wish = rules::asks_wish(preset, history).then(|| wish(dice));
    let nationality = if dice.chance(12) { "mm" } else { "th" };
    Ok(PersonFacts {
        name,
        phone: None,
        sex: Some(if dice.chance(50) {
            Sex::Female
        } else {
            Sex::Male
        }),
        target_group: String::new(),
        risks: Vec::new(),
        vulnerabilities: Vec::new(),
        document: None,
        point: None,
        mobile_team: false,
        bedridden: false,
        test: None,
        state: PersonState::Here,
        nationality: nationality.to_owned(),
        age: rules::age(preset, year, "", today),
        history: history.to_owned(),
        wish,
    })
}

fn wish(dice: &mut Dice) -> Wished {
    if dice.chance(65) {
        return Wished {
            wish: "wants".to_owned(),
            reason: String::new(),
            words: String::new(),
        };
    }
    let reason = dice.pick(&REASONS).copied().unwrap_or("side_effects");
    let wish = if dice.chance(70) {
        "does_not_want"
    } else {
        "undecided"
    };
    Wished {
        wish: wish.to_owned(),
        reason: reason.to_owned(),
        words: String::new(),
    }
}
