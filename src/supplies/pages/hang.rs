//! Hanging a unit below another: looked for by name or code, chosen, confirmed.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::{answer, handle, name};
use crate::error::Error;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, Parents};
use crate::supplies::model::{Handle, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/hang.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    parents: Parents,
    /// The one that was chosen, to be confirmed.
    chosen: Option<Unit>,
}

/// Units that are shown at once; with more one looks for less.
const SHOWN: usize = 50;

impl Show<'_> {
    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn found(&self) -> &[Unit] {
        let all = &self.parents.found;
        &all[..all.len().min(SHOWN)]
    }

    fn is_more(&self) -> bool {
        self.parents.found.len() > SHOWN
    }
}

async fn shown(page: &Page, unit: Handle, form: &Form) -> Result<Response, Failure> {
    let (app, cx) = (&page.app, &page.cx);
    let chosen: Option<Handle> = form.value("parent").trim().parse().ok();
    // What was chosen is shown whatever is looked for.
    let all = actions::parents(app, cx, unit, "").await?;
    let chosen = all
        .found
        .iter()
        .find(|one| Some(one.handle()) == chosen)
        .cloned();
    let parents = match form.value("q").trim() {
        "" => all,
        wanted => actions::parents(app, cx, unit, wanted).await?,
    };
    let template = Show {
        page,
        form,
        parents,
        chosen,
    };
    answer(page, form, &template)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let mut typed = Typed::default();
    for field in ["q", "parent"] {
        typed.set(field, page.query.value(field));
    }
    let form = Form::new(typed, Problems::default());
    shown(&page, handle(&unit)?, &form).await
}

pub async fn hang(
    Path(unit): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    // Whoever may not is told so before anything else.
    actions::parents(&page.app, &page.cx, handle, "").await?;
    let version: i64 = typed.value("version").parse().unwrap_or_default();
    let hung = match typed.value("parent").trim().parse::<Handle>() {
        Ok(parent) => actions::hang(&page.app, &page.cx, handle, version, parent).await,
        Err(_) => {
            let mut problems = Problems::default();
            problems.add("q", "supply-parent-missing");
            Err(problems.into())
        }
    };
    match hung {
        Ok(()) => Ok(page.to_saying(&format!("/supplies/{handle}"), "said-supply-hung")),
        Err(Error::Problems(problems)) => shown(&page, handle, &Form::new(typed, problems)).await,
        Err(Error::Refused(refusal)) if refusal.name() != "supply-arranged-above" => {
            let mut problems = Problems::default();
            problems.add("q", refusal.said());
            shown(&page, handle, &Form::new(typed, problems)).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}
