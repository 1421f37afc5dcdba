//! When a place is open: a week that repeats, and single days that differ. Times are minutes of the day
//! in Thailand; a span that ends past midnight belongs to the day it began.

use std::collections::BTreeMap;

use i18n::Language;
use i18n::date::parse_date;
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

const DAY: u16 = 24 * 60;
/// Spans of one day.
const MOST_SPANS: usize = 4;
/// Days that differ.
const MOST_EXCEPTIONS: usize = 60;

/// From a minute to a minute; the end is past 24 hours where it is open past midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span(pub u16, pub u16);

/// Spans of one day; none: closed.
pub type Day = Vec<Span>;

/// The days of a week by their codes.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hours {
    /// Monday first; `None` where nobody has said.
    #[serde(default)]
    pub week: [Option<Day>; 7],
    #[serde(default)]
    pub except: BTreeMap<Date, Day>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotHours {
    #[error("not understood as times of a day")]
    NotTimes,
    #[error("it opens and closes at the same minute")]
    NoTime,
    #[error("spans of one day lie upon each other")]
    Overlap,
    #[error("more than {MOST_SPANS} spans of a day")]
    TooManySpans,
    #[error("more than {MOST_EXCEPTIONS} days that differ")]
    TooManyDays,
}

impl Hours {
    pub fn is_known(&self) -> bool {
        self.week.iter().any(Option::is_some) || !self.except.is_empty()
    }

    /// Whether it is open at an instant; `None` where nobody has said.
    pub fn is_open(&self, at: Timestamp) -> Option<bool> {
        if !self.is_known() {
            return None;
        }
        let (day, minute) = local(at);
        if self.began_yesterday(day, minute).is_some() {
            return Some(true);
        }
        let spans = self.day(day)?;
        Some(spans.iter().any(|span| (span.0..span.1).contains(&minute)))
    }

    fn day(&self, day: Date) -> Option<&Day> {
        let usual = self.week[weekday(day)].as_ref();
        self.except.get(&day).or(usual)
    }

    /// The span of the day before that goes on past midnight.
    fn began_yesterday(&self, day: Date, minute: u16) -> Option<Span> {
        let yesterday = day.yesterday().ok()?;
        let spans = self.day(yesterday)?;
        let goes_on = |span: &&Span| span.1 > DAY && minute < span.1 - DAY;
        spans.iter().find(goes_on).copied()
    }

    /// The minute of the day at which it closes, where it is open now and not around the clock.
    pub fn closes_at(&self, at: Timestamp) -> Option<u16> {
        let (day, minute) = local(at);
        let span = match self.began_yesterday(day, minute) {
            Some(span) => span,
            None => *self
                .day(day)?
                .iter()
                .find(|span| (span.0..span.1).contains(&minute))?,
        };
        let is_all_day = span == Span(0, DAY);
        (!is_all_day).then_some(span.1 % DAY)
    }

