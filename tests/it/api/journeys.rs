//! Both journeys of the first issue, from the first call to the last, over the API alone.

use db::on_both_engines;
use serde_json::json;

use super::{phone_token, registers, usual, with};
use crate::world::{ANONG, BOONMEE, DAO, MALEE, TestApp};

on_both_engines! {
    async fn a_person_asks_and_is_helped(app: TestApp) {
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        let place = json!({ "lat": 20.4337, "lon": 99.8762, "accuracy_m": 12.4, "source": "gps" });
        let body = with(json!({ "position": place }));
        let asked = anong.post("/api/v1/help-requests", body).await;
        asked.is(201);
        assert_eq!(asked.text("/reference"), "COV69-571121-0001");
        assert_eq!(asked.text("/asked_at"), "2026-11-21T07:05:00Z");
        let case = format!("/api/v1/help-requests/{}", asked.text("/reference"));

        let on_map = app.api(None).get("/api/v1/map/requests.geojson?zoom=14").await;
        on_map.is(200);

        let boonmee = registers(&app, BOONMEE, "rescue").await;
        let boonmee = app.api(boonmee);
        let waits = boonmee.post(&format!("{case}/take"), json!({})).await;
        assert_eq!(waits.is(403).problem(), "role-not-approved");
        app.approves(BOONMEE).await;
        let list = boonmee.get("/api/v1/help-requests?area=570906&state=waiting&sort=urgency").await;
        list.is(200);
        assert_eq!(list.text("/items/0/reference"), asked.text("/reference"));
        let before = boonmee.get(&case).await;
        before.is(200);
        for field in ["position", "landmark", "persons", "contact_phone", "asker_phone", "details"] {
            assert!(before.json.get(field).is_none(), "{field}: {:#}", before.json);
        }

        let taken = boonmee.post(&format!("{case}/take"), json!({})).await;
        taken.is(200);
        assert_eq!(taken.text("/state"), "taken");
        assert_eq!(taken.text("/ground"), "holder");
        assert_eq!(taken.text("/contact_phone"), "+66812340099");
        assert_eq!(taken.text("/asker_phone"), "+66812340001");
        assert_eq!(taken.json["position"]["lat"], json!(20.4337));
        assert_eq!(taken.json["position"]["accuracy_m"], json!(12));
        for (deed, state) in [("depart", "on_the_way"), ("arrive", "helping")] {
            let done = boonmee.post(&format!("{case}/{deed}"), json!({})).await;
            assert_eq!(done.is(200).text("/state"), state);
        }
        let closing = json!({ "outcome": "helped_full", "given": "ข้าวสาร 5 กก." });
        let helped = boonmee.post(&format!("{case}/help"), closing).await;
        assert_eq!(helped.is(200).text("/state"), "helped");
        assert_eq!(helped.text("/given"), "ข้าวสาร 5 กก.");

        let follow = format!("/api/v1/help-requests/follow/{}", asked.text("/follow"));
        let followed = app.api(None).get(&follow).await;
        assert_eq!(followed.is(200).text("/landmark"), "หลังคาสีแดง หลังวัด");
        assert_eq!(followed.text("/team"), "อสม. แม่สาย");
        let confirmed = anong.post(&format!("{case}/confirm"), json!({})).await;
        assert_eq!(confirmed.is(200).text("/state"), "confirmed");
        assert_eq!(confirmed.text("/ground"), "own");
        let steps = confirmed.json["history"].as_array().unwrap();
        let steps: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
        let words = ["asked", "taken", "departed", "arrived", "helped", "confirmed"];
        assert_eq!(steps, words.map(|word| format!("help_request.{word}")));

        let own = anong.get("/api/v1/help-requests/own").await;
        assert_eq!(own.is(200).text("/items/0/follow"), asked.text("/follow"));
        let held = boonmee.get("/api/v1/help-requests/held").await;
        assert_eq!(held.is(200).text("/items/0/reference"), asked.text("/reference"));
    }

    async fn a_volunteer_registers_and_records_a_household(app: TestApp) {
        let token = registers(&app, DAO, "data").await;
        app.api(token.clone()).delete("/api/v1/sessions/current").await.is(204);
        let gone = app.api(token).get("/api/v1/help-requests").await;
        gone.is(401);
        assert_eq!(gone.problem(), "sign-in-needed");
        assert_eq!(gone.headers["www-authenticate"], "Bearer");

        let known = json!({ "username": "DAO", "password": DAO.password });
        app.api(None).post("/api/v1/sessions", known).await.is(200);
        app.clock().pass(jiff::SignedDuration::from_mins(2));
        let otp_token = phone_token(&app, DAO, "sign_in").await;
        let by_code = json!({ "otp_token": otp_token, "remember": true });
        let signed = app.api(None).post("/api/v1/sessions", by_code.clone()).await;
        let dao = app.api(signed.is(200).text("/token").to_owned());
        let again = app.api(None).post("/api/v1/sessions", by_code).await;
        again.is(403);
        assert_eq!(again.problem(), "phone-not-verified");

        let preset = app.api(None).get("/api/v1/presets/covid19").await;
        preset.is(200);
        let kinds = preset.json["kinds"].as_array().unwrap();
        let household = kinds.iter().find(|kind| kind["household"] == true).unwrap();
        assert_eq!(household["labels"]["th"], "แจ้งการฉีดวัคซีน");

        let persons = json!([
            { "name": "นางคำแก้ว ใจดี", "phone": "๐๘๑-๒๓๔-๙๙๐๑", "nationality": "th",
                "age": 2502, "history": "dose_2" },
            { "name": "Aung", "nationality": "mm", "history": "none", "wish": "does_not_want",
                "reason": "no_documents" },
        ]);
        let body = json!({
            "incident": "COV", "kind": household["code"], "subdistrict": "570906",
            "landmark": "บ้านเลขที่ 12 ต้นไทรหน้าบ้าน", "village": "หมู่ 3", "persons": persons,
        });
        let before = app.api(None).get("/api/v1/statistics?area=570906").await;
        before.is(200);
        assert_eq!(before.json["total"]["figures"]["persons"], json!(0));
        let keyed = dao.saying("idempotency-key", "h-1");
        let recorded = keyed.post("/api/v1/households", body.clone()).await;
        recorded.is(201);
        assert_eq!(recorded.json["n_persons"], json!(2));
        let repeated = keyed.post("/api/v1/households", body).await;
        assert_eq!(repeated.is(201).json, recorded.json);

        let malee = app.api(app.malee().await.token().await);
        let after = malee.get("/api/v1/statistics?area=570906").await;
        after.is(200);
        assert_eq!(after.json["exact"], json!(true));
        let figures = &after.json["total"]["figures"];
        assert_eq!(figures["households"], json!(1));
        assert_eq!(figures["persons"], json!(2));
        assert_eq!(figures["not_vaccinated"], json!(1));
        assert_eq!(figures["does_not_want"], json!(1));
        let public = app.api(None).get("/api/v1/statistics?area=570906").await;
        assert_eq!(public.json["exact"], json!(false));
        assert!(public.json["total"]["figures"]["persons"].is_null(), "{:#}", public.json);
    }

    async fn an_incident_without_codes_takes_a_request_without_a_token(app: TestApp) {
        let malee = app.api(app.malee().await.token().await);
        let new = json!({
            "prefix": "FLD", "names": { "th": "น้ำท่วมแม่สาย", "en": "Mae Sai flood" },
            "preset": "flood", "areas": ["57"], "starts_on": "2026-11-20", "blur_m": 1000,
            "otp_required": false,
        });
        let opened = malee.post("/api/v1/incidents", new.clone()).await;
        opened.is(201);
        assert_eq!(opened.json["names"]["my"], "Mae Sai flood");
        assert_eq!(opened.json["areas"], json!(["57"]));
        let again = malee.post("/api/v1/incidents", new).await;
        super::is_amiss(&again, &[("prefix", "incident-prefix-taken")]);

        let stranger = app.api(None);
        let needs_code = stranger.post("/api/v1/help-requests", usual()).await;
        assert_eq!(needs_code.is(401).problem(), "sign-in-needed");
        let body = with(json!({ "incident": opened.json["id"] }));
        let asked = stranger.post("/api/v1/help-requests", body).await;
        asked.is(201);
        assert!(asked.text("/reference").starts_with("FLD69-57"), "{:#}", asked.json);
        let follow = format!("/api/v1/help-requests/follow/{}", asked.text("/follow"));
        let seen = stranger.get(&follow).await;
        assert_eq!(seen.is(200).json["verified"], json!(false));

        let dao = app.api(registers(&app, DAO, "data").await);
        let case = format!("/api/v1/help-requests/{}", asked.text("/reference"));
        let verified = dao.post(&format!("{case}/verify"), json!({})).await;
        assert_eq!(verified.is(200).json["verified"], json!(true));
        let safe = stranger.post(&format!("{follow}/safe"), json!({})).await;
        assert_eq!(safe.is(200).text("/state"), "safe");
        let reopened = stranger.post(&format!("{follow}/reopen"), json!({})).await;
        assert_eq!(reopened.is(200).text("/state"), "waiting");

        malee.post("/api/v1/incidents/fld/close", json!({})).await.is(204);
        malee.post("/api/v1/incidents/fld/close", json!({})).await.is(404);
        let closed = stranger.post("/api/v1/help-requests", with(json!({ "incident": "FLD" }))).await;
        super::is_amiss(&closed, &[("incident", "api-unknown-incident")]);
        let told = |answer: &crate::world::Answer| {
            let items = answer.json["items"].as_array().unwrap().clone();
            items.iter().map(|one| one["prefix"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told(&stranger.get("/api/v1/incidents").await), ["COV"]);
        assert_eq!(told(&malee.get("/api/v1/incidents").await), ["FLD", "COV"]);
    }

    async fn nobody_is_turned_away_because_no_code_came(app: TestApp) {
        let asked = json!({ "phone": ANONG.phone, "purpose": "help_request" });
        let asked = app.api(None).post("/api/v1/otp", asked).await;
        assert_eq!(asked.is(202).text("/resend_at"), "2026-11-21T07:06:00Z");
        assert_eq!(asked.text("/expires_at"), "2026-11-21T07:10:00Z");
        let without = format!("/api/v1/otp/{}/without", asked.text("/challenge"));
        let soon = app.api(None).post(&without, json!({})).await;
        assert_eq!(soon.is(429).problem(), "too-many-codes");
        assert_eq!(soon.headers["retry-after"], "60");
        app.clock().pass(jiff::SignedDuration::from_secs(60));
        let token = app.api(None).post(&without, json!({})).await;
        let anong = app.api(token.is(200).text("/token").to_owned());
        let sent = anong.post("/api/v1/help-requests", usual()).await;
        sent.is(201);
        let case = format!("/api/v1/help-requests/{}", sent.text("/reference"));
        let boonmee = registers(&app, BOONMEE, "data").await;
        assert_eq!(app.api(boonmee).get(&case).await.is(200).json["verified"], json!(false));
        // An unverified phone is nobody's proof: the private link alone opens the request.
        anong.get(&case).await.is(404);
        anong.get("/api/v1/help-requests/own").await.is(401);
        let admin = app.api(app.holds_seat(MALEE, "national_admin", "0").await.token().await);
        assert_eq!(admin.get(&case).await.is(200).text("/ground"), "area_admin");
    }
}
