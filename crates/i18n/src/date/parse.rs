//! Dates as people type them: in either era, with the month by number or by name in any of the five
//! languages, with digits of any script. The day comes before the month, as everywhere here.

use jiff::civil::Date;

use super::{BUDDHIST_YEARS, months};
use crate::{Language, fold_digits, normalise};

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing but space.
    #[error("no date given")]
    Empty,
    /// Neither numbers in a known order nor a known month.
    #[error("not readable as a date")]
    Unreadable,
    /// Such as 31 February.
    #[error("there is no such day")]
    NoSuchDay,
    /// A year of two digits outside Thai, which could be of either era and century.
    #[error("the year needs four digits")]
    ShortYear,
    /// Before 1850 or after 2200 of the common era.
    #[error("the year is out of range")]
    YearOutOfRange,
}

/// Reads `17/12/2564`, `๑๗ ธันวาคม ๒๕๖๔`, `17 ธ.ค. 64`, `2021-12-17`, `17 Dec 2021` and the like. A
/// year above 2400 is of the Buddhist era. A year of two digits is so too in Thai or beside a Thai
/// month (`64` is 2564), and is refused elsewhere.
pub fn parse_date(language: Language, text: &str) -> Result<Date, DateError> {
    let text = normalise(text).to_lowercase();
    let text = fold_digits(&text);
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    let read = read(&text)?;
    let (day, month, year) = match (read.month, read.numbers.as_slice()) {
        (Some(month), [first, second]) if first.len() > 2 => (*second, month, *first),
        (Some(month), [first, second]) => (*first, month, *second),
        (None, [first, second, third]) if first.len() > 2 => (*third, small(second)?, *first),
        (None, [first, second, third]) => (*first, small(second)?, *third),
        _ => return Err(DateError::Unreadable),
    };
    let year = common_year(year, read.era, language == Language::Th || read.thai)?;
    Date::new(year, month, small(day)?).map_err(|_| DateError::NoSuchDay)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Era {
    Buddhist,
    Common,
}

/// What stands in the text, in whatever order.
#[derive(Default)]
struct Read<'a> {
    numbers: Vec<&'a str>,
    month: Option<i8>,
    era: Option<Era>,
    /// The month was written in Thai.
    thai: bool,
}

fn read(text: &str) -> Result<Read<'_>, DateError> {
    let mut read = Read::default();
    let mut rest = text.trim_start_matches(is_gap);
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest
            .find(|letter: char| match digit {
                true => !letter.is_ascii_digit(),
                // The full stops of `ธ.ค.` belong to the word.
                false => letter.is_ascii_digit() || (is_gap(letter) && letter != '.'),
            })
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        if digit {
            read.numbers.push(token);
        } else {
            word(token, &mut read)?;
        }
        if read.numbers.len() > 3 {
            return Err(DateError::Unreadable);
        }
        rest = after.trim_start_matches(is_gap);
    }
    Ok(read)
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '/' | '-' | '–' | ',' | '.' | '၊' | '(' | ')')
}

/// What people write around the parts of a date, without full stops.
const AROUND: [&str; 26] = [
    "วันที่",
    "ที่",
    "เดือน",
    "ปี",
    "st",
    "nd",
    "rd",
    "th",
    "of",
    "the",
    "on",
    "ရက်",
    "ရက်နေ့",
    "လ",
    "ခုနှစ်",
    "ခု",
    "နှစ်",
    "ថ្ងៃទី",
    "ថ្ងៃ",
    "ទី",
    "ខែ",
    "ឆ្នាំ",
    "ວັນທີ",
    "ທີ",
    "ເດືອນ",
    "ປີ",
];

const ERAS: [(&str, Era); 9] = [
    ("พุทธศักราช", Era::Buddhist),
    ("คริสต์ศักราช", Era::Common),
    ("พศ", Era::Buddhist),
    ("คศ", Era::Common),
    ("พ.ศ", Era::Buddhist),
    ("ค.ศ", Era::Common),
    ("be", Era::Buddhist),
    ("ad", Era::Common),
    ("ce", Era::Common),
];

