//! When something happened.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::clock;

/// When something happened, as told; now where nothing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Now,
    /// At some time of a day.
    On(Date),
    At(Timestamp),
}

impl When {
    pub fn day(self, now: Timestamp) -> Date {
        match self {
            When::Now => clock::day(now),
            When::On(day) => day,
            When::At(at) => clock::day(at),
        }
    }

    /// The instant that is written down: of a day before, its noon.
    pub(super) fn at(self, now: Timestamp) -> Timestamp {
        match self {
            When::At(at) => at,
            When::On(day) if day != clock::day(now) => {
                let noon = day.at(12, 0, 0, 0).to_zoned(clock::thailand());
                noon.map_or(now, |noon| noon.timestamp())
            }
            When::Now | When::On(_) => now,
        }
    }
}
