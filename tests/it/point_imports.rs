//! Files of service points: read in whatever shape, tried without writing, matched to what is here,
//! applied in pieces, cut off and taken up again, brought once more, and undone as a whole.

mod real;
mod shapes;
mod verbs;

use db::on_both_engines;
use jiff::SignedDuration;
use jitasa::app::App;
use jitasa::ids::{PointId, PointImportId};
use jitasa::point_imports::actions::work;
use jitasa::point_imports::model::{Figures, PointRow, Run, Verdict};
use jitasa::point_imports::store;
use jitasa::points::model::{Contact, How, Point, Status};
use serde_json::json;

use self::verbs::*;
use crate::world::{Card, Page, Person, TestApp};

const NAREE: Card = Card {
    full_name: "นารี ดูแลสงขลา",
    phone: "0812340061",
    username: "naree2",
    password: "นาข้าว-ริมน้ำ-47",
};

const HOSPITALS: &str = "รหัส,ชื่อโรงพยาบาล,lat,lon,เตียง,โทร,สถานะ\n\
    11196,โรงพยาบาลแม่สาย,20.4268,99.8836,90,53731300,เปิด\n\
    11190,โรงพยาบาลแม่จัน,20.1443,99.8563,120,053771056,\n\
    10674,โรงพยาบาลเชียงรายประชานุเคราะห์,19.9014,99.8258,756,053910600,เต็ม\n";

