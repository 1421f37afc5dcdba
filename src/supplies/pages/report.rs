//! The report of a unit for a span of days: on a page, on paper, and as a table for a spreadsheet.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use jiff::ToSpan;
use jiff::civil::Date;
use web::{Problems, Typed};

use super::{Words, answer, handle, name};
use crate::clock;
use crate::error::Error;
use crate::incidents::preset::{Coded, Preset};
use crate::layout::{Failure, Form, Page};
use crate::supplies::actions::{self, Moved, Report, Reported};
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

    /// From so many days before today until today.
    fn back(&self, days: i64) -> String {
        let today = clock::day(self.page.cx.now);
        let first = today.saturating_sub(days.days());
        format!(
            "/supplies/{}/report?from={first}&to={today}",
            self.report.own.unit.handle()
        )
    }

    fn csv(&self) -> String {
        let Report {
            first, last, own, ..
        } = &self.report;
        format!(
            "/supplies/{}/report.csv?from={first}&to={last}",
            own.unit.handle()
        )
    }
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
    let typed = page.query.only(|field| matches!(field, "from" | "to"));
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

/// Quantities in base units; one row for each unit and item.
pub async fn download(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let days = span(&page, &page.query).map_err(Error::from)?;
    let (report, preset) = told(&page, handle, days).await?;
    let words = Words::of(&page, preset);
    let fault = |err: csv::Error| Error::fault("writing a report", err);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head(&page, &words)).map_err(fault)?;
    for one in all(&report) {
        for moved in &one.items {
            writer
                .write_record(line(&page, &words, &one.unit, moved))
                .map_err(fault)?;
        }
    }
    let written = writer
        .into_inner()
        .map_err(|err| Error::fault("writing a report", err))?;
    // Spreadsheets take a file for UTF-8 only when it begins so.
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.extend(written);
    let file = format!(
        "attachment; filename=\"supplies-{}-{}.csv\"",
        days.0, days.1
    );
    let mut response = bytes.into_response();
    let told: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, &file),
        (CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in told {
        let value = HeaderValue::from_str(value).map_err(|err| Error::fault("answering", err))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

fn head(page: &Page, words: &Words) -> Vec<String> {
    let before = [
        "supply-unit",
        "supply-report-code",
        "supply-item",
        "supply-report-counts-in",
        "supply-opening",
        "supply-received",
        "supply-sending",
        "supply-hand-out",
    ];
    let mut head: Vec<String> = before.iter().map(|key| page.t(key)).collect();
    head.extend(words.groups().into_iter().map(|(_, label)| label));
    head.push(page.t("supply-corrected"));
    head.push(page.t("supply-report-closing"));
    head
}

fn line(page: &Page, words: &Words, unit: &Unit, moved: &Moved) -> Vec<String> {
    let counted = words.known(&moved.item).map_or_else(String::new, |item| {
        item.unit.labels.get(page.language()).to_owned()
    });
    let mut line = vec![
        web::harmless(&name(page, unit)),
        web::harmless(&unit.code),
        words.item(&moved.item),
        counted,
    ];
    let before = [
        moved.opening(),
        moved.received,
        moved.sent,
        moved.handed_out,
    ];
    line.extend(before.map(|n| n.to_string()));
    for (group, _) in words.groups() {
        let n = moved.by_group.get(&group).copied().unwrap_or(0);
        line.push(n.to_string());
    }
    line.extend([moved.corrected, moved.closing].map(|n| n.to_string()));
    line
}
