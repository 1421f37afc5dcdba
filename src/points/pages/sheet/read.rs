//! Reading a sheet that was filled in: what each row would change, and what is amiss in which cell.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use i18n::Language;
use web::{Message, Typed};

use super::{CONTACT, Column, ID, STATUS, Shown, VERSION, columns, letters, shown};
use crate::ids::PointId;
use crate::layout::Page;
use crate::points::form;
use crate::points::model::{Contact, Point, Status};

/// A sheet is packed; this much is unpacked at the most.
const MOST_UNPACKED: u64 = 60 * 1024 * 1024;
const MOST_ROWS: usize = 1_000;
const MOST_COLUMNS: usize = 80;

/// Why a file is not the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotASheet {
    Unreadable,
    /// The row that names the columns is not there.
    NotOurs,
    TooLong,
}

impl NotASheet {
    pub fn said(self) -> Message {
        match self {
            NotASheet::Unreadable => "point-sheet-unreadable".into(),
            NotASheet::NotOurs => "point-sheet-not-ours".into(),
            NotASheet::TooLong => {
                Message::new("point-sheet-too-long").with("most", MOST_ROWS as i64)
            }
        }
    }
}

/// Cells by line as sheets count them; the first row names the columns.
#[derive(Debug)]
pub struct Cells {
    names: Vec<String>,
    rows: Vec<(u32, Vec<Data>)>,
}

/// Reads the file. Slow for a large one: not for the loop that answers.
pub fn parse(bytes: &[u8]) -> Result<Cells, NotASheet> {
    if unpacked(bytes).is_none_or(|size| size > MOST_UNPACKED) {
        return Err(NotASheet::Unreadable);
    }
    let book: Result<Xlsx<_>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    let mut book = book.map_err(|_| NotASheet::Unreadable)?;
    let range = match book.worksheet_range_at(0) {
        Some(Ok(range)) => range,
        _ => return Err(NotASheet::Unreadable),
    };
    if range.height() > MOST_ROWS + 2 {
        return Err(NotASheet::TooLong);
    }
    let (first, left) = range.start().unwrap_or_default();
    let mut rows = (first + 1..).zip(range.rows());
    let names: Vec<String> = match rows.next() {
        Some((_, row)) if left == 0 => row
            .iter()
            .take(MOST_COLUMNS)
            .map(|cell| cell.to_string().trim().to_owned())
            .collect(),
        _ => Vec::new(),
    };
    if !names.iter().any(|name| name == ID) {
        return Err(NotASheet::NotOurs);
    }
    let says = |row: &[Data]| row.iter().any(|cell| !text(cell).is_empty());
    let rows = rows
        // The headings that people read.
        .skip(1)
        .filter(|(_, row)| says(row))
        .map(|(line, row)| (line, row.iter().take(MOST_COLUMNS).cloned().collect()))
        .collect();
    Ok(Cells { names, rows })
}

fn unpacked(bytes: &[u8]) -> Option<u64> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut sum = 0_u64;
    for n in 0..packed.len() {
        sum = sum.checked_add(packed.by_index_raw(n).ok()?.size())?;
    }
    Some(sum)
}

/// A cell as people read it; of a formula what came out of it.
fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Error(_) => "#".to_owned(),
        cell => i18n::normalise(&cell.to_string()).trim().to_owned(),
    }
}

/// One row of the sheet.
pub struct Row {
    pub line: u32,
    pub name: String,
    pub read: Result<Changed, Vec<Amiss>>,
}

/// What is amiss in a cell: its column, and why.
pub struct Amiss {
    pub column: String,
    pub said: String,
}

/// What a row would change.
pub struct Changed {
    pub id: PointId,
    /// As it stands now; the change is made upon this one.
    pub version: i64,
    /// Somebody changed it after the sheet was made.
    pub meanwhile: bool,
    /// Label, before, after.
    pub differs: Vec<(String, String, String)>,
    /// As the form would send it.
    pub fields: Vec<(String, String)>,
}

/// Reads every row against the points as they are now.
pub fn read(page: &Page, points: &[Point], cells: &Cells) -> Vec<Row> {
    let columns = columns(page, points);
    let rows = cells.rows.iter();
    rows.map(|(line, row)| one(page, points, &columns, (cells, *line, row)))
        .collect()
}

