//! Days and times as people here read and write them: the Buddhist era in Thai, Bangkok's clock,
//! how long ago, how much longer. The clock is never read; the moment is handed in.

mod moment;
mod months;
mod parse;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::Language;
use crate::messages::{say, text};

pub use moment::{TypedMoment, parse_moment};
pub use parse::{DateError, parse_date};

/// Years of the Buddhist era are ahead of the common era by this much.
pub const BUDDHIST_YEARS: i16 = 543;

/// Asia/Bangkok: seven hours ahead, no summer time, since 1920.
const BANGKOK: Offset = Offset::constant(7);

/// What Bangkok's calendar and clock show at that moment.
pub fn bangkok(at: Timestamp) -> DateTime {
    BANGKOK.to_datetime(at)
}

/// The day in Bangkok at that moment.
pub fn bangkok_date(at: Timestamp) -> Date {
    bangkok(at).date()
}

/// The moment at which that day begins in Bangkok. `None` only at the ends of the calendar.
pub fn start_of_day(day: Date) -> Option<Timestamp> {
    BANGKOK.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// The year as the reader counts: of the Buddhist era in Thai, of the common era elsewhere.
pub fn year(language: Language, day: Date) -> i16 {
    match language {
        Language::Th => day.year().saturating_add(BUDDHIST_YEARS),
        _ => day.year(),
    }
}

/// The Thai fiscal year, Buddhist era: from 1 October on it bears the number of the year to come.
pub fn fiscal_year(day: Date) -> i16 {
    let begun = if day.month() >= 10 { 1 } else { 0 };
    day.year().saturating_add(BUDDHIST_YEARS + begun)
}

/// `21 พ.ย. 2569`, `21 Nov 2026`.
pub fn to_date(language: Language, day: Date) -> String {
    let month = months::short(language, day.month());
    format!("{} {month} {}", day.day(), year(language, day))
}

/// With the month in full, as in letters: `21 พฤศจิกายน 2569`, `21 November 2026`.
pub fn long_date(language: Language, day: Date) -> String {
    let month = months::long(language, day.month());
    format!("{} {month} {}", day.day(), year(language, day))
}

/// Bangkok's clock: `14.05 น.`, `14:05`.
pub fn clock_time(language: Language, at: Timestamp) -> String {
    time_of_day(language, bangkok(at).time())
}

/// See [`clock_time`].
pub fn time_of_day(language: Language, time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match language {
        Language::Th => format!("{hour:02}.{minute:02}\u{a0}น."),
        _ => format!("{hour:02}:{minute:02}"),
    }
}

/// `21 พ.ย. 2569 เวลา 14.05 น.`, `21 Nov 2026, 14:05`.
pub fn date_time(language: Language, at: Timestamp) -> String {
    let day = to_date(language, bangkok_date(at));
    let time = clock_time(language, at);
    say(
        language,
        "i18n-date-time",
        &[("date", day.into()), ("time", time.into())],
    )
}

/// `20 นาทีที่แล้ว`, `2 days ago`; under a minute, and ahead of `now` (clocks differ), `เมื่อสักครู่`;
/// from a week on the day itself.
pub fn ago(language: Language, at: Timestamp, now: Timestamp) -> String {
    let minutes = now.duration_since(at).as_mins();
    let (key, amount) = match minutes {
        ..1 => return text(language, "i18n-ago-now"),
        1..60 => ("i18n-ago-minutes", minutes),
        60..1440 => ("i18n-ago-hours", minutes / 60),
        1440..10_080 => ("i18n-ago-days", minutes / 1440),
        _ => return to_date(language, bangkok_date(at)),
    };
    say(language, key, &[("n", amount.into())])
}

/// How long, in its two largest units: `1 ชั่วโมง 20 นาที`, `45 วินาที`. Below nothing is nothing.
pub fn duration(language: Language, long: SignedDuration) -> String {
    let seconds = long.as_secs().max(0);
    let units = [
        ("i18n-duration-days", seconds / 86_400),
        ("i18n-duration-hours", seconds / 3600 % 24),
        ("i18n-duration-minutes", seconds / 60 % 60),
        ("i18n-duration-seconds", seconds % 60),
    ];
    let largest = units
        .iter()
        .position(|(_, amount)| *amount > 0)
        .unwrap_or(units.len() - 1);
    let parts: Vec<String> = units[largest..]
        .iter()
        .take(2)
        .enumerate()
        .filter(|(place, (_, amount))| *place == 0 || *amount > 0)
        .map(|(_, (key, amount))| say(language, key, &[("n", (*amount).into())]))
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_in_five_languages() {
        let day = date(2026, 11, 21);
        for (language, short, long) in [
            (Language::Th, "21 พ.ย. 2569", "21 พฤศจิกายน 2569"),
            (Language::En, "21 Nov 2026", "21 November 2026"),
            (Language::My, "21 နိုဝင်ဘာ 2026", "21 နိုဝင်ဘာ 2026"),
            (Language::Km, "21 វិច្ឆិកា 2026", "21 វិច្ឆិកា 2026"),
            (Language::Lo, "21 ພ.ຈ. 2026", "21 ພະຈິກ 2026"),
        ] {
            assert_eq!(to_date(language, day), short);
            assert_eq!(long_date(language, day), long);
        }
        assert_eq!(to_date(Language::Th, date(2021, 12, 17)), "17 ธ.ค. 2564");
        assert_eq!(to_date(Language::Th, date(2020, 5, 8)), "8 พ.ค. 2563");
        assert_eq!(to_date(Language::Th, date(2022, 1, 7)), "7 ม.ค. 2565");
    }

    #[test]
    fn times_by_the_clock_of_bangkok() {
        let at = moment("2026-11-21T07:05:59Z");
        assert_eq!(
            date_time(Language::Th, at),
            "21 พ.ย. 2569 เวลา 14.05\u{a0}น."
        );
        assert_eq!(date_time(Language::En, at), "21 Nov 2026, 14:05");
        assert_eq!(clock_time(Language::Th, at), "14.05\u{a0}น.");
        assert_eq!(
            clock_time(Language::Lo, moment("2026-11-20T18:00:00Z")),
            "01:00"
        );
    }

    #[test]
    fn the_day_turns_at_seventeen_hours_utc() {
        assert_eq!(
            bangkok_date(moment("2026-12-31T16:59:59Z")),
            date(2026, 12, 31)
        );
        assert_eq!(
            bangkok_date(moment("2026-12-31T17:00:00Z")),
            date(2027, 1, 1)
        );
        assert_eq!(
            start_of_day(date(2027, 1, 1)),
            Some(moment("2026-12-31T17:00:00Z"))
        );
        for at in [Timestamp::MIN, Timestamp::MAX] {
            let _ = (bangkok(at), date_time(Language::Th, at));
        }
    }

    #[test]
    fn the_fiscal_year_begins_in_october() {
        assert_eq!(fiscal_year(date(2026, 9, 30)), 2569);
        assert_eq!(fiscal_year(date(2026, 10, 1)), 2570);
    }

    #[test]
    fn how_long_ago() {
        let now = moment("2026-11-21T07:00:00Z");
        for (at, thai, english) in [
            ("2026-11-21T06:59:01Z", "เมื่อสักครู่", "just now"),
            ("2026-11-21T07:30:00Z", "เมื่อสักครู่", "just now"),
            ("2026-11-21T06:59:00Z", "1 นาทีที่แล้ว", "1 minute ago"),
            ("2026-11-21T06:40:00Z", "20 นาทีที่แล้ว", "20 minutes ago"),
            ("2026-11-21T05:00:01Z", "1 ชั่วโมงที่แล้ว", "1 hour ago"),
            ("2026-11-19T07:00:00Z", "2 วันที่แล้ว", "2 days ago"),
            ("2026-11-14T07:00:00Z", "14 พ.ย. 2569", "14 Nov 2026"),
        ] {
            assert_eq!(ago(Language::Th, moment(at), now), thai);
            assert_eq!(ago(Language::En, moment(at), now), english);
        }
    }

    #[test]
    fn how_long() {
        for (seconds, thai, english) in [
            (-5, "0 วินาที", "0 seconds"),
            (45, "45 วินาที", "45 seconds"),
            (80, "1 นาที 20 วินาที", "1 minute 20 seconds"),
            (4800, "1 ชั่วโมง 20 นาที", "1 hour 20 minutes"),
            (3605, "1 ชั่วโมง", "1 hour"),
            (
                86_400 * 1200 + 3600,
                "1,200 วัน 1 ชั่วโมง",
                "1,200 days 1 hour",
            ),
        ] {
            // No line ends between a figure and its unit.
            let said = duration(Language::Th, SignedDuration::from_secs(seconds));
            assert_eq!(said.replace('\u{a0}', " "), thai);
            assert_eq!(
                duration(Language::En, SignedDuration::from_secs(seconds)),
                english
            );
        }
    }

    #[test]
    fn every_language_says_them_itself() {
        for language in Language::ALL {
            for key in crate::keys(Language::En).filter(|key| key.starts_with("i18n-")) {
                assert!(crate::has(language, key), "{language} {key}");
            }
        }
    }
}
