//! Goods promised to requests by programs: once however often it is sent, listed from both sides.

use db::on_both_engines;
use serde_json::json;

use super::{ENTRIES, RESERVATIONS, Tree};
use crate::world::TestApp;

on_both_engines! {
    async fn goods_are_promised_once_and_handed_over_once(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, kamon) = &tree.province;
        let receipt = json!({
            "kind": "receipt", "unit": unit, "item": "surgical_mask", "quantity": "2 กล่อง", "party": "ผู้บริจาค",
        });
        kamon.post(ENTRIES, receipt).await.is(201);
        let asked = app.asks_for_help(&app.anong()).await;
        let new = json!({
            "unit": unit, "request": asked.reference, "item": "surgical_mask", "quantity": "1 กล่อง 10", "note": "ฝากไว้",
        });
        let once = kamon.clone().saying("idempotency-key", "aside");
        let made = once.post(RESERVATIONS, new.clone()).await;
        let id = made.is(201).text("/id").to_owned();
        assert_eq!((made.text("/state"), &made.json["quantity"]), ("reserved", &json!(60)));
        assert_eq!((made.text("/request"), made.text("/unit")), (asked.reference.as_str(), unit.as_str()));
        assert_eq!(once.post(RESERVATIONS, new.clone()).await.is(201).text("/id"), id);
        let more = kamon.post(RESERVATIONS, new).await;
        assert_eq!((more.is(409).problem(), &more.json["left"], &more.json["reserved"]), ("supply-reserved", &json!(40), &json!(60)));

        let there = kamon.get(&format!("/api/v1/supply/stock?unit={unit}")).await;
        assert_eq!((&there.is(200).json["items"][0]["quantity"], &there.json["items"][0]["free"]), (&json!(100), &json!(40)));
        let of_unit = kamon.get(&format!("{RESERVATIONS}?unit={unit}")).await;
        assert_eq!(of_unit.is(200).text("/items/0/id"), id);
        let of_request = kamon.get(&format!("{RESERVATIONS}?request={}", asked.reference)).await;
        assert_eq!(of_request.is(200).text("/items/0/id"), id);

        let over = format!("{RESERVATIONS}/{id}/hand-over");
        let much = json!({ "groups": [{ "risk_group": "vulnerable", "quantity": 61 }] });
        let much = kamon.post(&over, much).await;
        assert_eq!((much.is(409).problem(), &much.json["reserved"]), ("supply-more-than-reserved", &json!(60)));
        let wrong = kamon.post(&over, json!({ "groups": [{ "risk_group": "rich", "quantity": 1 }] })).await;
        assert_eq!(wrong.is(422).text("/problems/0/field"), "groups.0.risk_group");
        let all = json!({ "groups": [{ "risk_group": "vulnerable", "quantity": "๑ กล่อง", "persons": 3 }] });
        let once = kamon.clone().saying("idempotency-key", "over");
        for _ in 0..2 {
            let done = once.post(&over, all.clone()).await;
            assert_eq!(done.is(200).text("/state"), "handed_over");
            assert_eq!(done.json["handed_over"].as_array().unwrap().len(), 1);
            assert_eq!(done.json["handed_over"][0]["quantity"], 50);
        }
        let again = kamon.post(&over, all).await;
        assert_eq!((again.is(409).problem(), again.text("/outcome")), ("supply-reservation-ended", "handed_over"));
        let entries = kamon.get(&format!("{ENTRIES}?unit={unit}")).await;
        assert_eq!(entries.is(200).text("/items/0/document"), asked.reference);
    }

    async fn what_is_released_stays_released(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, kamon) = &tree.province;
        let receipt = json!({
            "kind": "receipt", "unit": unit, "item": "surgical_mask", "quantity": 10, "party": "ผู้บริจาค",
        });
        kamon.post(ENTRIES, receipt).await.is(201);
        let asked = app.asks_for_help(&app.anong()).await;
        let new = json!({ "unit": unit, "request": asked.reference, "item": "surgical_mask", "quantity": 10 });
        let made = kamon.post(RESERVATIONS, new.clone()).await;
        let release = format!("{RESERVATIONS}/{}/release", made.is(201).text("/id"));
        for _ in 0..2 {
            let done = kamon.post(&release, json!({ "reason": "ญาติมารับแล้ว" })).await;
            assert_eq!((done.is(200).text("/state"), done.text("/reason")), ("released", "ญาติมารับแล้ว"));
        }
        // Who keeps other books sees nothing of it; the unit above sees it and does nothing.
        let made = kamon.post(RESERVATIONS, new.clone()).await;
        let release = format!("{RESERVATIONS}/{}/release", made.is(201).text("/id"));
        tree.local.1.post(&release, json!({})).await.is(404);
        assert_eq!(tree.ministry.1.post(&release, json!({})).await.is(403).problem(), "supply-books-of-others");
        let mut unclear = new;
        unclear["request"] = json!("เลขที่หนึ่ง");
        let unclear = kamon.post(RESERVATIONS, unclear).await;
        assert_eq!((unclear.is(422).text("/problems/0/field"), unclear.text("/problems/0/key")), ("request", "supply-request-unknown"));
    }

    async fn of_another_kind_or_incident_nothing_is_promised(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let (unit, wandee) = &tree.ministry;
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let asked = app.asks_for(&anong, "home_isolation", &[]).await;
        let new = json!({ "unit": unit, "request": asked.reference, "item": "surgical_mask", "quantity": 10 });
        assert_eq!(wandee.post(RESERVATIONS, new).await.is(409).problem(), "supply-other-kind");
    }
}
