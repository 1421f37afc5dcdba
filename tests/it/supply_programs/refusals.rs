//! What is amiss is told at once, by its place in the body; what is not theirs is not there.

use db::on_both_engines;
use serde_json::{Value, json};

use super::{ALLOCATIONS, ENTRIES, Tree, UNITS};
use crate::world::{Answer, TestApp};

fn told(answer: &Answer) -> Vec<(String, String)> {
    let problems = answer.is(422).json["problems"].as_array().unwrap().clone();
    let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
    let mut told: Vec<(String, String)> = problems
        .iter()
        .map(|one| (text(one, "field"), text(one, "key")))
        .collect();
    told.sort();
    told
}

fn fields(answer: &Answer) -> Vec<String> {
    told(answer).into_iter().map(|(field, _)| field).collect()
}

on_both_engines! {
    async fn entries_tell_all_that_is_amiss(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, wandee) = &tree.ministry;
        let wrong = json!({
            "kind": "receipt", "unit": unit, "item": "gold", "quantity": "many", "groups": [], "reason": "lost",
            "happened_at": "soon", "colour": "red",
        });
        let refused = wandee.post(ENTRIES, wrong).await;
        assert_eq!(fields(&refused), ["colour", "happened_at", "item", "party", "reason"]);
        let wrong = json!({
            "kind": "hand_out", "unit": unit, "item": "surgical_mask", "groups": [
                { "risk_group": "cats", "quantity": 1 },
                { "risk_group": "vulnerable", "quantity": "2 ลัง", "persons": 5_000_000 },
                { "risk_group": "vulnerable", "quantity": 1 },
            ],
        });
        let refused = wandee.post(ENTRIES, wrong).await;
        let expected = ["groups.0.risk_group", "groups.1.persons", "groups.1.quantity", "groups.2.risk_group"];
        assert_eq!(fields(&refused), expected);
        let none = json!({ "kind": "hand_out", "unit": unit, "item": "surgical_mask" });
        let refused = wandee.post(ENTRIES, none).await;
        assert_eq!(told(&refused), [("groups".to_owned(), "supply-groups-missing".to_owned())]);
        let refused = wandee.post(ENTRIES, json!({ "kind": "gift", "unit": unit })).await;
        assert_eq!(fields(&refused), ["kind"]);
        let refused = wandee.post(ENTRIES, json!({ "kind": "reversal", "unit": unit })).await;
        assert_eq!(fields(&refused), ["entry", "reason"]);
        let nothing = json!({
            "kind": "reversal", "unit": unit, "reason": "other", "entry": "01a1fcec-3160-70f0-82c0-e57584d24b78",
        });
        wandee.post(ENTRIES, nothing).await.is(404);
        assert_eq!(fields(&wandee.post(ENTRIES, json!({})).await), ["kind", "unit"]);
        let few = json!({
            "kind": "loss", "unit": unit, "item": "surgical_mask", "quantity": 1, "reason": "lost",
        });
        let refused = wandee.post(ENTRIES, few).await;
        assert_eq!((refused.is(409).problem(), &refused.json["left"]), ("supply-too-few", &json!(0)));
    }

    async fn allocations_tell_all_that_is_amiss(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let (unit, wandee) = &tree.ministry;
        let province = &tree.province.0;
        let wrong = json!({
            "unit": unit, "shipments": [
                { "to": "x", "items": [{ "item": "surgical_mask", "quantity": 0 }] },
                { "to": province, "items": [
                    { "item": "gold", "quantity": 1 },
                    { "item": "surgical_mask", "quantity": 5, "plan": [{ "risk_group": "cats", "quantity": 1 }] },
                ] },
                { "to": province, "items": [] },
            ],
        });
        let refused = wandee.post(ALLOCATIONS, wrong).await;
        let expected = [
            "shipments.0.items", "shipments.0.items.0.quantity", "shipments.0.to", "shipments.1.items.0.item",
            "shipments.1.items.1.plan.0.risk_group", "shipments.2.items", "shipments.2.to",
        ];
        assert_eq!(fields(&refused), expected);
        let plan = json!({
            "unit": unit, "shipments": [{ "to": province, "items": [
                { "item": "surgical_mask", "quantity": 5, "plan": [{ "risk_group": "vulnerable", "quantity": 4 }] },
            ] }],
        });
        let refused = wandee.post(ALLOCATIONS, plan).await;
        assert_eq!(told(&refused), [("shipments.0.items.0.plan".to_owned(), "supply-plan-differs".to_owned())]);
        assert_eq!(fields(&wandee.post(ALLOCATIONS, json!({ "unit": unit, "shipments": [] })).await), ["shipments"]);
        let far = json!({
            "unit": unit, "shipments": [{ "to": tree.local.0, "items": [{ "item": "surgical_mask", "quantity": 5 }] }],
        });
        assert_eq!(wandee.post(ALLOCATIONS, far).await.is(409).problem(), "supply-not-there");
        let shipment = tree.allocates().await;
        let address = format!("{ALLOCATIONS}/{shipment}/acknowledge");
        let lines = json!({ "unit": province, "lines": [
            { "item": "alcohol_gel", "lot": "Z9" }, { "item": "surgical_mask", "received": "x", "reason": "because" },
        ] });
        let refused = tree.province.1.post(&address, lines).await;
        assert_eq!(fields(&refused), ["lines.0.item", "lines.1.reason", "lines.1.received"]);
        // The sender acknowledges nothing, and the receiver cancels nothing.
        wandee.post(&address, json!({ "unit": unit })).await.is(404);
        let cancel = format!("{ALLOCATIONS}/{shipment}/cancel");
        tree.province.1.post(&cancel, json!({ "unit": province })).await.is(404);
    }

    async fn what_is_not_theirs_is_not_there(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (ministry, province, local) = (&tree.ministry.0, &tree.province.0, &tree.local);
        for address in [
            format!("{UNITS}/{province}"),
            format!("{UNITS}/{province}/seats"),
            format!("{UNITS}?parent={ministry}"),
            format!("{ENTRIES}?unit={province}"),
            format!("/api/v1/supply/stock?unit={province}"),
            format!("/api/v1/supply/days/{province}/2026-11-21"),
            format!("/api/v1/supply/unreported?unit={province}"),
            format!("/api/v1/supply/verify?unit={ministry}"),
        ] {
            local.1.get(&address).await.is(404);
            app.api(None).get(&address).await.is(401);
        }
        let receipt = |unit: &str| json!({
            "kind": "receipt", "unit": unit, "item": "ppe", "quantity": 5, "party": "ผู้บริจาค",
        });
        let refused = local.1.post(ENTRIES, receipt(province)).await;
        assert_eq!(told(&refused), [("unit".to_owned(), "supply-unit-unknown".to_owned())]);
        // Who sees a unit without keeping it is told so: an admin, and whoever keeps the one above.
        for api in [&tree.malee, &tree.ministry.1] {
            let refused = api.post(ENTRIES, receipt(province)).await;
            assert_eq!(refused.is(403).problem(), "supply-books-of-others");
        }
        let unit = json!({ "parent": province, "tier": "end", "area": "570906", "name": "วัด" });
        assert_eq!(fields(&local.1.post(UNITS, unit.clone()).await), ["kind", "parent"]);
        assert_eq!(fields(&tree.province.1.post(UNITS, unit).await), ["kind"]);
        let higher = json!({ "parent": local.0, "tier": "district", "area": "5709", "name": "อำเภอ" });
        assert_eq!(local.1.post(UNITS, higher).await.is(422).problem(), "supply-unit-tier");
        let root = json!({ "incident": "COV", "name": "ส่วนกลาง" });
        local.1.post(UNITS, root).await.is(404);
        let code = json!({
            "parent": province, "tier": "local", "area": "570901", "name": "ซ้ำ", "code": "5570904",
        });
        assert_eq!(tree.province.1.post(UNITS, code).await.is(409).problem(), "supply-unit-code");
        assert_eq!(fields(&app.api(None).get("/api/v1/supply/items").await), ["incident"]);
    }
}
