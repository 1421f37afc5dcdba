//! Photos: kept once, shown to everybody, swept away when nothing shows them, and never while somebody
//! hands them in; refused in words, within a form that loses nothing.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::response::Response;
use axum::routing::get;
use db::on_both_engines;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use http::{Request, StatusCode};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jiff::{SignedDuration, Timestamp};
use jitasa::access::Cx;
use jitasa::error::Error;
use jitasa::files::model::{FileId, Size};
use jitasa::files::references::REFERENCES;
use jitasa::files::{actions, form, store};
use jitasa::layout::uploaded::Uploaded;
use jitasa::layout::{Failure, Form, Page, shell};
use tower::ServiceExt as _;
use web::Problems;

use crate::world::{Browser, DurableApp, TestApp};

/// A picture with so many columns in it, a different one for each number.
pub fn picture(columns: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(600, 400, |x, _| match x < u32::from(columns) * 20 {
        true => Rgb([200, 90, 20]),
        false => Rgb([20, 90, 200]),
    });
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::from(picture);
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn keeps(app: &TestApp, columns: u8) -> FileId {
    let cx = Cx::system(app.clock().now());
    actions::keep(app.app(), &cx, picture(columns))
        .await
        .unwrap()
}

async fn asks(app: &TestApp, path: &str, tag: Option<&str>) -> (http::response::Parts, Bytes) {
    let mut request = Request::get(path);
    if let Some(tag) = tag {
        request = request.header(IF_NONE_MATCH, tag);
    }
    let request = request.body(axum::body::Body::empty()).unwrap();
    let (parts, body) = app.site().oneshot(request).await.unwrap().into_parts();
    (parts, axum::body::to_bytes(body, usize::MAX).await.unwrap())
}

async fn status(app: &TestApp, path: &str) -> u16 {
    asks(app, path, None).await.0.status.as_u16()
}

async fn is_there(app: &TestApp, id: FileId) -> bool {
    let kept = db::read!(app.app().db, |tx| { store::is_kept(tx, id).await }).unwrap();
    let shown = [
        status(app, &id.url()).await,
        status(app, &id.small_url()).await,
    ];
    assert_eq!(shown, if kept { [200; 2] } else { [404; 2] });
    kept
}

async fn sweeps(app: &TestApp, references: &[db::Sql]) -> usize {
    let now = app.clock().now();
    actions::sweep(app.app(), now, references).await.unwrap()
}

/// Everything that lies in the folder, as paths within it.
fn lying(app: &TestApp) -> Vec<PathBuf> {
    let root = app.app().settings.files_folder();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path.strip_prefix(&root).unwrap().to_owned()),
            }
        }
    }
    found.sort();
    found
}

fn written_at(path: &Path, at: Timestamp) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::from(at)).unwrap();
}

// A row that shows photos, and the statement that finds it.
db::sql! { SHOW = "INSERT INTO meta (key, value) VALUES ('photo of a test', $1)" }
db::sql! { SHOW_NO_MORE = "DELETE FROM meta WHERE key = 'photo of a test'" }
db::sql! { SHOWN = "SELECT 1 AS one FROM meta WHERE key = 'photo of a test' AND value = $1" }

