//! Anybody says what is wrong with a point, without an account.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::Card;
use crate::ids::PointId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::points::actions;
use crate::points::form;
use crate::points::model::desk::Amiss;

#[derive(Template)]
#[template(path = "points/templates/report.html")]
struct Tell<'a> {
    page: &'a Page,
    form: &'a Form,
    card: Card,
    amiss: Vec<(String, String)>,
    key: String,
}

async fn shown(page: &Page, id: PointId, form: Form) -> Result<Response, Failure> {
    let seen = actions::card(&page.app, &page.cx, id).await?;
    let all = Amiss::ALL.into_iter();
    let template = Tell {
        page,
        card: Card::of(page, &seen.point, seen.owner.as_ref(), None),
        amiss: all
            .map(|amiss| (amiss.code().to_owned(), page.t(amiss.label())))
            .collect(),
        key: vault::random_token(),
        form: &form,
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

pub async fn show(page: Page, Path(id): Path<PointId>) -> Result<Response, Failure> {
    shown(&page, id, Form::default()).await
}

pub async fn send(
    Path(id): Path<PointId>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let new = match form::read_report(&typed) {
        Ok(new) => new,
        Err(problems) => return shown(&page, id, Form::new(typed, problems)).await,
    };
    let address = &page.client.address;
    match actions::report(&page.app, &page.cx, id, new, address, key.as_ref()).await {
        Ok(()) => Ok(page.to_saying(&format!("/points/{id}"), "said-point-reported")),
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
