//! Days: counted, closed, proved; and who has not reported.

use db::on_both_engines;
use serde_json::json;

use super::{DAY, ENTRIES, Tree, WANDEE, a_day_later};
use crate::world::TestApp;

db::sql! { TAMPER = "UPDATE supply_counts SET counted = counted + 1 WHERE counted > 0" }
db::sql! { ADD_STOCK = "UPDATE supply_stock SET quantity = quantity + 1 WHERE item = 'surgical_mask'" }

on_both_engines! {
    async fn a_day_is_counted_closed_and_proved(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let (unit, wandee) = &tree.ministry;
        let out = json!({
            "kind": "hand_out", "unit": unit, "item": "surgical_mask",
            "groups": [{ "risk_group": "vulnerable", "quantity": 100 }],
        });
        wandee.post(ENTRIES, out).await.is(201);
        let address = format!("/api/v1/supply/days/{unit}/{DAY}");
        let open = wandee.get(&address).await;
        assert_eq!(open.is(200).json["lines"][1]["expected"], 900);
        assert_eq!(open.json["handed_out"][0]["quantity"], 100);
        assert!(open.json["closed"].is_null());

        let close = format!("{address}/close");
        let masks = json!({ "item": "surgical_mask", "counted": "18 กล่อง" });
        let refused = wandee.post(&close, json!({ "counts": [masks] })).await;
        assert_eq!((refused.is(422).problem(), refused.text("/item")), ("supply-not-counted", "alcohol_gel"));
        let gel = json!({ "item": "alcohol_gel", "lot": "A1", "counted": 47 });
        let refused = wandee.post(&close, json!({ "counts": [masks, gel] })).await;
        assert_eq!((refused.is(422).problem(), &refused.json["by"]), ("supply-reason-missing", &json!(-1)));
        let unknown = json!({ "item": "alcohol_gel", "lot": "B2", "counted": 1 });
        let refused = wandee.post(&close, json!({ "counts": [unknown, masks, masks] })).await;
        assert_eq!((refused.is(422).text("/problems/0/field"), refused.text("/problems/0/key")), ("counts.0.item", "supply-line-unknown"));
        assert_eq!(refused.text("/problems/1/key"), "supply-line-twice");
        let seen = json!({ "counts": [
            { "item": "surgical_mask", "counted": 900, "expected": 1000 },
            { "item": "alcohol_gel", "lot": "A1", "counted": 48, "expected": 48 },
        ] });
        assert_eq!(wandee.post(&close, seen).await.is(409).problem(), "supply-booked-meanwhile");

        let counts = json!({ "counts": [
            { "item": "surgical_mask", "counted": "18 กล่อง", "expected": 900 },
            { "item": "alcohol_gel", "lot": "A1", "counted": 47, "expected": 48, "reason": "lost" },
        ] });
        let closed = wandee.post(&close, counts.clone()).await;
        let hash = closed.is(200).text("/closed/hash").to_owned();
        assert_eq!((hash.len(), closed.text("/closed/previous_hash")), (64, ""));
        assert_eq!(closed.json["lines"][0]["counted"], 47);
        assert_eq!(wandee.get(&address).await.is(200).text("/closed/hash"), hash);
        let same = json!({ "counts": [
            { "item": "surgical_mask", "counted": 900 },
            { "item": "alcohol_gel", "lot": "A1", "counted": 47, "reason": "lost" },
        ] });
        assert_eq!(wandee.post(&close, same).await.is(200).text("/closed/hash"), hash);
        let other = json!({ "counts": [
            { "item": "surgical_mask", "counted": 901, "reason": "other" },
            { "item": "alcohol_gel", "lot": "A1", "counted": 47, "reason": "lost" },
        ] });
        assert_eq!(wandee.post(&close, other).await.is(409).problem(), "supply-day-closed");

        a_day_later(&app, WANDEE).await;
        let wandee = &a_day_later(&app, WANDEE).await;
        let third = format!("/api/v1/supply/days/{unit}/2026-11-23");
        let refused = wandee.post(&format!("{third}/close"), json!({ "counts": [] })).await;
        assert_eq!(refused.is(409).problem(), "supply-day-not-yet");
        assert_eq!(refused.text("/first"), "2026-11-22");
        assert_eq!(wandee.get(&third).await.is(200).json["n_open_before"], 1);
        wandee.get(&format!("/api/v1/supply/days/{unit}/2026-11-24")).await.is(404);
        wandee.get(&format!("/api/v1/supply/days/{unit}/yesterday")).await.is(404);

        let verify = format!("/api/v1/supply/verify?unit={unit}");
        let whole = wandee.get(&verify).await;
        assert_eq!((&whole.is(200).json["is_whole"], &whole.json["n_days"]), (&json!(true), &json!(1)));
        let changed = db::write!(app.app().db, |tx| { tx.execute(TAMPER, &[]).await }).unwrap();
        assert_eq!(changed, 2);
        db::write!(app.app().db, |tx| { tx.execute(ADD_STOCK, &[]).await }).unwrap();
        let broken = wandee.get(&verify).await;
        assert_eq!(broken.is(200).json["is_whole"], false);
        assert_eq!(broken.json["broken"], json!({ "date": DAY, "why": "changed" }));
        assert_eq!(broken.json["stock_differs"], json!([{ "item": "surgical_mask", "lot": "" }]));
    }

    async fn quiet_days_are_closed_at_once_up_to_the_first_that_wants_a_count(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, wandee) = &tree.ministry;
        let quiet = format!("/api/v1/supply/days/{unit}/close-quiet");
        let none = wandee.post(&quiet, json!({})).await;
        assert_eq!(none.is(200).json, json!({ "n_closed": 0, "next_day": DAY }));
        for (body, key) in [(json!({ "through": "x" }), "supply-date-wrong"), (json!({ "through": "2026-11-22" }), "supply-future")] {
            assert_eq!(wandee.post(&quiet, body).await.is(422).text("/problems/0/key"), key);
        }
        assert_eq!(tree.malee.post(&quiet, json!({})).await.is(403).problem(), "supply-books-of-others");
        a_day_later(&app, WANDEE).await;
        let wandee = &a_day_later(&app, WANDEE).await;
        let receipt = json!({
            "kind": "receipt", "unit": unit, "item": "surgical_mask", "quantity": 10, "party": "โรงงาน",
            "happened_on": "2026-11-23",
        });
        wandee.post(ENTRIES, receipt).await.is(201);
        let done = wandee.post(&quiet, json!({ "through": "2026-11-23" })).await;
        assert_eq!(done.is(200).json, json!({ "n_closed": 2, "next_day": "2026-11-23" }));
        let again = wandee.post(&quiet, json!({ "through": "2026-11-23" })).await;
        assert_eq!(again.is(200).json["n_closed"], 0);
        let closed = wandee.get(&format!("/api/v1/supply/days/{unit}/{DAY}")).await;
        assert_eq!(closed.is(200).json["is_closed"], true);
    }

    async fn who_has_not_reported_is_told_on_every_level(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, wandee) = &tree.ministry;
        let pim = &tree.local;
        let close = format!("/api/v1/supply/days/{}/{DAY}/close", pim.0);
        pim.1.post(&close, json!({ "counts": [] })).await.is(200);
        let open = wandee.get(&format!("/api/v1/supply/unreported?unit={unit}")).await;
        assert_eq!(open.is(200).json["items"].as_array().unwrap().len(), 1);
        assert_eq!(open.text("/items/0/id"), tree.province.0);
        let wandee = &a_day_later(&app, WANDEE).await;
        let open = wandee.get(&format!("/api/v1/supply/unreported?unit={unit}&date=2026-11-22")).await;
        assert_eq!(open.is(200).json["items"].as_array().unwrap().len(), 2);
        assert_eq!(open.text("/items/1/last_closed_on"), DAY);
        let before = wandee.get(&format!("/api/v1/supply/unreported?unit={unit}&date={DAY}")).await;
        assert_eq!(before.is(200).json["items"].as_array().unwrap().len(), 1);
        let wrong = wandee.get(&format!("/api/v1/supply/unreported?unit={unit}&date=2026-11-30&x=1")).await;
        assert_eq!(wrong.is(422).text("/problems/1/key"), "supply-future");
        wandee.get(&format!("/api/v1/supply/unreported?unit={unit}&after=zz")).await.is(422);
    }
}
