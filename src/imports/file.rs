//! A file as it was handed in, read into rows of text: text in whichever encoding and with whichever
//! separator, or a spreadsheet. Nothing is dropped in silence: letters that cannot be read are marked,
//! and what is passed over is counted.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874};

use super::rules::columns::{heading_row, understood};
use super::rules::{MOST_COLUMNS, MOST_ROWS, NotAList, cells};

/// A spreadsheet is packed; this much is unpacked at the most.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;
/// Letters of a spreadsheet that are kept at most, in bytes.
const MOST_LETTERS: usize = 200 * 1024 * 1024;
/// A record over more lines than this was begun by a quotation mark that nobody closed.
const MOST_LINES: u64 = 40;
/// Records by which the separator is guessed.
const SAMPLE: usize = 30;

/// The rows of a file: each with its line, and as many cells as there are headings.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub headings: Vec<String>,
    pub rows: Vec<(u32, Vec<String>)>,
    /// Titles, empty lines, and headings that come again.
    pub passed_over: i64,
    /// How the letters were read.
    pub encoding: &'static str,
}

/// What is looked for in a file: how many rows it may have, and how many cells of a row are understood
/// as headings.
#[derive(Clone, Copy)]
pub struct Wanted {
    pub most_rows: usize,
    pub understood: fn(&[String]) -> usize,
}

/// Reads a file. Slow for a large one: not for the loop that answers.
pub fn read(bytes: &[u8]) -> Result<Sheet, NotAList> {
    let wanted = Wanted {
        most_rows: MOST_ROWS,
        understood,
    };
    read_as(bytes, wanted)
}

/// Reads a file of other things.
pub fn read_as(bytes: &[u8], wanted: Wanted) -> Result<Sheet, NotAList> {
    let (rows, encoding) = if is_spreadsheet(bytes) {
        (spreadsheet(bytes, wanted.most_rows)?, "spreadsheet")
    } else {
        let (text, encoding) = text(bytes)?;
        (separated(&text, wanted.most_rows)?, encoding)
    };
    sheet(rows, encoding, wanted)
}

fn is_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// Every row that says something, below the headings.
fn sheet(
    rows: Vec<(u32, Vec<String>)>,
    encoding: &'static str,
    wanted: Wanted,
) -> Result<Sheet, NotAList> {
    let lines = rows.len();
    let mut rows: Vec<(u32, Vec<String>)> = rows
        .into_iter()
        .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
        .collect();
    let at = heading_row(
        rows.iter().map(|(_, row)| row.as_slice()),
        wanted.understood,
    );
    if at >= rows.len() {
        return Err(NotAList::Empty);
    }
    let mut rows = rows.split_off(at);
    let (_, mut headings) = rows.remove(0);
    let widest = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let width = widest.max(headings.len()).min(MOST_COLUMNS);
    headings.resize(width, String::new());
    let empty = |n: usize| {
        headings[n].trim().is_empty()
            && rows
                .iter()
                .all(|(_, row)| row.get(n).is_none_or(|cell| cell.trim().is_empty()))
    };
    let kept: Vec<usize> = (0..width).filter(|n| !empty(*n)).collect();
    let pick = |row: &[String]| -> Vec<String> {
        let cell = |n: &usize| row.get(*n).cloned().unwrap_or_default();
        kept.iter().map(cell).collect()
    };
    let headings = pick(&headings);
    let rows: Vec<(u32, Vec<String>)> = rows
        .iter()
        .map(|(line, row)| (*line, pick(row)))
        .filter(|(_, row)| *row != headings)
        .collect();
    if rows.len() > wanted.most_rows {
        return Err(NotAList::TooManyRows);
    }
    if rows.is_empty() {
        return Err(NotAList::Empty);
    }
    let passed_over = i64::try_from(lines - rows.len()).unwrap_or(i64::MAX);
    Ok(Sheet {
        headings,
        rows,
        passed_over,
        encoding,
    })
}

/// The text of a file: as its first bytes say, as UTF-8 where that reads, else in the encoding of old
/// Thai programs. What cannot be read is marked letter by letter.
fn text(bytes: &[u8]) -> Result<(String, &'static str), NotAList> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return Ok((text.into_owned(), name(encoding)));
    }
    if bytes.contains(&0) {
        return Err(NotAList::NeitherTextNorSheet);
    }
    let encoding = if is_rather_utf_8(bytes) {
        UTF_8
    } else {
        WINDOWS_874
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // Controls that no text holds are letters of some other encoding.
    let text = text
        .chars()
        .map(|letter| match letter {
            '\u{80}'..='\u{9F}' => cells::BROKEN,
            letter => letter,
        })
        .collect();
    Ok((text, name(encoding)))
}

fn name(encoding: &'static Encoding) -> &'static str {
    match encoding {
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => "UTF-16",
        encoding if encoding == WINDOWS_874 => "Windows-874",
        _ => "UTF-8",
    }
}

/// Thai in UTF-8 takes three bytes a letter, which by chance is next to impossible in Windows-874: a
/// file of which most reads so is UTF-8 with some letters broken.
fn is_rather_utf_8(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let (mut whole, mut broken) = (0_usize, 0_usize);
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                whole += beyond_ascii(text);
                return broken == 0 || whole > broken;
            }
            Err(err) => {
                let (sound, after) = rest.split_at(err.valid_up_to());
                whole += std::str::from_utf8(sound).map_or(0, beyond_ascii);
                broken += 1;
                rest = &after[err.error_len().unwrap_or(after.len())..];
            }
        }
    }
}

