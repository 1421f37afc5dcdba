//! The tree of units from the list of local governments.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use db::on_both_engines;
use jitasa::access::Cx;
use jitasa::accounts::actions::sign_in;
use jitasa::accounts::store::find_by_username;
use jitasa::incidents;
use jitasa::supplies::actions;
use jitasa::supplies::actions::import::{self, ImportError, Report};
use jitasa::supplies::model::{Tier, Unit};
use jitasa::supplies::registers::file::Amiss;
use jitasa::supplies::store;
use serde_json::json;

use super::{UNITS, makes};
use crate::world::{Card, MALEE, SOMSAK, TestApp};

const LIST: &str = "dola_code_2017,type_2017,type_2022_if_changed_or_new,source_geocode,province_code,name_th,\
    name_en,covers_subdistricts\n\
    2570101,pao,,570050,57,เชียงราย,Chiang Rai,\n\
    3570102,city_municipality,,5799,57,เชียงราย,Chiang Rai,570101 570102*\n\
    6570117,sao,,570176,57,ท่าสาย,Tha Sai,570118*\n\
    9,village,,,57,หมู่บ้าน,,570118\n";

async fn cx_of(app: &TestApp, card: Card) -> Cx {
    let now = app.clock().now();
    let known = db::read!(app.app().db, |tx| {
        find_by_username(tx, card.username).await
    });
    let (account, _) = known.unwrap().unwrap();
    Cx {
        actor: sign_in::as_account(app.app(), account, now).await.unwrap(),
        ..Cx::system(now)
    }
}

async fn imports(
    app: &TestApp,
    by: Card,
    list: &[u8],
    dry_run: bool,
) -> Result<Report, ImportError> {
    let cx = cx_of(app, by).await;
    let open = incidents::actions::open(app.app(), cx.now).await.unwrap();
    import::local_governments(app.app(), &cx, open[0].id, list.to_vec(), dry_run, |_| {}).await
}

async fn units(app: &TestApp) -> BTreeMap<String, Unit> {
    let open = incidents::actions::open(app.app(), app.clock().now())
        .await
        .unwrap();
    let country = areas::AreaCode::COUNTRY;
    let units = db::read!(app.app().db, |tx| {
        store::units::of_area(tx, open[0].id, country, i64::MAX).await
    });
    units
        .unwrap()
        .into_iter()
        .map(|unit| (unit.code.clone(), unit))
        .collect()
}

on_both_engines! {
    async fn a_list_makes_the_tree_once(app: TestApp) {
        let malee = app.api(app.malee().await.token().await);
        let ministry = makes(&malee, json!({ "incident": "COV", "name": "กระทรวงมหาดไทย" })).await;
        let province = json!({ "parent": ministry, "tier": "province", "area": "57", "name": "ปภ.เชียงราย" });
        let province = makes(&malee, province).await;
        let tried = imports(&app, MALEE, LIST.as_bytes(), true).await.unwrap();
        assert!(tried.to_string().contains("Nothing was written"), "{tried}");
        assert_eq!((tried.there(), tried.amiss.as_slice()), (2, [(5, Amiss::UnknownKind)].as_slice()));
        assert_eq!(units(&app).await.len(), 1, "both without a code");
        let done = imports(&app, MALEE, LIST.as_bytes(), false).await.unwrap();
        assert_eq!((done.made(), done.there()), (tried.made(), 2));
        let again = imports(&app, MALEE, LIST.as_bytes(), false).await.unwrap();
        assert_eq!((again.made(), again.there()), (0, done.made() + 2));

        // What was made by hand stands for its area.
        let units = units(&app).await;
        assert!(!units.contains_key("area:57") && !units.contains_key("area:0"));
        let below = malee.get(&format!("{UNITS}?parent={province}")).await;
        let names: Vec<&str> = below.is(200).json["items"].as_array().unwrap().iter()
            .map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 19, "eighteen districts and one of the province: {names:?}");
        assert!(names.contains(&"อบจ.เชียงราย") && names.contains(&"อำเภอแม่สาย"));
        let mueang = units["area:5701"].id;
        assert_eq!((units["3570102"].parent, units["3570102"].area.short()), (Some(mueang), "5701".to_owned()));
        assert_eq!((units["6570117"].name.as_str(), units["6570117"].area.short()), ("อบต.ท่าสาย", "570118".to_owned()));
        assert_eq!(units["area:1001"].name, "เขตพระนคร");
        let renamed = format!("{UNITS}/{}", units["3570102"].handle());
        malee.patch(&renamed, json!({ "name": "ทน.เชียงราย" })).await.is(200);
        assert_eq!(imports(&app, MALEE, LIST.as_bytes(), false).await.unwrap().made(), 0);

        app.somsak().await;
        assert!(imports(&app, SOMSAK, LIST.as_bytes(), false).await.is_err());
        let other = imports(&app, MALEE, b"village_code,name_th\n1,2\n", false).await;
        assert!(matches!(other, Err(ImportError::File(_))));
    }

    async fn the_real_list_makes_the_tree_of_the_country(app: TestApp) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
        let Ok(bytes) = std::fs::read(folder.join("local_governments_2017_2022.csv.gz")) else {
            eprintln!("the list is not beside the project: nothing is proved by it");
            return;
        };
        app.malee().await;
        let begun = Instant::now();
        let done = imports(&app, MALEE, &bytes, false).await.unwrap();
        let took = begun.elapsed();
        eprintln!("{done}\nin {took:?}");
        let made: Vec<(Tier, usize)> = done.tiers.iter().map(|(tier, made, _)| (*tier, *made)).collect();
        assert_eq!(made, [(Tier::Ministry, 1), (Tier::Province, 77), (Tier::District, 928), (Tier::Local, LOCAL)]);
        assert_eq!(done.amiss, []);
        assert!(took < Duration::from_secs(60), "{took:?}");
        let again = imports(&app, MALEE, &bytes, false).await.unwrap();
        assert_eq!((again.made(), again.there()), (0, done.made()));
        let units = units(&app).await;
        let named = |code: &str| (units[code].name.as_str(), units[code].area.short());
        assert_eq!(named("3570102"), ("เทศบาลนครเชียงราย", "5701".to_owned()));
        assert_eq!(named("geocode:2096"), ("เมืองพัทยา", "2004".to_owned()));
        assert_eq!(named("5120303"), ("เทศบาลตำบลเสาธงหิน", "120304".to_owned()));
        let of_provinces = units.values().filter(|unit| unit.name.starts_with("อบจ.")).count();
        assert_eq!(of_provinces, 76);
        assert_eq!(named("2570101"), ("อบจ.เชียงราย", "57".to_owned()));
        assert_eq!(units["2570101"].parent, Some(units["area:57"].id));
        let incident = units["area:0"].incident;
        let begun = Instant::now();
        let proved = actions::verify_all(app.app(), incident).await.unwrap();
        assert!(proved.iter().all(actions::Verified::is_whole));
        eprintln!("{} units proved in {:?}", proved.len(), begun.elapsed());
    }
}

/// 7,868 rows, of which sixteen tell of a body that has a row of its own.
const LOCAL: usize = 7852;
