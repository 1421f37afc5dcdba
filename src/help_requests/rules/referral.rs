//! A case given to an organisation or another area, which says that it has it, sends somebody, or
//! sends it back with a reason. Nobody gets the same case twice: what goes in a circle helps nobody.

use jiff::Timestamp;

use super::{CannotAct, Hand, holding};
use crate::help_requests::model::{HelpRequest, Progress, Referral, ReferredTo};

/// Where it was before counts as well as where it is now.
pub fn refer(
    request: &HelpRequest,
    to: ReferredTo,
    hand: Hand,
    may_overrule: bool,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    match request.progress.now(now) {
        Progress::Referred(referral) if referral.to == to => return Err(CannotAct::ReferredThere),
        Progress::Waiting | Progress::Referred(_) => {}
        Progress::Taken(_) | Progress::OnTheWay(_) | Progress::Helping(_) if may_overrule => {}
        Progress::Taken(_) | Progress::OnTheWay(_) | Progress::Helping(_) => {
            holding(request, hand, now)?;
        }
        _ => return Err(CannotAct::Closed),
    }
    if request.referred_before.contains(&to) {
        return Err(CannotAct::ReferredBefore);
    }
    Ok(Progress::Referred(Referral {
        to,
        at: now,
        acknowledged_at: None,
    }))
}

/// "We have it": the time is kept. Said again, it changes nothing.
pub fn acknowledge(request: &HelpRequest, now: Timestamp) -> Result<Progress, CannotAct> {
    let Progress::Referred(referral) = request.progress else {
        return Err(CannotAct::NotReferred);
    };
    Ok(Progress::Referred(Referral {
        acknowledged_at: referral.acknowledged_at.or(Some(now)),
        ..referral
    }))
}

/// Sent back: the case waits again where it was asked.
pub fn send_back(request: &HelpRequest) -> Result<Progress, CannotAct> {
    match request.progress {
        Progress::Referred(_) => Ok(Progress::Waiting),
        _ => Err(CannotAct::NotReferred),
    }
}

/// Why a case was referred or sent back; said in everybody's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NoMeans,
    NoPeople,
    OutsideArea,
    NotOurWork,
    Nearer,
    Other,
}

impl Reason {
    pub const ALL: [Reason; 6] = [
        Reason::NoMeans,
        Reason::NoPeople,
        Reason::OutsideArea,
        Reason::NotOurWork,
        Reason::Nearer,
        Reason::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Reason::NoMeans => "no_means",
            Reason::NoPeople => "no_people",
            Reason::OutsideArea => "outside_area",
            Reason::NotOurWork => "not_our_work",
            Reason::Nearer => "nearer",
            Reason::Other => "other",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Reason::NoMeans => "reason-no-means",
            Reason::NoPeople => "reason-no-people",
            Reason::OutsideArea => "reason-outside-area",
            Reason::NotOurWork => "reason-not-our-work",
            Reason::Nearer => "reason-nearer",
            Reason::Other => "reason-other",
        }
    }

    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }
}
