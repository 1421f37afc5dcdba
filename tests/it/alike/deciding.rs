//! Two are one, or two, or not now; and what was decided is undone.

use db::on_both_engines;
use serde_json::{Value, json};

use super::{LIST, figures, recorder, two_records, waiting, whole, with};
use crate::survey_sync::field;
use crate::survey_sync::phone::wants;
use crate::world::{AREA, BOONMEE, DAO, TestApp};

on_both_engines! {
    async fn made_one_nothing_is_lost_and_undone_all_is_as_before(app: TestApp) {
        let mut phone = recorder(&app, 1).await;
        let first = with("นางคำแก้ว ใจดี", json!({
            "sex": "female", "phone": "0810000300", "risks": "heart", "nationality": "th",
            "wish": "undecided", "reason": "side_effects",
        }));
        let (one, persons) = phone.records(AREA, "ใต้ต้นไทร", &[first, wants("นายสมชาย ใจดี")]);
        phone.syncs().await;
        let dose = phone.dice.uuid().to_string();
        let given = json!({ "brand": "sinovac", "on": "2026-10-20", "place": "วัดกลาง" });
        phone.does(&one, "dose", json!({ "person": persons[0], "dose": dose, "fields": given }));
        let now = json!({ "wish": "undecided", "reason": "side_effects", "reason_words": "ขอถามลูกก่อน" });
        let was = json!({ "wish": "undecided", "reason": "side_effects" });
        phone.does(&one, "talk", json!({ "person": persons[0], "fields": now, "was": was }));
        phone.syncs().await;
        app.clock().pass(jiff::SignedDuration::from_hours(1));
        let second = with("นางคำแก้ว ใจดี", json!({ "bedridden": "yes", "risks": "stroke" }));
        let (other, others) = phone.records(AREA, "หลังโรงเรียน", &[second]);
        phone.syncs().await;
        let households = [one.clone(), other.clone()];
        let before = whole(&app, &households).await;

        let somsak = app.somsak().await;
        let found = waiting(&app, &somsak).await;
        assert_eq!(found.len(), 1);
        let id = found[0]["id"].as_str().unwrap();
        let page = somsak.sees("/persons/alike").await;
        page.says("ชื่อเดียวกัน").says("ปีเกิดเดียวกัน").says("ใต้ต้นไทร").says("หลังโรงเรียน").says("ต่างกัน");
        page.says(&format!("/households/{one}")).says(&format!("/households/{other}"));

        // The one recorded last is kept.
        let pressed = somsak.posts(&format!("/persons/alike/{id}/same"), &[("area", "57")]).await;
        pressed.leads_to("/persons/alike?area=57");
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
        phone.syncs().await;
        let (kept, gone) = (phone.known[&other].clone(), phone.known[&one].clone());
        assert_eq!((field(&kept, 0, "sex"), field(&kept, 0, "phone")), ("female", "+66810000300"));
        assert_eq!((field(&kept, 0, "risks"), field(&kept, 0, "bedridden")), ("heart,stroke", "yes"));
        assert_eq!(kept["persons"][0]["doses"][0]["id"], json!(dose));
        assert_eq!(field(&kept, 0, "history"), "dose_1");
        assert_eq!(field(&gone, 0, "state"), "merged");
        assert_eq!(gone["persons"][0]["doses"].as_array().map_or(0, Vec::len), 0);
        let at_odds = kept["conflicts"].as_array().unwrap();
        let at_odds: Vec<(&str, &str)> = at_odds.iter()
            .map(|one| (one["field"].as_str().unwrap(), one["told"].as_str().unwrap()))
            .collect();
        assert_eq!(at_odds, [("wish", "undecided"), ("reason", "side_effects"), ("reason_words", "ขอถามลูกก่อน")]);
        somsak.sees(&format!("/households/{other}")).await.says("ข้อมูลไม่ตรงกัน").says("ขอถามลูกก่อน");
        somsak.sees(&format!("/households/{one}")).await.says("รวมกับอีกรายการแล้ว");
        // Counted once: two people in two households, and the man's task beside hers.
        let counted: Value = serde_json::from_str(&figures(&app).await).unwrap();
        assert_eq!((&counted["persons"], &counted["wants"]), (&json!(2), &json!(2)));

        // Pressed twice it is done once; the other way round it is too late.
        let api = app.api(somsak.token().await);
        let keep = |household: &str| json!({ "keep": household });
        api.post(&format!("{LIST}/{id}/same"), keep(&other)).await.is(200);
        let late = api.post(&format!("{LIST}/{id}/same"), keep(&one)).await;
        assert_eq!(late.is(409).problem(), "pair-decided");
        // Nobody makes her live there again but by undoing it.
        phone.changes(&one, Some(&persons[0]), "state", "");
        phone.syncs().await;
        assert_eq!(phone.refused.pop().unwrap().1["problems"][0]["field"], "state");

        somsak.sees("/persons/alike?show=decided").await.says("เก็บไว้").says("ยกเลิกการตัดสินใจนี้");
        let pressed = somsak.posts(&format!("/persons/alike/{id}/undo"), &[("area", "57")]).await;
        pressed.leads_to("/persons/alike?area=57");
        assert_eq!(whole(&app, &households).await, before);
        assert_eq!(waiting(&app, &somsak).await.len(), 1);

        // What was worked on since is not undone over somebody's head.
        api.post(&format!("{LIST}/{id}/same"), keep(&one)).await.is(200);
        phone.syncs().await;
        assert_eq!(field(&phone.known[&one], 0, "bedridden"), "yes");
        assert_eq!(field(&phone.known[&other], 0, "state"), "merged");
        phone.changes(&one, Some(&persons[1]), "sex", "male");
        phone.changes(&one, Some(&persons[0]), "phone", "0810000301");
        phone.syncs().await;
        let page = somsak.posts(&format!("/persons/alike/{id}/undo"), &[("area", "57"), ("show", "decided")]).await;
        page.is(409).says("มีการแก้ไขหลังจากรวมแล้ว");
        phone.changes(&one, Some(&persons[0]), "phone", "0810000300");
        phone.syncs().await;
        api.post(&format!("{LIST}/{id}/undo"), json!({})).await.is(200);
        let undone = api.post(&format!("{LIST}/{id}/undo"), json!({})).await;
        assert_eq!(undone.is(409).problem(), "pair-not-decided");
        phone.syncs().await;
        assert_eq!(field(&phone.known[&other], 0, "state"), "");
        assert_eq!(phone.known[&other]["persons"][0]["id"], json!(others[0]));
    }

    async fn what_two_households_told_differently_is_decided_as_one(app: TestApp) {
        let mut phone = recorder(&app, 1).await;
        let undecided = json!({ "wish": "undecided", "reason": "side_effects", "reason_words": "ขอถามลูกก่อน" });
        phone.records(AREA, "ใต้ต้นไทร", &[with("นางคำแก้ว ใจดี", undecided)]);
        phone.syncs().await;
        app.clock().pass(jiff::SignedDuration::from_hours(1));
        let (kept, _) = phone.records(AREA, "หลังโรงเรียน", &[wants("นางคำแก้ว ไจดี")]);
        phone.syncs().await;
        phone.records(AREA, "ไม่เกี่ยว", &[with("นางคำแก้ว ใจดี", json!({ "age": "2530" }))]);
        phone.syncs().await;
        let somsak = app.somsak().await;
        let found = waiting(&app, &somsak).await;
        assert_eq!(found.len(), 1, "{found:#?}");
        let id = found[0]["id"].as_str().unwrap();
        let api = app.api(somsak.token().await);
        api.post(&format!("{LIST}/{id}/same"), json!({ "keep": kept })).await.is(200);
        phone.syncs().await;
        let conflicts = phone.known[&kept]["conflicts"].as_array().unwrap().clone();
        assert_eq!(conflicts.len(), 4);
        let wish = conflicts.iter().find(|one| one["field"] == "wish").unwrap();
        // A wish is nothing without its reason: whoever takes the one takes the other.
        let change = phone.dice.uuid().to_string();
        let fields = [("change", change.as_str()), ("conflict", wish["id"].as_str().unwrap()), ("take", "told")];
        somsak.sees(&format!("/households/{kept}")).await.is(200);
        somsak.posts(&format!("/households/{kept}/solve"), &fields).await.leads_to("/households/");
        phone.syncs().await;
        let known = &phone.known[&kept];
        assert_eq!((field(known, 0, "wish"), field(known, 0, "reason_words")), ("undecided", "ขอถามลูกก่อน"));
        assert_eq!(known["conflicts"].as_array().unwrap().len(), 1);
        assert_eq!(known["conflicts"][0]["field"], "name");
    }

    async fn two_who_are_two_are_never_asked_about_again(app: TestApp) {
        let (id, [one, _]) = two_records(&app).await;
        let somsak = app.somsak().await;
        somsak.posts(&format!("/persons/alike/{id}/later"), &[]).await.leads_to("/persons/alike");
        assert_eq!(waiting(&app, &somsak).await.len(), 1);
        for _ in 0..2 {
            somsak.posts(&format!("/persons/alike/{id}/different"), &[("area", "57")]).await
                .leads_to("/persons/alike?area=57");
        }
        // Found again, more alike than before.
        let near = app.holds_seat(BOONMEE, "subdistrict_admin", AREA).await;
        let mut of_area = crate::survey_sync::phone_of(&app, &near, 6).await;
        of_area.syncs().await;
        let person = of_area.known[&one]["persons"][0]["id"].as_str().unwrap().to_owned();
        of_area.changes(&one, Some(&person), "sex", "female");
        of_area.syncs().await;
        assert_eq!(waiting(&app, &somsak).await, Vec::<Value>::new());
        let same = app.api(somsak.token().await).post(&format!("{LIST}/{id}/same"), json!({})).await;
        assert_eq!(same.is(409).problem(), "pair-decided");
        somsak.posts(&format!("/persons/alike/{id}/later"), &[("area", "57")]).await.is(409).says("มีผู้ตัดสินใจแล้ว");
        // Undone, they are asked about again.
        somsak.sees("/persons/alike?show=decided").await.says("คนละคน");
        somsak.posts(&format!("/persons/alike/{id}/undo"), &[]).await.leads_to("/persons/alike");
        assert_eq!(waiting(&app, &somsak).await.len(), 1);
    }

    async fn strangers_see_nothing_and_each_look_is_written(app: TestApp) {
        let (id, [one, other]) = two_records(&app).await;
        let looks = async |handle: &str| {
            let subject: uuid::Uuid = handle[2..].parse().unwrap();
            db::read!(app.app().db, |tx| {
                jitasa::access::store::count_looks(tx, 57, subject).await
            }).unwrap()
        };
        let before = (looks(&one).await, looks(&other).await);
        let somsak = app.somsak().await;
        somsak.sees("/persons/alike").await.says("นางแก้วตา บ่อน้ำ");
        assert_eq!((looks(&one).await, looks(&other).await), (before.0 + 1, before.1 + 1));

        // The admin of one of the two households' next subdistrict, of another province, a volunteer here.
        for (role, area) in [("subdistrict_admin", "570901"), ("province_admin", "90")] {
            let card = crate::world::Card { username: if area == "90" { "naree9" } else { "kamon9" },
                phone: if area == "90" { "0812340091" } else { "0812340092" }, ..DAO };
            let stranger = app.holds_seat(card, role, area).await;
            stranger.sees("/persons/alike").await.does_not_say("บ่อน้ำ");
            stranger.gets(&format!("/persons/alike?area={AREA}")).await.is(404);
            for deed in ["same", "different", "later", "undo"] {
                stranger.posts(&format!("/persons/alike/{id}/{deed}"), &[]).await.is(404);
            }
        }
        let dao = app.boonmee().await;
        dao.gets("/persons/alike").await.is(404);
        app.api(dao.token().await).get(LIST).await.is(404);
        app.nobody().gets("/persons/alike").await.leads_to("/sign-in");
        assert_eq!((looks(&one).await, looks(&other).await), (before.0 + 1, before.1 + 1));
    }

    async fn who_moved_into_the_other_household_is_twice_in_one(app: TestApp) {
        let (id, [one, other]) = two_records(&app).await;
        let somsak = app.somsak().await;
        let near = app.holds_seat(BOONMEE, "subdistrict_admin", AREA).await;
        let mut phone = crate::survey_sync::phone_of(&app, &near, 6).await;
        phone.syncs().await;
        let person = phone.known[&one]["persons"][0]["id"].clone();
        phone.does(&one, "move_person", json!({ "person": person, "to": other }));
        phone.syncs().await;
        let found = waiting(&app, &somsak).await;
        assert_eq!(found.len(), 1);
        assert!(super::reasons(&found[0]).contains(&"same_household"));
        let api = app.api(somsak.token().await);
        api.post(&format!("{LIST}/{id}/same"), json!({ "keep": person })).await.is(200);
        phone.syncs().await;
        let states: Vec<&str> = (0..2).map(|at| field(&phone.known[&other], at, "state")).collect();
        assert_eq!(states, ["merged", ""]);
    }
}
