//! What stands in the files, when they are written, and that nobody ever reads half of one.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use db::on_both_engines;
use http::Request;
use jiff::{SignedDuration, Timestamp};
use jitasa::snapshot::{self, Maker};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{opens_practice, tells_of_shelter, warns};
use crate::world::{DAO, KIND, TestApp, usual_form};

const NAME: &str = "ศูนย์พักพิงวัดดอยเวา";

struct Folder(PathBuf);

impl Folder {
    fn of(app: &TestApp) -> Folder {
        Folder(snapshot::folder(app.app()))
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap_or_else(|err| panic!("{name}: {err}"))
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// When each file was written.
    fn times(&self) -> BTreeMap<PathBuf, SystemTime> {
        let mut times = BTreeMap::new();
        for folder in [self.0.clone(), self.0.join("points")] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let entry = entry.unwrap();
                let about = entry.metadata().unwrap();
                if about.is_file() {
                    times.insert(entry.path(), about.modified().unwrap());
                }
            }
        }
        times
    }
}

fn unpacked(path: &Path) -> String {
    let packed = std::fs::File::open(path).unwrap();
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(packed);
    reader.read_to_string(&mut text).unwrap();
    text
}

async fn makes(app: &TestApp, maker: &mut Maker) {
    app.follows().await;
    maker.make(app.app()).await.expect("the files are written");
}

