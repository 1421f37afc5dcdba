//! When reports are made, and of which days. Pure.

use http::StatusCode;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Timestamp, ToSpan};
use web::Message;

use crate::clock;
use crate::error::Refusal;
use crate::statistics::model::Days;

/// On Fridays, from this hour on, as the ministry's order had it.
const DAY: Weekday = Weekday::Friday;
const HOUR: i8 = 16;

/// Why a report is not shown or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReport {
    #[error("the incident had not begun in those days")]
    BeforeBegin,
}

impl Refusal for CannotReport {
    fn name(&self) -> &'static str {
        match self {
            CannotReport::BeforeBegin => "report-before-begin",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        Message::new(self.name())
    }
}

/// The seven whole days before a day: none of them goes on.
pub fn week_before(day: Date) -> Days {
    Days {
        first: day.saturating_sub(7.days()),
        last: day.saturating_sub(1.days()),
    }
}

/// The days of the newest report that is due: those before the last Friday on which it was time.
pub fn due(now: Timestamp) -> Days {
    let here: DateTime = now.to_zoned(clock::thailand()).datetime();
    let since = i64::from(here.date().weekday().since(DAY));
    let mut day = here.date().saturating_sub(since.days());
    if since == 0 && here.hour() < HOUR {
        day = day.saturating_sub(7.days());
    }
    week_before(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_report_is_due_from_friday_afternoon_on_until_the_next_one() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        // Bangkok is seven hours ahead; 27 November 2026 is a Friday.
        let before = Days {
            first: date(2026, 11, 13),
            last: date(2026, 11, 19),
        };
        let after = Days {
            first: date(2026, 11, 20),
            last: date(2026, 11, 26),
        };
        for (now, wanted) in [
            ("2026-11-27T08:59:59Z", before),
            ("2026-11-27T09:00:00Z", after),
            ("2026-11-27T16:59:59Z", after),
            ("2026-11-28T03:00:00Z", after),
            ("2026-12-04T08:59:00Z", after),
        ] {
            assert_eq!(due(at(now)), wanted, "{now}");
        }
        assert_eq!(before.n(), 7);
    }
}
