//! Making and changing an organisation.

use areas::AreaCode;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::kinds;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::organisations::actions::{look, manage};
use crate::organisations::form;

#[derive(Template)]
#[template(path = "organisations/templates/edit.html")]
struct Edit<'a> {
    page: &'a Page,
    form: &'a Form,
    /// The one that is changed; none while a new one is made.
    id: Option<OrganisationId>,
    kinds: Vec<(String, String)>,
    areas: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
}

impl Edit<'_> {
    fn action(&self) -> String {
        self.id.map_or_else(
            || "/organisations".to_owned(),
            |id| format!("/organisations/{id}"),
        )
    }
}

fn shown(page: &Page, form: &Form, id: Option<OrganisationId>) -> Result<Response, Failure> {
    let language = page.language();
    let codes = form.typed.all("areas");
    let areas: Vec<AreaCode> = codes.filter_map(|text| text.parse().ok()).collect();
    let template = Edit {
        page,
        form,
        id,
        kinds: kinds(language),
        areas: areas
            .iter()
            .map(|area| (area.short(), crate::areas::name(language, *area)))
            .collect(),
        area_choices: area_typed::choices(language, &area_typed::read(&form.typed, None)),
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}

fn admins_only(page: &Page) -> Result<(), Error> {
    let who = page.who().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

pub async fn new(page: Page) -> Result<Response, Failure> {
    admins_only(&page)?;
    shown(&page, &Form::default(), None)
}

pub async fn create(Sent { page, typed, .. }: Sent) -> Result<Response, Failure> {
    admins_only(&page)?;
    if typed.has("more") {
        return one_more_area(&page, typed, None);
    }
    let new = match form::read(&typed) {
        Ok(new) => new,
        Err(problems) => return shown(&page, &Form::new(typed, problems), None),
    };
    match manage::create(&page.app, &page.cx, new).await {
        Ok(id) => Ok(page.to_saying(&format!("/organisations/{id}"), "said-organisation-made")),
        Err(Error::Problems(problems)) => shown(&page, &Form::new(typed, problems), None),
        Err(err) => Err(err.into()),
    }
}

/// The area just typed goes among those chosen, and the field is empty for the next.
fn one_more_area(
    page: &Page,
    mut typed: Typed,
    id: Option<OrganisationId>,
) -> Result<Response, Failure> {
    typed.remove("more");
    let mut all = Problems::default();
    let areas = form::areas(&typed, &mut all);
    // Only what concerns the field is told: the rest may still be to be filled in.
    let mut problems = Problems::default();
    if let Some(told) = all.of("area_text") {
        problems.add("area_text", told.clone());
    } else {
        for field in ["area", "area_text", "area_choice"] {
            typed.remove(field);
        }
    }
    typed.remove("areas");
    let codes: Vec<String> = areas.iter().map(|area| area.short()).collect();
    let mut pairs: Vec<(&str, &str)> = typed.iter().collect();
    pairs.extend(codes.iter().map(|code| ("areas", code.as_str())));
    shown(page, &Form::new(Typed::from_pairs(pairs), problems), id)
}

pub async fn edit(page: Page, Path(id): Path<OrganisationId>) -> Result<Response, Failure> {
    let seen = look::see(&page.app, &page.cx, id).await?;
    if !seen.may.administers || seen.organisation.ended_at.is_some() {
        return Err(Error::NotFound.into());
    }
    let organisation = seen.organisation;
    let codes: Vec<String> = organisation.areas.iter().map(|area| area.short()).collect();
    let mut pairs = vec![
        ("kind", organisation.kind.code()),
        ("name_th", organisation.names.th.as_str()),
        ("name_en", organisation.names.en.as_str()),
        ("phone", organisation.phone.as_str()),
    ];
    pairs.extend(codes.iter().map(|code| ("areas", code.as_str())));
    let form = Form::new(Typed::from_pairs(pairs), Problems::default());
    shown(&page, &form, Some(id))
}

pub async fn change(
    Path(id): Path<OrganisationId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let seen = look::see(&page.app, &page.cx, id).await?;
    if !seen.may.administers {
        return Err(Error::NotFound.into());
    }
    if typed.has("more") {
        return one_more_area(&page, typed, Some(id));
    }
    let new = match form::read(&typed) {
        Ok(new) => new,
        Err(problems) => return shown(&page, &Form::new(typed, problems), Some(id)),
    };
    match manage::change(&page.app, &page.cx, id, new).await {
        Ok(()) => Ok(page.to_saying(&format!("/organisations/{id}"), "said-saved")),
        Err(Error::Problems(problems)) => shown(&page, &Form::new(typed, problems), Some(id)),
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
