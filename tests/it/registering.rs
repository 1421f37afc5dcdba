//! Registering as a volunteer, as the user guide has it, and all that may be amiss with it.

use db::on_both_engines;
use jiff::SignedDuration;

use crate::world::{ANONG, Card, DAO, TestApp, registration};

/// The registration form with some fields otherwise.
fn otherwise<'a>(
    card: &'a Card,
    role: &'a str,
    fields: &[(&'static str, &'a str)],
) -> Vec<(&'static str, &'a str)> {
    let mut all = registration(card, role, "57");
    all.retain(|(name, _)| !fields.iter().any(|(own, _)| own == name));
    all.extend_from_slice(fields);
    all
}

on_both_engines! {
    async fn registering_goes_as_the_guide_has_it(app: TestApp) {
        let dao = app.person(DAO);
        let form = dao.sees("/register").await;
        for label in [
            "ลงทะเบียนใหม่", "ชื่อ-นามสกุล", "เบอร์โทรศัพท์", "บทบาท", "สังกัด", "จังหวัด",
            "ชื่อผู้ใช้", "รหัสผ่าน", "ยืนยันรหัสผ่าน",
            "การลงทะเบียนจะต้องกรอกข้อมูลจริงเท่านั้น",
            "ยอมรับเงื่อนไขและข้อตกลงการใช้งานระบบ", "ขอรหัส OTP",
            "อาสาข้อมูล", "อาสารับส่งผู้ป่วย", "อาสารับส่งร่างผู้เสียชีวิต", "แพทย์อาสา",
            "อาสาส่งสิ่งของ", "มูลนิธิ/กู้ภัย", "อาสาประสานงาน",
        ] {
            form.says(label);
        }
        let fields = [("affiliation", "อสม. บ้านป่าคา (moicovid)"), ("area_text", "แม่สาย")];
        let mut all = otherwise(&DAO, "data", &fields);
        let several = dao.posts("/register", &all).await;
        // Mae Sai is a district and a subdistrict: one of them is chosen on the page shown again.
        several.is(422).says("area_choice").says("moicovid").says(DAO.full_name);
        all.push(("area_choice", "570901"));
        let sent = dao.posts("/register", &all).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        let shown = dao.sees(&code_page).await;
        for label in ["ยืนยัน OTP", "ขอรหัส OTP อีกครั้ง", "หมายเลขอ้างอิง", "มีเวลาเหลือ", "วินาที", "ย้อนกลับ"] {
            shown.says(label);
        }
        let code = app.last_code(DAO.phone).await;
        dao.posts(&code_page, &[("code", &code)]).await.leads_to("/register/done");
        let done = dao.sees("/register/done").await;
        done.says("เสร็จสิ้น").says("ลงทะเบียนเรียบร้อยแล้ว");

        let first = dao.sees("/volunteer").await;
        first.says("สวัสดี ดาว").says("ยอมรับ").says("ไม่ใช้ตำแหน่ง");
        dao.sees("/map").await.says("ไม่ใช้ตำแหน่ง");
        let answer = [("answer", "accept"), ("next", "/map")];
        dao.posts("/profile/position-notice", &answer).await.leads_to("/map");
        dao.sees("/map").await.does_not_say("ไม่ใช้ตำแหน่ง");
        dao.posts("/profile/position-notice", &[("answer", "accept")]).await.leads_to("/volunteer");
        dao.sees("/volunteer").await.does_not_say("ไม่ใช้ตำแหน่ง");

        let profile = dao.sees("/profile").await;
        profile.says("<dd>moicovid</dd>").says("value=\"อสม. บ้านป่าคา\"");
        profile.says("อาสาข้อมูล").says("เชียงราย");
    }

    async fn a_code_that_is_typed_twice_registers_once(app: TestApp) {
        let dao = app.person(DAO);
        dao.sees("/register").await;
        let sent = dao.posts("/register", &registration(&DAO, "data", "57")).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        let code = app.last_code(DAO.phone).await;
        dao.sees(&code_page).await;
        dao.posts(&code_page, &[("code", &code)]).await.leads_to("/register/done");
        dao.posts(&code_page, &[("code", &code)]).await.is(410);
    }

    async fn every_fault_of_a_registration_is_told_at_once_and_what_was_typed_stays(app: TestApp) {
        app.dao().await;
        let other = app.person(ANONG);
        other.sees("/register").await;
        let fields = [
            ("full_name", "12345"),
            ("phone", "053 731 005"),
            ("role", "king"),
            ("affiliation", "อสม. บ้านใหม่"),
            ("province", "99"),
            ("username", "dao"),
            ("password", "12345678"),
            ("password_again", "1234567"),
        ];
        let refused = other.posts("/register", &fields).await;
        refused.is(422);
        for field in [
            "full_name", "phone", "role", "province", "username", "password", "password_again",
            "accept_terms", "consent_personal_data",
        ] {
            refused.says(&format!("id=\"{field}-err\""));
        }
        for kept in ["12345", "053 731 005", "อสม. บ้านใหม่", "dao"] {
            refused.says(&format!("value=\"{kept}\""));
        }
        refused.does_not_say("12345678");
        // A landline is refused with words, not as "wrong".
        refused.says("เบอร์บ้าน");
    }

    async fn a_username_is_free_or_taken_whatever_its_letters(app: TestApp) {
        app.dao().await;
        let browser = &mut app.browser();
        let told = browser.get("/register/username?q=DAO").await;
        told.is(200).says("\"free\":false");
        browser.get("/register/username?q=dao2").await.says("\"free\":true");
        browser.get("/register/username?q=%E0%B8%94%E0%B8%B2%E0%B8%A7").await.says("\"free\":false");
        browser.get("/register/username").await.is(200).says("\"free\":false");
        let other = app.person(ANONG);
        other.sees("/register").await;
        let refused = other.posts("/register", &otherwise(&ANONG, "data", &[("username", "Dao")])).await;
        refused.is(422).says("id=\"username-err\"");
    }

    async fn two_who_want_one_username_at_once_get_one_account(app: TestApp) {
        let (dao, anong) = (app.person(DAO), app.person(ANONG));
        let mut pages = Vec::new();
        for person in [&dao, &anong] {
            person.sees("/register").await;
            let fields = otherwise(&person.card, "data", &[("username", "namtan")]);
            let sent = person.posts("/register", &fields).await;
            pages.push(sent.leads_to("/codes/").to_owned());
            person.sees(&pages[pages.len() - 1]).await;
        }
        let code = app.last_code(DAO.phone).await;
        dao.posts(&pages[0], &[("code", &code)]).await.leads_to("/register/done");
        let code = app.last_code(ANONG.phone).await;
        let late = anong.submits(&pages[1], &[("code", &code)]).await;
        late.says("ชื่อผู้ใช้นี้มีคนใช้แล้ว");
        assert_eq!(anong.gets("/volunteer").await.status, 200);
        anong.sees("/profile").await.says("/sign-in/");
    }

    async fn affiliations_in_use_are_offered(app: TestApp) {
        app.dao().await;
        let browser = &mut app.browser();
        let offered = browser.get("/register/affiliations?q=%E0%B8%AD%E0%B8%AA%E0%B8%A1").await;
        offered.is(200).says("อสม. แม่สาย");
        browser.get("/register/affiliations?q=%E0%B8%AD").await.does_not_say("อสม");
        browser.get("/register/affiliations?q=zz").await.is(200).does_not_say("อสม");
    }

    async fn a_phone_that_has_an_account_is_led_in_after_its_code(app: TestApp) {
        app.dao().await;
        app.clock().pass(SignedDuration::from_mins(2));
        let again = app.person(DAO);
        again.sees("/register").await;
        let sent = again.posts("/register", &otherwise(&DAO, "data", &[("username", "dao99")])).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        again.sees(&code_page).await;
        let code = app.last_code(DAO.phone).await;
        let led = again.submits(&code_page, &[("code", &code)]).await;
        led.is(200).says("เบอร์นี้มีบัญชีอยู่แล้ว").says("สวัสดี ดาว");
        again.sees("/profile").await.says(">dao<");
    }

    async fn a_mended_registration_needs_no_second_password_guess(app: TestApp) {
        // The password is never sent back: the page asks for it again.
        let dao = app.person(DAO);
        dao.sees("/register").await;
        let refused = dao.posts("/register", &otherwise(&DAO, "data", &[("accept_terms", "no")])).await;
        refused.is(422).does_not_say(DAO.password).says("id=\"accept_terms-err\"");
        assert!(refused.has("value=\"dao\"") && refused.has(DAO.full_name));
    }
}
