//! Live figures. Whatever is counted is added here in the transaction of the fact itself, so that a
//! figure is never stale; nobody counts rows to show a number.

pub mod store;

use areas::AreaCode;
use jiff::civil::Date;

use crate::ids::IncidentId;

/// Where a figure belongs: the province its fact was born in, the area and day it counts for.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    pub province: u8,
    pub incident: IncidentId,
    pub area: AreaCode,
    pub day: Date,
}

/// What is counted, as it stands in `tallies.metric`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Requests by kind and present state: `kind|state`.
    Requests,
    /// Households surveyed: `source|verified` or `source|unverified`.
    Households,
    /// Persons surveyed: `nationality|history|wish`, codes of the preset; the wish is empty where it
    /// was not asked. Age, reason and the rest stand in the rows, from which a later metric can be
    /// counted: each dimension here multiplies the rows that every page of figures sums.
    Persons,
    /// What is to be done for persons surveyed: `kind|point|brand|mobile`.
    Tasks,
    /// Pieces that came to supply units: `item|tier`.
    SuppliesReceived,
    /// Pieces handed to people: `item|risk group`.
    SuppliesHandedOut,
}

impl Metric {
    pub fn code(self) -> &'static str {
        match self {
            Metric::Requests => "requests",
            Metric::Households => "households",
            Metric::Persons => "persons",
            Metric::Tasks => "tasks",
            Metric::SuppliesReceived => "supplies_received",
            Metric::SuppliesHandedOut => "supplies_handed_out",
        }
    }
}

impl Metric {
    /// Whether it is asked for by spans of days over the whole country, and stands by province and day for that.
    pub fn is_by_day(self) -> bool {
        matches!(self, Metric::SuppliesReceived | Metric::SuppliesHandedOut)
    }
}

/// So many more of something in a cell; fewer where negative.
#[derive(Debug, Clone)]
pub struct Fact {
    pub cell: Cell,
    pub metric: Metric,
    /// As [`Metric`] says.
    pub dims: String,
    pub n: i64,
}
