//! The lists somebody brought, and the form for bringing one.

use askama::Template;
use axum::response::Response;
use web::Problems;

use super::form;
use crate::error::Error;
use crate::ids::ImportId;
use crate::imports::actions;
use crate::imports::model::Import;
use crate::imports::rules::MOST_ROWS;
use crate::incidents;
use crate::layout::uploaded::Uploaded;
use crate::layout::{Failure, Form, Page};

#[derive(Template)]
#[template(path = "imports/templates/imports.html")]
struct Lists<'a> {
    page: &'a Page,
    form: &'a Form,
    /// Made with the form, so that sent twice it brings one list.
    id: String,
    incidents: Vec<(String, String)>,
    lists: Vec<Import>,
}

impl Lists<'_> {
    fn most(&self) -> String {
        self.page.number(&(MOST_ROWS as i64))
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    shown(&page, Form::default()).await
}

async fn shown(page: &Page, form: Form) -> Result<Response, Failure> {
    let lists = actions::own(&page.app, &page.cx).await?;
    let open = incidents::actions::open(&page.app, page.cx.now).await?;
    let language = page.language();
    let incidents = open.iter().map(|one| {
        let name = one.name(language).to_owned();
        (one.prefix.as_str().to_owned(), name)
    });
    let id: ImportId = page.app.ids.at(page.cx.now);
    let status = match form.problems.is_empty() {
        true => http::StatusCode::OK,
        false => http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    let template = Lists {
        page,
        form: &form,
        id: id.to_string(),
        incidents: incidents.collect(),
        lists,
    };
    page.render_as(status, &template)
}

/// Brings a list.
pub async fn bring(Uploaded { page, typed, file }: Uploaded) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    actions::may_bring(cx)?;
    let open = incidents::actions::open(app, cx.now).await?;
    let id = app.ids.at(cx.now);
    let new = match form::read_new(&typed, file.as_ref(), &open, id) {
        Ok(new) => new,
        Err(problems) => return shown(&page, Form::new(typed, problems)).await,
    };
    let bytes = file.map(|file| file.bytes).unwrap_or_default();
    let sheet = match actions::parse(bytes).await? {
        Ok(sheet) => sheet,
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("file", why.said());
            return shown(&page, Form::new(typed, problems)).await;
        }
    };
    match actions::bring(app, cx, new, &sheet).await {
        Ok(id) => Ok(page.to(&format!("/imports/{id}"))),
        Err(Error::Problems(problems)) => shown(&page, Form::new(typed, problems)).await,
        Err(err) => Err(err.into()),
    }
}
