//! What the table of figures shows.

use areas::AreaCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::ids::IncidentId;

/// Days, both ends with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub first: Date,
    pub last: Date,
}

impl Days {
    pub fn n(self) -> i64 {
        let until = self.first.until(self.last);
        until.map_or(1, |span| i64::from(span.get_days()) + 1)
    }

    /// As many days before.
    pub fn before(self) -> Days {
        Days {
            first: self.first.saturating_sub(self.n().days()),
            last: self.first.saturating_sub(1.days()),
        }
    }
}

/// How days are put together where there are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    /// So that no chart has more than some sixty bars.
    pub fn of(days: Days) -> Step {
        match days.n() {
            ..63 => Step::Day,
            63..401 => Step::Week,
            401..1_801 => Step::Month,
            _ => Step::Year,
        }
    }

    /// The message key of what one is.
    pub fn label(self) -> &'static str {
        match self {
            Step::Day => "statistics-by-day",
            Step::Week => "statistics-by-week",
            Step::Month => "statistics-by-month",
            Step::Year => "statistics-by-year",
        }
    }
}

/// The figures of some days of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    pub days: Days,
    pub counts: Counts,
}

/// How figures went, and of what kinds they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    pub days: Days,
    pub step: Step,
    pub buckets: Vec<Bucket>,
    /// Requests by the code of their kind.
    pub kinds: Vec<(String, Counts)>,
}

/// The columns, in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Help requests received: the sum of the next three.
    Received,
    Waiting,
    /// Taken, on the way, helping.
    BeingHelped,
    /// Whatever way they closed.
    Done,
    Households,
    Persons,
    /// No dose so far.
    NotVaccinated,
    Wants,
    DoesNotWant,
}

impl Column {
    pub const ALL: [Column; N] = [
        Column::Received,
        Column::Waiting,
        Column::BeingHelped,
        Column::Done,
        Column::Households,
        Column::Persons,
        Column::NotVaccinated,
        Column::Wants,
        Column::DoesNotWant,
    ];

    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Column::Received => "requests_received",
            Column::Waiting => "requests_waiting",
            Column::BeingHelped => "requests_being_helped",
            Column::Done => "requests_done",
            Column::Households => "households",
            Column::Persons => "persons",
            Column::NotVaccinated => "not_vaccinated",
            Column::Wants => "wants",
            Column::DoesNotWant => "does_not_want",
        }
    }

    pub fn from_code(code: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.code() == code)
    }

    /// The message key of its head.
    pub fn label(self) -> &'static str {
        match self {
            Column::Received => "statistics-received",
            Column::Waiting => "statistics-waiting",
            Column::BeingHelped => "statistics-being-helped",
            Column::Done => "statistics-done",
            Column::Households => "statistics-households",
            Column::Persons => "statistics-persons",
            Column::NotVaccinated => "statistics-not-vaccinated",
            Column::Wants => "statistics-wants",
            Column::DoesNotWant => "statistics-does-not-want",
        }
    }
}

const N: usize = 9;

/// The exact figures of one area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts([i64; N]);

impl Counts {
    pub const NONE: Counts = Counts([0; N]);

    pub fn get(&self, column: Column) -> i64 {
        self.0[column as usize]
    }

    pub fn add(&mut self, column: Column, n: i64) {
        self.0[column as usize] += n;
    }

    pub fn add_all(&mut self, other: &Counts) {
        for column in Column::ALL {
            self.add(column, other.get(column));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|n| *n == 0)
    }
}

/// A figure as one reader may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Exact(i64),
    /// Less than five.
    Few,
    /// Covered, so that another small figure cannot be reckoned from it.
    Covered,
}

impl Shown {
    pub fn exact(self) -> Option<i64> {
        match self {
            Shown::Exact(n) => Some(n),
            Shown::Few | Shown::Covered => None,
        }
    }
}

/// The figures of one area as one reader may see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cells([Shown; N]);

impl Cells {
    pub fn exactly(counts: &Counts) -> Cells {
        Cells(counts.0.map(Shown::Exact))
    }

    pub fn get(&self, column: Column) -> Shown {
        self.0[column as usize]
    }

    pub fn set(&mut self, column: Column, shown: Shown) {
        self.0[column as usize] = shown;
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|shown| *shown == Shown::Exact(0))
    }
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `None`: facts whose place was told no finer than the area of the table.
    pub area: Option<AreaCode>,
    pub cells: Cells,
    /// Registered volunteers; for admins alone.
    pub volunteers: Option<i64>,
}

impl Row {
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.volunteers.unwrap_or(0) == 0
    }
}

/// The table of one area: a line for each area next below, and the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub incident: IncidentId,
    pub area: AreaCode,
    /// Of which days; none: of all.
    pub days: Option<Days>,
    /// All together in as many days before.
    pub before: Option<Cells>,
    /// In the order of a Thai dictionary, the line without a finer place last. Of a subdistrict,
    /// which has nothing below, there are none.
    pub rows: Vec<Row>,
    pub total: Row,
    /// Whether the reader is an admin here and nothing is covered.
    pub is_exact: bool,
    /// The figures hold all that was committed before this instant.
    pub at: Timestamp,
}

impl Figures {
    pub fn is_empty(&self) -> bool {
        self.total.is_empty()
    }
}
