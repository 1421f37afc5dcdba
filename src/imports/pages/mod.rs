//! Lists on their way in, for those who bring them.

pub mod csv;
mod form;
pub mod list;
pub mod lists;

use crate::imports::model::{Import, ImportRow, RowProblem};
use crate::layout::Page;

/// What is amiss with a row, in the reader's language.
fn said(page: &Page, problem: &RowProblem) -> String {
    let sentence = page.t(&problem.key);
    match problem.column {
        Some(column) => format!("{}: {sentence}", page.t(column.label())),
        None => sentence,
    }
}

/// The cell that a problem is about.
fn cell<'a>(import: &Import, row: &'a ImportRow, problem: &RowProblem) -> &'a str {
    let at = import
        .mapping
        .columns
        .iter()
        .position(|column| column.is_some() && *column == problem.column);
    at.and_then(|at| row.cells.get(at))
        .map_or("", |cell| cell.trim())
}
