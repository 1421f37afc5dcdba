//! A phone of the survey as the server sees it: it makes changes on its own, keeps them until they are
//! answered, and learns what changed elsewhere. It says what `islands/src/survey` says.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
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
    /// Changes in one letter at most.
    pub most: usize,
    /// The program on it is an older one: it does not say which epoch it knows, and put nothing off.
    pub is_old: bool,
    kept: Kept,
}

/// What lies on the phone, whatever program runs there. A name that an older program did not write down is
/// empty for the newer one.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// By handle, as the server gave them.
    pub known: BTreeMap<String, Value>,
    pub outbox: Vec<Value>,
    /// What was answered, for a server that forgets.
    pub sent: Vec<Value>,
    pub refused: Vec<(Value, Value)>,
    pub drafts: Vec<Draft>,
    /// By the id of a change that waits: how often the server has put it off.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub put_off: BTreeMap<String, u32>,
    /// While all is fetched anew: what came so far.
    seen: Option<BTreeSet<String>>,
    cursor: Option<String>,
    epoch: Option<String>,
}

/// Typed and not yet told: what was seen when it was begun, and what it shall be.
#[derive(Clone, Serialize, Deserialize)]
pub struct Draft {
    pub household: String,
    pub person: Option<String>,
    pub field: String,
    base: i64,
    pub was: String,
    pub now: String,
}

impl std::ops::Deref for Phone {
    type Target = Kept;

    fn deref(&self) -> &Kept {
        &self.kept
    }
}

impl std::ops::DerefMut for Phone {
    fn deref_mut(&mut self) -> &mut Kept {
        &mut self.kept
    }
}

impl Phone {
    pub fn of(api: Api, db: db::Db, seed: u64) -> Phone {
        Phone {
            api,
            db,
            dice: Dice::new(seed),
            clock: "2026-11-21T14:00:00+07:00".to_owned(),
            most: 100,
            is_old: false,
            kept: Kept::default(),
        }
    }

    /// Another process answers from now on.
    pub fn reaches(&mut self, api: Api, db: db::Db) {
        (self.api, self.db) = (api, db);
    }

    /// The program is closed and another one, the newest, begins with what was written down.
    pub fn is_updated(&mut self) {
        if self.is_old {
            self.put_off.clear();
        }
        let stored = serde_json::to_string(&self.kept).unwrap();
        self.kept = serde_json::from_str(&stored).unwrap();
        self.is_old = false;
    }

    fn makes(&mut self, household: &str, kind: &str, rest: Value) {
        self.makes_upon(self.version(household), household, kind, rest);
    }

    /// Of a household as it is known; 0 where it is not.
    fn version(&self, household: &str) -> i64 {
        let known = self.known.get(household);
        known.map_or(0, |one| one["version"].as_i64().unwrap())
    }

    fn makes_upon(&mut self, base: i64, household: &str, kind: &str, rest: Value) {
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
        let draft = self.begins(household, person, field, now);
        self.tells(draft);
    }

    /// Types a change of what the phone shows.
    pub fn begins(&self, household: &str, person: Option<&str>, field: &str, now: &str) -> Draft {
        Draft {
            household: household.to_owned(),
            person: person.map(str::to_owned),
            field: field.to_owned(),
            base: self.version(household),
            was: self.shows(household, person, field),
            now: now.to_owned(),
        }
    }

    /// Puts what was typed into the outbox.
    pub fn tells(&mut self, draft: Draft) {
        let (now, was) = (
            json!({ &draft.field: draft.now }),
            json!({ &draft.field: draft.was }),
        );
        let (kind, rest) = match draft.person {
            None => ("change", json!({ "fields": now, "was": was })),
            Some(person) => {
                let rest = json!({ "person": person, "fields": now, "was": was });
                ("change_person", rest)
            }
        };
        self.makes_upon(draft.base, &draft.household, kind, rest);
    }

    pub fn does(&mut self, household: &str, kind: &str, rest: Value) {
        self.makes(household, kind, rest);
    }

