//! A help request: what is asked, where, by whom, and how far help has come.

use areas::AreaCode;
use contact::{Headcount, PersonName, PhoneNumber};
use i18n::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

pub mod desk;
mod progress;
mod state;

pub use progress::{Cancelled, Closing, Held, Helper, Progress, Referral, ReferredTo};
pub use state::State;

use super::reference::Reference;
use crate::areas::model::Pin;
use crate::ids::{AccountId, HelpRequestId, IncidentId, TeamId};
use crate::incidents::preset;
use crate::incidents::preset::Colour;

/// For whom somebody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Oneself,
    Relative,
    Neighbour,
    Volunteer,
}

impl Relation {
    pub const ALL: [Relation; 4] = [
        Relation::Oneself,
        Relation::Relative,
        Relation::Neighbour,
        Relation::Volunteer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Relation::Oneself => "self",
            Relation::Relative => "relative",
            Relation::Neighbour => "neighbour",
            Relation::Volunteer => "volunteer",
        }
    }

    pub fn from_code(code: &str) -> Option<Relation> {
        Relation::ALL
            .into_iter()
            .find(|relation| relation.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Relation::Oneself => "relation-self",
            Relation::Relative => "relation-relative",
            Relation::Neighbour => "relation-neighbour",
            Relation::Volunteer => "relation-volunteer",
        }
    }
}

/// What somebody asks for, read and checked.
#[derive(Debug, Clone)]
pub struct NewHelpRequest {
    pub incident: IncidentId,
    pub kind: String,
    pub area: AreaCode,
    pub pin: Option<Pin>,
    /// The address or landmark, empty where the pin says it all.
    pub landmark: String,
    pub headcount: Headcount,
    pub vulnerabilities: Vec<String>,
    pub persons: Vec<String>,
    pub nationality: String,
    pub details: String,
    /// Answers to the fields of the kind, in the order of the form.
    pub extra: Vec<(String, preset::Value)>,
    pub contact_name: Option<PersonName>,
    pub contact_phone: Option<PhoneNumber>,
    pub relation: Relation,
    /// The name of an outside list, where it comes from one.
    pub source: Option<String>,
}

/// What may be changed of a request that is open.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// Where help is needed, when that is said anew.
    pub place: Option<(AreaCode, Option<Pin>)>,
    pub landmark: String,
    pub headcount: Headcount,
    pub vulnerabilities: Vec<String>,
    pub details: String,
    pub contact_name: Option<PersonName>,
    pub contact_phone: Option<PhoneNumber>,
}

/// What anybody who works with requests may see of one: no name, phone, exact place or free text.
#[derive(Debug, Clone)]
pub struct HelpRequest {
    pub province: u8,
    pub id: HelpRequestId,
    pub incident: IncidentId,
    pub reference: Reference,
    pub area: AreaCode,
    pub kind: String,
    pub headcount: Headcount,
    pub vulnerabilities: Vec<String>,
    pub verified: bool,
    pub practice: bool,
    pub has_pin: bool,
    pub urgency: i64,
    pub urgency_reasons: Vec<String>,
    pub urgent_since: Timestamp,
    pub asked_at: Timestamp,
    pub asked_on: Date,
    pub recorded_by: Option<AccountId>,
    pub asker_phone_hash: Option<Vec<u8>>,
    pub progress: Progress,
    pub state_at: Timestamp,
    /// The person to whom it was just offered, and until when nobody else may take it.
    pub offered: Option<Offer>,
    /// Where a referral was sent back from or sent on from: no case goes in a circle.
    pub referred_before: Vec<ReferredTo>,
    pub transfer: Option<Transfer>,
    /// Of the last triage.
    pub colour: Option<Colour>,
    /// A code of the preset, set by medical volunteers.
    pub medic_status: Option<String>,
    /// How many levels of admins it has risen.
    pub escalation: u8,
    /// When the requester was last heard of.
    pub sign_at: Timestamp,
    /// When they were asked whether they still wait, if they have not answered.
    pub still_asked_at: Option<Timestamp>,
    /// The list it was taken from, where it was imported.
    pub source: Option<String>,
    pub version: i64,
}

/// A case held back for one person for a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub to: AccountId,
    pub until: Timestamp,
}

/// One side has asked that a held case go over to a team; the other side has yet to say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    pub to: TeamId,
    pub asked_by: AccountId,
    /// Asked by the holder; else by the team that wants it.
    pub by_holder: bool,
    pub at: Timestamp,
}

impl HelpRequest {
    /// The state as it stands at an instant: a lapsed hold is none.
    pub fn state_now(&self, now: &Timestamp) -> State {
        self.progress.now(*now).state()
    }

    /// The offer that still keeps others away.
    pub fn offered_now(&self, now: Timestamp) -> Option<Offer> {
        self.offered.filter(|offer| offer.until > now)
    }

    /// Who holds the case at an instant.
    pub fn held_now(&self, now: &Timestamp) -> Option<Held> {
        self.progress.now(*now).held()
    }
}

/// Who asks, where exactly, and in which words: only with a grant.
#[derive(Debug, Clone)]
pub struct Particulars {
    pub pin: Option<Pin>,
    pub landmark: String,
    pub persons: Vec<String>,
    pub nationality: String,
    pub details: String,
    pub extra: serde_json::Map<String, Value>,
    pub contact_name: String,
    pub contact_phone: Option<PhoneNumber>,
    pub asker_phone: Option<PhoneNumber>,
    pub relation: Relation,
    pub language: Language,
}
