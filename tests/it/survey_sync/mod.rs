//! Phones that were without network, and what becomes of what they bring: made once, merged or at odds,
//! told to the others, and refused one by one.

pub mod phone;
mod simulation;
mod tasks;

use db::{on_both_engines, sql};
use serde_json::{Value, json};

use crate::world::{AREA, BOONMEE, DAO, MALEE, Person, TestApp};
use phone::{Phone, SYNC, wants};

pub async fn phone_of(app: &TestApp, person: &Person, seed: u64) -> Phone {
    Phone::of(app.api(person.token().await), app.app().db.clone(), seed)
}

/// Two phones of one area: its admin's, who sees all of it.
async fn two(app: &TestApp) -> (Phone, Phone) {
    let one = app.holds_seat(DAO, "subdistrict_admin", AREA).await;
    let other = app.holds_seat(BOONMEE, "subdistrict_admin", AREA).await;
    (phone_of(app, &one, 1).await, phone_of(app, &other, 2).await)
}

pub fn field<'a>(household: &'a Value, person: usize, name: &str) -> &'a str {
    household["persons"][person]["fields"][name]
        .as_str()
        .unwrap_or_default()
}

/// Households, persons, want it, do not want it, as counted for the subdistrict.
async fn figures(app: &TestApp) -> Vec<i64> {
    let somsak = app.somsak().await;
    let answer = app
        .api(somsak.token().await)
        .get(&format!("/api/v1/statistics?area={AREA}"))
        .await;
    let survey = &answer.is(200).json["total"]["figures"];
    let all = ["households", "persons", "wants", "does_not_want"];
    all.iter()
        .map(|name| survey[name].as_i64().unwrap_or(-1))
        .collect()
}

sql! { FORGET_CHANGES = "DELETE FROM household_changes" }
sql! { FORGET_CONFLICTS = "DELETE FROM household_conflicts" }
sql! { FORGET_PERSONS = "DELETE FROM persons" }
sql! { FORGET_HOUSEHOLDS = "DELETE FROM households" }
sql! { ANOTHER_EPOCH = "UPDATE meta SET value = 'restored' WHERE key = 'epoch'" }

