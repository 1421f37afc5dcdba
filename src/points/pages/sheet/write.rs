//! Writing the sheet.

use rust_xlsxwriter::{DataValidation, Format, FormatBorder, Workbook, XlsxError};

use super::{CONTACT, ID, NAME, STATUS, Shown, VERSION, columns, shown};
use crate::error::Error;
use crate::layout::Page;
use crate::points::model::{Point, Status};

/// The sheet of these points, in the reader's language.
pub fn write(page: &Page, points: &[Point]) -> Result<Vec<u8>, Error> {
    filled(page, points).map_err(|err| Error::fault("writing a sheet", err))
}

fn filled(page: &Page, points: &[Point]) -> Result<Vec<u8>, XlsxError> {
    let columns = columns(page, points);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let head = Format::new().set_bold().set_text_wrap();
    let head = head.set_border_bottom(FormatBorder::Thin);
    // As text, so that a phone keeps its first nought.
    let as_text = Format::new().set_num_format("@");
    let not_asked = Format::new().set_background_color(0x00D9_D9D9);
    let last = u32::try_from(points.len()).unwrap_or(u32::MAX - 2) + 1;
    for (at, column) in (0_u16..).zip(&columns) {
        sheet.write_string(0, at, &column.name)?;
        sheet.write_string_with_format(1, at, &column.label, &head)?;
        match column.name.as_str() {
            ID | VERSION => {
                sheet.set_column_hidden(at)?;
            }
            NAME => {
                sheet.set_column_width(at, 36)?;
            }
            STATUS => {
                sheet.set_column_width(at, 16)?;
                let words: Vec<String> = Status::ALL
                    .into_iter()
                    .map(|status| page.t(status.label()))
                    .collect();
                let list = DataValidation::new().allow_list_strings(&words)?;
                sheet.add_data_validation(2, at, last.max(2), at, &list)?;
            }
            CONTACT => {
                sheet.set_column_format(at, &as_text)?;
                sheet.set_column_width(at, 22)?;
            }
            _ => {
                sheet.set_column_width(at, 14)?;
            }
        }
        for (line, point) in (2_u32..).zip(points) {
            match cell(page, point, &column.name) {
                Shown::Nothing => {}
                Shown::NotAsked => {
                    sheet.write_blank(line, at, &not_asked)?;
                }
                Shown::Number(n) => {
                    sheet.write_number(line, at, n)?;
                }
                Shown::Text(text) if column.name == CONTACT => {
                    sheet.write_string_with_format(line, at, text, &as_text)?;
                }
                Shown::Text(text) => {
                    sheet.write_string(line, at, text)?;
                }
            }
        }
    }
    sheet.set_row_hidden(0)?;
    sheet.set_freeze_panes(2, 3)?;
    book.save_to_buffer()
}

fn cell(page: &Page, point: &Point, column: &str) -> Shown {
    match column {
        ID => Shown::Text(point.key.id.to_string()),
        VERSION => Shown::Text(point.version.to_string()),
        _ => shown(page, &point.told, column),
    }
}
