//! Finding: whoever was recorded, or told of otherwise, is compared a moment later with the others of their
//! household, and with those elsewhere who share a paper, a name or a phone with them.

use std::collections::BTreeSet;

use areas::AreaCode;
use db::Tx;
use jiff::Timestamp;
use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use crate::alike::model::Pair;
use crate::alike::rules;
use crate::alike::store;
use crate::alike::store::traces::{self, Found};
use crate::app::App;
use crate::ids::HouseholdId;
use crate::survey::handle::Handle;

/// The job's name.
pub const FIND: &str = "alike.find";

/// Whose persons are looked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Find {
    province: u8,
    household: HouseholdId,
}

/// Has the persons of a household looked for, in the transaction of what was told of them. Who recorded
/// them does not wait for it.
pub async fn ask_in(tx: &mut Tx, household: Handle, now: Timestamp) -> Result<(), db::Error> {
    let payload = Find {
        province: household.province,
        household: household.id,
    };
    let job = NewJob {
        name: FIND,
        payload: serde_json::to_value(payload).unwrap_or_default(),
        due_at: now,
        unique_key: None,
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Compares everybody of a household with those they may be, writes down the likely pairs and forgets
/// those that are not likely any more. Done twice it comes to the same.
pub async fn find(app: App, job: Find) -> Result<(), JobError> {
    let now = app.clock.now();
    let household = Handle {
        province: job.province,
        id: job.household,
    };
    let (likely, waiting) = db::read!(app.db, |tx| {
        let likely = likely(&app, tx, household, now).await?;
        let mut waiting: Vec<Pair> = Vec::new();
        for person in traces::persons(tx, household).await? {
            waiting.extend(store::waiting_of(tx, household.province, person).await?);
        }
        Ok::<_, db::Error>((likely, waiting))
    })?;
    let is_likely = |pair: &Pair| {
        let mut likely = likely.iter();
        likely.any(|(one, _)| (one.one, one.other) == (pair.one, pair.other))
    };
    let past: Vec<&Pair> = waiting.iter().filter(|pair| !is_likely(pair)).collect();
    if likely.is_empty() && past.is_empty() {
        return Ok(());
    }
    db::write!(app.db, |tx| {
        for pair in &past {
            store::withdraw(tx, pair).await?;
        }
        let mut elsewhere = BTreeSet::new();
        for (pair, lives) in &likely {
            // Those of the other province are told by a job of their own: a write touches one province.
            if store::propose(tx, pair).await? && pair.is_hint() {
                elsewhere.insert((lives.province, lives.id.0));
            }
        }
        for (province, id) in elsewhere {
            let id = HouseholdId(id);
            ask_in(tx, Handle { province, id }, now).await?;
        }
        Ok::<_, db::Error>(())
    })?;
    Ok(())
}

/// The likely pairs of a household's persons, each with where the other one lives.
async fn likely(
    app: &App,
    tx: &mut Tx,
    household: Handle,
    now: Timestamp,
) -> Result<Vec<(Pair, Handle)>, db::Error> {
    let mut likely = Vec::new();
    let own = traces::of_household(tx, household).await?;
    for (at, one) in own.iter().enumerate() {
        for other in &own[at + 1..] {
            let likeness = rules::compare_in_household(&one.trace, &other.trace);
            if likeness.is_proposed() {
                likely.push((pair(app, one, other, likeness, now), household));
            }
        }
    }
    for own in own {
        let (candidates, phone_is_shared) = traces::candidates(tx, &own).await?;
        for other in candidates {
            let likeness = rules::compare(&own.trace, &other.trace, phone_is_shared);
            if !likeness.is_proposed() {
                continue;
            }
            let lives = Handle {
                province: other.province,
                id: other.household,
            };
            likely.push((pair(app, &own, &other, likeness, now), lives));
        }
    }
    Ok(likely)
}

fn pair(app: &App, own: &Found, other: &Found, likeness: rules::Likeness, now: Timestamp) -> Pair {
    let is_hint = own.province != other.province;
    // Of one province the pair is the same from both sides.
    let turned = !is_hint && other.id < own.id;
    let (one, two) = if turned { (other, own) } else { (own, other) };
    Pair {
        province: one.province,
        id: app.ids.at(now),
        incident: one.incident,
        area: if is_hint {
            own.area
        } else {
            both(own.area, other.area)
        },
        one: one.id,
        other_province: two.province,
        other: two.id,
        score: likeness.score,
        reasons: likeness.reasons,
        found_at: now,
        turn_at: now,
        decision: None,
        decided_at: None,
        kept: None,
    }
}

/// The smallest area that two lie in.
fn both(one: AreaCode, other: AreaCode) -> AreaCode {
    let mut area = one;
    while !area.contains(other) {
        area = area.parent().unwrap_or(AreaCode::COUNTRY);
    }
    area
}