on_both_engines! {
    async fn the_files_tell_what_everybody_may_know_and_nothing_else(app: TestApp) {
        let told_at = app.clock().now();
        let dao = app.dao().await;
        tells_of_shelter(&dao, NAME).await;
        let anong = app.anong();
        app.asks_for_help(&anong).await;
        warns(&app).await;
        opens_practice(&app).await;
        anong.sees(&format!("/ask/TRY/{KIND}")).await.is(200);
        anong.posts(&format!("/ask/TRY/{KIND}"), &usual_form()).await.leads_to("/follow/");
        makes(&app, &mut Maker::default()).await;
        let folder = Folder::of(&app);

        let points = folder.json("points.geojson");
        let now: Timestamp = points["made_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(now, app.clock().now());
        let point = &points["features"][0];
        assert_eq!(point["geometry"]["coordinates"], json!([99.914, 20.431]));
        let told = &point["properties"];
        assert_eq!(told["name_th"], NAME);
        assert_eq!((&told["kind"], &told["status"]), (&json!("shelter"), &json!("open")));
        assert_eq!((&told["free"], &told["contact"]), (&json!(40), &json!("053-731-300")));
        assert_eq!((&told["area"], &told["hours"]["mon"]), (&json!("570901"), &json!("08:30-16:30")));
        for fact in ["checked_at", "beds_checked_at"] {
            let at: Timestamp = told[fact].as_str().unwrap().parse().unwrap();
            assert!((told_at..=now).contains(&at), "{fact}");
        }
        let here = folder.json("points/57.geojson");
        assert_eq!(here["features"], points["features"]);
        assert_eq!(folder.json("points/90.geojson")["features"], json!([]));
        assert_eq!(unpacked(&folder.0.join("points/57.geojson.gz")), folder.text("points/57.geojson"));

        let counts = folder.json("counts.json");
        let one = json!([{ "district": "5709", "kind": KIND, "state": "waiting", "n": 1 }]);
        assert_eq!(counts["open_requests"], one, "the practice request is not counted");
        let shelters = json!([{ "province": "57", "kind": "shelter", "status": "open", "n": 1 }]);
        assert_eq!(counts["points"], shelters);
        assert_eq!(counts["incidents"].as_array().unwrap().len(), 1);
        assert!(counts["point_kinds"]["shelter"]["fresh_hours"].is_number());
        let news = folder.json("news.json");
        assert_eq!(news["hotlines"][0]["number"], "1669");
        assert_eq!(news["news"][0]["titles"], json!({ "th": "น้ำกำลังขึ้น" }));
        assert_eq!((&news["news"][0]["area"], &news["news"][0]["level"]), (&json!("57"), &json!("warning")));
        assert_eq!(folder.json("outlines.json")["features"].as_array().unwrap().len(), 77);

        let index = folder.json("index.json");
        let files = index["files"].as_object().unwrap();
        for (name, listed) in files {
            assert_eq!(listed["bytes"], json!(folder.text(name).len()), "{name}");
            let packed = std::fs::metadata(folder.0.join(format!("{name}.gz"))).unwrap();
            assert_eq!(listed["gzip_bytes"], json!(packed.len()), "{name}");
        }
        assert_eq!(files.len(), 1 + 77 + 3 + 1 + 6);
        let everything: String = files.keys().map(|name| folder.text(name)).collect();
        for person in [DAO.full_name, DAO.phone, DAO.username, "อนงค์", "สมศักดิ์", "ฝึกซ้อม", "Drill", "TRY"] {
            assert!(!everything.contains(person), "{person} is told");
        }
        let page = folder.text("map.en.html");
        for words in ["Chiang Rai", "tel:1669", "As of 21 Nov 2026", "map.lo.html"] {
            assert!(page.contains(words), "{words}:\n{page}");
        }
        for language in i18n::Language::ALL {
            let page = folder.text(&format!("map.{}.html", language.code()));
            assert!(!page.contains('⟦') && !page.contains("<script"), "{language}");
        }
    }

    async fn only_what_says_otherwise_is_written_and_what_has_ended_is_gone(app: TestApp) {
        let somsak = app.somsak().await;
        let address = tells_of_shelter(&somsak, NAME).await;
        let mut maker = Maker::default();
        makes(&app, &mut maker).await;
        let folder = Folder::of(&app);
        let before = folder.times();
        app.clock().pass(SignedDuration::from_mins(5));
        // Once by the maker that knows, once by one that has only the files to go by.
        makes(&app, &mut maker).await;
        makes(&app, &mut Maker::default()).await;
        let written = |before: &BTreeMap<PathBuf, SystemTime>| -> Vec<String> {
            let now = folder.times();
            let changed = now.iter().filter(|(path, at)| before.get(*path) != Some(at));
            changed.map(|(path, _)| path.strip_prefix(&folder.0).unwrap().display().to_string()).collect()
        };
        let tells_the_time = |name: &String| name.starts_with("index.json") || name.starts_with("map.");
        let changed = written(&before);
        assert!(changed.contains(&"index.json".to_owned()));
        assert!(changed.iter().all(tells_the_time), "{changed:?}");
        let index = folder.json("index.json");
        assert!(index["files"]["points.geojson"]["made_at"].as_str() < index["made_at"].as_str());

        let before = folder.times();
        somsak.sees(&format!("{address}/end")).await.is(200);
        somsak.posts(&format!("{address}/end"), &[]).await.leads_to("/points");
        makes(&app, &mut maker).await;
        let mut changed = written(&before);
        changed.retain(|name| !tells_the_time(name) && !name.ends_with(".gz"));
        changed.sort();
        assert_eq!(changed, ["counts.json", "points.geojson", "points/57.geojson"]);
        assert!(!folder.text("points.geojson").contains(NAME));
        assert!(!folder.text("points/57.geojson").contains(NAME));
    }

    async fn a_reader_never_sees_half_a_file(app: TestApp) {
        let dao = app.dao().await;
        let mut maker = Maker::default();
        tells_of_shelter(&dao, NAME).await;
        makes(&app, &mut maker).await;
        let folder = Folder::of(&app);
        let done = AtomicBool::new(false);
        let read = || {
            let mut lengths = std::collections::BTreeSet::new();
            while !done.load(Ordering::Relaxed) {
                for name in ["points.geojson", "points/57.geojson", "index.json"] {
                    let text = folder.text(name);
                    let whole: Result<Value, _> = serde_json::from_str(&text);
                    assert!(whole.is_ok(), "{name} is half there: {text}");
                    lengths.insert(text.len());
                    unpacked(&folder.0.join(format!("{name}.gz")));
                }
            }
            lengths.len()
        };
        let seen = std::thread::scope(|scope| {
            let reader = scope.spawn(read);
            let runtime = tokio::runtime::Handle::current();
            let writing = tokio::task::block_in_place(|| runtime.block_on(async {
                for n in 0..8 {
                    tells_of_shelter(&dao, &format!("{NAME} {}", "ก".repeat(n * 9 + 1))).await;
                    // A second process, which writes the same into the same folder.
                    let mut other = Maker::default();
                    app.follows().await;
                    let (one, two) = tokio::join!(maker.make(app.app()), other.make(app.app()));
                    one.and(two)?;
                }
                Ok::<_, jitasa::error::Error>(())
            }));
            done.store(true, Ordering::Relaxed);
            writing.unwrap();
            reader.join().unwrap()
        });
        assert!(seen > 3, "the reader saw the files change: {seen}");
        assert_eq!(folder.json("points.geojson")["features"].as_array().unwrap().len(), 9);
        let left: Vec<PathBuf> = folder.times().into_keys().filter(|path| path.extension() == Some("new".as_ref())).collect();
        assert_eq!(left, [] as [PathBuf; 0]);
    }

    async fn the_files_are_served_to_anybody_and_caches_may_keep_them(app: TestApp) {
        let dao = app.dao().await;
        tells_of_shelter(&dao, NAME).await;
        makes(&app, &mut Maker::default()).await;
        let fetch = async |path: &str, headers: &[(&str, &str)]| {
            let mut request = Request::get(path);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let request = request.body(axum::body::Body::empty()).unwrap();
            let (parts, body) = app.site().oneshot(request).await.unwrap().into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            (parts, body)
        };
        let (plain, body) = fetch("/public/points/57.geojson", &[]).await;
        assert_eq!(plain.status, 200);
        assert_eq!(plain.headers["content-type"], "application/geo+json");
        assert_eq!(plain.headers["access-control-allow-origin"], "*");
        let lasts = "public, max-age=30, stale-if-error=86400";
        assert_eq!(plain.headers["cache-control"], lasts);
        let (packed, small) = fetch("/public/points/57.geojson", &[("accept-encoding", "gzip")]).await;
        assert_eq!(packed.headers["content-encoding"], "gzip");
        assert!(small.len() < body.len());
        let etag = plain.headers["etag"].to_str().unwrap();
        assert_eq!(packed.headers["etag"], etag);
        let (known, empty) = fetch("/public/points/57.geojson", &[("if-none-match", etag)]).await;
        assert_eq!((known.status.as_u16(), empty.len()), (304, 0));
        for (path, kind) in [
            ("/public/index.json", "application/json"),
            ("/public/map.html", "text/html; charset=utf-8"),
            ("/public/map.css", "text/css"),
            ("/public/points.geojson.gz", "application/gzip"),
        ] {
            let (parts, _) = fetch(path, &[]).await;
            assert_eq!((parts.status.as_u16(), &parts.headers["content-type"]), (200, &kind.parse().unwrap()), "{path}");
        }
        // The data folder lies around it.
        for path in ["/public/..%2Fsms.jsonl", "/public/%2e%2e", "/public/points", "/public/nothing.json"] {
            assert_eq!(fetch(path, &[]).await.0.status, 404, "{path}");
        }
    }
}
