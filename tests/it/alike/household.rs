//! Two of one household who are one, and whoever was recorded before anybody was looked for.

use db::{on_both_engines, sql};
use jitasa::alike::actions::backfill;
use serde_json::{Value, json};

use super::{LIST, reasons, recorder, waiting, whole, with};
use crate::survey_sync::field;
use crate::survey_sync::phone::wants;
use crate::world::{AREA, TestApp};

sql! { FORGET_PAIRS = "DELETE FROM person_pairs" }
sql! { FORGET_JOBS = "DELETE FROM jobs WHERE name = 'alike.find'" }
sql! { REACHED = "SELECT value FROM meta WHERE key = 'alike_backfill'" }
sql! { WAITING = "SELECT count(*) AS n FROM jobs WHERE name LIKE 'alike.%' AND state = 0" }

/// As if nobody had been looked for.
async fn forgets(app: &TestApp) {
    let db = &app.app().db;
    db::write!(db, |tx| {
        tx.execute(FORGET_JOBS, &[]).await?;
        tx.execute(FORGET_PAIRS, &[]).await
    })
    .unwrap();
}

async fn reached(app: &TestApp) -> String {
    let row = db::read!(app.app().db, |tx| tx.one(REACHED, &[]).await).unwrap();
    row.get("value").unwrap()
}

async fn jobs_waiting(app: &TestApp) -> i64 {
    let row = db::read!(app.app().db, |tx| tx.one(WAITING, &[]).await).unwrap();
    row.get("n").unwrap()
}

