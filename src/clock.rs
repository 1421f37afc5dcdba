//! The time, handed in. Nothing else in the program asks the system what time it is.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The system's clock, or one moved by hand in tests and demonstrations.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    Hand(Arc<Mutex<Timestamp>>),
}

impl Clock {
    pub fn by_hand(start: Timestamp) -> Clock {
        Clock::Hand(Arc::new(Mutex::new(start)))
    }

    /// Now, to the microsecond, which is what both engines keep.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system"
    )]
    pub fn now(&self) -> Timestamp {
        let now = match self {
            Clock::System => Timestamp::now(),
            Clock::Hand(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Lets time pass on a clock moved by hand; the system's clock takes no notice.
    pub fn pass(&self, span: SignedDuration) {
        if let Clock::Hand(time) = self {
            let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
            *time += span;
        }
    }
}

/// The calendar day in Thailand at an instant.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(thailand()).date()
}

/// UTC+7, all year, since 1920.
pub fn thailand() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_bangkok() {
        let before: Timestamp = "2026-11-21T16:59:59Z".parse().unwrap();
        assert_eq!(day(before).to_string(), "2026-11-21");
        assert_eq!(
            day(before + SignedDuration::from_secs(1)).to_string(),
            "2026-11-22"
        );
    }

    #[test]
    fn a_clock_moved_by_hand_stands_still_until_moved() {
        let clock = Clock::by_hand("2026-11-21T07:00:00Z".parse().unwrap());
        let before = clock.now();
        clock.pass(SignedDuration::from_mins(20));
        let passed = clock.now().duration_since(before);
        assert_eq!(passed, SignedDuration::from_mins(20));
    }
}
