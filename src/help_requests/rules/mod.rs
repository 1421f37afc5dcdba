//! What becomes of a request when somebody does something to it. Pure: who and when are arguments,
//! and every no says why.

pub mod assign;
pub mod desk;
pub mod health;
pub mod likeness;
pub mod merge;
pub mod next;
pub mod referral;
mod refusals;
mod requester;
pub mod timing;
pub mod transfer;

use jiff::{SignedDuration, Timestamp};

use super::model::{Closing, Held, HelpRequest, Helper, Progress};
use crate::ids::{AccountId, TeamId};
pub use refusals::CannotAct;
pub use requester::{cancel, confirm, reopen};

/// Who acts on a case: a volunteer, and the teams whose cases are theirs to act on.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    pub account: AccountId,
    pub teams: &'a [TeamId],
}

impl Hand<'_> {
    /// Whether what this helper holds is this person's to act on.
    pub fn is_or_serves(&self, helper: Helper) -> bool {
        helper.by == self.account || helper.team.is_some_and(|team| self.teams.contains(&team))
    }
}

/// A volunteer takes a request, perhaps for a team. Taking what one holds renews the hold.
pub fn take(
    request: &HelpRequest,
    hand: Hand,
    team: Option<TeamId>,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    if team.is_some_and(|team| !hand.teams.contains(&team)) {
        return Err(CannotAct::NotOfTheTeam);
    }
    let lease_until = now + lease;
    let helper = Helper {
        by: hand.account,
        team,
    };
    let held = Held {
        helper,
        lease_until,
    };
    let renewed = |before: Held| {
        let held = Held {
            helper: Helper {
                team: team.or(before.helper.team),
                ..helper
            },
            lease_until,
        };
        if hand.is_or_serves(before.helper) {
            Ok(held)
        } else {
            Err(CannotAct::HeldByAnother {
                until: before.lease_until,
            })
        }
    };
    match request.progress.now(now) {
        Progress::Waiting => match request.offered_now(now) {
            Some(offer) if offer.to != hand.account => {
                Err(CannotAct::OfferedToAnother { until: offer.until })
            }
            _ => Ok(Progress::Taken(held)),
        },
        Progress::Referred(_) => Ok(Progress::Taken(held)),
        Progress::Taken(before) => renewed(before).map(Progress::Taken),
        Progress::OnTheWay(before) => renewed(before).map(Progress::OnTheWay),
        Progress::Helping(before) => renewed(before).map(Progress::Helping),
        _ => Err(CannotAct::Closed),
    }
}

/// The holder gives the case back.
pub fn release(request: &HelpRequest, hand: Hand, now: Timestamp) -> Result<Progress, CannotAct> {
    holding(request, hand, now)?;
    Ok(Progress::Waiting)
}

/// The holder sets out. Only now does anybody tell the requester that somebody comes.
pub fn depart(
    request: &HelpRequest,
    hand: Hand,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let held = acted_on(holding(request, hand, now)?, hand, lease, now);
    match request.progress {
        Progress::Taken(_) | Progress::OnTheWay(_) => Ok(Progress::OnTheWay(held)),
        _ => Err(CannotAct::OutOfOrder),
    }
}

/// The holder is there.
pub fn arrive(
    request: &HelpRequest,
    hand: Hand,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let held = acted_on(holding(request, hand, now)?, hand, lease, now);
    Ok(Progress::Helping(held))
}

/// What an outcome makes of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Over, in the holder's eyes.
    Over,
    /// Something was given and more is needed: somebody else may take it.
    NotYet,
    Unreachable,
    FalseReport,
}

impl Ending {
    pub fn of(outcome: &str, closes: bool) -> Ending {
        match outcome {
            "unreachable" => Ending::Unreachable,
            "false_report" => Ending::FalseReport,
            _ if closes => Ending::Over,
            _ => Ending::NotYet,
        }
    }
}

/// The holder says what came of it. Nothing closes without an outcome and what was given.
pub fn help(
    request: &HelpRequest,
    hand: Hand,
    closing: Closing,
    ending: Ending,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let held = holding(request, hand, now)?;
    let helper = Helper {
        by: hand.account,
        ..held.helper
    };
    Ok(match ending {
        Ending::Over => Progress::Helped { helper, closing },
        Ending::NotYet => Progress::Waiting,
        Ending::Unreachable => Progress::Unreachable,
        Ending::FalseReport => Progress::FalseReport,
    })
}

/// The hold, if it is this volunteer's or their team's and has not lapsed.
pub fn holding(request: &HelpRequest, hand: Hand, now: Timestamp) -> Result<Held, CannotAct> {
    match request.progress.held() {
        Some(held) if hand.is_or_serves(held.helper) && held.lease_until > now => Ok(held),
        Some(held) if hand.is_or_serves(held.helper) => Err(CannotAct::HoldLapsed),
        Some(held) if held.lease_until > now => Err(CannotAct::HeldByAnother {
            until: held.lease_until,
        }),
        Some(_) => Err(CannotAct::NotHeld),
        None if request.progress.state().is_open() => Err(CannotAct::NotHeld),
        None => Err(CannotAct::Closed),
    }
}

/// A sign of life renews the hold; whoever of a team acts is the one to ask from then on.
fn acted_on(held: Held, hand: Hand, lease: SignedDuration, now: Timestamp) -> Held {
    Held {
        helper: Helper {
            by: hand.account,
            ..held.helper
        },
        lease_until: now + lease,
    }
}

#[cfg(test)]
mod sample;

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
