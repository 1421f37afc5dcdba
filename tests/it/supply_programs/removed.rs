//! A practice incident goes with its supplies, and nothing of a real one.

use db::on_both_engines;
use jitasa::access::Cx;
use jitasa::incidents::model::Prefix;
use jitasa::incidents::remove;
use serde_json::json;

use super::{ALLOCATIONS, DAY, ENTRIES, RESERVATIONS, Tree, had, stock};
use crate::api::with;
use crate::snapshot::opens_practice;
use crate::world::TestApp;

db::sql! { COUNT = "
    SELECT (SELECT count(*) FROM supply_units) AS units, (SELECT count(*) FROM supply_seats) AS seats,
        (SELECT count(*) FROM supply_stock) AS stock, (SELECT count(*) FROM supply_entries) AS entries,
        (SELECT count(*) FROM supply_shipments) AS shipments,
        (SELECT count(*) FROM supply_shipment_lines) AS lines,
        (SELECT count(*) FROM supply_shipment_plans) AS plans,
        (SELECT count(*) FROM supply_arrivals) AS arrivals, (SELECT count(*) FROM supply_days) AS days,
        (SELECT count(*) FROM supply_closings) AS closings,
        (SELECT count(*) FROM supply_counts) AS counts,
        (SELECT count(*) FROM supply_headcounts) AS headcounts,
        (SELECT count(*) FROM supply_reported) AS reported,
        (SELECT count(*) FROM tally_days) AS figures,
        (SELECT count(*) FROM supply_reservations) AS reservations,
        (SELECT count(*) FROM supply_reservation_lines) AS aside,
        (SELECT count(*) FROM supply_reservation_entries) AS handed_over, (SELECT count(*) FROM idempotency_keys) AS keys,
        (SELECT count(*) FROM notices WHERE link LIKE '/supplies/%') AS notices,
        (SELECT count(*) FROM events WHERE name LIKE 'supply.%') AS events
" }

async fn counts(app: &TestApp) -> Vec<(&'static str, i64)> {
    let row = db::look!(app.app().db, |tx| { tx.one(COUNT, &[]).await }).unwrap();
    let names = [
        "units",
        "seats",
        "stock",
        "entries",
        "shipments",
        "lines",
        "plans",
        "arrivals",
        "days",
        "closings",
        "counts",
        "headcounts",
        "reported",
        "figures",
        "reservations",
        "aside",
        "handed_over",
        "keys",
        "notices",
        "events",
    ];
    names.map(|name| (name, row.get(name).unwrap())).to_vec()
}

/// Everything that leaves a row.
async fn keeps_books(tree: &Tree, incident: &str) {
    tree.receives().await;
    let (ministry, wandee) = &tree.ministry;
    let (province, kamon) = &tree.province;
    let sent = json!({ "unit": ministry, "shipments": [{ "to": province, "items": [
        { "item": "surgical_mask", "quantity": 5, "plan": [{ "risk_group": "vulnerable", "quantity": 5 }] },
    ] }] });
    let once = wandee.clone().saying("idempotency-key", "sent");
    let sent = once.post(ALLOCATIONS, sent).await;
    let shipment = sent.is(201).text("/shipments/0/id").to_owned();
    let came = json!({ "unit": province, "lines": [{ "item": "surgical_mask", "received": 4, "reason": "lost" }] });
    kamon
        .post(&format!("{ALLOCATIONS}/{shipment}/acknowledge"), came)
        .await
        .is(200);
    let out = json!({
        "kind": "hand_out", "unit": province, "item": "surgical_mask",
        "groups": [{ "risk_group": "vulnerable", "quantity": 1 }],
    });
    kamon
        .clone()
        .saying("idempotency-key", "out")
        .post(ENTRIES, out)
        .await
        .is(201);
    let body = with(json!({ "incident": incident }));
    let asked = kamon.post("/api/v1/help-requests", body).await;
    let request = asked.is(201).text("/reference");
    let aside =
        json!({ "unit": province, "request": request, "item": "surgical_mask", "quantity": 1 });
    let once = kamon.clone().saying("idempotency-key", "aside");
    let aside = once.post(RESERVATIONS, aside).await;
    let over = format!("{RESERVATIONS}/{}/hand-over", aside.is(201).text("/id"));
    let groups = json!({ "groups": [{ "risk_group": "vulnerable", "quantity": 1 }] });
    kamon.post(&over, groups).await.is(200);
    let people = json!({ "groups": [{ "risk_group": "vulnerable", "persons": 12 }] });
    let at = format!("/api/v1/supply/units/{province}/headcount");
    kamon.put(&at, people).await.is(200);
    let counts = json!({ "counts": [{ "item": "surgical_mask", "counted": 2 }] });
    kamon
        .post(
            &format!("/api/v1/supply/days/{province}/{DAY}/close"),
            counts,
        )
        .await
        .is(200);
}

on_both_engines! {
    async fn all_of_it_goes(app: TestApp) {
        opens_practice(&app).await;
        let tree = Tree::of(&app, "TRY").await;
        keeps_books(&tree, "TRY").await;
        for (what, n) in counts(&app).await {
            assert!(n > 0, "no {what}");
        }
        let prefix = Prefix::parse("TRY").unwrap();
        let removed = remove::practice(app.app(), &Cx::system(app.clock().now()), &prefix).await.unwrap();
        assert_eq!(removed.supply_units, 3);
        for (what, n) in counts(&app).await {
            assert_eq!(n, 0, "{what}");
        }
    }

    async fn what_is_real_stays(app: TestApp) {
        let real = Tree::of(&app, "COV").await;
        keeps_books(&real, "COV").await;
        let before = counts(&app).await;
        opens_practice(&app).await;
        let tree = Tree::of(&app, "TRY").await;
        tree.receives().await;
        tree.allocates().await;
        let prefix = Prefix::parse("TRY").unwrap();
        remove::practice(app.app(), &Cx::system(app.clock().now()), &prefix).await.unwrap();
        assert_eq!(counts(&app).await, before);
        let (unit, kamon) = &real.province;
        assert_eq!(stock(kamon, unit).await, had(&[("surgical_mask", 2)]));
    }
}