on_both_engines! {
    async fn the_same_photo_twice_is_one_file_and_is_served_for_ever(app: TestApp) {
        let id = keeps(&app, 10).await;
        assert_eq!(keeps(&app, 10).await, id);
        assert_ne!(keeps(&app, 11).await, id);
        assert_eq!(lying(&app).len(), 4, "{:?}", lying(&app));

        for (url, longest) in [(id.url(), 600), (id.small_url(), 480)] {
            let (head, body) = asks(&app, &url, None).await;
            assert_eq!(head.status, StatusCode::OK, "{url}");
            let told = |name| head.headers.get(name).unwrap().to_str().unwrap();
            assert_eq!(told(CONTENT_TYPE), "image/jpeg");
            assert_eq!(told(CACHE_CONTROL), "public, max-age=31536000, immutable");
            assert_eq!(told(CONTENT_DISPOSITION), "inline");
            assert_eq!(head.headers["x-content-type-options"], "nosniff");
            assert!(told(CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"));
            assert!(!head.headers.contains_key("content-encoding"));
            let shown = image::load_from_memory_with_format(&body, ImageFormat::Jpeg).unwrap();
            assert_eq!(shown.width(), longest);
            let (again, nothing) = asks(&app, &url, Some(told(ETAG))).await;
            assert_eq!((again.status, nothing.len()), (StatusCode::NOT_MODIFIED, 0));
        }
        let hash = id.to_string();
        std::fs::write(app.app().settings.files_folder().join("note.jpg"), "x").unwrap();
        for other in [
            "0".repeat(64) + ".jpg",
            hash.clone(),
            format!("{hash}.png"),
            format!("{}.jpg", hash.to_uppercase()),
            format!("{}/{}.jpg", &hash[..2], &hash[2..]),
            format!("..%2Ffiles%2F{}%2F{}.jpg", &hash[..2], &hash[2..]),
            format!(".%2F{hash}.jpg"),
            "..%2Fsms.jsonl".to_owned(),
            "note.jpg".to_owned(),
            "%00.jpg".to_owned(),
            String::new(),
        ] {
            assert_eq!(status(&app, &format!("/files/{other}")).await, 404, "{other}");
        }
    }

    async fn what_nothing_shows_goes_after_a_day_and_what_is_shown_stays(app: TestApp) {
        let (shown, spoken_for, unshown) = (keeps(&app, 1).await, keeps(&app, 2).await, keeps(&app, 3).await);
        let hash = shown.to_string();
        db::write!(app.app().db, |tx| { tx.execute(SHOW, &[&hash]).await }).unwrap();
        app.clock().pass(SignedDuration::from_hours(24));
        assert_eq!(sweeps(&app, &[SHOWN]).await, 0);
        let now = app.clock().now();
        let done = db::write!(app.app().db, |tx| { store::speak_for(tx, spoken_for, now).await });
        assert!(done.unwrap());
        app.clock().pass(SignedDuration::from_secs(1));
        assert_eq!(sweeps(&app, &[SHOWN]).await, 1);
        assert!(is_there(&app, shown).await && is_there(&app, spoken_for).await);
        assert!(!is_there(&app, unshown).await);
        assert_eq!(lying(&app).len(), 4, "{:?}", lying(&app));
        // What is gone cannot be spoken for, and may be handed in again.
        let done = db::write!(app.app().db, |tx| { store::speak_for(tx, unshown, now).await });
        assert!(!done.unwrap());
        assert_eq!(keeps(&app, 3).await, unshown);
        assert!(is_there(&app, unshown).await);

        db::write!(app.app().db, |tx| { tx.execute(SHOW_NO_MORE, &[]).await }).unwrap();
        app.clock().pass(SignedDuration::from_hours(25));
        assert_eq!(sweeps(&app, &[SHOWN]).await, 3);
        assert_eq!(lying(&app), Vec::<PathBuf>::new());
    }

    async fn the_timer_sweeps_with_every_reference_of_the_program(app: TestApp) {
        for reference in REFERENCES {
            let asked = db::read!(app.app().db, |tx| { tx.all(*reference, &[&"0"]).await });
            assert_eq!(asked.unwrap().len(), 0, "{}", reference.name);
        }
        let id = keeps(&app, 5).await;
        app.clock().pass(SignedDuration::from_hours(25));
        let now = app.clock().now();
        db::write!(app.app().db, |tx| {
            let job = jobs::NewJob {
                name: "files.sweep",
                payload: serde_json::json!({}),
                due_at: now,
                unique_key: None,
            };
            jobs::enqueue(tx, job).await
        }).unwrap();
        app.work_jobs().await;
        assert!(!is_there(&app, id).await);
    }

    async fn what_a_cut_left_behind_is_tidied_up(app: TestApp) {
        let kept = keeps(&app, 1).await;
        let folder = app.app().settings.files_folder();
        let now = app.clock().now();
        let (old, fresh) = (now - SignedDuration::from_hours(25), now);
        // Cut before the row: pictures alone. Cut while writing: a part. Cut while sweeping: set aside.
        let stray = |large: &[u8], at| {
            let photo = jitasa::files::photo::read(large).unwrap();
            let id = FileId::of(&photo.large);
            let disk = jitasa::files::disk::Folder::new(&folder);
            disk.put(id, Size::Large, &photo.large).unwrap();
            disk.put(id, Size::Small, &photo.small).unwrap();
            written_at(&disk.path(id, Size::Large), at);
            id
        };
        let (gone, young) = (stray(&picture(2), old), stray(&picture(3), fresh));
        let drawer = folder.join(&kept.to_string()[..2]);
        for (name, at) in [(".part-1", old), (".part-2", fresh)] {
            std::fs::write(drawer.join(name), "half a pict").unwrap();
            written_at(&drawer.join(name), at);
        }
        let disk = jitasa::files::disk::Folder::new(&folder);
        disk.set_aside(kept).unwrap();
        assert_eq!(status(&app, &kept.url()).await, 404);

        assert_eq!(sweeps(&app, &[]).await, 1);
        assert!(is_there(&app, kept).await);
        assert!(!drawer.join(".part-1").exists() && drawer.join(".part-2").exists());
        assert_eq!(status(&app, &gone.url()).await, 404);
        // Somebody may be about to write its row.
        assert_eq!(status(&app, &young.url()).await, 200);
        assert_eq!(disk.aside().unwrap(), []);
    }

    async fn a_photo_handed_in_while_it_is_swept_away_is_there_afterwards(app: DurableApp) {
        let program = app.another_process().await;
        let photo = Arc::new(jitasa::files::photo::read(&picture(7)).unwrap());
        let mut kept = keeps(&app, 7).await;
        for round in 0..120_u32 {
            app.clock().pass(SignedDuration::from_hours(25));
            let cx = Cx::system(app.clock().now());
            // Now before, now in the midst, now afterwards.
            let keep = async {
                for _ in 0..round * 100 {
                    tokio::task::yield_now().await;
                }
                actions::keep_made(&program, &cx, &photo).await
            };
            let sweep = actions::sweep(app.app(), cx.now, &[]);
            let (swept, again) = tokio::join!(sweep, keep);
            swept.unwrap();
            kept = again.unwrap();
            assert!(is_there(&app, kept).await, "round {round}");
        }
        assert_eq!(lying(&app).len(), 2, "{kept} and nothing else: {:?}", lying(&app));
    }
}

/// A form with a photo and a name, as a slice of the program would have it.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{%- extends "layout/templates/layout.html" -%}
{%- import "layout/templates/pieces.html" as pieces -%}
{%- block title %}Photo{% endblock -%}
{%- block content %}
{%- call pieces::errors(page, form) %}{% endcall %}
<h1>Photo</h1>
<form class="form" method="post" action="/photo-form" enctype="multipart/form-data" novalidate>
{%- call pieces::csrf(page) %}{% endcall %}
{%- call pieces::text(page, form, "name", "Name", "", "") %}{% endcall %}
{%- call pieces::photo(page, form, "photo", "Photo", "Of the entrance") %}{% endcall %}
<button class="btn main">Save</button></form>
{% endblock %}"#
)]
struct PhotoForm<'a> {
    page: &'a Page,
    form: &'a Form,
}

