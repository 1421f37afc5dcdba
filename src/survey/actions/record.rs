//! Recording a household, once, however often it is sent.

use serde_json::json;

use crate::access::{Actor, Cx};
use crate::accounts::model::Purpose;
use crate::accounts::store::phone_hash;
use crate::alike::actions::find;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::idempotency::{self, Key};
use crate::ids::{HouseholdId, PersonId};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::preset::Preset;
use crate::survey::count::Figures;
use crate::survey::handle::Handle;
use crate::survey::model::{Household, HouseholdFacts, NewHousehold, Person, PersonState, Source};
use crate::survey::{store, tasks};
use crate::villages;

/// The household as kept.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub household: Household,
}

/// Whether this person may record households of an incident: everybody signed in, and whoever
/// asks for help by phone.
pub fn may_record(cx: &Cx, incident: &Incident) -> bool {
    match &cx.actor {
        Actor::SignedIn(_) => true,
        Actor::Phone(_, holder) => holder.purpose == Purpose::HelpRequest,
        Actor::Visitor => !incident.otp_required,
    }
}

/// Writes down a household. Sent again with the same key it gives the same answer and changes
/// nothing.
pub async fn record(
    app: &App,
    cx: &Cx,
    mut new: NewHousehold,
    key: Option<&Key>,
) -> Result<Recorded, Error> {
    let incident = incidents::actions::find_open(app, cx.now, new.incident).await?;
    if !may_record(cx, &incident) {
        return Err(Error::SignInNeeded);
    }
    // Whom to call when no number was told: whoever sent it.
    if let Some(asker) = cx.phone()
        && new.facts.contact_phone.is_none()
    {
        new.facts.contact_phone = Some(asker.phone.clone());
    }
    let handle = Handle {
        province: new.facts.area.province(),
        id: app.ids.at(cx.now),
    };
    let persons: Vec<Person> = new
        .persons
        .iter()
        .map(|facts| Person {
            id: app.ids.at::<PersonId>(cx.now),
            recorded_on: clock::day(cx.now),
            facts: facts.clone(),
            doses: Vec::new(),
            next_talk_on: None,
        })
        .collect();
    let household = born(app, cx, &incident, &new.kind, handle, &new.facts, &persons);
    let household = db::write!(app.db, |tx| {
        if let Some(key) = key {
            let (province, id) = (household.province, household.id.0);
            let before =
                idempotency::claim(tx, province, key, "household.record", id, cx.now).await?;
            if let Some(before) = before {
                let before = Handle {
                    province,
                    id: HouseholdId(before),
                };
                return store::find(tx, before).await?.ok_or(Error::NotFound);
            }
        }
        let told = (&new.facts, persons.as_slice());
        record_in(app, tx, cx, incident.preset, &household, told).await?;
        Ok::<_, Error>(household.clone())
    })?;
    Ok(Recorded { household })
}

/// A household as it begins.
pub(super) fn born(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    kind: &str,
    handle: Handle,
    facts: &HouseholdFacts,
    persons: &[Person],
) -> Household {
    let asker = cx.phone();
    Household {
        province: handle.province,
        id: handle.id,
        incident: incident.id,
        kind: kind.to_owned(),
        area: facts.area,
        village: facts.village.clone(),
        village_code: facts.village_code,
        n_persons: n_here(persons),
        source: if cx.signed_in().is_some() {
            Source::Volunteer
        } else {
            Source::Oneself
        },
        verified: cx.signed_in().is_some() || asker.is_some_and(|asker| asker.verified),
        practice: incident.practice,
        state: facts.state,
        recorded_by: cx.account(),
        asker_phone_hash: asker.map(|asker| phone_hash(&app.vault, &asker.phone).to_vec()),
        recorded_at: cx.now,
        recorded_on: persons
            .first()
            .map_or(clock::day(cx.now), |person| person.recorded_on),
        changed_at: cx.now,
        version: 1,
    }
}

/// How many live there.
pub(super) fn n_here(persons: &[Person]) -> u16 {
    let here = persons
        .iter()
        .filter(|person| person.facts.state == PersonState::Here);
    u16::try_from(here.count()).unwrap_or(u16::MAX)
}

/// A village told by its name alone is found in the register.
async fn know_village(
    tx: &mut db::Tx,
    household: &Household,
    facts: &HouseholdFacts,
) -> Result<(Household, HouseholdFacts), db::Error> {
    let (mut household, mut facts) = (household.clone(), facts.clone());
    if facts.village_code.is_none() && !facts.village.is_empty() {
        facts.village_code = villages::store::meant(tx, facts.area, &facts.village).await?;
        household.village_code = facts.village_code;
    }
    Ok((household, facts))
}

/// Writes a new household with its persons, event and figures; false where one of this id is there.
pub(super) async fn record_in(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    preset: &Preset,
    household: &Household,
    (facts, persons): (&HouseholdFacts, &[Person]),
) -> Result<bool, Error> {
    let (household, facts) = &know_village(tx, household, facts).await?;
    if !store::write::insert(tx, &app.vault, household, facts).await? {
        return Ok(false);
    }
    let handle = household.handle();
    for (place, person) in persons.iter().enumerate() {
        let vault = &app.vault;
        if !store::write::insert_person(tx, vault, handle, place, person, cx.now).await? {
            return Ok(false);
        }
    }
    let event = NewEvent {
        province: household.province,
        name: "household.recorded",
        subject: household.id.0,
        area: household.area,
        also: None,
        payload: json!({ "persons": household.n_persons, "source": household.source.code() }),
    };
    events::record_in(app, tx, cx, &event)?;
    for (person, task) in persons
        .iter()
        .zip(tasks::of_all(preset, household, persons))
    {
        if task.is_some() {
            let today = clock::day(cx.now);
            store::tasks::put(tx, household, person.id, task.as_ref(), today)?;
        }
    }
    find::ask_in(tx, household.handle(), cx.now).await?;
    Figures::of(preset, household, persons).book(tx, household)?;
    Ok(true)
}
