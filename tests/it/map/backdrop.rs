//! An operator's base map: a small archive made here, served tile by tile; addresses of other hosts that
//! go to the browser, and into the policy of what it may load.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use db::testing::{OnEngine, TestDb};
use db::{Engine, on_both_engines};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use pmtiles::{PmTilesWriter, TileCoord, TileType};

use super::*;

const SHAPES: &[u8] = b"what a vector tile holds is the browser's affair, so any bytes will do: bytes bytes bytes bytes";
const PICTURE: &[u8] = b"\x89PNG and so on";

/// One tile in the middle of zoom 1, one below it, and nothing else.
fn archive(folder: &Path, kind: TileType, tile: &[u8]) -> PathBuf {
    let path = folder.join("map.pmtiles");
    let about = r#"{"attribution":"<a href=\"https://o.example\">&copy; O</a> and friends","vector_layers":[{"id":"water"},{"id":"roads"}]}"#;
    let mut writer = PmTilesWriter::new(kind)
        .min_zoom(1)
        .max_zoom(2)
        .bounds(97.0, 5.0, 106.0, 21.0)
        .metadata(about)
        .create(std::fs::File::create(&path).unwrap())
        .unwrap();
    writer
        .add_tile(TileCoord::new(1, 1, 0).unwrap(), tile)
        .unwrap();
    writer
        .add_tile(TileCoord::new(2, 3, 1).unwrap(), tile)
        .unwrap();
    writer.finalize().unwrap();
    path
}

async fn with_file(engine: Engine, kind: TileType, tile: &[u8]) -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let path = archive(folder.path(), kind, tile);
    // The program holds the file open from now on; its folder may go.
    let settings = [("map_file", path.to_str().unwrap())];
    TestApp::with(engine, TestDb::options(), &settings).await
}

struct Vectors(TestApp);
impl Deref for Vectors {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}
impl OnEngine for Vectors {
    async fn on(engine: Engine) -> Vectors {
        Vectors(with_file(engine, TileType::Mvt, SHAPES).await)
    }
}

struct Pictures(TestApp);
impl Deref for Pictures {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}
impl OnEngine for Pictures {
    async fn on(engine: Engine) -> Pictures {
        Pictures(with_file(engine, TileType::Png, PICTURE).await)
    }
}

struct Elsewhere(TestApp);
impl Deref for Elsewhere {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}
impl OnEngine for Elsewhere {
    async fn on(engine: Engine) -> Elsewhere {
        let settings = [
            ("map_tiles", "https://tiles.example:8443/{z}/{x}/{y}.png"),
            ("map_credit", "© somebody"),
        ];
        Elsewhere(TestApp::with(engine, TestDb::options(), &settings).await)
    }
}

