//! Households by programs: listed, read, changed upon the version that was seen, doses and talks noted.

mod list;
mod persons;
mod revise;

use serde_json::Value;

use crate::rounds::{gives, opens};
use crate::survey_sync::phone::{Phone, wants};
use crate::survey_sync::phone_of;
use crate::villages::{VILLAGES, imports};
use crate::world::{AREA, Answer, Api, BOONMEE, Card, Person, TestApp};

const PRASERT: Card = Card {
    full_name: "ประเสริฐ ใต้ฟ้า",
    phone: "0812340013",
    username: "prasert",
    password: "นาข้าว-ริมน้ำ-47",
};

async fn program(app: &TestApp, person: &Person) -> Api {
    app.api(person.token().await)
}

/// An admin of Songkhla.
async fn of_another_province(app: &TestApp) -> Api {
    let prasert = app.holds_seat(PRASERT, "province_admin", "90").await;
    program(app, &prasert).await
}

/// A volunteer of Chiang Rai who has no part of any round.
async fn volunteer(app: &TestApp) -> Api {
    let boonmee = app.holds_seat(BOONMEE, "data", "57").await;
    program(app, &boonmee).await
}

/// Gives Boonmee one village of Wiang Phang Kham.
async fn gives_a_village(app: &TestApp, village: &str) {
    imports(app, VILLAGES, false).await.unwrap();
    let somsak = app.somsak().await;
    let round = opens(&somsak, &[]).await;
    let share = [
        ("volunteer", "boonmee"),
        ("area", AREA),
        ("village", village),
    ];
    gives(&somsak, &round, &share).await.leads_to(&round);
}

/// Dao and her phone.
async fn recorder(app: &TestApp) -> (Person, Phone) {
    let dao = app.dao().await;
    let phone = phone_of(app, &dao, 1).await;
    (dao, phone)
}

/// One household of one person in the third village, who wants the vaccine; its address and the person's id.
async fn one(phone: &mut Phone) -> (String, String) {
    let (handle, persons) = phone.records(AREA, "ใต้ต้นไทร", &[wants("นางคำแก้ว ใจดี")]);
    phone.syncs().await;
    (handle, persons[0].clone())
}

fn address(handle: &str) -> String {
    format!("/api/v1/households/{handle}")
}

/// How often others looked at a household.
async fn looks(app: &TestApp, handle: &str) -> i64 {
    let subject: uuid::Uuid = handle[2..].parse().unwrap();
    db::read!(app.app().db, |tx| {
        jitasa::access::store::count_looks(tx, 57, subject).await
    })
    .unwrap()
}

/// The fields that are amiss and with what, in order.
#[track_caller]
fn amiss(answer: &Answer) -> Vec<(&str, &str)> {
    let problems = answer.is(422).json["problems"].as_array();
    let problems = problems.unwrap_or_else(|| panic!("no problems: {:#}", answer.json));
    let told = |problem: &'_ Value, name: &str| problem[name].as_str().unwrap().to_owned();
    assert!(problems.iter().all(|one| !told(one, "message").is_empty()));
    let mut amiss: Vec<(&str, &str)> = problems
        .iter()
        .map(|one| (one["field"].as_str().unwrap(), one["key"].as_str().unwrap()))
        .collect();
    amiss.sort_unstable();
    amiss
}

/// The address of a person of a household.
pub async fn person_of(app: &TestApp, malee: &Person, household: &str) -> String {
    let api = app.api(malee.token().await);
    let seen = api.get(&format!("/api/v1/households/{household}")).await;
    let id = seen.is(200).text("/persons/0/id").replace('-', "");
    format!("{}{id}", &household[..2])
}
