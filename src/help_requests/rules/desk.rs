//! What the desk may do with a request, and what a call makes of it. Pure: who and when are arguments.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use web::Message;

use super::{CannotAct, cancel, confirm};
use crate::areas::model::Pin;
use crate::error::Refusal;
use crate::help_requests::model::desk::{CallOutcome, Claim, DeskItem, Reason};
use crate::help_requests::model::{Cancelled, HelpRequest, Progress};
use crate::ids::AccountId;

/// How long an item stays with whoever claimed it, from the last thing they did.
pub const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// A skipped item comes after what is due in the meantime.
pub const SKIPPED: SignedDuration = SignedDuration::from_mins(15);
/// Whoever skipped it is not given it again for so long.
pub const SKIPPED_BY_ME: SignedDuration = SignedDuration::from_hours(2);
/// Whoever does not want to talk now is not called again for so long.
const REFUSED: SignedDuration = SignedDuration::from_hours(2);
/// So many calls, at times apart, before somebody counts as unreachable.
pub const TRIES: u8 = 3;
/// A pin less exact than this tells nobody where to go.
const VAGUE_M: u32 = 1_000;

/// Whether a pin, or none, tells nobody where to go.
pub fn is_vague(pin: Option<Pin>) -> bool {
    pin.is_none_or(|pin| pin.accuracy_m.is_some_and(|metres| metres > VAGUE_M))
}

/// Why a request as it was asked belongs on the desk.
pub fn reasons(verified: bool, is_vague: bool) -> Vec<Reason> {
    let no_pin = is_vague.then_some(Reason::NoPin);
    let unverified = (!verified).then_some(Reason::Unverified);
    no_pin.into_iter().chain(unverified).collect()
}

/// The claim that keeps others away at an instant.
pub fn claimed_now(item: &DeskItem, now: Timestamp) -> Option<Claim> {
    item.claim.filter(|claim| claim.until > now)
}

/// Whether this person may go on with an item.
pub fn working(item: Option<&DeskItem>, me: AccountId, now: Timestamp) -> Result<(), CannotDesk> {
    let item = item.ok_or(CannotDesk::Gone)?;
    match item.claim {
        Some(claim) if claim.until > now && claim.by == me => Ok(()),
        Some(claim) if claim.until > now => Err(CannotDesk::WithAnother { until: claim.until }),
        Some(claim) if claim.by == me => Err(CannotDesk::Lapsed),
        _ => Err(CannotDesk::NotClaimed),
    }
}

/// Whether this person may take this very item: nobody else is at it.
pub fn may_claim(item: Option<&DeskItem>, me: AccountId, now: Timestamp) -> Result<(), CannotDesk> {
    let item = item.ok_or(CannotDesk::Gone)?;
    match claimed_now(item, now) {
        Some(claim) if claim.by != me => Err(CannotDesk::WithAnother { until: claim.until }),
        _ => Ok(()),
    }
}

/// How long an item rests after so many unanswered calls in a row.
pub fn rests(unanswered: u8) -> SignedDuration {
    match unanswered {
        0 => SignedDuration::ZERO,
        1 => SignedDuration::from_mins(30),
        2 => SignedDuration::from_hours(2),
        _ => SignedDuration::from_hours(6),
    }
}

/// What a call makes of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The requester spoke: how far help has come now.
    Word(Progress),
    /// Nobody was met; it rests and is called again.
    Silence { unanswered: u8, until: Timestamp },
    /// Somebody answered who did not want to talk.
    Later { until: Timestamp },
}

/// What comes of a call. The requester's word on the phone counts as it does on their own page; of
/// whom a volunteer could not reach it opens the case again.
pub fn hear(
    request: &HelpRequest,
    item: &DeskItem,
    outcome: CallOutcome,
    now: Timestamp,
) -> Result<Heard, CannotAct> {
    let request = &HelpRequest {
        progress: open(request)?,
        ..request.clone()
    };
    Ok(match outcome {
        CallOutcome::StillWaiting => Heard::Word(request.progress.clone()),
        CallOutcome::Safe => Heard::Word(cancel(request, Cancelled::Safe)?),
        CallOutcome::Helped => Heard::Word(confirm(request, now)?),
        CallOutcome::NoAnswer | CallOutcome::WrongNumber => {
            let unanswered = item.unanswered.saturating_add(1);
            Heard::Silence {
                unanswered,
                until: now + rests(unanswered),
            }
        }
        CallOutcome::Refused => Heard::Later {
            until: now + REFUSED,
        },
    })
}

/// As if it had never been given up for unreachable, however long ago: they are on the phone.
fn open(request: &HelpRequest) -> Result<Progress, CannotAct> {
    match request.progress {
        Progress::Unreachable => Ok(Progress::Waiting),
        _ if request.progress.state().is_open() => Ok(request.progress.clone()),
        _ => Err(CannotAct::Closed),
    }
}

/// Nobody answered often enough: the case is closed, and the requester can open it again.
pub fn give_up(request: &HelpRequest, item: &DeskItem) -> Result<Progress, CannotDesk> {
    if item.unanswered < TRIES {
        return Err(CannotDesk::TooFewCalls);
    }
    match request.progress {
        Progress::Unreachable => Ok(Progress::Unreachable),
        _ if request.progress.state().is_open() => Ok(Progress::Unreachable),
        _ => Err(CannotDesk::Gone),
    }
}

/// Why nothing was done at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotDesk {
    #[error("no longer on the desk")]
    Gone,
    #[error("another works on it until {until}")]
    WithAnother { until: Timestamp },
    #[error("the claim has run out")]
    Lapsed,
    #[error("claim it first")]
    NotClaimed,
    #[error("called too seldom to be given up")]
    TooFewCalls,
}

impl Refusal for CannotDesk {
    fn name(&self) -> &'static str {
        match self {
            CannotDesk::Gone => "desk-gone",
            CannotDesk::WithAnother { .. } => "desk-with-another",
            CannotDesk::Lapsed => "desk-lapsed",
            CannotDesk::NotClaimed => "desk-not-claimed",
            CannotDesk::TooFewCalls => "desk-too-few-calls",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotDesk::Gone => "cannot-desk-gone".into(),
            CannotDesk::WithAnother { until } => {
                Message::new("cannot-desk-with-another").with("until", until.to_string())
            }
            CannotDesk::Lapsed => "cannot-desk-lapsed".into(),
            CannotDesk::NotClaimed => "cannot-desk-not-claimed".into(),
            CannotDesk::TooFewCalls => {
                Message::new("cannot-desk-too-few-calls").with("n", i64::from(TRIES))
            }
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotDesk::WithAnother { until } => serde_json::json!({ "until": until }),
            _ => serde_json::Value::Null,
        }
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