on_both_engines! {
    async fn vector_tiles_go_out_as_they_lie_in_the_file(app: Vectors) {
        let packed = app.fetch("/tiles/map/1/1/0", &[(ACCEPT_ENCODING.as_str(), "gzip")]).await;
        assert_eq!(packed.status, StatusCode::OK);
        assert_eq!(packed.headers[CONTENT_TYPE], "application/vnd.mapbox-vector-tile");
        assert_eq!(packed.headers[CONTENT_ENCODING], "gzip");
        assert_eq!(packed.bytes[..2], [0x1f, 0x8b]);
        let plain = app.fetch("/tiles/map/1/1/0", &[]).await;
        assert_eq!(plain.bytes, SHAPES);
        assert!(plain.headers.get(CONTENT_ENCODING).is_none());
        let etag = plain.headers[ETAG].to_str().unwrap().to_owned();
        let again = app.fetch("/tiles/map/1/1/0", &[(IF_NONE_MATCH.as_str(), &etag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);

        assert_eq!(app.fetch("/tiles/map/2/0/0", &[]).await.status, StatusCode::NO_CONTENT);
        for bad in ["/tiles/map/0/0/0", "/tiles/map/3/0/0", "/tiles/map/1/2/0", "/tiles/map/1/1/0.mvt", "/tiles/map/x/1/0"] {
            assert_eq!(app.fetch(bad, &[]).await.status, StatusCode::NOT_FOUND, "{bad}");
        }
        let map = app.browser().get("/map").await;
        map.says("\"layers\":[\"water\",\"roads\"]").says("© O and friends").does_not_say("o.example");
    }

    async fn the_address_carries_the_version_so_that_tiles_may_be_kept(app: Pictures) {
        let first = app.fetch("/tiles/map/2/3/1", &[]).await;
        assert_eq!((first.status, first.bytes.as_slice()), (StatusCode::OK, PICTURE));
        assert_eq!(first.headers[CONTENT_TYPE], "image/png");
        assert_eq!(first.headers[CACHE_CONTROL], "public, max-age=60");
        let told: serde_json::Value = serde_json::from_str(app.app().backdrop.told()).unwrap();
        assert_eq!((&told["kind"], &told["minzoom"], &told["maxzoom"]), (&"raster".into(), &1.into(), &2.into()));
        let address = told["tiles"].as_str().unwrap().replace("{z}/{x}/{y}", "2/3/1");
        assert_eq!(app.fetch(&address, &[]).await.headers[CACHE_CONTROL], "public, max-age=86400");
        // Nothing is fetched from elsewhere.
        let policy = app.fetch("/map", &[]).await.headers[CONTENT_SECURITY_POLICY].clone();
        assert!(policy.to_str().unwrap().contains("connect-src 'self';"), "{policy:?}");
    }

    async fn a_page_may_ask_the_host_of_the_base_map_and_no_other(app: Elsewhere) {
        let answer = app.fetch("/map", &[]).await;
        let policy = answer.headers[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.contains("connect-src 'self' https://tiles.example:8443;"), "{policy}");
        assert!(policy.contains("img-src 'self' data: blob: https://tiles.example:8443;"), "{policy}");
        assert!(policy.contains("script-src 'self';") && policy.contains("default-src 'none'"), "{policy}");
        assert_eq!(app.fetch("/tiles/map/1/1/0", &[]).await.status, StatusCode::NOT_FOUND);
        app.browser().get("/map").await.says("https://tiles.example:8443/{z}/{x}/{y}.png").says("© somebody");
    }

    async fn only_what_everybody_sees_alike_may_be_kept_on_a_phone(app: TestApp) {
        let mark = "x-jitasa-public";
        for path in ["/", "/map", "/map/list", "/news", "/points", "/statistics"] {
            assert_eq!(app.fetch(path, &[]).await.headers[mark], "1", "{path}");
        }
        for path in ["/ask", "/sign-in", "/join", "/nowhere", "/map/list?area_text=zzzzzz&area=x"] {
            let answer = app.fetch(path, &[]).await;
            let is_list = path.starts_with("/map/list");
            assert_eq!(answer.headers.contains_key(mark), is_list && answer.status == StatusCode::OK, "{path}");
        }
        let bearer = format!("Bearer {}", app.dao().await.token().await);
        for path in ["/", "/map", "/news"] {
            let answer = app.fetch(path, &[("authorization", &bearer)]).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(!answer.headers.contains_key(mark), "{path}");
        }
    }
}

#[test]
fn what_is_no_map_is_told_before_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("map.pmtiles");
    std::fs::write(&path, b"PMTiles\x02 and nothing of use").unwrap();
    let said = problems(&path);
    assert!(
        said.contains("map.pmtiles is no PMTiles file of version 3"),
        "{said}"
    );
    let whole = archive(folder.path(), TileType::Mlt, SHAPES);
    assert!(problems(&whole).contains("of a kind that browsers cannot draw"));
    let sound = archive(folder.path(), TileType::Webp, PICTURE);
    assert_eq!(problems(&sound), "");
}

fn problems(path: &Path) -> String {
    let flags = jitasa::config::Flags::default()
        .with("map_file", path.to_str().unwrap())
        .unwrap();
    let sources = jitasa::config::Sources {
        file: None,
        env: &BTreeMap::new(),
        flags,
    };
    let settings = jitasa::config::Settings::load(sources).unwrap();
    jitasa::map::backdrop::problems(&settings).join("\n")
}