    /// When it opens next within a week: the day, and the minute of it.
    pub fn opens_next(&self, at: Timestamp) -> Option<(Date, u16)> {
        let (today, minute) = local(at);
        let mut day = today;
        for _ in 0..8 {
            let spans = self.day(day).map_or(&[][..], Vec::as_slice);
            let later = spans
                .iter()
                .filter(|span| day > today || span.0 > minute)
                .map(|span| span.0)
                .min();
            if let Some(from) = later {
                return Some((day, from));
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// Days of one pattern that follow one another: first and last (Monday is 0), and the spans.
    pub fn grouped(&self) -> Vec<(usize, usize, &Day)> {
        let mut groups: Vec<(usize, usize, &Day)> = Vec::new();
        for (n, day) in self.week.iter().enumerate() {
            let Some(day) = day else {
                continue;
            };
            match groups.last_mut() {
                Some((_, last, spans)) if *last + 1 == n && *spans == day => *last = n,
                _ => groups.push((n, n, day)),
            }
        }
        groups
    }

    /// Single days from today on.
    pub fn coming(&self, today: Date) -> impl Iterator<Item = (&Date, &Day)> {
        self.except.range(today..)
    }
}

fn local(at: Timestamp) -> (Date, u16) {
    let zoned = at.to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
    let minute = i32::from(zoned.hour()) * 60 + i32::from(zoned.minute());
    (zoned.date(), u16::try_from(minute).unwrap_or_default())
}

fn weekday(day: Date) -> usize {
    match day.weekday() {
        Weekday::Monday => 0,
        Weekday::Tuesday => 1,
        Weekday::Wednesday => 2,
        Weekday::Thursday => 3,
        Weekday::Friday => 4,
        Weekday::Saturday => 5,
        Weekday::Sunday => 6,
    }
}

const CLOSED: [&str; 6] = ["ปิด", "หยุด", "ปิดทำการ", "closed", "close", "-"];
const ALL_DAY: [&str; 9] = [
    "24",
    "24ชม",
    "24ชั่วโมง",
    "ตลอด24ชั่วโมง",
    "ตลอดวัน",
    "ตลอด",
    "24h",
    "24hours",
    "always",
];

/// Reads the times of a day as people write them: `08:30-16:30`, `8.30–12.00 น., 13.00–16.00 น.`,
/// `20:00-02:00`, `24 ชั่วโมง`, `ปิด`. `None` where nothing was written.
pub fn read_day(text: &str) -> Result<Option<Day>, NotHours> {
    let folded = i18n::fold_digits(&i18n::normalise(text)).to_lowercase();
    let bare: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = bare.replace("น.", "").replace("นาฬิกา", "");
    let bare = bare.trim_matches(['.', ',']);
    if bare.is_empty() {
        return Ok(None);
    }
    if CLOSED.contains(&bare) {
        return Ok(Some(Day::new()));
    }
    if ALL_DAY.contains(&bare) {
        return Ok(Some(vec![Span(0, DAY)]));
    }
    let parts = bare
        .replace("และ", ",")
        .replace("and", ",")
        .replace('/', ",");
    let mut spans = parts
        .split(',')
        .filter(|part| !part.is_empty())
        .map(span)
        .collect::<Result<Day, _>>()?;
    spans.sort_by_key(|span| span.0);
    if spans.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(NotHours::Overlap);
    }
    match spans.len() {
        0 => Err(NotHours::NotTimes),
        n if n > MOST_SPANS => Err(NotHours::TooManySpans),
        _ => Ok(Some(spans)),
    }
}

fn span(text: &str) -> Result<Span, NotHours> {
    let text = text.replace(['–', '—', '−', '~'], "-").replace("ถึง", "-");
    let (from, to) = text.split_once('-').ok_or(NotHours::NotTimes)?;
    let (from, to) = (minute(from)?, minute(to)?);
    if from == to {
        return Err(NotHours::NoTime);
    }
    if from >= DAY {
        return Err(NotHours::NotTimes);
    }
    Ok(Span(from, if to < from { to + DAY } else { to }))
}

/// Reads a time of the day as people write it, as the minute of it.
pub fn read_clock(text: &str) -> Result<u16, NotHours> {
    let folded = i18n::fold_digits(&i18n::normalise(text)).replace("น.", "");
    minute(folded.trim()).map(|minute| minute % DAY)
}

fn minute(text: &str) -> Result<u16, NotHours> {
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return Err(NotHours::NotTimes),
        // 0830
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => (text, "0"),
    };
    let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => text.parse::<u16>().map_err(|_| NotHours::NotTimes),
        false => Err(NotHours::NotTimes),
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let at = hours.checked_mul(60).ok_or(NotHours::NotTimes)? + minutes;
    match minutes < 60 && at <= DAY {
        true => Ok(at),
        false => Err(NotHours::NotTimes),
    }
}

/// Reads single days, one a line: a date, then the times of that day.
pub fn read_exceptions(text: &str, language: Language) -> Result<BTreeMap<Date, Day>, NotHours> {
    let mut except = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (day, spans) = exception(line, language).ok_or(NotHours::NotTimes)?;
        except.insert(day, spans);
    }
    match except.len() > MOST_EXCEPTIONS {
        true => Err(NotHours::TooManyDays),
        false => Ok(except),
    }
}

fn exception(line: &str, language: Language) -> Option<(Date, Day)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    // A date may be of several words, and so may the times.
    (1..words.len()).find_map(|at| {
        let date = words[..at].join(" ");
        let day = parse_date(language, date.trim_end_matches([':', '='])).ok()?;
        let spans = read_day(&words[at..].join(" ")).ok()??;
        Some((day, spans))
    })
}

/// A day as it may be written again: `08:30-12:00, 13:00-16:00`, `closed`, `24`.
pub fn written(day: &Day) -> String {
    match day.as_slice() {
        [] => "closed".to_owned(),
        [Span(0, DAY)] => "24".to_owned(),
        spans => {
            let texts: Vec<String> = spans
                .iter()
                .map(|span| format!("{}-{}", clock(span.0), clock(span.1 % DAY)))
                .collect();
            texts.join(", ")
        }
    }
}

