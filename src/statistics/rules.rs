//! Who sees figures of single days, and how days are put together. Pure.

use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::Date;
use web::Message;

use super::model::{Bucket, Counts, Days, Step};
use crate::error::Refusal;

/// Why figures are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSee {
    #[error("figures of single days are for the admins of the area")]
    Days,
}

impl Refusal for CannotSee {
    fn name(&self) -> &'static str {
        match self {
            CannotSee::Days => "statistics-days-for-admins",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::FORBIDDEN
    }

    fn said(&self) -> Message {
        Message::new(self.name())
    }
}

/// The days in their order, empty, put together by step; the first and the last may be cut off.
pub fn buckets(days: Days, step: Step) -> Vec<Bucket> {
    let mut all = Vec::new();
    let mut first = days.first;
    while first <= days.last {
        let last = end_of(first, step).min(days.last);
        all.push(Bucket {
            days: Days { first, last },
            counts: Counts::NONE,
        });
        match last.tomorrow() {
            Ok(next) => first = next,
            Err(_) => break,
        }
    }
    all
}

/// The last day of the week or month in which a day lies; weeks end on Sundays.
fn end_of(day: Date, step: Step) -> Date {
    match step {
        Step::Day => day,
        Step::Week => {
            let since_monday = i64::from(day.weekday().to_monday_zero_offset());
            day.saturating_add((6 - since_monday).days())
        }
        Step::Month => day.last_of_month(),
        Step::Year => day.last_of_year(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn of(first: Date, last: Date) -> Vec<Days> {
        let days = Days { first, last };
        let all = buckets(days, Step::of(days));
        all.into_iter().map(|bucket| bucket.days).collect()
    }

    #[test]
    fn many_days_are_put_together_and_none_is_lost() {
        let first = date(2026, 1, 7);
        for n in [1, 2, 62, 63, 400, 401, 3_650] {
            let last = first.saturating_add((n - 1).days());
            let all = of(first, last);
            assert!(all.len() <= 62, "{n}: {}", all.len());
            assert_eq!(all[0].first, first);
            assert_eq!(all[all.len() - 1].last, last);
            for two in all.windows(2) {
                assert_eq!(two[0].last.tomorrow().unwrap(), two[1].first);
            }
            assert_eq!(all.iter().map(|days| days.n()).sum::<i64>(), n);
        }
    }

    #[test]
    fn weeks_begin_on_mondays() {
        // 2026-11-28 is a Saturday.
        let all = of(date(2026, 8, 1), date(2026, 11, 28));
        assert_eq!(all[1].first, date(2026, 8, 3));
        assert_eq!(all[all.len() - 1].n(), 6);
    }
}
