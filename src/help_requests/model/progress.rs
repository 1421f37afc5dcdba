//! How far help has come: who holds a case, to whom it was referred, what came of it.

use areas::AreaCode;
use jiff::Timestamp;

use super::State;
use crate::help_requests::reference::Reference;
use crate::ids::{AccountId, OrganisationId, TeamId};

/// What cannot be cannot be written down: a step carries what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    Waiting,
    /// Given to an organisation or another area, which has yet to send somebody.
    Referred(Referral),
    Taken(Held),
    OnTheWay(Held),
    Helping(Held),
    /// A volunteer says it is done; the requester is asked.
    Helped {
        helper: Helper,
        closing: Closing,
    },
    /// The requester says help came.
    Confirmed {
        helper: Option<Helper>,
        closing: Option<Closing>,
    },
    Cancelled(Cancelled),
    Unreachable,
    /// The same need as the request of this reference, which is kept.
    Duplicate(Reference),
    FalseReport,
    Expired,
}

/// Who holds a case or helped: a volunteer, perhaps for a team, whose members may act for it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Helper {
    pub by: AccountId,
    pub team: Option<TeamId>,
}

/// Exclusive, for a set time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub helper: Helper,
    /// When a silent volunteer loses the case.
    pub lease_until: Timestamp,
}

/// To whom a case was given, when, and when they said that they have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referral {
    pub to: ReferredTo,
    pub at: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferredTo {
    Organisation(OrganisationId),
    Area(AreaCode),
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

impl Progress {
    pub fn state(&self) -> State {
        match self {
            Progress::Waiting => State::Waiting,
            Progress::Referred(_) => State::Referred,
            Progress::Taken(_) => State::Taken,
            Progress::OnTheWay(_) => State::OnTheWay,
            Progress::Helping(_) => State::Helping,
            Progress::Helped { .. } => State::Helped,
            Progress::Confirmed { .. } => State::Confirmed,
            Progress::Cancelled(Cancelled::NotNeeded) => State::Cancelled,
            Progress::Cancelled(Cancelled::Safe) => State::Safe,
            Progress::Unreachable => State::Unreachable,
            Progress::Duplicate(_) => State::Duplicate,
            Progress::FalseReport => State::FalseReport,
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

    /// Who holds the case, lapsed or not, or helped.
    pub fn helper(&self) -> Option<Helper> {
        match self {
            Progress::Helped { helper, .. } => Some(*helper),
            Progress::Confirmed { helper, .. } => *helper,
            progress => progress.held().map(|held| held.helper),
        }
    }

    /// What came of it, where somebody has said so.
    pub fn closing(&self) -> Option<&Closing> {
        match self {
            Progress::Helped { closing, .. } => Some(closing),
            Progress::Confirmed { closing, .. } => closing.as_ref(),
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
