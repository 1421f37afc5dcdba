//! The card that stays in a house: the address of the household as a picture, and whom to ask. It is held by
//! whoever finds it, so it says nothing of who lives there; decision 15.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;

use crate::error::Error;
use crate::layout::{Failure, Page, qr};
use crate::survey::actions::see;
use crate::survey::handle::Handle;
use crate::survey::model::Household;

#[derive(Template)]
#[template(path = "survey/templates/card.html")]
struct Card<'a> {
    page: &'a Page,
    household: &'a Household,
    /// The picture as SVG.
    picture: String,
}

pub async fn show(
    page: Page,
    Path(handle): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let handle: Handle = handle.parse().map_err(|_| Error::NotFound)?;
    let household = see::without_people(&page.app, &page.cx, handle).await?;
    let address = page.whole_address(&headers, &format!("/survey#/h/{handle}"));
    page.render(&Card {
        page: &page,
        household: &household,
        picture: qr::draw(&address)?,
    })
}
