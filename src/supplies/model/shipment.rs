//! What goes from one unit to another, until the other says what came.

use jiff::Timestamp;
use jiff::civil::Date;

use super::day::Lot;
use crate::ids::{self, AccountId, AllocationId, IncidentId, SupplyShipmentId, SupplyUnitId};

pub type Handle = ids::Handle<SupplyShipmentId>;

/// Why goods go from one unit to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To a unit below.
    Allocation,
    /// To a unit beside.
    Transfer,
    /// To the unit above.
    Return,
}

impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Allocation, Purpose::Transfer, Purpose::Return];

    pub fn code(self) -> &'static str {
        match self {
            Purpose::Allocation => "allocation",
            Purpose::Transfer => "transfer",
            Purpose::Return => "return",
        }
    }

    pub fn from_code(code: &str) -> Option<Purpose> {
        Purpose::ALL
            .into_iter()
            .find(|purpose| purpose.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Purpose::Allocation => "supply-allocation",
            Purpose::Transfer => "supply-transfer",
            Purpose::Return => "supply-return",
        }
    }
}

/// So much of an item, of one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    pub item: String,
    pub lot: Lot,
    pub quantity: i64,
}

/// For which risk group so much of an item is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub item: String,
    pub risk_group: String,
    pub quantity: i64,
}

/// What one unit is to get, before it is known from which lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShipment {
    pub to: SupplyUnitId,
    /// Item and quantity; each item once.
    pub wanted: Vec<(String, i64)>,
    pub planned: Vec<Planned>,
}

/// How it stands with a shipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    InTransit,
    Arrived,
    Cancelled,
}

impl Standing {
    pub fn code(self) -> &'static str {
        match self {
            Standing::InTransit => "in_transit",
            Standing::Arrived => "arrived",
            Standing::Cancelled => "cancelled",
        }
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Standing::InTransit => "supply-in-transit",
            Standing::Arrived => "supply-arrived",
            Standing::Cancelled => "supply-cancelled",
        }
    }

    /// The look of its word, by the states that pages know.
    pub fn look(self) -> &'static str {
        match self {
            Standing::InTransit => "helping",
            Standing::Arrived => "confirmed",
            Standing::Cancelled => "expired",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    pub province: u8,
    pub id: SupplyShipmentId,
    /// The same for all that went out by one form.
    pub allocation: AllocationId,
    pub incident: IncidentId,
    pub from: SupplyUnitId,
    pub to: SupplyUnitId,
    pub purpose: Purpose,
    pub document: String,
    pub carrier: String,
    pub note: String,
    pub sent_on: Date,
    pub sent_at: Timestamp,
    pub sent_by: AccountId,
    pub cancelled_at: Option<Timestamp>,
    /// When the receiver said what came.
    pub arrived_at: Option<Timestamp>,
}

impl Shipment {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }

    pub fn standing(&self) -> Standing {
        match (self.cancelled_at, self.arrived_at) {
            (Some(_), _) => Standing::Cancelled,
            (None, Some(_)) => Standing::Arrived,
            (None, None) => Standing::InTransit,
        }
    }
}