on_both_engines! {
    async fn a_child_added_twice_is_made_one_and_undone(app: TestApp) {
        let somsak = app.somsak().await;
        let mut phone = recorder(&app, 1).await;
        let boy = with("ด.ช. ณัฐวุฒิ แสนดี", json!({ "age": "2560" }));
        let known = with("นัฐวุฒิ แสนดี", json!({
            "age": "2560", "sex": "male", "nationality": "mm", "phone": "0810000300", "bedridden": "yes",
            "wish": "undecided", "reason": "side_effects",
        }));
        // Twins have names that are alike, and are two; a mother has another year.
        let (home, ids) = phone.records(AREA, "ใต้ต้นไทร", &[
            boy, known, wants("สมชาย แสนดี"), wants("สมชัย แสนดี"),
            with("ณัฐวุฒิ แสนดี", json!({ "age": "2530" })),
        ]);
        phone.syncs().await;
        let dose = json!({ "brand": "sinovac", "on": "2026-10-20" });
        let given = json!({ "person": ids[1], "dose": phone.dice.uuid(), "fields": dose });
        phone.does(&home, "dose", given);
        let talk = json!({ "wish": "undecided", "reason": "side_effects", "reason_words": "ขอถามแม่ก่อน" });
        let was = json!({ "wish": "undecided", "reason": "side_effects" });
        phone.does(&home, "talk", json!({ "person": ids[1], "fields": talk, "was": was }));
        phone.syncs().await;
        let homes = [home.clone()];
        let before = whole(&app, &homes).await;
        let found = waiting(&app, &somsak).await;
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(reasons(&found[0]), ["sounds_the_same", "same_year", "same_household"]);
        let pair = format!("{LIST}/{}", found[0]["id"].as_str().unwrap());
        let page = somsak.sees("/persons/alike").await;
        page.says("อยู่บ้านเดียวกัน").says(&format!("name=\"keep\" value=\"{}\"", ids[0])).does_not_say("บันทึกหลังสุด");

        // Which of them is said by who they are; the household says nothing.
        let api = app.api(somsak.token().await);
        for nobody in [home.clone(), phone.dice.uuid().to_string(), "?".to_owned()] {
            let answer = api.post(&format!("{pair}/same"), json!({ "keep": nobody })).await;
            assert_eq!(answer.is(422).json["problems"][0]["field"], "keep");
        }
        let keep = json!({ "keep": ids[0] });
        api.post(&format!("{pair}/same"), keep.clone()).await.is(200);
        api.post(&format!("{pair}/same"), keep).await.is(200);
        phone.syncs().await;
        let known = phone.known[&home].clone();
        assert_eq!((field(&known, 1, "state"), field(&known, 0, "state")), ("merged", ""));
        assert_eq!((field(&known, 0, "sex"), field(&known, 0, "bedridden")), ("male", "yes"));
        assert_eq!(known["persons"][0]["doses"].as_array().unwrap().len(), 1);
        assert!(known["conflicts"].as_array().unwrap().iter().any(|one| one["field"] == "nationality"));
        somsak.sees(&format!("/households/{home}")).await.says("ขอถามแม่ก่อน").says("รวมกับอีกรายการแล้ว");
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());

        api.post(&format!("{pair}/undo"), json!({})).await.is(200);
        assert_eq!(whole(&app, &homes).await, before);
        assert_eq!(waiting(&app, &somsak).await.len(), 1);
        // Kept the other way round it comes to one as well; worked on since, nothing is undone.
        api.post(&format!("{pair}/same"), json!({ "keep": ids[1] })).await.is(200);
        phone.syncs().await;
        assert_eq!(field(&phone.known[&home], 0, "state"), "merged");
        phone.changes(&home, Some(&ids[1]), "phone", "0810000301");
        phone.syncs().await;
        let undone = api.post(&format!("{pair}/undo"), json!({})).await;
        assert_eq!(undone.is(409).problem(), "pair-changed-meanwhile");
    }

    async fn whoever_was_recorded_before_is_looked_for_once_in_pieces(app: TestApp) {
        let somsak = app.somsak().await;
        let mut phone = recorder(&app, 1).await;
        let pieces = usize::try_from(backfill::PIECE).unwrap();
        for n in 0..pieces {
            phone.records(AREA, &format!("หลัง {n}"), &[with(&format!("คน {n}"), json!({ "age": "2520" }))]);
        }
        let twins = [wants("นางคำแก้ว ใจดี"), with("คำแก้ว ใจดี", json!({ "sex": "female" }))];
        phone.records(AREA, "ก", &twins);
        phone.records("900101", "ข", &[wants("นางแก้วตา บ่อน้ำ")]);
        phone.records(AREA, "ค", &[wants("นางคำแก้ว ใจดี")]);
        phone.syncs().await;
        forgets(&app).await;
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());

        // Begun by two processes it goes on once.
        for _ in 0..2 {
            backfill::begin(app.app()).await.unwrap();
        }
        assert_eq!((jobs_waiting(&app).await, reached(&app).await), (1, String::new()));
        let drained = app.work_jobs().await;
        assert!(drained.again.is_empty() && drained.dead.is_empty(), "{drained:?}");
        // Two pieces and the one that finds nobody, and each household once.
        assert_eq!(drained.done, 3 + pieces + 3);
        assert_eq!(reached(&app).await, "done");
        let found = waiting(&app, &somsak).await;
        assert_eq!(found.len(), 3, "{found:#?}");

        // Done is done.
        forgets(&app).await;
        backfill::begin(app.app()).await.unwrap();
        assert_eq!(jobs_waiting(&app).await, 0);
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
    }

    async fn a_backfill_that_was_cut_goes_on_where_it_stopped(app: TestApp) {
        let somsak = app.somsak().await;
        let mut phone = recorder(&app, 1).await;
        for place in ["ก", "ข"] {
            phone.records(AREA, place, &[wants("นางคำแก้ว ใจดี")]);
        }
        phone.syncs().await;
        forgets(&app).await;
        // It came past everybody, and then its job was lost.
        let last = format!("99{}", "f".repeat(32));
        db::write!(app.app().db, |tx| jitasa::meta::put(tx, "alike_backfill", &last).await).unwrap();
        backfill::begin(app.app()).await.unwrap();
        app.work_jobs().await;
        assert_eq!(reached(&app).await, "done");
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
        // A piece of an earlier run finds that it was done.
        db::write!(app.app().db, |tx| jitasa::meta::put(tx, "alike_backfill", "").await).unwrap();
        backfill::begin(app.app()).await.unwrap();
        db::write!(app.app().db, |tx| jitasa::meta::put(tx, "alike_backfill", "done").await).unwrap();
        app.work_jobs().await;
        assert_eq!((reached(&app).await, jobs_waiting(&app).await), ("done".to_owned(), 0));
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
    }
}
