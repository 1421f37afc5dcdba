//! The board of an area: figures from memory, its list, its people, and many cases at once.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::help_requests::model::State;

use crate::world::{AREA, Asked, DAO, TestApp};

async fn asks(app: &TestApp, n: usize) -> Vec<Asked> {
    let anong = app.anong();
    app.verifies_phone(&anong).await;
    let mut all = Vec::new();
    for _ in 0..n {
        all.push(app.asks_for(&anong, crate::world::KIND, &[]).await);
    }
    app.follows().await;
    all
}

/// The board as programs see it.
async fn board(app: &TestApp, path: &str) -> serde_json::Value {
    let somsak = app.somsak().await;
    let answer = app.api(somsak.token().await).get(path).await;
    answer.is(200).json.clone()
}

async fn state(app: &TestApp, asked: &Asked) -> State {
    let reference = asked.reference.parse().unwrap();
    let found = db::read!(app.app().db, |tx| {
        jitasa::help_requests::store::find(tx, &reference).await
    });
    let found = found.unwrap().unwrap();
    found.state_now(&app.clock().now())
}

on_both_engines! {
    async fn figures_follow_what_happens_and_a_lapsed_hold_waits_at_once(app: TestApp) {
        let all = asks(&app, 3).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &all[0].reference).await.is(303);
        app.follows().await;
        let json = board(&app, "/api/v1/areas/57/board").await;
        assert_eq!(json["counts"]["open"], 3);
        assert_eq!(json["counts"]["states"]["waiting"], 2);
        assert_eq!(json["counts"]["states"]["taken"], 1);
        assert_eq!(json["holders"][0]["name"], "บุญมี");
        assert_eq!(json["holders"][0]["cases"], 1);
        assert_eq!(json["ages"][0]["states"]["waiting"], 2);

        // The hold of this kind lasts eight hours.
        app.clock().pass(SignedDuration::from_hours(9));
        app.follows().await;
        let json = board(&app, "/api/v1/areas/57/board").await;
        assert_eq!(json["counts"]["states"]["waiting"], 3);
        assert_eq!(json["holders"], serde_json::json!([]));
        assert_eq!(json["ages"][3]["states"]["waiting"], 3);
        let free: Vec<_> = json["free"].as_array().unwrap().iter().collect();
        assert!(free.iter().any(|one| one["username"] == "boonmee"), "{free:?}");
    }

    async fn a_part_with_no_record_is_a_row_too(app: TestApp) {
        asks(&app, 1).await;
        let json = board(&app, "/api/v1/areas/57/board").await;
        let parts = json["parts"].as_array().unwrap();
        assert_eq!(parts.len(), 18);
        let unheard = |part: &&serde_json::Value| part["unheard_of"] == true;
        assert_eq!(parts.iter().filter(unheard).count(), 17);
        let somsak = app.somsak().await;
        let page = somsak.sees("/board/57?tab=parts").await;
        assert_eq!(page.is(200).html.matches("ยังไม่มีข้อมูล").count(), 17);
    }

    async fn a_figure_leads_to_the_cases_it_counts(app: TestApp) {
        let all = asks(&app, 2).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &all[0].reference).await.is(303);
        app.follows().await;
        let somsak = app.somsak().await;
        let waiting = somsak.sees("/board/57?state=waiting").await;
        waiting.is(200).says(&all[1].reference).does_not_say(&all[0].reference);
        let taken = somsak.sees("/board/57?state=taken&state=on_the_way").await;
        taken.says(&all[0].reference).says("บุญมี").does_not_say(&all[1].reference);
        // Nothing that only those with a ground may see.
        taken.does_not_say("หลังคาสีแดง").does_not_say("น้อย");
        let none = somsak.sees("/board/57?state=helping").await;
        none.says("ไม่มีคำขอที่ตรงกับที่เลือก");
    }

    async fn the_list_goes_on_page_by_page_and_skips_none(app: TestApp) {
        let all = asks(&app, 53).await;
        let somsak = app.somsak().await;
        for sort in ["urgency", "waiting", "risen", "step"] {
            let first = somsak.sees(&format!("/board/57?sort={sort}")).await;
            let next = first.between("rel=\"next\" href=\"", "\"").unwrap().replace("&amp;", "&");
            let next = next.replace("&#38;", "&");
            let second = somsak.sees(&next).await;
            for one in &all {
                let seen = first.has(&format!("data-key=\"{}\"", one.reference));
                let later = second.has(&format!("data-key=\"{}\"", one.reference));
                assert!(seen != later, "{sort}: {} {seen} {later}", one.reference);
            }
        }
    }

    async fn an_admin_gives_a_case_to_who_may_take_it(app: TestApp) {
        let all = asks(&app, 1).await;
        let reference = all[0].reference.as_str();
        let boonmee = app.boonmee().await;
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let path = format!("/api/v1/help-requests/{reference}/assign");
        api.post(&path, serde_json::json!({})).await.is(422);
        let nobody = api.post(&path, serde_json::json!({ "volunteer": "nobody" })).await;
        assert_eq!(nobody.is(409).problem(), "assignee-may-not");
        // Admins take no cases themselves.
        let admin = api.post(&path, serde_json::json!({ "volunteer": "somsak" })).await;
        assert_eq!(admin.is(409).problem(), "assignee-may-not");
        for _ in 0..2 {
            api.post(&path, serde_json::json!({ "volunteer": "Boonmee" })).await.is(200);
        }
        boonmee.sees("/notifications").await.says("คุณได้รับมอบหมายเคส");
        boonmee.sees("/volunteer").await.says(reference);

        let dao = app.holds_seat(DAO, "data", "57").await;
        let held = api.post(&path, serde_json::json!({ "volunteer": "dao" })).await;
        assert_eq!(held.is(409).problem(), "held-by-another");
        let overruled = serde_json::json!({ "volunteer": "dao", "overrule": true });
        api.post(&path, overruled).await.is(200);
        dao.sees("/volunteer").await.says(reference);
        boonmee.sees("/notifications").await.says("ถูกมอบหมายให้ผู้อื่นแล้ว");
        app.does(&boonmee, reference, "depart", &[]).await.is(409);
        let api = app.api(dao.token().await);
        api.post(&path, serde_json::json!({ "volunteer": "dao" })).await.is(404);
    }

    async fn for_each_of_many_cases_it_is_told_what_came_of_it(app: TestApp) {
        let all = asks(&app, 3).await;
        let boonmee = app.boonmee().await;
        let somsak = app.somsak().await;
        let query: Vec<String> = all.iter().map(|one| format!("reference={}", one.reference)).collect();
        let bulk = format!("/board/57/bulk?what=refer&{}", query.join("&"));
        let asks = somsak.sees(&bulk).await;
        let ticked: Vec<String> = all
            .iter()
            .map(|one| {
                let begin = format!("value=\"{}|", one.reference);
                let version = asks.between(&begin, "\"").unwrap();
                format!("{}|{version}", one.reference)
            })
            .collect();
        // Between the question and the answer one of them is taken.
        app.takes(&boonmee, &all[1].reference).await.is(303);
        somsak.gets(&bulk).await;
        let mut fields: Vec<(&str, &str)> = ticked.iter().map(|one| ("case", one.as_str())).collect();
        fields.push(("what", "refer"));
        let refused = somsak.posts("/board/57/bulk", &fields).await;
        refused.is(422).says("id=\"organisation-err\"").says("id=\"reason-err\"");
        for one in &all {
            refused.says(&format!("value=\"{}|", one.reference));
        }
        fields.extend([("area", "50"), ("reason", "no_means")]);
        let done = somsak.posts("/board/57/bulk", &fields).await;
        done.is(200).says("สำเร็จ 2").says("ไม่ได้ทำ 1").says("มีผู้อื่นเปลี่ยนเคสนี้ไปก่อน");
        let mut states = Vec::new();
        for one in &all {
            states.push(state(&app, one).await);
        }
        assert_eq!(states, [State::Referred, State::Taken, State::Referred]);
        app.follows().await;
        let referred = somsak.sees("/board/57?state=referred&mark=unacknowledged").await;
        referred.is(200).says(&all[0].reference).says("จ.เชียงใหม่").says("ยังไม่ตอบรับ");
        referred.does_not_say(&all[1].reference);
        // Sent again, nothing happens twice and nothing is hidden.
        let again = somsak.posts("/board/57/bulk", &fields).await;
        again.is(200).says("สำเร็จ 0").says("ไม่ได้ทำ 3");
        let history = somsak.sees(&format!("/help-requests/{}", all[0].reference)).await;
        assert_eq!(history.html.matches("<b>ส่งต่อ</b>").count(), 1, "{}", history.text);
    }

    async fn cases_are_closed_as_duplicates_or_given_away_from_the_board(app: TestApp) {
        let all = asks(&app, 4).await;
        let boonmee = app.boonmee().await;
        let somsak = app.somsak().await;
        somsak.sees(&format!("/board/57/bulk?what=duplicate&reference={}", all[0].reference)).await;
        let fields = [
            ("what", "duplicate"),
            ("reference", all[0].reference.as_str()),
            ("reference", all[1].reference.as_str()),
            ("kept", all[2].reference.as_str()),
        ];
        somsak.posts("/board/57/bulk", &fields).await.is(200).says("สำเร็จ 2");
        assert_eq!(state(&app, &all[0]).await, State::Duplicate);
        let fields = [
            ("what", "assign"),
            ("reference", all[3].reference.as_str()),
            ("reference", all[0].reference.as_str()),
            ("volunteer", "boonmee"),
        ];
        let done = somsak.posts("/board/57/bulk", &fields).await;
        done.is(200).says("สำเร็จ 1").says("ไม่ได้ทำ 1");
        boonmee.sees("/volunteer").await.says(&all[3].reference);
        let fields = [("what", "expire"), ("reference", all[2].reference.as_str())];
        somsak.posts("/board/57/bulk", &fields).await.is(200).says("สำเร็จ 0");
        assert_eq!(state(&app, &all[2]).await, State::Waiting);
        let elsewhere = [("what", "ask_still"), ("reference", "COV69-500101-0001")];
        somsak.posts("/board/57/bulk", &elsewhere).await.is(200).says("ไม่พบเคสนี้");
    }

    async fn somebody_of_the_district_sees_its_board_and_no_wider_one(app: TestApp) {
        asks(&app, 1).await;
        let card = crate::world::Card { username: "district", phone: "0812340077", ..DAO };
        let district = app.holds_seat(card, "district_admin", &AREA[..4]).await;
        let home = district.sees("/board").await;
        home.is(200).says("อ.แม่สาย").does_not_say("/board/57\"");
        district.gets("/board/57").await.is(404);
        district.gets("/board/570906").await.is(200);
    }
}
