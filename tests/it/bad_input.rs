//! Whatever people and machines may send: every fault is told at once, nothing typed is lost, and
//! nothing makes the program stumble.

use db::on_both_engines;
use http::{Method, Request, StatusCode};
use jiff::SignedDuration;
use tower::ServiceExt as _;

use crate::world::{ANONG, DAO, KIND, Person, TestApp, usual_form};

/// Anong with a form of this kind before her.
async fn at_the_form(app: &TestApp, kind: &str) -> Person {
    let anong = app.anong();
    app.verifies_phone(&anong).await;
    anong.sees(&format!("/ask/COV/{kind}")).await.is(200);
    anong
}

/// The usual form with some fields otherwise.
fn otherwise<'a>(fields: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let mut all: Vec<(&'static str, &'a str)> = usual_form();
    all.retain(|(name, _)| !fields.iter().any(|(own, _)| own == name));
    all.extend_from_slice(fields);
    all
}

/// Ten seconds without the database, and no restart after them.
#[test]
fn when_the_database_comes_back_the_same_form_is_sent_once() {
    db::testing::run(db::Engine::Postgres, async |app: TestApp| {
        let anong = at_the_form(&app, KIND).await;
        let form = otherwise(&[("idempotency_key", "one-and-the-same")]);
        let path = format!("/ask/COV/{KIND}");
        app.db().goes_away().await;
        for _ in 0..3 {
            let page = anong.posts(&path, &form).await;
            page.is(503).says("one-and-the-same");
            assert!(page.headers.contains_key("retry-after"));
        }
        app.db().comes_back().await;
        let sent = anong.posts(&path, &form).await;
        let follow = sent.leads_to("/follow/").to_owned();
        let again = anong.posts(&path, &form).await;
        assert_eq!(again.leads_to("/follow/"), follow);
    });
}