fn word(word: &str, read: &mut Read<'_>) -> Result<(), DateError> {
    let mut word = word.replace('.', "");
    loop {
        if let Some((month, thai)) = month(&word) {
            return match read.month.replace(month) {
                Some(_) => Err(DateError::Unreadable),
                None => {
                    read.thai = thai;
                    Ok(())
                }
            };
        }
        if word.is_empty() || is_weekday(&word) {
            return Ok(());
        }
        let (shorter, era) = shortened(&word).ok_or(DateError::Unreadable)?;
        read.era = era.or(read.era);
        word = shorter;
    }
}

/// The word without an era's name or what people write around, at either end.
fn shortened(word: &str) -> Option<(String, Option<Era>)> {
    let eras = ERAS.iter().map(|(name, era)| (*name, Some(*era)));
    let around = AROUND.iter().map(|name| (*name, None));
    eras.chain(around)
        .filter_map(|(name, era)| {
            let rest = word
                .strip_suffix(name)
                .or_else(|| word.strip_prefix(name))?;
            Some((rest.to_owned(), era))
        })
        .min_by_key(|(rest, _)| rest.len())
}

fn is_weekday(word: &str) -> bool {
    const ENGLISH: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    const THAI: [&str; 8] = [
        "จันทร์",
        "อังคาร",
        "พุธ",
        "พฤหัสบดี",
        "พฤหัส",
        "ศุกร์",
        "เสาร์",
        "อาทิตย์",
    ];
    let bare = word.strip_prefix("วัน").unwrap_or(word);
    let bare = bare.strip_suffix("ที่").unwrap_or(bare);
    THAI.contains(&bare) || (word.len() >= 3 && ENGLISH.iter().any(|name| name.starts_with(word)))
}

/// The month of that name, and whether the name is Thai.
fn month(word: &str) -> Option<(i8, bool)> {
    Language::ALL.into_iter().find_map(|language| {
        (1..=12).find_map(|month| {
            let long = months::long(language, month).to_lowercase();
            let short = months::short(language, month)
                .to_lowercase()
                .replace('.', "");
            let named = match language {
                Language::Th => word == long || word == short || is_thai_stem(&long, word),
                Language::En => word.len() >= 3 && long.starts_with(word),
                _ => word == normalise(&long) || word == normalise(&short),
            };
            named.then_some((month, language == Language::Th))
        })
    })
}

/// As spoken, without the ending: `ธันวา`, `กันยา`, `กุมภา`.
fn is_thai_stem(long: &str, word: &str) -> bool {
    ["คม", "ยน", "พันธ์"]
        .iter()
        .any(|ending| long.strip_suffix(ending) == Some(word))
}

fn small(number: &str) -> Result<i8, DateError> {
    match number.parse::<i8>() {
        Ok(number @ 1..=31) => Ok(number),
        Ok(_) => Err(DateError::NoSuchDay),
        Err(_) => Err(DateError::Unreadable),
    }
}

