//! What follows from what is told: talks, doses, and two values that a person decides between.

use db::{on_both_engines, sql};
use serde_json::{Value, json};

use super::phone::wants;
use super::{field, figures, phone_of, two};
use crate::world::{AREA, DAO, MALEE, TestApp};

on_both_engines! {
    async fn whoever_does_not_want_it_is_talked_with_again(app: TestApp) {
        let dao = app.holds_seat(DAO, "data", "57").await;
        let mut phone = phone_of(&app, &dao, 1).await;
        let mut person = wants("นางคำแก้ว ใจดี");
        person["wish"] = json!("does_not_want");
        person["reason"] = json!("side_effects");
        let (handle, ids) = phone.records(AREA, "ใต้ต้นไทร", &[person, wants("ข")]);
        phone.syncs().await;
        assert_eq!(tasks(&app).await, ["talk 2026-11-28", "vaccinate 2026-11-21"]);
        // The phone is told the day, of whoever is talked with alone.
        let next = |phone: &super::phone::Phone, at: usize| phone.known[&handle]["persons"][at]["next_talk_on"].clone();
        assert_eq!((next(&phone, 0), next(&phone, 1)), (json!("2026-11-28"), Value::Null));

        // Nobody met: the next talk is in a week from now, and twice the same press is one talk.
        let page = dao.sees(&format!("/households/{handle}")).await;
        page.says("บันทึกการพูดคุยอีกครั้ง").does_not_say("การพูดคุยที่ผ่านมา");
        page.says("นัดคุยครั้งต่อไป").says("28 พ.ย. 2569");
        app.clock().pass(jiff::SignedDuration::from_hours(48));
        let dao = app.holds_seat(DAO, "data", "57").await;
        dao.sees(&format!("/households/{handle}")).await;
        let change = phone.dice.uuid().to_string();
        let talk = |more: &[(&'static str, &'static str)]| {
            let mut fields = vec![("was_wish", "does_not_want"), ("was_reason", "side_effects")];
            fields.extend(more);
            fields
        };
        let to = format!("/households/{handle}/talk");
        let of = [("change", change.as_str()), ("person", ids[0].as_str())];
        for _ in 0..2 {
            let fields: Vec<_> = talk(&[]).into_iter().chain(of).collect();
            dao.posts(&to, &fields).await.leads_to("/households/");
        }
        assert_eq!(tasks(&app).await, ["talk 2026-11-30", "vaccinate 2026-11-21"]);
        // A phone that begins anew is told so too.
        let mut phone = phone_of(&app, &dao, 2).await;
        phone.syncs().await;
        assert_eq!((next(&phone, 0), next(&phone, 1)), (json!("2026-11-30"), Value::Null));
        // A day that is past is told, and what was said stays in the form.
        let change = phone.dice.uuid().to_string();
        let of = [("change", change.as_str()), ("person", ids[0].as_str())];
        let fields: Vec<_> = talk(&[("next_on", "2026-11-01"), ("reason_words", "ขอถามลูกก่อน")]).into_iter().chain(of).collect();
        dao.posts(&to, &fields).await.is(422).says("ขอถามลูกก่อน").says("ผ่านไปแล้ว");
        // Now she wants it: the talk is history, and she stands on the demand list.
        let fields: Vec<_> = talk(&[("wish", "wants"), ("reason_words", "ลูกฉีดแล้ว")]).into_iter().chain(of).collect();
        dao.posts(&to, &fields).await.leads_to("/households/");
        assert_eq!(tasks(&app).await, ["vaccinate 2026-11-21", "vaccinate 2026-11-21"]);
        phone.syncs().await;
        assert_eq!(next(&phone, 0), Value::Null);
        let page = dao.sees(&format!("/households/{handle}")).await;
        page.says("การพูดคุยที่ผ่านมา").says("ไม่พบตัว").says("ลูกฉีดแล้ว").does_not_say("บันทึกการพูดคุยอีกครั้ง");
        assert_eq!(figures(&app).await, [1, 2, 2, 0]);

        // The first dose sets the day of the second by the brand; the second ends it.
        let dose = |on: &str, change: &str| vec![
            ("change".to_owned(), change.to_owned()), ("person".to_owned(), ids[0].clone()),
            ("brand".to_owned(), "astrazeneca".to_owned()), ("on".to_owned(), on.to_owned()),
        ];
        for (on, left) in [
            ("2026-09-01", vec!["vaccinate 2026-11-21", "vaccinate 2026-11-24"]),
            ("2026-11-22", vec!["vaccinate 2026-11-21"]),
        ] {
            let change = phone.dice.uuid().to_string();
            let fields = dose(on, &change);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            dao.posts(&format!("/households/{handle}/dose"), &fields).await.leads_to("/households/");
            assert_eq!(tasks(&app).await, left);
        }
        dao.posts(&format!("/households/{handle}/dose"), &[("change", &phone.dice.uuid().to_string()), ("person", &ids[0])])
            .await.is(422).says("เลือกยี่ห้อวัคซีน");
    }

    async fn what_two_told_differently_is_decided_on_the_page(app: TestApp) {
        let (mut one, mut other) = two(&app).await;
        let (handle, persons) = one.records(AREA, "ใต้ต้นไทร", &[wants("ก")]);
        one.syncs().await;
        other.syncs().await;
        let person = Some(persons[0].as_str());
        one.changes(&handle, person, "nationality", "mm");
        other.changes(&handle, person, "nationality", "la");
        one.syncs().await;
        other.syncs().await;
        let somsak = app.somsak().await;
        let page = somsak.sees(&format!("/households/{handle}")).await;
        page.says("ข้อมูลไม่ตรงกัน").says("เมียนมา").says("ลาว").says("บุญมี");
        let conflict = other.known[&handle]["conflicts"][0]["id"].as_str().unwrap().to_owned();
        let change = one.dice.uuid().to_string();
        let fields = [("change", change.as_str()), ("conflict", conflict.as_str()), ("take", "told")];
        somsak.posts(&format!("/households/{handle}/solve"), &fields).await.leads_to("/households/");
        let page = somsak.sees(&format!("/households/{handle}")).await;
        page.does_not_say("ข้อมูลไม่ตรงกัน").says("ลาว");
        one.syncs().await;
        assert_eq!(field(&one.known[&handle], 0, "nationality"), "la");
        // Strangers find nothing here.
        let dao = app.holds_seat(MALEE, "data", "90").await;
        dao.gets(&format!("/households/{handle}")).await.is(404);
        dao.sees("/volunteer").await;
        let change = one.dice.uuid().to_string();
        let fields = [("change", change.as_str()), ("person", persons[0].as_str()), ("state", "died")];
        dao.posts(&format!("/households/{handle}/state"), &fields).await.is(403);
    }
}

sql! { TASKS = "SELECT kind, due_on FROM survey_tasks ORDER BY kind, due_on" }

/// Every task: its kind and the day it is due.
async fn tasks(app: &TestApp) -> Vec<String> {
    let rows = db::read!(app.app().db, |tx| { tx.all(TASKS, &[]).await }).unwrap();
    rows.iter()
        .map(|row| {
            let due: jiff::civil::Date = row.get("due_on").unwrap();
            format!("{} {due}", row.get::<String>("kind").unwrap())
        })
        .collect()
}
