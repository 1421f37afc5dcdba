//! What the requester's word makes of a request.

use jiff::{SignedDuration, Timestamp};

use super::CannotAct;
use crate::help_requests::model::{Cancelled, HelpRequest, Progress};

/// The requester says help came, whether or not a volunteer has said so yet.
pub fn confirm(request: &HelpRequest, now: Timestamp) -> Result<Progress, CannotAct> {
    match request.progress.now(now) {
        Progress::Helped { helper, closing } => Ok(Progress::Confirmed {
            helper: Some(helper),
            closing: Some(closing),
        }),
        Progress::Taken(held) | Progress::OnTheWay(held) | Progress::Helping(held) => {
            Ok(Progress::Confirmed {
                helper: Some(held.helper),
                closing: None,
            })
        }
        Progress::Waiting | Progress::Referred(_) | Progress::Duplicate(_) => {
            Ok(Progress::Confirmed {
                helper: None,
                closing: None,
            })
        }
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
        | Progress::Duplicate(_)
        | Progress::FalseReport
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
        Progress::Waiting
        | Progress::Referred(_)
        | Progress::Taken(_)
        | Progress::OnTheWay(_)
        | Progress::Helping(_)
        | Progress::Duplicate(_) => Ok(Progress::Cancelled(how)),
        Progress::Cancelled(before) if before == how => Ok(request.progress.clone()),
        _ => Err(CannotAct::Closed),
    }
}
