//! Persons found again in other households: proposed with reasons, made one, parted, and never asked again.

mod deciding;
mod guests;
mod household;
mod programs;
mod told_late;

use db::{on_both_engines, sql};
use jitasa::access::{Grant, Ground};
use jitasa::survey::store;
use serde_json::{Value, json};

use crate::survey_sync::phone::{Phone, wants};
use crate::survey_sync::phone_of;
use crate::world::{AREA, BOONMEE, Person, TestApp};

const LIST: &str = "/api/v1/persons/alike";
/// Another subdistrict of the district, one of another district, and one of another province.
const NEXT: &str = "570901";
const FAR: &str = "570101";
const AWAY: &str = "900101";

/// Somebody with fields of their own.
fn with(name: &str, other: Value) -> Value {
    let mut person = wants(name);
    let fields = other.as_object().unwrap().clone();
    person.as_object_mut().unwrap().extend(fields);
    person
}

/// Somebody who records everywhere.
async fn recorder(app: &TestApp, seed: u64) -> Phone {
    phone_of(app, &app.malee().await, seed).await
}

/// What the admin of an area is shown.
async fn waiting(app: &TestApp, admin: &Person) -> Vec<Value> {
    app.work_jobs().await;
    let answer = app.api(admin.token().await).get(LIST).await;
    answer.is(200).json["items"].as_array().unwrap().clone()
}

fn reasons(pair: &Value) -> Vec<&str> {
    let reasons = pair["reasons"].as_array().unwrap();
    reasons.iter().map(|one| one.as_str().unwrap()).collect()
}

/// Two households of Wiang Phang Kham with one woman in both; gives the pair's address and both handles.
pub async fn two_records(app: &TestApp) -> (String, [String; 2]) {
    let mut phone = recorder(app, 77).await;
    let (one, _) = phone.records(AREA, "ใต้ต้นไทร", &[wants("นางแก้วตา บ่อน้ำ")]);
    phone.syncs().await;
    app.clock().pass(jiff::SignedDuration::from_secs(2));
    let (other, _) = phone.records(AREA, "หลังโรงเรียน", &[wants("นางแก้วตา บ่อน้ำ")]);
    phone.syncs().await;
    let somsak = app.somsak().await;
    let found = waiting(app, &somsak).await;
    let id = found[0]["id"].as_str().unwrap().to_owned();
    (id, [one, other])
}

sql! { TASKS = "SELECT person, kind, due_on, since_on, brand FROM survey_tasks ORDER BY person" }

/// All that is known of households, their tasks and the figures of the province, as text: what a merge
/// and its undoing are compared by.
async fn whole(app: &TestApp, households: &[String]) -> String {
    let mut told = String::new();
    for handle in households {
        let handle = handle.parse().unwrap();
        let known = db::read!(app.app().db, |tx| {
            let household = store::find(tx, handle).await?.unwrap();
            let grant = Grant::of_look(household.id.0, Ground::AreaAdmin);
            let known = store::particulars(tx, &app.app().vault, &household, grant).await?;
            let talks = store::tasks::talks(tx, handle).await?;
            Ok::<_, db::Error>(format!("{} {known:#?} {talks:#?}\n", household.n_persons))
        });
        told.push_str(&known.unwrap());
    }
    let tasks = db::read!(app.app().db, |tx| { tx.all(TASKS, &[]).await }).unwrap();
    for row in &tasks {
        let kind: String = row.get("kind").unwrap();
        let due: jiff::civil::Date = row.get("due_on").unwrap();
        let person: uuid::Uuid = row.get("person").unwrap();
        told.push_str(&format!("{person} {kind} {due}\n"));
    }
    told + &figures(app).await
}

async fn figures(app: &TestApp) -> String {
    let somsak = app.somsak().await;
    let api = app.api(somsak.token().await);
    let answer = api.get("/api/v1/statistics?area=57").await;
    answer.is(200).json["total"]["figures"].to_string()
}

