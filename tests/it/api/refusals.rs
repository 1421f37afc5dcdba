//! Each no with its status, its stable type and a sentence in the reader's language.

use axum::body::Body;
use db::on_both_engines;
use db::testing::{OnEngine, TestDb};
use http::Request;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{account, amiss, is_amiss, phone_token, registers, usual, with};
use crate::world::{ANONG, BOONMEE, DAO, TestApp};

/// Sends a request as it stands; status, headers and problem.
async fn raw(app: &TestApp, request: Request<Body>) -> (u16, http::HeaderMap, Value) {
    let answer = app.site().oneshot(request).await.expect("an answer");
    let (parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .expect("an answer");
    let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if parts.status.is_client_error() {
        assert_eq!(
            parts.headers["content-type"], "application/problem+json",
            "{bytes:?}"
        );
        assert_eq!(json["status"], json!(parts.status.as_u16()));
    }
    (parts.status.as_u16(), parts.headers, json)
}

fn post(path: &str, kind: Option<&str>, body: impl Into<Body>) -> Request<Body> {
    let mut request = Request::builder()
        .method("POST")
        .uri(path)
        .header("accept-language", "en");
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    request.body(body.into()).expect("a request")
}

const JSON: Option<&str> = Some("application/json; charset=utf-8");

/// The program that sends two messages an hour to one phone.
struct FewMessages(TestApp);

impl OnEngine for FewMessages {
    async fn on(engine: db::Engine) -> FewMessages {
        let settings = [("otp_per_phone_hour", "2")];
        FewMessages(TestApp::with(engine, TestDb::options(), &settings).await)
    }
}

on_both_engines! {
    async fn what_cannot_be_read_is_told(app: TestApp) {
        let long = format!("{{\"phone\":\"{}\"}}", "0".repeat(1_100_000));
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        let cases: [(Option<&str>, Vec<u8>, u16, &str); 9] = [
            (JSON, Vec::new(), 400, "empty-body"),
            (None, Vec::new(), 400, "empty-body"),
            (None, b"{}".to_vec(), 415, "wrong-content-type"),
            (Some("text/plain"), b"{}".to_vec(), 415, "wrong-content-type"),
            (Some("application/x-www-form-urlencoded"), b"phone=1".to_vec(), 415, "wrong-content-type"),
            (JSON, b"{\"phone\":\"\xff\xfe\"}".to_vec(), 400, "not-text"),
            (JSON, b"{\n  \"phone\": 081,\n}".to_vec(), 400, "not-json"),
            (JSON, deep.into_bytes(), 400, "not-json"),
            (JSON, long.into_bytes(), 413, "too-large"),
        ];
        for (kind, body, status, name) in cases {
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            let (got, _, problem) = raw(&app, post("/api/v1/otp", kind, body)).await;
            assert_eq!((got, problem["type"].as_str()), (status, Some(format!("/problems/{name}").as_str())), "{shown}: {problem:#}");
            assert!(problem["title"].as_str().unwrap().is_ascii(), "{problem}");
        }
        let nonsense = app.api(None).post_raw("/api/v1/otp", "phone").await;
        assert_eq!(nonsense.is(400).problem(), "not-json");
        assert_eq!((&nonsense.json["line"], &nonsense.json["column"]), (&json!(1), &json!(1)));
        let (_, _, thai) = raw(&app, {
            let mut request = post("/api/v1/otp", JSON, "");
            request.headers_mut().remove("accept-language");
            request
        }).await;
        assert!(!thai["title"].as_str().unwrap().is_ascii(), "{thai}");
    }

    async fn addresses_and_methods_that_are_none(app: TestApp) {
        let dao = registers(&app, DAO, "data").await;
        for path in ["/api/v1/nothing", "/api/v2/otp", "/api/", "/api/v1/help-requests/a/b/c"] {
            assert_eq!(app.api(dao.clone()).get(path).await.is(404).problem(), "not-found", "{path}");
        }
        let wrong = app.api(None).get("/api/v1/otp").await;
        assert_eq!(wrong.is(405).problem(), "wrong-method");
        assert_eq!(wrong.headers["allow"], "POST");
        let wrong = app.api(None).delete("/api/v1/help-requests").await;
        assert_eq!(wrong.is(405).problem(), "wrong-method");
        let unknown = app.api(None).post("/api/v1/otp/none/verify", json!({ "code": "1" })).await;
        assert_eq!(unknown.is(404).problem(), "not-found");
        let deed = app.api(dao).post("/api/v1/help-requests/COV69-571121-0001/dance", json!({})).await;
        assert_eq!(deed.is(404).problem(), "not-found");
        let (status, _, broken) = raw(&app, Request::get("/api/v1/presets/%ff").body(Body::empty()).unwrap()).await;
        assert_eq!((status, broken["type"].as_str()), (400, Some("/problems/bad-address")));
    }

    async fn everything_amiss_in_a_request_is_told_at_once(app: TestApp) {
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        let bad = json!({
            "incident": "COV", "kind": "other", "position": { "lat": 99.87, "lon": 20.43 },
            "headcount": 0, "persons": ["ก", 5], "vulnerabilities": ["rich"], "nationality": "xx",
            "contact_phone": "12", "relation": "king", "extra": { "colour": "red" },
            "details": "a\u{0}b", "hedcount": 2,
        });
        let told = amiss(&anong.post("/api/v1/help-requests", bad).await);
        let told: Vec<(&str, &str)> = told.iter().map(|(f, k)| (f.as_str(), k.as_str())).collect();
        for expected in [
            ("details", "text-broken"), ("extra.colour", "api-unknown-field"),
            ("headcount", "headcount-nobody"), ("hedcount", "api-unknown-field"),
            ("nationality", "choice-unknown"), ("persons.1", "api-not-a-string"),
            ("position", "position-swapped"), ("relation", "choice-unknown"),
            ("vulnerabilities", "choice-unknown"),
        ] {
            assert!(told.contains(&expected), "{expected:?} in {told:#?}");
        }
        assert!(told.iter().any(|(field, _)| *field == "contact_phone"), "{told:?}");

        let empty = anong.post("/api/v1/help-requests", json!({})).await;
        is_amiss(&empty, &[("headcount", "field-missing"), ("incident", "field-missing"), ("kind", "field-missing")]);
        for (fields, expected) in [
            (json!({ "subdistrict": null }), ("subdistrict", "area-missing")),
            (json!({ "subdistrict": "999999" }), ("subdistrict", "area-unknown")),
            (json!({ "landmark": null }), ("landmark", "landmark-missing")),
            (json!({ "kind": "gold" }), ("kind", "choice-unknown")),
            (json!({ "kind": "vaccination" }), ("kind", "api-kind-of-household")),
            (json!({ "incident": "XXX" }), ("incident", "api-unknown-incident")),
            (json!({ "headcount": "3" }), ("headcount", "api-not-a-whole-number")),
            (json!({ "headcount": 501 }), ("headcount", "headcount-too-many")),
            (json!({ "position": "here" }), ("position", "api-not-an-object")),
            (json!({ "position": { "lat": 1.3, "lon": 103.8 } }), ("position", "position-outside")),
            (json!({ "details": "ก".repeat(10_000) }), ("details", "text-too-long")),
        ] {
            let answer = anong.post("/api/v1/help-requests", with(fields)).await;
            let told = amiss(&answer);
            let told: Vec<(&str, &str)> = told.iter().map(|(f, k)| (f.as_str(), k.as_str())).collect();
            assert_eq!(told, [expected]);
        }
        let named = anong.post("/api/v1/help-requests", with(json!({ "subdistrict": 570906 }))).await;
        named.is(201);
        let persons = anong.post("/api/v1/households", json!({
            "incident": "COV", "subdistrict": "570906", "landmark": "x",
            "persons": [{ "name": "ก", "nationality": "th", "history": "dose_9", "shoe": 4 }],
        })).await;
        is_amiss(&persons, &[("persons.0.history", "choice-unknown"), ("persons.0.shoe", "api-unknown-field")]);
    }

    async fn everything_amiss_in_a_registration_is_told_at_once(app: TestApp) {
        registers(&app, DAO, "data").await;
        let mut bad = account(DAO, "king", "nobody's");
        for (field, value) in [("province", json!("99")), ("password", json!("1")),
            ("accept_terms", json!(false)), ("consent_personal_data", json!("yes")), ("full_name", json!("")),
        ] {
            bad[field] = value;
        }
        let told = amiss(&app.api(None).post("/api/v1/accounts", bad).await);
        let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["accept_terms", "consent_personal_data", "full_name", "password", "province", "role", "username"]);
        let stranger = app.api(None).post("/api/v1/accounts", account(BOONMEE, "data", "nobody's")).await;
        assert_eq!(stranger.is(403).problem(), "phone-not-verified");
        // A code of one purpose opens nothing else.
        let token = phone_token(&app, BOONMEE, "help_request").await;
        let other = app.api(None).post("/api/v1/accounts", account(BOONMEE, "data", &token)).await;
        assert_eq!(other.is(403).problem(), "phone-not-verified");
        let token = phone_token(&app, BOONMEE, "register").await;
        let cannot_ask = app.api(token).post("/api/v1/help-requests", usual()).await;
        assert_eq!(cannot_ask.is(403).problem(), "phone-not-verified");
        app.clock().pass(SignedDuration::from_mins(2));
        let token = phone_token(&app, DAO, "register").await;
        let mut again = account(DAO, "data", &token);
        again["username"] = json!("dao2");
        let again = app.api(None).post("/api/v1/accounts", again).await;
        assert_eq!(again.is(409).problem(), "phone-has-account");
        app.api(None).post("/api/v1/sessions", json!({ "otp_token": token })).await.is(200);
    }

    async fn codes_are_refused_with_their_reason(app: TestApp) {
        let api = app.api(None);
        let landline = api.post("/api/v1/otp", json!({ "phone": "053 731 234", "purpose": "recover" })).await;
        is_amiss(&landline, &[("phone", "phone-landline"), ("purpose", "choice-unknown")]);
        let ask = json!({ "phone": ANONG.phone, "purpose": "help_request" });
        let asked = api.post("/api/v1/otp", ask.clone()).await;
        let verify = format!("/api/v1/otp/{}/verify", asked.is(202).text("/challenge"));
        let soon = api.post("/api/v1/otp", ask).await;
        assert_eq!(soon.is(429).problem(), "too-many-codes");
        assert_eq!(soon.headers["retry-after"], "60");
        let code = app.last_code(ANONG.phone).await;
        let wrong = if code == "111111" { "222222" } else { "111111" };
        for left in [4, 3, 2, 1] {
            let answer = api.post(&verify, json!({ "code": wrong })).await;
            assert_eq!(answer.is(422).problem(), "wrong-code");
            assert_eq!(answer.json["tries_left"], json!(left));
        }
        let fifth = api.post(&verify, json!({ "code": wrong })).await;
        assert_eq!(fifth.is(429).problem(), "too-many-tries");
        assert!(fifth.headers.contains_key("retry-after"));

        app.clock().pass(SignedDuration::from_mins(2));
        let asked = api.post("/api/v1/otp", json!({ "phone": ANONG.phone, "purpose": "sign_in" })).await;
        let verify = format!("/api/v1/otp/{}/verify", asked.is(202).text("/challenge"));
        let code = app.last_code(ANONG.phone).await;
        app.clock().pass(SignedDuration::from_mins(5));
        let late = api.post(&verify, json!({ "code": code })).await;
        assert_eq!(late.is(410).problem(), "code-expired");
        let number = api.post(&verify, json!({ "code": 111_111 })).await;
        is_amiss(&number, &[("code", "api-not-a-string")]);
        let without = verify.replace("verify", "without");
        app.api(None).post(&without, json!({})).await.is(429);
    }

    async fn passwords_are_guessed_ten_times_and_no_more(app: TestApp) {
        registers(&app, DAO, "data").await;
        let wrong = json!({ "username": DAO.username, "password": "not this one" });
        for _ in 0..10 {
            let answer = app.api(None).post("/api/v1/sessions", wrong.clone()).await;
            assert_eq!(answer.is(422).problem(), "wrong-password");
        }
        let right = json!({ "username": DAO.username, "password": DAO.password });
        let stopped = app.api(None).post("/api/v1/sessions", right.clone()).await;
        assert_eq!(stopped.is(429).problem(), "too-many-tries");
        assert!(stopped.headers.contains_key("retry-after"));
        let neither = app.api(None).post("/api/v1/sessions", json!({})).await;
        is_amiss(&neither, &[("password", "password-missing"), ("username", "username-missing")]);
        let mut both = right;
        both["otp_token"] = json!("x");
        let both = app.api(None).post("/api/v1/sessions", both).await;
        is_amiss(&both, &[("otp_token", "api-one-way-in")]);
        let token = phone_token(&app, ANONG, "sign_in").await;
        let nobody = app.api(None).post("/api/v1/sessions", json!({ "otp_token": token })).await;
        assert_eq!(nobody.is(404).problem(), "no-account");
    }

    async fn a_case_is_refused_with_its_reason(app: TestApp) {
        let anong = app.api(phone_token(&app, ANONG, "help_request").await);
        let asked = anong.post("/api/v1/help-requests", usual()).await;
        let case = format!("/api/v1/help-requests/{}", asked.is(201).text("/reference"));
        let dao = app.api(registers(&app, DAO, "data").await);
        app.clock().pass(SignedDuration::from_mins(2));
        let boonmee = app.api(app.boonmee().await.token().await);
        let at = |deed: &str| format!("{case}/{deed}");
        assert_eq!(dao.post(&at("depart"), json!({})).await.is(409).problem(), "not-held");
        dao.post(&at("take"), json!({})).await.is(200);
        let late = boonmee.clone().saying("accept-language", "en").post(&at("take"), json!({})).await;
        assert_eq!(late.is(409).problem(), "held-by-another");
        let until: jiff::Timestamp = late.text("/until").parse().unwrap();
        assert!(until > app.clock().now(), "{until}");
        assert!(late.text("/title").is_ascii(), "{}", late.text("/title"));
        let closing = dao.post(&at("help"), json!({ "outcome": "gold" })).await;
        is_amiss(&closing, &[("outcome", "outcome-missing")]);
        let closing = dao.post(&at("help"), json!({ "outcome": "helped_full" })).await;
        is_amiss(&closing, &[("given", "given-missing")]);
        let lost = dao.post(&at("release"), json!({ "outcome": "helped_full" })).await;
        is_amiss(&lost, &[("outcome", "api-unknown-field")]);
        anong.post(&at("take"), json!({})).await.is(401);
        anong.post(&at("cancel"), json!({})).await.is(200);
        assert_eq!(dao.post(&at("arrive"), json!({})).await.is(409).problem(), "closed");

        let oxygen = with(json!({ "kind": "oxygen" }));
        let asked = anong.post("/api/v1/help-requests", oxygen).await;
        let take = format!("/api/v1/help-requests/{}/take", asked.is(201).text("/reference"));
        assert_eq!(dao.post(&take, json!({})).await.is(403).problem(), "wrong-role");
        boonmee.post(&take, json!({})).await.is(200);
        let open = dao.post("/api/v1/incidents", json!({})).await;
        assert_eq!(open.is(404).problem(), "not-found");
        assert_eq!(app.api(None).post("/api/v1/incidents", json!({})).await.is(401).problem(), "sign-in-needed");
        let malee = app.api(app.holds_seat(crate::world::MALEE, "national_admin", "0").await.token().await);
        let empty = malee.post("/api/v1/incidents", json!({ "names": { "xx": "y" }, "blur_m": 5 })).await;
        let fields: Vec<String> = amiss(&empty).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["blur_m", "names.th", "names.xx", "otp_required", "prefix", "preset"]);
    }

    async fn a_cookie_alone_sends_from_pages_of_ours_only(app: TestApp) {
        let token = registers(&app, DAO, "data").await;
        let send = |headers: &[(&str, &str)]| {
            let mut request = Request::post("/api/v1/help-requests")
                .header("content-type", "application/json")
                .header("cookie", format!("jitasa_session={token}"))
                .header("host", "jitasa.example");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            raw(&app, request.body(Body::from(usual().to_string())).unwrap())
        };
        for foreign in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://else.example")],
            &[("origin", "null")],
        ] {
            let (status, _, problem) = send(foreign).await;
            assert_eq!((status, problem["type"].as_str()), (403, Some("/problems/not-from-here")), "{foreign:?}");
        }
        assert_eq!(send(&[("sec-fetch-site", "same-origin")]).await.0, 201);
        assert_eq!(send(&[("origin", "https://jitasa.example")]).await.0, 201);
        let bearer = format!("bearer {token}");
        assert_eq!(send(&[("authorization", &bearer), ("sec-fetch-site", "cross-site")]).await.0, 201);
        assert_eq!(send(&[("authorization", "Bearer none")]).await.0, 401);
    }

    async fn a_budget_of_messages_turns_away_all_but_those_in_need(app: FewMessages) {
        let app = &app.0;
        for purpose in ["sign_in", "register"] {
            let ask = json!({ "phone": ANONG.phone, "purpose": purpose });
            app.api(None).post("/api/v1/otp", ask).await.is(202);
        }
        app.clock().pass(SignedDuration::from_secs(61));
        let more = app.api(None).post("/api/v1/otp", json!({ "phone": ANONG.phone, "purpose": "sign_in" })).await;
        assert_eq!(more.is(429).problem(), "too-many-codes");
        let help = json!({ "phone": ANONG.phone, "purpose": "help_request" });
        let help = app.api(None).post("/api/v1/otp", help).await;
        assert_eq!(help.is(202).text("/sms"), "withheld");
        let without = format!("/api/v1/otp/{}/without", help.text("/challenge"));
        app.api(None).post(&without, json!({})).await.is(200);
    }
}
