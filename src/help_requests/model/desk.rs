//! What the desk works with: why a request lies there, who is at it, and the calls made.

use areas::AreaCode;
use jiff::Timestamp;

use crate::areas::model::Pin;
use crate::ids::{AccountId, HelpRequestId};

/// Why somebody has to call about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// An address or landmark only, or a pin that may be more than a kilometre off.
    NoPin,
    /// Asked without a code.
    Unverified,
    /// Somebody called or went there and met nobody.
    Unreachable,
    /// Asked whether they still wait, and silent.
    NoAnswer,
}

impl Reason {
    pub const ALL: [Reason; 4] = [
        Reason::NoPin,
        Reason::Unverified,
        Reason::Unreachable,
        Reason::NoAnswer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Reason::NoPin => "no_pin",
            Reason::Unverified => "unverified",
            Reason::Unreachable => "unreachable",
            Reason::NoAnswer => "no_answer",
        }
    }

    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Reason::NoPin => "desk-reason-no-pin",
            Reason::Unverified => "desk-reason-unverified",
            Reason::Unreachable => "desk-reason-unreachable",
            Reason::NoAnswer => "desk-reason-no-answer",
        }
    }
}

/// A request on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskItem {
    pub province: u8,
    pub request: HelpRequestId,
    pub area: AreaCode,
    /// Never empty, each once, in the order of [`Reason::ALL`].
    pub reasons: Vec<Reason>,
    pub urgent_since: Timestamp,
    /// It rests until then.
    pub not_before: Timestamp,
    /// Calls in a row that nobody answered.
    pub unanswered: u8,
    /// Who works on it and until when, whether or not the time has run out.
    pub claim: Option<Claim>,
}

/// The hold of one person at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub by: AccountId,
    pub until: Timestamp,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutcome {
    StillWaiting,
    Safe,
    Helped,
    NoAnswer,
    WrongNumber,
    Refused,
}

impl CallOutcome {
    pub const ALL: [CallOutcome; 6] = [
        CallOutcome::StillWaiting,
        CallOutcome::Safe,
        CallOutcome::Helped,
        CallOutcome::NoAnswer,
        CallOutcome::WrongNumber,
        CallOutcome::Refused,
    ];

    pub fn code(self) -> &'static str {
        match self {
            CallOutcome::StillWaiting => "still_waiting",
            CallOutcome::Safe => "safe",
            CallOutcome::Helped => "helped",
            CallOutcome::NoAnswer => "no_answer",
            CallOutcome::WrongNumber => "wrong_number",
            CallOutcome::Refused => "refused",
        }
    }

    pub fn from_code(code: &str) -> Option<CallOutcome> {
        CallOutcome::ALL
            .into_iter()
            .find(|outcome| outcome.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            CallOutcome::StillWaiting => "desk-call-still-waiting",
            CallOutcome::Safe => "desk-call-safe",
            CallOutcome::Helped => "desk-call-helped",
            CallOutcome::NoAnswer => "desk-call-no-answer",
            CallOutcome::WrongNumber => "desk-call-wrong-number",
            CallOutcome::Refused => "desk-call-refused",
        }
    }

    /// Whether the requester, or somebody who speaks for them, was on the phone.
    pub fn is_word(self) -> bool {
        matches!(
            self,
            CallOutcome::StillWaiting | CallOutcome::Safe | CallOutcome::Helped
        )
    }
}

/// One call that was made. What was said stands in the notes of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub at: Timestamp,
    pub account: AccountId,
    pub outcome: CallOutcome,
}

/// Where a request was before its pin was moved, and why it was moved.
#[derive(Debug, Clone)]
pub struct MovedPin {
    pub at: Timestamp,
    /// Nobody where the requester moved it.
    pub account: Option<AccountId>,
    pub area: AreaCode,
    pub pin: Option<Pin>,
    pub reason: String,
}

/// Where a request shall stand from now on.
#[derive(Debug, Clone)]
pub struct NewPlace {
    pub area: AreaCode,
    pub pin: Option<Pin>,
    /// Empty leaves the words as they are.
    pub landmark: String,
    pub reason: String,
}

/// How many requests of some areas wait at the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// A request with two reasons counts under both.
    pub by_reason: Vec<(Reason, i64)>,
    /// May be called now.
    pub due: i64,
    /// Rest, or are being worked on.
    pub resting: i64,
}