fn beyond_ascii(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_ascii()).count()
}

fn separated(text: &str, most_rows: usize) -> Result<Vec<(u32, Vec<String>)>, NotAList> {
    // One way to end a line, so that lines are counted as editors count them.
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    let separator = separator(text);
    let quoted = records(text, separator, true, most_rows)?;
    // A quotation mark that stands alone would swallow the rest of the file.
    let longest = quoted
        .windows(2)
        .map(|pair| u64::from(pair[1].0 - pair[0].0))
        .max();
    let last = quoted.last().map_or(0, |(line, _)| u64::from(*line));
    let lines = text.lines().count() as u64;
    if longest.unwrap_or(0).max(lines.saturating_sub(last)) > MOST_LINES {
        return records(text, separator, false, most_rows);
    }
    Ok(quoted)
}

fn records(
    text: &str,
    separator: u8,
    quoting: bool,
    most_rows: usize,
) -> Result<Vec<(u32, Vec<String>)>, NotAList> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quoting)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut before = 0;
    while reader
        .read_record(&mut record)
        .map_err(|_| NotAList::Unreadable)?
    {
        let line = record.position().map_or(0, csv::Position::line);
        // Each row has a line of its own, whatever ends lines here.
        let line = u32::try_from(line).unwrap_or(u32::MAX).max(before + 1);
        before = line;
        if rows.len() > most_rows * 2 {
            return Err(NotAList::TooManyRows);
        }
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

/// The separator by which the first records have the most cells.
fn separator(text: &str) -> u8 {
    let cells = |separator: &u8| -> usize {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(*separator)
            .from_reader(text.as_bytes());
        let records = reader.records().take(SAMPLE).flatten();
        records.map(|record| record.len() - 1).sum()
    };
    // The first of equals: a comma.
    b";\t,".iter().copied().max_by_key(cells).unwrap_or(b',')
}

fn spreadsheet(bytes: &[u8], most_rows: usize) -> Result<Vec<(u32, Vec<String>)>, NotAList> {
    if bytes.starts_with(b"PK") {
        if unpacked(bytes).is_none_or(|size| size > MOST_UNPACKED) {
            return Err(NotAList::Unreadable);
        }
        if let Ok(book) = calamine::open_workbook_from_rs(Cursor::new(bytes)) {
            return by_cell(book, most_rows);
        }
    }
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|_| NotAList::Unreadable)?;
    // The first sheet that holds anything.
    for n in 0..book.sheet_names().len() {
        let range = match book.worksheet_range_at(n) {
            Some(Ok(range)) if !range.is_empty() => range,
            _ => continue,
        };
        if range.height() > most_rows * 2 {
            return Err(NotAList::TooManyRows);
        }
        let first = range.start().map_or(0, |(row, _)| row);
        let rows = range.rows().enumerate().map(|(n, row)| {
            let line = first + u32::try_from(n).unwrap_or(u32::MAX - first - 1) + 1;
            (line, row.iter().take(MOST_COLUMNS).map(cell).collect())
        });
        return Ok(rows.collect());
    }
    Err(NotAList::Empty)
}

/// The first sheet that holds anything, cell by cell: two cells in far corners span a range that no memory
/// holds, and a word that is kept once may stand in a million cells.
fn by_cell(
    mut book: Xlsx<Cursor<&[u8]>>,
    most_rows: usize,
) -> Result<Vec<(u32, Vec<String>)>, NotAList> {
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut letters = 0;
        while let Some(found) = cells.next_cell().map_err(|_| NotAList::Unreadable)? {
            let (line, column) = found.get_position();
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            let text = cell(&Data::from(found.get_value().clone()));
            if column >= MOST_COLUMNS || text.is_empty() {
                continue;
            }
            letters += text.len();
            let row = rows.entry(line + 1).or_default();
            if row.len() <= column {
                row.resize(column + 1, String::new());
            }
            row[column] = text;
            if rows.len() > most_rows * 2 || letters > MOST_LETTERS {
                return Err(NotAList::TooManyRows);
            }
        }
        if !rows.is_empty() {
            return Ok(rows.into_iter().collect());
        }
    }
    Err(NotAList::Empty)
}

/// How large a packed file says it will be.
fn unpacked(bytes: &[u8]) -> Option<u64> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut sum = 0_u64;
    for n in 0..packed.len() {
        sum = sum.checked_add(packed.by_index_raw(n).ok()?.size())?;
    }
    Some(sum)
}

/// A cell as people read it.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        // A number without decimals is a phone or a count, and long ones are not told in powers.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(at) if at.is_duration() => at.as_f64().to_string(),
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            match (hour, minute) {
                (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.replace('T', " "),
        Data::Error(err) => err.to_string(),
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
