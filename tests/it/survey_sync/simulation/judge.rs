//! What must be true when all phones have said and heard all.

use std::collections::{BTreeMap, BTreeSet};

use db::sql;
use serde_json::{Value, json};

use super::world::{Ledger, World};
use crate::survey_sync::figures;
use crate::survey_sync::phone::Phone;

type Stands = BTreeMap<String, Value>;

pub async fn judge(seed: u64, world: &mut World) {
    // A phone that knows nothing yet is told how it stands.
    let app = &world.app;
    let api = app.api(world.tokens[0].clone());
    let mut eye = Phone::of(api, app.app().db.clone(), 7);
    eye.syncs().await;
    let stands = seen(&eye);
    // Those that knew all along know the same.
    for (nth, phone) in world.phones.iter().enumerate() {
        for (handle, known) in &seen(phone) {
            assert_eq!(Some(known), stands.get(handle), "seed {seed}: phone {nth}");
        }
        assert_eq!(phone.known.len(), stands.len(), "seed {seed}: phone {nth}");
    }
    recorded(seed, &world.ledger, &stands);
    told(seed, &world.ledger, &stands);
    acknowledged(seed, world).await;
    let persons: usize = world.ledger.recorded.values().map(Vec::len).sum();
    let [households, persons] = [stands.len(), persons].map(|n| i64::try_from(n).unwrap());
    let counted = figures(app).await;
    assert_eq!(
        counted,
        [households, persons, persons, 0],
        "seed {seed}: figures"
    );
    crate::statistics::are_the_records(app.app()).await;
}

/// All but what depends on who asks.
fn seen(phone: &Phone) -> Stands {
    let mut seen = phone.known.clone();
    for household in seen.values_mut() {
        household.as_object_mut().unwrap().remove("own");
    }
    seen
}

fn recorded(seed: u64, ledger: &Ledger, stands: &Stands) {
    assert_eq!(
        ledger.recorded.len(),
        stands.len(),
        "seed {seed}: households"
    );
    for (handle, persons) in &ledger.recorded {
        let there = stands[handle]["persons"].as_array().unwrap();
        let ids = |list: &[Value]| -> Vec<String> {
            let ids = list
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned());
            ids.collect()
        };
        let (mut are, mut wanted) = (ids(there), persons.clone());
        are.sort();
        wanted.sort();
        assert_eq!(are, wanted, "seed {seed}: {handle}");
        for person in there {
            let none = Vec::new();
            let doses = ids(person["doses"].as_array().unwrap_or(&none));
            let given = ledger.doses.get(person["id"].as_str().unwrap());
            assert_eq!(
                doses,
                Vec::from_iter(given.cloned()),
                "seed {seed}: {handle}"
            );
        }
    }
}

fn told(seed: u64, ledger: &Ledger, stands: &Stands) {
    for ((handle, person, field), told) in &ledger.told {
        let household = &stands[handle];
        let fields = match person {
            None => &household["fields"],
            Some(person) => {
                let persons = household["persons"].as_array().unwrap();
                &persons.iter().find(|one| one["id"] == *person).unwrap()["fields"]
            }
        };
        let no_conflicts = Vec::new();
        let conflicts = household["conflicts"].as_array().unwrap_or(&no_conflicts);
        let at_odds: Vec<&str> = conflicts
            .iter()
            .filter(|one| one["field"] == *field && one["person"] == json!(person))
            .map(|one| one["told"].as_str().unwrap())
            .collect();
        // Those that are not at odds make one line, from the first value to the one that stands.
        let mut line: BTreeMap<&str, &str> = BTreeMap::new();
        for (was, now) in told {
            if !at_odds.contains(&now.as_str()) {
                line.insert(now, was);
            }
        }
        let mut at = fields[field].as_str().unwrap_or_default();
        let mut steps = 0;
        while let Some(was) = line.get(at) {
            at = was;
            steps += 1;
        }
        let lost =
            format!("seed {seed}: {handle} {person:?} {field}: {told:?}, at odds {at_odds:?}");
        assert_eq!(steps, line.len(), "{lost}");
        assert_eq!(at_odds.len() + line.len(), told.len(), "{lost}");
    }
}

sql! { MADE = "SELECT id FROM household_changes" }

async fn acknowledged(seed: u64, world: &World) {
    let rows = db::read!(world.app.app().db, |tx| tx.all(MADE, &[]).await).unwrap();
    let made: BTreeSet<String> = rows
        .iter()
        .map(|row| row.get::<uuid::Uuid>("id").unwrap().to_string())
        .collect();
    let lost: Vec<&String> = world.ledger.acknowledged.difference(&made).collect();
    assert!(
        lost.is_empty(),
        "seed {seed}: acknowledged and gone: {lost:?}"
    );
}
