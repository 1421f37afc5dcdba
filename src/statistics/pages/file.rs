//! The table of figures as a file, with what its reader may see.

use axum::response::Response;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::Asked;
use crate::error::Error;
use crate::incidents;
use crate::layout::file::{CSV, XLSX, attached, fill};
use crate::layout::{Failure, Page};
use crate::statistics::actions;
use crate::statistics::model::{Cells, Column, Figures, Row, Shown};

/// Figures as numbers, areas in the official order, the total last.
fn lines(page: &Page, figures: &Figures) -> Vec<Vec<String>> {
    let mut head = vec![page.t("statistics-code"), page.t("area")];
    head.extend(Column::ALL.map(|column| page.t(column.label())));
    let mut rows: Vec<&Row> = figures.rows.iter().collect();
    rows.sort_by_key(|row| (row.area.is_none(), row.area.map(|area| area.get())));
    let mut lines = vec![head];
    lines.extend(rows.into_iter().map(|row| match row.area {
        Some(area) => line(page, area.short(), page.area_alone(&area), &row.cells),
        None => line(
            page,
            String::new(),
            page.t("statistics-elsewhere"),
            &row.cells,
        ),
    }));
    let name = page.area_alone(&figures.area);
    let name = format!("{} {name}", page.t("statistics-total"));
    lines.push(line(page, figures.area.short(), name, &figures.total.cells));
    lines
}

fn line(page: &Page, code: String, name: String, cells: &Cells) -> Vec<String> {
    let mut line = vec![code, name];
    line.extend(Column::ALL.map(|column| match cells.get(column) {
        Shown::Exact(n) => n.to_string(),
        Shown::Few => page.t("statistics-few"),
        Shown::Covered => page.t("statistics-covered"),
    }));
    line
}

async fn figures(page: &Page) -> Result<Figures, Failure> {
    let all = incidents::actions::all(&page.app, page.cx.now).await?;
    let asked = Asked::read(page, &all)?;
    if !asked.problems.is_empty() {
        return Err(Error::from(asked.problems).into());
    }
    let of = (asked.area, asked.days);
    Ok(actions::figures(&page.app, &page.cx, asked.incident, of).await?)
}

fn name(figures: &Figures, ending: &str) -> String {
    let area = figures.area.short();
    match figures.days {
        None => format!("figures-{area}.{ending}"),
        Some(days) => format!("figures-{area}-{}-{}.{ending}", days.first, days.last),
    }
}

pub async fn csv(page: Page) -> Result<Response, Failure> {
    let figures = figures(&page).await?;
    let fault = |err: csv::Error| Error::fault("writing figures", err);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines(&page, &figures) {
        writer.write_record(line).map_err(fault)?;
    }
    let written = writer
        .into_inner()
        .map_err(|err| Error::fault("writing figures", err))?;
    // Spreadsheets take a file for UTF-8 only when it begins so.
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.extend(written);
    attached(bytes, CSV, &name(&figures, "csv"))
}

pub async fn xlsx(page: Page) -> Result<Response, Failure> {
    let figures = figures(&page).await?;
    let written = workbook(&page, &figures);
    let bytes = written.map_err(|err| Error::fault("writing figures", err))?;
    attached(bytes, XLSX, &name(&figures, "xlsx"))
}

fn workbook(page: &Page, figures: &Figures) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let lines = lines(page, figures);
    fill(&mut book, &page.t("statistics-title"), &lines, |column| {
        column > 1
    })?;
    book.save_to_buffer()
}
