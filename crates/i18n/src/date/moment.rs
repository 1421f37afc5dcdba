//! A day with an hour as people type it: the day in any of the ways of [`parse_date`], the hour by
//! Bangkok's clock, or what a field with a calendar and a program send.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::{BANGKOK, DateError, parse_date};
use crate::{Language, fold_digits, normalise};

/// What was typed: a moment, or a day whose hour is for the reader of the field to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedMoment {
    At(Timestamp),
    Day(Date),
}

impl TypedMoment {
    /// The moment, with this hour in Bangkok where only a day was typed. `None` only at the ends of
    /// the calendar.
    pub fn or_at(self, time: Time) -> Option<Timestamp> {
        match self {
            TypedMoment::At(at) => Some(at),
            TypedMoment::Day(day) => bangkok(day.to_datetime(time)),
        }
    }
}

/// Reads `27 พ.ย. 2569 เวลา 14.30 น.`, `27/11/2569 14:30`, `2026-11-27T14:30`, `27 Nov 2026, 14:30`,
/// `2026-11-27T07:30:00Z` and the like, and a day alone.
pub fn parse_moment(language: Language, text: &str) -> Result<TypedMoment, DateError> {
    let text = normalise(text);
    let text = fold_digits(&text);
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return in_range(BANGKOK.to_datetime(at).date()).map(|_| TypedMoment::At(at));
    }
    if let Some((day, time)) = with_hour(text)
        && let Ok(date) = parse_date(language, day)
    {
        let at = bangkok(date.to_datetime(time)).ok_or(DateError::YearOutOfRange)?;
        return Ok(TypedMoment::At(at));
    }
    parse_date(language, text).map(TypedMoment::Day)
}

fn bangkok(at: DateTime) -> Option<Timestamp> {
    BANGKOK.to_timestamp(at).ok()
}

fn in_range(day: Date) -> Result<Date, DateError> {
    if (1850..=2200).contains(&day.year()) {
        Ok(day)
    } else {
        Err(DateError::YearOutOfRange)
    }
}

/// What stands after the hour, and what stands between it and the day.
const AFTER: [&str; 5] = ["นาฬิกา", "น.", "น", "hrs", "h"];
const BETWEEN: [&str; 7] = ["เวลา", "ម៉ោង", "ເວລາ", "at", "T", ",", "၊"];

/// The text before the hour, and the hour, when the text ends with one.
fn with_hour(text: &str) -> Option<(&str, Time)> {
    let mut text = text;
    for word in AFTER {
        if let Some(shorter) = text.strip_suffix(word) {
            text = shorter.trim_end();
            break;
        }
    }
    let start = text
        .rfind(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ':' | '.'))
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
    let time = hour(&text[start..])?;
    let mut day = text[..start].trim_end();
    while let Some(shorter) = BETWEEN.iter().find_map(|word| day.strip_suffix(word)) {
        day = shorter.trim_end();
    }
    Some((day, time))
}

/// `14:30`, `14.30`, `9.05`, `14:30:00`.
fn hour(text: &str) -> Option<Time> {
    let (hour, rest) = text.split_once([':', '.'])?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let is_short = |part: &str, most: usize| (1..=most).contains(&part.len());
    if !is_short(hour, 2) || minute.len() != 2 || !is_short(second, 2) {
        return None;
    }
    Time::new(
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse().ok()?,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;
    use crate::date::date_time;
    use crate::thai_digits;

    #[test]
    fn as_people_and_programs_write_them() {
        let wanted = TypedMoment::At("2026-11-27T07:30:00Z".parse().unwrap());
        for text in [
            "27 พ.ย. 2569 เวลา 14.30 น.",
            "๒๗ พฤศจิกายน ๒๕๖๙ เวลา ๑๔.๓๐ น.",
            "27 พ.ย. 69 14:30",
            "27/11/2569 14.30น.",
            "27/11/2569, 14:30",
            "2026-11-27T14:30",
            "2569-11-27 14:30",
            "2026-11-27T14:30:00",
            "2026-11-27T07:30:00Z",
            "2026-11-27T14:30:00+07:00",
            "27 Nov 2026, 14:30",
            "27 Nov 2026 at 14:30",
        ] {
            assert_eq!(parse_moment(Language::Th, text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn a_day_alone_waits_for_its_hour() {
        for text in ["27 พ.ย. 2569", "27.11.2569", "2026-11-27"] {
            let typed = parse_moment(Language::Th, text).unwrap();
            assert_eq!(typed, TypedMoment::Day(date(2026, 11, 27)), "{text}");
            let evening = typed.or_at(time(23, 59, 0, 0)).unwrap();
            assert_eq!(evening.to_string(), "2026-11-27T16:59:00Z");
        }
    }

    #[test]
    fn what_is_no_moment() {
        for text in [
            "",
            "14:30",
            "พรุ่งนี้ 14:30",
            "27/11/2569 25:00",
            "27/11/2569 14:3",
            "31/2/2569 10:00",
            "9999-01-01T00:00:00Z",
        ] {
            assert!(parse_moment(Language::Th, text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(minutes in 0..60_000_000i64, place in 0..5usize) {
            let language = Language::ALL[place];
            let at = Timestamp::from_second(minutes * 60).unwrap();
            let shown = date_time(language, at);
            prop_assert_eq!(parse_moment(language, &shown), Ok(TypedMoment::At(at)), "{}", shown);
            prop_assert_eq!(parse_moment(language, &thai_digits(&shown)), Ok(TypedMoment::At(at)));
            prop_assert_eq!(parse_moment(language, &at.to_string()), Ok(TypedMoment::At(at)));
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = parse_moment(Language::Th, &text);
        }
    }
}
