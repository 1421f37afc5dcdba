//! The report of a unit for a day, a week or any span of days: on a page, on paper as a memorandum, and as tables for
//! spreadsheets.

mod file;

pub use file::{csv, xlsx};

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use web::{Problems, Typed};

use super::{Words, answer, handle, name};
use crate::clock;
use crate::error::Error;
use crate::incidents::preset::{Coded, Preset};
use crate::layout::{Failure, Form, Page};
use crate::supplies::actions::{self, Moved, Paper, Report, Reported};
use crate::supplies::model::{Handle, Unit};

/// The longest span, in days.
const MOST: i64 = 366;

#[derive(Template)]
#[template(path = "supplies/templates/report.html")]
struct Show<'a> {
    page: &'a Page,
    form: &'a Form,
    report: Report,
    preset: &'static Preset,
    words: Words,
}

impl Show<'_> {
    fn called(&self, unit: &Unit) -> String {
        name(self.page, unit)
    }

    /// The items that any unit tells of, in the order of the preset.
    fn items(&self) -> Vec<&str> {
        let known = self.preset.supply_items.iter().map(Coded::code);
        known
            .filter(|code| self.rows(code).next().is_some())
            .collect()
    }

    fn rows<'a>(&'a self, item: &'a str) -> impl Iterator<Item = (&'a Unit, &'a Moved)> {
        all(&self.report).filter_map(move |one| {
            let moved = one.items.iter().find(|moved| moved.item == item)?;
            Some((&one.unit, moved))
        })
    }

    fn rows_of<'a>(&'a self, item: &&'a str) -> Vec<(&'a Unit, &'a Moved)> {
        self.rows(item).collect()
    }

    /// What all together handed out, by group in the order of the order.
    fn groups(&self, item: &str) -> Vec<(String, i64)> {
        let groups = self.preset.risk_groups.iter();
        groups
            .map(|group| {
                let handed = self
                    .rows(item)
                    .filter_map(|(_, moved)| moved.by_group.get(&group.code));
                (group.code.clone(), handed.sum())
            })
            .filter(|(_, n)| *n != 0)
            .collect()
    }

    /// The same report of other days.
    fn of_days(&self, (first, last): (Date, Date)) -> String {
        let handle = self.report.own.unit.handle();
        let document = self.form.value("document");
        let document = match document.is_empty() {
            true => String::new(),
            false => {
                let mut query = Typed::default();
                query.set("document", document);
                format!("&{}", query.to_query())
            }
        };
        format!("/supplies/{handle}/report?from={first}&to={last}{document}")
    }

    fn here(&self) -> String {
        self.of_days((self.report.first, self.report.last))
    }

    fn today(&self) -> String {
        let today = clock::day(self.page.cx.now);
        self.of_days((today, today))
    }

    fn this_week(&self) -> String {
        self.of_days(week(clock::day(self.page.cx.now)))
    }

    /// From so many days before today until today.
    fn back(&self, days: i64) -> String {
        let today = clock::day(self.page.cx.now);
        self.of_days((today.saturating_sub(days.days()), today))
    }

    /// How many days it tells of.
    fn n_days(&self) -> i64 {
        let until = self.report.first.until(self.report.last);
        until.map_or(1, |span| i64::from(span.get_days()) + 1)
    }

    fn is_week(&self) -> bool {
        (self.report.first, self.report.last) == week(self.report.first)
    }

    /// As many days before, and after.
    fn before(&self) -> String {
        let n = self.n_days().days();
        self.of_days((
            self.report.first.saturating_sub(n),
            self.report.last.saturating_sub(n),
        ))
    }

    fn after(&self) -> String {
        let n = self.n_days().days();
        self.of_days((
            self.report.first.saturating_add(n),
            self.report.last.saturating_add(n),
        ))
    }

    /// Nothing is told of days that have not begun.
    fn has_after(&self) -> bool {
        self.report.last < clock::day(self.page.cx.now)
    }

    /// The message keys of the words for as many days before and after.
    fn around(&self) -> (&'static str, &'static str) {
        match (self.n_days(), self.is_week()) {
            (1, _) => ("supply-report-day-before", "supply-report-day-after"),
            (_, true) => ("supply-report-week-before", "supply-report-week-after"),
            _ => ("supply-report-span-before", "supply-report-span-after"),
        }
    }

    /// The days in full, as letters of offices write them.
    fn days_in_full(&self) -> String {
        let long = |day| i18n::date::long_date(self.page.language(), day);
        match self.report.first == self.report.last {
            true => long(self.report.first),
            false => format!("{} – {}", long(self.report.first), long(self.report.last)),
        }
    }

    fn today_in_full(&self) -> String {
        i18n::date::long_date(self.page.language(), clock::day(self.page.cx.now))
    }

    /// What came and went by paper, of the number that is asked for.
    fn papers(&self) -> Vec<&Paper> {
        let wanted = folded(self.form.value("document"));
        let papers = self.report.papers.iter();
        papers
            .filter(|one| wanted.is_empty() || folded(&one.paper.document).contains(&wanted))
            .collect()
    }

    fn other_end(&self, one: &Paper) -> String {
        match &one.other {
            Some(unit) => self.called(unit),
            None => one.paper.party.clone(),
        }
    }

    fn file(&self, ending: &str) -> String {
        let Report {
            first, last, own, ..
        } = &self.report;
        let handle = own.unit.handle();
        format!("/supplies/{handle}/report.{ending}?from={first}&to={last}")
    }
}

