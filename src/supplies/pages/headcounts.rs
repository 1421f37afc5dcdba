//! How many people of each risk group a unit and those below it serve.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use web::{Problems, Typed};

use super::{Words, answer, field, handle, name, seen};
use crate::incidents::preset::Preset;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, Served};
use crate::supplies::form;
use crate::supplies::model::{Handle, Headcount, Unit};

#[derive(Template)]
#[template(path = "supplies/templates/headcounts.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    words: Words,
    all: Vec<Served>,
}

impl Show<'_> {
    fn name(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    fn field(&self, one: &Served, group: &str) -> String {
        field(&of_unit(one), group)
    }

    /// "120 คน" of those below, where it counts.
    fn below(&self, one: &Served) -> Option<String> {
        let sum: i64 = one.below.values().sum();
        (sum > 0).then(|| self.page.say("supply-headcount-below", "n", sum))
    }

    /// How many of those below are told in a group.
    fn below_in(&self, one: &Served, group: &str) -> Option<String> {
        let n = one.below.get(group).filter(|n| **n > 0);
        n.map(|n| self.page.say("supply-headcount-below", "n", *n))
    }
}

fn of_unit(one: &Served) -> String {
    format!("persons.{}", one.unit.handle())
}

async fn shown(page: &Page, unit: Handle, form: &Form) -> Result<Response, Failure> {
    let (.., preset) = seen(page, unit).await?;
    let all = actions::headcounts(&page.app, &page.cx, unit).await?;
    let words = Words::of(page, preset);
    let template = Show {
        page,
        form,
        words,
        all,
    };
    answer(page, form, &template)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let mut typed = Typed::default();
    for one in actions::headcounts(&page.app, &page.cx, handle).await? {
        for (group, n) in &one.told {
            typed.set(&field(&of_unit(&one), group), n.to_string());
        }
    }
    shown(&page, handle, &Form::new(typed, Problems::default())).await
}

/// What was typed of the unit and of each below it.
fn read(
    preset: &Preset,
    typed: &Typed,
    all: &[Served],
) -> Result<Vec<(Handle, Headcount)>, Problems> {
    let mut problems = Problems::default();
    let told = all.iter().map(|one| {
        let told = form::read_headcount(preset, typed, &of_unit(one), &mut problems);
        (one.unit.handle(), told)
    });
    let told: Vec<_> = told.collect();
    match problems.is_empty() {
        true => Ok(told),
        false => Err(problems),
    }
}

pub async fn tell(
    Path(unit): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let (.., preset) = seen(&page, handle).await?;
    let all = actions::headcounts(&page.app, &page.cx, handle).await?;
    match read(preset, &typed, &all) {
        Ok(told) => {
            for (unit, told) in &told {
                actions::tell_headcount(&page.app, &page.cx, *unit, told)
                    .await
                    .map_err(|err| Failure::with_typed(err, typed.clone()))?;
            }
            let address = format!("/supplies/{handle}/headcounts");
            Ok(page.to_saying(&address, "said-saved"))
        }
        Err(problems) => shown(&page, handle, &Form::new(typed, problems)).await,
    }
}
