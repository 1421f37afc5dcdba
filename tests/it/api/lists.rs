//! Lists page by page, and who sees what.

use std::collections::BTreeSet;

use db::on_both_engines;
use serde_json::json;

use super::{is_amiss, phone_token, registers, usual, with};
use crate::world::{ANONG, Api, BOONMEE, DAO, MALEE, SOMSAK, TestApp};

async fn asks_often(dao: &Api, times: usize) {
    for n in 0..times {
        let body = with(
            json!({ "headcount": n % 9 + 1, "kind": if n % 3 == 0 { "oxygen" } else { "other" } }),
        );
        let asked = dao.post("/api/v1/help-requests", body).await;
        asked.is(201);
    }
}

on_both_engines! {
    async fn a_long_list_is_seen_once_page_by_page(app: TestApp) {
        let dao = app.api(registers(&app, DAO, "data").await);
        asks_often(&dao, 120).await;
        for sort in ["urgency", "waiting"] {
            let list = format!("/api/v1/help-requests?area=57&sort={sort}&limit=50");
            let (mut seen, mut sizes, mut path) = (BTreeSet::new(), Vec::new(), list.clone());
            let mut cursor = String::new();
            loop {
                let page = dao.get(&path).await;
                let items = page.is(200).json["items"].as_array().unwrap().clone();
                sizes.push(items.len());
                for item in &items {
                    assert!(seen.insert(item["reference"].as_str().unwrap().to_owned()), "{item}");
                }
                match page.json["next"].as_str() {
                    Some(next) => {
                        cursor = next.to_owned();
                        path = format!("{list}&after={next}");
                    }
                    None => break,
                }
            }
            assert_eq!(sizes, [50, 50, 20], "{sort}");
            for other in [
                format!("/api/v1/help-requests?area=5709&sort={sort}&after={cursor}"),
                format!("/api/v1/help-requests?area=57&kind=oxygen&sort={sort}&after={cursor}"),
                format!("/api/v1/help-requests?area=57&after={cursor}x"),
            ] {
                is_amiss(&dao.get(&other).await, &[("after", "api-other-list")]);
            }
        }
        let oxygen = dao.get("/api/v1/help-requests?area=57&kind=oxygen&limit=200").await;
        assert_eq!(oxygen.is(200).json["items"].as_array().unwrap().len(), 40);
        let near = "/api/v1/help-requests?area=57&sort=distance&lat=20.43&lon=99.87";
        dao.get(near).await.is(200);
    }

    async fn what_is_asked_of_a_list_is_checked(app: TestApp) {
        let dao = app.api(registers(&app, DAO, "data").await);
        let bad = dao.get(
            "/api/v1/help-requests?area=999999&state=helped&kind=gold&sort=size&limit=0&page=2",
        ).await;
        is_amiss(&bad, &[
            ("area", "area-unknown"), ("kind", "choice-unknown"), ("limit", "field-out-of-range"),
            ("page", "api-unknown-field"), ("sort", "choice-unknown"), ("state", "choice-unknown"),
        ]);
        let nowhere = dao.get("/api/v1/help-requests?sort=distance").await;
        is_amiss(&nowhere, &[("lat", "field-missing")]);
        dao.get("/api/v1/help-requests?area=10").await.is(404);
        app.api(None).get("/api/v1/help-requests").await.is(401);
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        anong.get("/api/v1/help-requests").await.is(401);
    }

    async fn particulars_are_for_those_with_a_ground(app: TestApp) {
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        let asked = anong.post("/api/v1/help-requests", usual()).await;
        let case = format!("/api/v1/help-requests/{}", asked.is(201).text("/reference"));
        let somsak = app.api(app.somsak().await.token().await);
        let elsewhere = app.api(app.holds_seat(MALEE, "province_admin", "50").await.token().await);
        let dao = app.api(registers(&app, DAO, "data").await);
        let boonmee = app.api(registers(&app, BOONMEE, "rescue").await);
        let of_another = app.api(phone_token(&app, SOMSAK, "help_request").await);
        for (caller, status, ground) in [
            (&anong, 200, Some("own")), (&somsak, 200, Some("area_admin")), (&dao, 200, None),
            (&boonmee, 404, None), (&elsewhere, 404, None), (&of_another, 404, None),
            (&app.api(None), 401, None),
        ] {
            let seen = caller.get(&case).await;
            seen.is(status);
            assert_eq!(seen.json.get("ground").and_then(|one| one.as_str()), ground);
            let told = seen.json.to_string();
            for secret in ["หลังคาสีแดง", "น้อย", "+6681234", "อนงค์", "ชั้นสอง"] {
                assert_eq!(told.contains(secret), ground.is_some(), "{secret}: {told}");
            }
        }
        for (word, caller) in [("confirm", &dao), ("cancel", &of_another), ("safe", &elsewhere)] {
            caller.post(&format!("{case}/{word}"), json!({})).await.is(404);
        }
        for missing in ["/api/v1/help-requests/COV69-571121-9999", "/api/v1/help-requests/nothing",
            "/api/v1/help-requests/follow/57AAAAAAAAAAAAAAAAAAAAAA", "/api/v1/help-requests/follow/ก"]
        {
            assert_eq!(dao.get(missing).await.is(404).problem(), "not-found");
        }
    }
}
