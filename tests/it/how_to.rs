//! The how-to pages: everybody can read each in a language they know, and what the texts call a button
//! is what stands on the button.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use axum::body::Body;
use db::on_both_engines;
use http::Request;
use i18n::Language;
use tower::ServiceExt as _;

use crate::world::TestApp;

const CHAPTERS: [&str; 4] = ["asking", "finding", "officers", "volunteering"];

on_both_engines! {
    async fn each_chapter_is_read_in_a_language_the_reader_knows(app: TestApp) {
        let nobody = app.nobody();
        for chapter in CHAPTERS {
            for language in Language::ALL {
                let address = format!("/news/{chapter}?lang={}", language.code());
                let page = nobody.sees(&address).await;
                page.is(200).does_not_say("⟦").says("<h1>");
                // The short ones of those who read neither Thai nor English have no parts.
                if [Language::Th, Language::En].contains(&language) {
                    page.says("<nav class=\"contents\"").says("href=\"#part-");
                }
                // The others lead on from here.
                for other in CHAPTERS {
                    page.says(&format!("href=\"/news/{other}\""));
                }
            }
        }
    }

    async fn officers_read_thai_or_english_and_are_told(app: TestApp) {
        let nobody = app.nobody();
        let thai = nobody.sees("/news/officers?lang=th").await;
        thai.says("กระดานสถานการณ์").does_not_say("<article class=\"how-to-text\" lang");
        let burmese = nobody.sees("/news/officers?lang=my").await;
        burmese.says("<article class=\"how-to-text\" lang=\"en\">").says("Area board");
    }

    async fn pictures_stand_where_the_text_is_and_are_kept_for_ever(app: TestApp) {
        let nobody = app.nobody();
        let page = nobody.sees("/news/asking?lang=km").await;
        // Taken in English, told in Khmer.
        let picture = page.between("<img src=\"", "\"").unwrap().to_owned();
        assert!(picture.starts_with("/assets/front.en-"), "{picture}");
        page.says("loading=\"lazy\"").says("alt=\"ទំព័រដំបូង");
        let asked = Request::get(picture).body(Body::empty()).unwrap();
        let sent = app.site().oneshot(asked).await.unwrap();
        assert_eq!(sent.status(), 200);
        assert_eq!(sent.headers()["content-type"], "image/webp");
        assert!(sent.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    }

    async fn every_link_of_a_chapter_leads_somewhere(app: TestApp) {
        let nobody = app.nobody();
        let mut seen = BTreeSet::new();
        for (_, text) in texts() {
            for link in text.split("](/").skip(1).filter_map(|rest| rest.split(')').next()) {
                if seen.insert(link.to_owned()) {
                    // Some lead to the sign-in first; none to nothing.
                    let status = nobody.gets(&format!("/{link}")).await.status.as_u16();
                    assert!([200, 303].contains(&status), "/{link} answers {status}");
                }
            }
        }
        assert!(seen.len() > 15, "{seen:?}");
    }
}

/// The labels in bold are the words people look for on their screen: they must stand there so, letter
/// for letter, in the language of the text.
#[test]
fn what_stands_in_bold_is_a_label_of_the_program() {
    let mut checked = 0;
    for (path, text) in texts() {
        let language = path.file_stem().unwrap().to_str().unwrap();
        let labels = labels(language);
        for label in text.split("**").skip(1).step_by(2) {
            assert!(
                labels.contains(label),
                "{}: no message is “{label}”",
                path.display()
            );
            checked += 1;
        }
    }
    assert!(checked > 150, "{checked} labels");
}

/// The how-to texts with their files.
fn texts() -> Vec<(PathBuf, String)> {
    let texts = house().join("data/texts");
    let files = CHAPTERS.iter().flat_map(|chapter| {
        let folder = std::fs::read_dir(texts.join(chapter)).unwrap();
        folder.map(|file| file.unwrap().path())
    });
    files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect()
}

/// All messages of a language that are one line and take no argument.
fn labels(language: &str) -> BTreeSet<String> {
    let folder = std::fs::read_dir(house().join("locales").join(language)).unwrap();
    let mut labels = BTreeSet::new();
    for file in folder {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let values = text.lines().filter_map(|line| line.split_once(" = "));
        labels.extend(values.map(|(_, value)| value.to_owned()));
    }
    labels
}

fn house() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
