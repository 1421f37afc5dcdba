//! "Give me the next case": one offer a person, held back for two minutes, with reasons; and looking
//! after the sick.

use std::collections::BTreeSet;

use db::on_both_engines;
use jiff::SignedDuration;
use serde_json::json;
use tokio::task::JoinSet;

use crate::world::{ANONG, BOONMEE, Card, DurableApp, KIND, TestApp};

const SUDA: Card = Card {
    full_name: "สุดา ไร่ชา",
    phone: "0812340012",
    username: "suda",
    password: "นาข้าว-ริมน้ำ-47",
};

on_both_engines! {
    async fn an_offer_is_kept_for_two_minutes_and_a_skip_gives_another(app: TestApp) {
        let anong = app.anong();
        let near = app.asks_for_help(&anong).await;
        let far = app.asks_for(&anong, KIND, &[("area", "570101")]).await;
        let boonmee = app.boonmee().await;
        let suda = app.holds_seat(SUDA, "supplies", "57").await;

        boonmee.posts("/help-requests/next", &[]).await.leads_to("/help-requests/next");
        let offer = boonmee.sees("/help-requests/next").await;
        offer.is(200).says("ทำไมจึงเป็นเคสนี้").does_not_say("หลังคาสีแดง");
        let first = [&near, &far].into_iter().find(|asked| offer.has(&asked.reference)).unwrap();
        let other = [&near, &far].into_iter().find(|asked| !offer.has(&asked.reference)).unwrap();
        // Asked again, the same is given; somebody else gets the other one.
        boonmee.posts("/help-requests/next", &[]).await.leads_to("/help-requests/next");
        boonmee.sees("/help-requests/next").await.says(&first.reference);
        suda.posts("/help-requests/next", &[]).await.leads_to("/help-requests/next");
        suda.sees("/help-requests/next").await.says(&other.reference);
        let refused = app.takes(&suda, &first.reference).await;
        refused.is(409).says("ระบบเพิ่งเสนอเคสนี้");

        // Skipped, it is free for others and does not come back.
        let skip = [("skip", first.reference.as_str()), ("reason", "too_far")];
        let none = boonmee.posts("/help-requests/next", &skip).await;
        none.leads_to("/help-requests/next?none");
        boonmee.sees("/help-requests/next?none=yes").await.says("ไม่มีเคสที่คุณรับได้");
        app.takes(&suda, &first.reference).await.leads_to("/help-requests/");
        app.clock().pass(SignedDuration::from_mins(3));
        boonmee.posts("/help-requests/next", &[]).await.leads_to("/help-requests/next");
        let now = boonmee.sees("/help-requests/next").await;
        now.says(&other.reference);
    }

    async fn only_who_may_take_something_is_offered_anything(app: TestApp) {
        app.asks_for_help(&app.anong()).await;
        let somsak = app.somsak().await;
        somsak.posts("/help-requests/next", &[]).await.is(403).says("บทบาทของคุณ");
        let waiting = app.registers(SUDA, "rescue", "57").await;
        waiting.posts("/help-requests/next", &[]).await.is(403).says("รอผู้ดูแลพื้นที่อนุมัติ");
        let api = app.api(Some(app.boonmee().await.token().await));
        let offer = api.post("/api/v1/help-requests/next", json!({ "lat": 20.4, "lon": 99.9 })).await;
        offer.is(200).text("/offer/reference");
        let wrong = api.post("/api/v1/help-requests/next", json!({ "lat": 120.4, "lon": 99.9 })).await;
        wrong.is(422);
    }

    async fn twenty_who_ask_at_once_never_get_the_same_case(durable: DurableApp) {
        let app = &*durable;
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        for _ in 0..12 {
            app.asks_for(&anong, KIND, &[]).await;
        }
        let mut asking = JoinSet::new();
        for n in 0..20 {
            let card = Card {
                full_name: "อาสา คนหนึ่ง",
                phone: format!("09000000{n:02}").leak(),
                username: format!("volunteer{n}").leak(),
                password: BOONMEE.password,
            };
            let person = app.holds_seat(card, "supplies", "57").await;
            let api = app.api(Some(person.token().await));
            asking.spawn(async move {
                let answer = api.post("/api/v1/help-requests/next", json!({})).await;
                assert_eq!(answer.status, 200, "{:#}", answer.json);
                let offer = answer.json.pointer("/offer/reference");
                offer.and_then(|text| text.as_str().map(str::to_owned))
            });
        }
        let offers: Vec<String> = asking.join_all().await.into_iter().flatten().collect();
        let different: BTreeSet<&String> = offers.iter().collect();
        assert_eq!(offers.len(), 12, "every case is offered to somebody");
        assert_eq!(different.len(), 12, "nobody gets what another got");
    }

    async fn a_triage_sets_colour_and_urgency_for_those_with_a_ground(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let asked = app.asks_for(&anong, "covid_illness", &[("extra.symptoms", "cough")]).await;
        let case = format!("/help-requests/{}", asked.reference);
        let doctor = app.holds_seat(SUDA, "medical", "57").await;
        let look = [("signs", "cough"), ("temperature", "๓๘.๔"), ("spo2", "93%"), ("age", "71")];
        app.does(&doctor, &asked.reference, "triage", &look).await.is(404);
        app.takes(&doctor, &asked.reference).await.leads_to(&case);
        let wrong = [("temperature", "400"), ("note", "หายใจหอบ")];
        let refused = app.does(&doctor, &asked.reference, "triage", &wrong).await;
        refused.is(422).says("30 ถึง 45").says("หายใจหอบ");
        app.does(&doctor, &asked.reference, "triage", &look).await.leads_to(&case);
        doctor.sees(&case).await.says("เหลือง").says("38.4");
        let status = [("status", "medicine_sent")];
        app.does(&doctor, &asked.reference, "medic-status", &status).await.leads_to(&case);
        doctor.sees(&case).await.says("ส่งยาแล้ว");
        // Others at work see the colour, not what was measured.
        let dao = app.dao().await;
        dao.sees(&case).await.says("เหลือง").does_not_say("38.4");
        app.does(&dao, &asked.reference, "medic-status", &status).await.is(403);
        let seen = app.api(Some(doctor.token().await)).get(&format!("/api/v1{case}")).await;
        assert_eq!(seen.is(200).text("/colour"), "yellow");
        assert!(seen.json["urgency"].as_i64() > Some(0));
    }

    async fn a_daily_check_rings_for_whoever_holds_the_case(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let asked = app.asks_for(&anong, "covid_illness", &[("extra.symptoms", "cough")]).await;
        let doctor = app.holds_seat(SUDA, "medical", "57").await;
        app.takes(&doctor, &asked.reference).await.leads_to("/help-requests/");
        let page = format!("{}/checks", asked.follow);
        anong.sees(&asked.follow).await.says("ตรวจอาการประจำวัน");
        doctor.sees("/volunteer").await.says("วันนี้ยังไม่ได้ตรวจ");
        anong.posts(&page, &[]).await.is(422).says("เลือกอาการ");
        let well = [("temperature", "36.6"), ("spo2", "98"), ("spo2_after", "97")];
        anong.posts(&page, &well).await.leads_to(&asked.follow);
        doctor.sees("/volunteer").await.does_not_say("วันนี้ยังไม่ได้ตรวจ");
        doctor.sees("/notifications").await.does_not_say("ผิดปกติ");
        let worse = [("temperature", "38.6"), ("spo2", "94")];
        anong.posts(&page, &worse).await.leads_to(&asked.follow);
        doctor.sees("/notifications").await.says("ผิดปกติ").says(&asked.reference);
        let case = doctor.sees(&format!("/help-requests/{}", asked.reference)).await;
        case.says("ออกซิเจนต่ำ").says("ผู้ป่วยบันทึกเอง");
        assert_eq!(anong.card, ANONG);
    }
}
