//! Counting single lots between the days.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::enter::on_the_form;
use super::{Words, answer, field, handle, kept, name, reasons};
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions;
use crate::supplies::form;
use crate::supplies::model::{Line, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/count.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    name: String,
    unit: &'a Unit,
    words: Words,
    lines: Vec<Line>,
    reasons: Vec<(String, String)>,
    /// The books moved while it was counted.
    is_renewed: bool,
    key: String,
}

impl Show<'_> {
    fn field(&self, what: &str, n: &usize) -> String {
        field(what, n)
    }

    fn expected(&self, line: &Line) -> String {
        let packs = self.words.packs(&line.item, line.expected());
        let pieces = self.words.pieces(&line.item, line.expected());
        match packs == pieces {
            true => packs,
            false => format!("{packs} ({pieces})"),
        }
    }
}

/// What may be counted: what is there first, then what was used up.
async fn lines(page: &Page, unit: &Unit) -> Result<Vec<Line>, Error> {
    let home = actions::home(&page.app, &page.cx, unit.handle()).await?;
    let mut lines: Vec<Line> = home.stock.iter().map(actions::line_now).collect();
    lines.sort_by_key(|line| line.expected() == 0);
    Ok(lines)
}

async fn shown(
    page: &Page,
    (unit, preset): (&Unit, &'static Preset),
    form: &Form,
    is_renewed: bool,
) -> Result<Response, Failure> {
    let template = Show {
        page,
        form,
        name: name(page, unit),
        unit,
        words: Words::of(page, preset),
        lines: lines(page, unit).await?,
        reasons: reasons(page),
        is_renewed,
        key: vault::random_token(),
    };
    answer(page, form, &template)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let (unit, preset) = kept(&page, handle(&unit)?).await?;
    let form = Form::new(Typed::default(), Problems::default());
    shown(&page, (&unit, preset), &form, false).await
}

pub async fn send(
    Path(unit): Path<String>,
    Sent { page, typed, key }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let (unit, preset) = kept(&page, handle).await?;
    let lines = lines(&page, &unit).await?;
    let counted = match form::read_some_counts(preset, &typed, &lines) {
        Ok(asked) => actions::count(&page.app, &page.cx, handle, &asked, key.as_ref()).await,
        Err(problems) => Err(problems.into()),
    };
    match counted {
        Ok(entered) => {
            let said = match entered {
                Some(_) => "said-supply-counted",
                None => "said-supply-count-agrees",
            };
            Ok(page.to_saying(&format!("/supplies/{handle}"), said))
        }
        Err(err) => {
            let is_renewed = matches!(
                &err, Error::Refused(refusal) if refusal.name() == "supply-booked-meanwhile"
            );
            let problems = on_the_form(err, "counted.0".to_owned())
                .map_err(|err| Failure::with_typed(err, typed.clone()))?;
            let form = Form::new(form::for_lines(&typed, &lines), problems);
            shown(&page, (&unit, preset), &form, is_renewed).await
        }
    }
}
