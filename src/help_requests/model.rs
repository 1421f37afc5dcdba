//! A help request: what is asked, where, by whom, and how far help has come.

use areas::AreaCode;
use contact::{Headcount, PersonName, PhoneNumber};
use i18n::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::reference::Reference;
use crate::areas::model::Pin;
use crate::ids::{AccountId, HelpRequestId, IncidentId};
use crate::incidents::preset;

/// How far help has come. `lease_until` is when a silent volunteer loses the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    Waiting,
    Taken(Held),
    OnTheWay(Held),
    Helping(Held),
    /// A volunteer says it is done; the requester is asked.
    Helped {
        by: AccountId,
        closing: Closing,
    },
    /// The requester says help came.
    Confirmed {
        by: Option<AccountId>,
        closing: Option<Closing>,
    },
    Cancelled(Cancelled),
    Unreachable,
    Duplicate,
    FalseReport,
    Referred,
    Expired,
}

/// Exclusive, for a set time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub by: AccountId,
    pub lease_until: Timestamp,
}

/// What came of it and what was given; nothing closes without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub outcome: String,
    pub given: String,
}

/// How a requester ended their own request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    NotNeeded,
    /// "Safe now": nobody needs to come any more.
    Safe,
}

/// The name of a state, as in the database, the API, the tiles and the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    Waiting,
    Taken,
    OnTheWay,
    Helping,
    Helped,
    Confirmed,
    Cancelled,
    Safe,
    Unreachable,
    Duplicate,
    FalseReport,
    Referred,
    Expired,
}

impl State {
    pub const ALL: [State; 13] = [
        State::Waiting,
        State::Taken,
        State::OnTheWay,
        State::Helping,
        State::Helped,
        State::Confirmed,
        State::Cancelled,
        State::Safe,
        State::Unreachable,
        State::Duplicate,
        State::FalseReport,
        State::Referred,
        State::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Taken => "taken",
            State::OnTheWay => "on_the_way",
            State::Helping => "helping",
            State::Helped => "helped",
            State::Confirmed => "confirmed",
            State::Cancelled => "cancelled",
            State::Safe => "safe",
            State::Unreachable => "unreachable",
            State::Duplicate => "duplicate",
            State::FalseReport => "false_report",
            State::Referred => "referred",
            State::Expired => "expired",
        }
    }

    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The message key of the state's word.
    pub fn label(self) -> &'static str {
        match self {
            State::Waiting => "state-waiting",
            State::Taken => "state-taken",
            State::OnTheWay => "state-on-the-way",
            State::Helping => "state-helping",
            State::Helped => "state-helped",
            State::Confirmed => "state-confirmed",
            State::Cancelled => "state-cancelled",
            State::Safe => "state-safe",
            State::Unreachable => "state-unreachable",
            State::Duplicate => "state-duplicate",
            State::FalseReport => "state-false-report",
            State::Referred => "state-referred",
            State::Expired => "state-expired",
        }
    }

    /// Whether somebody still waits for help or for a word.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            State::Waiting | State::Taken | State::OnTheWay | State::Helping
        )
    }

    /// The look of the state chip: one of four shapes.
    pub fn look(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Taken | State::OnTheWay => "taken",
            State::Helping => "helping",
            _ => "done",
        }
    }
}

impl Progress {
    pub fn state(&self) -> State {
        match self {
            Progress::Waiting => State::Waiting,
            Progress::Taken(_) => State::Taken,
            Progress::OnTheWay(_) => State::OnTheWay,
            Progress::Helping(_) => State::Helping,
            Progress::Helped { .. } => State::Helped,
            Progress::Confirmed { .. } => State::Confirmed,
            Progress::Cancelled(Cancelled::NotNeeded) => State::Cancelled,
            Progress::Cancelled(Cancelled::Safe) => State::Safe,
            Progress::Unreachable => State::Unreachable,
            Progress::Duplicate => State::Duplicate,
            Progress::FalseReport => State::FalseReport,
            Progress::Referred => State::Referred,
            Progress::Expired => State::Expired,
        }
    }

    /// The hold on the case, whether or not it has lapsed.
    pub fn held(&self) -> Option<Held> {
        match self {
            Progress::Taken(held) | Progress::OnTheWay(held) | Progress::Helping(held) => {
                Some(*held)
            }
            _ => None,
        }
    }

    /// A hold whose time has run out is none: rules and lists see the case as waiting.
    pub fn now(&self, now: Timestamp) -> Progress {
        match self.held() {
            Some(held) if held.lease_until <= now => Progress::Waiting,
            _ => self.clone(),
        }
    }
}

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
    pub version: i64,
}

impl HelpRequest {
    /// Who holds the case, or helped.
    pub fn helper(&self) -> Option<AccountId> {
        match &self.progress {
            Progress::Helped { by, .. } => Some(*by),
            Progress::Confirmed { by, .. } => *by,
            progress => progress.held().map(|held| held.by),
        }
    }

    /// The state as it stands at an instant: a lapsed hold is none.
    pub fn state_now(&self, now: &Timestamp) -> State {
        self.progress.now(*now).state()
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
