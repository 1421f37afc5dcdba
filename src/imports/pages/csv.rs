//! The rows that were not imported, with what is amiss with each, for the program they came from.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};

use super::said;
use crate::error::Error;
use crate::ids::ImportId;
use crate::imports::actions;
use crate::imports::model::{Import, ImportRow, Verdict};
use crate::layout::{Failure, Page};

/// Rows read in one go.
const PIECE: i64 = 500;

pub async fn show(page: Page, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: ImportId = id.parse().map_err(|_| Error::NotFound)?;
    let (import, _) = actions::find(&page.app, &page.cx, id).await?;
    let fault = |err: csv::Error| Error::fault("writing a list", err);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head(&page, &import)).map_err(fault)?;
    for verdict in [Verdict::Problem, Verdict::Refused, Verdict::Double] {
        let mut after = 0;
        loop {
            let place = (after, PIECE);
            let rows = actions::rows(&page.app, &page.cx, id, verdict, place).await?;
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

fn head(page: &Page, import: &Import) -> Vec<String> {
    let own = [
        "import-line",
        "import-verdict",
        "import-problem",
        "import-like",
    ];
    let own = own.iter().map(|key| page.t(key));
    let theirs = import.headings.iter().map(|heading| web::harmless(heading));
    own.chain(theirs).collect()
}

fn line(page: &Page, row: &ImportRow) -> Vec<String> {
    let problems: Vec<String> = row.problems.iter().map(|one| said(page, one)).collect();
    let own = [
        row.n.to_string(),
        page.t(row.verdict.label()),
        problems.join(" · "),
        row.like.clone().unwrap_or_default(),
    ];
    let theirs = row.cells.iter().map(|cell| web::harmless(cell));
    own.into_iter().chain(theirs).collect()
}
