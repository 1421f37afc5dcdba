//! `/terms` and `/privacy`.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::markdown::{self, Shown};
use super::{Found, Text};
use crate::app::App;
use crate::layout::{Failure, Page};

#[derive(Template)]
#[template(path = "terms/templates/text.html")]
struct TextPage<'a> {
    page: &'a Page,
    shown: &'a Shown,
    found: &'a Found,
}

pub async fn terms(State(app): State<App>, page: Page) -> Result<Response, Failure> {
    show(&app, &page, Text::Terms).await
}

pub async fn privacy(State(app): State<App>, page: Page) -> Result<Response, Failure> {
    show(&app, &page, Text::Privacy).await
}

async fn show(app: &App, page: &Page, text: Text) -> Result<Response, Failure> {
    let found = super::find(app, text, page.language()).await;
    let shown = markdown::show(&found.markdown);
    page.render(&TextPage {
        page,
        shown: &shown,
        found: &found,
    })
}
