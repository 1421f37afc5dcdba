//! How often somebody may say that a point is wrong. Whoever can be asked again may more often.

use http::StatusCode;
use jiff::SignedDuration;
use web::Message;

use crate::error::Refusal;
use crate::points::model::desk::ToldBy;

/// The words of a report may tell of people: so long after it was seen to they are erased.
pub const WORDS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How many reports: within a span, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub scope: &'static str,
    pub window: SignedDuration,
    pub most: i64,
    pub counts: Counts,
}

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// All of one person, or of one address.
    Teller,
    /// Those of them about one point.
    TellerOfPoint,
    /// All that anybody in particular said about a point.
    Point,
}

/// A shelter's many phones share one address: they may report many points, but each only so often.
pub fn limits(told_by: ToldBy) -> [Limit; 3] {
    let (hour, of_point, point) = match told_by {
        ToldBy::Anybody => (10, 2, 20),
        ToldBy::Phone(_) => (20, 3, 60),
        ToldBy::Account(_) => (60, 10, 200),
    };
    [
        Limit {
            scope: "report_hour",
            window: HOUR,
            most: hour,
            counts: Counts::Teller,
        },
        Limit {
            scope: "report_point",
            window: DAY,
            most: of_point,
            counts: Counts::TellerOfPoint,
        },
        Limit {
            scope: "reports_day",
            window: DAY,
            most: point,
            counts: Counts::Point,
        },
    ]
}

/// So many reports came already that another would tell nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many reports; next in {seconds} s")]
pub struct TooManyReports {
    pub seconds: i64,
    pub of_point: bool,
}

impl Refusal for TooManyReports {
    fn name(&self) -> &'static str {
        "too-many-reports"
    }

    fn status(&self) -> StatusCode {
        StatusCode::TOO_MANY_REQUESTS
    }

    fn said(&self) -> Message {
        let key = match self.of_point {
            true => "point-report-known",
            false => "point-report-too-many",
        };
        Message::new(key).with("minutes", (self.seconds + 59) / 60)
    }

    fn retry_after(&self) -> Option<i64> {
        Some(self.seconds)
    }
}