on_both_engines! {
    async fn a_file_becomes_points_and_the_next_one_updates_them(app: TestApp) {
        let somsak = app.somsak().await;
        let fields = [("source", "สธ."), ("licence", "CC BY 4.0"), ("known_on", "20/11/2569")];
        let address = brings(&somsak, &fields, ("list.csv", HOSPITALS.as_bytes())).await;
        let refused = maps(&somsak, &address, &[]).await;
        refused.is(422).says("เลือกประเภท");
        maps(&somsak, &address, &[("kind", "hospital")]).await.leads_to(&address);
        somsak.sees(&address).await.says("กำลังตรวจ").says("<progress");
        works(&app, app.app()).await;
        // Tried only: nothing is on the map.
        assert_eq!((counted(&stands(&app, &address).await.1), count(&app)), (vec![("new", 3)], 0));
        somsak.sees(&address).await.says("ตรวจแล้ว").says("โรงพยาบาลแม่สาย").says("นำเข้า 3 แถว");
        let picture = somsak.gets(&format!("{address}/preview.svg")).await;
        assert!(picture.is(200).html.contains("translate("), "rows are drawn");
        let seen = somsak.gets(&format!("{address}/rows.geojson")).await;
        seen.is(200).says("\"coordinates\":[99.8836,20.4268]").says("\"verdict\":\"new\"");

        does(&somsak, &address, "start", &[]).await.leads_to(&address);
        works(&app, app.app()).await;
        assert_eq!((counted(&stands(&app, &address).await.1), count(&app)), (vec![("made", 3)], 3));
        let made = named(&app, "โรงพยาบาลแม่สาย").await;
        assert_eq!(made.told.contact, Contact::Phones("053731300".into()));
        assert_eq!(made.told.beds.get("general").capacity, Some(90));
        assert_eq!((made.told.source.as_str(), made.told.licence.as_str()), ("สธ.", "CC BY 4.0"));
        let check = made.checks.of(jitasa::points::model::Fact::Status).unwrap();
        assert_eq!((check.how, check.at.to_string().as_str()), (How::Import, "2026-11-19T17:00:00Z"));
        let page = somsak.sees(&format!("/points/{}", made.key.id)).await;
        page.is(200).says("สธ. · CC BY 4.0").says("จากรายชื่อที่นำเข้า");

        // The next file of the source: more beds, one is new, one is left out. It comes mapped.
        let next = HOSPITALS.replace(",90,", ",100,").replace("11190,โรงพยาบาลแม่จัน,20.1443,99.8563", "11191,โรงพยาบาลเชียงแสน,20.2743,100.0864");
        let again = brings(&somsak, &[("source", "สธ. ")], ("next.csv", next.as_bytes())).await;
        somsak.sees(&again).await.says("<option value=\"hospital\" selected");
        maps(&somsak, &again, &[]).await.leads_to(&again);
        works(&app, app.app()).await;
        assert_eq!(counted(&stands(&app, &again).await.1), [("new", 1), ("update", 2)]);
        does(&somsak, &again, "start", &[]).await;
        works(&app, app.app()).await;
        assert_eq!(count(&app), 4);
        assert_eq!(named(&app, "โรงพยาบาลแม่สาย").await.told.beds.get("general").capacity, Some(100));
        // The same once more: nothing is doubled.
        imports(&app, &somsak, "สธ.", &next, "").await;
        assert_eq!(count(&app), 4);
    }

    async fn what_somebody_checked_later_is_not_written_over(app: TestApp) {
        let somsak = app.somsak().await;
        imports(&app, &somsak, "สธ.", HOSPITALS, "18/11/2569").await;
        let mae_sai = named(&app, "โรงพยาบาลแม่สาย").await;
        checks(&somsak, &mae_sai, "full").await;
        let next = HOSPITALS.replace("53731300", "53731301");
        let address = imports(&app, &somsak, "สธ.", &next, "20/11/2569").await;
        let (_, figures) = stands(&app, &address).await;
        assert_eq!(figures.facts_left, 1);
        let now = named(&app, "โรงพยาบาลแม่สาย").await;
        assert_eq!(now.told.status, Status::Full);
        assert_eq!(now.told.contact, Contact::Phones("053731301".into()));
        somsak.sees(&address).await.says("ข้อมูล 1 รายการไม่ถูกเขียนทับ");
    }

    async fn a_row_that_is_likely_a_known_point_is_decided_upon(app: TestApp) {
        let somsak = app.somsak().await;
        imports(&app, &somsak, "สธ.", HOSPITALS, "18/11/2569").await;
        // Another source, other words, a little way off.
        let other = "name,latitude,longitude,phone\nรพ.แม่สาย,20.4275,99.8840,053-731-300\nร.พ. แม่จัน,20.1450,99.8570,\nโรงพยาบาลเทิง,19.6890,100.1930,\n";
        let address = brings(&somsak, &[("source", "เพจ")], ("b.csv", other.as_bytes())).await;
        maps(&somsak, &address, &[("kind", "hospital")]).await.leads_to(&address);
        works(&app, app.app()).await;
        let found = rows(&app, &address).await;
        assert_eq!(counted(&stands(&app, &address).await.1), [("new", 1), ("likely", 2)], "{found:?}");
        let likeness = found[0].likeness.clone().unwrap();
        assert_eq!((likeness.name, likeness.same_phone, likeness.called.as_str()), (100, true, "โรงพยาบาลแม่สาย"));
        somsak.sees(&address).await.says("น่าจะเป็นจุดเดียวกับ").says("ชื่อเหมือนกัน 100%");
        // One by itself, the others as all.
        does(&somsak, &address, "decide", &[("line", "3"), ("decision", "new")]).await.leads_to(&address);
        does(&somsak, &address, "decide", &[("line", "4"), ("decision", "new")]).await.is(404);
        does(&somsak, &address, "start", &[("likely", "update")]).await.leads_to(&address);
        works(&app, app.app()).await;
        assert_eq!(counted(&stands(&app, &address).await.1), [("made", 2), ("changed", 1)]);
        assert_eq!(count(&app), 5);
        let mae_sai = named(&app, "รพ.แม่สาย").await;
        assert_eq!(mae_sai.told.beds.get("general").capacity, Some(90), "what the row does not speak of stays");
        // From now on both sources know it.
        imports(&app, &somsak, "เพจ", other, "").await;
        assert_eq!(count(&app), 5);
    }

    async fn a_run_is_undone_but_for_what_somebody_changed_since(app: TestApp) {
        let somsak = app.somsak().await;
        let first = imports(&app, &somsak, "สธ.", HOSPITALS, "18/11/2569").await;
        let before = named(&app, "โรงพยาบาลแม่สาย").await;
        let next = format!("{}11191,โรงพยาบาลเชียงแสน,20.2743,100.0864,60,,\n11187,โรงพยาบาลเทิง,19.6890,100.1930,60,,\n", HOSPITALS.replace(",90,", ",100,").replace(",120,", ",130,"));
        let second = imports(&app, &somsak, "สธ.", &next, "20/11/2569").await;
        assert_eq!(count(&app), 5);
        // Somebody calls two of them.
        for name in ["โรงพยาบาลเทิง", "โรงพยาบาลแม่จัน"] {
            checks(&somsak, &named(&app, name).await, "open").await;
        }
        app.clock().pass(SignedDuration::from_hours(1));
        app.signs_in(crate::world::SOMSAK).await;
        does(&somsak, &second, "undo", &[]).await.leads_to(&second);
        works(&app, app.app()).await;
        let (run, figures) = stands(&app, &second).await;
        assert_eq!((run.stage.code(), counted(&figures)), ("undone", vec![("undone", 3), ("kept", 2)]));
        let shown = somsak.sees(&second).await;
        shown.says("มี 2 จุดที่ไม่ได้ยกเลิก").says("โรงพยาบาลเทิง").says("โรงพยาบาลแม่จัน");
        let after = named(&app, "โรงพยาบาลแม่สาย").await;
        assert_eq!((after.told, after.checks), (before.told, before.checks));
        assert_eq!(count(&app), 4, "Chiang Saen is off the map, Thoeng stays");
        assert_eq!(named(&app, "โรงพยาบาลแม่จัน").await.told.beds.get("general").capacity, Some(130));
        let history = somsak.sees(&format!("/points/{}", after.key.id)).await;
        history.says("ยกเลิก");
        // Undone again nothing changes.
        let versions = async || named(&app, "โรงพยาบาลแม่สาย").await.version;
        let was = versions().await;
        does(&somsak, &second, "undo", &[]).await.leads_to(&second);
        works(&app, app.app()).await;
        assert_eq!((counted(&stands(&app, &second).await.1), versions().await), (counted(&figures), was));
        // What the run found out is forgotten, so the file makes Chiang Saen anew; Thoeng is still known.
        imports(&app, &somsak, "สธ.", &next, "20/11/2569").await;
        assert_eq!(count(&app), 5);
        // The run below is undone after the one upon it.
        does(&somsak, &first, "undo", &[]).await.leads_to(&first);
        works(&app, app.app()).await;
        assert!(stands(&app, &first).await.1.of(Verdict::Kept) > 0);
    }

    async fn a_run_stops_goes_on_and_survives_the_program(app: TestApp) {
        let malee = app.malee().await;
        let mut text = "id,name,lat,lon,kind\n".to_owned();
        for n in 0..1_200 {
            // Two provinces.
            let (lat, lon) = if n % 3 == 0 { (7.0, 100.45) } else { (19.9, 99.8) };
            let (lat, lon) = (lat + f64::from(n) * 1e-5, lon + f64::from(n % 40) * 1e-4);
            text.push_str(&format!("{n},จุดที่ {n},{lat:.5},{lon:.5},shelter\n"));
        }
        let address = brings(&malee, &[("source", "มวล")], ("m.csv", text.as_bytes())).await;
        maps(&malee, &address, &[]).await.leads_to(&address);
        works(&app, app.app()).await;
        assert_eq!(counted(&stands(&app, &address).await.1), [("new", 1_200)]);
        does(&malee, &address, "start", &[]).await.leads_to(&address);
        does(&malee, &address, "start", &[]).await.leads_to(&address);
        one_piece(app.app(), &app, &address).await;
        let (_, some) = stands(&app, &address).await;
        // No more than five hundred, and of one province.
        assert_eq!(some.of(Verdict::Made), 500);
        does(&malee, &address, "stop", &[]).await.leads_to(&address);
        works(&app, app.app()).await;
        assert_eq!(stands(&app, &address).await.1.of(Verdict::Made), 500);
        malee.sees(&address).await.says("หยุดไว้แล้ว");
        does(&malee, &address, "start", &[]).await.leads_to(&address);
        // Two processes at the same piece: each row makes one point.
        let other = app.another_process().await;
        tokio::join!(one_piece(app.app(), &app, &address), one_piece(&other, &app, &address));
        works(&app, &other).await;
        let (run, end) = stands(&app, &address).await;
        assert_eq!((run.stage.code(), counted(&end)), ("done", vec![("made", 1_200)]));
        jitasa::points::memory::load(app.app()).await.unwrap();
        assert_eq!(count(&app), 1_200);
    }

    async fn a_run_reaches_no_farther_than_whoever_brought_it(app: TestApp) {
        let somsak = app.somsak().await;
        let naree = app.holds_seat(NAREE, "province_admin", "90").await;
        let address = imports(&app, &somsak, "สธ.", HOSPITALS, "").await;
        for path in [address.clone(), format!("{address}/problems.csv"), format!("{address}/rows.geojson"), format!("{address}/preview.svg")] {
            naree.gets(&path).await.is(404);
        }
        naree.posts(&format!("{address}/undo"), &[]).await.is(404);
        naree.sees("/points/imports").await.does_not_say(&address);
        // Her own file of the same source changes none of Chiang Rai, and makes none there.
        let theirs = HOSPITALS.replace(",90,", ",1,") + "99999,โรงพยาบาลพาน,19.5530,99.7400,60,,\n";
        let mine = brings(&naree, &[("source", "สธ.")], ("x.csv", theirs.as_bytes())).await;
        maps(&naree, &mine, &[("kind", "hospital")]).await.leads_to(&mine);
        works(&app, app.app()).await;
        assert_eq!(counted(&stands(&app, &mine).await.1), [("problem", 4)]);
        naree.sees(&mine).await.says("จุดนี้คุณแก้ไขไม่ได้").says("อยู่นอกพื้นที่ที่คุณดูแล");
        does(&naree, &mine, "start", &[]).await.is(409).says("ไม่มีแถวที่นำเข้าได้");
        // Whoever may do so no more gets no further.
        let csv = naree.gets(&format!("{mine}/problems.csv")).await;
        csv.is(200).says("โรงพยาบาลพาน").says("อยู่นอกพื้นที่ที่คุณดูแล");
    }

    async fn programs_bring_rows_and_undo_them(app: TestApp) {
        let somsak = app.somsak().await;
        let browser = somsak.browser().await;
        let token = browser.cookie(jitasa::layout::page::SESSION_COOKIE).unwrap().to_owned();
        let api = app.api(token);
        drop(browser);
        let body = json!({
            "source": "โปรแกรม", "headings": ["no", "ชื่อ", "lat", "lon"],
            "rows": [["1", "ศูนย์พักพิงวัดกลาง", "19.91", "99.83"]],
            "mapping": { "columns": ["source_id", "name", "lat", "lon"], "kind": "shelter" },
        });
        let made = api.post("/api/v1/imports", body.clone()).await;
        made.is(201);
        let address = format!("/api/v1/imports/{}", made.text("/id"));
        works(&app, app.app()).await;
        let checked = api.get(&address).await;
        assert_eq!((checked.text("/stage"), &checked.json["figures"]), ("checked", &json!({ "new": 1 })));
        api.post(&format!("{address}/apply"), json!({ "likely": "perhaps" })).await.is(422);
        api.post(&format!("{address}/apply"), json!({})).await.is(200);
        works(&app, app.app()).await;
        assert_eq!(count(&app), 1);
        api.post(&format!("{address}/undo"), json!({})).await.is(200);
        works(&app, app.app()).await;
        assert_eq!((api.get(&address).await.text("/stage"), count(&app)), ("undone", 0));
        let mut bad = body;
        bad["mapping"]["columns"] = json!(["source_id", "name", "lat", "depth"]);
        let refused = api.post("/api/v1/imports", bad).await;
        refused.is(422);
        let told = refused.json["problems"].to_string();
        assert!(told.contains("mapping.columns.3"), "{told}");
        api.post_raw("/api/v1/imports", "{").await.is(400);
    }
}
