//! Tables as files: what spreadsheets open, and how a file is handed over.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use rust_xlsxwriter::{Format, FormatBorder, Workbook, XlsxError};

use crate::error::Error;
use crate::layout::Failure;

pub const CSV: &str = "text/csv; charset=utf-8";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to be saved under a name of ASCII letters, kept by nobody on the way.
pub fn attached(bytes: Vec<u8>, kind: &str, name: &str) -> Result<Response, Failure> {
    let file = format!("attachment; filename=\"{name}\"");
    let mut response = bytes.into_response();
    let told: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, kind),
        (CONTENT_DISPOSITION, &file),
        (CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in told {
        let value = HeaderValue::from_str(value).map_err(|err| Error::fault("answering", err))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// Adds a sheet: the first line is its head, which stays in sight. Cells of columns of numbers that are numbers are
/// written as such, all others as words, whatever they look like.
pub fn fill(
    book: &mut Workbook,
    name: &str,
    lines: &[Vec<String>],
    is_number: impl Fn(u16) -> bool,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let head = Format::new().set_bold().set_text_wrap();
    let head = head.set_border_bottom(FormatBorder::Thin);
    let number = Format::new().set_num_format("#,##0");
    for (row, line) in (0_u32..).zip(lines) {
        for (column, cell) in (0_u16..).zip(line) {
            let n: Option<f64> = cell.parse().ok().filter(|_| is_number(column));
            match (row, n) {
                (0, _) => sheet.write_string_with_format(row, column, cell, &head)?,
                (_, Some(n)) => sheet.write_number_with_format(row, column, n, &number)?,
                _ => sheet.write_string(row, column, cell)?,
            };
        }
    }
    for column in (0_u16..).take(lines.first().map_or(0, Vec::len)) {
        let width = if is_number(column) { 14 } else { 24 };
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(A4);
    Ok(())
}

/// As spreadsheets number the sizes of paper.
const A4: u8 = 9;
