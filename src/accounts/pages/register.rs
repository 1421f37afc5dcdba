//! Registering: the whole form, then the code, then done.

use areas::AreaCode;
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use contact::Username;
use serde::{Deserialize, Serialize};
use web::{Problems, Typed};

use crate::accounts::actions::register;
use crate::accounts::form;
use crate::app::App;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::incidents::preset::Role;
use crate::invites;
use crate::invites::model::{Code, Invite};
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/register.html")]
struct Register<'a> {
    page: &'a Page,
    form: &'a Form,
    roles: Vec<(String, String)>,
    provinces: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    /// A username that nobody has yet, for those who cannot think of one.
    proposed: String,
    /// What they were invited to.
    invite: Option<invites::actions::Seen>,
}

/// Not from the name: most are in Thai letters, and a username is seen by others.
async fn propose(app: &App) -> Result<String, Error> {
    loop {
        let name = format!("asa{}", vault::otp_code(5));
        if let Ok(username) = Username::parse(&name)
            && register::username_is_free(app, &username).await?
        {
            return Ok(name);
        }
    }
}

impl Register<'_> {
    fn username_hint(&self) -> String {
        let hint = self.page.t("username-hint");
        let proposed = self
            .page
            .say("username-proposed", "name", self.proposed.as_str());
        format!("{hint} {proposed}")
    }
}

async fn register_page<'a>(page: &'a Page, form: &'a Form) -> Result<Register<'a>, Error> {
    let language = page.language();
    let province: Option<AreaCode> = form.value("province").parse().ok();
    let typed = area_typed::read(&form.typed, province);
    Ok(Register {
        invite: invited(page, form.value("invite")).await?,
        proposed: propose(&page.app).await?,
        page,
        form,
        roles: Role::ALL
            .iter()
            .map(|role| (role.code().to_owned(), role.label(language).to_owned()))
            .collect(),
        provinces: area_typed::provinces(language),
        area_choices: area_typed::choices(language, &typed),
    })
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    if page.who().is_some() {
        let on = match Code::parse(page.query.value("invite")) {
            Ok(code) => format!("/join/{code}"),
            Err(_) => "/volunteer".to_owned(),
        };
        return Ok(page.to(&on));
    }
    let form = match invited(&page, page.query.value("invite")).await? {
        None => Form::default(),
        Some(seen) => Form::new(as_invited(&page, &seen.invite), Problems::default()),
    };
    page.render(&register_page(&page, &form).await?)
}

/// The invite behind a code, if it still brings people in; nobody is kept from registering without.
async fn invited(page: &Page, code: &str) -> Result<Option<invites::actions::Seen>, Error> {
    let Ok(code) = Code::parse(code) else {
        return Ok(None);
    };
    match invites::actions::find(&page.app, &code).await {
        Ok(seen) => {
            let lives = invites::rules::lives(&seen.invite, page.cx.now).is_ok();
            Ok(lives.then_some(seen))
        }
        Err(Error::NotFound) => Ok(None),
        Err(err) => Err(err),
    }
}

/// Role and area as the invite has them, to be changed by whoever registers.
fn as_invited(page: &Page, invite: &Invite) -> Typed {
    let mut typed = Typed::from_pairs([
        ("invite", invite.code.as_str()),
        ("role", invite.role.code()),
    ]);
    if let Some(province) = invite.area.province_code() {
        typed.set("province", province.short());
    }
    if area_typed::is_local(invite.area) {
        typed.set("area", invite.area.short());
        typed.set("area_text", page.area(&invite.area));
    }
    typed
}

pub async fn send(
    Sent {
        page, mut typed, ..
    }: Sent,
) -> Result<Response, Failure> {
    let mut problems = Problems::default();
    let phone = form::read_mobile(&typed, &mut problems);
    let new = form::read_registration(&page.cx, &typed, phone.as_ref(), &mut problems);
    // Whether the name is free is told along with all the rest.
    if let Ok(username) = Username::parse(typed.value("username"))
        && !register::username_is_free(&page.app, &username).await?
    {
        problems.add("username", "username-taken");
    }
    problems.in_order(&[
        "full_name",
        "phone",
        "role",
        "affiliation",
        "province",
        "area_text",
        "username",
        "password",
        "password_again",
    ]);
    let (Some(phone), Some(new)) = (phone, new.filter(|_| problems.is_empty())) else {
        typed.remove("password");
        typed.remove("password_again");
        let form = Form::new(typed, problems);
        return page.refuse(&register_page(&page, &form).await?);
    };
    let address = &page.client.address;
    match register::begin(&page.app, &page.cx, &phone, new, address).await {
        Ok(challenge) => Ok(page.to(&format!("/codes/{}", challenge.id))),
        Err(Error::Refused(refusal)) => {
            problems.add("phone", refusal.said());
            let form = Form::new(typed, problems);
            page.refuse_with(refusal.as_ref(), &register_page(&page, &form).await?)
        }
        Err(Error::Problems(problems)) => {
            let form = Form::new(typed, problems);
            page.refuse(&register_page(&page, &form).await?)
        }
        Err(err) => Err(err.into()),
    }
}

#[derive(Template)]
#[template(path = "accounts/templates/registered.html")]
struct Registered<'a> {
    page: &'a Page,
    waits: bool,
}

pub async fn done(page: Page) -> Result<Response, Failure> {
    let waits = page.who().ok_or(Error::SignInNeeded)?.waits_for_approval();
    page.render(&Registered { page: &page, waits })
}

#[derive(Deserialize)]
pub struct Beginning {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Items<T> {
    items: Vec<T>,
}

/// Affiliations in use, offered while typing.
pub async fn affiliations(page: Page, Query(typed): Query<Beginning>) -> Result<Response, Failure> {
    let beginning = contact::tidy_line(&typed.q, 120).unwrap_or_default();
    let items = register::affiliations(&page.app, &beginning).await?;
    Ok(axum::Json(Items { items }).into_response())
}

#[derive(Serialize)]
struct UsernameTold {
    free: bool,
    message: String,
}

/// Whether a username can be had, told while it is typed.
pub async fn username(page: Page, Query(typed): Query<Beginning>) -> Result<Response, Failure> {
    let (free, key) = match Username::parse(&typed.q) {
        Err(err) => (false, form::username_problem(err)),
        Ok(username) => match register::username_is_free(&page.app, &username).await? {
            true => (true, "username-free".into()),
            false => (false, "username-taken".into()),
        },
    };
    Ok(axum::Json(UsernameTold {
        free,
        message: page.message(&key),
    })
    .into_response())
}
