//! Service points: told of by those who may, found by everybody, and never believed longer than they
//! may be.

use db::on_both_engines;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::{Api, Person, TestApp};

/// A shelter in Mae Sai, as a form tells it.
fn shelter() -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "shelter"),
        ("name_th", "ศูนย์พักพิงโรงเรียนเทศบาล ๑"),
        ("name_en", "Municipal School 1 Shelter"),
        ("lat", "20.4310"),
        ("lon", "99.9140"),
        ("area", "570901"),
        ("status", "open"),
        ("beds.places.free", "๔๐"),
        ("beds.places.capacity", "120"),
        ("fields.animals_welcome", "yes"),
        ("contact", "053-731-300"),
        ("hours.all", "08:30-16:30"),
        ("how", "visit"),
    ]
}

fn with(
    mut fields: Vec<(&'static str, &'static str)>,
    others: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    fields.retain(|(name, _)| !others.iter().any(|(other, _)| other == name));
    fields.extend(others);
    fields
}

/// Tells of a point; gives its address.
async fn tells(person: &Person, fields: &[(&str, &str)]) -> String {
    person.sees("/points/new?kind=shelter").await.is(200);
    let made = person.posts("/points", fields).await;
    made.leads_to("/points/").to_owned()
}

/// What programs send of a hospital.
fn hospital(name: &str, lat: f64, lon: f64) -> Value {
    json!({
        "kind": "hospital",
        "names": { "th": name },
        "position": { "lat": lat, "lon": lon },
        "area": "570901",
        "status": "open",
        "beds": { "general": { "capacity": 30, "used": 18 }, "icu": { "free": 2 } },
        "contact": "053731300",
        "how": "call",
    })
}

async fn names(api: &Api, query: &str) -> Vec<String> {
    let answer = api.get(&format!("/api/v1/points?{query}")).await;
    answer.is(200);
    let items = answer.json["items"].as_array().expect("items");
    let name = |item: &Value| item["names"]["th"].as_str().expect("a name").to_owned();
    items.iter().map(name).collect()
}

