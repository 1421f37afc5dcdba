//! What a cell of a file of points says. A dash is nothing; a phone may have lost its zero; a number may
//! stand as text; latitude and longitude may stand in each other's place.

use contact::{Position, PositionError};
use i18n::Language;

use crate::imports::rules::cells::{self, folded};
use crate::points::model::{KINDS, MOST_BEDS, Status};

/// What people write where there is nothing.
const NOTHING: [&str; 9] = ["-", "–", "—", "ไม่มี", "n/a", "na", "null", "none", "ไม่ระบุ"];

/// The words of a cell; empty where it says that there are none.
pub fn words(cell: &str) -> String {
    let text = i18n::normalise(cell);
    let text = text.trim();
    match NOTHING.contains(&text.to_lowercase().as_str()) {
        true => String::new(),
        false => text.to_owned(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRead;

/// Numbers as written, each with the zero that spreadsheets drop; `None` where nothing is written.
pub fn phones(cell: &str) -> Result<Option<String>, NotRead> {
    let text = words(cell);
    if text.is_empty() {
        return Ok(None);
    }
    let text = i18n::fold_digits(&text).into_owned();
    let parts: Vec<String> = text
        .split(|letter: char| ",/;|\n".contains(letter))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(with_zero)
        .collect();
    let told = parts.join(", ");
    let dialled = crate::organisations::rules::dialled(&told).len();
    let is_short = contact::tidy_line(&told, 120).is_ok();
    match (3..=16).contains(&dialled) && is_short {
        true => Ok(Some(told)),
        false => Err(NotRead),
    }
}

fn with_zero(part: &str) -> String {
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let bare = part
        .chars()
        .all(|letter| letter.is_ascii_digit() || " -–.()".contains(letter));
    match bare && matches!(digits.len(), 8 | 9) && !digits.starts_with('0') {
        true => format!("0{digits}"),
        false => part.to_owned(),
    }
}

/// A count, also `1,200`, `120 เตียง` or `120.0`; `None` where nothing is written.
pub fn count(cell: &str) -> Result<Option<u32>, NotRead> {
    let text = i18n::fold_digits(&words(cell)).replace([',', ' '], "");
    if text.is_empty() {
        return Ok(None);
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = &text[digits.len()..];
    let is_whole = rest
        .trim_start_matches('.')
        .trim_start_matches('0')
        .is_empty();
    let is_unit = rest
        .chars()
        .all(|letter| !letter.is_ascii() || letter.is_ascii_alphabetic());
    match digits.parse::<u32>() {
        Ok(n) if n <= MOST_BEDS && (is_whole || is_unit) => Ok(Some(n)),
        _ => Err(NotRead),
    }
}

/// A place, and whether latitude and longitude stood in each other's place: in Thailand the two never
/// overlap, so nothing else can be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    pub position: Position,
    pub was_swapped: bool,
}

/// Reads a place; `None` where nothing is written.
pub fn place(both: &str, lat: &str, lon: &str) -> Result<Option<Placed>, NotRead> {
    let (lat, lon) = match cells::position(&words(both)) {
        Some(pair) => pair,
        None => (decimal(lat), decimal(lon)),
    };
    let placed = |position, was_swapped| Placed {
        position,
        was_swapped,
    };
    match Position::parse(&lat, &lon) {
        // Nothing is there; files say so with zeros.
        Ok(position) if position.lat() == 0.0 && position.lon() == 0.0 => Ok(None),
        Ok(position) => Ok(Some(placed(position, false))),
        Err(PositionError::Empty) => Ok(None),
        Err(PositionError::Swapped) => match Position::parse(&lon, &lat) {
            Ok(position) => Ok(Some(placed(position, true))),
            Err(_) => Err(NotRead),
        },
        Err(_) => Err(NotRead),
    }
}

/// With the comma that some programs write before decimals.
fn decimal(cell: &str) -> String {
    let text = words(cell);
    match text.contains('.') {
        true => text,
        false => text.replacen(',', ".", 1),
    }
}

const OPEN: [&str; 7] = [
    "เปิด",
    "เปิดบริการ",
    "เปิดให้บริการ",
    "ว่าง",
    "yes",
    "opened",
    "active",
];
const FULL: [&str; 2] = ["เต็ม", "เต็มแล้ว"];
const PAUSED: [&str; 3] = ["หยุดชั่วคราว", "ปิดชั่วคราว", "พัก"];
const CLOSED: [&str; 6] = ["ปิด", "ปิดแล้ว", "ปิดบริการ", "เลิก", "no", "inactive"];

/// A status by its code, its label or the words people have for it; `None` where nothing is written.
pub fn status(cell: &str) -> Result<Option<Status>, NotRead> {
    let text = folded(&words(cell));
    if text.is_empty() {
        return Ok(None);
    }
    let named = Status::ALL.into_iter().find(|status| {
        let labels = [Language::Th, Language::En]
            .map(|language| folded(&i18n::text(language, status.label())));
        status.code() == text || labels.contains(&text)
    });
    let other = || {
        let lists: [(&[&str], Status); 4] = [
            (&OPEN, Status::Open),
            (&FULL, Status::Full),
            (&PAUSED, Status::Paused),
            (&CLOSED, Status::Closed),
        ];
        let found = lists
            .iter()
            .find(|(words, _)| words.contains(&text.as_str()));
        found.map(|(_, status)| *status)
    };
    named.or_else(other).map(Some).ok_or(NotRead)
}

/// The kind of point that words most likely mean: its code or its label, or the longest of these that
/// is a part of them.
pub fn kind(raw: &str) -> Option<&'static str> {
    let text = folded(raw);
    if text.is_empty() {
        return None;
    }
    let names = KINDS.iter().flat_map(|kind| {
        let labels = [Language::Th, Language::En].map(|language| folded(kind.labels.get(language)));
        std::iter::once(kind.code.clone())
            .chain(labels)
            .map(move |name| (name, kind.code.as_str()))
    });
    names
        .filter(|(name, _)| {
            text == *name || (name.chars().count() > 3 && text.contains(name.as_str()))
        })
        .max_by_key(|(name, _)| (text == *name, name.chars().count()))
        .map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_get_their_zero_back_and_a_dash_is_none() {
        for (cell, told) in [
            ("053731005", Some("053731005")),
            ("53731005", Some("053731005")),
            ("812345678", Some("0812345678")),
            ("๐๕๓-๗๓๑-๐๐๕", Some("053-731-005")),
            ("1669", Some("1669")),
            ("53731005, 812345678", Some("053731005, 0812345678")),
            ("+66 53 731 005 ต่อ 12", Some("+66 53 731 005 ต่อ 12")),
            ("-", None),
            ("ไม่มี", None),
            ("", None),
        ] {
            assert_eq!(phones(cell), Ok(told.map(str::to_owned)), "{cell}");
        }
        for bad in ["12", "โทรมา", "081234567890123456789"] {
            assert_eq!(phones(bad), Err(NotRead), "{bad}");
        }
    }

    #[test]
    fn numbers_stand_as_text_with_units_and_without() {
        for (cell, n) in [
            ("120", Some(120)),
            ("1,200", Some(1200)),
            ("120.0", Some(120)),
            ("๑๒๐ เตียง", Some(120)),
            ("30 beds", Some(30)),
            ("0", Some(0)),
            ("-", None),
        ] {
            assert_eq!(count(cell), Ok(n), "{cell}");
        }
        for bad in ["-5", "หลายเตียง", "12.5", "=1+1", "999999999"] {
            assert_eq!(count(bad), Err(NotRead), "{bad}");
        }
    }

    #[test]
    fn a_place_is_read_whichever_way_round_it_stands() {
        let at = |both, lat, lon| {
            place(both, lat, lon).map(|placed| {
                placed.map(|one| (one.position.lat(), one.position.lon(), one.was_swapped))
            })
        };
        assert_eq!(at("", "20.43", "99.88"), Ok(Some((20.43, 99.88, false))));
        assert_eq!(at("", "99.88", "20.43"), Ok(Some((20.43, 99.88, true))));
        assert_eq!(at("", "20,43", "99,88"), Ok(Some((20.43, 99.88, false))));
        assert_eq!(at("20.43, 99.88", "", ""), Ok(Some((20.43, 99.88, false))));
        assert_eq!(at("99.88 20.43", "", ""), Ok(Some((20.43, 99.88, true))));
        assert_eq!(at("", "", ""), Ok(None));
        assert_eq!(at("", "0", "0"), Ok(None));
        assert_eq!(at("", "20.43", ""), Err(NotRead));
        assert_eq!(at("", "เหนือ", "ตะวันออก"), Err(NotRead));
        assert_eq!(at("", "200", "300"), Err(NotRead));
    }

    #[test]
    fn words_of_kinds_and_statuses_are_understood() {
        for (words, code) in [
            ("hospital", Some("hospital")),
            ("hospital_community", Some("hospital")),
            ("field_hospital", Some("field_hospital")),
            ("โรงพยาบาลสนาม", Some("field_hospital")),
            ("โรงพยาบาลชุมชน", Some("hospital")),
            ("ธนาคาร", None),
            ("", None),
        ] {
            assert_eq!(kind(words), code, "{words}");
        }
        assert_eq!(status("เปิด"), Ok(Some(Status::Open)));
        assert_eq!(status("FULL"), Ok(Some(Status::Full)));
        assert_eq!(status(""), Ok(None));
        assert_eq!(status("ครึ่งๆ"), Err(NotRead));
    }
}
