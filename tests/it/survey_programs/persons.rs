//! Doses and talks of one person.

use db::{on_both_engines, sql};
use serde_json::{Value, json};

use super::{
    amiss, gives_a_village, looks, of_another_province, one, program, recorder, volunteer,
};
use crate::survey_sync::{field, phone::wants};
use crate::world::{AREA, TestApp};

fn doses(handle: &str, person: &str) -> String {
    format!(
        "/api/v1/persons/{}{}/doses",
        &handle[..2],
        person.replace('-', "")
    )
}

fn followups(handle: &str, person: &str) -> String {
    doses(handle, person).replace("/doses", "/followups")
}

fn n(list: &Value) -> usize {
    list["items"].as_array().unwrap().len()
}

sql! { TASKS = "SELECT kind, due_on FROM survey_tasks ORDER BY kind, due_on" }

async fn tasks(app: &TestApp) -> Vec<String> {
    let rows = db::read!(app.app().db, |tx| tx.all(TASKS, &[]).await).unwrap();
    rows.iter()
        .map(|row| {
            let (kind, due): (String, jiff::civil::Date) =
                (row.get("kind").unwrap(), row.get("due_on").unwrap());
            format!("{kind} {due}")
        })
        .collect()
}

on_both_engines! {
    async fn a_dose_is_noted_once_and_learned_from(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let (handle, person) = one(&mut phone).await;
        let path = doses(&handle, &person);
        let somsak = program(&app, &app.somsak().await).await;
        assert_eq!(n(&somsak.get(&path).await.is(200).json), 0);
        let body = json!({ "brand": "astrazeneca", "on": "2026-09-01", "place": "รพ.แม่สาย" });
        let keyed = somsak.clone().saying("idempotency-key", "first-dose");
        let given = keyed.post(&path, body.clone()).await;
        assert_eq!((given.is(201).text("/brand"), given.text("/on"), given.text("/place")), ("astrazeneca", "2026-09-01", "รพ.แม่สาย"));
        assert_eq!(keyed.post(&path, body.clone()).await.is(201).json, given.json);
        let another = json!({ "brand": "astrazeneca", "on": "2026-09-02" });
        assert_eq!(keyed.post(&path, another.clone()).await.is(422).problem(), "idempotency-key-reused");
        let list = somsak.get(&path).await;
        assert_eq!((n(&list.json), &list.json["items"][0], &list.json["next"]), (1, &given.json, &Value::Null));
        // The history follows, and the second dose is due by the brand of the first.
        phone.syncs().await;
        let known = &phone.known[&handle];
        assert_eq!((known["version"].as_i64(), field(known, 0, "history"), &known["persons"][0]["doses"][0]), (Some(2), "dose_1", &given.json));
        assert_eq!(tasks(&app).await, ["vaccinate 2026-11-24"]);
        // Without a key each is one of its own.
        let dao = program(&app, &dao).await;
        dao.post(&path, json!({ "brand": "astrazeneca", "on": "2026-11-21" })).await.is(201);
        let list = dao.get(&path).await;
        assert_eq!((n(&list.json), list.text("/items/1/on")), (2, "2026-11-21"));
        assert_eq!(tasks(&app).await, Vec::<String>::new());

        for (body, told) in [
            (json!({}), vec![("brand", "field-missing"), ("on", "field-missing")]),
            (json!({ "brand": 5, "on": "2026-09-01", "colour": "red" }), vec![("brand", "api-not-a-string"), ("colour", "api-unknown-field")]),
            (json!({ "brand": "tea", "on": "2026-11-22", "place": "ก".repeat(201) }), vec![
                ("brand", "choice-unknown"), ("on", "survey-day-in-the-future"), ("place", "text-too-long"),
            ]),
            (json!({ "brand": "", "on": "someday" }), vec![("brand", "survey-dose-brand-missing"), ("on", "survey-not-a-day")]),
        ] {
            let refused = dao.post(&path, body.clone()).await;
            assert_eq!(amiss(&refused), told, "{body:#}");
        }
        assert_eq!(n(&dao.get(&path).await.json), 2);
    }

    async fn a_talk_is_noted_once_with_what_they_wish_now(app: TestApp) {
        let (dao, mut phone) = recorder(&app).await;
        let mut person = wants("นางคำแก้ว ใจดี");
        person["wish"] = json!("does_not_want");
        person["reason"] = json!("side_effects");
        let (handle, persons) = phone.records(AREA, "ใต้ต้นไทร", &[person]);
        phone.syncs().await;
        let path = followups(&handle, &persons[0]);
        let dao = program(&app, &dao).await;
        assert_eq!(n(&dao.get(&path).await.is(200).json), 0);

        // Nobody was met: the wish stays, and the next talk is agreed or due in a week.
        let nobody = dao.post(&path, json!({ "next_on": "2026-11-23" })).await;
        assert_eq!((nobody.is(201).text("/next_on"), &nobody.json["wish"], nobody.text("/by")), ("2026-11-23", &Value::Null, "ดาว"));
        assert_eq!(tasks(&app).await, ["talk 2026-11-23"]);
        dao.post(&path, json!({})).await.is(201);
        assert_eq!(tasks(&app).await, ["talk 2026-11-28"]);

        let keyed = dao.clone().saying("idempotency-key", "she-wants");
        let body = json!({ "wish": "wants", "reason_words": "ลูกฉีดแล้ว" });
        let talk = keyed.post(&path, body.clone()).await;
        assert_eq!((talk.is(201).text("/wish"), talk.text("/reason_words")), ("wants", "ลูกฉีดแล้ว"));
        assert_eq!(keyed.post(&path, body).await.is(201).json, talk.json);
        assert_eq!(keyed.post(&path, json!({ "wish": "undecided" })).await.is(422).problem(), "idempotency-key-reused");
        let list = dao.get(&path).await;
        assert_eq!((n(&list.json), &list.json["items"][2]), (3, &talk.json));
        let seen = dao.get(&format!("/api/v1/households/{handle}")).await;
        assert_eq!((field(&seen.json, 0, "wish"), field(&seen.json, 0, "reason")), ("wants", ""));
        assert_eq!((seen.json["version"].as_i64(), &seen.json["conflicts"]), (Some(4), &Value::Null));
        assert_eq!(tasks(&app).await, ["vaccinate 2026-11-21"]);

        for (body, told) in [
            (json!({ "next_on": "2026-11-20" }), vec![("next_on", "survey-day-past")]),
            (json!({ "next_on": "someday" }), vec![("next_on", "survey-not-a-day")]),
            (json!({ "wish": "tea" }), vec![("wish", "choice-unknown")]),
            (json!({ "wish": "does_not_want" }), vec![("reason", "survey-reason-missing")]),
            (json!({ "reason_words": "ก".repeat(501) }), vec![("reason_words", "text-too-long")]),
            (json!({ "words": "x", "wish": 4 }), vec![("wish", "api-not-a-string"), ("words", "api-unknown-field")]),
        ] {
            let refused = dao.post(&path, body.clone()).await;
            assert_eq!(amiss(&refused), told, "{body:#}");
        }
        assert_eq!(n(&dao.get(&path).await.json), 3);
    }

    async fn persons_are_known_to_those_whose_household_is_theirs(app: TestApp) {
        let (_, mut phone) = recorder(&app).await;
        let (handle, person) = one(&mut phone).await;
        let (doses, followups) = (doses(&handle, &person), followups(&handle, &person));
        let boonmee = volunteer(&app).await;
        let other = of_another_province(&app).await;
        let somsak = program(&app, &app.somsak().await).await;
        let dose = json!({ "brand": "astrazeneca", "on": "2026-09-01" });
        gives_a_village(&app, "57090604").await;
        for nobody in [&boonmee, &other] {
            nobody.get(&doses).await.is(404);
            nobody.get(&followups).await.is(404);
            nobody.post(&doses, dose.clone()).await.is(404);
            nobody.post(&doses, json!({})).await.is(404);
            nobody.post(&followups, json!({})).await.is(404);
        }
        for path in [&doses, &followups] {
            app.api(None).get(path).await.is(401);
            app.api(None).post(path, json!({})).await.is(401);
            somsak.get(&path.replace("persons/57", "persons/90")).await.is(404);
        }
        for nothing in ["x", "57", &person, "57019a0000000070008000000000000000"] {
            somsak.get(&format!("/api/v1/persons/{nothing}/doses")).await.is(404);
            somsak.post(&format!("/api/v1/persons/{nothing}/doses"), dose.clone()).await.is(404);
        }
        assert_eq!(looks(&app, &handle).await, 0);
        somsak.get(&doses).await.is(200);
        somsak.get(&followups).await.is(200);
        assert_eq!(looks(&app, &handle).await, 2);
        gives_a_village(&app, "57090603").await;
        boonmee.post(&doses, dose).await.is(201);
        assert_eq!(looks(&app, &handle).await, 2, "nothing was told");
        boonmee.get(&doses).await.is(200);
        assert_eq!(looks(&app, &handle).await, 3);

        // Who moves to another household keeps the same address.
        let (another, _) = one(&mut phone).await;
        phone.does(&handle, "move_person", json!({ "person": person, "to": another }));
        phone.syncs().await;
        assert_eq!(n(&somsak.get(&doses).await.is(200).json), 1);
        assert_eq!(looks(&app, &another).await, 1);
    }
}
