//! The files somebody brought, and the form for bringing one.

use askama::Template;
use axum::response::Response;
use web::Problems;

use super::form;
use crate::error::Error;
use crate::ids::PointImportId;
use crate::layout::uploaded::Uploaded;
use crate::layout::{Failure, Form, Page};
use crate::organisations::model::Tie;
use crate::point_imports::actions::{self, Hand};
use crate::point_imports::model::Run;
use crate::point_imports::rules::MOST_ROWS;

#[derive(Template)]
#[template(path = "point_imports/templates/runs.html")]
struct Runs<'a> {
    page: &'a Page,
    form: &'a Form,
    /// Made with the form, so that sent twice it makes one run.
    id: String,
    /// Organisations whose points one may bring; the first choice of an admin is none.
    owners: Vec<(String, String)>,
    runs: Vec<Run>,
}

impl Runs<'_> {
    fn most(&self) -> String {
        self.page.number(&(MOST_ROWS as i64))
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    shown(&page, Form::default()).await
}

async fn shown(page: &Page, form: Form) -> Result<Response, Failure> {
    let hand = Hand::of(&page.cx)?;
    let id: PointImportId = page.app.ids.at(page.cx.now);
    let status = match form.problems.is_empty() {
        true => http::StatusCode::OK,
        false => http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    let template = Runs {
        page,
        form: &form,
        id: id.to_string(),
        owners: owners(page),
        runs: actions::own(&page.app, &hand).await?,
    };
    page.render_as(status, &template)
}

fn owners(page: &Page) -> Vec<(String, String)> {
    let language = page.language();
    let ties = page.who().into_iter().flat_map(|who| &who.memberships);
    ties.filter(|one| one.tie == Tie::Officer)
        .map(|one| {
            let name = one.organisation_names.get(language).to_owned();
            (one.organisation.to_string(), name)
        })
        .collect()
}

/// Brings a file.
pub async fn bring(Uploaded { page, typed, file }: Uploaded) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    let hand = Hand::of(cx)?;
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let file = file.filter(|file| !file.bytes.is_empty());
    let name = file.as_ref().map_or("", |file| file.name.as_str());
    let read = form::read_new(&typed, who, name, (app.ids.at(cx.now), cx.now));
    let (new, file) = match (read, file) {
        (Ok(new), Some(file)) => (new, file),
        (read, file) => {
            let mut problems = read.err().unwrap_or_default();
            if file.is_none() {
                problems.add("file", "point-import-file-missing");
            }
            return shown(&page, Form::new(typed, problems)).await;
        }
    };
    match actions::parse(file.bytes).await? {
        Ok(sheet) => {
            let run = actions::bring(app, &hand, cx.now, new, &sheet).await?;
            Ok(page.to(&format!("/points/imports/{}", run.id)))
        }
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("file", why.said());
            shown(&page, Form::new(typed, problems)).await
        }
    }
}
