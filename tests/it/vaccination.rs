//! From the wish to the dose: the demand of an area is live, a day is planned and filled with those who wait
//! longest, the dose closes the demand, and talks that are due are given to people.

use db::on_both_engines;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::survey_sync::phone::wants;
use crate::survey_sync::phone_of;
use crate::world::{AREA, DAO, Person, SOMSAK, TestApp};

/// Three households of Mae Sai: two who want it, one who wants it and cannot leave the bed, one who waits
/// for AstraZeneca's second dose, one who does not want it.
async fn surveyed(app: &TestApp) -> Person {
    let dao = app.holds_seat(DAO, "data", "57").await;
    let mut phone = phone_of(app, &dao, 1).await;
    let bedridden = with("ติดเตียง", &[("bedridden", "yes")]);
    phone.records(AREA, "บ้านหนึ่ง", &[wants("คนแรก"), wants("คนสอง")]);
    phone.records(AREA, "บ้านสอง", &[bedridden]);
    let waits = with("เข็มสอง", &[("history", "none")]);
    let (handle, ids) = phone.records(AREA, "บ้านสาม", &[waits]);
    let dose = json!({
        "person": ids[0], "dose": phone.dice.uuid(),
        "fields": { "brand": "astrazeneca", "on": "2026-08-01" },
    });
    phone.does(&handle, "dose", dose);
    let refuses = with(
        "ไม่ฉีด",
        &[("wish", "does_not_want"), ("reason", "side_effects")],
    );
    phone.records(AREA, "บ้านสี่", &[refuses]);
    phone.syncs().await;
    assert!(phone.refused.is_empty(), "{:#?}", phone.refused);
    dao
}

fn with(name: &str, more: &[(&str, &str)]) -> Value {
    let mut person = wants(name);
    for (field, text) in more {
        person[*field] = json!(text);
    }
    person
}

async fn demand(app: &TestApp, who: &Person) -> Vec<i64> {
    let path = format!("/api/v1/vaccination/demand?incident=COV&area={AREA}");
    let answer = app.api(who.token().await).get(&path).await;
    let total = &answer.is(200).json["total"];
    let all = ["wants", "mobile_team", "second_dose", "talks"];
    all.iter()
        .map(|name| total[name].as_i64().unwrap())
        .collect()
}

const DAY: [(&str, &str); 6] = [
    ("area", AREA),
    ("place", "ศาลาวัดเวียงพางคำ"),
    ("brand", "astrazeneca"),
    ("held_on", "23/11/2569"),
    ("seats", "๒"),
    ("incident", "COV"),
];

async fn plans(admin: &Person, more: &[(&str, &str)]) -> String {
    admin.sees("/vaccination/sessions/new").await.is(200);
    let mut fields: Vec<(&str, &str)> = DAY.to_vec();
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    let planned = admin.posts("/vaccination/sessions", &fields).await;
    planned.leads_to("/vaccination/sessions/").to_owned()
}

