//! Villages and people living in subdistricts: imported, imported again, entered by admins, read.

use std::path::Path;
use std::time::Instant;

use db::on_both_engines;
use jitasa::villages::actions::import::{self, ImportError, Report, Year};
use jitasa::villages::file::Amiss;
use jitasa::villages::store;
use serde_json::json;

use crate::world::{Card, TestApp};

const PRASERT: Card = Card {
    full_name: "ประเสริฐ ใต้ฟ้า",
    phone: "0812340071",
    username: "prasert7",
    password: "นาข้าว-ริมน้ำ-47",
};

/// Three villages of Wiang Phang Kham and one of Mae Sai, two of one name.
pub const VILLAGES: &str = "village_code,subdistrict_code,moo,name_th,name_en,lat,lon\n\
    57090601,570906,1,บ้านเวียงพาน,Ban Wiang Phan,20.43,99.88\n\
    57090603,570906,3,บ้านป่าเหมือด,Ban Pa Mueat,,\n\
    57090604,570906,4,บ้านป่าเหมือด,Ban Pa Mueat,,\n\
    57090101,570901,1,บ้านเหมืองแดงใต้,Ban Mueang Daeng Tai,,\n";

pub async fn imports(app: &TestApp, list: &str, dry_run: bool) -> Result<Report, ImportError> {
    let bytes = list.as_bytes().to_vec();
    import::villages(&app.app().db, bytes, dry_run, |_| {}).await
}

async fn counts(app: &TestApp, list: &str, said: Option<i16>) -> Result<Report, ImportError> {
    let (db, now) = (&app.app().db, app.clock().now());
    let year = Year { said, named: None };
    import::population(db, now, list.as_bytes().to_vec(), year, false, |_| {}).await
}

fn file(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        eprintln!("{name} is not beside the project: nothing is proved by it");
    }
    bytes
}

fn figures(report: &Report) -> (usize, usize, usize, usize) {
    (
        report.new,
        report.changed,
        report.unchanged,
        report.amiss.len(),
    )
}