/// A minute of the day, as `08:30`.
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn day(text: &str) -> String {
        match read_day(text) {
            Ok(None) => "nothing".to_owned(),
            Ok(Some(day)) => written(&day),
            Err(err) => format!("{err:?}"),
        }
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, wanted) in [
            ("", "nothing"),
            ("08:30-16:30", "08:30-16:30"),
            ("๘.๓๐ – ๑๖.๓๐ น.", "08:30-16:30"),
            ("0830-1630", "08:30-16:30"),
            ("8-20", "08:00-20:00"),
            ("08.30-12.00 น., 13.00-16.00 น.", "08:30-12:00, 13:00-16:00"),
            ("13:00-16:00 และ 8:00-12:00", "08:00-12:00, 13:00-16:00"),
            ("20:00-02:00", "20:00-02:00"),
            ("00:00-24:00", "24"),
            ("24 ชม.", "24"),
            ("ตลอด ๒๔ ชั่วโมง", "24"),
            ("ปิด", "closed"),
            ("Closed", "closed"),
            ("08:00-08:00", "NoTime"),
            ("08:00-12:00, 11:00-13:00", "Overlap"),
            ("25:00-26:00", "NotTimes"),
            ("08:70-09:00", "NotTimes"),
            ("8:5-9", "NotTimes"),
            ("เช้า", "NotTimes"),
            ("1-2,3-4,5-6,7-8,9-10", "TooManySpans"),
        ] {
            assert_eq!(day(text), wanted, "{text}");
        }
    }

    fn at(text: &str) -> Timestamp {
        format!("{text}+07:00").parse().unwrap()
    }

    fn night() -> Hours {
        // Saturday night into Sunday; Sunday itself is closed.
        let mut hours = Hours::default();
        hours.week[5] = read_day("08:00-12:00, 20:00-02:00").unwrap();
        hours.week[6] = read_day("closed").unwrap();
        hours
    }

    #[test]
    fn a_night_goes_on_past_midnight() {
        let hours = night();
        // 21 November 2026 is a Saturday.
        for (time, open) in [
            ("2026-11-21T07:59:59", Some(false)),
            ("2026-11-21T08:00:00", Some(true)),
            ("2026-11-21T12:00:00", Some(false)),
            ("2026-11-21T23:59:00", Some(true)),
            ("2026-11-22T01:59:00", Some(true)),
            ("2026-11-22T02:00:00", Some(false)),
            // Of Monday nobody has said anything.
            ("2026-11-23T10:00:00", None),
        ] {
            assert_eq!(hours.is_open(at(time)), open, "{time}");
        }
        assert_eq!(hours.closes_at(at("2026-11-21T23:00:00")), Some(120));
        assert_eq!(hours.closes_at(at("2026-11-22T01:00:00")), Some(120));
        assert_eq!(
            hours.opens_next(at("2026-11-21T12:30:00")),
            Some((date(2026, 11, 21), 1200))
        );
        assert_eq!(
            hours.opens_next(at("2026-11-22T10:00:00")),
            Some((date(2026, 11, 28), 480))
        );
    }

    #[test]
    fn a_day_that_differs_goes_before_the_week() {
        let mut hours = night();
        let text = "21 พ.ย. 2569 ปิด\n2026-11-23: 10:00-11:00";
        hours.except = read_exceptions(text, Language::Th).unwrap();
        assert_eq!(hours.is_open(at("2026-11-21T21:00:00")), Some(false));
        assert_eq!(hours.is_open(at("2026-11-22T01:00:00")), Some(false));
        assert_eq!(hours.is_open(at("2026-11-23T10:30:00")), Some(true));
        assert!(read_exceptions("พรุ่งนี้ ปิด", Language::Th).is_err());
        let text = serde_json::to_string(&hours).unwrap();
        assert_eq!(serde_json::from_str::<Hours>(&text).unwrap(), hours);
    }

    #[test]
    fn around_the_clock_has_no_closing_time() {
        let mut hours = Hours::default();
        hours.week.fill(read_day("24").unwrap());
        assert_eq!(hours.is_open(at("2026-11-21T03:00:00")), Some(true));
        assert_eq!(hours.closes_at(at("2026-11-21T03:00:00")), None);
        assert_eq!(hours.grouped().len(), 1);
        assert!(!Hours::default().is_known());
    }
}
