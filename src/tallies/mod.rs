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
    pub const ALL: [Metric; 6] = [
        Metric::Requests,
        Metric::Households,
        Metric::Persons,
        Metric::Tasks,
        Metric::SuppliesReceived,
        Metric::SuppliesHandedOut,
    ];

    /// Whether it is asked for by spans of days, and stands by district, province and day for that. What is to be
    /// done is asked for as it is now.
    pub fn is_by_day(self) -> bool {
        self != Metric::Tasks
    }

    /// The dimensions by which it stands there: those of persons without the nationality, which would make ten
    /// rows of each that a month of the country sums.
    pub fn dims_of_days(self, dims: &str) -> String {
        match (self, dims.split_once('|')) {
            (Metric::Persons, Some((_, rest))) => format!("|{rest}"),
            _ => dims.to_owned(),
        }
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
