//! How a promise ends by itself, and what people see of it.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::access::Cx;
use jitasa::supplies::actions::{self, When};
use jitasa::supplies::model::Outcome;

use super::promises::{PRANEE, aside};
use super::told::{ELDERLY, MASK, hand_out, why};
use super::world::Relief;

on_both_engines! {
    async fn a_promise_ends_with_a_request_that_nobody_needs_any_more(relief: Relief) {
        let (pranee, person) = relief.keeper(relief.temple.handle, PRANEE).await;
        let anong = relief.app.anong();
        let asked = relief.app.asks_for_help(&anong).await;
        let reference = asked.reference.parse().unwrap();
        relief.receives(&pranee, MASK, 50).await;
        let which = relief.reserves(&pranee, &reference, &aside(MASK, 50)).await.unwrap();
        relief.app.answers(&anong, &asked, "cancel").await;
        relief.app.work_jobs().await;
        assert_eq!(relief.outcome(&pranee, which).await, Some(Outcome::RequestClosed));
        person.sees("/notifications").await.says(&asked.reference).says("ปิดแล้ว ของที่");
        relief.hands_out(&pranee, MASK, 50).await.unwrap();
        assert_eq!(why(relief.reserves(&pranee, &reference, &aside(MASK, 1)).await), "supply-request-closed");
    }

    async fn of_a_request_that_was_helped_the_unit_is_asked(relief: Relief) {
        let (pranee, person) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        relief.receives(&pranee, MASK, 50).await;
        let which = relief.reserves(&pranee, &reference, &aside(MASK, 50)).await.unwrap();
        let boonmee = relief.app.boonmee().await;
        relief.app.helps(&boonmee, reference.as_str()).await;
        for _ in 0..2 {
            relief.app.work_jobs().await;
        }
        assert_eq!(relief.outcome(&pranee, which).await, None);
        let at = format!("/supplies/{}/reservations/{which}", pranee.handle);
        person.sees("/notifications").await.says("ส่งมอบไปแล้วหรือไม่").says(&at);
        person.sees(&at).await.says("ปิดแล้วว่าได้รับความช่วยเหลือ");
        relief.hands_over(&pranee, which, &[(ELDERLY, 50)]).await.unwrap();
        let case = person.sees(&format!("/help-requests/{reference}")).await;
        case.says("ส่งมอบแล้ว").says("วัดเวียงพาน").does_not_say("/goods\"");
    }

    async fn a_promise_binds_nobody_after_three_days(relief: Relief) {
        let (pranee, _) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        relief.receives(&pranee, MASK, 50).await;
        let which = relief.reserves(&pranee, &reference, &aside(MASK, 50)).await.unwrap();
        relief.app.clock().pass(SignedDuration::from_hours(72) - SignedDuration::from_secs(1));
        assert_eq!(why(relief.hands_out(&pranee, MASK, 1).await), "supply-reserved");
        relief.app.clock().pass(SignedDuration::from_secs(1));
        // Before it is written down.
        assert_eq!(relief.outcome(&pranee, which).await, Some(Outcome::Expired));
        assert_eq!(why(relief.hands_over(&pranee, which, &[(ELDERLY, 1)]).await), "supply-reservation-ended");
        relief.hands_out_as(&pranee, &hand_out(MASK, &[(ELDERLY, 1)], When::Now)).await.unwrap();
        let cx = Cx::system(relief.app.clock().now());
        assert_eq!(actions::lapse(relief.app.app(), &cx).await.unwrap(), 1);
        assert_eq!(actions::lapse(relief.app.app(), &cx).await.unwrap(), 0);
        let person = relief.app.signs_in(PRANEE).await;
        person.sees("/notifications").await.says("เกินเวลาแล้ว").says(reference.as_str());
        person.sees(&format!("/help-requests/{reference}")).await.says("การจองหมดเวลา");
    }

    async fn what_was_promised_to_a_duplicate_stands_for_the_one_that_is_kept(relief: Relief) {
        let (pranee, person) = relief.keeper(relief.temple.handle, PRANEE).await;
        let anong = relief.app.anong();
        let duplicate = relief.app.asks_for_help(&anong).await.reference.parse().unwrap();
        let asked = relief.app.asks_for_help(&anong).await;
        let kept = &asked.reference;
        relief.receives(&pranee, MASK, 50).await;
        let which = relief.reserves(&pranee, &duplicate, &aside(MASK, 20)).await.unwrap();
        let somsak = relief.app.somsak().await;
        let merged = relief.app.does(&somsak, duplicate.as_str(), "merge", &[("kept", kept)]).await;
        merged.leads_to("/help-requests/");
        relief.app.work_jobs().await;
        assert_eq!(relief.outcome(&pranee, which).await, None);
        let case = person.sees(&format!("/help-requests/{kept}")).await;
        case.says("จองไว้").says(&format!("จองไว้ในคำขอ {duplicate} ที่รวมเข้ามา"));
        relief.app.answers(&anong, &asked, "cancel").await;
        relief.app.work_jobs().await;
        assert_eq!(relief.outcome(&pranee, which).await, Some(Outcome::RequestClosed));
    }

    async fn goods_go_from_the_case_to_the_books_by_pages(relief: Relief) {
        let (pranee, person) = relief.keeper(relief.temple.handle, PRANEE).await;
        let reference = relief.is_asked().await;
        let (case, unit) = (format!("/help-requests/{reference}"), format!("/supplies/{}", pranee.handle));
        let fill = format!("{case}/goods");
        person.sees(&case).await.says(&fill);
        person.sees(&fill).await.says("ไม่มีของที่จองได้");
        relief.receives(&pranee, MASK, 120).await;
        person.sees(&fill).await.says("2 กล่อง 20 ชิ้น");
        let at = pranee.handle.to_string();
        let typed = |quantity| [("unit", at.as_str()), ("item", MASK), ("quantity", quantity), ("note", "ฝากไว้หน้าวัด")];
        let bad = person.posts(&fill, &typed("สองหีบ")).await;
        bad.is(422).says("สองหีบ").says("ฝากไว้หน้าวัด").says("id=\"quantity-err\"");
        let more = person.posts(&fill, &typed("๓ กล่อง")).await;
        more.is(422).says("ตอนนี้เหลือ").says("๓ กล่อง");
        person.posts(&fill, &typed("๒ กล่อง")).await.leads_to(&case);
        let shown = person.sees(&case).await;
        shown.says("จองไว้").says("2 กล่อง").says("ฝากไว้หน้าวัด").says(&format!("{unit}/reservations/"));
        let boonmee = relief.app.boonmee().await;
        // Who works on the case sees what comes, and nothing to press.
        let seen = boonmee.sees(&case).await;
        seen.says("จองไว้").says("วัดเวียงพาน").does_not_say(&fill).does_not_say(&format!("{unit}/reservations/"));
        let home = person.sees(&unit).await;
        home.says("จองไว้ 2 กล่อง").says("จ่ายได้ 20 ชิ้น").says(reference.as_str()).does_not_say("น้อย");
        let which = home.between(&format!("{unit}/reservations/"), "\"").unwrap().to_owned();
        let one = format!("{unit}/reservations/{which}");
        person.sees(&one).await.says(reference.as_str()).says("ส่งมอบ");
        let nothing = person.posts(&format!("{one}/hand-over"), &[("note", "ครบ")]).await;
        nothing.is(422).says("ครบ").says("กรอกจำนวนอย่างน้อยหนึ่งกลุ่ม");
        let much = [("quantity.vulnerable", "101"), ("persons.vulnerable", "3")];
        person.posts(&format!("{one}/hand-over"), &much).await.is(422).says("จองไว้เพียง 100");
        let all = [("quantity.vulnerable", "๒ กล่อง"), ("persons.vulnerable", "3")];
        person.posts(&format!("{one}/hand-over"), &all).await.leads_to(&one);
        person.sees(&one).await.says("ส่งมอบแล้ว").says("3 คน");
        person.sees(&format!("{unit}/entries")).await.says(reference.as_str());
        person.sees(&format!("{unit}/reservations")).await.says("ส่งมอบแล้ว").says(reference.as_str());
        boonmee.sees(&case).await.says("ส่งมอบแล้ว");
        assert_eq!(relief.stock(&pranee, MASK).await, 20);
        relief.is_whole().await;
    }
}
