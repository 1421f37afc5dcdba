//! `/news`.

use askama::Template;
use axum::response::Response;
use i18n::Language;
use jiff::civil::{Date, date};

use crate::layout::{Failure, Page};

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

fn updated(language: Language) -> String {
    i18n::date::long_date(language, UPDATED_ON)
}
