//! The phones, the server and the network between them, and what befalls each of them.

use std::collections::{BTreeMap, BTreeSet};

use db::testing::{Copy, OnEngine as _};
use db::{Engine, sql};
use serde_json::{Value, json};

use crate::survey_sync::phone::{Dice, Draft, Phone, SYNC, wants};
use crate::world::{AREA, BOONMEE, Card, TestApp};

/// Fields that anybody changes to words nobody else says, so that each value tells who said it. The last is
/// one that older programs on phones do not know.
const OF_HOUSEHOLD: [&str; 3] = ["landmark", "village", "details"];
const OF_PERSON: [&str; 2] = ["name", "reason_words"];

const ACCOUNTS: usize = 10;

/// What was told: household, person or nothing, field; what the phone had seen, what it said.
pub type Place = (String, Option<String>, String);

pub struct World {
    pub app: TestApp,
    pub tokens: Vec<String>,
    pub phones: Vec<Phone>,
    pub dice: Dice,
    /// Letters that are still under way, and from which phone.
    late: Vec<(usize, Value)>,
    /// The newest backup.
    copy: Option<Copy>,
    pub ledger: Ledger,
}

/// What the phones did, for the judge.
#[derive(Default)]
pub struct Ledger {
    /// Households with their persons.
    pub recorded: BTreeMap<String, Vec<String>>,
    pub told: BTreeMap<Place, Vec<(String, String)>>,
    /// By person: one at most.
    pub doses: BTreeMap<String, String>,
    /// Ids of changes that a phone was told are made, by whatever server.
    pub acknowledged: BTreeSet<String>,
    said: u64,
}

impl Ledger {
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
}

sql! { N_MADE = "SELECT count(*) AS n FROM household_changes" }

async fn n_made(db: &db::Db) -> i64 {
    let row = db::read!(db, |tx| tx.one(N_MADE, &[]).await).unwrap();
    row.get("n").unwrap()
}

impl World {
    pub async fn of(engine: Engine, seed: u64, n_phones: usize) -> World {
        let app = TestApp::on(engine).await;
        let mut dice = Dice::new(seed);
        let mut tokens = Vec::new();
        for n in 0..ACCOUNTS {
            let card = Card {
                full_name: "อาสา คนหนึ่ง",
                phone: format!("09000000{n:02}").leak(),
                username: format!("volunteer{n}").leak(),
                password: BOONMEE.password,
            };
            let person = app.holds_seat(card, "subdistrict_admin", AREA).await;
            tokens.push(person.token().await);
        }
        let mut phones = Vec::new();
        for n in 0..n_phones {
            let api = app.api(tokens[n % ACCOUNTS].clone());
            let mut phone = Phone::of(api, app.app().db.clone(), seed * 1000 + n as u64);
            phone.clock = [
                "2026-11-21T14:00:00+07:00",
                "2031-05-01T00:00:00Z",
                "1970-01-02T00:00:00Z",
            ][dice.below(3)]
            .to_owned();
            phone.most = [1, 10, 100][dice.below(3)];
            phone.is_old = dice.chance(50);
            phones.push(phone);
        }
        World {
            app,
            tokens,
            phones,
            dice,
            late: Vec::new(),
            copy: None,
            ledger: Ledger::default(),
        }
    }

    pub fn acts(&mut self, at: usize) {
        let (phone, ledger) = (&mut self.phones[at], &mut self.ledger);
        if self.dice.chance(30) || phone.known.is_empty() {
            let persons: Vec<Value> = (0..=self.dice.below(3))
                .map(|_| wants(&ledger.word()))
                .collect();
            let (handle, ids) = phone.records(AREA, &ledger.word(), &persons);
            ledger.recorded.insert(handle, ids);
            return;
        }
        let nth = self.dice.below(phone.known.len());
        let (handle, household) = phone.known.iter().nth(nth).unwrap();
        let handle = handle.clone();
        let persons = household["persons"].as_array().unwrap();
        let person = persons[self.dice.below(persons.len())]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        match self.dice.below(10) {
            0 => {
                let id = self.dice.uuid().to_string();
                let rest = json!({ "person": id, "fields": wants(&ledger.word()) });
                phone.does(&handle, "add_person", rest);
                ledger.recorded.get_mut(&handle).unwrap().push(id);
            }
            1 if !ledger.doses.contains_key(&person) => {
                let id = self.dice.uuid().to_string();
                let fields = json!({ "brand": "sinovac", "on": "2026-11-20", "place": "วัดกลาง" });
                let rest = json!({ "person": person, "dose": id, "fields": fields });
                phone.does(&handle, "dose", rest);
                ledger.doses.insert(person, id);
            }
            turn => {
                let known = OF_HOUSEHOLD.len() - usize::from(phone.is_old);
                let (person, field) = if self.dice.chance(50) {
                    (None, OF_HOUSEHOLD[self.dice.below(known)])
                } else {
                    (Some(person), OF_PERSON[self.dice.below(OF_PERSON.len())])
                };
                let draft = phone.begins(&handle, person.as_deref(), field, &ledger.word());
                if turn == 2 {
                    phone.drafts.push(draft);
                } else {
                    self.tells(at, draft);
                }
            }
        }
    }

    fn tells(&mut self, at: usize, draft: Draft) {
        let Draft {
            household,
            person,
            field,
            was,
            now,
            ..
        } = draft.clone();
        let told = self.ledger.told.entry((household, person, field));
        told.or_default().push((was, now));
        self.phones[at].tells(draft);
    }