on_both_engines! {
    async fn a_volunteer_tells_of_a_shelter_and_everybody_finds_it(app: TestApp) {
        let dao = app.dao().await;
        let address = tells(&dao, &shelter()).await;
        app.follows().await;
        let page = app.nobody().sees(&address).await;
        page.is(200).says("ศูนย์พักพิงโรงเรียนเทศบาล ๑").says("ว่าง 40").says("จากทั้งหมด 120");
        page.says("data-status=\"open\"").says("ไปดูที่จุดนั้น").says("tel:053731300");
        page.says("geo:20.431").does_not_say("/update").does_not_say("ประวัติ");
        let list = app.nobody().sees("/points?kind=shelter").await;
        list.says("ศูนย์พักพิงโรงเรียนเทศบาล ๑").says("เปิดถึง 16:30");
        let english = app.nobody().sees("/points?kind=shelter&lang=en").await;
        english.says("Municipal School 1 Shelter").says("40 free").says("Open until 16:30");
        app.nobody().sees("/points?kind=hospital").await.says("ไม่พบจุดบริการ");
        // By area, by a place nearby, and by words with a slip.
        for query in ["area=5709", "near=20.43,99.91", "q=โรงเรียนเทศบาน1", "q=shelter+mae+sai", "q=แม่สาย", "open_now=yes", "free_now=yes"] {
            app.nobody().sees(&format!("/points?{query}")).await.says("เทศบาล ๑");
        }
        app.nobody().sees("/points?area=90").await.does_not_say("เทศบาล ๑");
        let card = app.nobody().gets(&format!("{address}/card")).await;
        card.is(200).says("ว่าง 40").does_not_say("<html");
    }

    async fn facts_age_and_old_numbers_are_not_told(app: TestApp) {
        let dao = app.dao().await;
        let address = tells(&dao, &shelter()).await;
        app.follows().await;
        let nobody = app.nobody();
        nobody.sees(&address).await.says("data-fresh=\"fresh\"");
        app.clock().pass(SignedDuration::from_hours(13));
        let night = nobody.sees(&address).await;
        night.says("data-fresh=\"ageing\"").says("ว่าง 40");
        night.says("data-status=\"closed\"").says("ตอนนี้ปิด").says("08:30 น.");
        app.clock().pass(SignedDuration::from_hours(36));
        let stale = nobody.sees(&address).await;
        stale.says("data-fresh=\"stale\"").says("ไม่ทราบจำนวนว่าง").does_not_say("ว่าง 40");
        stale.says("โทรถามก่อนไป");
        nobody.sees("/points?free_now=yes").await.does_not_say("เทศบาล ๑");
        // Somebody calls, and it is fresh again.
        let dao = app.signs_in(crate::world::DAO).await;
        dao.sees(&format!("{address}/update")).await.is(200).says("name=\"version\" value=\"1\"");
        let fields = [("version", "1"), ("status", "full"), ("beds.places.free", "0"), ("beds.places.capacity", "120"), ("how", "call"), ("confirmed", "contact")];
        dao.posts(&format!("{address}/update"), &fields).await.leads_to(&address);
        let page = dao.sees(&address).await;
        page.says("data-fresh=\"fresh\"").says("data-status=\"full\"").says("ทางโทรศัพท์").says("status: open → full");
    }

    async fn every_fault_of_a_form_is_told_and_nothing_typed_is_lost(app: TestApp) {
        let dao = app.dao().await;
        dao.sees("/points/new?kind=shelter").await.says("beds.places.free");
        let wrong = with(shelter(), &[
            ("name_th", " "), ("lat", "99.9140"), ("lon", "20.4310"), ("beds.places.free", "130"),
            ("hours.all", "เช้าถึงเย็น"), ("exceptions", "พรุ่งนี้ปิด"), ("contact", ""), ("queue", "หลายคน"),
        ]);
        let page = dao.posts("/points", &wrong).await;
        page.is(422);
        for said in ["name_th-err", "pin-err", "beds.places.free-err", "hours.all-err", "exceptions-err", "contact-err", "queue-err"] {
            page.says(said);
        }
        for kept in ["เช้าถึงเย็น", "พรุ่งนี้ปิด", "หลายคน", "value=\"130\""] {
            page.says(kept);
        }
        // In the sea, and across midnight.
        let sea = with(shelter(), &[("lat", "10.0"), ("lon", "101.0"), ("area", "")]);
        dao.posts("/points", &sea).await.is(422).says("pin-err");
        let night = with(shelter(), &[("hours.all", "20:00-02:00")]);
        let address = tells(&dao, &night).await;
        dao.sees(&address).await.says("20:00–02:00");
        let none_known = with(shelter(), &[("contact", ""), ("no_contact", "yes")]);
        let address = tells(&dao, &none_known).await;
        dao.sees(&address).await.says("ไม่มีเบอร์ติดต่อ");
    }

    async fn of_two_who_change_a_point_the_second_sees_the_difference(app: TestApp) {
        let dao = app.dao().await;
        let somsak = app.somsak().await;
        let address = tells(&dao, &shelter()).await;
        let edited = with(shelter(), &[("version", "1"), ("status", "full")]);
        somsak.sees(&format!("{address}/edit")).await.is(200);
        dao.sees(&format!("{address}/edit")).await.is(200);
        somsak.posts(&address, &edited).await.leads_to(&address);
        let mine = with(shelter(), &[("version", "1"), ("contact", "053-999-999")]);
        let page = dao.posts(&address, &mine).await;
        page.is(422).says("id=\"theirs\"").says("053-999-999").says("<td>full</td><td>open</td>");
        page.says("name=\"version\" value=\"2\"");
        // Sent again, knowing, it is written.
        let knowing = with(mine, &[("version", "2")]);
        dao.posts(&address, &knowing).await.leads_to(&address);
        dao.sees(&address).await.says("053-999-999").says("data-status=\"open\"");
    }

    async fn a_point_is_changed_by_those_of_its_area_and_its_owner_alone(app: TestApp) {
        let somsak = app.somsak().await;
        let address = tells(&somsak, &shelter()).await;
        let boonmee = app.boonmee().await;
        boonmee.gets("/points/new").await.is(404);
        boonmee.gets(&format!("{address}/edit")).await.is(404);
        boonmee.sees(&address).await;
        boonmee.posts(&format!("{address}/update"), &[("status", "closed")]).await.is(404);
        app.nobody().gets(&format!("{address}/edit")).await.leads_to("/sign-in");
        let dao = app.dao().await;
        dao.sees(&address).await.says("/update").does_not_say(&format!("{address}/end"));
        dao.posts(&format!("{address}/end"), &[]).await.is(404);
        // A volunteer of Chiang Rai tells of nothing in Songkhla.
        let elsewhere = with(shelter(), &[("lat", "7.0"), ("lon", "100.47"), ("area", "9011")]);
        dao.sees("/points/new?kind=shelter").await;
        dao.posts("/points", &elsewhere).await.is(422).says("area_text-err");
        // The officer of an organisation tells of its points where it works.
        let organisation = [("kind", "hospital"), ("name_th", "โรงพยาบาลแม่สาย"), ("areas", "5709")];
        somsak.sees("/organisations/new").await;
        let made = somsak.posts("/organisations", &organisation).await.leads_to("/organisations/").to_owned();
        somsak.sees(&made).await;
        somsak.posts(&format!("{made}/officers"), &[("username", "boonmee")]).await.leads_to(&made);
        let own = with(shelter(), &[("kind", "hospital"), ("how", "")]);
        let address = tells(&boonmee, &own).await;
        boonmee.sees(&address).await.says("โรงพยาบาลแม่สาย").says("แจ้งโดยหน่วยงานเจ้าของ");
        let outside = with(shelter(), &[("lat", "19.908"), ("lon", "99.832"), ("area", "570101")]);
        boonmee.sees("/points/new?kind=shelter").await;
        boonmee.posts("/points", &outside).await.is(422);
        // Taken off the map by the admin, it is found by nobody.
        app.follows().await;
        somsak.sees(&format!("{address}/end")).await.is(200);
        somsak.posts(&format!("{address}/end"), &[]).await.leads_to("/points");
        app.follows().await;
        app.nobody().gets(&address).await.is(404);
        app.nobody().sees("/points?q=เทศบาล").await.does_not_say(&address);
        somsak.sees(&address).await.says("นำออกจากแผนที่แล้ว");
    }

    async fn programs_tell_find_change_and_check_points(app: TestApp) {
        let dao = app.dao().await;
        let api = app.api(dao.token().await);
        let once = app.api(dao.token().await).saying("idempotency-key", "hospital-1");
        let made = once.post("/api/v1/points", hospital("โรงพยาบาลแม่สาย", 20.43, 99.88)).await;
        made.is(201);
        let again = once.post("/api/v1/points", hospital("โรงพยาบาลแม่สาย", 20.43, 99.88)).await;
        assert_eq!(again.text("/id"), made.text("/id"));
        let id = made.text("/id").to_owned();
        assert_eq!(made.json["beds"]["general"], json!({"capacity": 30, "used": 18, "free": 12}));
        assert_eq!(made.text("/freshness"), "fresh");
        api.post("/api/v1/points", hospital("โรงพยาบาลห้วยไคร้", 20.29, 99.86)).await.is(201);
        app.follows().await;
        let anyone = app.api(None);
        assert_eq!(names(&anyone, "near=20.30,99.86").await, ["โรงพยาบาลห้วยไคร้", "โรงพยาบาลแม่สาย"]);
        assert_eq!(names(&anyone, "bbox=99.87,20.40,99.95,20.50").await, ["โรงพยาบาลแม่สาย"]);
        assert_eq!(names(&anyone, "kind=hospital&area=57&open_now=true&q=แม่สาย").await[0], "โรงพยาบาลแม่สาย");
        assert_eq!(names(&anyone, "status=full").await, [] as [&str; 0]);
        let first = anyone.get("/api/v1/points?limit=1").await;
        let cursor = first.text("/next").to_owned();
        let second = anyone.get(&format!("/api/v1/points?limit=1&after={cursor}")).await;
        assert_ne!(first.json["items"][0]["id"], second.json["items"][0]["id"]);
        assert_eq!(second.json["next"], Value::Null);
        anyone.get(&format!("/api/v1/points?limit=1&kind=hospital&after={cursor}")).await.is(422);
        for bad in ["kind=circus", "status=maybe", "bbox=1,2,3", "near=x", "limit=0", "open_now=perhaps", "colour=red", "area=99"] {
            anyone.get(&format!("/api/v1/points?{bad}")).await.is(422);
        }
        // A change leaves what it does not name.
        let changed = api.patch(&format!("/api/v1/points/{id}"), json!({
            "hours": { "all": "24" }, "beds": { "general": { "capacity": 30, "free": 5 } }, "version": 1
        })).await;
        changed.is(200);
        assert_eq!(changed.json["beds"]["icu"]["free"], 2);
        assert_eq!(changed.json["beds"]["general"]["used"], 25);
        assert_eq!(changed.text("/hours/sun"), "24");
        assert_eq!(changed.text("/names/th"), "โรงพยาบาลแม่สาย");
        let late = api.patch(&format!("/api/v1/points/{id}"), json!({"status": "closed", "version": 1})).await;
        late.is(409);
        assert_eq!(late.json["differs"], json!(["status"]));
        api.patch(&format!("/api/v1/points/{id}"), json!({"beds": {"garden": {"free": 1}}})).await.is(422);
        let too_many = json!({"beds": {"general": {"capacity": 3, "free": 5}}});
        api.patch(&format!("/api/v1/points/{id}"), too_many).await.is(422);
        let verified = api.post(&format!("/api/v1/points/{id}/verify"), json!({"status": "full", "how": "call"})).await;
        verified.is(200);
        assert_eq!(verified.text("/status"), "full");
        let steps = api.get(&format!("/api/v1/points/{id}/history")).await;
        let steps: Vec<&str> = steps.json["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(steps, ["point.created", "point.changed", "point.changed"]);
        anyone.get(&format!("/api/v1/points/{id}/history")).await.is(401);
        anyone.patch(&format!("/api/v1/points/{id}"), json!({"status": "open"})).await.is(401);
        app.follows().await;
        let geojson = anyone.get("/api/v1/points.geojson?status=full").await;
        assert_eq!(geojson.json["features"][0]["geometry"]["coordinates"], json!([99.88, 20.43]));
        let somsak = app.api(app.somsak().await.token().await);
        somsak.delete(&format!("/api/v1/points/{id}")).await.is(204);
        somsak.delete(&format!("/api/v1/points/{id}")).await.is(204);
    }

    async fn the_map_draws_points_alone_and_together(app: TestApp) {
        let dao = app.dao().await;
        let api = app.api(dao.token().await);
        for n in 0..45_u32 {
            let east = f64::from(n) / 1_000.0;
            let name = format!("โรงพยาบาลที่ {n}");
            let mut body = hospital(&name, 20.40, 99.85 + east);
            if n % 3 == 0 {
                body["status"] = json!("full");
            }
            api.post("/api/v1/points", body).await.is(201);
        }
        app.follows().await;
        let anyone = app.api(None);
        let wide = anyone.get("/api/v1/map/points.geojson?zoom=6").await;
        let clusters = wide.json["features"].as_array().unwrap();
        let count = |name: &str| -> u64 {
            clusters.iter().map(|one| one["properties"][name].as_u64().unwrap_or_default()).sum()
        };
        assert!(clusters.len() < 10, "{}", clusters.len());
        assert_eq!((count("count"), count("n_open"), count("n_full")), (45, 30, 15));
        let near = anyone.get("/api/v1/map/points.geojson?bbox=99.84,20.39,99.87,20.41&zoom=14").await;
        let one = &near.json["features"][0]["properties"];
        assert_eq!((one["kind"].as_str(), one["fresh"].as_str()), (Some("hospital"), Some("fresh")));
        assert_eq!(one["free"], 14);
        let none = anyone.get("/api/v1/map/points.geojson?zoom=6&kinds=shelter").await;
        assert_eq!(none.json["features"], json!([]));
        let free = anyone.get("/api/v1/map/points.geojson?zoom=6&free_now=yes").await;
        let free = free.json["features"].as_array().unwrap();
        let n: u64 = free.iter().map(|one| one["properties"]["count"].as_u64().unwrap_or(1)).sum();
        assert_eq!(n, 30);
        app.nobody().sees("/map").await.says("data-kind=\"hospital\" data-icon=\"hospital\" data-count=\"45\"");
        // Another process reads them all at its start.
        assert_eq!(app.another_process().await.points.book().len(), 45);
    }
}
