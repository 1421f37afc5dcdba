//! The ground under the requests: tiles over HTTP, areas found and located, boundary packs imported.

use super::*;

db::on_both_engines! {
    async fn a_tile_is_sent_once_and_compressed(app: TestApp) {
        let path = "/tiles/base/5/24/14.mvt";
        let plain = app.fetch(path, &[]).await;
        assert_eq!(plain.status, StatusCode::OK);
        assert!(plain.headers.get(CONTENT_ENCODING).is_none());
        let packed = app.fetch(path, &[(ACCEPT_ENCODING.as_str(), "gzip, br")]).await;
        assert_eq!(packed.headers[CONTENT_ENCODING], "gzip");
        assert_eq!(packed.bytes[..2], [0x1f, 0x8b], "compressed once");
        assert!(packed.bytes.len() < plain.bytes.len());
        assert_eq!(plain.headers[ETAG], packed.headers[ETAG]);
        let etag = plain.headers[ETAG].to_str().unwrap().to_owned();
        let again = app.fetch(path, &[(IF_NONE_MATCH.as_str(), &etag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
        assert!(again.bytes.is_empty());

        assert_eq!(app.fetch("/tiles/public/5/24/14.mvt", &[]).await.status, StatusCode::NO_CONTENT);
        for bad in ["/tiles/base/5/99/14.mvt", "/tiles/public/5/24/14", "/tiles/base/15/0/0.mvt",
            "/tiles/public/x/24/14.mvt", "/tiles/public/5/24/14.mvt?incident=XYZ"] {
            assert_eq!(app.fetch(bad, &[]).await.status, StatusCode::NOT_FOUND, "{bad}");
        }
    }

    async fn the_ground_has_land_lines_and_names_in_both_languages(app: TestApp) {
        let answer = app.fetch("/tiles/base/5/24/14.mvt", &[]).await;
        let read = MvtReaderRef::new(&answer.bytes).unwrap();
        let layers: Vec<&str> = read.layers().map(|layer| layer.name()).collect();
        assert_eq!(layers, ["land", "lines", "labels"]);
        let mut names = Vec::new();
        for layer in read.layers().filter(|layer| layer.name() == "labels") {
            for feature in layer.features() {
                let tags = feature.properties().map(|pair| pair.unwrap());
                names.push(tags.map(|(key, value)| (key.to_owned(), text(&value))).collect::<BTreeMap<_, _>>());
            }
        }
        let chiang_rai = names.iter().find(|tags| tags["name_en"] == "Chiang Rai").unwrap();
        assert_eq!(chiang_rai["name_th"], "เชียงราย");
        assert_eq!(chiang_rai["level"], "1");
        app.browser().get("/map").await.says("/tiles/base/{z}/{x}/{y}.mvt?v=0");
    }

    async fn a_pin_has_its_province_without_a_pack_and_its_subdistrict_with_one(app: TestApp) {
        let api = app.api(None);
        let path = format!("/api/v1/areas/locate?lat={LAT}&lon={LON}");
        let bare = api.get(&path).await;
        bare.is(200);
        assert_eq!(bare.text("/province"), "57");
        assert!(bare.json["district"].is_null());
        assert_eq!(bare.text("/full_name"), "จ.เชียงราย");

        let corner = |east: f64, north: f64| [LON - 0.05 + east, LAT - 0.05 + north];
        let ring = vec![corner(0.0, 0.0), corner(0.0, 0.1), corner(0.1, 0.1), corner(0.1, 0.0)];
        let shape = areas::Shape::new([vec![ring]]).encode();
        let now = app.clock().now();
        let code = "570906".parse().unwrap();
        db::write!(app.app().db, |tx| {
            jitasa::areas::store::put(tx, code, &shape, now).await
        })
        .unwrap();
        jitasa::map::keep_boundaries(app.app()).await.unwrap();
        let placed = api.get(&path).await;
        assert_eq!(placed.text("/subdistrict"), "570906");
        assert_eq!(placed.text("/full_name"), "ต.เวียงพางคำ อ.แม่สาย จ.เชียงราย");
        let map = app.browser().get("/map").await;
        map.says("Royal Thai Survey Department");
        map.says(&format!("?v={}", now.as_microsecond()));

        let swapped = api.get(&format!("/api/v1/areas/locate?lat={LON}&lon={LAT}")).await;
        assert_eq!((&swapped.json["in_thailand"], &swapped.json["swapped"]), (&false.into(), &true.into()));
        let yangon = api.get("/api/v1/areas/locate?lat=16.80&lon=96.15").await;
        assert_eq!(yangon.json["in_thailand"], false);
        for bad in ["", "?lat=x&lon=y"] {
            let refused = api.get(&format!("/api/v1/areas/locate{bad}")).await;
            assert_eq!((refused.is(422).problem(), refused.text("/problems/0/field")), ("problems", "lat"));
        }
    }

    async fn areas_are_listed_and_found(app: TestApp) {
        let api = app.api(None);
        let provinces = api.get("/api/v1/areas").await;
        assert_eq!(provinces.json["items"].as_array().unwrap().len(), 77);
        assert_eq!(provinces.text("/items/0/name"), "กระบี่");
        let districts = api.get("/api/v1/areas?parent=57").await;
        assert!(districts.json["items"].as_array().unwrap().iter().any(|one| one["code"] == "5709"));
        api.get("/api/v1/areas?parent=99").await.is(404);
        api.get("/api/v1/areas?parent=x").await.is(422);
        let found = api.get("/api/v1/areas/search?q=%E0%B9%81%E0%B8%A1%E0%B9%88%E0%B8%AA%E0%B8%B2%E0%B8%A2&limit=3").await;
        assert_eq!(found.text("/items/0/full_name"), "อ.แม่สาย จ.เชียงราย");
        assert!(found.json["items"].as_array().unwrap().len() > 1);
        let first = api.get("/api/v1/areas/search?q=mae%20sai&limit=1").await;
        assert_eq!(first.json["items"].as_array().unwrap().len(), 1);
        let english = api.clone().saying("accept-language", "en").get("/api/v1/areas/search?q=mae%20sai&within=57").await;
        assert_eq!(english.text("/items/0/full_name"), "Mae Sai, Chiang Rai");
        let province = api.get("/api/v1/areas/search?q=chiang%20rai").await;
        assert_eq!(province.json["items"][0]["bbox"].as_array().unwrap().len(), 4);
    }
}

/// The real provinces, beside the project.
fn provinces_of_the_pack() -> Option<std::path::PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/boundaries/cod-ab-tha-adm1.zip");
    if path.is_file() {
        return Some(path);
    }
    println!("../shared/data/boundaries is absent: no real pack was imported");
    None
}

db::on_both_engines! {
    async fn a_real_pack_is_imported_and_used_by_programs_that_run(app: TestApp) {
        use jitasa::areas::import::{Progress, import_boundaries};
        let Some(pack) = provinces_of_the_pack() else { return };
        let db = &app.app().db;
        let now = app.clock().now();
        let dry = import_boundaries(db, now, vec![pack.clone()], true, |_| {}).await.unwrap();
        assert_eq!((dry.pack.areas.len(), dry.written), (77, 0));
        assert!(dry.to_string().contains("Nothing was written"));
        jitasa::map::keep_boundaries(app.app()).await.unwrap();
        assert!(!app.app().areas.boundaries().has_pack());

        let before = app.fetch("/tiles/base/5/24/14.mvt", &[]).await;
        let steps = std::sync::Mutex::new(Vec::new());
        let told = |step: Progress| steps.lock().unwrap().push(step);
        let done = import_boundaries(db, now, vec![pack.clone()], false, told).await.unwrap();
        assert_eq!((done.written, done.removed), (77, 0));
        assert_eq!(steps.lock().unwrap().last(), Some(&Progress::Writing { done: 77, of: 77 }));
        jitasa::map::keep_boundaries(app.app()).await.unwrap();
        assert!(app.app().areas.boundaries().has_pack());
        let after = app.fetch("/tiles/base/5/24/14.mvt", &[]).await;
        assert_ne!(before.headers[ETAG], after.headers[ETAG]);

        // Once more, later: the new one takes the place of the old.
        app.clock().pass(SignedDuration::from_mins(1));
        let again = import_boundaries(db, app.clock().now(), vec![pack], false, |_| {}).await.unwrap();
        assert_eq!((again.written, again.removed), (77, 0));
        let absent = import_boundaries(db, now, vec!["absent.zip".into()], false, |_| {}).await;
        assert!(absent.unwrap_err().to_string().starts_with("absent.zip: cannot be opened"));
    }
}