fn common_year(digits: &str, era: Option<Era>, thai: bool) -> Result<i16, DateError> {
    let number: i16 = digits.parse().map_err(|_| DateError::Unreadable)?;
    let year = match (digits.len(), era) {
        (2, Some(Era::Buddhist)) => 2500 + number - BUDDHIST_YEARS,
        (2, None) if thai => 2500 + number - BUDDHIST_YEARS,
        (2, _) => return Err(DateError::ShortYear),
        (4, Some(Era::Buddhist)) => number - BUDDHIST_YEARS,
        (4, None) if number > 2400 => number - BUDDHIST_YEARS,
        (4, _) => number,
        _ => return Err(DateError::Unreadable),
    };
    if (1850..=2200).contains(&year) {
        Ok(year)
    } else {
        Err(DateError::YearOutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::date::{long_date, to_date};
    use crate::thai_digits;

    #[test]
    fn as_people_write_them() {
        let wanted = date(2021, 12, 17);
        for text in [
            "๑๗ ธันวาคม ๒๕๖๔",
            "17 ธันวาคม 2564",
            "17ธันวาคม2564",
            "17 ธ.ค. 64",
            "17ธ.ค.64",
            "17 ธค 2564",
            "17 ธันวา 64",
            "วันที่ 17 ธันวาคม พ.ศ. 2564",
            "วันที่ 17 เดือนธันวาคม ปี พ.ศ.2564",
            "วันศุกร์ที่ ๑๗ ธันวาคม พุทธศักราช ๒๕๖๔",
            "17 ธันวาคม ค.ศ. 2021",
            "17 ธันวาคม 2021",
            "17/12/2564",
            " 17/12/64 ",
            "17-12-2564",
            "17.12.2564",
            "17/12/2021",
            "2021-12-17",
            "2564-12-17",
            "17 Dec 2021",
            "17th of December 2021",
            "Friday, December 17, 2021",
            "Fri 17 Dec 2564 BE",
            "2021 Dec 17",
            "၁၇ ဒီဇင်ဘာ ၂၀၂၁",
            "ថ្ងៃទី១៧ ខែធ្នូ ឆ្នាំ២០២១",
            "ວັນທີ 17 ທັນວາ 2021",
            "17 ທ.ວ. 2021",
        ] {
            assert_eq!(parse_date(Language::Th, text), Ok(wanted), "{text}");
        }
        assert_eq!(
            parse_date(Language::Th, "๘ พฤษภาคม ๒๕๖๓"),
            Ok(date(2020, 5, 8))
        );
        assert_eq!(
            parse_date(Language::Th, "๗ มกราคม ๒๕๖๕"),
            Ok(date(2022, 1, 7))
        );
        assert_eq!(parse_date(Language::En, "17 ธ.ค. 64"), Ok(wanted));
        assert_eq!(parse_date(Language::Th, "29/2/2567"), Ok(date(2024, 2, 29)));
        assert_eq!(parse_date(Language::En, "5/3/2026"), Ok(date(2026, 3, 5)));
    }

    #[test]
    fn what_is_no_date() {
        use DateError::{Empty, NoSuchDay, ShortYear, Unreadable, YearOutOfRange};
        for (text, wanted) in [
            ("", Empty),
            (" \u{200B}", Empty),
            ("พรุ่งนี้", Unreadable),
            ("17", Unreadable),
            ("17 ธันวาคม", Unreadable),
            ("17/12", Unreadable),
            ("1/2/3/4", Unreadable),
            ("2021-12-17T10:00", Unreadable),
            ("17 ธ.ค. พ.ย. 64", Unreadable),
            ("17122564", Unreadable),
            ("5/3/4", Unreadable),
            ("31/2/2564", NoSuchDay),
            ("29/2/2566", NoSuchDay),
            ("12/17/2021", NoSuchDay),
            ("0/1/2564", NoSuchDay),
            ("17/0/2564", NoSuchDay),
            ("17/12/2300", YearOutOfRange),
            ("17/12/1700", YearOutOfRange),
            ("17/12/9999", YearOutOfRange),
            ("17/12/99999", Unreadable),
        ] {
            assert_eq!(parse_date(Language::Th, text), Err(wanted), "{text}");
        }
        assert_eq!(parse_date(Language::En, "17/12/21"), Err(ShortYear));
        assert_eq!(parse_date(Language::Th, "17 ธ.ค. ค.ศ. 21"), Err(ShortYear));
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (1860..2190i16, 1..=12i8, 1..=28i8).prop_map(|(year, month, day)| date(year, month, day))
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(day in any_day(), place in 0..5usize) {
            let language = Language::ALL[place];
            prop_assert_eq!(parse_date(language, &to_date(language, day)), Ok(day));
            prop_assert_eq!(parse_date(language, &long_date(language, day)), Ok(day));
            prop_assert_eq!(parse_date(language, &thai_digits(&to_date(language, day))), Ok(day));
            prop_assert_eq!(parse_date(language, &day.to_string()), Ok(day));
        }

        #[test]
        fn never_panics(text in ".*") {
            let _ = parse_date(Language::Th, &text);
        }

        #[test]
        fn never_panics_near_dates(text in "[0-9๐-๙/. -]{0,6}(ธ\\.ค\\.|พ\\.ศ\\.|dec|วันที่)?[0-9/. -]{0,12}") {
            let _ = parse_date(Language::Th, &text);
        }
    }
}
