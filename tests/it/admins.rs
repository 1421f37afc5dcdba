//! Who answers for areas: named by the level above or a colleague, ended, left to a successor.

use db::on_both_engines;
use serde_json::json;

use crate::world::{DAO, MALEE, Person, SOMSAK, TestApp};

const MAE_SAI: &str = "/admins/5709";
const SEATS: &str = "/api/v1/seats";
const CHIANG_RAI: &str = "/admins/57";
const NEW: [(&str, &str); 3] = [
    ("full_name", "วิภา สายน้ำ"),
    ("phone", "081-234-0077"),
    ("affiliation", "ที่ว่าการอำเภอแม่สาย"),
];

/// Names Dao, who has an account already.
async fn names_dao(by: &Person, address: &str) {
    let dao = [("full_name", DAO.full_name), ("phone", DAO.phone)];
    by.posts(address, &dao).await.leads_to(address);
}

/// The address at which the seat of somebody is ended, or handed over, as a page of it offers.
async fn of_seat(by: &Person, address: &str, deed: &str) -> String {
    let page = by.sees(address).await;
    let deed = format!("/{deed}\"");
    let before = page.html.split(&deed).next().expect("a part before");
    let id = before.rsplit("/admins/seats/").next().expect("a seat");
    format!("/admins/seats/{id}{}", deed.trim_end_matches('"'))
}

