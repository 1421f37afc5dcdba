//! Reading what was typed at the desk, on its page or as the fields of a JSON body.

use web::{Problems, Typed};

use crate::accounts::form::words;
use crate::app::App;
use crate::help_requests::model::desk::{CallOutcome, NewPlace};
use crate::incidents::model::Incident;
use crate::incidents::place::place;

/// Letters of what was said, and of a reason.
const MOST_SAID: usize = 1_000;
const MOST_REASON: usize = 300;

/// What came of a call, and what was said.
pub fn read_call(typed: &Typed) -> Result<(CallOutcome, String), Problems> {
    let mut problems = Problems::default();
    let outcome = CallOutcome::from_code(typed.value("outcome").trim());
    if outcome.is_none() {
        problems.add("outcome", "desk-outcome-missing");
    }
    let note = words(typed, "note", MOST_SAID, &mut problems);
    match outcome {
        Some(outcome) if problems.is_empty() => Ok((outcome, note)),
        _ => Err(problems),
    }
}

/// A pin, or an area and a landmark, and why the request stands there from now on.
pub fn read_place(app: &App, incident: &Incident, typed: &Typed) -> Result<NewPlace, Problems> {
    let mut problems = Problems::default();
    let mut typed = typed.clone();
    if typed.chose("without_pin", "yes") {
        for field in ["lat", "lon", "accuracy_m", "position_source"] {
            typed.remove(field);
        }
    }
    let place = place(app, incident, &typed, &mut problems);
    let landmark = words(&typed, "landmark", 500, &mut problems);
    let reason = words(&typed, "reason", MOST_REASON, &mut problems);
    if reason.is_empty() && problems.of("reason").is_none() {
        problems.add("reason", "desk-pin-reason-missing");
    }
    if landmark.is_empty() && place.as_ref().is_some_and(|(_, pin)| pin.is_none()) {
        problems.add("landmark", "landmark-missing");
    }
    match place {
        Some((area, pin)) if problems.is_empty() => Ok(NewPlace {
            area,
            pin,
            landmark,
            reason,
        }),
        _ => Err(problems),
    }
}

/// Why somebody leaves a request to others.
pub fn read_skip(typed: &Typed) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let reason = words(typed, "skip_reason", MOST_REASON, &mut problems);
    if reason.is_empty() && problems.is_empty() {
        problems.add("skip_reason", "desk-skip-reason-missing");
    }
    if problems.is_empty() {
        Ok(reason)
    } else {
        Err(problems)
    }
}
