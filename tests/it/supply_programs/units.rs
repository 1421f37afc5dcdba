//! Units and who keeps their books.

use db::on_both_engines;
use serde_json::json;

use super::{KAMON, Tree, UNITS, WANDEE, makes, names};
use crate::world::TestApp;

on_both_engines! {
    async fn a_tree_is_made_seen_changed_and_closed(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let again = json!({ "incident": "COV", "name": "อีกแห่ง" });
        assert_eq!(tree.malee.post(UNITS, again).await.is(409).problem(), "supply-second-root");
        let (unit, kamon) = &tree.province;

        let own = kamon.get(UNITS).await;
        assert_eq!(own.is(200).json["items"].as_array().unwrap().len(), 1);
        assert_eq!((own.text("/items/0/id"), own.text("/items/0/next_day")), (unit.as_str(), "2026-11-21"));
        assert_eq!(own.json["items"][0]["is_officer"], true);
        let malee = tree.malee.get(UNITS).await;
        assert_eq!(malee.is(200).text("/items/0/id"), tree.ministry.0);
        assert_eq!(malee.json["items"][0]["is_officer"], false);

        let below = tree.ministry.1.get(&format!("{UNITS}?parent={}", tree.ministry.0)).await;
        assert_eq!(below.is(200).text("/items/0/parent"), tree.ministry.0);
        assert_eq!(below.text("/items/0/officers/0/username"), KAMON.username);
        assert!(below.json["items"][0]["officers"][0]["seen_at"].is_string());
        assert_eq!(below.json["items"][0]["is_day_closed"], false);

        let address = format!("{UNITS}/{}", tree.local.0);
        let seen = kamon.get(&address).await;
        assert_eq!((seen.is(200).text("/parent"), seen.text("/area")), (unit.as_str(), "570906"));
        let rights = json!({ "keeps": false, "arranges": true, "names": true });
        assert_eq!(seen.json["rights"], rights);
        assert_eq!(seen.json["n_below"], 0);

        let changed = kamon.patch(&address, json!({ "version": 1, "name_en": "Wiang Phang Kham" })).await;
        assert_eq!((changed.is(200).text("/name_en"), changed.text("/name")), ("Wiang Phang Kham", "เทศบาลตำบลเวียงพางคำ"));
        let late = kamon.patch(&address, json!({ "version": 1, "name": "x" })).await;
        assert_eq!(late.is(409).problem(), "changed-meanwhile");
        assert_eq!(kamon.patch(&address, json!({ "area": "5701" })).await.is(200).text("/area"), "5701");
        let outside = kamon.patch(&address, json!({ "area": "9001" })).await;
        assert_eq!(outside.is(422).problem(), "supply-unit-area");
        let both = kamon.patch(&address, json!({ "name": "x", "closed": true })).await;
        assert_eq!(both.is(422).text("/problems/0/key"), "supply-one-change");
        // Whoever keeps a unit does not change it.
        let own = tree.local.1.patch(&address, json!({ "name": "x" })).await;
        assert_eq!(own.is(403).problem(), "supply-arranged-above");

        let district = json!({ "parent": unit, "tier": "district", "area": "5701", "name": "อำเภอเมืองเชียงราย" });
        let district = makes(kamon, district).await;
        let moved = kamon.patch(&address, json!({ "parent": district })).await;
        assert_eq!(moved.is(200).text("/parent"), district);
        let version = moved.json["version"].as_i64().unwrap();
        let closed = kamon.patch(&address, json!({ "closed": true, "version": version })).await;
        assert_eq!(closed.is(200).text("/closed_on"), "2026-11-21");
        assert_eq!(kamon.patch(&address, json!({ "closed": true })).await.is(200).text("/closed_on"), "2026-11-21");
    }

    async fn a_unit_is_made_once_under_one_key(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, kamon) = &tree.province;
        let new = json!({ "parent": unit, "tier": "end", "kind": "temple", "area": "570906", "name": "วัดเวียงพาน" });
        let once = kamon.clone().saying("idempotency-key", "once");
        let root = tree.malee.clone().saying("idempotency-key", "root");
        let made = once.post(UNITS, new.clone()).await;
        let id = made.is(201).text("/id").to_owned();
        assert_eq!(once.post(UNITS, new.clone()).await.is(201).text("/id"), id);
        let mut other = new.clone();
        other["name"] = json!("วัดอื่น");
        assert_eq!(once.post(UNITS, other).await.is(422).problem(), "idempotency-key-reused");
        let below = kamon.get(&format!("{UNITS}?parent={unit}")).await;
        assert_eq!(below.is(200).json["items"].as_array().unwrap().len(), 2);
        crate::snapshot::opens_practice(&app).await;
        let ministry = json!({ "incident": "TRY", "name": "ส่วนกลาง" });
        let first = root.post(UNITS, ministry.clone()).await;
        let again = root.post(UNITS, ministry).await;
        assert_eq!(first.is(201).text("/id"), again.is(201).text("/id"));
    }

    async fn the_units_of_an_area_are_listed_for_whom_they_concern(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let district = json!({ "parent": tree.province.0, "tier": "district", "area": "5701", "name": "อำเภอเมืองเชียงราย" });
        let district = makes(&tree.province.1, district).await;
        let of = |area: &str| format!("{UNITS}?area={area}&incident=COV");
        let ids = |found: &crate::world::Answer| -> Vec<String> {
            let items = found.is(200).json["items"].as_array().unwrap();
            items.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        let (province, local) = (tree.province.0.clone(), tree.local.0.clone());
        for api in [&tree.malee, &tree.ministry.1, &tree.province.1] {
            let found = api.get(&of("57")).await;
            assert_eq!(ids(&found), [province.clone(), district.clone(), local.clone()]);
            assert_eq!((found.text("/items/1/parent"), &found.json["next"]), (province.as_str(), &json!(null)));
        }
        assert_eq!(ids(&tree.malee.get(&of("5709")).await), [local.as_str()]);
        assert_eq!(ids(&tree.local.1.get(&of("57")).await), [local]);
        assert!(ids(&tree.local.1.get(&of("90")).await).is_empty());
        let refused = tree.malee.get(&format!("{UNITS}?area=9999&incident=XXX&parent=1")).await;
        let mut fields: Vec<&str> = refused.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["area", "incident", "parent"]);
    }

    async fn seats_are_named_once_and_ended(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, kamon) = &tree.province;
        let seats = format!("{UNITS}/{}/seats", tree.local.0);
        let new = json!({
            "full_name": "ใหม่ เพิ่งมา", "phone": "081-234-0084", "document": "1-1037-02071-81-1",
            "affiliation": "เทศบาล", "position": "นักวิชาการ", "email": "mai@example.org",
        });
        let named = kamon.post(&seats, new.clone()).await;
        let seat = named.is(200).text("/id").to_owned();
        assert!(named.json["seen_at"].is_null());
        assert_eq!(kamon.post(&seats, new).await.is(200).text("/id"), seat);
        assert_eq!(kamon.get(&seats).await.is(200).json["items"].as_array().unwrap().len(), 2);
        let wrong = kamon.post(&seats, json!({ "full_name": "1", "phone": "12", "email": "x", "colour": "red" })).await;
        let mut fields: Vec<&str> = wrong.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["colour", "email", "full_name", "phone"]);
        // An officer names nobody for the own unit.
        let own = format!("{UNITS}/{unit}/seats");
        let oneself = json!({ "full_name": "ใหม่ เพิ่งมา", "phone": "0812340084" });
        assert_eq!(kamon.post(&own, oneself).await.is(403).problem(), "supply-arranged-above");

        kamon.delete(&format!("{seats}/{seat}")).await.is(204);
        kamon.delete(&format!("{seats}/{seat}")).await.is(204);
        assert_eq!(kamon.get(&seats).await.is(200).json["items"].as_array().unwrap().len(), 1);
        // Named a second time elsewhere, they have both.
        names(&app, &tree.malee, unit, WANDEE).await;
        assert_eq!(tree.ministry.1.get(UNITS).await.is(200).json["items"].as_array().unwrap().len(), 2);
    }

    async fn people_of_a_unit_are_told_and_told_again(app: TestApp) {
        let tree = Tree::of(&app, "COV").await;
        let (unit, kamon) = &tree.province;
        let at = |unit: &str| format!("{UNITS}/{unit}/headcount");
        let none = kamon.get(&at(unit)).await;
        assert_eq!((none.is(200).json["told"].clone(), none.json["below"].clone()), (json!([]), json!([])));
        let told = json!({ "groups": [
            { "risk_group": "vulnerable", "persons": 1200 }, { "risk_group": "work_at_risk", "persons": 0 },
        ] });
        for _ in 0..2 {
            let seen = tree.local.1.put(&at(&tree.local.0), told.clone()).await;
            assert_eq!(seen.is(200).json["told"], told["groups"]);
        }
        assert_eq!(kamon.get(&at(unit)).await.is(200).json["below"], told["groups"]);
        let wrong = json!({ "groups": [{ "risk_group": "everybody", "persons": 1 }, { "risk_group": "vulnerable", "persons": 2_000_000 }] });
        let wrong = kamon.put(&at(unit), wrong).await;
        let mut fields: Vec<&str> = wrong.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["groups.0.risk_group", "groups.1.persons"]);
        let nothing = kamon.put(&at(&tree.local.0), json!({ "groups": [] })).await;
        assert_eq!(nothing.is(200).json["told"], json!([]));
        assert_eq!(tree.local.1.get(&at(unit)).await.is(404).problem(), "not-found");
    }

    async fn anybody_sees_what_is_counted(app: TestApp) {
        let api = app.api(None);
        let items = api.get("/api/v1/supply/items?incident=COV").await;
        assert_eq!(items.is(200).text("/items/0/code"), "surgical_mask");
        assert_eq!(items.text("/items/0/unit/labels/th"), "ชิ้น");
        assert_eq!(items.json["items"][0]["packs"][0]["of"], 50);
        assert_eq!(items.json["items"][1]["lots"], true);
        assert_eq!(items.json["risk_groups"].as_array().unwrap().len(), 4);
        let refused = api.get("/api/v1/supply/items?incident=ZZZ&x=1").await;
        assert_eq!(refused.is(422).json["problems"].as_array().unwrap().len(), 2);
    }
}
