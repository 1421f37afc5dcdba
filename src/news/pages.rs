//! `/news` and the pages that say how things are done.

use askama::Template;
use axum::response::Response;
use i18n::Language;
use jiff::civil::{Date, date};

use crate::layout::{Failure, Page};
use crate::terms::embedded;
use crate::terms::markdown::{self, Shown};

/// When these pages were last gone through.
const UPDATED_ON: Date = date(2026, 11, 21);

/// Numbers that answer day and night, with what they are for.
const HOTLINES: [(&str, &str); 4] = [
    ("1669", "news-hotline-1669"),
    ("191", "news-hotline-191"),
    ("1330", "news-hotline-1330"),
    ("1422", "news-hotline-1422"),
];

#[derive(Template)]
#[template(path = "news/templates/news.html")]
struct News<'a> {
    page: &'a Page,
    hotlines: &'static [(&'static str, &'static str)],
    updated: String,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let updated = updated(page.language());
    page.render(&News {
        page: &page,
        hotlines: &HOTLINES,
        updated,
    })
}

#[derive(Template)]
#[template(path = "news/templates/how_to.html")]
struct HowTo<'a> {
    page: &'a Page,
    shown: &'a Shown,
    updated: String,
}

pub async fn asking(page: Page) -> Result<Response, Failure> {
    how_to(&page, embedded!("asking", page.language()))
}

pub async fn volunteering(page: Page) -> Result<Response, Failure> {
    how_to(&page, embedded!("volunteering", page.language()))
}

fn how_to(page: &Page, text: &str) -> Result<Response, Failure> {
    let shown = markdown::show(text);
    page.render(&HowTo {
        page,
        shown: &shown,
        updated: updated(page.language()),
    })
}

fn updated(language: Language) -> String {
    i18n::date::long_date(language, UPDATED_ON)
}
