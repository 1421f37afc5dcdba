//! A held case changes hands only when both sides say so: the holder offers it to a team, or a team
//! asks the holder for it, and the other side says yes or no.

use jiff::{SignedDuration, Timestamp};

use super::{CannotAct, Hand, holding};
use crate::help_requests::model::{Held, HelpRequest, Helper, Progress, Transfer};
use crate::ids::TeamId;

/// Asks that the case go to a team: by the holder, or by a member of that team.
pub fn ask(
    request: &HelpRequest,
    to: TeamId,
    hand: Hand,
    now: Timestamp,
) -> Result<Transfer, CannotAct> {
    let held = match request.progress.now(now).held() {
        Some(held) => held,
        None if request.progress.state().is_open() => return Err(CannotAct::NotHeld),
        None => return Err(CannotAct::Closed),
    };
    if held.helper.team == Some(to) {
        return Err(CannotAct::TransferToItself);
    }
    let by_holder = hand.is_or_serves(held.helper);
    if !by_holder && !hand.teams.contains(&to) {
        return Err(CannotAct::NotOfTheTeam);
    }
    Ok(Transfer {
        to,
        asked_by: hand.account,
        by_holder,
        at: now,
    })
}

/// The other side says yes: the team holds it now, as far along as it was, but nobody of the new
/// team has set out yet.
pub fn accept(
    request: &HelpRequest,
    hand: Hand,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let transfer = request.transfer.ok_or(CannotAct::NoTransfer)?;
    may_answer(request, transfer, hand, now)?;
    let by = if transfer.by_holder {
        hand.account
    } else {
        transfer.asked_by
    };
    Ok(Progress::Taken(Held {
        helper: Helper {
            by,
            team: Some(transfer.to),
        },
        lease_until: now + lease,
    }))
}

/// Whether this person may answer (or, having asked, take back) a transfer.
pub fn may_answer(
    request: &HelpRequest,
    transfer: Transfer,
    hand: Hand,
    now: Timestamp,
) -> Result<(), CannotAct> {
    if transfer.by_holder {
        if !hand.teams.contains(&transfer.to) {
            return Err(CannotAct::NotOfTheTeam);
        }
        match request.progress.now(now).held() {
            Some(_) => Ok(()),
            None => Err(CannotAct::NoTransfer),
        }
    } else {
        holding(request, hand, now).map(|_| ())
    }
}

/// No, or "never mind": either side may end it.
pub fn decline(request: &HelpRequest, hand: Hand, now: Timestamp) -> Result<(), CannotAct> {
    let transfer = request.transfer.ok_or(CannotAct::NoTransfer)?;
    let asked = transfer.asked_by == hand.account;
    let of_team = hand.teams.contains(&transfer.to);
    let holds = holding(request, hand, now).is_ok();
    if asked || of_team || holds {
        Ok(())
    } else {
        Err(CannotAct::NotOfTheTeam)
    }
}
