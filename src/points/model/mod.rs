//! A service point and what is known of it.

mod beds;
mod checks;
pub mod hours;

use areas::AreaCode;
use contact::Position;
use jiff::Timestamp;

pub use beds::{BedCount, Beds, BedsDoNotAddUp, MOST as MOST_BEDS};
pub use checks::{Check, Checks, Fact, Freshness, How};
pub use hours::Hours;

use crate::ids::{AccountId, OrganisationId, PointId};
pub use crate::incidents::preset::PointKind;
use crate::incidents::preset::{self, Value};
use crate::organisations::model::Names;

/// The key of a point: the province its row was born in goes along, so that one shard answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PointKey {
    pub province: u8,
    pub id: PointId,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub key: PointKey,
    pub told: PointTold,
    pub checks: Checks,
    /// The oldest report that something is wrong, while nobody has looked.
    pub reported_at: Option<Timestamp>,
    /// Counts the changes; whoever changes says which one they saw.
    pub version: i64,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// All that people tell of a point.
#[derive(Debug, Clone, PartialEq)]
pub struct PointTold {
    pub kind: String,
    pub names: Names,
    pub area: AreaCode,
    pub position: Position,
    pub address: String,
    pub status: Status,
    /// How many people wait in line.
    pub queue: Option<u32>,
    pub beds: Beds,
    /// Answers to the fields of its kind.
    pub fields: Vec<(String, Value)>,
    pub hours: Hours,
    pub conditions: String,
    /// Who may come.
    pub audience: String,
    pub contact: Contact,
    pub owner: Option<OrganisationId>,
    /// The hash of a kept picture.
    pub photo: Option<String>,
    /// Where the facts come from, and under which licence they may be passed on.
    pub source: String,
    pub licence: String,
}

impl PointTold {
    /// The kind as the presets know it; none where no preset has it any more.
    pub fn kind(&self) -> Option<&'static PointKind> {
        kind(&self.kind)
    }
}

/// How to reach those who run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// Numbers as written.
    Phones(String),
    /// Somebody has looked, and there is none.
    NoneKnown,
}

impl Contact {
    pub fn phones(&self) -> &str {
        match self {
            Contact::Phones(phones) => phones,
            Contact::NoneKnown => "",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Open,
    Full,
    Paused,
    Closed,
    Unknown,
}

impl Status {
    pub const ALL: [Status; 5] = [
        Status::Open,
        Status::Full,
        Status::Paused,
        Status::Closed,
        Status::Unknown,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Full => "full",
            Status::Paused => "paused",
            Status::Closed => "closed",
            Status::Unknown => "unknown",
        }
    }

    pub fn from_code(code: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Status::Open => "point-status-open",
            Status::Full => "point-status-full",
            Status::Paused => "point-status-paused",
            Status::Closed => "point-status-closed",
            Status::Unknown => "point-status-unknown",
        }
    }

    pub fn number(self) -> u8 {
        self as u8
    }

    pub fn from_number(number: u8) -> Status {
        *Status::ALL
            .get(usize::from(number))
            .unwrap_or(&Status::Unknown)
    }
}

/// Every kind of point of every preset, each code once, in the order of the presets.
pub static KINDS: std::sync::LazyLock<Vec<&'static PointKind>> = std::sync::LazyLock::new(|| {
    let mut kinds: Vec<&PointKind> = Vec::new();
    for kind in preset::presets()
        .iter()
        .flat_map(|preset| preset.point_kinds.iter())
    {
        if !kinds.iter().any(|known| known.code == kind.code) {
            kinds.push(kind);
        }
    }
    kinds
});

/// A kind by its code.
pub fn kind(code: &str) -> Option<&'static PointKind> {
    KINDS.iter().copied().find(|kind| kind.code == code)
}

/// The number of a kind, which holds for the life of the process and is never stored.
pub fn kind_number(code: &str) -> Option<u16> {
    let at = KINDS.iter().position(|kind| kind.code == code)?;
    u16::try_from(at).ok()
}

/// Who did something to a point, and how they came to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    pub account: Option<AccountId>,
    pub how: How,
}
