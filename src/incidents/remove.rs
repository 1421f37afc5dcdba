//! A practice incident is over: everything recorded in it is removed, in pieces, so that the real
//! incident beside it is not held up. Only a practice incident can be removed.

mod supplies;

use db::{Row, Tx, sql};
use serde_json::json;
use uuid::Uuid;

use super::model::{Incident, Prefix};
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::events::{self, NewEvent};

/// Requests or households of one write; each has a few rows of its own behind it, and all together
/// stay below 500.
const PIECE: i64 = 40;

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    pub requests: u64,
    pub households: u64,
    pub supply_units: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum CannotRemove {
    #[error("no incident has this prefix")]
    Unknown,
    #[error("this incident is no practice; what happened in it is kept")]
    Real,
    #[error(transparent)]
    Fault(#[from] Error),
}

impl From<db::Error> for CannotRemove {
    fn from(err: db::Error) -> CannotRemove {
        CannotRemove::Fault(err.into())
    }
}

/// Closes the practice incident and removes everything of it, itself last. Run again after a fault it
/// goes on where it stopped.
pub async fn practice(app: &App, cx: &Cx, prefix: &Prefix) -> Result<Removed, CannotRemove> {
    let incidents = db::read!(app.db, |tx| { store::all(tx).await })?;
    let incident = incidents
        .into_iter()
        .find(|incident| incident.prefix == *prefix)
        .ok_or(CannotRemove::Unknown)?;
    if !incident.practice {
        return Err(CannotRemove::Real);
    }
    db::write!(app.db, |tx| { store::close(tx, incident.id, cx.now).await })?;
    let removed = Removed {
        requests: all_of(app, cx, &incident, REQUESTS, Kind::Request).await?,
        households: all_of(app, cx, &incident, HOUSEHOLDS, Kind::Household).await?,
        supply_units: supplies::all(app, &incident).await?,
    };
    let id = incident.id;
    db::write!(app.db, |tx| {
        for what_hangs_on_it in OF_INCIDENT {
            tx.execute(what_hangs_on_it, &[&id]).await?;
        }
        tx.execute(REMOVE_INCIDENT, &[&id]).await
    })?;
    app.incidents.forget();
    Ok(removed)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Request,
    Household,
}

sql! { REQUESTS = "
    SELECT province, id, area, reference
    FROM help_requests
    WHERE incident = $1
    ORDER BY province, id
    LIMIT $2
" }

sql! { HOUSEHOLDS = "
    SELECT province, id, area, '' AS reference
    FROM households
    WHERE incident = $1
    ORDER BY province, id
    LIMIT $2
" }

async fn all_of(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    which: db::Sql,
    kind: Kind,
) -> Result<u64, db::Error> {
    let mut removed = 0;
    loop {
        let rows = db::read!(app.db, |tx| {
            tx.all(which, &[&incident.id, &PIECE]).await
        })?;
        let Some(first) = rows.first() else {
            return Ok(removed);
        };
        // One write touches one province.
        let province: u8 = first.get("province")?;
        removed += db::write!(app.db, |tx| {
            let mut n = 0;
            for row in &rows {
                if row.get::<u8>("province")? == province {
                    remove(app, tx, cx, row, kind).await?;
                    n += 1;
                }
            }
            Ok::<u64, db::Error>(n)
        })?;
    }
}

sql! { REMOVE_EVENTS = "DELETE FROM events WHERE province = $1 AND subject = $2" }
sql! { REMOVE_LOOKS = "DELETE FROM looks WHERE province = $1 AND subject = $2" }
sql! { REMOVE_SENDS = "DELETE FROM idempotency_keys WHERE province = $1 AND subject = $2" }
sql! { REMOVE_NOTICES = "DELETE FROM notices WHERE link = $1" }
sql! { REMOVE_DESK_ITEM = "DELETE FROM desk_items WHERE province = $1 AND request = $2" }
sql! { REMOVE_CALLS = "DELETE FROM calls WHERE province = $1 AND request = $2" }
sql! { REMOVE_NOTES = "DELETE FROM case_notes WHERE province = $1 AND request = $2" }
sql! { REMOVE_PLACES = "DELETE FROM moved_places WHERE province = $1 AND request = $2" }
sql! { REMOVE_TRIAGES = "DELETE FROM triages WHERE province = $1 AND request = $2" }
sql! { REMOVE_CHECKS = "DELETE FROM daily_checks WHERE province = $1 AND request = $2" }
sql! { REMOVE_SKIPS = "DELETE FROM skips WHERE province = $1 AND request = $2" }
sql! { REMOVE_PAIRS = "DELETE FROM duplicate_pairs WHERE province = $1 AND one = $2" }
sql! { REMOVE_REQUEST = "DELETE FROM help_requests WHERE province = $1 AND id = $2" }
sql! { REMOVE_PERSONS = "DELETE FROM persons WHERE province = $1 AND household = $2" }
sql! { REMOVE_DOSES = "
    DELETE FROM doses
    WHERE province = $1
        AND person IN (SELECT id FROM persons WHERE province = $1 AND household = $2)
" }
sql! { REMOVE_TALKS = "
    DELETE FROM talks
    WHERE province = $1
        AND person IN (SELECT id FROM persons WHERE province = $1 AND household = $2)
" }
sql! { REMOVE_TASKS = "DELETE FROM survey_tasks WHERE province = $1 AND household = $2" }
sql! { REMOVE_GUESTS = "DELETE FROM vaccination_guests WHERE province = $1 AND household = $2" }
sql! { REMOVE_CONFLICTS = "
    DELETE FROM household_conflicts WHERE province = $1 AND household = $2
" }
sql! { REMOVE_CHANGES = "DELETE FROM household_changes WHERE province = $1 AND household = $2" }
sql! { REMOVE_HOUSEHOLD = "DELETE FROM households WHERE province = $1 AND id = $2" }
sql! { REMOVE_TALLIES = "DELETE FROM tallies WHERE incident = $1" }
sql! { REMOVE_TOTALS = "DELETE FROM tally_totals WHERE incident = $1" }
sql! { REMOVE_TALLY_DAYS = "DELETE FROM tally_days WHERE incident = $1" }
sql! { REMOVE_REPORTS = "DELETE FROM reports WHERE incident = $1" }
sql! { REMOVE_NUMBERS = "DELETE FROM request_numbers WHERE incident = $1" }
sql! { REMOVE_ROWS = "
    DELETE FROM import_rows WHERE import IN (SELECT id FROM imports WHERE incident = $1)
" }
sql! { REMOVE_ORIGINS = "DELETE FROM import_origins WHERE incident = $1" }
sql! { REMOVE_LISTS = "DELETE FROM imports WHERE incident = $1" }
sql! { REMOVE_ALIKE = "DELETE FROM person_pairs WHERE incident = $1" }
sql! { REMOVE_SESSIONS = "DELETE FROM vaccination_sessions WHERE incident = $1" }
sql! { REMOVE_SHARES = "
    DELETE FROM round_shares WHERE round IN (SELECT id FROM rounds WHERE incident = $1)
" }
sql! { REMOVE_ROUNDS = "DELETE FROM rounds WHERE incident = $1" }
sql! { REMOVE_ENTRIES = "
    DELETE FROM household_sheet_entries
    WHERE sheet IN (SELECT id FROM household_sheets WHERE incident = $1)
" }
sql! { REMOVE_SHEETS = "DELETE FROM household_sheets WHERE incident = $1" }
sql! { REMOVE_EXPORTS = "DELETE FROM household_exports WHERE incident = $1" }
sql! { REMOVE_INCIDENT = "DELETE FROM incidents WHERE id = $1 AND practice" }

/// What hangs on the incident itself and goes before it, what hangs on the former first.
const OF_INCIDENT: [db::Sql; 15] = [
    REMOVE_TALLIES,
    REMOVE_TOTALS,
    REMOVE_TALLY_DAYS,
    REMOVE_REPORTS,
    REMOVE_NUMBERS,
    REMOVE_ROWS,
    REMOVE_ORIGINS,
    REMOVE_LISTS,
    REMOVE_ALIKE,
    REMOVE_SESSIONS,
    REMOVE_SHARES,
    REMOVE_ROUNDS,
    REMOVE_ENTRIES,
    REMOVE_SHEETS,
    REMOVE_EXPORTS,
];

/// What hangs on a household and goes before it.
const OF_HOUSEHOLD: [db::Sql; 7] = [
    REMOVE_DOSES,
    REMOVE_TALKS,
    REMOVE_TASKS,
    REMOVE_GUESTS,
    REMOVE_CONFLICTS,
    REMOVE_CHANGES,
    REMOVE_PERSONS,
];

/// What hangs on a request and goes before it.
const OF_REQUEST: [db::Sql; 8] = [
    REMOVE_DESK_ITEM,
    REMOVE_CALLS,
    REMOVE_NOTES,
    REMOVE_PLACES,
    REMOVE_TRIAGES,
    REMOVE_CHECKS,
    REMOVE_SKIPS,
    REMOVE_PAIRS,
];

/// One request or household with its history, looks and notices. One event stays behind, which tells
/// maps and listeners that it is gone.
async fn remove(app: &App, tx: &mut Tx, cx: &Cx, row: &Row, kind: Kind) -> Result<(), db::Error> {
    let (province, id): (u8, Uuid) = (row.get("province")?, row.get("id")?);
    tx.execute(REMOVE_EVENTS, &[&province, &id]).await?;
    tx.execute(REMOVE_LOOKS, &[&province, &id]).await?;
    tx.execute(REMOVE_SENDS, &[&province, &id]).await?;
    let name = match kind {
        Kind::Request => {
            let reference: String = row.get("reference")?;
            tx.execute(REMOVE_NOTICES, &[&format!("/help-requests/{reference}")])
                .await?;
            for what_hangs_on_it in OF_REQUEST {
                tx.execute(what_hangs_on_it, &[&province, &id]).await?;
            }
            tx.execute(REMOVE_REQUEST, &[&province, &id]).await?;
            "help_request.removed"
        }
        Kind::Household => {
            for what_hangs_on_it in OF_HOUSEHOLD {
                tx.execute(what_hangs_on_it, &[&province, &id]).await?;
            }
            tx.execute(REMOVE_HOUSEHOLD, &[&province, &id]).await?;
            "household.removed"
        }
    };
    let area = crate::accounts::store::read_area(row, "area")?;
    let event = NewEvent {
        province,
        name,
        subject: id,
        area,
        also: None,
        payload: json!({}),
    };
    events::record_in(app, tx, cx, &event)
}