on_both_engines! {
    async fn villages_are_imported_once_however_often_the_file_comes(app: TestApp) {
        let tried = imports(&app, VILLAGES, true).await.unwrap();
        assert_eq!(figures(&tried), (4, 0, 0, 0));
        assert!(tried.to_string().contains("Nothing was written"), "{tried}");
        let api = app.api(None);
        let none = api.get("/api/v1/areas/570906/villages").await;
        assert_eq!(none.is(200).json["items"], json!([]));

        assert_eq!(figures(&imports(&app, VILLAGES, false).await.unwrap()), (4, 0, 0, 0));
        assert_eq!(figures(&imports(&app, VILLAGES, false).await.unwrap()), (0, 0, 4, 0));
        let later = VILLAGES.replace("บ้านเวียงพาน", "บ้านเวียงพานคำ")
            + "57090605,570906,5,บ้านใหม่,,,\n57999901,579999,1,บ้านเก่า,,,\n1,2,3,4,5,6,7\n";
        let report = imports(&app, &later, false).await.unwrap();
        assert_eq!(figures(&report), (1, 1, 3, 2));
        assert_eq!(report.amiss, [(7, Amiss::UnknownArea), (8, Amiss::NoCode)]);
        assert!(report.to_string().contains("lines 7"), "{report}");

        let found = api.get("/api/v1/areas/๕๗๐๙๐๖/villages").await;
        assert_eq!(found.is(200).json["items"].as_array().unwrap().len(), 4);
        assert_eq!(found.text("/items/0/code"), "57090601");
        assert_eq!(found.text("/items/0/name_th"), "บ้านเวียงพานคำ");
        assert_eq!(found.json["items"][0]["lat"], 20.43);
        for elsewhere in ["57", "5709", "579999", "x", "0"] {
            api.get(&format!("/api/v1/areas/{elsewhere}/villages")).await.is(404);
        }
        let mae_sai = "570906".parse().unwrap();
        let (one, of_area, meant, unclear) = db::read!(app.app().db, |tx| {
            Ok::<_, db::Error>((
                store::find(tx, 57_090_603).await?,
                store::of_area(tx, mae_sai).await?,
                store::meant(tx, mae_sai, "หมู่ ๓").await?,
                store::meant(tx, mae_sai, "ป่าเหมือด").await?,
            ))
        }).unwrap();
        assert_eq!(one.unwrap().name, "บ้านป่าเหมือด");
        assert_eq!(of_area.iter().map(|village| village.moo).collect::<Vec<_>>(), [1, 3, 4, 5]);
        assert_eq!((meant, unclear), (Some(57_090_603), None));
    }

    async fn a_file_that_is_none_is_told_and_nothing_is_written(app: TestApp) {
        for bad in ["", "a,b\n1,2\n", "village_code,name_th\n"] {
            assert!(matches!(imports(&app, bad, false).await, Err(ImportError::File(_))), "{bad}");
        }
        let without_year = "code,population\n570906,10\n";
        assert!(matches!(counts(&app, without_year, None).await, Err(ImportError::File(_))));
        assert!(store::all(&app.app().db).await.unwrap().is_empty());
    }

    async fn the_newest_figure_counts_and_of_one_year_the_admin_s(app: TestApp) {
        let list = "level,code,population,houses\nprovince,57,9,9\nsubdistrict,570906,100,40\n\
            subdistrict,570901,50,\nsubdistrict,579999,5,1\n";
        assert_eq!(figures(&counts(&app, list, Some(2021)).await.unwrap()), (2, 0, 0, 1));
        assert_eq!(figures(&counts(&app, list, Some(2021)).await.unwrap()), (0, 0, 2, 1));
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let newest = async || api.get("/api/v1/population?area=5709").await.is(200).json["items"].clone();
        assert_eq!(newest().await[1]["people"], 100);
        assert_eq!(newest().await[1]["source"], "imported");

        // Of the same year what the admin knows counts, whichever came last.
        let entered = json!({ "area": "570906", "people": 140, "houses": 45, "year": 2564 });
        assert_eq!(api.put("/api/v1/population", entered.clone()).await.is(200).json["year"], 2021);
        let again = "code,population\n570906,110\n";
        assert_eq!(figures(&counts(&app, again, Some(2021)).await.unwrap()), (0, 1, 0, 0));
        assert_eq!(newest().await[1]["people"], 140);
        // A later year goes before.
        counts(&app, again, Some(2025)).await.unwrap();
        assert_eq!(newest().await[1]["people"], 110);
        // Without a year it is this one; entered again nothing is written.
        let now = json!({ "area": "เวียงพางคำ", "people": 150 });
        let first = api.put("/api/v1/population", now.clone()).await;
        assert_eq!((first.is(200).json["year"].clone(), first.json["houses"].clone()), (json!(2026), json!(null)));
        app.clock().pass(jiff::SignedDuration::from_mins(5));
        let second = api.put("/api/v1/population", now).await;
        assert_eq!(second.is(200).text("/entered_at"), first.text("/entered_at"));
        assert_eq!(newest().await[1]["people"], 150);
    }

    async fn population_is_the_affair_of_its_province(app: TestApp) {
        let somsak = app.somsak().await;
        let api = app.api(somsak.token().await);
        let wrong = json!({ "area": "5709", "people": 10, "year": 2570 });
        let refused = api.put("/api/v1/population", wrong).await;
        let fields: Vec<&str> = refused.is(422).json["problems"].as_array().unwrap().iter()
            .map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["area", "year"]);
        let too_many = json!({ "area": "570906", "people": 1_000_001 });
        assert_eq!(api.put("/api/v1/population", too_many).await.is(422).text("/problems/0/field"), "people");
        api.put("/api/v1/population", json!({ "area": "570906" })).await.is(422);
        let elsewhere = json!({ "area": "900101", "people": 10 });
        let refused = api.put("/api/v1/population", elsewhere.clone()).await;
        assert_eq!(refused.is(422).text("/problems/0/key"), "population-area-not-yours");
        let district = app.holds_seat(PRASERT, "district_admin", "5709").await;
        let district = app.api(district.token().await);
        district.put("/api/v1/population", json!({ "area": "570906", "people": 1 })).await.is(404);
        let malee = app.malee().await;
        app.api(malee.token().await).put("/api/v1/population", elsewhere).await.is(200);
        for bad in ["", "?area=0", "?area=x", "?area=57&colour=red"] {
            api.get(&format!("/api/v1/population{bad}")).await.is(422);
        }
    }

    async fn the_villages_and_people_of_the_whole_country(app: TestApp) {
        let (Some(villages), Some(people)) =
            (file("villages_8digit_2022.csv.gz"), file("population_dopa_2021.csv.gz")) else { return };
        let db = &app.app().db;
        let begun = Instant::now();
        let report = import::villages(db, villages.clone(), false, |_| {}).await.unwrap();
        eprintln!("villages: {report} in {:.1} s on {}", begun.elapsed().as_secs_f64(), app.engine());
        assert_eq!(figures(&report), (75_206, 0, 0, 0));
        let begun = Instant::now();
        let report = import::villages(db, villages, false, |_| {}).await.unwrap();
        eprintln!("villages again in {:.1} s", begun.elapsed().as_secs_f64());
        assert_eq!(figures(&report), (0, 0, 75_206, 0));
        let year = Year { said: None, named: Some(2021) };
        let now = app.clock().now();
        let report = import::population(db, now, people.clone(), year, false, |_| {}).await.unwrap();
        assert_eq!(figures(&report), (7_436, 0, 0, 0));
        let report = import::population(db, now, people, year, false, |_| {}).await.unwrap();
        assert_eq!(figures(&report), (0, 0, 7_436, 0));

        let api = app.api(None);
        let found = api.get("/api/v1/areas/570901/villages").await;
        assert_eq!(found.is(200).json["items"].as_array().unwrap().len(), 13);
        assert_eq!(found.text("/items/2/name_th"), "บ้านสันผักฮี้");
        let bangkok = api.get("/api/v1/areas/100101/villages").await;
        assert_eq!(bangkok.is(200).json["items"], json!([]));
        let people = api.get("/api/v1/population?area=570901").await;
        assert_eq!((&people.json["items"][0]["people"], &people.json["items"][0]["houses"]), (&json!(30_732), &json!(15_219)));
        let area = "570901".parse().unwrap();
        let meant = db::read!(app.app().db, |tx| {
            Ok::<_, db::Error>((
                store::meant(tx, area, "สันทราย").await?,
                store::meant(tx, area, "ป่ายาง").await?,
                store::meant(tx, area, "ป่ายาง ม.๘").await?,
            ))
        }).unwrap();
        assert_eq!(meant, (Some(57_090_109), None, Some(57_090_108)));
    }
}