on_both_engines! {
    async fn a_province_names_who_answers_for_a_district(app: TestApp) {
        let somsak = app.somsak().await;
        somsak.gets("/admins").await.leads_to(CHIANG_RAI);
        somsak.sees(CHIANG_RAI).await.says(SOMSAK.full_name).says("แม่สาย").says("ยังไม่มี");
        somsak.sees(MAE_SAI).await.says("ยังไม่มีผู้ดูแลพื้นที่นี้");
        let wrong = somsak.posts(MAE_SAI, &[("full_name", "วิภา"), ("phone", "12"), ("affiliation", "อำเภอ")]).await;
        wrong.is(422);
        assert!(wrong.html.contains("value=\"วิภา\"") && wrong.html.contains("value=\"อำเภอ\""), "what was typed stays");

        for _ in 0..2 {
            somsak.posts(MAE_SAI, &NEW).await.leads_to(MAE_SAI);
        }
        let page = somsak.sees(MAE_SAI).await;
        page.says("ยังไม่เคยเข้าระบบ");
        assert_eq!(page.html.matches("วิภา สายน้ำ").count(), 1, "named once");
        let told = app.all_sms("0812340077").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("ผู้ดูแลพื้นที่"), "{told:?}");
        somsak.sees(CHIANG_RAI).await.says("วิภา สายน้ำ");

        let end = of_seat(&somsak, MAE_SAI, "end").await;
        for _ in 0..2 {
            somsak.posts(&end, &[("reason", "ย้ายที่ทำงาน")]).await.leads_to(MAE_SAI);
        }
        somsak.sees(MAE_SAI).await.does_not_say("วิภา สายน้ำ");
    }

    async fn whoever_is_named_has_the_rights_at_once_and_loses_them_at_once(app: TestApp) {
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        dao.gets("/admins").await.is(404);
        names_dao(&somsak, MAE_SAI).await;
        dao.gets("/admins").await.leads_to(MAE_SAI);
        dao.sees("/notifications").await.says("คุณได้รับหน้าที่ผู้ดูแล");
        dao.sees("/admins/570901").await.says("ตั้งผู้ดูแลพื้นที่นี้");
        dao.gets(CHIANG_RAI).await.is(404);
        dao.gets("/admins/9011").await.is(404);
        let end = of_seat(&somsak, MAE_SAI, "end").await;
        dao.posts(&end, &[]).await.is(409).says("คุณเป็นผู้ดูแลคนเดียวของพื้นที่นี้");
        somsak.posts(&end, &[("reason", "หมดวาระ")]).await.leads_to(MAE_SAI);
        dao.gets("/admins").await.is(404);
        dao.sees("/notifications").await.says("หมดวาระ");
    }

    async fn colleagues_name_each_other_and_do_not_put_each_other_away(app: TestApp) {
        let (somsak, dao, malee) = (app.somsak().await, app.dao().await, app.malee().await);
        names_dao(&somsak, CHIANG_RAI).await;
        let page = dao.sees(CHIANG_RAI).await;
        page.says(SOMSAK.full_name).says(DAO.full_name);
        // A colleague sees no way to end the seat of another, and finds none.
        let own = of_seat(&somsak, CHIANG_RAI, "end").await;
        dao.posts(&own, &[]).await.is(403).says("ผู้ดูแลระดับเดียวกันยกเลิกหน้าที่กันไม่ได้");
        somsak.posts(&own, &[]).await.leads_to("/volunteer");
        somsak.gets("/admins").await.is(404);
        dao.sees(CHIANG_RAI).await.does_not_say(SOMSAK.full_name);
        // The country ends whom it likes; nobody ends the country's only one.
        let of_dao = of_seat(&malee, CHIANG_RAI, "end").await;
        malee.posts(&of_dao, &[]).await.leads_to(CHIANG_RAI);
        dao.gets("/admins").await.is(404);
        malee.sees("/admins/0").await.says(MALEE.full_name);
    }

    async fn programs_do_the_same(app: TestApp) {
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        let (by, hers) = (app.api(somsak.token().await), app.api(dao.token().await));
        let named = |area: &str| json!({ "area": area, "full_name": DAO.full_name, "phone": DAO.phone });
        let seat = by.post(SEATS, named("5709")).await;
        let id = seat.is(200).text("/id").to_owned();
        assert_eq!((seat.text("/role"), seat.text("/area")), ("district_admin", "5709"));
        assert_eq!(by.post(SEATS, named("5709")).await.is(200).text("/id"), id);
        let all = by.get(&format!("{SEATS}?area=57")).await;
        let names: Vec<&str> = all.is(200).json["items"].as_array().unwrap().iter()
            .map(|one| one["full_name"].as_str().unwrap()).collect();
        assert_eq!(names, [SOMSAK.full_name, DAO.full_name]);
        assert_eq!(hers.post(SEATS, named("57")).await.is(404).problem(), "not-found");
        let wrong = by.post(SEATS, json!({ "area": "9999", "full_name": "1", "phone": "2", "colour": "red" })).await;
        let mut fields: Vec<&str> = wrong.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["area", "colour", "full_name", "phone"]);
        assert_eq!(hers.delete(&format!("{SEATS}/{id}")).await.is(409).problem(), "admin-only-one");
        let successor = json!({ "full_name": "วิภา สายน้ำ", "phone": "0812340077" });
        for _ in 0..2 {
            hers.post(&format!("{SEATS}/{id}/successor"), successor.clone()).await.is(204);
        }
        assert_eq!(hers.get(&format!("{SEATS}?area=5709")).await.is(404).problem(), "not-found");
        let now = by.get(&format!("{SEATS}?area=5709")).await;
        let new = now.is(200).text("/items/0/id").to_owned();
        assert_ne!(new, id);
        assert!(now.json["items"][0]["seen_at"].is_null());
        for _ in 0..2 {
            by.delete(&format!("{SEATS}/{new}")).await.is(204);
        }
        assert_eq!(by.get(&format!("{SEATS}?area=5709")).await.is(200).json["items"], json!([]));
    }

    async fn an_area_is_left_to_a_successor_whole(app: TestApp) {
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        let over = of_seat(&somsak, CHIANG_RAI, "successor").await;
        let oneself = [("full_name", SOMSAK.full_name), ("phone", SOMSAK.phone)];
        somsak.posts(&over, &oneself).await.is(422).says("เบอร์นี้เป็นของคุณเอง");
        somsak.gets("/admins").await.leads_to(CHIANG_RAI);
        let to_dao = [("full_name", DAO.full_name), ("phone", DAO.phone)];
        dao.posts(&over, &to_dao).await.is(404);
        somsak.posts(&over, &to_dao).await.leads_to("/volunteer");
        somsak.gets("/admins").await.is(404);
        dao.gets("/admins").await.leads_to(CHIANG_RAI);
        let page = dao.sees(CHIANG_RAI).await;
        page.says(DAO.full_name).does_not_say(SOMSAK.full_name);
    }
}
