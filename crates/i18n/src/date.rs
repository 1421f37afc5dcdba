//! Days and times as people here read and write them: the Buddhist era in Thai, Bangkok's clock,
//! how long ago, how much longer. The clock is never read; the moment is handed in.

mod months;
mod parse;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::Language;
use crate::messages::{say, text};

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
        Language::Th => format!("{hour:02}.{minute:02} น."),
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
