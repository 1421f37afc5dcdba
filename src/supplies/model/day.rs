//! A day of a unit's books: what it began with, what moved, what was counted.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Reason;
use crate::ids::AccountId;

/// A lot of an item; both empty for items that keep none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lot {
    pub name: String,
    pub expires_on: Option<Date>,
}

/// What moved of a lot on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Movement {
    /// From outside and from other units.
    pub received: i64,
    pub sent: i64,
    pub handed_out: i64,
    /// Losses and corrections; above zero where there became more.
    pub corrected: i64,
}

impl Movement {
    pub fn net(self) -> i64 {
        self.received - self.sent - self.handed_out + self.corrected
    }
}

/// What the books say of a lot on a day, before it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub item: String,
    pub lot: Lot,
    pub opening: i64,
    pub moved: Movement,
}

impl Line {
    /// What ought to be there.
    pub fn expected(&self) -> i64 {
        self.opening + self.moved.net()
    }
}

/// What was counted of a lot, and why it is not what ought to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub item: String,
    pub lot: String,
    pub counted: i64,
    pub reason: Option<Reason>,
    pub note: String,
}

/// A day that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    pub day: Date,
    pub n_entries: u32,
    /// Closed after its own day.
    pub is_late: bool,
    pub closed_by: AccountId,
    pub closed_at: Timestamp,
    pub previous_hash: Vec<u8>,
    pub hash: Vec<u8>,
}
