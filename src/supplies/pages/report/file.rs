//! The report as a table: CSV, and a workbook.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Words, all, handle, name, span, told};
use crate::error::Error;
use crate::layout::file::{CSV, XLSX, attached, fill};
use crate::layout::{Failure, Page};
use crate::supplies::actions::{Moved, Paper, Report};
use crate::supplies::model::Unit;

/// Quantities in base units; one row for each unit and item.
pub async fn csv(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
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
    attached(bytes, CSV, &file_name(days, "csv"))
}

/// The same as a workbook: one sheet of units and items, one of papers.
pub async fn xlsx(page: Page, Path(unit): Path<String>) -> Result<Response, Failure> {
    let handle = handle(&unit)?;
    let days = span(&page, &page.query).map_err(Error::from)?;
    let (report, preset) = told(&page, handle, days).await?;
    let words = Words::of(&page, preset);
    let written = workbook(&page, &words, &report);
    let bytes = written.map_err(|err| Error::fault("writing a report", err))?;
    attached(bytes, XLSX, &file_name(days, "xlsx"))
}

fn file_name((first, last): (Date, Date), ending: &str) -> String {
    format!("supplies-{first}-{last}.{ending}")
}

fn workbook(page: &Page, words: &Words, report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut lines = vec![head(page, words)];
    for one in all(report) {
        let moved = one.items.iter();
        lines.extend(moved.map(|moved| line(page, words, &one.unit, moved)));
    }
    // Names, codes, items and what they are counted in are words, whatever they look like.
    fill(
        &mut book,
        &page.t("supply-report-sheet"),
        &lines,
        |column| column > 3,
    )?;
    let mut lines = vec![paper_head(page)];
    let papers = report.papers.iter();
    lines.extend(papers.map(|one| paper_line(page, words, one)));
    let name = page.t("supply-report-papers-sheet");
    fill(&mut book, &name, &lines, |column| column == 5)?;
    book.save_to_buffer()
}

fn paper_head(page: &Page) -> Vec<String> {
    let head = [
        "supply-day",
        "supply-document",
        "supply-what",
        "supply-report-other-end",
        "supply-item",
        "supply-quantity",
        "supply-report-counts-in",
    ];
    head.iter().map(|key| page.t(key)).collect()
}

fn paper_line(page: &Page, words: &Words, one: &Paper) -> Vec<String> {
    let paper = &one.paper;
    let other = match &one.other {
        Some(unit) => name(page, unit),
        None => paper.party.clone(),
    };
    vec![
        page.date(&paper.booked_on),
        paper.document.clone(),
        page.t(paper.kind.label()),
        other,
        words.item(&paper.item),
        paper.n.to_string(),
        counted_in(page, words, &paper.item),
    ]
}

fn counted_in(page: &Page, words: &Words, item: &str) -> String {
    words.known(item).map_or_else(String::new, |item| {
        item.unit.labels.get(page.language()).to_owned()
    })
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
    let mut line = vec![
        web::harmless(&name(page, unit)),
        web::harmless(&unit.code),
        words.item(&moved.item),
        counted_in(page, words, &moved.item),
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
