//! Closing a round, asked about first: a closed one does not open again.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::handle;
use crate::layout::{Failure, Page, Sent};
use crate::rounds::actions;
use crate::rounds::model::Round;
use crate::rounds::rules;

#[derive(Template)]
#[template(path = "rounds/templates/close.html")]
struct Close<'a> {
    page: &'a Page,
    round: &'a Round,
}

pub async fn ask(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let round = actions::see_run(&page.app, &page.cx, handle(&id)?).await?;
    if round.closed_at.is_some() {
        return Err(rules::CannotChange::Closed.into());
    }
    page.render(&Close {
        page: &page,
        round: &round,
    })
}

pub async fn close(Path(id): Path<String>, Sent { page, .. }: Sent) -> Result<Response, Failure> {
    let handle = handle(&id)?;
    actions::close(&page.app, &page.cx, handle).await?;
    Ok(page.to_saying(&format!("/rounds/{handle}"), "said-round-closed"))
}
