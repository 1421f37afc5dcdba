//! One household: read with its version, and changed upon it.

use db::on_both_engines;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    address, amiss, gives_a_village, looks, of_another_province, one, program, recorder, volunteer,
};
use crate::survey_sync::{field, phone::wants};
use crate::world::{AREA, Answer, DurableApp, TestApp};

fn etag(answer: &Answer) -> &str {
    answer.headers["etag"].to_str().unwrap()
}

fn landmark(version: i64, text: &str) -> Value {
    json!({ "version": version, "fields": { "landmark": text } })
}

on_both_engines! {
    async fn a_household_is_told_with_its_version_to_those_whose_it_is(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let (handle, _) = one(&mut phone).await;
        let path = address(&handle);
        let dao = program(&app, &dao).await;
        let own = dao.get(&path).await;
        assert_eq!((etag(own.is(200)), own.json["version"].as_i64()), ("\"1\"", Some(1)));
        assert_eq!(own.json, phone.known[&handle], "what a phone is told");
        // As on its page, whoever recorded it looks at people as well.
        let by_recorder = looks(&app, &handle).await;

        let somsak = program(&app, &app.somsak().await).await;
        assert_eq!(somsak.get(&path).await.is(200).text("/persons/0/fields/name"), "นางคำแก้ว ใจดี");
        assert_eq!(looks(&app, &handle).await, by_recorder + 1);
        let boonmee = volunteer(&app).await;
        let other = of_another_province(&app).await;
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let anong = program(&app, &anong).await;
        for nobody in [&boonmee, &other, &anong] {
            nobody.get(&path).await.is(404);
        }
        app.api(None).get(&path).await.is(401);
        gives_a_village(&app, "57090604").await;
        boonmee.get(&path).await.is(404);
        assert_eq!(looks(&app, &handle).await, by_recorder + 1);
        gives_a_village(&app, "57090603").await;
        boonmee.get(&path).await.is(200);
        assert_eq!(looks(&app, &handle).await, by_recorder + 2);
        for nothing in ["/api/v1/households/57", "/api/v1/households/x", "/api/v1/households/57019a0000000070008000000000000000"] {
            dao.get(nothing).await.is(404);
        }
    }

    async fn whoever_recorded_their_own_by_phone_reads_it_and_changes_nothing(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let anong = program(&app, &anong).await;
        let recorded = anong.post("/api/v1/households", json!({
            "incident": "COV", "subdistrict": AREA, "landmark": "หลังวัด",
            "persons": [{ "name": "อนงค์ ใจดี", "nationality": "th", "history": "dose_2" }],
        })).await;
        let handle = recorded.is(201).text("/household").to_owned();
        let seen = anong.get(&address(&handle)).await;
        assert_eq!((seen.is(200).json["own"].as_bool(), etag(&seen)), (Some(true), "\"1\""));
        let person = seen.text("/persons/0/id").replace('-', "");
        let doses = format!("/api/v1/persons/57{person}/doses");
        anong.get(&doses).await.is(200);
        assert_eq!(looks(&app, &handle).await, 0);
        anong.patch(&address(&handle), landmark(1, "ที่อื่น")).await.is(401);
        anong.post(&doses, json!({ "brand": "astrazeneca", "on": "2026-09-01" })).await.is(401);
        anong.get("/api/v1/households?incident=COV").await.is(401);
        // Another one by phone, and nobody, know nothing of it.
        let other = app.person(crate::world::DAO);
        app.clock().pass(jiff::SignedDuration::from_mins(2));
        app.verifies_phone(&other).await;
        program(&app, &other).await.get(&address(&handle)).await.is(404);
        app.api(None).get(&address(&handle)).await.is(401);
    }

    async fn it_changes_upon_the_version_that_was_seen_and_no_other(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let mut paper = wants("นางคำแก้ว ใจดี");
        paper["document_number"] = json!("1100101245294");
        let (handle, persons) = phone.records(AREA, "ใต้ต้นไทร", &[paper, wants("Aung")]);
        phone.syncs().await;
        let path = address(&handle);
        let somsak = program(&app, &app.somsak().await).await;
        let seen = somsak.get(&path).await;
        let masked = field(&seen.json, 0, "document_number").to_owned();
        assert!(masked.starts_with("x-xxxx"));
        let changed = somsak.patch(&path, json!({
            "version": 1,
            "fields": { "landmark": "หลังวัด", "contact_phone": "๐๘๑ ๐๐๐ ๐๓๐๐", "lat": "20.4301", "lon": "99.8801" },
            "persons": [
                { "id": persons[1], "fields": { "wish": "does_not_want", "reason": "side_effects" } },
                { "id": persons[0], "fields": { "sex": "female", "document_number": masked } },
            ],
        })).await;
        assert_eq!((etag(changed.is(200)), changed.json["version"].as_i64()), ("\"2\"", Some(2)));
        let told = &changed.json;
        assert_eq!((&told["fields"]["landmark"], &told["fields"]["contact_phone"]), (&json!("หลังวัด"), &json!("+66810000300")));
        assert_eq!((&told["fields"]["lat"], &told["fields"]["village"]), (&json!("20.4301"), &json!("หมู่ 3")));
        assert_eq!((field(told, 0, "sex"), field(told, 0, "document_number")), ("female", masked.as_str()));
        assert_eq!((field(told, 1, "wish"), field(told, 1, "reason")), ("does_not_want", "side_effects"));
        assert!(told["conflicts"].is_null());
        assert_eq!(looks(&app, &handle).await, 2);
        let figures = somsak.get(&format!("/api/v1/statistics?area={AREA}")).await;
        let figures = &figures.json["total"]["figures"];
        assert_eq!((&figures["wants"], &figures["does_not_want"]), (&json!(1), &json!(1)));

        // Upon an older version nothing is changed, whatever it says, and the one that stands is told.
        for body in [landmark(1, "ที่อื่น"), landmark(1, "หลังวัด"), landmark(3, "ที่อื่น"), json!({ "version": 1 })] {
            let late = somsak.patch(&path, body).await;
            assert_eq!((late.is(409).problem(), late.json["version"].as_i64()), ("household-changed-meanwhile", Some(2)));
            assert!(late.text("/title").contains('2'), "{:#}", late.json);
        }
        let dao = program(&app, &dao).await;
        let seen = dao.get(&path).await;
        assert_eq!((seen.json["version"].as_i64(), seen.text("/fields/landmark")), (Some(2), "หลังวัด"));
        // An empty text empties a field, one that says what stands there changes nothing.
        let emptied = dao.patch(&path, json!({ "version": 2, "fields": { "contact_phone": "", "lat": "", "lon": "" } })).await;
        assert_eq!((emptied.is(200).json["version"].as_i64(), &emptied.json["fields"]["contact_phone"]), (Some(3), &Value::Null));
        assert!(emptied.json["fields"]["lat"].is_null());
        assert_eq!(dao.patch(&path, landmark(3, " หลังวัด ")).await.is(200).json["version"], 3);
        // Phones learn of it, and merge with it as with any other change.
        phone.changes(&handle, Some(&persons[0]), "phone", "0810000300");
        phone.syncs().await;
        assert_eq!(phone.known[&handle]["fields"]["landmark"], "หลังวัด");
        assert_eq!(phone.known[&handle]["conflicts"], Value::Null);
        assert_eq!(dao.patch(&path, landmark(3, "ที่อื่น")).await.is(409).json["version"], 4);
    }

    async fn sent_again_under_its_key_it_changes_nothing_twice(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let (handle, _) = one(&mut phone).await;
        let (another, _) = one(&mut phone).await;
        let path = address(&handle);
        let dao = program(&app, &dao).await;
        let keyed = dao.clone().saying("idempotency-key", "landmark-once");
        let first = keyed.patch(&path, landmark(1, "หลังวัด")).await;
        let again = keyed.patch(&path, landmark(1, "หลังวัด")).await;
        assert_eq!(first.is(200).json, again.is(200).json);
        assert_eq!(first.json["version"], 2);
        // Also when others changed it meanwhile: the answer says how it stands now.
        dao.patch(&path, landmark(2, "ริมห้วย")).await.is(200);
        let again = keyed.patch(&path, landmark(1, "หลังวัด")).await;
        assert_eq!((again.is(200).json["version"].as_i64(), again.text("/fields/landmark")), (Some(3), "ริมห้วย"));
        let reused = keyed.patch(&path, landmark(3, "ที่อื่น")).await;
        assert_eq!(reused.is(422).problem(), "idempotency-key-reused");
        // Elsewhere, or of somebody else, the same key is another one.
        assert_eq!(keyed.patch(&address(&another), landmark(1, "หลังวัด")).await.is(200).json["version"], 2);
        let somsak = program(&app, &app.somsak().await).await;
        let somsak = somsak.saying("idempotency-key", "landmark-once");
        assert_eq!(somsak.patch(&path, landmark(3, "หน้าวัด")).await.is(200).json["version"], 4);
        let bad = dao.saying("idempotency-key", &"k".repeat(81));
        assert_eq!(bad.patch(&path, landmark(4, "x")).await.is(422).problem(), "bad-idempotency-key");
    }

    async fn of_many_at_once_one_is_made(app: DurableApp) {
        let (dao, mut phone) = recorder(&app).await;
        let (handle, _) = one(&mut phone).await;
        let (dao, path) = (program(&app, &dao).await, address(&handle));
        let mut sends = JoinSet::new();
        for n in 0..8 {
            let (dao, path) = (dao.clone(), path.clone());
            sends.spawn(async move { dao.patch(&path, landmark(1, &format!("บ้าน {n}"))).await });
        }
        let mut statuses: Vec<u16> = sends.join_all().await.iter().map(|one| one.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409, 409, 409, 409, 409]);
        let mut sends = JoinSet::new();
        for _ in 0..8 {
            let (dao, path) = (dao.clone().saying("idempotency-key", "once"), path.clone());
            sends.spawn(async move { dao.patch(&path, landmark(2, "ใต้สะพาน")).await });
        }
        for answer in sends.join_all().await {
            assert_eq!(answer.is(200).json["version"], 3);
        }
    }

    async fn whatever_is_amiss_is_told_by_its_field_and_nothing_is_changed(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let (handle, person) = one(&mut phone).await;
        let (dao, path) = (program(&app, &dao).await, address(&handle));
        let of = |fields: Value| json!({ "version": 1, "persons": [{ "id": person, "fields": fields }] });
        for (body, told) in [
            (json!({}), vec![("version", "field-missing")]),
            (json!({ "version": "1", "colour": "red", "fields": { "landmark": 4 } }), vec![
                ("colour", "api-unknown-field"), ("fields.landmark", "api-not-a-string"), ("version", "api-not-a-whole-number"),
            ]),
            (json!({ "version": 1, "fields": { "shoe": "4" }, "persons": [{ "id": "x", "fields": {} }, { "id": person }] }), vec![
                ("persons.0.id", "survey-no-such-person"), ("persons.1.fields", "field-missing"),
            ]),
            (json!({ "version": 1, "fields": { "shoe": "4" }, "persons": [{ "id": person, "fields": { "hat": "1" } }] }), vec![
                ("fields.shoe", "survey-field-unknown"), ("persons.0.fields.hat", "survey-field-unknown"),
            ]),
            (json!({ "version": 1, "fields": { "area": "zz", "landmark": "", "state": "sold", "contact_phone": "12" },
                "persons": [{ "id": person, "fields": { "name": "123", "nationality": "xx", "wish": "" } }] }), vec![
                ("fields.area", "area-missing"), ("fields.contact_phone", "phone-too-short"), ("fields.state", "choice-unknown"),
                ("persons.0.fields.name", "name-not-a-name"), ("persons.0.fields.nationality", "choice-unknown"),
                ("persons.0.fields.wish", "survey-wish-missing"),
            ]),
            (of(json!({ "state": "merged" })), vec![("persons.0.fields.state", "survey-merged-stays")]),
        ] {
            let refused = dao.patch(&path, body.clone()).await;
            assert_eq!(amiss(&refused), told, "{body:#}");
        }
        let outside = json!({ "version": 1, "fields": { "lat": "99.88", "lon": "20.43" } });
        assert_eq!(amiss(&dao.patch(&path, outside).await), [("fields.lat", "position-swapped")]);
        let (_, other) = one(&mut phone).await;
        for stranger in [other.as_str(), "019a0000-0000-7000-8000-000000000000"] {
            let body = json!({ "version": 1, "fields": { "landmark": "ที่อื่น" }, "persons": [{ "id": stranger, "fields": { "sex": "male" } }] });
            assert_eq!(dao.patch(&path, body).await.is(422).problem(), "no-such-person");
        }
        let many: Vec<Value> = (0..61).map(|_| json!({ "id": person, "fields": {} })).collect();
        assert_eq!(amiss(&dao.patch(&path, json!({ "version": 1, "persons": many })).await), [("persons", "survey-persons-too-many")]);
        let stands = dao.get(&path).await;
        assert_eq!((stands.json["version"].as_i64(), stands.text("/fields/landmark")), (Some(1), "ใต้ต้นไทร"));
        // What was refused under a key was not made: mended, it goes by the same one.
        let keyed = dao.clone().saying("idempotency-key", "mended");
        keyed.patch(&path, of(json!({ "name": "123" }))).await.is(422);
        keyed.patch(&path, of(json!({ "name": "นางคำแก้ว ใจงาม" }))).await.is(200);
    }

    async fn nobody_changes_what_is_not_theirs(app: TestApp) {
        let (_, mut phone) = recorder(&app).await;
        let (handle, _) = one(&mut phone).await;
        let path = address(&handle);
        let boonmee = volunteer(&app).await;
        let other = of_another_province(&app).await;
        gives_a_village(&app, "57090604").await;
        for nobody in [&boonmee, &other] {
            nobody.patch(&path, landmark(1, "ที่อื่น")).await.is(404);
            nobody.patch(&path, json!({ "colour": "red" })).await.is(404);
        }
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        program(&app, &anong).await.patch(&path, landmark(1, "ที่อื่น")).await.is(401);
        app.api(None).patch(&path, landmark(1, "ที่อื่น")).await.is(401);
        gives_a_village(&app, "57090603").await;
        assert_eq!(boonmee.patch(&path, landmark(1, "หลังวัด")).await.is(200).json["version"], 2);
        assert_eq!(looks(&app, &handle).await, 1);
    }
}
