//! The database is away: the public reads on and is told so, nothing typed is lost, and when it is back
//! all is as before.

use db::{Engine, on_both_engines};
use jiff::SignedDuration;
use jitasa::layout::away::READ_ON;
use jitasa::snapshot::{self, Maker};

use super::{opens_practice, tells_of_shelter, warns};
use crate::truths::routes;
use crate::world::{KIND, Page, TestApp, usual_form};

const NAME: &str = "ศูนย์พักพิงวัดดอยเวา";
const BAR: &str = "ระบบฐานข้อมูลขัดข้อง แสดงข้อมูล ณ เวลา";

#[test]
fn what_is_read_on_is_a_route_that_reads() {
    let routes = routes::all();
    for path in READ_ON {
        let is_there = |route: &routes::Route| route.method == "GET" && route.path == path;
        assert!(routes.iter().any(is_there), "{path}");
    }
}

#[track_caller]
fn is_from_memory(path: &str, page: &Page, as_of: &str) {
    assert_eq!(page.status, 200, "{path}: {}", page.text);
    assert_eq!(page.headers["x-jitasa-as-of"], as_of, "{path}");
}

on_both_engines! {
    async fn while_the_database_is_away_the_public_reads_on(app: TestApp) {
        let dao = app.dao().await;
        let point = tells_of_shelter(&dao, NAME).await;
        let anong = app.anong();
        app.asks_for_help(&anong).await;
        let news = warns(&app).await;
        opens_practice(&app).await;
        let mut maker = Maker::default();
        app.follows().await;
        maker.make(app.app()).await.unwrap();
        let made = std::fs::read(snapshot::folder(app.app()).join("index.json")).unwrap();
        anong.sees(&format!("/ask/COV/{KIND}")).await.is(200);
        let district = app.nobody().sees("/map/list?area=5709").await;
        let row = district.between("<tbody>", "</tbody>").expect("a row").to_owned();
        app.clock().pass(SignedDuration::from_mins(2));
        app.follows().await;
        let as_of = app.clock().now().to_string();
        app.clock().pass(SignedDuration::from_mins(10));
        app.app().db.close().await;

        let pages = [
            "/", "/map", "/map/list", "/map/list?area=57", "/map/list?area=5709", "/points",
            "/points?q=วัดดอยเวา", "/points?near=20.43,99.91", "/news", "/news/asking", "/terms",
            "/privacy", "/map?incident=COV", point.as_str(), news.as_str(),
        ];
        for path in pages {
            // Whoever was signed in is nobody now, and is not sent away.
            let page = dao.gets(path).await;
            is_from_memory(path, &page, &as_of);
            page.says(BAR).says("14.07").does_not_say("ดาว ศรีสุข");
        }
        app.nobody().gets("/map/list").await.says("1");
        app.nobody().gets("/news?area=57").await.says("น้ำกำลังขึ้น");
        app.nobody().gets(&news).await.says("ยกของขึ้นที่สูง");
        let list = app.nobody().gets("/map/list?area=5709").await;
        assert_eq!(list.between("<tbody>", "</tbody>"), Some(row.as_str()));
        app.nobody().gets("/points?q=วัดดอยเวา").await.says(NAME).says("ว่าง 40").says("tel:053731300");
        app.nobody().gets(&point).await.says(NAME).says("เปิดถึง 16:30").does_not_say("/update");
        app.nobody().gets("/points/01a1fcec-3160-70f0-82c0-e57584d24b78").await.is(404);
        let card = app.nobody().gets(&format!("{point}/card")).await;
        is_from_memory("card", &card, &as_of);
        card.says(NAME);
        for (language, words) in [
            ("en", "The database is out of order. Shown as of 21 Nov 2026, 14:07"),
            ("my", "ဒေတာဘေ့စ်"), ("km", "មូលដ្ឋានទិន្នន័យ"), ("lo", "ລະບົບຖານຂໍ້ມູນ"),
        ] {
            app.nobody().gets(&format!("/points?lang={language}")).await.is(200).says(words);
        }
        for tile in ["/tiles/public/6/49/28.mvt?incident=COV", "/tiles/points/6/49/28.mvt", "/tiles/base/6/49/28.mvt", "/api/v1/map/requests.geojson?incident=COV"] {
            let answer = app.browser().get(tile).await;
            assert!(answer.status.is_success(), "{tile}: {}", answer.status);
        }

        // What writes, and what is somebody's own, is refused as ever; words are kept.
        let mut form = usual_form();
        form.retain(|(name, _)| *name != "landmark");
        form.push(("landmark", "บ้านหลังสุดท้ายริมเขื่อน"));
        let refused = anong.posts(&format!("/ask/COV/{KIND}"), &form).await;
        refused.is(503).says("บ้านหลังสุดท้ายริมเขื่อน").says("1669").does_not_say(BAR);
        dao.posts("/points", &[("name_th", "จุดใหม่")]).await.is(503).says("จุดใหม่");
        dao.gets("/profile").await.is(503);
        dao.gets(&format!("{point}/edit")).await.is(503);
        app.browser().get("/healthz").await.is(200);
        app.browser().get("/readyz").await.is(503);

        // The files keep the time they are of.
        assert!(maker.make(app.app()).await.is_err());
        let kept = std::fs::read(snapshot::folder(app.app()).join("index.json")).unwrap();
        assert_eq!(kept, made);
        app.browser().get("/public/index.json").await.is(200);
    }
}

/// The server is away for a while; nobody restarts the program.
#[test]
fn when_the_database_is_back_all_is_as_before() {
    db::testing::run(Engine::Postgres, async |app: TestApp| {
        let dao = app.dao().await;
        let point = tells_of_shelter(&dao, NAME).await;
        app.follows().await;
        app.db().goes_away().await;
        app.clock().pass(SignedDuration::from_mins(1));
        let page = dao.gets(&point).await;
        page.is(200).says(BAR).does_not_say("/update");
        // Known to be away, nobody waits for it.
        assert!(app.app().reach.is_lost(app.clock().now()));
        dao.gets("/points").await.is(200).says(BAR).says(NAME);
        app.db().comes_back().await;
        // Tried again after a moment, also before the memory has caught up.
        app.clock().pass(SignedDuration::from_secs(6));
        let page = dao.gets(&point).await;
        page.is(200).does_not_say(BAR).says("/update");
        assert!(!page.headers.contains_key("x-jitasa-as-of"));
        app.db().goes_away().await;
        dao.gets("/points").await.is(200).says(BAR);
        app.db().comes_back().await;
        // The memory catches up, and nobody is told of trouble any more.
        app.follows().await;
        dao.gets("/points").await.is(200).does_not_say(BAR);
        let second = tells_of_shelter(&dao, "ศูนย์พักพิงโรงเรียน").await;
        dao.sees(&second).await.is(200).says("ศูนย์พักพิงโรงเรียน");
    });
}
