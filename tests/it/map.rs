//! The map: what it shows to whom, how blurred, and how it follows what happens.

use std::collections::BTreeMap;

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, Request, StatusCode};
use jiff::SignedDuration;
use tiles::TileId;
use tower::ServiceExt as _;

use crate::world::{Asked, BOONMEE, DAO, KIND, Person, TestApp};

/// A roof in Mae Sai.
const LAT: f64 = 20.404_321;
const LON: f64 = 99.884_567;
/// What the first incident blurs to; a test below would fail if it were another.
const BLUR_M: u16 = 500;

/// A point of a tile with its properties.
#[derive(Debug, Clone, PartialEq)]
struct Sign {
    lat: f64,
    lon: f64,
    tags: BTreeMap<String, String>,
}

/// An answer with its bytes as they came.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl TestApp {
    async fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::empty()).unwrap();
        let (parts, body) = self.site().oneshot(request).await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: bytes.to_vec(),
        }
    }

    /// Jobs are done, events numbered, and the map has followed.
    async fn map_follows(&self) {
        self.work_jobs().await;
        jitasa::map::catch_up(self.app()).await.unwrap();
        // Tiles a second young are handed out although something changed.
        self.clock().pass(SignedDuration::from_secs(2));
    }

    async fn asks_at(&self, person: &Person, lat: f64, lon: f64) -> Asked {
        let (lat, lon) = (lat.to_string(), lon.to_string());
        let fields = [
            ("lat", lat.as_str()),
            ("lon", lon.as_str()),
            ("position_source", "map"),
        ];
        let asked = self.asks_for(person, KIND, &fields).await;
        self.map_follows().await;
        asked
    }

    async fn public_signs(&self, z: u8) -> Vec<Sign> {
        let tile = tile_at(LAT, LON, z);
        let path = format!("/tiles/public/{}/{}/{}.mvt", tile.z(), tile.x(), tile.y());
        let answer = self.fetch(&path, &[]).await;
        match answer.status {
            StatusCode::NO_CONTENT => Vec::new(),
            StatusCode::OK => signs(tile, &answer.bytes),
            other => panic!("{path}: {other}"),
        }
    }

    async fn staff_tile(&self, token: &str, query: &str) -> Answer {
        let tile = tile_at(LAT, LON, 14);
        let path = format!(
            "/tiles/staff/{}/{}/{}.mvt{query}",
            tile.z(),
            tile.x(),
            tile.y()
        );
        let bearer = format!("Bearer {token}");
        self.fetch(&path, &[("authorization", &bearer)]).await
    }
}

/// The tile of the blurred roof.
fn tile_at(lat: f64, lon: f64, z: u8) -> TileId {
    let (lon, lat) = blurred(lat, lon);
    let across = f64::from(1_u32 << z);
    let x = (lon + 180.0) / 360.0 * across;
    let y = (0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU) * across;
    TileId::new(z, x as u32, y as u32).unwrap()
}

fn blurred(lat: f64, lon: f64) -> (f64, f64) {
    let key = tiles::place::quadkey(lon, lat).unwrap();
    tiles::place::lon_lat(tiles::grid::snap(key, BLUR_M))
}

fn metres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let at = |(lat, lon)| contact::Position::new(lat, lon).unwrap();
    at(one).distance_m(at(other))
}

fn signs(tile: TileId, bytes: &[u8]) -> Vec<Sign> {
    let read = MvtReaderRef::new(bytes).unwrap();
    let mut signs = Vec::new();
    for layer in read.layers() {
        assert_eq!(layer.name(), "requests");
        for feature in layer.features() {
            let MvtGeometry::Point(point) = feature.geometry().unwrap() else {
                panic!("a request is a point");
            };
            let across = f64::from(1_u32 << tile.z());
            let part =
                |units: i32, tile: u32| (f64::from(units) / 4096.0 + f64::from(tile)) / across;
            let (x, y) = (part(point.x(), tile.x()), part(point.y(), tile.y()));
            let lat = (std::f64::consts::PI * (1.0 - 2.0 * y))
                .sinh()
                .atan()
                .to_degrees();
            let tags = feature.properties().map(|pair| {
                let (key, value) = pair.unwrap();
                (key.to_owned(), text(&value))
            });
            signs.push(Sign {
                lat,
                lon: x * 360.0 - 180.0,
                tags: tags.collect(),
            });
        }
    }
    signs
}

fn text(value: &MvtValueRef<'_>) -> String {
    match value {
        MvtValueRef::String(text) => (*text).to_owned(),
        MvtValueRef::Int(number) | MvtValueRef::SInt(number) => number.to_string(),
        MvtValueRef::UInt(number) => number.to_string(),
        MvtValueRef::Bool(yes) => yes.to_string(),
        other => panic!("{other:?}"),
    }
}

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
