//! Entries: received, handed out, lost, taken back; each once however often it is sent.

use db::on_both_engines;
use serde_json::json;

use super::{DAY, ENTRIES, Tree, WANDEE, a_day_later, had, stock};
use crate::world::TestApp;

on_both_engines! {
    async fn one_lot_is_counted_and_what_differs_is_entered(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let (unit, wandee) = &tree.ministry;
        let count = json!({
            "kind": "count", "unit": unit, "item": "surgical_mask", "counted": "19 กล่อง 48 ชิ้น", "expected": 1000,
            "reason": "lost", "note": "ตู้ซ้าย",
        });
        for (field, value, status, amiss) in [
            ("reason", json!(null), 422, "supply-reason-missing"),
            ("expected", json!(999), 409, "supply-booked-meanwhile"),
            ("counted", json!(1000), 409, "supply-count-agrees"),
            ("counted", json!("x"), 422, "problems"),
            ("quantity", json!(5), 422, "problems"),
        ] {
            let mut wrong = count.clone();
            wrong[field] = value;
            assert_eq!(wandee.post(ENTRIES, wrong).await.is(status).problem(), amiss, "{field}");
        }
        let unknown = json!({ "kind": "count", "unit": unit, "item": "alcohol_gel", "lot": "Z9", "counted": 1, "reason": "other" });
        assert_eq!(wandee.post(ENTRIES, unknown).await.is(422).problem(), "supply-count-unknown");
        let once = wandee.clone().saying("idempotency-key", "count-one");
        let made = once.post(ENTRIES, count.clone()).await;
        assert_eq!((made.is(201).text("/kind"), &made.json["quantity"]), ("shortfall", &json!(2)));
        assert_eq!(once.post(ENTRIES, count).await.is(201).text("/id"), made.text("/id"));
        assert_eq!(stock(wandee, unit).await, had(&[("alcohol_gel", 48), ("surgical_mask", 998)]));
    }

    async fn what_is_entered_stands_once_in_the_books(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, wandee) = &tree.ministry;
        let receipt = json!({
            "kind": "receipt", "unit": unit, "item": "surgical_mask", "quantity": "2 boxes and 13",
            "party": "โรงงานหน้ากาก", "document": "ซ 12/2569",
        });
        let once = wandee.clone().saying("idempotency-key", "receipt-one");
        let made = once.post(ENTRIES, receipt.clone()).await;
        let id = made.is(201).text("/id").to_owned();
        assert_eq!((&made.json["quantity"], made.text("/booked_on")), (&json!(113), DAY));
        assert_eq!((made.text("/from"), made.text("/to")), ("outside", "stock"));
        assert_eq!(once.post(ENTRIES, receipt.clone()).await.is(201).text("/id"), id);
        let mut other = receipt.clone();
        other["quantity"] = json!(5);
        assert_eq!(once.post(ENTRIES, other).await.is(422).problem(), "idempotency-key-reused");
        assert_eq!(stock(wandee, unit).await, had(&[("surgical_mask", 113)]));

        let out = json!({
            "kind": "hand_out", "unit": unit, "item": "surgical_mask",
            "groups": [
                { "risk_group": "vulnerable", "quantity": "1 กล่อง", "persons": 25 },
                { "risk_group": "close_to_public", "quantity": 10 },
            ],
        });
        let once = wandee.clone().saying("idempotency-key", "out-one");
        // The first of the entries, in the order in which the incident lists its groups.
        let made = once.post(ENTRIES, out.clone()).await;
        let first = made.is(201).text("/id").to_owned();
        assert_eq!((made.text("/risk_group"), &made.json["quantity"]), ("close_to_public", &json!(10)));
        assert_eq!(once.post(ENTRIES, out).await.is(201).text("/id"), first);
        let lost = json!({
            "kind": "loss", "unit": unit, "item": "surgical_mask", "quantity": 3, "reason": "damaged", "note": "เปียก",
        });
        assert_eq!(wandee.post(ENTRIES, lost).await.is(201).text("/reason"), "damaged");
        assert_eq!(stock(wandee, unit).await, had(&[("surgical_mask", 50)]));

        let back = json!({ "kind": "reversal", "unit": unit, "entry": first, "reason": "mistyped" });
        let reversal = wandee.post(ENTRIES, back.clone()).await;
        assert_eq!(reversal.is(201).text("/reverses"), first);
        let again = wandee.post(ENTRIES, back.clone()).await;
        assert_eq!(again.is(201).text("/id"), reversal.text("/id"));
        let mut otherwise = back;
        otherwise["reason"] = json!("other");
        assert_eq!(wandee.post(ENTRIES, otherwise).await.is(409).problem(), "supply-reversed");
        assert_eq!(stock(wandee, unit).await, had(&[("surgical_mask", 60)]));

        let page = wandee.get(&format!("{ENTRIES}?unit={unit}&limit=2")).await;
        assert_eq!(page.is(200).json["items"].as_array().unwrap().len(), 2);
        let next = page.text("/next").to_owned();
        let rest = wandee.get(&format!("{ENTRIES}?unit={unit}&limit=10&after={next}")).await;
        let rest = rest.is(200).json.clone();
        assert!(rest["next"].is_null());
        let rest = rest["items"].as_array().unwrap();
        assert_eq!(rest.len(), 3);
        let reversed = rest.iter().find(|one| one["id"] == first.as_str()).unwrap();
        assert_eq!(reversed["is_reversed"], true);
        let elsewhere = tree.province.1.get(&format!("{ENTRIES}?unit={}&after={next}", tree.province.0)).await;
        assert_eq!(elsewhere.is(422).text("/problems/0/field"), "after");
    }

    async fn what_happened_before_is_entered_for_its_day(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let unit = &tree.ministry.0;
        let wandee = &a_day_later(&app, WANDEE).await;
        let receipt = json!({
            "kind": "receipt", "unit": unit, "item": "ppe", "quantity": 5, "party": "ผู้บริจาค",
            "happened_at": "2026-11-21T08:00:00Z",
        });
        let made = wandee.post(ENTRIES, receipt).await;
        assert_eq!((made.is(201).text("/booked_on"), made.text("/happened_at")), (DAY, "2026-11-21T08:00:00Z"));
        let on = json!({
            "kind": "receipt", "unit": unit, "item": "ppe", "quantity": 5, "party": "ผู้บริจาค",
            "happened_on": "21 พ.ย. 2569",
        });
        assert_eq!(wandee.post(ENTRIES, on).await.is(201).text("/booked_on"), DAY);
        let ahead = json!({
            "kind": "receipt", "unit": unit, "item": "ppe", "quantity": 5, "party": "ผู้บริจาค",
            "happened_at": "2026-11-29T08:00:00Z",
        });
        assert_eq!(wandee.post(ENTRIES, ahead).await.is(409).problem(), "supply-future");
    }
}