on_both_engines! {
    async fn from_the_wish_to_the_dose(app: TestApp) {
        surveyed(&app).await;
        let somsak = app.somsak().await;
        assert_eq!(demand(&app, &somsak).await, [4, 1, 1, 1]);
        let page = somsak.sees("/vaccination").await;
        page.is(200).says("ต้องการฉีด").says("แม่สาย").does_not_say("area=TH");
        // Of a district one comes back to the province, whose admin one is.
        somsak.sees("/vaccination?area=5709").await.is(200).says("area=57\"").says("เวียงพางคำ");

        // Everything amiss is told at once, and what was typed is kept.
        let bad = [("place", ""), ("held_on", "1/1/2569"), ("seats", "0"), ("incident", "COV"), ("hours", "เช้า")];
        let refused = somsak.posts("/vaccination/sessions", &bad).await;
        refused.is(422).says("value=\"เช้า\"").says("เลือกจุดฉีด").says("ผ่านไปแล้ว").says("ใส่จำนวนที่");

        // A team that comes takes whoever cannot; nobody else.
        let team = plans(&somsak, &[]).await;
        somsak.posts(&format!("{team}/invite"), &[]).await.leads_to(&team);
        let page = somsak.sees(&team).await;
        page.says("ติดเตียง").does_not_say("คนแรก").does_not_say("เข็มสอง");
        // Invited there, nobody is invited twice.
        let second = plans(&somsak, &[("held_on", "24/11/2569")]).await;
        somsak.posts(&format!("{second}/invite"), &[]).await.leads_to(&second);
        somsak.sees(&second).await.says("ยังไม่ได้เชิญใคร").says("ไม่มีใครในพื้นที่");
        // Called off, they are free for the other.
        somsak.posts(&format!("{team}/cancel"), &[]).await.leads_to(&team);
        somsak.posts(&format!("{second}/invite"), &[]).await.leads_to(&second);
        let page = somsak.sees(&second).await;
        page.says("ติดเตียง").says("ยังไม่ได้แจ้ง");
        let person = page.between("name=\"person\" value=\"", "\"").unwrap().to_owned();
        let guest = format!("{second}/guest");
        somsak.posts(&guest, &[("person", &person), ("state", "coming")]).await.leads_to(&second);
        // Nobody is vaccinated before the day.
        somsak.posts(&guest, &[("person", &person), ("state", "vaccinated")]).await.is(409);
        app.clock().pass(SignedDuration::from_hours(3 * 24));
        let somsak = app.holds_seat(SOMSAK, "province_admin", "57").await;
        somsak.sees(&second).await.says("จะมา").says("บันทึกว่าฉีดแล้ว");
        for _ in 0..2 {
            somsak.posts(&guest, &[("person", &person), ("state", "vaccinated")]).await.leads_to(&second);
        }
        let page = somsak.sees(&second).await;
        page.says("ฉีดแล้ว").does_not_say("บันทึกว่าฉีดแล้ว").says("1 เข็ม");
        somsak.posts(&guest, &[("person", &person), ("state", "coming")]).await.is(409);
        // A first dose makes them wait for the second: still on the list, of this brand.
        assert_eq!(demand(&app, &somsak).await, [4, 1, 2, 1]);
    }

    async fn a_point_takes_those_who_can_come_and_are_due(app: TestApp) {
        let dao = surveyed(&app).await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let point = json!({
            "kind": "vaccination_point", "names": { "th": "รพ.สต. เวียงพางคำ" }, "position": { "lat": 20.42, "lon": 99.88 },
            "area": AREA, "status": "open", "no_contact": true, "source": "ทดสอบ",
        });
        let made = api.post("/api/v1/points", point).await;
        let id = made.is(201).text("/id").to_owned();
        app.follows().await;
        let session = |held_on: &str| json!({
            "incident": "COV", "area": AREA, "point": id, "brand": "astrazeneca", "held_on": held_on, "seats": 10,
        });
        // Before the twelve weeks are over the second dose is not due.
        let early = api.post("/api/v1/vaccination/sessions", session("2026-11-21")).await;
        let early = early.is(201).text("/id").to_owned();
        let invited = api.post(&format!("/api/v1/vaccination/sessions/{early}/invite"), json!({})).await;
        assert_eq!(invited.is(200).json["n"], 3, "two who want it and the second dose of August");
        let again = api.post(&format!("/api/v1/vaccination/sessions/{early}/invite"), json!({})).await;
        assert_eq!(again.is(200).json["n"], 0);
        let held = api.get(&format!("/api/v1/vaccination/sessions/{early}")).await;
        let names: Vec<&str> = held.is(200).json["guests"].as_array().unwrap().iter()
            .map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["คนแรก", "คนสอง", "เข็มสอง"]);
        // The second dose makes them complete, and the demand closes by itself.
        let guests = held.json["guests"].as_array().unwrap();
        let second = guests.iter().find(|one| one["name"] == "เข็มสอง").unwrap();
        let said = json!({ "person": second["person"], "state": "vaccinated" });
        let path = format!("/api/v1/vaccination/sessions/{early}/guests");
        api.post(&path, said.clone()).await.is(204);
        api.post(&path, said).await.is(204);
        assert_eq!(demand(&app, &somsak).await, [3, 1, 0, 1]);
        // Who wrote the household down sees it there.
        let household = second["household"].as_str().unwrap();
        dao.sees(&format!("/households/{household}")).await.says("2 เข็ม").says("แอสตร้าเซนเนก้า");
        // Each look at a guest's household is written down.
        let subject: uuid::Uuid = household[2..].parse().unwrap();
        let looks = db::read!(app.app().db, |tx| {
            jitasa::access::store::count_looks(tx, 57, subject).await
        }).unwrap();
        assert!(looks >= 1);
        // Somebody else's day is nobody's.
        let program = app.api(dao.token().await);
        program.get(&format!("/api/v1/vaccination/sessions/{early}")).await.is(404);
        program.post(&format!("/api/v1/vaccination/sessions/{early}/invite"), json!({})).await.is(404);
        api.post("/api/v1/vaccination/sessions", json!({ "incident": "COV", "area": "9001", "place": "x", "held_on": "2026-11-22", "seats": 1 })).await.is(404);
    }

    async fn talks_that_are_due_are_given_to_people(app: TestApp) {
        let dao = surveyed(&app).await;
        dao.sees("/vaccination/talks").await.is(200).says("กลัวผลข้างเคียง").does_not_say("ไม่ฉีด<");
        dao.gets(&format!("/vaccination/talks?area={AREA}")).await.is(404);
        let somsak = app.somsak().await;
        somsak.sees("/vaccination/talks").await.says("ไม่มีใครต้องพูดคุย");
        let page = somsak.sees(&format!("/vaccination/talks?area={AREA}")).await;
        page.says("<td role=\"cell\" data-label=\"ผู้พูดคุย\">ผู้บันทึกครัวเรือน</td>");
        let give = page.actions("/vaccination/talks/").pop().unwrap();
        let person = page.between("name=\"person\" value=\"", "\"").unwrap().to_owned();
        let to = |name: &'static str, on: &'static str| vec![
            ("person".to_owned(), person.clone()), ("area".to_owned(), AREA.to_owned()),
            ("username".to_owned(), name.to_owned()), ("on".to_owned(), on.to_owned()),
        ];
        for (name, on, status, said) in [
            ("nobody-here", "2026-11-25", 422, "ไม่มีอาสาสมัครชื่อผู้ใช้นี้"),
            ("boonmee", "yesterday", 422, "ใส่วันที่"),
            ("boonmee", "2026-11-01", 422, "ผ่านไปแล้ว"),
        ] {
            let fields = to(name, on);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            somsak.posts(&give, &fields).await.is(status).says(said);
        }
        let boonmee = app.boonmee().await;
        boonmee.sees("/vaccination/talks").await.says("ไม่มีใครต้องพูดคุย");
        let fields = to("Boonmee", "25/11/2569");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        somsak.sees("/vaccination").await.is(200);
        somsak.posts(&give, &fields).await.leads_to("/vaccination/talks");
        boonmee.sees("/vaccination/talks").await.says("25 พ.ย. 2569").says("บุญมี");
        dao.sees("/vaccination/talks").await.says("ไม่มีใครต้องพูดคุย");
    }

    async fn whoever_lives_there_no_more_is_on_no_list(app: TestApp) {
        let dao = app.holds_seat(DAO, "data", "57").await;
        let mut phone = phone_of(&app, &dao, 1).await;
        let bedridden = |name: &str| with(name, &[("bedridden", "yes")]);
        let refuses = |name: &str| with(name, &[("wish", "does_not_want"), ("reason", "side_effects")]);
        let names = ["ฉีดแล้ว", "อยู่", "ตาย", "ย้าย", "ผิด"];
        let (one, ids) = phone.records(AREA, "ก", &names.map(bedridden));
        let (other, _) = phone.records(AREA, "ข", &[bedridden("ทั้งบ้าน"), refuses("ไม่ฉีดทั้งบ้าน")]);
        let (talks, of_talks) = phone.records(AREA, "ค", &["ค", "ค ตาย", "ค ย้าย", "ค ผิด"].map(refuses));
        phone.syncs().await;
        let somsak = app.somsak().await;
        assert_eq!(demand(&app, &somsak).await, [6, 6, 0, 5]);
        let api = app.api(somsak.token().await);
        let new = json!({
            "incident": "COV", "area": AREA, "place": "วัด", "brand": "astrazeneca", "held_on": "2026-11-21", "seats": 6,
        });
        let planned = api.post("/api/v1/vaccination/sessions", new).await;
        let day = format!("/api/v1/vaccination/sessions/{}", planned.is(201).text("/id"));
        let invite = async || {
            let answer = api.post(&format!("{day}/invite"), json!({})).await;
            (answer.status.as_u16(), answer.json["n"].clone())
        };
        let guests = async || {
            let answer = api.get(&day).await;
            let names = answer.is(200).json["guests"].as_array().unwrap().iter();
            names.map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(invite().await, (200, json!(6)));
        let given = json!({ "person": ids[0], "state": "vaccinated" });
        api.post(&format!("{day}/guests"), given).await.is(204);
        for (person, state) in [(0, "died"), (2, "died"), (3, "moved_away"), (4, "mistake")] {
            phone.changes(&one, Some(&ids[person]), "state", state);
        }
        for (person, state) in [(1, "died"), (2, "moved_away"), (3, "mistake")] {
            phone.changes(&talks, Some(&of_talks[person]), "state", state);
        }
        phone.changes(&other, None, "state", "moved_away");
        phone.syncs().await;
        assert!(phone.refused.is_empty(), "{:#?}", phone.refused);

        // Who was vaccinated was there, whatever became of them; nobody calls the others.
        assert_eq!(guests().await, ["ฉีดแล้ว", "อยู่"]);
        assert_eq!(demand(&app, &somsak).await, [1, 1, 0, 1]);
        for person in &ids[2..] {
            let said = json!({ "person": person, "state": "coming" });
            api.post(&format!("{day}/guests"), said).await.is(404);
        }
        let page = somsak.sees(&format!("/vaccination/talks?area={AREA}")).await;
        assert_eq!(page.actions("/vaccination/talks/").len(), 1);
        page.says(&format!("name=\"person\" value=\"{}\"", of_talks[0]));
        // Their seats are free, and nobody of them is asked again.
        assert_eq!(invite().await, (200, json!(0)));
        phone.records(AREA, "ง", &["สี่", "ห้า", "หก", "เจ็ด", "แปด"].map(bedridden));
        phone.syncs().await;
        assert_eq!(invite().await, (200, json!(4)));
        assert_eq!(guests().await.len(), 6);
        // Come back, they take the seat they had.
        phone.changes(&one, Some(&ids[3]), "state", "");
        phone.syncs().await;
        assert_eq!(guests().await.len(), 7);
        assert_eq!(invite().await.0, 409);
        let page = somsak.sees(day.trim_start_matches("/api/v1")).await;
        page.says("เชิญเต็มจำนวนแล้ว").does_not_say("เชิญคนที่ต้องการฉีดจนเต็ม");
    }
}
