//! Entries of the ledger: a quantity that goes from one account to another.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Lot;
use crate::ids::{AccountId, SupplyEntryId, SupplyShipmentId, SupplyUnitId};

/// Where goods are, as the books of one unit see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Account {
    /// In the unit's own store.
    Stock,
    /// With a donor or seller, before they came into any book.
    Outside,
    /// On the way between two units.
    Transit,
    /// In the hands of people.
    People,
    /// Spoilt, stolen, expired.
    Loss,
    /// What nobody can explain.
    Difference,
}

impl Account {
    pub const ALL: [Account; 6] = [
        Account::Stock,
        Account::Outside,
        Account::Transit,
        Account::People,
        Account::Loss,
        Account::Difference,
    ];

    pub fn from_code(code: &str) -> Option<Account> {
        Account::ALL
            .into_iter()
            .find(|account| account.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Account::Stock => "stock",
            Account::Outside => "outside",
            Account::Transit => "transit",
            Account::People => "people",
            Account::Loss => "loss",
            Account::Difference => "difference",
        }
    }
}

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Came from outside the tree.
    Receipt,
    /// Came from another unit.
    Arrival,
    /// Was sent to us and did not come.
    Short,
    /// Came in a state nobody can use.
    Damaged,
    Sending,
    HandOut,
    Loss,
    /// Counted more than the books say.
    Surplus,
    /// Counted less.
    Shortfall,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::Receipt,
        Kind::Arrival,
        Kind::Short,
        Kind::Damaged,
        Kind::Sending,
        Kind::HandOut,
        Kind::Loss,
        Kind::Surplus,
        Kind::Shortfall,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Receipt => "receipt",
            Kind::Arrival => "arrival",
            Kind::Short => "short",
            Kind::Damaged => "damaged",
            Kind::Sending => "sending",
            Kind::HandOut => "hand_out",
            Kind::Loss => "loss",
            Kind::Surplus => "surplus",
            Kind::Shortfall => "shortfall",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Receipt => "supply-receipt",
            Kind::Arrival => "supply-arrival",
            Kind::Short => "supply-short",
            Kind::Damaged => "supply-damaged",
            Kind::Sending => "supply-sending",
            Kind::HandOut => "supply-hand-out",
            Kind::Loss => "supply-loss",
            Kind::Surplus => "supply-surplus",
            Kind::Shortfall => "supply-shortfall",
        }
    }

    /// From where to where the goods go.
    pub fn accounts(self) -> (Account, Account) {
        match self {
            Kind::Receipt => (Account::Outside, Account::Stock),
            Kind::Arrival => (Account::Transit, Account::Stock),
            Kind::Short => (Account::Transit, Account::Difference),
            Kind::Damaged => (Account::Transit, Account::Loss),
            Kind::Sending => (Account::Stock, Account::Transit),
            Kind::HandOut => (Account::Stock, Account::People),
            Kind::Loss => (Account::Stock, Account::Loss),
            Kind::Surplus => (Account::Difference, Account::Stock),
            Kind::Shortfall => (Account::Stock, Account::Difference),
        }
    }

    /// Whether an entry may be taken back by itself. What went between two units is taken back as a whole.
    pub fn is_reversible(self) -> bool {
        !matches!(
            self,
            Kind::Arrival | Kind::Short | Kind::Damaged | Kind::Sending
        )
    }
}

/// Why something is gone, too much or too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    Damaged,
    Expired,
    Lost,
    Stolen,
    Miscounted,
    NotBooked,
    Mistyped,
    Other,
}

impl Reason {
    pub const ALL: [Reason; 8] = [
        Reason::Damaged,
        Reason::Expired,
        Reason::Lost,
        Reason::Stolen,
        Reason::Miscounted,
        Reason::NotBooked,
        Reason::Mistyped,
        Reason::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Reason::Damaged => "damaged",
            Reason::Expired => "expired",
            Reason::Lost => "lost",
            Reason::Stolen => "stolen",
            Reason::Miscounted => "miscounted",
            Reason::NotBooked => "not_booked",
            Reason::Mistyped => "mistyped",
            Reason::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Reason::Damaged => "supply-reason-damaged",
            Reason::Expired => "supply-reason-expired",
            Reason::Lost => "supply-reason-lost",
            Reason::Stolen => "supply-reason-stolen",
            Reason::Miscounted => "supply-reason-miscounted",
            Reason::NotBooked => "supply-reason-not-booked",
            Reason::Mistyped => "supply-reason-mistyped",
            Reason::Other => "supply-reason-other",
        }
    }
}

/// What is to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    pub kind: Kind,
    pub item: String,
    /// Empty for items that keep none.
    pub lot: String,
    pub expires_on: Option<Date>,
    /// Of the item's base unit, above zero.
    pub quantity: i64,
    /// Of what is handed out: a code of the preset.
    pub risk_group: String,
    pub persons: Option<u32>,
    pub shipment: Option<SupplyShipmentId>,
    /// Number of the paper.
    pub document: String,
    /// Donor, seller.
    pub party: String,
    pub reason: Option<Reason>,
    pub note: String,
    pub reverses: Option<SupplyEntryId>,
}

impl NewEntry {
    /// An entry of which no more is told than what and how much.
    pub fn of(kind: Kind, item: &str, lot: &Lot, quantity: i64) -> NewEntry {
        NewEntry {
            kind,
            item: item.to_owned(),
            lot: lot.name.clone(),
            expires_on: lot.expires_on,
            quantity,
            risk_group: String::new(),
            persons: None,
            shipment: None,
            document: String::new(),
            party: String::new(),
            reason: None,
            note: String::new(),
            reverses: None,
        }
    }

    /// From where to where the goods go: of a reversal, the way back.
    pub fn accounts(&self) -> (Account, Account) {
        let (from, to) = self.kind.accounts();
        match self.reverses {
            None => (from, to),
            Some(_) => (to, from),
        }
    }

    /// How much more there is in the store by it; less where below zero.
    pub fn stock(&self) -> i64 {
        match self.accounts() {
            (_, Account::Stock) => self.quantity,
            (Account::Stock, _) => -self.quantity,
            _ => 0,
        }
    }
}

/// An entry as it stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub province: u8,
    pub id: SupplyEntryId,
    pub unit: SupplyUnitId,
    /// The day it counts for.
    pub booked_on: Date,
    /// When it was so, as told.
    pub happened_at: Timestamp,
    pub recorded_at: Timestamp,
    pub recorded_by: AccountId,
    /// From where to where the goods went, as written down.
    pub from: Account,
    pub to: Account,
    pub told: NewEntry,
}
