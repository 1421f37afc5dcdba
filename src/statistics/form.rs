//! The days that are asked for, on pages and by programs.

use i18n::Language;
use jiff::civil::Date;
use web::{Problems, Typed};

use super::model::Days;

/// The longest span, in days: ten years.
const MOST: i64 = 3_653;

/// Fields `from` and `to`, as people write days; no days where neither is there. One of them alone is one end:
/// today is the other, or the day itself where nothing came after it.
pub fn read_days(language: Language, typed: &Typed, today: Date) -> Result<Option<Days>, Problems> {
    let mut problems = Problems::default();
    if !typed.has("from") && !typed.has("to") {
        return Ok(None);
    }
    let mut day = |field: &'static str| match typed.has(field) {
        false => Some(None),
        true => {
            let day = i18n::date::parse_date(language, typed.value(field));
            problems
                .keep(field, day, |_| "statistics-date-wrong")
                .map(Some)
        }
    };
    let (first, last) = (day("from"), day("to"));
    let (Some(first), Some(last)) = (first, last) else {
        return Err(problems);
    };
    let last = last.unwrap_or_else(|| today.max(first.unwrap_or(today)));
    let days = Days {
        first: first.unwrap_or(last),
        last,
    };
    if days.first > days.last {
        problems.add("from", "statistics-days-reversed");
    } else if days.n() > MOST {
        problems.add("from", "statistics-days-too-many");
    }
    match problems.is_empty() {
        true => Ok(Some(days)),
        false => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(from: &str, to: &str) -> Result<Option<Days>, Vec<String>> {
        let mut typed = Typed::default();
        for (field, value) in [("from", from), ("to", to)] {
            if !value.is_empty() {
                typed.set(field, value);
            }
        }
        let today = date(2026, 11, 28);
        read_days(Language::Th, &typed, today).map_err(|problems| {
            let all = ["from", "to"].into_iter();
            all.filter(|field| problems.of(field).is_some())
                .map(str::to_owned)
                .collect()
        })
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let days = |first, last| Ok(Some(Days { first, last }));
        let (first, today) = (date(2026, 11, 1), date(2026, 11, 28));
        assert_eq!(read("", ""), Ok(None));
        assert_eq!(read("1 พ.ย. 2569", "28 พ.ย. 2569"), days(first, today));
        assert_eq!(read("๑/๑๑/๒๕๖๙", ""), days(first, today));
        assert_eq!(read("2026-11-01", "2026-11-01"), days(first, first));
        assert_eq!(read("", "2026-11-28"), days(today, today));
    }

    #[test]
    fn what_makes_no_span_is_said_at_its_field() {
        let from = || Err(vec!["from".to_owned()]);
        assert_eq!(read("28 พ.ย. 2569", "1 พ.ย. 2569"), from());
        assert_eq!(read("1026-01-01", "2026-01-01"), from());
        assert_eq!(read("โน่น", "2026-01-01"), from());
        assert_eq!(
            read("2026-01-01", "32 พ.ย. 2569"),
            Err(vec!["to".to_owned()])
        );
    }
}
