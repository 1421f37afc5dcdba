//! What a report holds.

use areas::AreaCode;
use jiff::Timestamp;

use crate::ids::{AccountId, IncidentId};
use crate::statistics::model::{Counts, Days};

/// A table of figures: all together, by the areas next below, and what was told no finer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    pub total: Counts,
    pub below: Vec<(AreaCode, Counts)>,
    pub elsewhere: Counts,
}

/// What a report says; never changed once it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// Of the days of the report.
    pub week: Lines,
    /// All together in as many days before.
    pub before: Counts,
    /// Of all days until the report was made.
    pub ever: Lines,
    /// Requests of the days, by the code of their kind.
    pub kinds: Vec<(String, Counts)>,
}

/// Which report: there is one of an area, an incident and a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which {
    pub area: AreaCode,
    pub incident: IncidentId,
    pub last: jiff::civil::Date,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub area: AreaCode,
    pub incident: IncidentId,
    pub days: Days,
    pub made_at: Timestamp,
    /// None: made at the set hour.
    pub made_by: Option<AccountId>,
    pub content: Content,
}

/// A report in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub incident: IncidentId,
    pub days: Days,
    pub made_at: Timestamp,
    pub is_by_hand: bool,
}
