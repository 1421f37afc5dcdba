//! Files of points on their way in, for those who bring them.

pub mod csv;
pub mod form;
pub mod map;
pub mod preview;
pub mod run;
pub mod runs;

use crate::layout::Page;
use crate::point_imports::model::{Column, FIELDS, PointRow, RowProblem, Run};
use crate::points::model::KINDS;
use crate::points::pages::card::DAYS;

/// What a column means, in the reader's language.
pub fn column_label(page: &Page, column: Column) -> String {
    let language = page.language();
    let (bed, part) = match column {
        Column::Beds(bed, part) => (bed, part),
        Column::Day(day) => {
            let day = page.t(DAYS[usize::from(day)]);
            return i18n::say(language, column.label(), &[("day", day.as_str().into())]);
        }
        Column::Field(key) => {
            let field = FIELDS.iter().find(|field| field.key == key);
            let label = field.map_or(key, |field| field.label(language));
            return i18n::say(language, column.label(), &[("field", label.into())]);
        }
        plain => return page.t(plain.label()),
    };
    let bed = bed.and_then(|code| {
        let mut beds = KINDS.iter().flat_map(|kind| kind.beds.iter());
        beds.find(|bed| bed.code == code)
    });
    let bed = bed.map_or(String::new(), |bed| bed.label(language).to_owned());
    let part = page.t(part.label());
    i18n::say(
        language,
        column.label(),
        &[("bed", bed.as_str().into()), ("part", part.as_str().into())],
    )
}

/// What is amiss with a row, in the reader's language.
fn said(page: &Page, problem: &RowProblem) -> String {
    let sentence = page.t(&problem.key);
    match problem.column {
        Some(column) => format!("{}: {sentence}", column_label(page, column)),
        None => sentence,
    }
}

/// The cell that a problem is about.
fn cell<'a>(run: &Run, row: &'a PointRow, problem: &RowProblem) -> &'a str {
    let at = problem.column.and_then(|column| run.mapping.at(column));
    at.and_then(|at| row.cells.get(at))
        .map_or("", |cell| cell.trim())
}
