//! What a phone takes along: the books of whoever asks, and of the units below that have nobody.

use db::on_both_engines;
use serde_json::{Value, json};

use super::{DAY, ENTRIES, Tree, WANDEE, a_day_later, makes};
use crate::world::{Api, TestApp};

const PHONE: &str = "/api/v1/supply/phone?incident=COV";

async fn units(api: &Api) -> Vec<Value> {
    let told = api.get(PHONE).await;
    assert_eq!(told.is(200).json["has_more"], json!(false));
    told.json["units"].as_array().unwrap().clone()
}

on_both_engines! {
    async fn it_holds_stock_what_moved_and_what_is_on_its_way(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        tree.receives().await;
        let shipment = tree.allocates().await;
        let (unit, wandee) = &tree.ministry;
        let out = json!({
            "kind": "hand_out", "unit": unit, "item": "surgical_mask",
            "groups": [{ "risk_group": "vulnerable", "quantity": 100 }],
        });
        wandee.post(ENTRIES, out).await.is(201);
        let told = units(wandee).await;
        assert_eq!(told.len(), 1, "others keep the books of the units below");
        assert_eq!(told[0]["unit"], json!(unit));
        assert_eq!(told[0]["opened_on"], json!(DAY));
        assert!(told[0]["last_closed_on"].is_null());
        let gel = json!({ "item": "alcohol_gel", "lot": "A1", "expires_on": "2027-05-31", "quantity": 38 });
        assert_eq!(told[0]["stock"], json!([gel, { "item": "surgical_mask", "lot": "", "expires_on": null, "quantity": 600 }]));
        assert_eq!(told[0]["moved"][1], json!({
            "date": DAY, "item": "surgical_mask", "lot": "",
            "received": 1000, "sent": 300, "handed_out": 100, "corrected": 0,
        }));
        assert_eq!((&told[0]["incoming"], &told[0]["reserved"]), (&json!([]), &json!([])));

        let kamon = &tree.province.1;
        let told = units(kamon).await;
        let incoming = &told[0]["incoming"][0];
        assert_eq!((&incoming["id"], &incoming["document"]), (&json!(shipment), &json!("มท 0001")));
        assert_eq!((&incoming["from"], &incoming["sent_on"]), (&json!("ส่วนกลาง"), &json!(DAY)));
        assert_eq!(incoming["lines"][1]["quantity"], json!(300));

        // After the day is closed nothing moved on the days that are open.
        let counts = json!({ "counts": [
            { "item": "surgical_mask", "counted": 600 },
            { "item": "alcohol_gel", "lot": "A1", "counted": 38 },
        ] });
        wandee.post(&format!("/api/v1/supply/days/{unit}/{DAY}/close"), counts).await.is(200);
        let wandee = a_day_later(&app, WANDEE).await;
        let told = units(&wandee).await;
        assert_eq!((&told[0]["last_closed_on"], &told[0]["moved"]), (&json!(DAY), &json!([])));
        assert_eq!(told[0]["stock"][0]["quantity"], json!(38));
    }

    async fn units_without_officers_are_with_whoever_keeps_their_books(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, pim) = &tree.local;
        for nth in 1..=2 {
            let name = format!("หมู่ที่ {nth}");
            let village = json!({ "parent": unit, "tier": "end", "kind": "village", "area": "570906", "name": name });
            makes(pim, village).await;
        }
        let told = units(pim).await;
        let names: Vec<&str> = told.iter().filter_map(|one| one["name"].as_str()).collect();
        assert_eq!(names, ["เทศบาลตำบลเวียงพางคำ", "หมู่ที่ 1", "หมู่ที่ 2"]);
        assert_eq!(units(&tree.province.1).await.len(), 1);
        // Admins look at books, and keep none.
        assert_eq!(units(&tree.malee).await.len(), 0);
        pim.get("/api/v1/supply/phone?incident=NONE").await.is(422);
    }
}
