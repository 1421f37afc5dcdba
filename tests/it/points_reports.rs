//! What anybody reports as wrong with a point: called about, answered, counted.

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::points::actions;
use jitasa::points::model::desk::{Amiss, ToldBy, Verdict};
use serde_json::json;

use crate::points_desk::{
    FON, at_desk, does, found, minutes, point, reports, says_wrong, takes_next,
};
use crate::world::{ANONG, TestApp};

on_both_engines! {
    async fn a_report_is_called_about_and_answered(app: TestApp) {
        let id = point(&app, "โรงครัววัด", "parking", "call").await;
        let visitor = app.nobody();
        visitor.sees(&format!("/points/{id}")).await.says(&format!("/points/{id}/report"));
        says_wrong(&visitor, &id, "", "ปิดแล้ว").await.is(422).says("what-err").says("ปิดแล้ว");
        says_wrong(&visitor, &id, "other", "").await.is(422).says("words-err");
        let sent = says_wrong(&visitor, &id, "gone", "ย้ายไปหลังตลาด").await;
        sent.leads_to(&format!("/points/{id}"));
        assert!(found(&app, &id).await.reported_at.is_some());
        // The words are for those who keep it true.
        visitor.sees(&format!("/points/{id}")).await.does_not_say("หลังตลาด");
        let fon = at_desk(&app, FON).await;
        fon.sees(&format!("/points/{id}")).await.says("ย้ายไปหลังตลาด").says("มีคนแจ้ง").does_not_say("แจ้งถูก");
        assert_eq!(takes_next(&fon).await, Some(id.clone()));
        fon.sees(&format!("/points/queue/{id}")).await.says("ย้ายไปหลังตลาด").says("ไม่มีจุดนี้แล้ว");
        let fields = [("status", "open"), ("version", "1"), ("verdict", "unclear"), ("how", "call")];
        does(&fon, &id, "reached", &fields).await.leads_to("/points/queue");
        assert_eq!(found(&app, &id).await.reported_at, None);
        let all = reports(&app, &id).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].amiss, all[0].told_by), (Amiss::Gone, ToldBy::Anybody));
        assert_eq!(all[0].handled.unwrap().1, Verdict::Unclear);
        // Where nobody says, what has changed says it.
        let verdicts = [("closed", "closed", Verdict::Right), ("full", "closed", Verdict::Wrong)];
        for (what, status, verdict) in verdicts {
            app.clock().pass(minutes(60 * 24));
            says_wrong(&visitor, &id, what, "").await.leads_to("/points/");
            let fon = at_desk(&app, FON).await;
            fon.sees(&format!("/points/{id}/update")).await.says("verdict");
            let fields = [("status", status), ("how", "call")];
            fon.posts(&format!("/points/{id}/update"), &fields).await.leads_to("/points/");
            assert_eq!(reports(&app, &id).await[0].handled.unwrap().1, verdict);
        }
        // Long after, the words are erased; what was wrong stays told.
        app.clock().pass(SignedDuration::from_hours(90 * 24 + 60));
        let now = app.clock().now();
        assert!(actions::erase_words(app.app(), now).await.unwrap() > 0);
        let all = reports(&app, &id).await;
        assert!(all.iter().all(|report| report.words.is_none()));
        assert_eq!(all.len(), 3);
    }

    async fn a_confirmed_phone_goes_before_other_reports(app: TestApp) {
        let first = point(&app, "ก", "parking", "call").await;
        let second = point(&app, "ข", "parking", "call").await;
        says_wrong(&app.nobody(), &first, "closed", "").await.leads_to("/points/");
        app.clock().pass(minutes(1));
        let anong = app.person(ANONG);
        app.verifies_phone(&anong).await;
        says_wrong(&anong, &second, "full", "").await.leads_to("/points/");
        assert!(matches!(reports(&app, &second).await[0].told_by, ToldBy::Phone(_)));
        let fon = at_desk(&app, FON).await;
        assert_eq!(takes_next(&fon).await, Some(second));
    }

    async fn reports_are_counted_and_refused_honestly(app: TestApp) {
        let id = point(&app, "ก", "parking", "call").await;
        let address = format!("/api/v1/points/{id}/report");
        let body = json!({ "what": "closed" });
        // The same send twice is one report.
        let api = app.api(None).saying("idempotency-key", "report-1");
        for _ in 0..2 {
            api.post(&address, body.clone()).await.is(204);
        }
        assert_eq!(reports(&app, &id).await.len(), 1);
        api.post(&address, json!({ "what": "nonsense" })).await.is(422);
        api.post(&address, json!({ "what": "other" })).await.is(422);
        let api = app.api(None);
        api.post(&address, body.clone()).await.is(204);
        let refused = api.post(&address, body.clone()).await;
        assert_eq!(refused.is(429).problem(), "too-many-reports");
        let seconds: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=24 * 3600).contains(&seconds), "{seconds}");
        let visitor = app.nobody();
        let page = says_wrong(&visitor, &id, "closed", "คำที่พิมพ์ไว้").await;
        page.is(429).says("กำลังตรวจสอบ").says("คำที่พิมพ์ไว้");
        // Another point may be reported, until one address has sent ten in the hour.
        let mut taken = 0;
        for n in 0..10 {
            let other = point(&app, &format!("จุด {n}"), "parking", "call").await;
            let answer = api.post(&format!("/api/v1/points/{other}/report"), body.clone()).await;
            taken += usize::from(answer.status.as_u16() == 204);
        }
        assert_eq!(taken, 8);
        // Somebody known is not held back by the address they share.
        let anong = app.person(ANONG);
        app.verifies_phone(&anong).await;
        says_wrong(&anong, &id, "closed", "").await.leads_to("/points/");
        app.clock().pass(SignedDuration::from_hours(24));
        api.post(&address, body).await.is(204);
    }
}
