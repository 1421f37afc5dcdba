//! Accounts: both ways in, a forgotten password, roles that wait for the area admin's word, sessions,
//! the profile.

use db::on_both_engines;
use jiff::SignedDuration;

use crate::world::{BOONMEE, DAO, KIND, MALEE, Page, Person, TestApp};

/// Asks for a code to sign in, and types it.
async fn comes_in_by_code(app: &TestApp, person: &Person, remember: bool) -> Page {
    person.sees("/sign-in").await.is(200);
    let mut fields = vec![("phone", person.card.phone), ("accept_terms", "yes")];
    if remember {
        fields.push(("remember", "yes"));
    }
    let sent = person.posts("/sign-in/code", &fields).await;
    let code_page = sent.leads_to("/codes/").to_owned();
    person.sees(&code_page).await.is(200);
    let code = app.last_code(person.card.phone).await;
    person.posts(&code_page, &[("code", &code)]).await
}

on_both_engines! {
    async fn one_comes_in_by_password_and_by_code(app: TestApp) {
        app.dao().await;
        app.clock().pass(SignedDuration::from_mins(2));
        let by_password = app.signs_in(DAO).await;
        by_password.sees("/volunteer").await.says("สวัสดี ดาว");

        let by_code = app.person(DAO);
        comes_in_by_code(&app, &by_code, false).await.leads_to("/volunteer");
        by_code.sees("/volunteer").await.says("สวัสดี ดาว");

        // Letters of either size, and spaces around, are the same username.
        let other = app.person(DAO);
        other.sees("/sign-in?by=password").await;
        let fields = [("username", " DAO "), ("password", DAO.password)];
        other.posts("/sign-in/password", &fields).await.leads_to("/volunteer");
    }

    async fn one_is_led_back_to_where_one_wanted_to_go(app: TestApp) {
        app.dao().await;
        let dao = app.person(DAO);
        let wanted = dao.gets("/profile").await;
        assert_eq!(wanted.leads_to("/sign-in"), "/sign-in?next=%2Fprofile");
        for (next, to) in [
            ("/profile", "/profile"),
            ("https://evil.example/", "/volunteer"),
            ("//evil.example/", "/volunteer"),
            ("/\\evil.example/", "/volunteer"),
            ("", "/volunteer"),
        ] {
            let dao = app.person(DAO);
            dao.sees("/sign-in?by=password").await;
            let fields = [("username", "dao"), ("password", DAO.password), ("next", next)];
            let sent = dao.posts("/sign-in/password", &fields).await;
            assert_eq!(sent.leads_to("/"), to, "{next}");
        }
    }

    async fn a_wrong_password_tells_nothing_and_is_counted(app: TestApp) {
        app.dao().await;
        let stranger = app.person(DAO);
        stranger.sees("/sign-in?by=password").await;
        let tries = |username: &'static str| [("username", username), ("password", "ไม่ใช่รหัสนี้")];
        let known = stranger.posts("/sign-in/password", &tries("dao")).await;
        let unknown = stranger.posts("/sign-in/password", &tries("nobody")).await;
        known.is(422).says("value=\"dao\"").does_not_say("ไม่ใช่รหัสนี้");
        unknown.is(422);
        let sentence = |page: &Page| page.between("id=\"username-err\">", "<").map(str::to_owned);
        assert_eq!(sentence(&known), sentence(&unknown));

        for _ in 0..9 {
            stranger.posts("/sign-in/password", &tries("dao")).await.is(422);
        }
        let right = [("username", "dao"), ("password", DAO.password)];
        let blocked = stranger.posts("/sign-in/password", &right).await;
        blocked.is(429);
        assert!(blocked.headers.contains_key("retry-after"));
        app.clock().pass(SignedDuration::from_mins(15));
        stranger.posts("/sign-in/password", &right).await.leads_to("/volunteer");
    }

    async fn a_code_for_one_thing_opens_no_other(app: TestApp) {
        app.dao().await;
        app.clock().pass(SignedDuration::from_mins(2));
        // A phone verified for asking is not signed in, and may set no password.
        let asks = app.person(DAO);
        app.verifies_phone(&asks).await;
        asks.sees("/volunteer").await.does_not_say("สวัสดี");
        asks.gets("/recover/password").await.is(403);
        asks.gets("/profile").await.leads_to("/sign-in");
    }

    async fn a_phone_without_account_is_led_to_registering(app: TestApp) {
        let anong = app.anong();
        let sent = comes_in_by_code(&app, &anong, false).await;
        sent.leads_to("/register");
        anong.sees("/register").await.says("เบอร์นี้ยังไม่มีบัญชี");
    }

    async fn a_forgotten_password_is_set_anew_by_phone(app: TestApp) {
        let before = app.dao().await;
        app.clock().pass(SignedDuration::from_mins(2));
        let dao = app.person(DAO);
        dao.sees("/recover").await.says("ลืมรหัสผ่านหรือชื่อผู้ใช้");
        let sent = dao.posts("/recover", &[("phone", DAO.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        dao.sees(&code_page).await;
        let code = app.last_code(DAO.phone).await;
        dao.posts(&code_page, &[("code", &code)]).await.leads_to("/recover/password");
        dao.sees("/recover/password").await.says(">dao<");
        let weak = [("password", "password1"), ("password_again", "password1")];
        dao.posts("/recover/password", &weak).await.is(422);
        let new = [("password", "ฟ้าใส-หลังฝน-9"), ("password_again", "ฟ้าใส-หลังฝน-9")];
        dao.posts("/recover/password", &new).await.leads_to("/volunteer");
        dao.sees("/volunteer").await.says("สวัสดี ดาว");

        // Every session there was is over, and the old password with it.
        before.gets("/profile").await.leads_to("/sign-in");
        let old = app.person(DAO);
        old.sees("/sign-in?by=password").await;
        let fields = [("username", "dao"), ("password", DAO.password)];
        old.posts("/sign-in/password", &fields).await.is(422);
        let fields = [("username", "dao"), ("password", "ฟ้าใส-หลังฝน-9")];
        old.posts("/sign-in/password", &fields).await.leads_to("/volunteer");
    }

    async fn a_role_that_waits_takes_nothing_until_it_is_approved(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let boonmee = app.registers(BOONMEE, "rescue", "57").await;
        boonmee.sees("/register/done").await.says("อนุมัติก่อน");
        let waits = boonmee.sees("/volunteer").await;
        waits.says("รอผู้ดูแลพื้นที่อนุมัติ").does_not_say("href=\"/help-requests\"");
        app.takes(&boonmee, &asked.reference).await.is(404);
        boonmee.gets(&format!("/help-requests/{}", asked.reference)).await.is(404);

        // He may record for others meanwhile, and see what he recorded.
        let recorded = app.asks_for(&boonmee, KIND, &[]).await;
        app.takes(&boonmee, &recorded.reference).await.is(403).says("รอผู้ดูแลพื้นที่อนุมัติ");

        app.approves(BOONMEE).await;
        boonmee.sees("/notifications").await.says("มูลนิธิ/กู้ภัย").says("อนุมัติแล้ว");
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        app.somsak().await.sees("/applicants").await.does_not_say(BOONMEE.full_name);
    }

    async fn a_refused_role_is_told_why(app: TestApp) {
        let boonmee = app.registers(BOONMEE, "rescue", "57").await;
        let somsak = app.somsak().await;
        let waiting = somsak.sees("/applicants").await;
        let refuse = waiting.actions("/applicants/").into_iter().find(|at| at.ends_with("/refuse"));
        let refuse = refuse.unwrap();
        somsak.posts(&refuse, &[("reason", "ไม่พบชื่อในมูลนิธิ")]).await.leads_to("/applicants");
        boonmee.sees("/volunteer").await.says("ไม่พบชื่อในมูลนิธิ");
        boonmee.sees("/notifications").await.says("ไม่พบชื่อในมูลนิธิ");
        let asked = app.asks_for_help(&app.anong()).await;
        app.takes(&boonmee, &asked.reference).await.is(404);
    }

    async fn an_admin_elsewhere_decides_nothing_here(app: TestApp) {
        app.registers(BOONMEE, "rescue", "57").await;
        let here = app.somsak().await.sees("/applicants").await;
        let approve = here.actions("/applicants/")[0].clone();
        let elsewhere = app.holds_seat(MALEE, "province_admin", "90").await;
        elsewhere.sees("/applicants").await.is(200).does_not_say(BOONMEE.full_name);
        elsewhere.posts(&approve, &[]).await.is(404);
        let dao = app.dao().await;
        dao.gets("/applicants").await.is(404);
        dao.posts(&approve, &[]).await.is(404);
        app.somsak().await.sees("/applicants").await.says(BOONMEE.full_name);
    }

    async fn the_other_roles_work_at_once(app: TestApp) {
        let asked = app.asks_for_help(&app.anong()).await;
        let dao = app.dao().await;
        app.takes(&dao, &asked.reference).await.leads_to("/help-requests/");
    }

    async fn sessions_are_listed_and_ended(app: TestApp) {
        app.dao().await;
        let phone = app.person(DAO);
        *phone.browser().await = app.browser().saying(
            "user-agent",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        );
        phone.sees("/sign-in?by=password").await;
        let fields = [("username", "dao"), ("password", DAO.password)];
        phone.posts("/sign-in/password", &fields).await.leads_to("/volunteer");

        let dao = app.signs_in(DAO).await;
        let profile = dao.sees("/profile").await;
        profile.says("Chrome · Android").says("เครื่องนี้");
        let ends = profile.actions("/profile/sessions/");
        assert_eq!(ends.len(), 2, "{ends:?}");
        for end in &ends {
            dao.posts(end, &[]).await.leads_to("/profile");
        }
        dao.posts(&ends[0], &[]).await.is(404);
        phone.gets("/profile").await.leads_to("/sign-in");
        dao.sees("/profile").await.does_not_say("Chrome · Android");
        // Nobody ends another's.
        let boonmee = app.registers(BOONMEE, "rescue", "57").await;
        let another = app.signs_in(BOONMEE).await.sees("/profile").await;
        let his = another.actions("/profile/sessions/")[0].clone();
        dao.posts(&his, &[]).await.is(404);
        boonmee.sees("/profile").await.says(BOONMEE.full_name);

        dao.posts("/sign-out", &[]).await.leads_to("/");
        dao.gets("/profile").await.leads_to("/sign-in");
    }

    async fn a_session_ends_by_itself_and_a_remembered_one_later(app: TestApp) {
        app.dao().await;
        app.clock().pass(SignedDuration::from_mins(2));
        let short = app.signs_in(DAO).await;
        let long = app.person(DAO);
        comes_in_by_code(&app, &long, true).await.leads_to("/volunteer");
        app.clock().pass(SignedDuration::from_hours(11));
        short.sees("/profile").await.says(DAO.full_name);
        app.clock().pass(SignedDuration::from_hours(11));
        // Used meanwhile, so it lives on.
        short.sees("/profile").await.says(DAO.full_name);
        app.clock().pass(SignedDuration::from_hours(13));
        short.gets("/profile").await.leads_to("/sign-in");
        for _ in 0..4 {
            long.sees("/profile").await.says(DAO.full_name);
            app.clock().pass(SignedDuration::from_hours(24 * 20));
        }
        long.sees("/profile").await.says(DAO.full_name);
        // Ninety days are the end of every session.
        app.clock().pass(SignedDuration::from_hours(24 * 11));
        long.gets("/profile").await.leads_to("/sign-in");
    }

    async fn the_profile_shows_and_changes_one_s_own_data(app: TestApp) {
        let dao = app.dao().await;
        dao.sees("/profile").await.says(DAO.full_name).says("081‑234‑0003");
        let fields = [
            ("full_name", "ดาวเรือง ศรีสุข"),
            ("display_name", "ดาวเรือง"),
            ("affiliation", "รพ.สต. บ้านด้าย (Rak-Nan)"),
            ("province", "57"),
            ("area", "570908"),
            ("language", "en"),
        ];
        dao.posts("/profile", &fields).await.leads_to("/profile");
        let changed = dao.sees("/profile").await;
        changed.says("ดาวเรือง ศรีสุข").says("รพ.สต. บ้านด้าย").says("rak-nan").says("Ban Dai");
        changed.says("lang=\"en\"");

        let refused = dao.posts("/profile", &[("full_name", ""), ("display_name", ""), ("province", "")]).await;
        refused.is(422);
        for field in ["full_name", "display_name", "province"] {
            refused.says(&format!("id=\"{field}-err\""));
        }
        dao.sees("/profile").await.says("ดาวเรือง ศรีสุข");
    }
}
