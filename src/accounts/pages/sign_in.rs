//! Signing in, by code or by password, and signing out.

use askama::Template;
use axum::response::Response;
use web::{Problems, Typed};

use crate::accounts::actions::{code, sign_in};
use crate::accounts::form;
use crate::accounts::model::Purpose;
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/sign_in.html")]
struct SignIn<'a> {
    page: &'a Page,
    by_code: &'a Form,
    by_password: &'a Form,
    tab: Tab,
    next: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Code,
    Password,
}

/// Only ways within the site are gone after signing in.
fn next(typed: &Typed) -> String {
    let next = typed.value("next");
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if inside {
        next.to_owned()
    } else {
        "/volunteer".to_owned()
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    if page.who().is_some() {
        return Ok(page.to(&next(&page.query)));
    }
    let tab = if page.query.value("by") == "password" {
        Tab::Password
    } else {
        Tab::Code
    };
    let empty = Form::default();
    let next = next(&page.query);
    page.render(&SignIn {
        page: &page,
        by_code: &empty,
        by_password: &empty,
        tab,
        next,
    })
}

pub async fn send_code(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let mut problems = Problems::default();
    let phone = form::read_mobile(&typed, &mut problems);
    if typed.value("accept_terms") != "yes" {
        problems.add("accept_terms", "accept-terms-missing");
    }
    let empty = Form::default();
    let next = next(&typed);
    let Some(phone) = phone.filter(|_| problems.is_empty()) else {
        let form = Form::new(typed, problems);
        let tab = Tab::Code;
        return page.refuse(&SignIn {
            page: &page,
            by_code: &form,
            by_password: &empty,
            tab,
            next,
        });
    };
    let (app, cx, address) = (&page.app, &page.cx, &page.client.address);
    match code::ask_or_open(app, cx, &phone, Purpose::SignIn, address).await {
        Ok(challenge) => {
            let remember = if typed.value("remember") == "yes" {
                "?remember=yes"
            } else {
                ""
            };
            Ok(page.to(&format!("/codes/{}{remember}", challenge.id)))
        }
        Err(Error::Refused(refusal)) => {
            problems.add("phone", refusal.said());
            let form = Form::new(typed, problems);
            let shown = SignIn {
                page: &page,
                by_code: &form,
                by_password: &empty,
                tab: Tab::Code,
                next,
            };
            page.refuse_with(refusal.as_ref(), &shown)
        }
        Err(err) => Err(err.into()),
    }
}

pub async fn by_password(
    Sent {
        page, mut typed, ..
    }: Sent,
) -> Result<Response, Failure> {
    let remembered = typed.value("remember") == "yes";
    let (username, password) = (typed.value("username"), typed.value("password"));
    let device = &page.client.device;
    let signed =
        sign_in::by_password(&page.app, &page.cx, username, password, device, remembered).await;
    let next = next(&typed);
    match signed {
        Ok(signed) => Ok(page.keep_session(page.to(&next), &signed.token, remembered)),
        Err(Error::Refused(refusal)) => {
            typed.remove("password");
            let mut problems = Problems::default();
            problems.add("username", refusal.said());
            let (form, empty) = (Form::new(typed, problems), Form::default());
            let shown = SignIn {
                page: &page,
                by_code: &empty,
                by_password: &form,
                tab: Tab::Password,
                next,
            };
            page.refuse_with(refusal.as_ref(), &shown)
        }
        Err(err) => Err(err.into()),
    }
}

pub async fn sign_out(Sent { page, .. }: Sent) -> Result<Response, Failure> {
    sign_in::sign_out(&page.app, &page.cx).await?;
    Ok(page.forget_session(page.to_saying("/", "said-signed-out")))
}
