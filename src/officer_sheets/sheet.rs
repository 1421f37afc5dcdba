//! The sheet: a row for each unit, the fields of the form as its columns. Written as XLSX, read as that or as CSV.

use i18n::Language;
use rust_xlsxwriter::{Format, FormatBorder, Workbook, XlsxError};
use web::{Message, Typed};

use crate::error::Error;
use crate::imports::file::{Wanted, read_as};
use crate::imports::rules::NotAList;
use crate::imports::rules::cells::folded;
use crate::supplies::model::Unit;

/// Rows that are read of a sheet.
pub const MOST_ROWS: usize = 500;
/// The address of a unit: as we wrote it, so that a name may stand twice.
pub const UNIT: &str = "unit";
pub const UNIT_NAME: &str = "unit_name";
pub const FULL_NAME: &str = "full_name";
pub const PHONE: &str = "phone";

/// Each column with the key of what stands above it, and other words for it.
const COLUMNS: [(&str, &str, &[&str]); 8] = [
    (UNIT, "supply-sheet-unit", &[]),
    (UNIT_NAME, "supply-unit-name", &["หน่วย", "unit"]),
    (
        FULL_NAME,
        "supply-full-name",
        &["ชื่อ", "ชื่อ นามสกุล", "ชื่อและสกุล", "name"],
    ),
    (
        "document",
        "supply-identity",
        &["เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "identity number"],
    ),
    ("affiliation", "supply-affiliation", &["หน่วยงาน"]),
    ("position", "supply-position", &[]),
    ("email", "supply-email", &["อีเมล์", "email"]),
    (
        PHONE,
        "supply-phone",
        &["โทรศัพท์", "เบอร์", "มือถือ", "เบอร์มือถือ", "mobile"],
    ),
];

/// Which column a heading means.
fn meant(heading: &str) -> Option<&'static str> {
    let heading = folded(heading);
    if heading.is_empty() {
        return None;
    }
    let is = |word: &str| folded(word) == heading;
    let mut columns = COLUMNS.iter();
    let found = columns.find(|(name, label, words)| {
        let mut labels = Language::ALL.into_iter().map(|one| i18n::text(one, label));
        is(name) || labels.any(|label| is(&label)) || words.iter().any(|word| is(word))
    });
    found.map(|(name, ..)| *name)
}

fn understood(row: &[String]) -> usize {
    row.iter().filter(|cell| meant(cell).is_some()).count()
}

/// A row that says something of a person: its line, and what stands in it.
#[derive(Debug)]
pub struct Row {
    pub line: u32,
    pub typed: Typed,
}

/// Reads a sheet beside the loop that answers. Rows without a name and a phone are units that nobody was named for.
pub async fn read(bytes: Vec<u8>) -> Result<Result<Vec<Row>, Message>, Error> {
    tokio::task::spawn_blocking(move || rows(&bytes))
        .await
        .map_err(|err| Error::fault("reading a sheet", err))
}

fn rows(bytes: &[u8]) -> Result<Vec<Row>, Message> {
    let wanted = Wanted {
        most_rows: MOST_ROWS,
        understood,
    };
    let sheet = read_as(bytes, wanted).map_err(|why| match why {
        NotAList::TooManyRows => {
            let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
            Message::new("import-file-too-many-rows").with("most", most)
        }
        why => why.said(),
    })?;
    let names: Vec<Option<&str>> = sheet.headings.iter().map(|one| meant(one)).collect();
    if ![FULL_NAME, PHONE]
        .iter()
        .all(|name| names.contains(&Some(name)))
    {
        return Err("supply-sheet-not-ours".into());
    }
    let rows = sheet
        .rows
        .into_iter()
        .filter(|(_, row)| understood(row) < 3);
    let rows = rows.map(|(line, row)| {
        let cells = names.iter().zip(&row);
        let told = cells.filter_map(|(name, cell)| Some(((*name)?, cell.trim())));
        let mut typed = Typed::from_pairs(told);
        let phone = whole_phone(typed.value(PHONE));
        typed.set(PHONE, phone);
        Row { line, typed }
    });
    Ok(rows
        .filter(|row| row.typed.has(FULL_NAME) || row.typed.has(PHONE))
        .collect())
}

/// A sheet that took a phone for a number has lost its first nought.
fn whole_phone(typed: &str) -> String {
    let is_short = typed.len() == 9 && typed.bytes().all(|b| b.is_ascii_digit());
    match is_short && !typed.starts_with('0') {
        true => format!("0{typed}"),
        false => typed.to_owned(),
    }
}

/// The sheet to fill in.
pub fn write(language: Language, units: &[Unit]) -> Result<Vec<u8>, Error> {
    filled(language, units).map_err(|err| Error::fault("writing a sheet", err))
}

fn filled(language: Language, units: &[Unit]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let head = Format::new().set_bold().set_text_wrap();
    let head = head.set_border_bottom(FormatBorder::Thin);
    // As text, so that a phone keeps its first nought and a number all its digits.
    let as_text = Format::new().set_num_format("@");
    for (at, (name, label, _)) in (0_u16..).zip(&COLUMNS) {
        sheet.write_string_with_format(0, at, i18n::text(language, label), &head)?;
        match *name {
            UNIT => sheet.set_column_hidden(at)?,
            UNIT_NAME => sheet.set_column_width(at, 36)?,
            _ => sheet.set_column_width(at, 22)?,
        };
        sheet.set_column_format(at, &as_text)?;
        for (line, unit) in (1_u32..).zip(units) {
            match *name {
                UNIT => {
                    sheet.write_string(line, at, unit.handle().to_string())?;
                }
                UNIT_NAME => {
                    sheet.write_string(line, at, &unit.name)?;
                }
                _ => {}
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_words_in_any_language() {
        for (heading, name) in [
            ("ชื่อ-สกุล", FULL_NAME),
            ("Full name", FULL_NAME),
            ("เบอร์โทร", PHONE),
            ("อีเมล", "email"),
            ("ชื่อหน่วย", UNIT_NAME),
            ("unit", UNIT),
        ] {
            assert_eq!(meant(heading), Some(name), "{heading}");
        }
        assert_eq!(meant("หมายเหตุ"), None);
    }

    #[test]
    fn a_phone_that_was_taken_for_a_number_has_its_nought_back() {
        assert_eq!(whole_phone("812345678"), "0812345678");
        assert_eq!(whole_phone("081-234-5678"), "081-234-5678");
    }
}
