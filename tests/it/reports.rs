//! Weekly reports: made on Friday afternoon and by hand, once each, kept as they were, seen by admins of the area alone.

use db::on_both_engines;
use jiff::{SignedDuration, Timestamp};
use jitasa::access::Cx;
use jitasa::reports::actions::make_due;

use crate::statistics::records;
use crate::world::{AREA, DAO, TestApp};

const CHIANG_RAI: &str = "/reports/57";
const COV: [(&str, &str); 1] = [("incident", "COV")];

/// Lets time pass until it is this weekday and hour in Thailand, at least.
fn waits_until(app: &TestApp, day: jiff::civil::Weekday, hour: i8) {
    loop {
        let here = app.clock().now().to_zoned(jitasa::clock::thailand());
        if here.weekday() == day && here.hour() == hour {
            return;
        }
        app.clock()
            .pass(SignedDuration::from_mins(60 - i64::from(here.minute())));
    }
}

async fn due(app: &TestApp) -> usize {
    let cx = Cx::system(app.clock().now());
    make_due(app.app(), &cx).await.expect("reports are made")
}

on_both_engines! {
    async fn a_report_is_made_by_hand_once_and_stays_as_it_was(app: TestApp) {
        let somsak = app.somsak().await;
        somsak.gets("/reports").await.leads_to(CHIANG_RAI);
        somsak.sees(CHIANG_RAI).await.is(200).says("ยังไม่มีรายงาน");
        records(&somsak, AREA, 4).await;
        app.asks_for_help(&app.anong()).await;
        app.clock().pass(SignedDuration::from_hours(24));
        let somsak = app.somsak().await;
        let page = somsak.posts(CHIANG_RAI, &COV).await;
        let address = page.leads_to("/reports/57/COV/").to_owned();
        let shown = somsak.sees(&address).await;
        shown.is(200).says("แม่สาย").says("จัดทำเมื่อ").says("ขอแสดงความนับถือ");
        let total = |page: &crate::world::Page| {
            let tables = page.html.split_once("<table").expect("a table").1;
            let row = tables.split("scope=\"row\"").find(|row| row.contains("รวม ")).expect("a total").to_owned();
            let cells = row.split("<b>").skip(1).map(|cell| cell.split('<').next().unwrap().to_owned());
            cells.collect::<Vec<_>>()
        };
        assert_eq!(total(&shown)[..6], ["1", "1", "0", "0", "1", "4"]);
        // What comes later, and what is made again, changes nothing.
        records(&somsak, AREA, 3).await;
        somsak.posts(CHIANG_RAI, &COV).await.leads_to(&address);
        let again = somsak.sees(&address).await;
        assert_eq!(total(&again), total(&shown));
        assert_eq!(somsak.sees(CHIANG_RAI).await.html.matches(&format!("href=\"{address}\"")).count(), 1);
        let file = somsak.sees(&format!("{address}/report.xlsx")).await;
        file.is(200);
        let api = app.api(somsak.token().await);
        let told = api.get(&format!("/api/v1{address}")).await;
        told.is(200);
        assert_eq!(told.json["week"]["total"]["persons"], 4);
        assert_eq!(told.json["ever"]["below"].as_array().map(Vec::len), Some(18));
        assert_eq!(told.json["by_hand"], true);
        assert_eq!(api.get("/api/v1/reports?area=57").await.json["items"].as_array().map(Vec::len), Some(1));
        api.get("/api/v1/reports?area=nowhere").await.is(422);
        // Nobody else's affair, and nothing of what is not there.
        let dao = app.holds_seat(DAO, "province_admin", "90").await;
        dao.gets(&address).await.is(404);
        dao.posts(CHIANG_RAI, &COV).await.is(404);
        for wrong in ["/reports/57/COV/2026-13-01", "/reports/57/XXX/2026-11-19", "/reports/99/COV/2026-11-19"] {
            somsak.gets(wrong).await.is(404);
        }
        somsak.posts(CHIANG_RAI, &[("incident", "XXX")]).await.is(422).says("เลือกเหตุการณ์");
    }

    async fn on_friday_afternoon_every_area_with_an_admin_has_its_report(app: TestApp) {
        let somsak = app.somsak().await;
        app.holds_seat(DAO, "district_admin", "5709").await;
        app.malee().await;
        records(&somsak, AREA, 2).await;
        // A whole week lies before it.
        app.clock().pass(SignedDuration::from_hours(24 * 7));
        waits_until(&app, jiff::civil::Weekday::Friday, 15);
        due(&app).await;
        // Nobody stays signed in so long.
        let (somsak, dao) = (app.somsak().await, app.signs_in(DAO).await);
        let before = somsak.sees(CHIANG_RAI).await.html.matches("<article").count();
        app.clock().pass(SignedDuration::from_hours(1));
        let now: Timestamp = app.clock().now();
        assert_eq!(due(&app).await, 3, "the country, the province, the district");
        assert_eq!(due(&app).await, 0, "made once");
        let page = somsak.sees(CHIANG_RAI).await;
        assert_eq!(page.html.matches("<article").count(), before + 1);
        page.says("จัดทำตามเวลาที่กำหนด");
        let last = jitasa::clock::day(now).yesterday().expect("a day before");
        for (person, area) in [(&somsak, "57"), (&dao, "5709")] {
            let address = format!("/reports/{area}/COV/{last}");
            person.sees(&address).await.is(200);
            person.sees("/notifications").await.says("รายงานประจำสัปดาห์ของ").says(&address);
        }
        // A server that was down on Friday makes it on Sunday.
        app.clock().pass(SignedDuration::from_hours(44));
        let late = app.holds_seat(crate::world::BOONMEE, "province_admin", "90").await;
        assert_eq!(due(&app).await, 1);
        late.sees(&format!("/reports/90/COV/{last}")).await.is(200);
    }
}