on_both_engines! {
    async fn while_the_database_is_away_nothing_typed_is_lost(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        let form = otherwise(&[("landmark", "บ้านหลังสุดท้ายริมเขื่อน")]);
        app.app().db.close().await;
        let page = anong.posts(&format!("/ask/COV/{KIND}"), &form).await;
        page.is(503).says("บ้านหลังสุดท้ายริมเขื่อน").says("1669");
        assert!(page.headers.contains_key("retry-after"));
        // The public map is in memory, and stays to be seen.
        app.browser().get("/map/list").await.is(200);
        let body = serde_json::json!({ "phone": DAO.phone, "purpose": "sign_in" });
        let refused = app.api(None).post("/api/v1/otp", body).await;
        refused.is(503);
        assert_eq!(refused.problem(), "unavailable");
    }

    async fn every_wrong_field_is_told_at_once_and_all_that_was_typed_stays(app: TestApp) {
        let anong = at_the_form(&app, "covid_illness").await;
        let wrong = [
            ("area_text", "นครที่ไม่มีอยู่จริงเลย"),
            ("landmark", "บ้านไม้ \"สองชั้น\" <b>"),
            ("headcount", "หลายคน"),
            ("details", "ไข้สูง & ไอ"),
            ("contact_name", "123"),
            ("contact_phone", "12"),
            ("persons", "สมชาย\n999"),
            ("vulnerabilities", "dragon"),
            ("nationality", "atlantis"),
            ("relation", "king"),
            ("extra.symptoms_since", "31 ก.พ. 2569"),
            ("extra.spo2", "มาก"),
        ];
        let refused = anong.posts("/ask/COV/covid_illness", &wrong).await;
        refused.is(422);
        for field in [
            "area_text", "headcount", "contact_name", "contact_phone", "persons",
            "vulnerabilities", "nationality", "extra.symptoms_since", "extra.spo2",
        ] {
            refused.says(&format!("id=\"{field}-err\""));
            refused.says(&format!("href=\"#{field}\""));
        }
        for (field, typed) in wrong {
            let chosen = ["vulnerabilities", "nationality", "relation"];
            if !chosen.contains(&field) {
                refused.says(typed);
            }
        }
        refused.does_not_say("999</li>");
        assert!(!refused.html.contains("<b>\""), "what is typed is no markup");
        // Mended, the same form goes through.
        let mended = otherwise(&[("extra.symptoms", "cough"), ("landmark", "บ้านไม้ \"สองชั้น\" <b>")]);
        let sent = anong.submits("/ask/COV/covid_illness", &mended).await;
        sent.is(200).says("บ้านไม้ \"สองชั้น\" <b>");
        assert!(!sent.html.contains("<b>\n") && sent.html.contains("&#60;b&#62;"));
    }

    async fn an_empty_form_says_what_it_needs(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        let refused = anong.posts(&format!("/ask/COV/{KIND}"), &[]).await;
        refused.is(422).says("id=\"area_text-err\"").says("id=\"headcount-err\"");
        // The place alone, without anything to find it by.
        let fields = [("area", "570906"), ("headcount", "1")];
        let refused = anong.posts(&format!("/ask/COV/{KIND}"), &fields).await;
        refused.is(422).says("id=\"landmark-err\"");
    }

    async fn a_megabyte_of_words_is_too_long_and_more_is_not_read(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        let form = format!("/ask/COV/{KIND}");
        // Three bytes a letter, nine when written for the wire: the largest that is read.
        let long = "น".repeat(110_000);
        let refused = anong.posts(&form, &otherwise(&[("details", &long)])).await;
        refused.is(422).says("id=\"details-err\"");
        let ascii = "x".repeat(1_000_000);
        let refused = anong.posts(&form, &otherwise(&[("landmark", &ascii)])).await;
        refused.is(422).says("id=\"landmark-err\"");

        let huge = "x".repeat(1_100_000);
        anong.posts(&form, &otherwise(&[("details", &huge)])).await.is(413);
        // The browser is as good as before.
        anong.posts(&form, &usual_form()).await.leads_to("/follow/");
    }

    async fn bytes_that_are_no_text_are_refused_and_control_letters_told(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        let form = format!("/ask/COV/{KIND}");
        let csrf = anong.browser().await.csrf().to_owned();
        let broken = format!("_csrf={csrf}&details=%ff%fe&landmark=x").into_bytes();
        anong.browser().await.post_raw(&form, broken).await.is(400);
        let raw = [format!("_csrf={csrf}&details=").into_bytes(), vec![0xff, 0xc0, 0x80]].concat();
        anong.browser().await.post_raw(&form, raw).await.is(400);
        let flood = format!("_csrf={csrf}{}", "&a=1".repeat(4001)).into_bytes();
        anong.browser().await.post_raw(&form, flood).await.is(413);

        for field in ["details", "landmark", "contact_name", "persons", "headcount", "area_text"] {
            let refused = anong.posts(&form, &otherwise(&[(field, "a\0b")])).await;
            let fine = [303, 422].contains(&refused.status.as_u16());
            assert!(fine, "{field}: {}", refused.status);
            if let Some(follow) = refused.location {
                assert!(!anong.sees(&follow).await.html.contains('\0'), "{field}");
            }
        }
        // PostgreSQL keeps no NUL in a text, so none may come so far anywhere.
        let dao = app.dao().await;
        for (path, field) in [
            ("/profile", "affiliation"), ("/profile", "full_name"), ("/profile", "display_name"),
            ("/sign-in/password", "username"), ("/sign-in/password", "password"),
        ] {
            let answer = dao.posts(path, &[(field, "a\0b")]).await;
            assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path} {field}");
        }
        let boonmee = app.registers(crate::world::BOONMEE, "rescue", "57").await;
        boonmee.sees("/volunteer").await.is(200);
        let somsak = app.somsak().await;
        let refuse = somsak.sees("/applicants").await.actions("/applicants/").pop().unwrap();
        let answer = somsak.posts(&refuse, &[("reason", "a\0b")]).await;
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "a reason");
        for path in ["/help-requests/a%00b", "/follow/57%00", "/ask/COV/%00", "/register/affiliations?q=ab%00", "/register/username?q=ab%00"] {
            let answer = dao.gets(path).await;
            assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        }
    }

    async fn what_a_volunteer_gave_is_text_too(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let dao = app.dao().await;
        app.takes(&dao, &asked.reference).await.leads_to("/help-requests/");
        let closing = [("outcome", "helped_full"), ("given", "น้ำ\0ดื่ม")];
        let answer = app.does(&dao, &asked.reference, "help", &closing).await;
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    }

    async fn thai_numerals_are_numbers_everywhere(app: TestApp) {
        let anong = at_the_form(&app, "covid_illness").await;
        let fields = [
            ("headcount", "๑๒"), ("contact_phone", "๐๘๙-๙๙๙-๑๒๓๔"), ("extra.spo2", "๙๓"),
            ("lat", "๒๐.๔๓๓"), ("lon", "๙๙.๘๗๖"), ("accuracy_m", "๑๕"), ("extra.symptoms", "cough"),
            ("extra.symptoms_since", "๒๐ พ.ย. ๒๕๖๙"), ("area", ""),
        ];
        let sent = anong.posts("/ask/COV/covid_illness", &otherwise(&fields)).await;
        let follow = sent.leads_to("/follow/").to_owned();
        anong.sees(&follow).await.says("12 คน").says("089‑999‑1234");
    }

    async fn phones_are_read_as_people_write_them(app: TestApp) {
        for (n, typed) in ["081 234 0001", "081-234-0001", "+66812340001", "+66 (0) 81 234 0001", "66812340001", "๐๘๑๒๓๔๐๐๐๑", "(081) 234.0001"].iter().enumerate() {
            let anong = app.anong();
            anong.sees("/ask").await;
            let sent = anong.posts("/ask/phone", &[("phone", typed)]).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{typed}: {}", sent.text);
            assert_eq!(app.all_sms(ANONG.phone).await.len(), n + 1, "{typed}");
            app.clock().pass(SignedDuration::from_hours(4));
        }
    }

    async fn phones_that_get_no_sms_are_refused_with_words(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        for typed in ["053 731 005", "02-123-4567", "1669", "0812", "081234000111", "+8562055512345", "สวัสดี", "", "   "] {
            let refused = anong.posts("/ask/phone", &[("phone", typed)]).await;
            refused.is(422).says("id=\"phone-err\"");
            let kept = format!("value=\"{typed}\"");
            refused.says(&kept);
        }
        anong.posts("/ask/phone", &[("phone", "053 731 005")]).await.says("เบอร์บ้าน");
        // As a contact any number that can be called is good.
        app.verifies_phone(&anong).await;
        for typed in ["053 731 005", "+856 20 5551 2345", "+95 9 5012345", "191"] {
            let form = otherwise(&[("contact_phone", typed)]);
            let sent = anong.posts(&format!("/ask/COV/{KIND}"), &form).await;
            let told = sent.status.as_u16();
            assert_eq!(told, if typed == "191" { 422 } else { 303 }, "{typed}: {}", sent.text);
        }
    }

    async fn swapped_and_foreign_positions_are_told_apart(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        let form = format!("/ask/COV/{KIND}");
        let swapped = otherwise(&[("lat", "99.876"), ("lon", "20.433"), ("area", "")]);
        anong.posts(&form, &swapped).await.is(422).says("สลับ").says("value=\"99.876\"");
        for (lat, lon) in [("48.85", "2.35"), ("0", "0"), ("91", "181"), ("abc", "99"), ("20.4", ""), ("NaN", "inf"), ("1e300", "99")] {
            let refused = anong.posts(&form, &otherwise(&[("lat", lat), ("lon", lon), ("area", "")])).await;
            refused.is(422).says("id=\"pin-err\"");
        }
        // Phuket, by somebody who says Mae Sai.
        let elsewhere = otherwise(&[("lat", "7.95"), ("lon", "98.34")]);
        anong.posts(&form, &elsewhere).await.is(422).says("id=\"area_text-err\"");
        let fine = otherwise(&[("lat", "20.433"), ("lon", "99.876")]);
        anong.posts(&form, &fine).await.leads_to("/follow/");
    }

    async fn dates_to_come_are_refused_where_something_has_happened(app: TestApp) {
        let anong = at_the_form(&app, "covid_illness").await;
        for (typed, status) in [("22 พ.ย. 2569", 422), ("2026-11-22", 422), ("22/11/2569", 422), ("1 ม.ค. 2700", 422), ("21 พ.ย. 2569", 303), ("2026-11-01", 303)] {
            let form = otherwise(&[("extra.symptoms_since", typed), ("extra.symptoms", "cough")]);
            let sent = anong.posts("/ask/COV/covid_illness", &form).await;
            assert_eq!(sent.status.as_u16(), status, "{typed}: {}", sent.text);
            if status == 422 {
                sent.says("id=\"extra.symptoms_since-err\"").says(typed);
            }
        }
    }

    async fn what_is_not_there_is_not_there(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        for path in [
            "/ask/COV/teleport", "/ask/XXX/other", "/ask/cov/other", "/nowhere", "/ask/COV/other/more",
            "/codes/00000000-0000-7000-8000-000000000000", "/help-requests/nonsense/take",
        ] {
            anong.gets(path).await.is(if path.ends_with("/take") { 405 } else { 404 });
        }
        for path in ["/codes/not-an-id", "/codes/%E0%B8%81"] {
            let status = anong.gets(path).await.status.as_u16();
            assert!([400, 404].contains(&status), "{path}: {status}");
        }
        anong.posts("/ask/COV/teleport", &usual_form()).await.is(404);
        anong.posts("/ask/XXX/other", &usual_form()).await.is(404);
        anong.posts("/help-requests/COV69-570101-9999/take", &[]).await.is(401);
        anong.posts("/help-requests/COV69-570101-9999/fly", &[]).await.is(404);
    }

    async fn a_session_that_ended_in_the_middle_of_a_form_loses_nothing(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        app.clock().pass(SignedDuration::from_hours(13));
        let form = format!("/ask/COV/{KIND}");
        let refused = anong.posts(&form, &usual_form()).await;
        refused.is(401);
        for (name, value) in usual_form() {
            refused.says(&format!("type=\"hidden\" name=\"{name}\" value=\"{value}\""));
        }
        // She signs in anew in another tab and sends what the page kept.
        app.verifies_phone(&anong).await;
        let sent = anong.posts(&form, &usual_form()).await;
        let follow = sent.leads_to("/follow/").to_owned();
        anong.sees(&follow).await.says("หลังคาสีแดง หลังวัด");

        let dao = app.dao().await;
        dao.sees("/profile").await;
        app.clock().pass(SignedDuration::from_hours(13));
        let fields = [("full_name", "ดาวเรือง ศรีสุข"), ("display_name", "ดาว")];
        let refused = dao.posts("/profile", &fields).await;
        refused.is(401).says("name=\"full_name\" value=\"ดาวเรือง ศรีสุข\"");
    }

    async fn a_lost_cookie_in_the_middle_of_a_form_loses_nothing_but_the_password(app: TestApp) {
        let dao = app.person(DAO);
        dao.sees("/sign-in?by=password").await;
        dao.browser().await.set_cookie(web::csrf::COOKIE, None);
        let fields = [("username", "dao"), ("password", DAO.password), ("next", "/profile")];
        let refused = dao.posts("/sign-in/password", &fields).await;
        refused.is(403).says("name=\"username\" value=\"dao\"").does_not_say(DAO.password);
    }

    async fn what_another_site_filled_in_is_not_offered_to_be_sent(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        let stranger = anong.browser().await.clone().saying("sec-fetch-site", "cross-site");
        for mut stranger in [stranger.clone(), stranger.saying("idempotency-key", "k")] {
            // Even with the right token, as if it had leaked.
            let refused = stranger.post(&format!("/ask/COV/{KIND}"), &usual_form()).await;
            refused.is(403).does_not_say("หลังคาสีแดง");
        }
        // A script of our own needs no token, since no other site may set the header.
        let mut ours = anong.browser().await.clone();
        ours = ours.saying("sec-fetch-site", "same-origin").saying("idempotency-key", "k");
        let body = web::Typed::from_pairs(usual_form()).to_query().into_bytes();
        ours.post_raw(&format!("/ask/COV/{KIND}"), body.clone()).await.leads_to("/follow/");
        // Without a word where it comes from, a key alone is no proof.
        let mut unknown = anong.browser().await.clone().saying("idempotency-key", "k2");
        unknown.post_raw(&format!("/ask/COV/{KIND}"), body).await.is(403);
    }

    async fn names_of_one_word_and_other_scripts_are_names(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        for name in ["น้อย", "ကျော်", "សុខា", "ສົມສັກ", "O'Brien", "Nguyễn Văn A", "李明"] {
            let form = otherwise(&[("contact_name", name), ("persons", name)]);
            let sent = anong.posts(&format!("/ask/COV/{KIND}"), &form).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{name}: {}", sent.text);
        }
    }

    async fn two_tabs_and_the_back_button_are_no_trouble(app: TestApp) {
        let anong = at_the_form(&app, KIND).await;
        // Two tabs share the cookie: the token of the first page is good after the second was shown.
        let first = anong.browser().await.csrf().to_owned();
        anong.sees("/ask/COV/covid_illness").await;
        let body = [("_csrf", first.as_str())].into_iter().chain(usual_form());
        let body = web::Typed::from_pairs(body).to_query().into_bytes();
        let sent = anong.browser().await.post_raw(&format!("/ask/COV/{KIND}"), body).await;
        sent.leads_to("/follow/");
        // Back at the phone page, one is sent on.
        assert_eq!(anong.gets("/ask").await.leads_to("/ask"), "/ask/kinds");
    }

    async fn odd_requests_get_plain_answers(app: TestApp) {
        let site = app.site();
        let cases: [(&str, &str, &[(&str, &str)]); 9] = [
            ("DELETE", "/ask", &[]),
            ("PUT", "/profile", &[]),
            ("GET", "/ask/phone", &[]),
            ("GET", "/?lang=xx", &[]),
            ("GET", "/?%ff=%ff", &[]),
            ("GET", "/help-requests?area=%ff", &[]),
            ("GET", "/sign-in?next=%0d%0aset-cookie:%20a=b", &[]),
            ("GET", "/", &[("cookie", "jitasa_session=; jitasa_csrf=; jitasa_flash=<script>; jitasa_lang=%00")]),
            ("GET", "/", &[("authorization", "Bearer nonsense"), ("accept-language", "\u{1}")]),
        ];
        for (method, path, headers) in cases {
            let mut request = Request::builder().method(method.parse::<Method>().unwrap()).uri(path);
            for (name, value) in headers.iter().filter(|(_, value)| !value.contains('\u{1}')) {
                request = request.header(*name, *value);
            }
            let request = request.body(axum::body::Body::empty()).unwrap();
            let answer = site.clone().oneshot(request).await.unwrap();
            assert!(!answer.status().is_server_error(), "{method} {path}: {}", answer.status());
            let csp = answer.headers().get("content-security-policy");
            assert!(csp.is_some(), "{method} {path} has no policy");
        }
    }
}
