//! The sheet of one's own points: one row a point, written as XLSX, filled in by hand and read again.
//! The first row, which is hidden, names the columns for us in every language alike.

mod read;
mod write;

pub use read::{NotASheet, Row, parse, read, typed_of};
pub use write::write;

use crate::layout::Page;
use crate::points::model::{Point, PointTold};

/// A column: what it is called in the hidden row, and what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub label: String,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Nothing,
    Text(String),
    Number(u32),
    /// This kind of point has no such thing.
    NotAsked,
}

impl Shown {
    pub fn words(&self) -> String {
        match self {
            Shown::Nothing | Shown::NotAsked => "–".to_owned(),
            Shown::Text(text) => text.clone(),
            Shown::Number(n) => n.to_string(),
        }
    }
}

pub const ID: &str = "id";
pub const VERSION: &str = "version";
const NAME: &str = "name";
const STATUS: &str = "status";
const QUEUE: &str = "queue";
const CONTACT: &str = "contact";

/// The columns for these points: the beds of all their kinds.
pub fn columns(page: &Page, points: &[Point]) -> Vec<Column> {
    let fixed = [
        (ID, "id".to_owned()),
        (VERSION, "version".to_owned()),
        (NAME, page.t("point-name")),
        (STATUS, page.t("point-status")),
        (QUEUE, page.t("point-queue")),
        (CONTACT, page.t("point-fact-contact")),
    ];
    let mut columns: Vec<Column> = fixed
        .into_iter()
        .map(|(name, label)| Column {
            name: name.to_owned(),
            label,
        })
        .collect();
    let kinds = points.iter().filter_map(|point| point.told.kind());
    for bed in kinds.flat_map(|kind| kind.beds.iter()) {
        for (part, word) in [("free", "point-free"), ("capacity", "point-capacity")] {
            let name = format!("beds.{}.{part}", bed.code);
            if !columns.iter().any(|column| column.name == name) {
                let label = format!("{} · {}", bed.label(page.language()), page.t(word));
                columns.push(Column { name, label });
            }
        }
    }
    columns
}

/// What a column shows of a point.
pub fn shown(page: &Page, told: &PointTold, column: &str) -> Shown {
    let number = |n: Option<u32>| n.map_or(Shown::Nothing, Shown::Number);
    let text = |text: &str| match text.is_empty() {
        true => Shown::Nothing,
        false => Shown::Text(text.to_owned()),
    };
    match column.split('.').collect::<Vec<_>>().as_slice() {
        [NAME] => text(told.names.get(page.language())),
        [STATUS] => Shown::Text(page.t(told.status.label())),
        [QUEUE] => number(told.queue),
        [CONTACT] => text(told.contact.phones()),
        ["beds", code, part] => {
            if !told.kind().is_some_and(|kind| kind.beds.has(code)) {
                return Shown::NotAsked;
            }
            let count = told.beds.get(code);
            number(match *part {
                "free" => count.free,
                _ => count.capacity,
            })
        }
        _ => Shown::Nothing,
    }
}

/// The letters over a column.
pub fn letters(at: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    match at / 26 {
        0 => letter(at).to_string(),
        more => format!("{}{}", letter(more - 1), letter(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_bear_the_letters_that_sheets_show() {
        let told: Vec<String> = [0, 5, 25, 26, 27, 52].into_iter().map(letters).collect();
        assert_eq!(told, ["A", "F", "Z", "AA", "AB", "BA"]);
    }
}
