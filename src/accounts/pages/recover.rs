//! A forgotten password or username: the phone shows who it is.

use askama::Template;
use axum::response::Response;
use web::Problems;

use crate::accounts::actions::recover;
use crate::accounts::form;
use crate::accounts::model::Account;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/recover.html")]
struct Recover<'a> {
    page: &'a Page,
    form: &'a Form,
    account: &'a Account,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let account = recover::account_of_phone(&page.app, &page.cx).await?;
    page.render(&Recover {
        page: &page,
        form: &Form::default(),
        account: &account,
    })
}

pub async fn set(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let account = recover::account_of_phone(&page.app, &page.cx).await?;
    let mut problems = Problems::default();
    let (username, phone) = (Some(&account.username), Some(&account.phone));
    let password = form::password(&typed, username, phone, &mut problems);
    let Some(password) = password.filter(|_| problems.is_empty()) else {
        let form = Form::new(web::Typed::default(), problems);
        return page.refuse(&Recover {
            page: &page,
            form: &form,
            account: &account,
        });
    };
    let signed = recover::set_password(&page.app, &page.cx, &password, &page.client.device).await?;
    let on = page.to_saying("/volunteer", "said-password-set");
    Ok(page.keep_session(on, &signed.token, false))
}
