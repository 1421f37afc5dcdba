//! The sheet taken out, and brought back.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use web::{Problems, Typed};

use super::actions::{self, Outcome};
use super::sheet;
use crate::error::Error;
use crate::layout::uploaded::Uploaded;
use crate::layout::{Failure, Form, Page};
use crate::supplies::form;
use crate::supplies::model::{Handle, Unit};

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "officer_sheets/templates/sheet.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: Unit,
    n_units: usize,
    /// What became of the sheet that was brought.
    outcome: Option<Outcome>,
}

impl Show<'_> {
    fn name(&self) -> &str {
        match self.page.language() {
            i18n::Language::Th => &self.unit.name,
            _ if self.unit.name_en.is_empty() => &self.unit.name,
            _ => &self.unit.name_en,
        }
    }

    fn said(&self, amiss: &actions::Amiss) -> String {
        let said = amiss.said.iter().map(|one| self.page.message(one));
        said.collect::<Vec<_>>().join(" · ")
    }
}

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn shown(
    page: &Page,
    handle: Handle,
    form: &Form,
    outcome: Option<Outcome>,
) -> Result<Response, Failure> {
    let (unit, units) = actions::units(&page.app, &page.cx, handle).await?;
    let is_amiss = outcome.as_ref().is_some_and(|told| !told.amiss.is_empty());
    let status = match form.problems.is_empty() && !is_amiss {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let template = Show {
        page,
        form,
        unit,
        n_units: units.len(),
        outcome,
    };
    page.render_as(status, &template)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    shown(&page, handle(&unit)?, &Form::default(), None).await
}

/// The sheet to fill in.
pub async fn empty(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let (_, units) = actions::units(&page.app, &page.cx, handle(&unit)?).await?;
    let mut response = sheet::write(page.language(), &units)?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(SHEET));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"officers.xlsx\"");
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Names everybody in a sheet.
pub async fn bring(
    Path(unit): Path<String>,
    Uploaded { page, file, .. }: Uploaded,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    actions::units(&page.app, &page.cx, handle).await?;
    let rows = match file.filter(|file| !file.bytes.is_empty()) {
        None => Err("import-file-missing".into()),
        Some(file) => sheet::read(file.bytes).await?,
    };
    match rows {
        Ok(rows) => {
            let read = |row: sheet::Row| {
                let officer = form::read_officer(&row.typed);
                (row, officer)
            };
            let rows: Vec<actions::Read> = rows.into_iter().map(read).collect();
            let outcome = actions::bring(&page.app, &page.cx, handle, &rows).await?;
            shown(&page, handle, &Form::default(), Some(outcome)).await
        }
        Err(said) => {
            let mut problems = Problems::default();
            problems.add("file", said);
            shown(&page, handle, &Form::new(Typed::default(), problems), None).await
        }
    }
}
