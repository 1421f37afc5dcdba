//! The invites that are one's own to look after: listed, made, shown with their code, ended.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;
use web::{Problems, Typed};

use super::address;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::incidents::preset::Role;
use crate::invites::actions::{self, Seen};
use crate::invites::form;
use crate::invites::model::{Code, Invite};
use crate::invites::rules::{self, USUAL_DAYS};
use crate::layout::{Failure, Form, Page, Sent};
use crate::organisations::actions::look;

#[derive(Template)]
#[template(path = "invites/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    invites: Vec<Invite>,
}

impl List<'_> {
    fn lives(&self, invite: &Invite) -> bool {
        rules::lives(invite, self.page.cx.now).is_ok()
    }
}

pub async fn list(page: Page) -> Result<Response, Failure> {
    let invites = actions::list(&page.app, &page.cx).await?;
    page.render(&List {
        page: &page,
        invites,
    })
}

#[derive(Template)]
#[template(path = "invites/templates/new.html")]
struct New<'a> {
    page: &'a Page,
    form: &'a Form,
    roles: Vec<(String, String)>,
    teams: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
}

async fn new_page(page: &Page, form: Form) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    if !actions::may_invite(who) {
        return Err(Error::NotFound.into());
    }
    let language = page.language();
    let mut teams: Vec<(String, String)> = actions::own_teams(who)
        .into_iter()
        .map(|(team, name)| (team.to_string(), name))
        .collect();
    // An admin comes from the page of a team that is not their own.
    let wanted = form.value("team");
    if let Ok(id) = wanted.parse()
        && !teams.iter().any(|(team, _)| team == wanted)
        && let Ok(seen) = look::see_team(&page.app, &page.cx, id).await
        && seen.leads
    {
        teams.push((wanted.to_owned(), seen.team.name));
    }
    let template = New {
        page,
        roles: Role::ALL
            .iter()
            .map(|role| (role.code().to_owned(), role.label(language).to_owned()))
            .collect(),
        teams,
        area_choices: area_typed::choices(language, &area_typed::read(&form.typed, None)),
        form: &form,
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn new(page: Page) -> Result<Response, Failure> {
    let home = page.who().ok_or(Error::SignInNeeded)?.home();
    let mut typed = Typed::from_pairs([("days", USUAL_DAYS.to_string().as_str())]);
    typed.set("team", page.query.value("team"));
    typed.set("area", home.short());
    typed.set("area_text", page.area(&home));
    new_page(&page, Form::new(typed, Problems::default())).await
}

pub async fn make(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    if !actions::may_invite(who) {
        return Err(Error::NotFound.into());
    }
    let new = match form::read(&typed) {
        Ok(new) => new,
        Err(problems) => return new_page(&page, Form::new(typed, problems)).await,
    };
    match actions::make(&page.app, &page.cx, new).await {
        Ok(invite) => {
            let on = format!("/invites/{}", invite.code);
            Ok(page.to_saying(&on, "said-invite-made"))
        }
        Err(Error::Problems(problems)) => new_page(&page, Form::new(typed, problems)).await,
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

#[derive(Template)]
#[template(path = "invites/templates/show.html")]
struct Show<'a> {
    page: &'a Page,
    seen: &'a Seen,
    address: String,
}

impl Show<'_> {
    fn lives(&self) -> bool {
        rules::lives(&self.seen.invite, self.page.cx.now).is_ok()
    }

    fn role(&self) -> &str {
        self.seen.invite.role.label(self.page.language())
    }
}

pub async fn show(
    page: Page,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let code = Code::parse(&code).map_err(|_| Error::NotFound);
    page.who().ok_or(Error::SignInNeeded)?;
    let seen = actions::see(&page.app, &page.cx, &code?).await?;
    let address = address(&page, &headers, &seen.invite.code);
    page.render(&Show {
        page: &page,
        seen: &seen,
        address,
    })
}

pub async fn end(Path(code): Path<String>, Sent { page, .. }: Sent) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let code = Code::parse(&code).map_err(|_| Error::NotFound)?;
    actions::end(&page.app, &page.cx, &code).await?;
    Ok(page.to_saying(&format!("/invites/{code}"), "said-invite-ended"))
}
