//! Recording a household, once, however often it is sent.

use std::collections::BTreeMap;

use serde_json::json;

use crate::access::{Actor, Cx};
use crate::accounts::model::Purpose;
use crate::accounts::store::phone_hash;
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::idempotency::{self, Key};
use crate::ids::{HouseholdId, PersonId};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::survey::handle::Handle;
use crate::survey::model::{Household, NewHousehold, Source};
use crate::survey::{rules, store};
use crate::tallies::{self, Cell, Metric};

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
    let asker = cx.phone();
    // Whom to call when no number was told: whoever sent it.
    if let Some(asker) = asker
        && new.contact_phone.is_none()
    {
        new.contact_phone = Some(asker.phone.clone());
    }
    let household = Household {
        province: new.area.province(),
        id: app.ids.at(cx.now),
        incident: incident.id,
        kind: new.kind.clone(),
        area: new.area,
        village: new.village.clone(),
        n_persons: u16::try_from(new.persons.len()).unwrap_or(u16::MAX),
        source: if cx.signed_in().is_some() {
            Source::Volunteer
        } else {
            Source::Oneself
        },
        verified: cx.signed_in().is_some() || asker.is_some_and(|asker| asker.verified),
        practice: incident.practice,
        recorded_by: cx.account(),
        asker_phone_hash: asker.map(|asker| phone_hash(&app.vault, &asker.phone).to_vec()),
        recorded_at: cx.now,
        version: 1,
    };
    let persons: Vec<PersonId> = new.persons.iter().map(|_| app.ids.at(cx.now)).collect();
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
        let day = clock::day(cx.now);
        store::insert(tx, &app.vault, &household, &new, &persons, day).await?;
        let event = NewEvent {
            province: household.province,
            name: "household.recorded",
            subject: household.id.0,
            area: household.area,
            also: None,
            payload: json!({ "persons": household.n_persons, "source": household.source.code() }),
        };
        events::record_in(app, tx, cx, &event)?;
        if !household.practice {
            count(tx, cx, &household, &new).await?;
        }
        Ok::<_, Error>(household.clone())
    })?;
    Ok(Recorded { household })
}

/// Moves the figures: the household, and its persons by what was told of them.
async fn count(
    tx: &mut db::Tx,
    cx: &Cx,
    household: &Household,
    new: &NewHousehold,
) -> Result<(), db::Error> {
    let cell = Cell {
        province: household.province,
        incident: household.incident,
        area: household.area,
        day: clock::day(cx.now),
    };
    let dims = rules::household_dims(household.source, household.verified);
    tallies::store::add(tx, &cell, Metric::Households, &dims, 1)?;
    // In one order always, so that two writers never wait for each other.
    let mut persons: BTreeMap<String, i64> = BTreeMap::new();
    for person in &new.persons {
        *persons.entry(rules::person_dims(person)).or_default() += 1;
    }
    for (dims, n) in persons {
        tallies::store::add(tx, &cell, Metric::Persons, &dims, n)?;
    }
    Ok(())
}
