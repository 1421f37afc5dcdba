//! All entries of a unit, and taking one back.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::enter::on_the_form;
use super::{Words, answer, handle, kept, name, reasons};
use crate::error::Error;
use crate::ids::SupplyEntryId;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, PAGE};
use crate::supplies::form;
use crate::supplies::model::{Entry, Handle, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/entries.html")]
struct List<'a> {
    page: &'a Page,
    unit: Unit,
    words: Words,
    entries: Vec<(Entry, bool)>,
    keeps: bool,
    next: Option<String>,
}

impl List<'_> {
    fn name(&self) -> String {
        name(self.page, &self.unit)
    }
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let after = Some(page.query.value("after")).filter(|cursor| !cursor.is_empty());
    let handle = handle(&unit)?;
    let (unit, rights, entries, next) =
        actions::entries(&page.app, &page.cx, handle, PAGE, after).await?;
    let preset = actions::incident_of(&page.app, &page.cx, &unit)
        .await?
        .preset;
    let next = next.map(|cursor| {
        let mut query = Typed::default();
        query.set("after", cursor);
        query.to_query()
    });
    page.render(&List {
        page: &page,
        unit,
        words: Words::of(&page, preset),
        entries,
        keeps: rights.keeps,
        next,
    })
}

#[derive(Template)]
#[template(path = "supplies/templates/reverse.html")]
struct Reverse<'a> {
    page: &'a Page,
    form: &'a Form,
    unit: Unit,
    entry: Entry,
    words: Words,
    reasons: Vec<(String, String)>,
}

impl Reverse<'_> {
    fn name(&self) -> String {
        name(self.page, &self.unit)
    }

    fn quantity(&self) -> String {
        super::home::moved(&self.words, &self.entry)
    }
}

async fn asked(
    page: &Page,
    (unit, entry): (Handle, SupplyEntryId),
    form: &Form,
) -> Result<Response, Failure> {
    let (unit, preset) = kept(page, unit).await?;
    let entry = actions::entry(&page.app, &page.cx, unit.handle(), entry).await?;
    let template = Reverse {
        page,
        form,
        entry,
        words: Words::of(page, preset),
        reasons: reasons(page),
        unit,
    };
    answer(page, form, &template)
}

fn entry_id(text: &str) -> Result<SupplyEntryId, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

pub async fn ask(
    page: Page,
    Path((unit, entry)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, entry_id(&entry)?);
    asked(
        &page,
        which,
        &Form::new(Typed::default(), Problems::default()),
    )
    .await
}

pub async fn reverse(
    Path((unit, entry)): Path<(String, String)>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let which = (handle(&unit)?, entry_id(&entry)?);
    let done = match form::read_reversal(&typed) {
        Ok((reason, note)) => {
            actions::reverse(&page.app, &page.cx, which.0, which.1, reason, &note).await
        }
        Err(problems) => Err(problems.into()),
    };
    match done {
        Ok(()) => Ok(page.to_saying(&format!("/supplies/{}", which.0), "said-supply-reversed")),
        Err(err) => {
            let problems = on_the_form(err, "reason".to_owned())
                .map_err(|err| Failure::with_typed(err, typed.clone()))?;
            asked(&page, which, &Form::new(typed, problems)).await
        }
    }
}