    fn tells_what_is_typed(&mut self, at: usize) {
        for draft in std::mem::take(&mut self.phones[at].drafts) {
            self.tells(at, draft);
        }
    }

    pub async fn speaks(&mut self, at: usize) {
        let letter = self.phones[at].letter();
        match self.dice.below(12) {
            0 => {}
            1 => {
                // It arrives, the answer does not.
                self.phones[at].sends(&letter).await.is(200);
            }
            2 => self.late.push((at, letter)),
            3 => {
                // It arrives, and once more later.
                self.sends(at, &letter).await;
                self.late.push((at, letter));
            }
            4 => self.dies_after_a_part(at, letter).await,
            5 => self.dies_amid(at, letter).await,
            _ => {
                self.sends(at, &letter).await;
            }
        }
        if !self.late.is_empty() && self.dice.chance(40) {
            let nth = self.dice.below(self.late.len());
            let (whose, letter) = self.late.swap_remove(nth);
            // Its answer is not waited for any more.
            self.phones[whose].sends(&letter).await.is(200);
        }
    }

    /// Sends and hears; true where there is more to fetch.
    async fn sends(&mut self, at: usize, letter: &Value) -> bool {
        let answer = self.phones[at].sends(letter).await;
        let acknowledged = self.phones[at].hears(&answer);
        self.ledger.acknowledged.extend(acknowledged);
        answer.json["more"] == true
    }

    /// Of each household some of the changes were made, the first ones, when the process died.
    async fn dies_after_a_part(&mut self, at: usize, mut letter: Value) {
        let mut ended = BTreeSet::new();
        let changes = letter["changes"].as_array_mut().unwrap();
        changes.retain(|change| {
            let household = change["household"].as_str().unwrap().to_owned();
            if self.dice.chance(30) {
                ended.insert(household.clone());
            }
            !ended.contains(&household)
        });
        self.phones[at].sends(&letter).await.is(200);
        self.starts_again().await;
    }

    /// The process dies when so many changes were made, wherever it stands with the others.
    async fn dies_amid(&mut self, at: usize, letter: Value) {
        let wanted = self
            .dice
            .below(letter["changes"].as_array().unwrap().len() + 1);
        let db = self.app.app().db.clone();
        let until = n_made(&db).await + i64::try_from(wanted).unwrap();
        let api = self.app.api(self.tokens[at % ACCOUNTS].clone());
        let answering = tokio::spawn(async move { api.post(SYNC, letter).await });
        while !answering.is_finished() && n_made(&db).await < until {
            tokio::task::yield_now().await;
        }
        self.starts_again().await;
        // Whatever it was, nobody heard it.
        answering.await.unwrap();
    }

    async fn starts_again(&mut self) {
        self.app.starts_again().await;
        self.all_reach_the_server();
    }

    fn all_reach_the_server(&mut self) {
        for (n, phone) in self.phones.iter_mut().enumerate() {
            let api = self.app.api(self.tokens[n % ACCOUNTS].clone());
            phone.reaches(api, self.app.app().db.clone());
        }
    }

    /// What befalls server and phones beside the network.
    pub async fn happens(&mut self, at: usize) {
        match self.dice.below(50) {
            0 => self.starts_again().await,
            1 => {
                self.copy = Some(self.app.backs_up().await);
                self.all_reach_the_server();
            }
            2..4 => {
                if let Some(copy) = &self.copy {
                    self.app.restores(copy).await;
                    self.all_reach_the_server();
                }
            }
            4..7 => self.phones[at].is_updated(),
            7..12 => self.tells_what_is_typed(at),
            _ => {}
        }
    }

    /// The network is good at last, for all but one phone: what waits for that one stops nothing else.
    pub async fn all_come_back(&mut self, seed: u64) {
        while let Some((whose, letter)) = self.late.pop() {
            self.phones[whose].sends(&letter).await.is(200);
        }
        for at in 0..self.phones.len() {
            self.tells_what_is_typed(at);
        }
        let away = self.dice.below(self.phones.len());
        self.all_say(seed, Some(away)).await;
        self.all_say(seed, None).await;
        self.all_hear().await;
    }

    /// Until nothing waits, or nothing but what was put off again and again for the one who is away.
    async fn all_say(&mut self, seed: u64, away: Option<usize>) {
        let mut speakers: Vec<usize> = (0..self.phones.len()).collect();
        speakers.retain(|at| Some(*at) != away);
        for _ in 0..500 {
            let mut waiting = Vec::new();
            for at in speakers {
                let letter = self.phones[at].letter();
                let is_more = self.sends(at, &letter).await;
                let phone = &self.phones[at];
                assert!(
                    phone.refused.is_empty(),
                    "seed {seed}: {:#?}",
                    phone.refused
                );
                let waits = if away.is_some() {
                    phone.waits_untold()
                } else {
                    !phone.outbox.is_empty()
                };
                if is_more || waits {
                    waiting.push(at);
                }
            }
            if waiting.is_empty() {
                return;
            }
            speakers = waiting;
        }
        let phone = &self.phones[speakers[0]];
        panic!("seed {seed}: it never comes to an end: {:#?}", phone.outbox);
    }

    /// Nobody has anything to say any more.
    async fn all_hear(&mut self) {
        for phone in &mut self.phones {
            phone.syncs().await;
        }
    }
}
