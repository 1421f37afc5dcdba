//! The pages: the list from country to district, the nearest cases, the first page.

use super::*;

db::on_both_engines! {
    async fn the_list_leads_from_the_country_to_the_district_and_no_finer(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        app.asks_at(&anong, LAT, LON).await;
        // Without a pin, it still counts in the list.
        app.asks_for(&anong, KIND, &[]).await;
        app.map_follows().await;
        let mut browser = app.browser();
        let country = browser.get("/map/list").await;
        country.is(200).says("จ.เชียงราย").says(">2<");
        let province = browser.get("/map/list?area=57").await;
        province.says("/map/list?area=5709").says("อ.แม่สาย");
        let district = browser.get("/map/list?area=5709").await;
        district.says("อื่น").says("รอไม่เกิน 1 ชั่วโมง").does_not_say("เวียงพางคำ").does_not_say("หลังคา");
        // A subdistrict is answered with its district.
        let same = browser.get("/map/list?area=570906").await;
        assert_eq!(same.between("<tbody>", "</tbody>"), district.between("<tbody>", "</tbody>"));
        browser.get("/map/list?area=5709&state=helping").await.says("ไม่มีคำขอ");
        browser.get(&format!("/map/list?area=5709&state=waiting&kind={KIND}")).await.says("รอไม่เกิน 1");
        browser.get("/map/list?area_text=Mae+Sai+Chiang+Rai").await.is(200);
        browser.get("/map/list?area_text=zzzzzz").await.is(200).says("ไม่พบพื้นที่");
    }

    async fn the_nearest_come_first_when_asked_for_by_distance(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let far = app.asks_at(&anong, LAT - 0.05, LON).await;
        let near = app.asks_at(&anong, LAT, LON).await;
        let middle = app.asks_at(&anong, LAT - 0.02, LON).await;
        let boonmee = app.boonmee().await;
        let page = boonmee.sees(&format!("/help-requests?sort=distance&lat={LAT}&lon={LON}")).await;
        let place = |asked: &Asked| page.html.find(&asked.reference).unwrap();
        assert!(place(&near) < place(&middle) && place(&middle) < place(&far));
        // Rough: the map in memory keeps a cell, not the place.
        page.says("ห่างราว 0.3 กม.").says("ห่างราว 2.3 กม.").says("ห่างราว 5.8 กม.");
        // Another area's volunteer sees none of them.
        let elsewhere = app.holds_seat(DAO, "province_admin", "50").await;
        let page = elsewhere.sees(&format!("/help-requests?sort=distance&lat={LAT}&lon={LON}")).await;
        page.is(200).does_not_say(&near.reference);
    }

    async fn the_first_page_leads_to_help_in_every_language(app: TestApp) {
        for (language, words) in [("th", "ขอความช่วยเหลือ"), ("en", "Ask for help"), ("my", "အကူအညီ"), ("km", "សុំជំនួយ"), ("lo", "ຂໍຄວາມຊ່ວຍເຫຼືອ")] {
            let mut browser = app.browser();
            let home = browser.get(&format!("/?lang={language}")).await;
            home.is(200).says(words).says("href=\"/ask\"").says("tel:1669").says("/mine");
            browser.get("/map").await.is(200).says("<jitasa-map").says("href=\"/ask\"");
            browser.get("/map/list").await.is(200);
        }
    }
}
