//! One team with its people, for those of the organisation and the admins of its areas.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use crate::error::Error;
use crate::ids::{AccountId, TeamId};
use crate::layout::{Failure, Form, Page, Sent};
use crate::organisations::actions::look::{self, SeenTeam};
use crate::organisations::actions::{members, teams};
use crate::organisations::{form, rules};

#[derive(Template)]
#[template(path = "organisations/templates/team.html")]
struct TeamPage<'a> {
    page: &'a Page,
    form: &'a Form,
    seen: &'a SeenTeam,
    refused: Option<String>,
}

impl TeamPage<'_> {
    fn organisation(&self) -> &str {
        self.seen.organisation.names.get(self.page.language())
    }

    fn lives(&self) -> bool {
        rules::goes_out(&self.seen.team, &self.seen.organisation).is_ok()
    }

    fn dialled(&self) -> String {
        rules::dialled(&self.seen.team.phone)
    }

    fn is_me(&self, account: &AccountId) -> bool {
        self.page
            .who()
            .is_some_and(|who| who.account.id == *account)
    }

    fn is_refused(&self) -> bool {
        ["name", "phone", "phone_shown"]
            .iter()
            .any(|field| self.form.is_bad(field))
    }
}

pub async fn show(page: Page, Path(id): Path<TeamId>) -> Result<Response, Failure> {
    shown(&page, id, None, None).await
}

/// With what was typed, or with the team as it is.
async fn shown(
    page: &Page,
    id: TeamId,
    form: Option<Form>,
    refused: Option<(StatusCode, String)>,
) -> Result<Response, Failure> {
    let seen = look::see_team(&page.app, &page.cx, id).await?;
    let status = match (&refused, &form) {
        (Some((status, _)), _) => *status,
        (None, Some(form)) if !form.problems.is_empty() => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let form = filled(form, &seen);
    let template = TeamPage {
        page,
        form: &form,
        seen: &seen,
        refused: refused.map(|(_, sentence)| sentence),
    };
    page.render_as(status, &template)
}

/// The form of the team's own data shows them, unless it is the one that was just sent.
fn filled(form: Option<Form>, seen: &SeenTeam) -> Form {
    let form = form.unwrap_or_default();
    if form.typed.has("name") {
        return form;
    }
    let mut typed = form.typed;
    typed.set("name", seen.team.name.as_str());
    typed.set("phone", seen.team.phone.as_str());
    if seen.team.phone_shown {
        typed.set("phone_shown", "yes");
    }
    Form::new(typed, form.problems)
}

async fn done(
    page: &Page,
    id: TeamId,
    typed: Typed,
    done: Result<(), Error>,
    said: &'static str,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(page.to_saying(&format!("/teams/{id}"), said)),
        Err(Error::Problems(problems)) => {
            shown(page, id, Some(Form::new(typed, problems)), None).await
        }
        Err(Error::Refused(refusal)) => {
            let told = (refusal.status(), page.message(&refusal.said()));
            let form = Form::new(typed, Problems::default());
            shown(page, id, Some(form), Some(told)).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

pub async fn change(
    Path(id): Path<TeamId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let seen = look::see_team(&page.app, &page.cx, id).await?;
    if !seen.may.runs() {
        return Err(Error::NotFound.into());
    }
    let changed = match form::read_team(&typed) {
        Ok(new) => teams::change(&page.app, &page.cx, id, new).await,
        Err(problems) => Err(problems.into()),
    };
    done(&page, id, typed, changed, "said-saved").await
}

pub async fn end(
    Path(id): Path<TeamId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    match teams::end(&page.app, &page.cx, id).await {
        Ok(organisation) => {
            let on = format!("/organisations/{organisation}");
            Ok(page.to_saying(&on, "said-team-ended"))
        }
        Err(err) => done(&page, id, typed, Err(err), "said-team-ended").await,
    }
}

pub async fn add_member(
    Path(id): Path<TeamId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let seen = look::see_team(&page.app, &page.cx, id).await?;
    if !seen.leads {
        return Err(Error::NotFound.into());
    }
    let added = match form::read_username(&typed) {
        Ok(username) => members::add(&page.app, &page.cx, id, &username).await,
        Err(problems) => Err(problems.into()),
    };
    done(&page, id, typed, added, "said-member-added").await
}

/// `remove`, `lead` or `unlead`.
pub async fn change_member(
    Path((id, account, word)): Path<(TeamId, AccountId, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    let changed = match word.as_str() {
        "remove" => members::remove(app, cx, id, account).await,
        "lead" => members::set_lead(app, cx, id, account, true).await,
        "unlead" => members::set_lead(app, cx, id, account, false).await,
        _ => Err(Error::NotFound),
    };
    if changed.is_ok() && word == "remove" && cx.account() == Some(account) {
        return Ok(page.to_saying("/volunteer", "said-team-left"));
    }
    done(&page, id, typed, changed, "said-done").await
}
