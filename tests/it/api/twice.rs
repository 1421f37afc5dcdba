//! The same send, however often and however many at once, does one thing and gives one answer.

use db::on_both_engines;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{phone_token, registers, usual, with};
use crate::world::{ANONG, BOONMEE, DAO, DurableApp, TestApp};

on_both_engines! {
    async fn twenty_sends_with_one_key_make_one_request(app: DurableApp) {
        let token = phone_token(&app, ANONG, "help_request").await;
        let anong = app.api(token).saying("idempotency-key", "0199f0a2-7d1c-7c55");
        let mut sends = JoinSet::new();
        for _ in 0..20 {
            let anong = anong.clone();
            sends.spawn(async move { anong.post("/api/v1/help-requests", usual()).await });
        }
        let answers: Vec<Value> = sends
            .join_all()
            .await
            .iter()
            .map(|answer| answer.is(201).json.clone())
            .collect();
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        let own = anong.get("/api/v1/help-requests/own").await;
        assert_eq!(own.is(200).json["items"].as_array().unwrap().len(), 1);

        app.clock().pass(jiff::SignedDuration::from_hours(1));
        let later = anong.post("/api/v1/help-requests", usual()).await;
        assert_eq!(later.is(201).json, answers[0]);
        let other = anong.post("/api/v1/help-requests", with(json!({ "headcount": 4 }))).await;
        assert_eq!(other.is(422).problem(), "idempotency-key-reused");
        let bad = anong.clone().saying("idempotency-key", &"k".repeat(81));
        let bad = bad.post("/api/v1/help-requests", usual()).await;
        assert_eq!(bad.is(422).problem(), "bad-idempotency-key");
    }

    async fn a_key_belongs_to_one_person(app: TestApp) {
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        let dao = app.api(registers(&app, DAO, "data").await);
        let first = anong.saying("idempotency-key", "same");
        let first = first.post("/api/v1/help-requests", usual()).await;
        let second = dao.saying("idempotency-key", "same");
        let second = second.post("/api/v1/help-requests", usual()).await;
        assert_ne!(first.is(201).text("/reference"), second.is(201).text("/reference"));
    }

    async fn deeds_done_again_change_nothing(app: TestApp) {
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        let asked = anong.post("/api/v1/help-requests", usual()).await;
        let case = format!("/api/v1/help-requests/{}", asked.is(201).text("/reference"));
        let boonmee = registers(&app, BOONMEE, "data").await;
        let boonmee = app.api(boonmee);
        let closing = json!({ "outcome": "helped_full", "given": "ข้าวสาร" });
        for (deed, body) in [
            ("take", json!({})), ("release", json!({})), ("take", json!({})),
            ("depart", json!({})), ("arrive", json!({})), ("help", closing),
        ] {
            let path = format!("{case}/{deed}");
            let once = boonmee.post(&path, body.clone()).await;
            let twice = boonmee.post(&path, body).await;
            assert_eq!(once.is(200).json["state"], twice.is(200).json["state"], "{deed}");
        }
        for _ in 0..2 {
            anong.post(&format!("{case}/confirm"), json!({})).await.is(200);
        }
        let steps = anong.get(&case).await.json["history"].as_array().unwrap().len();
        // Taking what one holds renews the hold, and that is a step.
        assert!((8..=10).contains(&steps), "{steps}");
    }
}
