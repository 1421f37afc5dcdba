//! Rounds by programs.

use db::on_both_engines;
use jiff::SignedDuration;
use serde_json::json;

use super::open_shares;
use crate::villages::{VILLAGES, imports};
use crate::world::{AREA, DAO, TestApp};

on_both_engines! {
    async fn programs_open_divide_change_and_close_rounds(app: TestApp) {
        imports(&app, VILLAGES, false).await.unwrap();
        let (somsak, dao) = (app.somsak().await, app.dao().await);
        let api = app.api(somsak.token().await);
        let body = json!({
            "incident": "COV", "area": "อ.แม่สาย", "name": "รอบแรก", "ends_on": "2026-11-30",
            "target": { "n": 300 },
        });
        let once = api.clone().saying("idempotency-key", "round-one");
        let made = once.post("/api/v1/rounds", body.clone()).await;
        let id = made.is(201).text("/id").to_owned();
        assert_eq!((made.text("/standing"), made.text("/target/of"), made.text("/area")), ("open", "households", "5709"));
        assert_eq!(once.post("/api/v1/rounds", body).await.is(201).text("/id"), id);
        let wrong = json!({
            "incident": "ZZZ", "area": "90", "name": "", "starts_on": "2026-11-30", "ends_on": "2026-11-29",
            "target": { "n": 0, "of": "cats" }, "colour": "red",
        });
        let refused = api.post("/api/v1/rounds", wrong).await;
        let mut fields: Vec<&str> = refused.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["colour", "ends_on", "incident", "name", "target.n", "target.of"]);
        let elsewhere = json!({ "incident": "COV", "area": "90", "name": "ก", "ends_on": "2026-11-29" });
        let refused = api.post("/api/v1/rounds", elsewhere).await;
        assert_eq!(refused.is(422).text("/problems/0/field"), "area");

        let address = format!("/api/v1/rounds/{id}");
        let share = json!({ "volunteer": "dao", "area": AREA, "village": "57090604" });
        let given = api.post(&format!("{address}/shares"), share.clone()).await;
        let share_id = given.is(200).text("/id").to_owned();
        assert_eq!(api.post(&format!("{address}/shares"), share).await.is(200).text("/id"), share_id);
        let unclear = json!({ "volunteer": "dao", "area": AREA, "village": "ป่าเหมือด" });
        let refused = api.post(&format!("{address}/shares"), unclear).await;
        assert_eq!(refused.is(422).text("/problems/0/key"), "round-village-unclear");
        let own = app.api(dao.token().await).get(&address).await;
        assert_eq!(own.is(200).text("/own_shares/0/village"), "57090604");

        let changed = api.patch(&address, json!({ "name": "รอบหนึ่ง", "version": 1 })).await;
        assert_eq!((changed.is(200).text("/name"), changed.text("/ends_on")), ("รอบหนึ่ง", "2026-11-30"));
        assert_eq!(changed.json["target"]["n"], 300);
        let late = api.patch(&address, json!({ "name": "x", "version": 1 })).await;
        assert_eq!(late.is(409).problem(), "changed-meanwhile");
        assert_eq!(late.json["version"], 2);
        api.patch(&address, json!({ "ends_on": "2026-12-01", "target": { "n": 5, "of": "persons" } })).await.is(200);
        let fault = api.patch(&address, json!({ "ends_on": "2026-11-01" })).await;
        assert_eq!(fault.is(422).text("/problems/0/field"), "ends_on");

        app.clock().pass(SignedDuration::from_mins(1));
        let other = json!({ "incident": "COV", "area": "57", "name": "ทั้งจังหวัด", "ends_on": "2026-11-30" });
        let other = api.post("/api/v1/rounds", other).await.is(201).text("/id").to_owned();
        let page = api.get("/api/v1/rounds?area=5709&limit=1").await;
        assert_eq!((page.is(200).text("/items/0/id"), &page.json["items"][0]["persons"]), (other.as_str(), &json!(0)));
        let next = page.text("/next").to_owned();
        let page = api.get(&format!("/api/v1/rounds?area=5709&limit=1&after={next}")).await;
        assert_eq!(page.is(200).text("/items/0/id"), id);
        assert!(page.json["next"].is_null());
        api.get("/api/v1/rounds?area=zz&open=maybe&limit=0&colour=red").await.is(422);

        api.delete(&format!("{address}/shares/{share_id}")).await.is(204);
        api.delete(&format!("{address}/shares/{share_id}")).await.is(204);
        assert!(open_shares(&app, DAO).await.is_empty());
        assert_eq!(api.post(&format!("{address}/close"), json!({})).await.is(200).text("/standing"), "closed");
        assert_eq!(api.patch(&address, json!({ "name": "y" })).await.is(409).problem(), "round-closed");
        let share = json!({ "volunteer": "dao", "area": AREA });
        assert_eq!(api.post(&format!("{address}/shares"), share).await.is(409).problem(), "round-closed");
        assert_eq!(api.get("/api/v1/rounds?open=true").await.json["items"].as_array().unwrap().len(), 1);
        assert_eq!(api.get("/api/v1/rounds?open=false").await.text("/items/0/id"), id);
    }
}
