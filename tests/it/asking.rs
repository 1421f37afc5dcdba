//! Asking for help: the way from the phone to the follow page, what happens when no SMS comes, and
//! how somebody who lost the link comes back.

use db::Engine;
use db::on_both_engines;
use db::testing::{OnEngine, TestDb};
use jiff::SignedDuration;

use crate::world::{ANONG, DAO, KIND, TestApp, usual_form};

/// The program with another setting.
struct FewMessages(TestApp);

impl OnEngine for FewMessages {
    async fn on(engine: Engine) -> FewMessages {
        let settings = [("otp_per_phone_hour", "1")];
        FewMessages(TestApp::with(engine, TestDb::options(), &settings).await)
    }
}

on_both_engines! {
    async fn a_person_asks_from_phone_to_follow_page(app: TestApp) {
        let anong = app.anong();
        let first = anong.sees("/ask").await;
        first.is(200).says("1669");

        let sent = anong.posts("/ask/phone", &[("phone", "081-234 0001")]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        anong.sees(&code_page).await.says("08x-xxx-0001");

        let text = app.last_sms(ANONG.phone).await;
        assert!(text.starts_with("JITASA รหัส OTP ") && text.contains("ห้ามบอกใคร"), "{text}");
        assert!(text.chars().count() <= 70, "more than one message: {text}");
        assert!(!text.contains("http"), "{text}");

        let wrong = anong.posts(&code_page, &[("code", "000000x")]).await;
        wrong.is(422).says("เหลือ");

        let code = app.last_code(ANONG.phone).await;
        let on = anong.posts(&code_page, &[("code", &code)]).await;
        on.leads_to("/ask/kinds");
        let kinds = anong.sees("/ask/kinds").await;
        kinds.is(200).says(&format!("/ask/COV/{KIND}"));

        let asked = app.asks_for(&anong, KIND, &[]).await;
        assert_eq!(asked.reference, "COV69-571121-0001");
        let page = anong.sees(&asked.follow).await;
        page.says("หลังคาสีแดง").says("เวียงพางคำ").does_not_say("unverified");
    }

    async fn a_code_opens_once_and_for_five_minutes(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        let code = app.last_code(ANONG.phone).await;
        anong.sees(&code_page).await;
        app.clock().pass(SignedDuration::from_mins(5));
        anong.posts(&code_page, &[("code", &code)]).await.is(410);

        let again = anong.posts(&format!("{code_page}/again"), &[]).await;
        let code_page = again.leads_to("/codes/").to_owned();
        let fresh = app.last_code(ANONG.phone).await;
        anong.posts(&code_page, &[("code", &fresh)]).await.leads_to("/ask/kinds");
        anong.posts(&code_page, &[("code", &fresh)]).await.is(410);
    }

    async fn five_wrong_codes_and_the_right_one_is_no_use(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        let code = app.last_code(ANONG.phone).await;
        let wrong = if code == "111111" { "222222" } else { "111111" };
        for _ in 0..4 {
            anong.posts(&code_page, &[("code", wrong)]).await.is(422);
        }
        let fifth = anong.posts(&code_page, &[("code", wrong)]).await;
        fifth.is(429);
        assert!(fifth.headers.contains_key("retry-after"));
        anong.posts(&code_page, &[("code", &code)]).await.is(429);
    }

    async fn thai_numerals_and_spaces_are_a_code_too(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", "๐๘๑ ๒๓๔ ๐๐๐๑")]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        let code = app.last_code(ANONG.phone).await;
        let thai: String = code
            .bytes()
            .map(|digit| char::from_u32(0x0E50 + u32::from(digit - b'0')).unwrap())
            .collect();
        let typed = format!(" {} {}", &thai[..9], &thai[9..]);
        anong.posts(&code_page, &[("code", &typed)]).await.leads_to("/ask/kinds");
    }

    async fn after_a_minute_without_sms_one_goes_on_without_a_code(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        app.work_jobs().await;

        let without = format!("{code_page}/without");
        anong.posts(&without, &[]).await.is(429);
        app.clock().pass(SignedDuration::from_secs(60));
        let page = anong.sees(&code_page).await;
        page.says("ส่งคำขอโดยไม่มีรหัส").says("1669");
        anong.posts(&without, &[]).await.leads_to("/ask/kinds");

        let asked = app.asks_for(&anong, KIND, &[]).await;
        let follow = anong.sees(&asked.follow).await;
        follow.says("data-state=\"unverified\"");

        // Volunteers see it so, until one of them has made sure.
        let dao = app.dao().await;
        let case = format!("/help-requests/{}", asked.reference);
        dao.sees(&case).await.says("data-state=\"unverified\"");
        app.does(&dao, &asked.reference, "verify", &[]).await.leads_to(&case);
        dao.sees(&case).await.does_not_say("data-state=\"unverified\"");
        anong.sees(&asked.follow).await.does_not_say("data-state=\"unverified\"");
    }

    async fn a_gateway_that_refuses_lets_one_go_on_at_once(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        // The file is there once something was sent.
        app.verifies_phone(&app.person(DAO)).await;
        app.sms_gateway_fails(true);
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        app.work_jobs().await;
        let page = anong.sees(&code_page).await;
        page.says("ส่งคำขอโดยไม่มีรหัส");
        anong.posts(&format!("{code_page}/without"), &[]).await.leads_to("/ask/kinds");
        app.asks_for(&anong, KIND, &[]).await;
    }

    async fn a_used_up_budget_turns_nobody_away(few: FewMessages) {
        let app = &few.0;
        let anong = app.anong();
        anong.sees("/ask").await;
        anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await.leads_to("/codes/");
        app.clock().pass(SignedDuration::from_secs(61));
        let sent = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        assert_eq!(app.all_sms(ANONG.phone).await.len(), 1);
        anong.sees(&code_page).await.says("ส่งคำขอโดยไม่มีรหัส");
        anong.posts(&format!("{code_page}/without"), &[]).await.leads_to("/ask/kinds");
        app.asks_for(&anong, KIND, &[]).await;

        // Whoever only wants to sign in waits until the budget opens.
        let somsak = app.somsak().await;
        let browser = app.person(somsak.card);
        browser.sees("/sign-in").await;
        let fields = [("phone", somsak.card.phone), ("accept_terms", "yes")];
        browser.posts("/sign-in/code", &fields).await.leads_to("/codes/");
        app.clock().pass(SignedDuration::from_secs(61));
        let refused = browser.posts("/sign-in/code", &fields).await;
        refused.is(429).says(somsak.card.phone);
        assert!(refused.headers.contains_key("retry-after"));
    }

    async fn two_codes_within_a_minute_are_one_too_many(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await.leads_to("/codes/");
        let code_page = anong.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        // Who comes back to the first page is led to the code that is on its way.
        let code_page = code_page.leads_to("/codes/").to_owned();
        anong.sees(&code_page).await;
        let soon = anong.posts(&format!("{code_page}/again"), &[]).await;
        soon.is(429);
        assert!(soon.headers.contains_key("retry-after"));
        app.last_code(ANONG.phone).await;
        assert_eq!(app.all_sms(ANONG.phone).await.len(), 1);
    }

    async fn who_lost_the_link_sees_all_own_requests_by_phone_and_code(app: TestApp) {
        let anong = app.anong();
        let first = app.asks_for_help(&anong).await;
        let second = app.asks_for(&anong, KIND, &[("landmark", "บ้านไม้ริมคลอง")]).await;
        let dao = app.person(DAO);
        let hers = app.asks_for_help(&dao).await;

        app.clock().pass(SignedDuration::from_hours(13));
        let lost = app.anong();
        assert_eq!(lost.gets("/mine").await.leads_to("/mine/phone"), "/mine/phone");
        lost.sees("/mine").await.is(200);
        let sent = lost.posts("/mine/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        let shown = lost.sees(&code_page).await;
        let next = shown.between("name=\"next\" value=\"", "\"").unwrap().to_owned();
        let code = app.last_code(ANONG.phone).await;
        let own = lost.posts(&code_page, &[("code", &code), ("next", &next)]).await;
        own.leads_to("/mine");
        let own = lost.sees("/mine").await;
        own.says(&first.reference).says(&second.reference);
        own.does_not_say(&hers.reference).says(&first.follow);
        lost.sees(&first.follow).await.is(200);
    }

    async fn an_unverified_phone_sees_nobody_s_requests(app: TestApp) {
        let anong = app.anong();
        app.asks_for_help(&anong).await;
        // Somebody claims her number and goes on without the code.
        let other = app.anong();
        other.sees("/ask").await;
        app.clock().pass(SignedDuration::from_secs(61));
        let sent = other.posts("/ask/phone", &[("phone", ANONG.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        app.clock().pass(SignedDuration::from_secs(61));
        other.posts(&format!("{code_page}/without"), &[]).await.leads_to("/ask/kinds");
        assert_eq!(other.gets("/mine").await.leads_to("/mine"), "/mine/phone");
    }

    async fn a_wrong_follow_token_is_nobody_s(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let anyone = app.anong();
        anyone.sees(&asked.follow).await.is(200);
        let mut other = asked.follow.clone();
        let last = if other.ends_with('A') { 'B' } else { 'A' };
        other.pop();
        other.pop();
        other.push(last);
        other.push('A');
        anyone.gets(&other).await.is(404);
        for broken in ["/follow/5", "/follow/xx", "/follow/%F0%9F%92%A7", "/follow/ก"] {
            anyone.gets(broken).await.is(404);
        }
    }

    async fn an_incident_without_codes_takes_requests_at_their_word(app: TestApp) {
        let malee = app.malee().await;
        malee.sees("/incidents").await.is(200);
        let fields = [("preset", "flood"), ("prefix", "FLD"), ("name_th", "น้ำท่วมเชียงราย")];
        malee.posts("/incidents", &fields).await.leads_to("/incidents");
        app.clock().pass(SignedDuration::from_secs(3));

        let anong = app.anong();
        anong.sees("/ask").await.is(200);
        // No code, not even a mobile phone is needed.
        let sent = anong.posts("/ask/phone", &[("phone", "053 731 005")]).await;
        sent.leads_to("/ask/kinds");
        anong.sees("/ask/FLD/evacuation").await.is(200);
        let mut form = usual_form();
        form.push(("extra.water_level", "waist"));
        let sent = anong.posts("/ask/FLD/evacuation", &form).await;
        let follow = sent.leads_to("/follow/").to_owned();
        anong.sees(&follow).await.says("data-state=\"unverified\"");

        // A visitor without even a phone may ask there, and only there.
        let nobody = app.anong();
        nobody.sees("/ask/FLD/evacuation").await.is(200);
        nobody.posts("/ask/FLD/evacuation", &form).await.leads_to("/follow/");
        assert_eq!(nobody.gets("/ask/COV/other").await.leads_to("/ask"), "/ask");
        nobody.posts("/ask/COV/other", &form).await.is(401);
    }
}
