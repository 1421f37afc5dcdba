//! What a cell says: phones without their zero, positions in one cell, dates of either era, counts
//! with words around, letters that were broken on the way.

use contact::{CannotCount, Headcount, PhoneNumber};
use i18n::Language;
use i18n::date::{DateError, parse_date};
use jiff::civil::Date;

/// What stands where a letter could not be read.
pub const BROKEN: char = '\u{FFFD}';

pub fn is_broken(cell: &str) -> bool {
    cell.contains(BROKEN)
}

/// A number in a cell; what stands beside it, such as a second number, is given back as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phone {
    None,
    One { number: PhoneNumber, rest: String },
    Unreadable,
}

/// Reads the first number of a cell. Spreadsheets take the leading zero for a figure and drop it.
pub fn phone(cell: &str) -> Phone {
    let folded = i18n::fold_digits(cell.trim()).into_owned();
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        // A dash or "ไม่มี" is no number, and no fault either.
        return Phone::None;
    }
    // Parted first: a number and another behind a comma would read as one number and be lost.
    let mut parts = folded.split(|letter: char| ",/;|\n\r".contains(letter));
    while let Some(part) = parts.next() {
        if let Some(number) = whole(part) {
            let rest: Vec<&str> = parts.map(str::trim).collect();
            let rest = rest.join(", ");
            return Phone::One { number, rest };
        }
    }
    Phone::Unreadable
}

fn whole(text: &str) -> Option<PhoneNumber> {
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let bare = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || " -–.()".contains(letter));
    let lost_zero = bare && matches!(digits.len(), 8 | 9) && !digits.starts_with('0');
    let text = if lost_zero {
        format!("0{digits}")
    } else {
        text.to_owned()
    };
    PhoneNumber::parse(&text).ok()
}

/// How many people; one where nothing is said.
pub fn headcount(cell: &str) -> Result<Headcount, CannotCount> {
    let folded = i18n::fold_digits(cell.trim()).into_owned();
    let digits: String = folded
        .chars()
        .skip_while(|letter| !letter.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let text = match (folded.is_empty(), digits.is_empty()) {
        (true, _) | (_, true) if !folded.chars().any(char::is_alphabetic) => "1",
        (_, true) => return Err(CannotCount::NotANumber),
        _ => digits.as_str(),
    };
    Headcount::parse(text)
}

/// Latitude and longitude out of one cell, in whichever way they are parted; `None` for an empty one.
pub fn position(cell: &str) -> Option<(String, String)> {
    let folded = i18n::fold_digits(cell.trim()).into_owned();
    let figures: Vec<&str> = folded
        .split(|letter: char| !(letter.is_ascii_digit() || letter == '.' || letter == '-'))
        .filter(|figure| figure.chars().any(|letter| letter.is_ascii_digit()))
        .collect();
    match figures.as_slice() {
        [] if folded.is_empty() => None,
        [lat, lon] => Some(((*lat).to_owned(), (*lon).to_owned())),
        // Not readable: told with the field.
        _ => Some((folded, String::new())),
    }
}

/// A date of either era, with or without a time of day behind it; `None` for an empty cell.
pub fn date(cell: &str) -> Result<Option<Date>, DateError> {
    let text = i18n::normalise(cell);
    let read = |text: &str| parse_date(Language::Th, text);
    match read(&text) {
        Err(DateError::Empty) => Ok(None),
        Ok(date) => Ok(Some(date)),
        Err(err) => {
            // The time goes off the end, piece by piece.
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.rsplit_once([' ', 'T']) {
                let is_time = after.contains([':', '.']) || ["น.", "น", "เวลา"].contains(&after);
                if !is_time {
                    break;
                }
                rest = before.trim();
                if let Ok(date) = read(rest) {
                    return Ok(Some(date));
                }
            }
            Err(err)
        }
    }
}

/// The words of a cell as they are compared: kinds are written in many ways.
pub fn folded(cell: &str) -> String {
    i18n::normalise(cell)
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_read_as_lists_have_them() {
        for (cell, e164, rest) in [
            ("0812345678", "+66812345678", ""),
            ("812345678", "+66812345678", ""),
            ("81-234-5678", "+66812345678", ""),
            ("๐๘๑ ๒๓๔ ๕๖๗๘", "+66812345678", ""),
            ("53731005", "+6653731005", ""),
            ("081-234-5678, 089-999-9999", "+66812345678", "089-999-9999"),
            ("081-234-5678 / 0899999999", "+66812345678", "0899999999"),
            ("+66 81 234 5678", "+66812345678", ""),
        ] {
            match phone(cell) {
                Phone::One { number, rest: more } => {
                    assert_eq!((number.e164(), more.as_str()), (e164, rest), "{cell}");
                }
                other => panic!("{cell}: {other:?}"),
            }
        }
        for nothing in ["", " - ", "ไม่มี"] {
            assert_eq!(phone(nothing), Phone::None);
        }
        assert_eq!(phone("12345"), Phone::Unreadable);
    }

    #[test]
    fn counts_have_words_around_them() {
        for (cell, count) in [
            ("", 1),
            ("-", 1),
            ("4", 4),
            ("๔ คน", 4),
            ("ประมาณ 12 คน", 12),
        ] {
            assert_eq!(headcount(cell).map(Headcount::get), Ok(count), "{cell}");
        }
        for bad in ["หลายคน", "0", "9999"] {
            assert!(headcount(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn positions_stand_in_one_cell() {
        let pair = |lat: &str, lon: &str| Some((lat.to_owned(), lon.to_owned()));
        assert_eq!(position("20.4044, 99.8843"), pair("20.4044", "99.8843"));
        assert_eq!(position("(20.4044;99.8843)"), pair("20.4044", "99.8843"));
        assert_eq!(position("๒๐.๔๐๔๔ ๙๙.๘๘๔๓"), pair("20.4044", "99.8843"));
        assert_eq!(position(""), None);
        assert_eq!(position("หลังวัด"), pair("หลังวัด", ""));
    }

    #[test]
    fn dates_of_either_era_with_a_time_behind() {
        let day = jiff::civil::date(2026, 11, 21);
        for cell in [
            "21/11/2569",
            "21/11/69",
            "21 พ.ย. 2569",
            "21/11/2569 14:05",
            "21/11/2569 14.05 น.",
            "2026-11-21 14:05:00",
            "2026-11-21",
            "2569-11-21",
            "๒๑/๑๑/๒๕๖๙",
        ] {
            assert_eq!(date(cell), Ok(Some(day)), "{cell}");
        }
        assert_eq!(date(" "), Ok(None));
        for bad in ["เมื่อวาน", "31/02/2569", "99/99/9999"] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }
}
