//! What becomes of a request when somebody does something to it. Pure: who and when are arguments,
//! and every no says why.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use web::Message;

use super::model::{Cancelled, Closing, Held, HelpRequest, Progress};
use crate::error::Refusal;
use crate::ids::AccountId;

/// A volunteer takes a request. Taking what one holds renews the hold.
pub fn take(
    request: &HelpRequest,
    by: AccountId,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let held = Held {
        by,
        lease_until: now + lease,
    };
    match request.progress.now(now) {
        Progress::Waiting => Ok(Progress::Taken(held)),
        Progress::Taken(before) if before.by == by => Ok(Progress::Taken(held)),
        Progress::OnTheWay(before) if before.by == by => Ok(Progress::OnTheWay(held)),
        Progress::Helping(before) if before.by == by => Ok(Progress::Helping(held)),
        Progress::Taken(other) | Progress::OnTheWay(other) | Progress::Helping(other) => {
            Err(CannotAct::HeldByAnother {
                until: other.lease_until,
            })
        }
        _ => Err(CannotAct::Closed),
    }
}

/// The holder gives the case back.
pub fn release(
    request: &HelpRequest,
    by: AccountId,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    holding(request, by, now)?;
    Ok(Progress::Waiting)
}

/// The holder sets out. Only now does anybody tell the requester that somebody comes.
pub fn depart(
    request: &HelpRequest,
    by: AccountId,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let held = Held {
        lease_until: now + lease,
        ..holding(request, by, now)?
    };
    match request.progress {
        Progress::Taken(_) | Progress::OnTheWay(_) => Ok(Progress::OnTheWay(held)),
        _ => Err(CannotAct::OutOfOrder),
    }
}

/// The holder is there.
pub fn arrive(
    request: &HelpRequest,
    by: AccountId,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let held = Held {
        lease_until: now + lease,
        ..holding(request, by, now)?
    };
    Ok(Progress::Helping(held))
}

/// The holder says what came of it. Nothing closes without an outcome and what was given.
pub fn help(
    request: &HelpRequest,
    by: AccountId,
    closing: Closing,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    holding(request, by, now)?;
    Ok(Progress::Helped { by, closing })
}

/// The requester says help came, whether or not a volunteer has said so yet.
pub fn confirm(request: &HelpRequest, now: Timestamp) -> Result<Progress, CannotAct> {
    match request.progress.now(now) {
        Progress::Helped { by, closing } => Ok(Progress::Confirmed {
            by: Some(by),
            closing: Some(closing),
        }),
        Progress::Taken(held) | Progress::OnTheWay(held) | Progress::Helping(held) => {
            Ok(Progress::Confirmed {
                by: Some(held.by),
                closing: None,
            })
        }
        Progress::Waiting => Ok(Progress::Confirmed {
            by: None,
            closing: None,
        }),
        Progress::Confirmed { .. } => Ok(request.progress.clone()),
        _ => Err(CannotAct::Closed),
    }
}

/// The requester still waits, although somebody said it was done: within the incident's days.
pub fn reopen(
    request: &HelpRequest,
    reopen_days: u32,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    match request.progress {
        Progress::Helped { .. }
        | Progress::Confirmed { .. }
        | Progress::Cancelled(_)
        | Progress::Unreachable
        | Progress::Expired => {
            let until = request.state_at + SignedDuration::from_hours(24 * i64::from(reopen_days));
            if now <= until {
                Ok(Progress::Waiting)
            } else {
                Err(CannotAct::TooLateToReopen)
            }
        }
        _ => Err(CannotAct::NotClosed),
    }
}

/// The requester needs nobody any more.
pub fn cancel(request: &HelpRequest, how: Cancelled) -> Result<Progress, CannotAct> {
    match request.progress {
        Progress::Waiting | Progress::Taken(_) | Progress::OnTheWay(_) | Progress::Helping(_) => {
            Ok(Progress::Cancelled(how))
        }
        Progress::Cancelled(before) if before == how => Ok(request.progress.clone()),
        _ => Err(CannotAct::Closed),
    }
}

/// The hold, if it is this volunteer's and has not lapsed.
fn holding(request: &HelpRequest, by: AccountId, now: Timestamp) -> Result<Held, CannotAct> {
    match request.progress.held() {
        Some(held) if held.by == by && held.lease_until > now => Ok(held),
        Some(held) if held.by == by => Err(CannotAct::HoldLapsed),
        Some(held) if held.lease_until > now => Err(CannotAct::HeldByAnother {
            until: held.lease_until,
        }),
        Some(_) => Err(CannotAct::NotHeld),
        None if request.progress.state().is_open() => Err(CannotAct::NotHeld),
        None => Err(CannotAct::Closed),
    }
}

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAct {
    #[error("another volunteer holds this request until {until}")]
    HeldByAnother { until: Timestamp },
    #[error("the hold has lapsed")]
    HoldLapsed,
    #[error("take the request first")]
    NotHeld,
    #[error("the request is closed")]
    Closed,
    #[error("the request is not closed")]
    NotClosed,
    #[error("already there")]
    OutOfOrder,
    #[error("too long ago to open again")]
    TooLateToReopen,
    #[error("no role that may take this kind here")]
    WrongRole,
    #[error("the role still waits for approval")]
    RoleNotApproved,
}

impl Refusal for CannotAct {
    fn name(&self) -> &'static str {
        match self {
            CannotAct::HeldByAnother { .. } => "held-by-another",
            CannotAct::HoldLapsed => "hold-lapsed",
            CannotAct::NotHeld => "not-held",
            CannotAct::Closed => "closed",
            CannotAct::NotClosed => "not-closed",
            CannotAct::OutOfOrder => "out-of-order",
            CannotAct::TooLateToReopen => "too-late-to-reopen",
            CannotAct::WrongRole => "wrong-role",
            CannotAct::RoleNotApproved => "role-not-approved",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotAct::WrongRole | CannotAct::RoleNotApproved => StatusCode::FORBIDDEN,
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotAct::HeldByAnother { until } => {
                Message::new("cannot-held-by-another").with("until", until.to_string())
            }
            CannotAct::HoldLapsed => "cannot-hold-lapsed".into(),
            CannotAct::NotHeld => "cannot-not-held".into(),
            CannotAct::Closed => "cannot-closed".into(),
            CannotAct::NotClosed => "cannot-not-closed".into(),
            CannotAct::OutOfOrder => "cannot-out-of-order".into(),
            CannotAct::TooLateToReopen => "cannot-too-late-to-reopen".into(),
            CannotAct::WrongRole => "cannot-wrong-role".into(),
            CannotAct::RoleNotApproved => "cannot-role-not-approved".into(),
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotAct::HeldByAnother { until } => serde_json::json!({ "until": until }),
            _ => serde_json::Value::Null,
        }
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
