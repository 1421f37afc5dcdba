//! Goods between units: sent once, acknowledged, said anew, taken back, traced.

use db::on_both_engines;
use serde_json::json;

use super::{ALLOCATIONS, ENTRIES, Tree, UNITS, had, stock};
use crate::world::TestApp;

on_both_engines! {
    async fn goods_are_sent_acknowledged_and_traced(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let ((ministry, wandee), (province, kamon)) = (&tree.ministry, &tree.province);
        let sent = json!({
            "unit": ministry, "document": "มท 0001", "carrier": "รถกระทรวง",
            "shipments": [{ "to": province, "items": [
                { "item": "surgical_mask", "quantity": "6 กล่อง", "plan": [
                    { "risk_group": "vulnerable", "quantity": 200 }, { "risk_group": "work_at_risk", "quantity": "2 กล่อง" },
                ] },
                { "item": "alcohol_gel", "quantity": 10 },
            ] }],
        });
        let once = wandee.clone().saying("idempotency-key", "round-one");
        let made = once.post(ALLOCATIONS, sent.clone()).await;
        let allocation = made.is(201).text("/allocation").to_owned();
        let shipment = made.text("/shipments/0/id").to_owned();
        assert_eq!(made.text("/shipments/0/standing"), "in_transit");
        assert_eq!(made.json["shipments"][0]["plan"].as_array().unwrap().len(), 2);
        assert_eq!(once.post(ALLOCATIONS, sent).await.is(201).text("/allocation"), allocation);
        assert_eq!(stock(wandee, ministry).await, had(&[("alcohol_gel", 38), ("surgical_mask", 700)]));

        let waiting = kamon.get(&format!("{UNITS}/{province}")).await;
        assert_eq!(waiting.is(200).text("/incoming/0/id"), shipment);
        let address = format!("{ALLOCATIONS}/{shipment}");
        let seen = kamon.get(&format!("{address}?unit={province}")).await;
        assert_eq!((seen.is(200).text("/lines/0/lot"), seen.text("/from/unit")), ("A1", ministry.as_str()));

        let less = json!({ "item": "surgical_mask", "received": "5 กล่อง", "damaged": 20 });
        let acknowledge = format!("{address}/acknowledge");
        let refused = kamon.post(&acknowledge, json!({ "unit": province, "lines": [less] })).await;
        assert_eq!(refused.is(422).problem(), "supply-reason-missing");
        let more = json!({ "item": "alcohol_gel", "lot": "A1", "received": 11 });
        let refused = kamon.post(&acknowledge, json!({ "unit": province, "lines": [more] })).await;
        assert_eq!(refused.is(422).problem(), "supply-more-than-sent");
        let came = json!({ "unit": province, "lines": [
            { "item": "surgical_mask", "received": "5 กล่อง", "damaged": 20, "reason": "damaged", "note": "ฝนสาด" },
        ] });
        let arrived = kamon.post(&acknowledge, came.clone()).await;
        assert_eq!(arrived.is(200).text("/standing"), "arrived");
        let kinds: Vec<(&str, i64)> = arrived.json["came"].as_array().unwrap().iter()
            .map(|one| (one["kind"].as_str().unwrap(), one["quantity"].as_i64().unwrap())).collect();
        assert_eq!(kinds, [("arrival", 10), ("arrival", 250), ("short", 30), ("damaged", 20)]);
        kamon.post(&acknowledge, came).await.is(200);
        let whole = json!({ "unit": province });
        assert_eq!(kamon.post(&acknowledge, whole.clone()).await.is(409).problem(), "supply-acknowledged");
        let late = wandee.post(&format!("{address}/cancel"), json!({ "unit": ministry })).await;
        assert_eq!(late.is(409).problem(), "supply-arrived");

        let undone = kamon.post(&format!("{address}/undo"), json!({ "unit": province, "note": "นับใหม่" })).await;
        assert_eq!(undone.is(200).text("/standing"), "in_transit");
        kamon.post(&acknowledge, whole).await.is(200);
        assert_eq!(stock(kamon, province).await, had(&[("alcohol_gel", 10), ("surgical_mask", 300)]));
        let out = json!({
            "kind": "hand_out", "unit": province, "item": "surgical_mask",
            "groups": [{ "risk_group": "vulnerable", "quantity": 40, "persons": 20 }],
        });
        kamon.post(ENTRIES, out).await.is(201);
        let onward = json!({
            "unit": province, "shipments": [{ "to": tree.local.0, "items": [{ "item": "surgical_mask", "quantity": 60 }] }],
        });
        let onward = kamon.post(ALLOCATIONS, onward).await;
        let trace = wandee.get(&format!("/api/v1/supply/trace/{allocation}?unit={ministry}")).await;
        let since = &trace.is(200).json["shipments"][0]["since"][1];
        assert_eq!(*since, json!({ "item": "surgical_mask", "sent_on": 60, "handed_out": 40, "there": 200 }));
        assert_eq!(trace.text("/shipments/0/next/0"), onward.is(201).text("/allocation"));
    }

    async fn what_was_not_acknowledged_is_taken_back(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let shipment = tree.allocates().await;
        let (ministry, wandee) = &tree.ministry;
        let address = format!("{ALLOCATIONS}/{shipment}");
        let back = json!({ "unit": ministry, "note": "ส่งผิด" });
        let cancelled = wandee.post(&format!("{address}/cancel"), back.clone()).await;
        assert_eq!(cancelled.is(200).text("/standing"), "cancelled");
        assert_eq!(wandee.post(&format!("{address}/cancel"), back).await.is(409).problem(), "supply-cancelled");
        assert_eq!(stock(wandee, ministry).await, had(&[("alcohol_gel", 48), ("surgical_mask", 1000)]));
        let came = json!({ "unit": tree.province.0 });
        let refused = tree.province.1.post(&format!("{address}/acknowledge"), came).await;
        assert_eq!(refused.is(409).problem(), "supply-cancelled");
    }
}
