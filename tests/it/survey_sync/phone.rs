//! A phone of the survey as the server sees it: it makes changes on its own, keeps them until they are
//! answered, and learns what changed elsewhere. It says what `islands/src/survey` says.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Answer, Api};

pub const SYNC: &str = "/api/v1/households/sync";

/// Numbers that look thrown and are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n as u64).unwrap()
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.roll() % 100 < percent
    }

    pub fn uuid(&mut self) -> Uuid {
        let high = u128::from(self.roll()) << 64;
        uuid::Builder::from_random_bytes((high | u128::from(self.roll())).to_be_bytes()).into_uuid()
    }
}

pub struct Phone {
    api: Api,
    db: db::Db,
    pub dice: Dice,
    /// What the phone's clock says.
    pub clock: String,
    /// By handle, as the server gave them.
    pub known: BTreeMap<String, Value>,
    pub outbox: Vec<Value>,
    /// What was answered, for a server that forgets.
    pub sent: Vec<Value>,
    pub refused: Vec<(Value, Value)>,
    cursor: Option<String>,
    epoch: Option<String>,
}

impl Phone {
    pub fn of(api: Api, db: db::Db, seed: u64) -> Phone {
        Phone {
            api,
            db,
            dice: Dice::new(seed),
            clock: "2026-11-21T14:00:00+07:00".to_owned(),
            known: BTreeMap::new(),
            outbox: Vec::new(),
            sent: Vec::new(),
            refused: Vec::new(),
            cursor: None,
            epoch: None,
        }
    }

    fn makes(&mut self, household: &str, kind: &str, rest: Value) {
        let base = self
            .known
            .get(household)
            .map_or(0, |one| one["version"].as_i64().unwrap());
        let mut change = json!({
            "id": self.dice.uuid(), "made_at": self.clock, "household": household, "base": base,
            "kind": kind,
        });
        let rest = rest.as_object().unwrap().clone();
        change.as_object_mut().unwrap().extend(rest);
        self.outbox.push(change);
    }

    /// A new household; gives its handle and the ids of its persons.
    pub fn records(
        &mut self,
        area: &str,
        landmark: &str,
        persons: &[Value],
    ) -> (String, Vec<String>) {
        let household = format!("{}{}", &area[..2], self.dice.uuid().simple());
        let ids: Vec<String> = persons
            .iter()
            .map(|_| self.dice.uuid().to_string())
            .collect();
        let persons: Vec<Value> = ids
            .iter()
            .zip(persons)
            .map(|(id, fields)| json!({ "id": id, "fields": fields }))
            .collect();
        let fields = json!({ "area": area, "landmark": landmark, "village": "หมู่ 3" });
        self.makes(
            &household,
            "record",
            json!({ "fields": fields, "persons": persons }),
        );
        (household, ids)
    }

    /// What the phone shows of a field: what it knows, with its own changes that wait laid over.
    pub fn shows(&self, household: &str, person: Option<&str>, field: &str) -> String {
        let text = |fields: &Value| fields[field].as_str().map(str::to_owned);
        let known = self.known.get(household).and_then(|one| match person {
            None => text(&one["fields"]),
            Some(person) => {
                let persons = one["persons"].as_array().unwrap();
                let one = persons.iter().find(|one| one["id"] == person)?;
                text(&one["fields"])
            }
        });
        let mut shown = known.unwrap_or_default();
        for change in self
            .outbox
            .iter()
            .filter(|one| one["household"] == household)
        {
            let mine = match person {
                None => change.get("person").is_none(),
                Some(person) => change["person"] == person,
            };
            if mine && let Some(now) = text(&change["fields"]) {
                shown = now;
            }
            if let Some(person) = person
                && let Some(persons) = change["persons"].as_array()
                && let Some(one) = persons.iter().find(|one| one["id"] == person)
                && let Some(now) = text(&one["fields"])
            {
                shown = now;
            }
        }
        shown
    }

    pub fn changes(&mut self, household: &str, person: Option<&str>, field: &str, now: &str) {
        let was = self.shows(household, person, field);
        let (now, was) = (json!({ field: now }), json!({ field: was }));
        match person {
            None => self.makes(household, "change", json!({ "fields": now, "was": was })),
            Some(person) => {
                let rest = json!({ "person": person, "fields": now, "was": was });
                self.makes(household, "change_person", rest);
            }
        }
    }

    pub fn does(&mut self, household: &str, kind: &str, rest: Value) {
        self.makes(household, kind, rest);
    }

    /// What it would send now.
    pub fn letter(&self) -> Value {
        let waiting: Vec<&Value> = self.outbox.iter().take(100).collect();
        json!({
            "v": 1, "incident": "COV", "cursor": self.cursor, "epoch": self.epoch, "changes": waiting,
        })
    }

    pub async fn sends(&self, letter: &Value) -> Answer {
        // What the program does all the time beside.
        jitasa::events::feed::number_waiting(&self.db)
            .await
            .expect("events are numbered");
        self.api.post(SYNC, letter.clone()).await
    }

    /// Takes an answer in.
    pub fn hears(&mut self, answer: &Answer) {
        answer.is(200);
        let told = &answer.json;
        for outcome in told["outcomes"].as_array().unwrap() {
            let Some(at) = self
                .outbox
                .iter()
                .position(|one| one["id"] == outcome["id"])
            else {
                continue;
            };
            match outcome["outcome"].as_str().unwrap() {
                "done" => {
                    let change = self.outbox.remove(at);
                    self.sent.push(change);
                }
                "refused" => {
                    let change = self.outbox.remove(at);
                    self.refused.push((change, outcome.clone()));
                }
                _ => {}
            }
        }
        for household in told["households"].as_array().unwrap() {
            let handle = household["household"].as_str().unwrap().to_owned();
            self.known.insert(handle, household.clone());
        }
        for gone in told["gone"].as_array().unwrap() {
            self.known.remove(gone.as_str().unwrap());
        }
        self.cursor = told["cursor"].as_str().map(str::to_owned);
        let epoch = told["epoch"].as_str().map(str::to_owned);
        if self.epoch.is_some() && self.epoch != epoch {
            // The server came back from a backup: what it was told since may be gone.
            let mut again = std::mem::take(&mut self.sent);
            again.append(&mut self.outbox);
            self.outbox = again;
            self.cursor = None;
        }
        self.epoch = epoch;
    }

    /// Sends and hears until nothing waits and nothing is new.
    pub async fn syncs(&mut self) {
        for _ in 0..100 {
            let answer = self.sends(&self.letter()).await;
            self.hears(&answer);
            let waits = self.outbox.iter().any(|_| true);
            if !waits && answer.json["more"] == false {
                return;
            }
        }
        panic!("it never comes to an end: {:#?}", self.outbox.first());
    }
}

/// Somebody not vaccinated who wants to be.
pub fn wants(name: &str) -> Value {
    json!({ "name": name, "nationality": "th", "history": "none", "wish": "wants", "age": "2500" })
}
