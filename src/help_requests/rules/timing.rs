//! What time does to a case: a step that takes too long rises to the area admin, then to the levels
//! above; who has not been heard of for a day is asked whether they still wait, and if they do not
//! answer the desk calls. Nothing expires by itself.

use jiff::{SignedDuration, Timestamp};

use super::CannotAct;
use crate::help_requests::model::{HelpRequest, State};
use crate::incidents::preset::Limits;

/// Asked after so long without a sign of the requester.
pub const STILL_WAITING_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// The desk calls after so long without an answer.
pub const ANSWER_WITHIN: SignedDuration = SignedDuration::from_hours(6);
/// District or subdistrict, province, country: nobody stands above.
pub const LEVELS: u8 = 3;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Rises to this level of admins, counted from 1.
    Escalate(u8),
    AskWhetherStillWaiting,
    CallThem,
}

/// Minutes a case may stand in its state.
pub fn limit(limits: Limits, state: State) -> Option<SignedDuration> {
    let minutes = match state {
        State::Waiting | State::Referred => limits.waiting,
        State::Taken => limits.taken,
        State::OnTheWay => limits.on_the_way,
        State::Helping => limits.helping,
        _ => return None,
    };
    (minutes > 0).then(|| SignedDuration::from_mins(i64::from(minutes)))
}

/// When it rises next: after one limit, then after another two, then after another four.
pub fn rises_at(
    state: State,
    state_at: Timestamp,
    escalation: u8,
    limits: Limits,
) -> Option<Timestamp> {
    if escalation >= LEVELS {
        return None;
    }
    let limit = limit(limits, state)?;
    let times = (1_i32 << (escalation + 1)) - 1;
    Some(state_at + limit * times)
}

/// When the requester is asked, or the desk told to call.
fn asks_at(request: &HelpRequest) -> Option<Timestamp> {
    let waits = matches!(request.progress.state(), State::Waiting | State::Referred);
    if !waits {
        return None;
    }
    Some(match request.still_asked_at {
        None => request.sign_at + STILL_WAITING_AFTER,
        Some(asked) => asked + ANSWER_WITHIN,
    })
}

/// Everything due by now, in the order it is done.
pub fn due(request: &HelpRequest, limits: Limits, now: Timestamp) -> Vec<Due> {
    let mut due = Vec::new();
    let state = request.progress.state();
    if rises_at(state, request.state_at, request.escalation, limits).is_some_and(|at| at <= now) {
        due.push(Due::Escalate(request.escalation + 1));
    }
    if asks_at(request).is_some_and(|at| at <= now) {
        due.push(match request.still_asked_at {
            None => Due::AskWhetherStillWaiting,
            Some(_) => Due::CallThem,
        });
    }
    due
}

/// Whether a case may be closed because nobody answers: asked, and the time to answer has passed.
pub fn may_expire(request: &HelpRequest, now: Timestamp) -> Result<(), CannotAct> {
    match request.progress.now(now).state() {
        State::Waiting | State::Referred => {}
        state if state.is_open() => return Err(CannotAct::OutOfOrder),
        _ => return Err(CannotAct::Closed),
    }
    match request.still_asked_at {
        Some(asked) if asked + ANSWER_WITHIN <= now => Ok(()),
        _ => Err(CannotAct::NotAsked),
    }
}

/// When to look at it next; `None` when time does nothing more to it.
pub fn look_at(request: &HelpRequest, limits: Limits, now: Timestamp) -> Option<Timestamp> {
    let state = request.progress.state();
    let rises = rises_at(state, request.state_at, request.escalation, limits);
    // What was asked and is past is the desk's by now.
    let asks = asks_at(request).filter(|at| request.still_asked_at.is_none() || *at > now);
    [rises, asks].into_iter().flatten().min()
}
