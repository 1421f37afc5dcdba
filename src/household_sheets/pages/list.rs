//! The sheets somebody brought, the form for bringing one, and the one for taking households out.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use web::{Problems, Typed};

use super::form;
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::household_sheets::actions::{self, PURPOSES};
use crate::household_sheets::file;
use crate::household_sheets::model::{MOST_ROWS, Sheet};
use crate::ids::HouseholdSheetId;
use crate::incidents;
use crate::layout::uploaded::Uploaded;
use crate::layout::{Failure, Form, Page};
use crate::survey::model::Consent;

#[derive(Template)]
#[template(path = "household_sheets/templates/sheets.html")]
struct Sheets<'a> {
    page: &'a Page,
    /// Of bringing one in.
    form: &'a Form,
    /// Made with the form, so that sent twice it brings one sheet.
    id: String,
    incidents: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
    /// Of the empty sheet.
    template: String,
    sheets: Vec<Sheet>,
}

impl Sheets<'_> {
    fn most(&self) -> String {
        self.page.number(&(MOST_ROWS as i64))
    }

    fn consents(&self) -> &'static [Consent] {
        Consent::ALL
    }
}

#[derive(Template)]
#[template(path = "household_sheets/templates/export.html")]
struct Export<'a> {
    page: &'a Page,
    form: &'a Form,
    refused: Option<String>,
    incidents: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
}

impl Export<'_> {
    fn purposes(&self) -> &'static [(&'static str, &'static str)] {
        &PURPOSES
    }
}

/// The incidents to choose from, by prefix.
async fn incidents_told(page: &Page) -> Result<Vec<(String, String)>, Error> {
    let open = form::surveyed(incidents::actions::open(&page.app, page.cx.now).await?);
    let language = page.language();
    let told = open.iter().map(|one| {
        let name = one.name(language).to_owned();
        (one.prefix.as_str().to_owned(), name)
    });
    Ok(told.collect())
}

/// A form that names the area one works in.
async fn with_home(page: &Page, mut form: Form) -> Result<Form, Error> {
    if form.typed.iter().next().is_none() {
        let home = actions::home(&page.app, &page.cx).await?;
        if home != areas::AreaCode::COUNTRY {
            form.typed.set("area", home.get().to_string());
            form.typed.set("area_text", page.area(&home));
        }
    }
    Ok(form)
}

fn status(form: &Form) -> StatusCode {
    match form.problems.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    shown(&page, Form::default()).await
}

async fn shown(page: &Page, form: Form) -> Result<Response, Failure> {
    let sheets = actions::own(&page.app, &page.cx).await?;
    let form = with_home(page, form).await?;
    let id: HouseholdSheetId = page.app.ids.at(page.cx.now);
    let home = actions::home(&page.app, &page.cx).await?;
    let mut query = Typed::default();
    query.set("area", home.get().to_string());
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&form.typed, None));
    let template = Sheets {
        page,
        form: &form,
        id: id.to_string(),
        incidents: incidents_told(page).await?,
        area_choices,
        template: format!("/households/sheets/empty.xlsx?{}", query.to_query()),
        sheets,
    };
    page.render_as(status(&form), &template)
}

/// Brings a sheet.
pub async fn bring(Uploaded { page, typed, file }: Uploaded) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    actions::home(app, cx).await?;
    let open = form::surveyed(incidents::actions::open(app, cx.now).await?);
    let id = app.ids.at(cx.now);
    let new = match form::read_new(&typed, file.as_ref(), &open, id) {
        Ok(new) => new,
        Err(problems) => return shown(&page, Form::new(typed, problems)).await,
    };
    let bytes = file.map(|file| file.bytes).unwrap_or_default();
    let cells = match file::parse(bytes).await? {
        Ok(cells) => cells,
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("file", why.said());
            return shown(&page, Form::new(typed, problems)).await;
        }
    };
    let id = actions::bring(app, cx, new, &cells).await?;
    Ok(page.to(&format!("/households/sheets/{id}")))
}

pub async fn ask_export(page: Page) -> Result<Response, Failure> {
    export_asked(&page, Form::default(), None).await
}

/// The form for taking households out.
pub async fn export_asked(
    page: &Page,
    form: Form,
    refused: Option<String>,
) -> Result<Response, Failure> {
    let form = with_home(page, form).await?;
    let status = match refused {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => status(&form),
    };
    let area_choices = area_typed::choices(page.language(), &area_typed::read(&form.typed, None));
    let template = Export {
        page,
        form: &form,
        refused,
        incidents: incidents_told(page).await?,
        area_choices,
    };
    page.render_as(status, &template)
}
