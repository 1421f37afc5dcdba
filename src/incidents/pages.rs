//! Incidents for the national admin: seen, opened, closed.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;

use super::actions;
use super::form;
use super::model::Incident;
use super::preset;
use crate::error::Error;
use crate::ids::IncidentId;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "incidents/templates/incidents.html")]
struct Incidents<'a> {
    page: &'a Page,
    form: &'a Form,
    incidents: &'a [Incident],
    presets: Vec<(String, String)>,
    provinces: Vec<(String, String)>,
}

async fn shown(page: &Page, form: &Form) -> Result<Response, Failure> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    if !who.is_national_admin() {
        return Err(Error::NotFound.into());
    }
    let incidents = actions::all(&page.app, page.cx.now).await?;
    let language = page.language();
    let template = Incidents {
        page,
        form,
        incidents: &incidents,
        presets: preset::presets()
            .iter()
            .map(|one| (one.name.clone(), one.labels.get(language).to_owned()))
            .collect(),
        provinces: crate::areas::typed::provinces(language),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    shown(&page, &Form::default()).await
}

pub async fn open(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    let new = match form::read(&page.cx, &typed) {
        Ok(new) => new,
        Err(problems) => return shown(&page, &Form::new(typed, problems)).await,
    };
    match actions::open_new(&page.app, &page.cx, new).await {
        Ok(_) => Ok(page.to_saying("/incidents", "said-incident-opened")),
        Err(Error::Problems(problems)) => shown(&page, &Form::new(typed, problems)).await,
        Err(err) => Err(err.into()),
    }
}

pub async fn close(
    Path(id): Path<IncidentId>,
    Sent { page, .. }: Sent,
) -> Result<Response, Failure> {
    actions::close(&page.app, &page.cx, id).await?;
    Ok(page.to_saying("/incidents", "said-incident-closed"))
}