async fn show(page: Page) -> Result<Response, Failure> {
    let form = &Form::default();
    page.render(&PhotoForm { page: &page, form })
}

async fn send(
    Uploaded {
        page,
        mut typed,
        file,
    }: Uploaded,
) -> Result<Response, Failure> {
    let mut problems = Problems::default();
    let sent = (&mut typed, file);
    let photo = form::read(&page.app, &page.cx, "photo", sent, &mut problems).await?;
    if typed.value("name").is_empty() {
        problems.add("name", "name-missing");
    }
    if problems.is_empty() {
        return Ok(page.to(&photo.map_or("/none".to_owned(), FileId::url)));
    }
    let form = &Form::new(typed, problems);
    page.refuse(&PhotoForm { page: &page, form })
}

impl TestApp {
    /// The browser of somebody signed in, at a site that has the form.
    async fn at_photo_form(&self) -> Browser {
        let form = Router::new().route("/photo-form", get(show).post(send));
        let site = shell::wrap(Router::new(), form, self.app().clone());
        let dao = self.dao().await;
        let mut browser = dao.browser().await.clone().at(site);
        browser
            .get("/photo-form")
            .await
            .is(200)
            .says("Of the entrance");
        browser
    }
}

on_both_engines! {
    async fn a_form_keeps_its_photo_until_it_is_sent_whole(app: TestApp) {
        let mut browser = app.at_photo_form().await;
        let photo = picture(20);
        let refused = browser.upload("/photo-form", &[], ("IMG_1.JPG", &photo)).await;
        refused.is(422).says("id=\"name-err\"").does_not_say("id=\"photo-err\"");
        let hash = refused.between("name=\"photo\" value=\"", "\"").unwrap().to_owned();
        let id = FileId::parse(&hash).unwrap();
        refused.says(&format!("src=\"{}\"", id.small_url())).says("เอารูปนี้ออก");
        // Sent again without the file, as browsers do.
        let fields = [("name", "a"), ("photo", &hash)];
        browser.upload("/photo-form", &fields, ("", b"")).await.leads_to(&id.url());
        // Another in its place, and none.
        let other = browser.upload("/photo-form", &fields, ("x", &picture(21))).await;
        assert_ne!(other.leads_to("/files/"), id.url());
        let fields = [("name", "a"), ("photo", &hash), ("photo_remove", "yes")];
        browser.upload("/photo-form", &fields, ("", b"")).await.leads_to("/none");
        // What is not kept is not shown.
        for gone in ["0".repeat(64), "../x".to_owned()] {
            let fields = [("name", "a"), ("photo", &gone)];
            let page = browser.upload("/photo-form", &fields, ("", b"")).await;
            page.is(422).says("id=\"photo-err\"").says("ไม่อยู่แล้ว").does_not_say(&gone);
        }
    }

    async fn what_is_no_photo_is_refused_in_words_at_its_field(app: TestApp) {
        let mut browser = app.at_photo_form().await;
        let mut cut = picture(1);
        cut.truncate(cut.len() / 2);
        let mut bomb = picture(1);
        bomb[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
        let mut sum = !0_u32;
        for byte in &bomb[12..29] {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 };
            }
        }
        bomb[29..33].copy_from_slice(&(!sum).to_be_bytes());
        let large = vec![0xFF; 20 * 1024 * 1024 + 1];
        for (bytes, thai, english) in [
            ("ไม่ใช่รูป".as_bytes(), "ไฟล์นี้ไม่ใช่รูปถ่าย", "This file is not a photo"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "ส่งเป็น JPEG แทน", "Send it as JPEG"),
            (b"GIF89a\x01\0\x01\0\0", "ไม่รับรูปแบบนี้", "not taken"),
            (&cut, "ไม่ครบหรือเสียหาย", "incomplete or damaged"),
            (&bomb, "ละเอียดเกิน 50 ล้านพิกเซล", "more than 50 megapixels"),
            (&large, "ใหญ่เกิน 20 MB", "larger than 20 MB"),
        ] {
            for (language, said) in [("th", thai), ("en", english)] {
                browser.get(&format!("/photo-form?lang={language}")).await;
                let page = browser.upload("/photo-form", &[("name", "โรงพยาบาล")], ("a.jpg", bytes)).await;
                page.is(422).says("id=\"photo-err\"").says(said).says("value=\"โรงพยาบาล\"");
            }
        }
        // More than is even read, told in words too.
        let larger = vec![0xFF; 22 * 1024 * 1024];
        let page = browser.upload("/photo-form", &[], ("a.jpg", &larger)).await;
        page.is(413).says("larger than 20 MB");
        assert_eq!(lying(&app), Vec::<PathBuf>::new());
    }

    async fn a_stranger_s_megabytes_are_not_read(app: TestApp) {
        let known = app.at_photo_form().await;
        let mut stranger = known.clone();
        stranger.set_cookie(jitasa::layout::page::SESSION_COOKIE, None);
        let page = stranger.upload("/photo-form", &[("name", "a")], ("a.jpg", &picture(1))).await;
        page.is(401);
        assert_eq!(lying(&app), Vec::<PathBuf>::new());
    }

    async fn a_folder_that_cannot_be_written_is_a_fault_and_leaves_no_row(app: TestApp) {
        // A file where the folder should be.
        std::fs::write(app.app().settings.files_folder(), "").unwrap();
        let cx = Cx::system(app.clock().now());
        let kept = actions::keep(app.app(), &cx, picture(1)).await;
        assert!(matches!(kept, Err(Error::Fault { .. })), "{kept:?}");
        let rows = db::read!(app.app().db, |tx| { store::all(tx).await }).unwrap();
        assert_eq!(rows, []);
    }
}