fn one(
    page: &Page,
    points: &[Point],
    columns: &[Column],
    (cells, line, row): (&Cells, u32, &[Data]),
) -> Row {
    let cell = |name: &str| {
        let at = cells.names.iter().position(|known| known == name)?;
        row.get(at)
    };
    let word = |name: &str| cell(name).map(text).unwrap_or_default();
    let amiss = |name: &str, said: String| {
        let at = cells.names.iter().position(|known| known == name);
        let label = columns.iter().find(|column| column.name == name);
        let label = label.map_or(name, |column| column.label.as_str());
        let column = match at {
            Some(at) => format!("{} ({label})", letters(at)),
            None => label.to_owned(),
        };
        Amiss { column, said }
    };
    let id = word(ID).parse::<PointId>().ok();
    let Some(point) = points.iter().find(|point| Some(point.key.id) == id) else {
        let said = match word(ID).is_empty() {
            true => "point-sheet-no-id",
            false => "point-sheet-not-yours",
        };
        return Row {
            line,
            name: word("name"),
            read: Err(vec![amiss(ID, page.t(said))]),
        };
    };
    let name = point.told.names.get(page.language()).to_owned();
    let mut faults = Vec::new();
    let mut fields: Vec<(String, String)> = Vec::new();
    for column in cells.names.iter().filter(|name| is_asked(name)) {
        let Some(cell) = cell(column) else {
            continue;
        };
        let typed = text(cell);
        if matches!(cell, Data::Error(_)) {
            faults.push(amiss(column, page.t("point-sheet-formula-broken")));
            continue;
        }
        if shown(page, &point.told, column) == Shown::NotAsked {
            if !typed.is_empty() {
                faults.push(amiss(column, page.t("point-sheet-not-asked")));
            }
            continue;
        }
        match column.as_str() {
            STATUS => match status(&typed) {
                Some(status) => fields.push((STATUS.to_owned(), status.code().to_owned())),
                None => faults.push(amiss(STATUS, page.t("point-sheet-status-unknown"))),
            },
            CONTACT => {
                // Nothing stands there for whom no number is known, either.
                if !(typed.is_empty() && point.told.contact == Contact::NoneKnown) {
                    fields.push((CONTACT.to_owned(), phone(cell, typed)));
                }
            }
            _ => fields.push((column.clone(), typed)),
        }
    }
    let change = form::read_update(&page.cx, &typed_of(&fields), point);
    if let Err(problems) = &change {
        let said = problems
            .iter()
            .map(|(field, message)| amiss(field, page.message(message)));
        faults.extend(said);
    }
    let read = match change {
        Ok(change) if faults.is_empty() => Ok(Changed {
            id: point.key.id,
            version: point.version,
            meanwhile: word(VERSION) != point.version.to_string(),
            differs: columns
                .iter()
                .filter_map(|column| {
                    let before = shown(page, &point.told, &column.name);
                    let after = shown(page, &change.told, &column.name);
                    (before != after).then(|| (column.label.clone(), before.words(), after.words()))
                })
                .collect(),
            fields,
        }),
        _ => Err(faults),
    };
    Row { line, name, read }
}

fn is_asked(column: &str) -> bool {
    [STATUS, "queue", CONTACT].contains(&column) || column.starts_with("beds.")
}

/// The fields of a row as a form would send them.
pub fn typed_of(fields: &[(String, String)]) -> Typed {
    let fields = fields.iter();
    Typed::from_pairs(fields.map(|(name, value)| (name.as_str(), value.as_str())))
}

/// A status by its word in any language, or by its code.
fn status(typed: &str) -> Option<Status> {
    let typed = typed.to_lowercase();
    Status::ALL.into_iter().find(|status| {
        let mut words = Language::ALL
            .iter()
            .map(|language| i18n::text(*language, status.label()).to_lowercase());
        status.code() == typed || words.any(|word| word == typed)
    })
}

/// A sheet that took a phone for a number has lost its first nought.
fn phone(cell: &Data, typed: String) -> String {
    let is_number = matches!(cell, Data::Float(_) | Data::Int(_));
    match is_number && (8..=9).contains(&typed.len()) {
        true => format!("0{typed}"),
        false => typed,
    }
}
