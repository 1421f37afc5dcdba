//! Who keeps supplies, and who keeps their books.

use std::collections::BTreeMap;

use areas::{AreaCode, Level};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::ids::{self, AccountId, IncidentId, SupplySeatId, SupplyUnitId};

pub type Handle = ids::Handle<SupplyUnitId>;

/// How many people by code of risk group; groups of which nothing was told are missing.
pub type Headcount = BTreeMap<String, i64>;

/// Where in the tree a unit stands. Further up comes first in the order; a tier may be skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    Ministry,
    Province,
    District,
    /// A subdistrict or a local government.
    Local,
    /// Hands out to people and has nobody below.
    End,
}

impl Tier {
    pub const ALL: [Tier; 5] = [
        Tier::Ministry,
        Tier::Province,
        Tier::District,
        Tier::Local,
        Tier::End,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Tier::Ministry => "ministry",
            Tier::Province => "province",
            Tier::District => "district",
            Tier::Local => "local",
            Tier::End => "end",
        }
    }

    pub fn from_code(code: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|tier| tier.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Tier::Ministry => "supply-tier-ministry",
            Tier::Province => "supply-tier-province",
            Tier::District => "supply-tier-district",
            Tier::Local => "supply-tier-local",
            Tier::End => "supply-tier-end",
        }
    }

    /// Whether a unit of this tier may lie in an area of that level. A local government may reach over
    /// several subdistricts of a district; that of a province is all of it.
    pub fn fits(self, level: Level) -> bool {
        match self {
            Tier::Ministry => level == Level::Country,
            Tier::Province => level == Level::Province,
            Tier::District => level == Level::District,
            Tier::Local | Tier::End => level != Level::Country,
        }
    }
}

/// What an end unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndKind {
    Hospital,
    Village,
    Checkpoint,
    Temple,
    School,
    Shelter,
    Other,
}

impl EndKind {
    pub const ALL: [EndKind; 7] = [
        EndKind::Hospital,
        EndKind::Village,
        EndKind::Checkpoint,
        EndKind::Temple,
        EndKind::School,
        EndKind::Shelter,
        EndKind::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            EndKind::Hospital => "hospital",
            EndKind::Village => "village",
            EndKind::Checkpoint => "checkpoint",
            EndKind::Temple => "temple",
            EndKind::School => "school",
            EndKind::Shelter => "shelter",
            EndKind::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<EndKind> {
        EndKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            EndKind::Hospital => "supply-end-hospital",
            EndKind::Village => "supply-end-village",
            EndKind::Checkpoint => "supply-end-checkpoint",
            EndKind::Temple => "supply-end-temple",
            EndKind::School => "supply-end-school",
            EndKind::Shelter => "supply-end-shelter",
            EndKind::Other => "supply-end-other",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub id: SupplyUnitId,
    pub incident: IncidentId,
    pub parent: Option<SupplyUnitId>,
    /// Where its ledger is born; 0 is the ministry's.
    pub province: u8,
    pub tier: Tier,
    /// Of an end unit.
    pub kind: Option<EndKind>,
    pub area: AreaCode,
    pub name: String,
    /// Empty where it has none.
    pub name_en: String,
    /// As its register knows it; empty where it has none.
    pub code: String,
    /// The first day it accounts for.
    pub opened_on: Date,
    /// The last one.
    pub closed_on: Option<Date>,
    /// Counts the changes.
    pub version: i64,
}

impl Unit {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }

    /// It as whoever made it would tell it.
    pub fn as_told(&self) -> NewUnit {
        NewUnit {
            tier: self.tier,
            kind: self.kind,
            area: self.area,
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            code: self.code.clone(),
        }
    }

    /// Whether it accounts for a day.
    pub fn accounts_for(&self, day: Date) -> bool {
        self.opened_on <= day && self.closed_on.is_none_or(|last| day <= last)
    }
}

/// A unit as told by whoever makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    pub tier: Tier,
    pub kind: Option<EndKind>,
    pub area: AreaCode,
    pub name: String,
    pub name_en: String,
    pub code: String,
}

/// Somebody who keeps the books of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    pub seat: SupplySeatId,
    pub account: AccountId,
    pub username: String,
    pub full_name: String,
    pub affiliation: String,
    pub position: String,
    /// When they last used the program; none while they have not signed in yet.
    pub seen_at: Option<Timestamp>,
    pub created_at: Timestamp,
}
