//! Supplies for programs: units and who keeps their books, entries, allocations and what became of them, days that
//! are counted and closed. The same actions as those of the pages.

pub mod allocations;
pub mod arranging;
mod counted;
pub mod days;
pub mod entries;
pub mod headcounts;
pub mod items;
mod json;
pub mod phone;
mod reading;
pub mod reservations;
pub mod seats;
pub mod shipments;
pub mod standing;
pub mod units;

use jiff::civil::Date;
use web::Problems;

use super::actions;
use super::model::{Handle, Unit};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::incidents::model::Incident;

fn signed_in(caller: &Caller) -> Result<(), Error> {
    caller.cx.signed_in().map(|_| ()).ok_or(Error::SignInNeeded)
}

fn handle(text: &str) -> Result<Handle, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

/// The unit that the query names, and whatever else in it is amiss.
fn unit_asked(caller: &Caller, known: &[&str]) -> Result<(Handle, Option<Date>), Error> {
    signed_in(caller)?;
    let mut problems = caller.unknown_in_query(known);
    let unit = caller.query.value("unit").trim().parse();
    let unit = problems.keep("unit", unit, |_| "supply-unit-unknown");
    let date = date_asked(caller, &mut problems);
    match unit {
        Some(unit) if problems.is_empty() => Ok((unit, date)),
        _ => Err(problems.into()),
    }
}

/// `date` of the query: a day of the calendar, not ahead.
fn date_asked(caller: &Caller, problems: &mut Problems) -> Option<Date> {
    let text = caller.query.value("date").trim();
    if text.is_empty() {
        return None;
    }
    let day: Option<Date> = problems.keep("date", text.parse(), |_| "supply-date-wrong");
    if day.is_some_and(|day| day > crate::clock::day(caller.cx.now)) {
        problems.add("date", "supply-future");
    }
    day
}

fn after(caller: &Caller) -> Option<&str> {
    Some(caller.query.value("after")).filter(|cursor| !cursor.is_empty())
}

/// The unit that a body names in `unit`, with its incident. Of one that is not theirs to see nobody is told what
/// else is amiss.
async fn unit_told<B: Body>(received: &Received<B>) -> Result<(Unit, Incident), Error> {
    let caller = &received.caller;
    signed_in(caller)?;
    let named: Result<Handle, _> = received.typed.value("unit").trim().parse();
    let seen = match named {
        Ok(handle) => actions::unit(&caller.app, &caller.cx, handle).await,
        Err(_) => Err(Error::NotFound),
    };
    match seen {
        Ok((unit, _)) => {
            let incident = actions::incident_of(&caller.app, &caller.cx, &unit).await?;
            Ok((unit, incident))
        }
        Err(Error::NotFound) => {
            let mut problems = Problems::default();
            problems.add("unit", "supply-unit-unknown");
            received.read(|_| Err(problems))
        }
        Err(err) => Err(err),
    }
}
