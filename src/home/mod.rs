//! The first page: help first, then everything else in a few calm lines.

use askama::Template;
use axum::response::Response;

use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "home/templates/home.html")]
struct Home<'a> {
    page: &'a Page,
    hotlines: [(&'static str, &'static str); 4],
}

/// Numbers that answer day and night, with what they are for.
pub const HOTLINES: [(&str, &str); 4] = [
    ("1669", "home-hotline-1669"),
    ("191", "home-hotline-191"),
    ("1330", "home-hotline-1330"),
    ("1422", "home-hotline-1422"),
];

pub async fn show(page: Page) -> Result<Response, Failure> {
    page.render(&Home {
        page: &page,
        hotlines: HOTLINES,
    })
}
