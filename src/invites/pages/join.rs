//! Coming in by an invite: who invites to what, for strangers the way to register, for volunteers one
//! button. A code that opens nothing is told kindly.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::Message;

use crate::error::{Error, Refusal};
use crate::invites::actions::{self, Seen};
use crate::invites::model::Code;
use crate::invites::rules;
use crate::layout::{Failure, Page, Sent};

#[derive(Template)]
#[template(path = "invites/templates/join.html")]
struct Join<'a> {
    page: &'a Page,
    /// What it invites to; nothing while no code was given or found.
    seen: Option<&'a Seen>,
    /// Why there is nothing to join, or why it was refused.
    told: Option<String>,
    typed: &'a str,
}

impl Join<'_> {
    fn role(&self, seen: &Seen) -> &str {
        seen.invite.role.label(self.page.language())
    }

    fn inviter(&self, seen: &Seen) -> Option<String> {
        let (_, organisation) = seen.team.as_ref()?;
        Some(organisation.names.get(self.page.language()).to_owned())
    }
}

/// Where a code that was heard is typed in.
pub async fn ask(page: Page) -> Result<Response, Failure> {
    let typed = page.query.value("code").trim();
    if typed.is_empty() {
        return page.render(&nothing(&page, None, typed));
    }
    match Code::parse(typed) {
        Ok(code) => Ok(page.to(&format!("/join/{code}"))),
        Err(_) => {
            let told = Some(page.t("join-unknown"));
            page.render_as(StatusCode::NOT_FOUND, &nothing(&page, told, typed))
        }
    }
}

fn nothing<'a>(page: &'a Page, told: Option<String>, typed: &'a str) -> Join<'a> {
    Join {
        page,
        seen: None,
        told,
        typed,
    }
}

pub async fn show(page: Page, Path(typed): Path<String>) -> Result<Response, Failure> {
    shown(&page, &typed, None).await
}

async fn shown(
    page: &Page,
    typed: &str,
    refused: Option<(StatusCode, Message)>,
) -> Result<Response, Failure> {
    let found = match Code::parse(typed) {
        Ok(code) => actions::find(&page.app, &code).await,
        Err(_) => Err(Error::NotFound),
    };
    let seen = match found {
        Ok(seen) => seen,
        Err(Error::NotFound) => {
            let told = Some(page.t("join-unknown"));
            return page.render_as(StatusCode::NOT_FOUND, &nothing(page, told, typed));
        }
        Err(err) => return Err(err.into()),
    };
    if let Err(over) = rules::lives(&seen.invite, page.cx.now) {
        let told = Some(page.message(&over.said()));
        return page.render_as(over.status(), &nothing(page, told, typed));
    }
    let (status, told) = match refused {
        Some((status, message)) => (status, Some(page.message(&message))),
        None => (StatusCode::OK, None),
    };
    let template = Join {
        page,
        seen: Some(&seen),
        told,
        typed,
    };
    page.render_as(status, &template)
}

pub async fn join(Path(typed): Path<String>, Sent { page, .. }: Sent) -> Result<Response, Failure> {
    let Ok(code) = Code::parse(&typed) else {
        return shown(&page, &typed, None).await;
    };
    match actions::join(&page.app, &page.cx, &code).await {
        Ok(()) => Ok(page.to_saying("/volunteer", "join-done")),
        Err(Error::NotFound) => shown(&page, &typed, None).await,
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), refusal.said());
            shown(&page, &typed, Some(told)).await
        }
        Err(err) => Err(err.into()),
    }
}
