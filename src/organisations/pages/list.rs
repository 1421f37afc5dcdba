//! Organisations of an area, for everybody at work.

use areas::AreaCode;
use askama::Template;
use axum::response::Response;

use super::{areas_told, kinds};
use crate::areas::typed as area_typed;
use crate::layout::{Failure, Form, Page};
use crate::organisations::actions::look;
use crate::organisations::form;
use crate::organisations::model::Listed;

#[derive(Template)]
#[template(path = "organisations/templates/list.html")]
struct List<'a> {
    page: &'a Page,
    form: &'a Form,
    area: AreaCode,
    items: Vec<Listed>,
    more: bool,
    kinds: Vec<(String, String)>,
    area_choices: Vec<(String, String)>,
}

impl List<'_> {
    fn areas(&self, listed: &Listed) -> String {
        areas_told(self.page.language(), &listed.organisation).join(" · ")
    }

    fn may_make(&self) -> bool {
        self.page.who().is_some_and(|who| who.is_admin())
    }
}

pub async fn show(page: Page) -> Result<Response, Failure> {
    let (query, problems) = form::read_query(&page.query);
    let found = look::list(&page.app, &page.cx, &query).await?;
    let mut typed = page.query.clone();
    if !typed.has("area_text") && query.area.is_some() {
        typed.set("area_text", page.area(&found.area));
    }
    let language = page.language();
    let area_choices = area_typed::choices(language, &area_typed::read(&typed, None));
    let form = Form::new(typed, problems);
    let template = List {
        page: &page,
        form: &form,
        area: found.area,
        items: found.items,
        more: found.more,
        kinds: kinds(language),
        area_choices,
    };
    if form.problems.is_empty() {
        page.render(&template)
    } else {
        page.refuse(&template)
    }
}
