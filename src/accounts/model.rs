//! Accounts, their seats, their sessions, and the codes sent to phones.

use areas::AreaCode;
use contact::{PersonName, PhoneNumber, Username};
use i18n::Language;
use jiff::Timestamp;

use super::role::Role;
use crate::ids::{AccountId, ChallengeId, SeatId, SessionId};

/// A person who registered.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    pub username: Username,
    pub display_name: String,
    pub full_name: PersonName,
    pub phone: PhoneNumber,
    pub affiliation: String,
    pub area: AreaCode,
    pub language: Language,
    pub position_notice: PositionNotice,
    pub created_at: Timestamp,
}

/// Whether a volunteer has read what their position is used for, and what they said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionNotice {
    NotYetRead,
    Accepted,
    Declined,
}

impl PositionNotice {
    pub fn code(self) -> &'static str {
        match self {
            PositionNotice::NotYetRead => "not_yet_read",
            PositionNotice::Accepted => "accepted",
            PositionNotice::Declined => "declined",
        }
    }

    pub fn from_code(code: &str) -> Option<PositionNotice> {
        use PositionNotice::{Accepted, Declined, NotYetRead};
        [NotYetRead, Accepted, Declined]
            .into_iter()
            .find(|notice| notice.code() == code)
    }
}

/// Role × area. Only a held seat gives rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: SeatId,
    pub role: Role,
    pub area: AreaCode,
    pub standing: Standing,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Waits for the area admin's word.
    Waiting,
    Held,
    Refused,
    /// Taken back by an area admin for a time, with a reason.
    Suspended,
    Ended,
}

impl Standing {
    pub fn code(self) -> &'static str {
        match self {
            Standing::Waiting => "waiting",
            Standing::Held => "held",
            Standing::Refused => "refused",
            Standing::Suspended => "suspended",
            Standing::Ended => "ended",
        }
    }

    /// The message key of the standing's word.
    pub fn label(self) -> &'static str {
        match self {
            Standing::Waiting => "standing-waiting",
            Standing::Held => "standing-held",
            Standing::Refused => "standing-refused",
            Standing::Suspended => "standing-suspended",
            Standing::Ended => "standing-ended",
        }
    }

    pub fn from_code(code: &str) -> Option<Standing> {
        use Standing::{Ended, Held, Refused, Suspended, Waiting};
        [Waiting, Held, Refused, Suspended, Ended]
            .into_iter()
            .find(|standing| standing.code() == code)
    }
}

/// What a code was asked for; a code of one purpose opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    HelpRequest,
    SignIn,
    Register,
    Recover,
}

impl Purpose {
    pub fn code(self) -> &'static str {
        match self {
            Purpose::HelpRequest => "help_request",
            Purpose::SignIn => "sign_in",
            Purpose::Register => "register",
            Purpose::Recover => "recover",
        }
    }

    pub fn from_code(code: &str) -> Option<Purpose> {
        use Purpose::{HelpRequest, Recover, Register, SignIn};
        [HelpRequest, SignIn, Register, Recover]
            .into_iter()
            .find(|purpose| purpose.code() == code)
    }
}

/// A code on its way to a phone, and what became of it.
#[derive(Debug, Clone)]
pub struct Challenge {
    pub id: ChallengeId,
    pub reference: String,
    pub purpose: Purpose,
    pub phone: PhoneNumber,
    pub code_hash: [u8; 32],
    pub tries: u8,
    pub sending: Sending,
    /// What is done once the code is typed in, sealed: a registration.
    pub pending: Option<Vec<u8>>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// How the SMS of a code fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    Queued,
    Sent,
    /// The gateway said no, or cannot be reached any more.
    Failed,
    /// A budget is used up: nothing was sent.
    Withheld,
}

impl Sending {
    pub fn code(self) -> &'static str {
        match self {
            Sending::Queued => "queued",
            Sending::Sent => "sent",
            Sending::Failed => "failed",
            Sending::Withheld => "withheld",
        }
    }

    pub fn from_code(code: &str) -> Option<Sending> {
        use Sending::{Failed, Queued, Sent, Withheld};
        [Queued, Sent, Failed, Withheld]
            .into_iter()
            .find(|sending| sending.code() == code)
    }
}

/// A phone at the other end: `verified` when its owner typed the code.
#[derive(Debug, Clone)]
pub struct PhoneHolder {
    pub phone: PhoneNumber,
    pub verified: bool,
    pub purpose: Purpose,
}

/// One signed-in browser or program.
#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub who: Who,
    pub device: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone)]
pub enum Who {
    Account(AccountId),
    Phone(PhoneHolder),
}