on_both_engines! {
    async fn a_household_recorded_without_network_comes_in_once(app: TestApp) {
        let dao = app.dao().await;
        let mut phone = phone_of(&app, &dao, 1).await;
        let (handle, _) = phone.records(AREA, "ใต้ต้นไทร", &[wants("นางคำแก้ว ใจดี"), wants("Aung")]);
        let letter = phone.letter();
        // The answer is lost, and the letter comes twice more.
        phone.sends(&letter).await.is(200);
        phone.sends(&letter).await.is(200);
        phone.syncs().await;
        assert_eq!((phone.outbox.len(), phone.known.len()), (0, 1));
        let known = &phone.known[&handle];
        assert_eq!((known["version"].as_i64(), known["own"].as_bool()), (Some(1), Some(true)));
        assert_eq!(field(known, 0, "age"), "1957");
        assert_eq!(known["persons"].as_array().unwrap().len(), 2);
        dao.sees("/households").await.says(&format!("/households/{handle}"));
        dao.sees(&format!("/households/{handle}")).await.says("นางคำแก้ว ใจดี").says("ใต้ต้นไทร");
    }

    async fn two_phones_change_one_household(app: TestApp) {
        let (mut one, mut other) = two(&app).await;
        let (handle, persons) = one.records(AREA, "ใต้ต้นไทร", &[wants("นางคำแก้ว ใจดี")]);
        one.syncs().await;
        other.syncs().await;
        let person = Some(persons[0].as_str());

        // Different fields: both stand. Spaces and Thai digits make no difference.
        one.changes(&handle, person, "phone", "๐๘๑ ๐๐๐ ๐๓๐๐");
        other.changes(&handle, person, "sex", "female");
        one.syncs().await;
        other.syncs().await;
        one.syncs().await;
        assert_eq!(field(&one.known[&handle], 0, "phone"), "+66810000300");
        assert_eq!(field(&one.known[&handle], 0, "sex"), "female");
        assert_eq!(one.known[&handle]["conflicts"], Value::Null);

        // The same field: both values are kept, and everybody sees them.
        one.changes(&handle, None, "landmark", "ตรงข้ามวัด");
        other.changes(&handle, None, "landmark", "หลังโรงเรียน");
        one.syncs().await;
        other.syncs().await;
        one.syncs().await;
        let known = one.known[&handle].clone();
        assert_eq!(known["fields"]["landmark"], "ตรงข้ามวัด");
        let conflict = &known["conflicts"][0];
        assert_eq!((&conflict["kept"], &conflict["told"]), (&json!("ตรงข้ามวัด"), &json!("หลังโรงเรียน")));
        assert_eq!(conflict["by"], "บุญมี");

        // A person decides, twice over a bad line; then nothing is at odds any more.
        let solves = json!({ "conflict": conflict["id"], "take": "told" });
        one.does(&handle, "solve", solves.clone());
        other.syncs().await;
        other.does(&handle, "solve", solves);
        one.syncs().await;
        other.syncs().await;
        assert_eq!(other.known[&handle]["fields"]["landmark"], "หลังโรงเรียน");
        assert_eq!(other.known[&handle]["conflicts"], Value::Null);
    }

    async fn what_both_say_the_same_is_not_at_odds(app: TestApp) {
        let (mut one, mut other) = two(&app).await;
        let (handle, persons) = one.records(AREA, "ใต้ต้นไทร", &[wants("นางคำแก้ว ใจดี")]);
        one.syncs().await;
        other.syncs().await;
        for phone in [&mut one, &mut other] {
            phone.changes(&handle, Some(&persons[0]), "risks", "stroke,heart");
        }
        one.syncs().await;
        other.syncs().await;
        assert_eq!(field(&other.known[&handle], 0, "risks"), "heart,stroke");
        assert_eq!(other.known[&handle]["conflicts"], Value::Null);
    }

    async fn one_bad_household_of_many_comes_back_with_words(app: TestApp) {
        let dao = app.dao().await;
        let mut phone = phone_of(&app, &dao, 1).await;
        for n in 0..99 {
            phone.records(AREA, &format!("บ้านเลขที่ {n}"), &[wants("นางคำแก้ว ใจดี")]);
        }
        let bad = json!({ "name": "12", "nationality": "th", "history": "none", "age": "2600" });
        let (handle, ids) = phone.records(AREA, "บ้านเลขที่ 99", &[wants("ก"), bad]);
        phone.syncs().await;
        assert_eq!((phone.known.len(), phone.refused.len()), (99, 1));
        let (change, outcome) = phone.refused.pop().unwrap();
        assert_eq!(change["household"], handle.as_str());
        let problems = outcome["problems"].as_array().unwrap();
        let fields: Vec<&str> = problems.iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["persons.1.name", "persons.1.age", "persons.1.wish"]);
        assert!(problems.iter().all(|one| !one["message"].as_str().unwrap().is_empty()));

        // Mended, under the id it had, it goes in.
        let mut mended = change;
        mended["persons"][1] = json!({ "id": ids[1], "fields": wants("ข") });
        phone.outbox.push(mended);
        phone.syncs().await;
        assert_eq!(phone.known.len(), 100);
        assert_eq!(figures(&app).await, [100, 101, 101, 0]);
    }

    async fn what_changes_moves_the_figures(app: TestApp) {
        let (mut phone, mut other) = two(&app).await;
        let (handle, persons) = phone.records(AREA, "ใต้ต้นไทร", &[wants("ก"), wants("ข")]);
        phone.syncs().await;
        assert_eq!(figures(&app).await, [1, 2, 2, 0]);
        let (first, second) = (Some(persons[0].as_str()), Some(persons[1].as_str()));
        let now = json!({ "wish": "does_not_want", "reason": "family" });
        let was = json!({ "wish": "wants", "reason": "" });
        phone.does(&handle, "change_person", json!({ "person": first, "fields": now, "was": was }));
        phone.changes(&handle, second, "state", "moved_away");
        phone.syncs().await;
        assert_eq!(figures(&app).await, [1, 1, 0, 1]);

        // A dose makes the history; who is complete is not asked any more.
        let dose = |id: &str, on: &str| json!({
            "person": first, "dose": id, "fields": { "brand": "sinovac", "on": on, "place": "วัดกลาง" },
        });
        let [one, two] = [phone.dice.uuid().to_string(), phone.dice.uuid().to_string()];
        phone.does(&handle, "dose", dose(&one, "2026-10-20"));
        phone.does(&handle, "dose", dose(&two, "2026-11-20"));
        phone.syncs().await;
        let known = &phone.known[&handle];
        assert_eq!((field(known, 0, "history"), field(known, 0, "wish")), ("dose_2", ""));
        assert_eq!(known["persons"][0]["doses"][1]["on"], "2026-11-20");
        assert_eq!(figures(&app).await, [1, 1, 0, 0]);

        // Moved to another house they count there; a house by mistake counts for nothing, and the other
        // phone learns of all of it.
        let (to, _) = phone.records(AREA, "บ้านใหม่", &[wants("ค")]);
        phone.does(&handle, "move_person", json!({ "person": first, "to": to }));
        phone.syncs().await;
        assert_eq!(phone.known[&to]["persons"].as_array().unwrap().len(), 2);
        assert_eq!(figures(&app).await, [2, 2, 1, 0]);
        phone.changes(&to, None, "state", "mistake");
        phone.syncs().await;
        assert_eq!(figures(&app).await, [1, 0, 0, 0]);
        other.syncs().await;
        assert_eq!(other.known[&to]["fields"]["state"], "mistake");
    }

    async fn one_person_sent_to_two_houses_is_at_odds(app: TestApp) {
        let (mut one, mut other) = two(&app).await;
        let (from, persons) = one.records(AREA, "บ้านเดิม", &[wants("ก")]);
        let (left, _) = one.records(AREA, "บ้านซ้าย", &[wants("ข")]);
        let (right, _) = one.records(AREA, "บ้านขวา", &[wants("ค")]);
        one.syncs().await;
        other.syncs().await;
        one.does(&from, "move_person", json!({ "person": persons[0], "to": left }));
        other.does(&from, "move_person", json!({ "person": persons[0], "to": right }));
        one.syncs().await;
        other.syncs().await;
        one.syncs().await;
        let conflict = one.known[&left]["conflicts"][0].clone();
        assert_eq!((&conflict["field"], &conflict["told"]), (&json!("household"), &json!(right)));
        // What the other phone says of the person goes where the person is.
        other.changes(&from, Some(&persons[0]), "sex", "male");
        other.syncs().await;
        one.does(&left, "solve", json!({ "conflict": conflict["id"], "take": "told" }));
        one.syncs().await;
        let moved = &one.known[&right]["persons"][1];
        assert_eq!((&moved["id"], &moved["fields"]["sex"]), (&json!(persons[0]), &json!("male")));
        assert_eq!(one.known[&left]["conflicts"], Value::Null);
        assert_eq!(figures(&app).await, [3, 3, 3, 0]);
    }

    async fn a_server_back_from_a_backup_is_told_again(app: TestApp) {
        let (mut one, mut other) = two(&app).await;
        let (handle, persons) = one.records(AREA, "ใต้ต้นไทร", &[wants("ก")]);
        one.syncs().await;
        other.syncs().await;
        let person = Some(persons[0].as_str());
        one.changes(&handle, None, "landmark", "ตรงข้ามวัด");
        one.syncs().await;
        other.syncs().await;
        other.changes(&handle, None, "landmark", "หลังโรงเรียน");
        other.changes(&handle, person, "sex", "male");
        other.syncs().await;

        // As it was before any of this.
        db::write!(app.app().db, |tx| {
            for forget in [FORGET_CHANGES, FORGET_CONFLICTS, FORGET_PERSONS, FORGET_HOUSEHOLDS, ANOTHER_EPOCH] {
                tx.execute(forget, &[]).await?;
            }
            Ok::<_, db::Error>(())
        }).unwrap();

        // The second phone comes first: its changes are of a household that is not there yet, and wait.
        let answer = other.sends(&other.letter()).await;
        other.hears(&answer);
        assert_eq!(other.outbox.len(), 2, "told again");
        let answer = other.sends(&other.letter()).await;
        other.hears(&answer);
        assert_eq!((other.outbox.len(), other.refused.len()), (2, 0));
        // Only the record and nothing after it came in when the second phone speaks again: it is ahead,
        // and what it says is at odds until the first phone's change arrives.
        let answer = one.sends(&one.letter()).await;
        one.hears(&answer);
        let after = one.outbox.split_off(1);
        one.syncs().await;
        one.outbox = after;
        other.syncs().await;
        one.syncs().await;
        other.syncs().await;
        let known = &other.known[&handle];
        assert_eq!(known["fields"]["landmark"], "หลังโรงเรียน");
        assert_eq!(field(known, 0, "sex"), "male");
        assert_eq!(known["conflicts"], Value::Null);
    }

    async fn only_whose_area_it_is_sees_and_changes(app: TestApp) {
        let dao = app.dao().await;
        let mut phone = phone_of(&app, &dao, 1).await;
        let number = "1100101245294";
        let mut person = wants("นางคำแก้ว ใจดี");
        person["document_number"] = json!(number);
        let (handle, persons) = phone.records(AREA, "ใต้ต้นไทร", &[person]);
        phone.syncs().await;
        let known = phone.known[&handle].to_string();
        assert!(!known.contains(number) && known.contains("x-xxxx-xxxx5-29-4"), "{known}");

        // The masked number goes back as it came and the number stays; a new one takes its place.
        phone.changes(&handle, Some(&persons[0]), "document_number", "6123450123457");
        phone.changes(&handle, Some(&persons[0]), "document", "non_thai_id");
        let now = json!({ "document": "non_thai_id", "document_number": "6123450123457" });
        let was = json!({ "document": "thai_id", "document_number": "x-xxxx-xxxx5-29-4" });
        phone.outbox.clear();
        phone.does(&handle, "change_person", json!({ "person": persons[0], "fields": now, "was": was }));
        phone.syncs().await;
        assert_eq!(field(&phone.known[&handle], 0, "document_number"), "x-xxxx-xxxx3-45-7");
        assert_eq!(phone.known[&handle]["conflicts"], Value::Null);

        // A volunteer of the same province without a share of the village.
        let boonmee = app.boonmee().await;
        let mut strange = phone_of(&app, &boonmee, 2).await;
        strange.known.insert(handle.clone(), phone.known[&handle].clone());
        strange.changes(&handle, None, "landmark", "ที่อื่น");
        strange.syncs().await;
        assert_eq!(strange.refused.len(), 1);
        assert_eq!(strange.refused[0].1["reason"], "household-not-yours");
        // The admin of the province may change it, and has it not on the phone unasked.
        let somsak = app.somsak().await;
        let mut admin = phone_of(&app, &somsak, 3).await;
        admin.syncs().await;
        assert_eq!(admin.known.len(), 0);
        app.api(None).post(SYNC, phone.letter()).await.is(401);

        // A subdistrict's admin has all of it, and each look is written down.
        let malee = app.holds_seat(MALEE, "subdistrict_admin", AREA).await;
        let mut near = phone_of(&app, &malee, 4).await;
        near.syncs().await;
        assert_eq!(near.known.len(), 1);
        let subject: uuid::Uuid = handle[2..].parse().unwrap();
        let looks = db::read!(app.app().db, |tx| {
            jitasa::access::store::count_looks(tx, 57, subject).await
        }).unwrap();
        assert_eq!(looks, 1);

        // Moved to another subdistrict it leaves that phone.
        phone.changes(&handle, None, "area", "570901");
        phone.syncs().await;
        near.syncs().await;
        assert_eq!(near.known.len(), 0);
        assert_eq!(phone.known.len(), 1);
    }

    async fn what_cannot_be_read_stops_nothing_else(app: TestApp) {
        let dao = app.dao().await;
        let mut phone = phone_of(&app, &dao, 1).await;
        phone.records(AREA, "ใต้ต้นไทร", &[wants("ก")]);
        let mut letter = phone.letter();
        let changes = letter["changes"].as_array_mut().unwrap();
        changes.insert(0, json!({ "id": "nonsense" }));
        changes.push(json!(7));
        let answer = phone.sends(&letter).await;
        let outcomes: Vec<&str> = answer.json["outcomes"].as_array().unwrap().iter()
            .map(|one| one["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["refused", "done", "refused"]);
        letter["v"] = json!(2);
        phone.sends(&letter).await.is(422);
        letter["incident"] = json!("XXX");
        phone.sends(&letter).await.is(422);
        let program = app.api(dao.token().await);
        let pack = program.get("/api/v1/survey/area?incident=COV").await;
        assert_eq!(pack.is(200).json["areas"][0]["code"], AREA);
        assert_eq!(pack.json["n_households"], 1);
        let key = program.get("/api/v1/survey/key").await;
        assert_eq!(key.text("/secret").len(), 44);
        app.api(None).get("/api/v1/survey/key").await.is(401);
    }

    async fn a_first_pull_comes_in_pages_and_a_phones_day_counts_where_it_can_be(app: TestApp) {
        let (mut phone, mut other) = two(&app).await;
        phone.clock = "2026-11-18T09:00:00+07:00".to_owned();
        for n in 0..600 {
            phone.records(AREA, &format!("บ้านเลขที่ {n}"), &[wants("นางคำแก้ว ใจดี")]);
        }
        phone.syncs().await;
        let first = other.sends(&other.letter()).await;
        assert_eq!((first.json["more"].as_bool(), first.json["reset"].as_bool()), (Some(true), Some(true)));
        other.syncs().await;
        assert_eq!(other.known.len(), 600);
        // A clock that stands in another year counts for nothing.
        phone.clock = "1980-01-01T00:00:00Z".to_owned();
        phone.records(AREA, "บ้านสุดท้าย", &[wants("ก")]);
        phone.syncs().await;
        let again = other.sends(&other.letter()).await;
        assert_eq!(again.json["households"].as_array().unwrap().len(), 1, "only what is new");
        let days = db::read!(app.app().db, |tx| {
            tx.all(DAYS, &[]).await
        }).unwrap();
        let days: Vec<String> = days.iter()
            .map(|row| row.get::<jiff::civil::Date>("recorded_on").unwrap().to_string()).collect();
        assert_eq!(days, ["2026-11-18", "2026-11-21"]);
    }
}

sql! { DAYS = "SELECT DISTINCT recorded_on FROM persons ORDER BY recorded_on" }
