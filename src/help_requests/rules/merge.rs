//! Two requests for one need become one: the duplicate points to the one that is kept, and may be
//! parted from it again.

use jiff::Timestamp;

use super::CannotAct;
use crate::help_requests::model::{HelpRequest, Progress};

/// What becomes of the duplicate. A case that somebody is at is not put away for one that nobody is.
pub fn merge(
    duplicate: &HelpRequest,
    kept: &HelpRequest,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    if duplicate.id == kept.id {
        return Err(CannotAct::DuplicateOfItself);
    }
    if duplicate.incident != kept.incident {
        return Err(CannotAct::OtherIncident);
    }
    if let Progress::Duplicate(before) = &duplicate.progress {
        return if *before == kept.reference {
            Ok(duplicate.progress.clone())
        } else {
            Err(CannotAct::MergedElsewhere)
        };
    }
    if matches!(kept.progress, Progress::Duplicate(_)) {
        return Err(CannotAct::KeptIsDuplicate);
    }
    if !duplicate.progress.state().is_open() {
        return Err(CannotAct::Closed);
    }
    let kept_goes_on = kept.progress.now(now).helper().is_some();
    match duplicate.progress.now(now).held() {
        Some(held) if !kept_goes_on => Err(CannotAct::HeldByAnother {
            until: held.lease_until,
        }),
        _ => Ok(Progress::Duplicate(kept.reference.clone())),
    }
}

/// The merge was a mistake: the request waits again.
pub fn unmerge(request: &HelpRequest) -> Result<Progress, CannotAct> {
    match request.progress {
        Progress::Duplicate(_) => Ok(Progress::Waiting),
        _ => Err(CannotAct::NotMerged),
    }
}

/// Which of two is proposed to be kept: the one somebody is at, else the one asked first.
pub fn proposes_first(one: &HelpRequest, other: &HelpRequest, now: Timestamp) -> bool {
    let goes_on = |request: &HelpRequest| request.progress.now(now).helper().is_some();
    match (goes_on(one), goes_on(other)) {
        (true, false) => true,
        (false, true) => false,
        _ => (one.asked_at, one.id) <= (other.asked_at, other.id),
    }
}
