//! Counting and closing a day.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use web::{Problems, Typed};

use super::{Words, answer, field, handle, name, reasons};
use crate::clock;
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::{Failure, Form, Page, Sent};
use crate::supplies::actions::{self, Today};
use crate::supplies::form;
use crate::supplies::model::{Count, Handle, Line};
use crate::supplies::quantity;

#[derive(Template)]
#[template(path = "supplies/templates/day.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    today: Today,
    words: Words,
    reasons: Vec<(String, String)>,
    /// What was booked while somebody counted: the numbers are new.
    is_renewed: bool,
}

impl Show<'_> {
    fn name(&self) -> String {
        name(self.page, &self.today.unit)
    }

    fn field(&self, what: &str, n: impl std::fmt::Display) -> String {
        field(what, n)
    }

    fn count(&self, line: &Line) -> Option<&Count> {
        let mut counts = self.today.counts.iter();
        counts.find(|count| count.item == line.item && count.lot == line.lot.name)
    }

    /// What was handed out, in the order of the groups of the order.
    fn by_group(&self) -> Vec<&(String, String, i64)> {
        let groups = &self.words.preset.risk_groups;
        let mut all: Vec<_> = self.today.handed_out.iter().collect();
        all.sort_by_key(|(item, group, _)| {
            let place = groups.iter().position(|one| one.code == *group);
            (item.clone(), place)
        });
        all
    }

    fn is_today(&self) -> bool {
        self.today.day == clock::day(self.page.cx.now)
    }

    fn may_close(&self) -> bool {
        self.today.closed.is_none() && self.today.rights.keeps && self.today.n_open_before == 0
    }

    /// Nothing moved: one press closes it.
    fn is_quiet(&self) -> bool {
        let mut lines = self.today.lines.iter();
        lines.all(|line| line.moved == Default::default())
    }

    /// "24 กล่อง 40 ชิ้น (กล่องละ 50)".
    fn count_hint(&self, line: &Line) -> String {
        match self.words.known(&line.item) {
            Some(item) if quantity::has_packs(item) => format!(
                "{} · {}",
                self.words.packs(&line.item, line.expected()),
                self.words.pack_hint(self.page, &line.item)
            ),
            _ => String::new(),
        }
    }

    fn difference(&self, line: &Line) -> i64 {
        self.count(line)
            .map_or(0, |count| count.counted - line.expected())
    }

    fn signed(&self, line: &Line, n: impl std::borrow::Borrow<i64>) -> String {
        let n = *n.borrow();
        let pieces = self.words.pieces(&line.item, n.abs());
        match n {
            0 => pieces,
            n if n > 0 => format!("+{pieces}"),
            _ => format!("−{pieces}"),
        }
    }

    /// Short: the hash of the closed day, for who compares.
    fn seal(&self) -> String {
        let hash = self
            .today
            .closed
            .as_ref()
            .map_or(&[][..], |closed| &closed.hash);
        hash.iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    fn close_address(&self) -> String {
        format!("/supplies/{}/close", self.today.unit.handle())
    }
}

/// A day as pages and links write it, `2026-11-28`.
fn asked_day(text: &str) -> Result<Option<Date>, Error> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::NotFound),
    }
}

async fn shown(
    page: &Page,
    handle: Handle,
    day: Option<Date>,
    form: &Form,
    is_renewed: bool,
) -> Result<Response, Failure> {
    let today = actions::today(&page.app, &page.cx, handle, day).await?;
    let preset = preset(page, &today).await?;
    let template = Show {
        page,
        form,
        words: Words::of(page, preset),
        reasons: reasons(page),
        today,
        is_renewed,
    };
    answer(page, form, &template)
}

async fn preset(page: &Page, today: &Today) -> Result<&'static Preset, Error> {
    let incident = actions::incident_of(&page.app, &page.cx, &today.unit).await?;
    Ok(incident.preset)
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let day = asked_day(page.query.value("day"))?;
    let form = Form::new(Typed::default(), Problems::default());
    shown(&page, handle(&unit)?, day, &form, false).await
}

pub async fn close(
    Path(unit): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let today = actions::today(&page.app, &page.cx, handle, asked_day(typed.value("day"))?).await?;
    let day = today.day;
    let preset = preset(&page, &today).await?;
    // Sent again after it was closed: the lines stand as they were closed.
    let closed = match form::read_counts(preset, &typed, &today.lines) {
        Ok(asked) => actions::close(&page.app, &page.cx, handle, day, &asked).await,
        Err(problems) => Err(problems.into()),
    };
    match closed {
        Ok(()) => {
            let address = format!("/supplies/{handle}/close?day={day}");
            Ok(page.to_saying(&address, "said-supply-closed"))
        }
        Err(Error::Problems(problems)) => {
            shown(&page, handle, Some(day), &Form::new(typed, problems), false).await
        }
        Err(Error::Refused(refusal)) if refusal.name() == "supply-booked-meanwhile" => {
            let mut problems = Problems::default();
            problems.add("counted.0", refusal.said());
            shown(&page, handle, Some(day), &Form::new(typed, problems), true).await
        }
        Err(err) => Err(Failure::with_typed(err, typed)),
    }
}

/// Closes all days before today on which nothing moved.
pub async fn close_quiet(
    Path(unit): Path<String>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let yesterday = clock::day(page.cx.now)
        .yesterday()
        .map_err(|_| Error::NotFound)?;
    let n = actions::close_quiet(&page.app, &page.cx, handle, yesterday)
        .await
        .map_err(|err| Failure::with_typed(err, typed))?;
    let said = match n {
        0 => "said-supply-none-quiet",
        _ => "said-supply-quiet-closed",
    };
    Ok(page.to_saying(&format!("/supplies/{handle}/close"), said))
}
