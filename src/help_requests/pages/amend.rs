//! The requester puts right what they told.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::help_requests::actions::requester::Through;
use crate::help_requests::actions::{amend, see};
use crate::help_requests::form;
use crate::incidents;
use crate::incidents::model::Incident;
use crate::incidents::place;
use crate::layout::{Failure, Form, Page, Sent};

#[derive(Template)]
#[template(path = "help_requests/templates/amend.html")]
struct Amend<'a> {
    page: &'a Page,
    form: &'a Form,
    area_choices: Vec<(String, String)>,
    incident: &'a Incident,
    reference: &'a str,
    token: &'a str,
}

pub async fn show(page: Page, Path(token): Path<String>) -> Result<Response, Failure> {
    let seen = see::by_follow(&page.app, &page.cx, &token).await?;
    if !seen.request.progress.state().is_open() {
        return Ok(page.to(&format!("/follow/{token}")));
    }
    let own = seen.particulars.as_ref().ok_or(Error::NotFound)?;
    let headcount = seen.request.headcount.get().to_string();
    let phone = own.contact_phone.as_ref();
    let phone = phone.map(|phone| phone.display().to_string());
    let vulnerabilities = &seen.request.vulnerabilities;
    let ticked = vulnerabilities
        .iter()
        .map(|code| ("vulnerabilities", code.as_str()));
    let words = [
        ("landmark", own.landmark.as_str()),
        ("headcount", headcount.as_str()),
        ("details", own.details.as_str()),
        ("contact_name", own.contact_name.as_str()),
        ("contact_phone", phone.as_deref().unwrap_or_default()),
    ];
    let mut typed = Typed::from_pairs(words.into_iter().chain(ticked));
    let area = seen.request.area;
    place::fill(&mut typed, (area, page.area(&area)), own.pin.as_ref());
    let form = Form::new(typed, Problems::default());
    shown(&page, &token, &form, seen.request.reference.as_str()).await
}

async fn shown(
    page: &Page,
    token: &str,
    form: &Form,
    reference: &str,
) -> Result<Response, Failure> {
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let incident = of(&incidents, reference)?;
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&form.typed, None));
    let template = Amend {
        page,
        form,
        area_choices,
        incident,
        reference,
        token,
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

/// The incident by the letters of a reference.
fn of<'a>(incidents: &'a [Incident], reference: &str) -> Result<&'a Incident, Error> {
    let reference: crate::help_requests::reference::Reference =
        reference.parse().map_err(|_| Error::NotFound)?;
    incidents
        .iter()
        .find(|incident| incident.prefix.as_str() == reference.prefix())
        .ok_or(Error::NotFound)
}

pub async fn change(
    Path(token): Path<String>,
    Sent {
        page, mut typed, ..
    }: Sent,
) -> Result<Response, Failure> {
    let seen = see::by_follow(&page.app, &page.cx, &token).await?;
    place::follow_pin(&page.app, &mut typed, seen.request.area);
    let incidents = incidents::actions::all(&page.app, page.cx.now).await?;
    let reference = seen.request.reference.as_str();
    let amendment = match form::amend::read(&page.app, of(&incidents, reference)?, &typed) {
        Ok(amendment) => amendment,
        Err(problems) => {
            return shown(&page, &token, &Form::new(typed, problems), reference).await;
        }
    };
    let through = Through::Follow(&token);
    match amend::amend(&page.app, &page.cx, through, &amendment).await {
        Ok(_) => Ok(page.to_saying(&format!("/follow/{token}"), "said-amended")),
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
