//! A round, what of it was given to whom, and what is done.

use areas::AreaCode;
use jiff::Timestamp;
use jiff::civil::Date;

use super::handle::Handle;
use crate::ids::{AccountId, IncidentId, RoundId, ShareId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub province: u8,
    pub id: RoundId,
    pub incident: IncidentId,
    /// A province, or a district or subdistrict in it.
    pub area: AreaCode,
    pub name: String,
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    pub target: Option<Target>,
    pub opened_by: AccountId,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// Counts the changes, so that two who change it at once do not overwrite each other unseen.
    pub version: i64,
}

impl Round {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }
}

/// How much is expected of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    pub n: u32,
    pub of: TargetOf,
}

impl Target {
    /// The most that may be expected: more than live in any province.
    pub const MOST: u32 = 10_000_000;
}

/// What a target counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetOf {
    Households,
    Persons,
}

impl TargetOf {
    pub const ALL: [TargetOf; 2] = [TargetOf::Households, TargetOf::Persons];

    pub fn code(self) -> &'static str {
        match self {
            TargetOf::Households => "households",
            TargetOf::Persons => "persons",
        }
    }

    pub fn from_code(code: &str) -> Option<TargetOf> {
        TargetOf::ALL.into_iter().find(|of| of.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            TargetOf::Households => "round-households",
            TargetOf::Persons => "round-persons",
        }
    }
}

/// A round as told by whoever opens or changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    pub incident: IncidentId,
    pub area: AreaCode,
    pub name: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub target: Option<Target>,
}

/// Where somebody surveys in a round: a subdistrict, or one village in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    pub province: u8,
    pub round: RoundId,
    pub area: AreaCode,
    /// The village's code of eight digits; none is the whole subdistrict.
    pub village: Option<u32>,
}

/// A share with whom it was given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub id: ShareId,
    pub share: Share,
    pub account: AccountId,
    pub username: String,
    pub full_name: String,
    /// The village by its number and name, where its code is still known.
    pub village: Option<Named>,
    pub given_at: Timestamp,
}

/// A village as people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub moo: u16,
    pub name: String,
    pub name_en: String,
}

/// A share as its volunteer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnShare {
    pub id: ShareId,
    pub share: Share,
    pub village: Option<Named>,
    pub round_name: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// What this volunteer recorded there while the round lasts.
    pub households: i64,
    pub persons: i64,
}

/// What is done: of a part of the area, or by somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub households: i64,
    pub persons: i64,
    pub not_fully_vaccinated: i64,
    pub wants: i64,
    pub refuses: i64,
    /// Households to be visited once more.
    pub revisits: i64,
}

impl Sums {
    /// Whether nothing was recorded at all.
    pub fn is_empty(&self) -> bool {
        *self == Sums::default()
    }
}

/// The village of a household, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Told {
    /// Its code of eight digits.
    Code(u32),
    /// As it was written down, where that is no code; empty where nothing was.
    Words(String),
}

/// A row of the database's own counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// A district, subdistrict, or the subdistrict whose villages are counted.
    pub part: AreaCode,
    /// Empty unless villages are told apart.
    pub village: Told,
    pub by: Option<AccountId>,
    /// Codes of the preset; both empty in rows that count households.
    pub history: String,
    pub wish: String,
    pub households: i64,
    pub persons: i64,
    pub revisits: i64,
}

/// A part of the area with what is done there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub area: AreaCode,
    /// Set where villages are told apart.
    pub village: Option<Told>,
    pub sums: Sums,
    /// How many people live there, as far as it is known.
    pub living: Living,
}

/// How many people live in an area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Living {
    pub n: i64,
    /// Subdistricts of it with a figure, and without one.
    pub known: u32,
    pub unknown: u32,
}

/// Somebody who surveys, with what they did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surveyor {
    /// None: the people themselves, by phone.
    pub account: Option<AccountId>,
    pub full_name: String,
    pub sums: Sums,
}
