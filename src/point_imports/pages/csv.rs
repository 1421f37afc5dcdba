//! The rows that came to nothing, with what is amiss with each, for the program they came from.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};

use super::{column_label, said};
use crate::error::Error;
use crate::ids::PointImportId;
use crate::layout::{Failure, Page};
use crate::point_imports::actions::{self, Hand};
use crate::point_imports::model::{PointRow, Run, Verdict};

/// Rows read in one go.
const PIECE: i64 = 500;

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let hand = Hand::of(&page.cx)?;
    let id: PointImportId = id.parse().map_err(|_| Error::NotFound)?;
    let (run, _) = actions::find(&page.app, &hand, id).await?;
    let fault = |err: csv::Error| Error::fault("writing a list", err);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head(&page, &run)).map_err(fault)?;
    for verdict in [
        Verdict::Problem,
        Verdict::Refused,
        Verdict::Double,
        Verdict::Kept,
    ] {
        let mut after = 0;
        loop {
            let place = (after, PIECE);
            let rows = actions::rows(&page.app, &hand, id, verdict, place).await?;
            for row in &rows {
                writer.write_record(line(&page, row)).map_err(fault)?;
                after = row.n;
            }
            if rows.len() < usize::try_from(PIECE).unwrap_or(usize::MAX) {
                break;
            }
        }
    }
    let written = writer
        .into_inner()
        .map_err(|err| Error::fault("writing a list", err))?;
    // Spreadsheets take a file for UTF-8 only when it begins so.
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.extend(written);
    let mut response = bytes.into_response();
    let told: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"problems.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in told {
        let value = HeaderValue::from_str(value).map_err(|err| Error::fault("answering", err))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

fn head(page: &Page, run: &Run) -> Vec<String> {
    let own = [
        "point-import-line",
        "point-import-verdict",
        "point-import-column",
        "point-import-problem",
    ];
    let own = own.iter().map(|key| page.t(key));
    let theirs = run.headings.iter().map(|heading| web::harmless(heading));
    own.chain(theirs).collect()
}

fn line(page: &Page, row: &PointRow) -> Vec<String> {
    let amiss = row.problems.iter().filter(|problem| !problem.is_note);
    let columns: Vec<String> = amiss
        .clone()
        .filter_map(|problem| problem.column)
        .map(|column| column_label(page, column))
        .collect();
    let mut problems: Vec<String> = amiss.map(|problem| said(page, problem)).collect();
    if let Some(line) = row.likeness.as_ref().and_then(|likeness| likeness.line) {
        problems.push(page.say("point-import-like-line", "line", line));
    }
    let own = [
        row.n.to_string(),
        page.t(row.verdict.label()),
        columns.join(" · "),
        problems.join(" · "),
    ];
    let theirs = row.cells.iter().map(|cell| web::harmless(cell));
    own.into_iter().chain(theirs).collect()
}
