//! The area admin gives a volunteer a new number, because the old one is lost.

use askama::Template;
use axum::response::Response;
use contact::Username;
use web::Problems;

use crate::accounts::actions::recover;
use crate::accounts::form;
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/lost_number.html")]
struct LostNumber<'a> {
    page: &'a Page,
    form: &'a Form,
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    admins_only(&page)?;
    page.render(&LostNumber {
        page: &page,
        form: &Form::default(),
    })
}

fn admins_only(page: &Page) -> Result<(), Error> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

pub async fn change(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    admins_only(&page)?;
    let mut problems = Problems::default();
    let username = problems.keep(
        "username",
        Username::parse(typed.value("username")),
        form::username_problem,
    );
    let phone = form::read_mobile(&typed, &mut problems);
    let done = match (username, phone) {
        (Some(username), Some(phone)) => {
            recover::change_phone(&page.app, &page.cx, &username, &phone).await
        }
        _ => Err(Error::Problems(problems)),
    };
    let mut problems = Problems::default();
    match done {
        Ok(()) => return Ok(page.to_saying("/volunteers/phone", "said-number-changed")),
        Err(Error::Problems(found)) => problems = found,
        Err(Error::NotFound) => problems.add("username", "lost-number-nobody"),
        Err(Error::Refused(_)) => problems.add("phone", "lost-number-taken"),
        Err(err) => return Err(err.into()),
    }
    page.refuse(&LostNumber {
        page: &page,
        form: &Form::new(typed, problems),
    })
}