    /// What it would send now.
    pub fn letter(&self) -> Value {
        let mut letter = json!({
            "v": 1, "incident": "COV", "cursor": self.cursor, "changes": self.sendable(),
        });
        if !self.is_old {
            letter["epoch"] = json!(self.epoch);
        }
        letter
    }

    /// Whether anything waits that the server has not put off twice, or what came before it of its household.
    pub fn waits_untold(&self) -> bool {
        self.turns().iter().any(|(turn, _)| *turn < 2)
    }

    /// In the order made; where not all of it goes, first what was put off least, those of one household
    /// still in their order.
    fn sendable(&self) -> Vec<&Value> {
        let mut may = self.turns();
        may.sort_by_key(|(turn, _)| *turn);
        let first = may.into_iter().take(self.most);
        first.map(|(_, change)| change).collect()
    }

    /// What waits, with how often it or something before it of its household was put off.
    fn turns(&self) -> Vec<(u32, &Value)> {
        let mut turns: BTreeMap<&str, u32> = BTreeMap::new();
        let mut waiting = Vec::new();
        for change in &self.outbox {
            let handles = ["household", "to"].map(|name| change[name].as_str());
            let put_off = self.put_off.get(change["id"].as_str().unwrap());
            let before = handles.iter().flatten().filter_map(|one| turns.get(one));
            let turn = before.chain(put_off).copied().max().unwrap_or(0);
            turns.extend(handles.into_iter().flatten().map(|one| (one, turn)));
            waiting.push((turn, change));
        }
        waiting
    }

    pub async fn sends(&self, letter: &Value) -> Answer {
        // What the program does all the time beside.
        jitasa::events::feed::number_waiting(&self.db)
            .await
            .expect("events are numbered");
        self.api.post(SYNC, letter.clone()).await
    }

    /// Takes an answer in; gives the ids of what the server has acknowledged.
    pub fn hears(&mut self, answer: &Answer) -> Vec<String> {
        answer.is(200);
        let told = &answer.json;
        let mut acknowledged = Vec::new();
        for outcome in told["outcomes"].as_array().unwrap() {
            let waiting = self.outbox.iter();
            let Some(at) = waiting.clone().position(|one| one["id"] == outcome["id"]) else {
                continue;
            };
            let id = outcome["id"].as_str().unwrap().to_owned();
            match outcome["outcome"].as_str().unwrap() {
                "done" => {
                    let change = self.outbox.remove(at);
                    self.put_off.remove(&id);
                    self.sent.push(change);
                    acknowledged.push(id);
                }
                "refused" => {
                    let change = self.outbox.remove(at);
                    self.refused.push((change, outcome.clone()));
                }
                _ => *self.put_off.entry(id).or_default() += 1,
            }
        }
        for household in told["households"].as_array().unwrap() {
            let handle = household["household"].as_str().unwrap().to_owned();
            self.known.insert(handle, household.clone());
        }
        for gone in told["gone"].as_array().unwrap() {
            self.known.remove(gone.as_str().unwrap());
        }
        let epoch = told["epoch"].as_str().map(str::to_owned);
        if self.epoch.is_some() && self.epoch != epoch {
            // The server came back from a backup: what it was told since may be gone.
            let mut again = std::mem::take(&mut self.sent);
            again.append(&mut self.outbox);
            self.outbox = again;
            (self.cursor, self.seen) = (None, None);
        } else {
            self.cursor = told["cursor"].as_str().map(str::to_owned);
            self.drops_what_is_not_there(told);
        }
        self.epoch = epoch;
        acknowledged
    }

    /// What was not given until all of it was fetched anew is not the phone's any more.
    fn drops_what_is_not_there(&mut self, told: &Value) {
        if told["reset"] == true {
            self.seen = Some(BTreeSet::new());
        }
        let Some(mut seen) = self.seen.take() else {
            return;
        };
        let given = told["households"].as_array().unwrap().iter();
        seen.extend(given.map(|one| one["household"].as_str().unwrap().to_owned()));
        if told["more"] == true {
            self.seen = Some(seen);
            return;
        }
        let waiting = self.kept.outbox.iter();
        seen.extend(waiting.map(|one| one["household"].as_str().unwrap().to_owned()));
        self.known.retain(|handle, _| seen.contains(handle));
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
