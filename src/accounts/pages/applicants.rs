//! Volunteers who wait for the area admin's word.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use crate::accounts::actions::approve;
use crate::accounts::form;
use crate::accounts::store::Applicant;
use crate::error::Error;
use crate::ids::SeatId;
use crate::layout::{Failure, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/applicants.html")]
struct Applicants<'a> {
    page: &'a Page,
    applicants: Vec<Applicant>,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let applicants = approve::applicants(&page.app, &page.cx).await?;
    page.render(&Applicants {
        page: &page,
        applicants,
    })
}

pub async fn decide(
    Path((id, word)): Path<(SeatId, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let yes = match word.as_str() {
        "approve" => true,
        "refuse" => false,
        _ => return Err(Error::NotFound.into()),
    };
    let reason = form::reason(&typed);
    approve::decide(&page.app, &page.cx, id, yes, &reason).await?;
    Ok(page.to_saying(
        "/applicants",
        if yes { "said-approved" } else { "said-refused" },
    ))
}
