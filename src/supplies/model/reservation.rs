//! Goods of a unit that are promised to a help request.

use jiff::Timestamp;

use super::Lot;
use crate::ids::{self, AccountId, HelpRequestId, SupplyReservationId, SupplyUnitId};

pub type Handle = ids::Handle<SupplyReservationId>;

/// The request that goods are for. Of the person behind it nothing is known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForRequest {
    /// Where the request was born.
    pub province: u8,
    pub request: HelpRequestId,
    /// As people know it.
    pub reference: String,
}

/// How a reservation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    HandedOver,
    /// Taken back by whoever keeps the books.
    Released,
    /// Nobody needs the goods any more.
    RequestClosed,
    Expired,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [
        Outcome::HandedOver,
        Outcome::Released,
        Outcome::RequestClosed,
        Outcome::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Outcome::HandedOver => "handed_over",
            Outcome::Released => "released",
            Outcome::RequestClosed => "request_closed",
            Outcome::Expired => "expired",
        }
    }

    pub fn from_code(code: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::HandedOver => "supply-handed-over",
            Outcome::Released => "supply-released",
            Outcome::RequestClosed => "supply-request-closed",
            Outcome::Expired => "supply-reservation-expired",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub outcome: Outcome,
    /// None where the program ended it.
    pub by: Option<AccountId>,
    pub at: Timestamp,
    /// Why it was released, where that was told.
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    pub province: u8,
    pub id: SupplyReservationId,
    pub unit: SupplyUnitId,
    pub request: ForRequest,
    pub item: String,
    /// From which lots, each with its quantity; what expires first comes first.
    pub lots: Vec<(Lot, i64)>,
    pub note: String,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    /// From then on it binds nobody.
    pub expires_at: Timestamp,
    /// When the unit was asked whether the goods went out: the request was closed as helped.
    pub asked_at: Option<Timestamp>,
    pub ended: Option<Ended>,
}

impl Reservation {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }

    /// How much is promised, over all lots.
    pub fn quantity(&self) -> i64 {
        let lots = self.lots.iter();
        lots.fold(0, |sum, (_, n)| sum.saturating_add(*n))
    }

    /// How it ended by an instant, also where nobody has written down yet that its time ran out.
    pub fn outcome(&self, now: Timestamp) -> Option<Outcome> {
        match &self.ended {
            Some(ended) => Some(ended.outcome),
            None => (self.expires_at <= now).then_some(Outcome::Expired),
        }
    }

    pub fn stands(&self, now: &Timestamp) -> bool {
        self.outcome(*now).is_none()
    }

    /// The message key of the word for how it stands.
    pub fn label(&self, now: &Timestamp) -> &'static str {
        self.outcome(*now).map_or("supply-reserved", Outcome::label)
    }

    /// The look of its state chip.
    pub fn look(&self, now: &Timestamp) -> &'static str {
        match self.outcome(*now) {
            None => "taken",
            Some(_) => "done",
        }
    }
}
