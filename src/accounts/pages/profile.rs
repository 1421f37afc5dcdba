//! One's own data, one's sessions, and the way out.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::Typed;

use crate::accounts::actions::{profile, sign_in};
use crate::accounts::form;
use crate::accounts::model::{PositionNotice, Session};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::SessionId;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "accounts/templates/profile.html")]
struct Profile<'a> {
    page: &'a Page,
    who: &'a crate::access::SignedIn,
    form: &'a Form,
    tags: Vec<String>,
    sessions: Vec<Session>,
    provinces: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    languages: Vec<(String, String)>,
}

async fn shown(page: &Page, form: &Form) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    let language = page.language();
    let province: Option<AreaCode> = form.value("province").parse().ok();
    let typed = area_typed::read(&form.typed, province);
    let template = Profile {
        page,
        who,
        form,
        tags: profile::tags(&page.app, &page.cx).await?,
        sessions: sign_in::own_sessions(&page.app, &page.cx).await?,
        provinces: area_typed::provinces(language),
        area_choices: area_typed::choices(language, &typed),
        languages: page
            .languages()
            .iter()
            .map(|one| (one.code().to_owned(), one.own_name().to_owned()))
            .collect(),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let account = &page.who().ok_or(Error::SignInNeeded)?.account;
    let province = account.area.province_code().unwrap_or(account.area);
    let local = area_typed::is_local(account.area);
    let area_text = if local {
        page.area(&account.area)
    } else {
        String::new()
    };
    let typed = Typed::from_pairs([
        ("full_name", account.full_name.as_str()),
        ("display_name", account.display_name.as_str()),
        ("affiliation", account.affiliation.as_str()),
        ("province", province.short().as_str()),
        ("area_text", area_text.as_str()),
        (
            "area",
            if local {
                account.area.short()
            } else {
                String::new()
            }
            .as_str(),
        ),
        ("language", account.language.code()),
    ]);
    shown(&page, &Form::new(typed, web::Problems::default())).await
}

pub async fn change(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    match form::read_profile(&page.cx, &typed) {
        Ok(change) => {
            profile::change(&page.app, &page.cx, change).await?;
            Ok(page.to_saying("/profile", "said-saved"))
        }
        Err(problems) => shown(&page, &Form::new(typed, problems)).await,
    }
}

pub async fn end_session(
    Path(id): Path<SessionId>,
    Sent { page, .. }: Sent,
) -> Result<Response, Failure> {
    sign_in::end_session(&page.app, &page.cx, id).await?;
    Ok(page.to_saying("/profile", "said-session-ended"))
}

/// What a volunteer answers to the notice of what their position is used for.
pub async fn position_notice(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let answer = match typed.value("answer") {
        "accept" => PositionNotice::Accepted,
        _ => PositionNotice::Declined,
    };
    profile::answer_position_notice(&page.app, &page.cx, answer).await?;
    let next = match typed.value("next") {
        "/map" => "/map",
        _ => "/volunteer",
    };
    Ok(page.to(next))
}
