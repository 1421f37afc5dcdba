//! One organisation: how to reach it, its teams, and for those who belong to it its people.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use super::areas_told;
use crate::error::Error;
use crate::ids::{AccountId, OrganisationId};
use crate::layout::{Failure, Form, Page, Sent};
use crate::organisations::actions::look::{self, Seen};
use crate::organisations::actions::{manage, officers, teams};
use crate::organisations::{form, rules};

#[derive(Template)]
#[template(path = "organisations/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    seen: &'a Seen,
    refused: Option<String>,
}

impl Show<'_> {
    fn name(&self) -> &str {
        self.seen.organisation.names.get(self.page.language())
    }

    fn areas(&self) -> Vec<String> {
        areas_told(self.page.language(), &self.seen.organisation)
    }

    fn lives(&self) -> bool {
        self.seen.organisation.ended_at.is_none()
    }

    fn dialled(&self, phone: &str) -> String {
        rules::dialled(phone)
    }

    /// Whether the form of a team, or the one of an officer, was refused.
    fn is_open(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.form.is_bad(field))
    }
}

pub async fn show(page: Page, Path(id): Path<OrganisationId>) -> Result<Response, Failure> {
    shown(&page, id, Form::default(), None).await
}

async fn shown(
    page: &Page,
    id: OrganisationId,
    form: Form,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let seen = look::see(&page.app, &page.cx, id).await?;
    let (status, sentence) = match refused {
        Some((status, sentence)) => (status, Some(sentence)),
        None if !form.problems.is_empty() => (StatusCode::UNPROCESSABLE_ENTITY, None),
        None => (StatusCode::OK, None),
    };
    let template = Show {
        page,
        form: &form,
        seen: &seen,
        refused: sentence,
    };
    page.render_as(status, &template)
}

/// On to the page after something was done, or the page again with what is amiss.
async fn done(
    page: &Page,
    id: OrganisationId,
    typed: Typed,
    done: Result<(), Error>,
    said: &'static str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(page.to_saying(&format!("/organisations/{id}"), said)),
        Err(Error::Problems(problems)) => shown(page, id, Form::new(typed, problems), None).await,
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            let form = Form::new(typed, Problems::default());
            shown(page, id, form, Some(told)).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub async fn end(
    Path(id): Path<OrganisationId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let ended = manage::end(&page.app, &page.cx, id).await;
    done(&page, id, typed, ended, "said-organisation-ended").await
}

pub async fn appoint(
    Path(id): Path<OrganisationId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let seen = look::see(&page.app, &page.cx, id).await?;
    if !seen.may.administers {
        return Err(Error::NotFound.into());
    }
    let appointed = match form::read_username(&typed) {
        Ok(username) => officers::appoint(&page.app, &page.cx, id, &username).await,
        Err(problems) => Err(problems.into()),
    };
    done(&page, id, typed, appointed, "said-officer-appointed").await
}

pub async fn remove_officer(
    Path((id, account)): Path<(OrganisationId, AccountId)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let removed = officers::remove(&page.app, &page.cx, id, account).await;
    done(&page, id, typed, removed, "said-officer-removed").await
}

pub async fn make_team(
    Path(id): Path<OrganisationId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let seen = look::see(&page.app, &page.cx, id).await?;
    if !seen.may.runs() {
        return Err(Error::NotFound.into());
    }
    let made = match form::read_team(&typed) {
        Ok(new) => teams::make(&page.app, &page.cx, id, new).await,
        Err(problems) => Err(problems.into()),
    };
    match made {
        Ok(team) => Ok(page.to_saying(&format!("/teams/{team}"), "said-team-made")),
        Err(err) => done(&page, id, typed, Err(err), "said-team-made").await,
    }
}
