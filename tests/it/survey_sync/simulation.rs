//! Many phones over a bad network: letters are lost, their answers are lost, letters come twice or
//! long after later ones, clocks stand anywhere, the server is started anew in between. In the end every
//! household is there once, and every change either stands in the line of its field or is kept at odds.

use std::collections::BTreeMap;

use db::Engine;
use db::testing::OnEngine as _;
use serde_json::{Value, json};

use super::phone::{Dice, Phone, wants};
use crate::world::{AREA, BOONMEE, Card, TestApp};

/// Fields that anybody changes to words nobody else says, so that each value tells who said it.
const OF_HOUSEHOLD: [&str; 3] = ["landmark", "details", "village"];
const OF_PERSON: [&str; 2] = ["name", "reason_words"];

/// What was told: household, person or nothing, field; what the phone had seen, what it said.
type Place = (String, Option<String>, String);

struct World {
    phones: Vec<Phone>,
    dice: Dice,
    /// Letters that are still under way, and from which phone.
    late: Vec<(usize, Value)>,
    recorded: Vec<(String, Vec<String>)>,
    told: BTreeMap<Place, Vec<(String, String)>>,
    said: u64,
}

impl World {
    fn word(&mut self) -> String {
        self.said += 1;
        let mut n = self.said;
        let mut letters = String::from("ก");
        while n > 0 {
            letters.push(char::from_u32(0x0E01 + u32::try_from(n % 40).unwrap()).unwrap());
            n /= 40;
        }
        letters
    }

    fn acts(&mut self, at: usize) {
        if self.dice.chance(30) || self.phones[at].known.is_empty() {
            let persons: Vec<Value> = (0..=self.dice.below(3))
                .map(|_| wants(&self.word()))
                .collect();
            let landmark = self.word();
            let made = self.phones[at].records(AREA, &landmark, &persons);
            self.recorded.push(made);
            return;
        }
        let phone = &self.phones[at];
        let nth = self.dice.below(phone.known.len());
        let (handle, household) = phone.known.iter().nth(nth).unwrap();
        let handle = handle.clone();
        let persons = household["persons"].as_array().unwrap();
        let person = persons[self.dice.below(persons.len())]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let (person, field) = if self.dice.chance(50) {
            (None, OF_HOUSEHOLD[self.dice.below(OF_HOUSEHOLD.len())])
        } else {
            (Some(person), OF_PERSON[self.dice.below(OF_PERSON.len())])
        };
        let now = self.word();
        let phone = &mut self.phones[at];
        let was = phone.shows(&handle, person.as_deref(), field);
        phone.changes(&handle, person.as_deref(), field, &now);
        self.told
            .entry((handle, person, field.to_owned()))
            .or_default()
            .push((was, now));
    }

    async fn speaks(&mut self, at: usize) {
        let letter = self.phones[at].letter();
        match self.dice.below(10) {
            0 => {}
            1 => {
                // It arrives, the answer does not.
                self.phones[at].sends(&letter).await.is(200);
            }
            2 => self.late.push((at, letter)),
            3 => {
                // It arrives, and once more later.
                let answer = self.phones[at].sends(&letter).await;
                self.phones[at].hears(&answer);
                self.late.push((at, letter));
            }
            _ => {
                let answer = self.phones[at].sends(&letter).await;
                self.phones[at].hears(&answer);
            }
        }
        if !self.late.is_empty() && self.dice.chance(40) {
            let nth = self.dice.below(self.late.len());
            let (whose, letter) = self.late.swap_remove(nth);
            // Its answer is not waited for any more.
            self.phones[whose].sends(&letter).await.is(200);
        }
    }
}

async fn simulate(engine: Engine, seed: u64, n_phones: usize, steps: usize) {
    let app = TestApp::on(engine).await;
    let mut world = World {
        phones: Vec::new(),
        dice: Dice::new(seed),
        late: Vec::new(),
        recorded: Vec::new(),
        told: BTreeMap::new(),
        said: 0,
    };
    let mut tokens = Vec::new();
    for n in 0..10 {
        let card = Card {
            full_name: "อาสา คนหนึ่ง",
            phone: format!("09000000{n:02}").leak(),
            username: format!("volunteer{n}").leak(),
            password: BOONMEE.password,
        };
        let person = app.holds_seat(card, "subdistrict_admin", AREA).await;
        tokens.push(person.token().await);
    }
    for n in 0..n_phones {
        let api = app.api(tokens[n % tokens.len()].clone());
        let mut phone = Phone::of(api, app.app().db.clone(), seed * 1000 + n as u64);
        phone.clock = [
            "2026-11-21T14:00:00+07:00",
            "2031-05-01T00:00:00Z",
            "1970-01-02T00:00:00Z",
        ][world.dice.below(3)]
        .to_owned();
        world.phones.push(phone);
    }
    for _ in 0..steps {
        let at = world.dice.below(n_phones);
        for _ in 0..=world.dice.below(3) {
            world.acts(at);
        }
        world.speaks(at).await;
    }
    while let Some((whose, letter)) = world.late.pop() {
        world.phones[whose].sends(&letter).await.is(200);
    }
    for phone in &mut world.phones {
        phone.syncs().await;
        assert!(
            phone.refused.is_empty(),
            "seed {seed}: {:#?}",
            phone.refused
        );
    }
    // A phone that knows nothing yet is told how it stands.
    let mut eye = Phone::of(app.api(tokens[0].clone()), app.app().db.clone(), 7);
    eye.syncs().await;
    // One that knew all along knows the same.
    world.phones[0].syncs().await;
    assert_eq!(
        world.phones[0].known.keys().collect::<Vec<_>>(),
        eye.known.keys().collect::<Vec<_>>()
    );
    judge(seed, &world, &eye.known);
}

fn judge(seed: u64, world: &World, stands: &BTreeMap<String, Value>) {
    assert_eq!(
        world.recorded.len(),
        stands.len(),
        "seed {seed}: households"
    );
    for (handle, persons) in &world.recorded {
        let there = stands[handle]["persons"].as_array().unwrap();
        let ids: Vec<&str> = there
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(&ids, persons, "seed {seed}: {handle}");
    }
    for ((handle, person, field), told) in &world.told {
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

/// How many worlds of twenty phones; `SEEDS=1000` runs more.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let wanted = std::env::var("SEEDS").ok().and_then(|n| n.parse().ok());
    1..1 + wanted.unwrap_or(usual)
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_on_the_embedded_database() {
    simulate(Engine::Sqlite, 0, 200, 250).await;
    for seed in seeds(8) {
        simulate(Engine::Sqlite, seed, 20, 120).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_lose_nothing_on_postgresql() {
    if std::env::var("ONLY_SQLITE").is_ok() {
        return;
    }
    for seed in seeds(4) {
        simulate(Engine::Postgres, seed + 100, 20, 80).await;
    }
}