on_both_engines! {
    async fn one_is_found_by_a_paper_by_name_and_year_and_by_sound_and_phone(app: TestApp) {
        let somsak = app.somsak().await;
        let mut phone = recorder(&app, 1).await;
        let number = json!({ "document_number": "1100101245294", "document": "thai_id" });
        let of_phone = json!({ "phone": "0810000300" });
        phone.records(AREA, "ก", &[
            with("Mary Smith", number.clone()), wants("นายสมชาย ใจดี"), with("ณัฐวุฒิ แสนดี", of_phone.clone()),
        ]);
        phone.syncs().await;
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
        // A woman whose name was heard otherwise, with her paper; one who moved to another district; one
        // whose name is spelled otherwise.
        phone.records(FAR, "ข", &[with("แมรี่ สมิท", number)]);
        phone.records(NEXT, "ค", &[with("สมชาย ใจดี", json!({ "age": "2501" }))]);
        phone.records(AREA, "ง", &[with("นัฐวุฒิ แสนดี", of_phone)]);
        phone.syncs().await;
        let found = waiting(&app, &somsak).await;
        let of = |reason: &str| {
            let pair = found.iter().find(|pair| reasons(pair).contains(&reason));
            reasons(pair.unwrap_or_else(|| panic!("no {reason}: {found:#?}")))
        };
        assert_eq!(found.len(), 3);
        assert!(of("same_paper").contains(&"same_year"));
        assert_eq!(of("same_name"), ["same_name", "near_year", "same_nationality"]);
        assert!(of("sounds_the_same").contains(&"same_phone"));
        // Of a paper's number nobody is told more than the last letters, and the queue holds none of it.
        let told = format!("{found:?}");
        assert!(!told.contains("1100101245294") && told.contains("29-4"), "{told}");

        // The admin of the subdistrict sees those who both live there.
        let near = app.holds_seat(BOONMEE, "subdistrict_admin", AREA).await;
        let seen = waiting(&app, &near).await;
        assert_eq!(seen.len(), 1);
        assert!(reasons(&seen[0]).contains(&"sounds_the_same"));
    }

    async fn a_phone_alone_proposes_nobody(app: TestApp) {
        let somsak = app.somsak().await;
        let mut phone = recorder(&app, 1).await;
        for name in ["บุญมี ลือชา", "คำแก้ว ใจดี", "สมชาย รักษา"] {
            let leaders = json!({ "phone": "0810000300", "sex": "male" });
            phone.records(AREA, name, &[with(name, leaders)]);
        }
        phone.syncs().await;
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
    }

    async fn whoever_is_corrected_is_not_proposed_any_more(app: TestApp) {
        let somsak = app.somsak().await;
        let mut phone = recorder(&app, 1).await;
        let (one, persons) = phone.records(AREA, "ก", &[wants("นายสมชาย ใจดี")]);
        phone.records(AREA, "ข", &[wants("นายสมชาย ใจดี")]);
        phone.syncs().await;
        assert_eq!(waiting(&app, &somsak).await.len(), 1);
        phone.changes(&one, Some(&persons[0]), "age", "2530");
        phone.syncs().await;
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
        phone.changes(&one, Some(&persons[0]), "age", "2500");
        phone.syncs().await;
        assert_eq!(waiting(&app, &somsak).await.len(), 1);
        phone.changes(&one, Some(&persons[0]), "state", "died");
        phone.syncs().await;
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
    }

    async fn one_paper_in_two_provinces_is_a_hint_for_both_and_a_name_is_none(app: TestApp) {
        let somsak = app.somsak().await;
        let south = app.holds_seat(BOONMEE, "province_admin", "90").await;
        let mut phone = recorder(&app, 1).await;
        let number = json!({ "document_number": "1100101245294", "document": "thai_id" });
        phone.records(AREA, "ก", &[with("นายสมชาย ใจดี", number.clone()), wants("นางคำแก้ว ใจดี")]);
        phone.records(AWAY, "ข", &[with("นายสมชาย ใจดี", number), wants("นางคำแก้ว ใจดี")]);
        phone.syncs().await;
        for (admin, elsewhere, province) in [(&somsak, "90", "570"), (&south, "57", "900")] {
            let found = waiting(&app, admin).await;
            assert_eq!(found.len(), 1, "{found:#?}");
            assert_eq!((&found[0]["other"], &found[0]["other_province"]), (&Value::Null, &json!(elsewhere)));
            assert!(found[0]["one"]["area"].as_str().unwrap().starts_with(province));
            let id = found[0]["id"].as_str().unwrap();
            let api = app.api(admin.token().await);
            let same = api.post(&format!("{LIST}/{id}/same"), json!({})).await;
            assert_eq!(same.is(422).problem(), "pair-of-two-provinces");
            admin.sees("/persons/alike").await.says("บันทึกอยู่ที่").does_not_say("ข้อมูลไม่ตรงกัน");
        }
        let id = waiting(&app, &somsak).await[0]["id"].as_str().unwrap().to_owned();
        somsak.posts(&format!("/persons/alike/{id}/different"), &[]).await.leads_to("/persons/alike");
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
        assert_eq!(waiting(&app, &south).await.len(), 1);
    }
}
