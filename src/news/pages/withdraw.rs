//! Withdrawing an announcement, with a reason that everybody reads.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::Words;
use crate::ids::AnnouncementId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::news::model::Announcement;
use crate::news::{actions, form, rules};

#[derive(Template)]
#[template(path = "news/templates/withdraw.html")]
struct Withdraw<'a> {
    page: &'a Page,
    form: &'a Form,
    one: Words<'a>,
}

fn shown(page: &Page, form: &Form, announcement: Announcement) -> Result<Response, Failure> {
    let template = Withdraw {
        page,
        form,
        one: Words::of(page, announcement),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn ask(page: Page, Path(id): Path<AnnouncementId>) -> Result<Response, Failure> {
    let announcement = actions::see_own(&page.app, &page.cx, id).await?;
    if announcement.withdrawn.is_some() {
        return Err(rules::CannotChange::Withdrawn.into());
    }
    shown(
        &page,
        &Form::new(Typed::default(), Problems::default()),
        announcement,
    )
}

pub async fn withdraw(
    Path(id): Path<AnnouncementId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let announcement = actions::see_own(&page.app, &page.cx, id).await?;
    match form::read_reason(&typed) {
        Ok(reason) => {
            actions::withdraw(&page.app, &page.cx, id, &reason)
                .await
                .map_err(|err| Failure::with_typed(err, typed))?;
            Ok(page.to_saying(&format!("/news/{id}"), "said-announcement-withdrawn"))
        }
        Err(problems) => shown(&page, &Form::new(typed, problems), announcement),
    }
}