/// Monday to Sunday.
fn week(day: Date) -> (Date, Date) {
    let since_monday = i64::from(day.weekday().to_monday_zero_offset());
    let monday = day.saturating_sub(since_monday.days());
    (monday, monday.saturating_add(6.days()))
}

/// A number of a paper however its digits and spaces were typed.
fn folded(document: &str) -> String {
    let document = i18n::fold_digits(document).to_lowercase();
    document.split_whitespace().collect()
}

fn all(report: &Report) -> impl Iterator<Item = &Reported> {
    std::iter::once(&report.own).chain(&report.below)
}

/// The days that are asked for: today where none are named.
fn span(page: &Page, typed: &Typed) -> Result<(Date, Date), Problems> {
    let today = clock::day(page.cx.now);
    let mut problems = Problems::default();
    let mut day = |field: &'static str, otherwise: Date| match typed.has(field) {
        false => Some(otherwise),
        true => {
            let day = i18n::date::parse_date(page.language(), typed.value(field));
            problems.keep(field, day, |_| "supply-date-wrong")
        }
    };
    let last = day("to", today);
    let first = day("from", last.unwrap_or(today));
    let (Some(first), Some(last)) = (first, last) else {
        return Err(problems);
    };
    if first > last {
        problems.add("from", "supply-report-reversed");
    } else if first
        .until(last)
        .map_or(MOST, |span| i64::from(span.get_days()))
        >= MOST
    {
        problems.add("from", "supply-report-too-long");
    }
    match problems.is_empty() {
        true => Ok((first, last)),
        false => Err(problems),
    }
}

async fn told(
    page: &Page,
    handle: Handle,
    days: (Date, Date),
) -> Result<(Report, &'static Preset), Error> {
    let report = actions::report(&page.app, &page.cx, handle, days).await?;
    let incident = actions::incident_of(&page.app, &page.cx, &report.own.unit).await?;
    Ok((report, incident.preset))
}

pub async fn show(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let today = clock::day(page.cx.now);
    let typed = page
        .query
        .only(|field| matches!(field, "from" | "to" | "document"));
    let (days, problems) = match span(&page, &typed) {
        Ok(days) => (days, Problems::default()),
        Err(problems) => ((today, today), problems),
    };
    let (report, preset) = told(&page, handle, days).await?;
    let mut form = Form::new(typed, problems);
    if form.problems.is_empty() {
        form.typed.set("from", page.date(&days.0));
        form.typed.set("to", page.date(&days.1));
    }
    let template = Show {
        page: &page,
        form: &form,
        words: Words::of(&page, preset),
        preset,
        report,
    };
    answer(&page, &form, &template)
}
