//! Requests on the map: blurred for the public, with references for those at work, and how they follow
//! what happens.

use super::*;

db::on_both_engines! {
    async fn the_public_sees_a_request_blurred_and_learns_nothing_of_the_person(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let asked = app.asks_at(&anong, LAT, LON).await;

        let signs = app.public_signs(14).await;
        let [sign] = signs.as_slice() else { panic!("{signs:?}") };
        let (lon, lat) = blurred(LAT, LON);
        assert!(metres((sign.lat, sign.lon), (lat, lon)) < 5.0, "{sign:?} is not at {lat} {lon}");
        assert!(metres((sign.lat, sign.lon), (LAT, LON)) > 20.0, "the roof itself is shown");
        let tags: Vec<(&str, &str)> =
            sign.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(tags, [("count", "1"), ("kind", KIND), ("state", "waiting"), ("waited", "1h")]);

        let json = app.fetch("/api/v1/map/requests.geojson?bbox=99,20,100.5,21", &[]).await;
        let told = String::from_utf8(json.bytes).unwrap();
        assert!(told.contains("\"state\":\"waiting\""), "{told}");
        for secret in [asked.reference.as_str(), "หลังคา", "20.404", "99.884"] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
        app.clock().pass(SignedDuration::from_hours(4));
        assert_eq!(app.public_signs(14).await[0].tags["waited"], "6h");
        assert_eq!(app.public_signs(6).await[0].tags["count"], "1");
    }

    async fn an_unverified_request_is_not_public_until_somebody_made_sure(app: TestApp) {
        let anong = app.anong();
        anong.sees("/ask").await;
        let sent = anong.posts("/ask/phone", &[("phone", anong.card.phone)]).await;
        let code_page = sent.leads_to("/codes/").to_owned();
        app.work_jobs().await;
        app.clock().pass(SignedDuration::from_secs(60));
        anong.sees(&code_page).await;
        anong.posts(&format!("{code_page}/without"), &[]).await.leads_to("/ask/kinds");
        let asked = app.asks_at(&anong, LAT, LON).await;
        assert_eq!(app.public_signs(14).await, []);
        app.browser().get("/map/list?area=5709").await.says("ไม่มีคำขอ");

        // Those at work see it, and that it is not verified.
        let dao = app.dao().await;
        let tile = app.staff_tile(&dao.token().await, "").await;
        let seen = signs(tile_at(LAT, LON, 14), &tile.bytes);
        assert_eq!(seen[0].tags["unverified"], "true");

        app.does(&dao, &asked.reference, "verify", &[]).await.leads_to("/help-requests/");
        app.map_follows().await;
        assert_eq!(app.public_signs(14).await.len(), 1);
    }

    async fn the_map_follows_taking_lapsing_and_closing(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let asked = app.asks_at(&anong, LAT, LON).await;
        let boonmee = app.boonmee().await;
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        app.map_follows().await;
        assert_eq!(app.public_signs(14).await[0].tags["state"], "taken");

        // Nobody says that a hold lapses: the time does. Other requests go on meanwhile.
        app.clock().pass(SignedDuration::from_hours(25));
        jitasa::map::catch_up(app.app()).await.unwrap();
        assert_eq!(app.public_signs(14).await[0].tags["state"], "waiting");

        let boonmee = app.signs_in(BOONMEE).await;
        app.takes(&boonmee, &asked.reference).await.leads_to("/help-requests/");
        app.does(&boonmee, &asked.reference, "depart", &[]).await.leads_to("/help-requests/");
        app.map_follows().await;
        assert_eq!(app.public_signs(14).await[0].tags["state"], "on_the_way");

        app.answers(&anong, &asked, "safe").await;
        app.map_follows().await;
        assert_eq!(app.public_signs(14).await, []);
        app.browser().get("/map/list").await.says("ไม่มีคำขอ");
    }

    async fn a_program_that_starts_later_shows_the_same(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        app.asks_at(&anong, LAT, LON).await;
        let before = app.public_signs(14).await;
        let rows = app.browser().get("/map/list").await;
        jitasa::map::load(app.app()).await.unwrap();
        app.clock().pass(SignedDuration::from_secs(2));
        assert_eq!(app.public_signs(14).await, before);
        assert_eq!(app.browser().get("/map/list").await.between("<tbody>", "</tbody>"),
            rows.between("<tbody>", "</tbody>"));
        // What it loaded it does not take in twice.
        jitasa::map::catch_up(app.app()).await.unwrap();
        assert_eq!(app.app().map.len(), 1);
    }

    async fn those_at_work_see_their_own_areas_with_references(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        let asked = app.asks_at(&anong, LAT, LON).await;
        let boonmee = app.boonmee().await;
        let answer = app.staff_tile(&boonmee.token().await, "").await;
        let seen = signs(tile_at(LAT, LON, 14), &answer.bytes);
        assert_eq!(seen[0].tags["reference"], asked.reference);
        assert_eq!(seen[0].tags["href"], format!("/help-requests/{}", asked.reference));
        assert!(answer.headers[CACHE_CONTROL].to_str().unwrap().contains("private"));
        // The exact place is on the request's page, where a look at it is written down.
        assert!(metres((seen[0].lat, seen[0].lon), (LAT, LON)) > 20.0);

        let elsewhere = app.holds_seat(DAO, "province_admin", "50").await;
        let answer = app.staff_tile(&elsewhere.token().await, "").await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(app.staff_tile("nobody", "").await.status, StatusCode::UNAUTHORIZED);
    }

    async fn requests_at_one_place_are_one_sign_that_leads_to_the_list(app: TestApp) {
        let anong = app.anong();
        app.verifies_phone(&anong).await;
        app.asks_at(&anong, LAT, LON).await;
        app.asks_at(&anong, LAT + 0.000_02, LON).await;
        let boonmee = app.boonmee().await;
        let answer = app.staff_tile(&boonmee.token().await, "").await;
        let seen = signs(tile_at(LAT, LON, 14), &answer.bytes);
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!(seen[0].tags["count"], "2");
        assert_eq!(seen[0].tags["n_waiting"], "2");
        assert_eq!(seen[0].tags["href"], "/help-requests?area=570906");
        boonmee.sees(&seen[0].tags["href"]).await.is(200);
    }

    async fn whoever_waits_for_approval_gets_no_staff_tile(app: TestApp) {
        let boonmee = app.registers(BOONMEE, "rescue", "57").await;
        let answer = app.staff_tile(&boonmee.token().await, "").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}
