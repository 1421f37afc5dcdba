//! A practice incident is over: everything recorded in it is removed, in pieces, so that the real
//! incident beside it is not held up. Only a practice incident can be removed.

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
    };
    let id = incident.id;
    db::write!(app.db, |tx| {
        tx.execute(REMOVE_TALLIES, &[&id]).await?;
        tx.execute(REMOVE_NUMBERS, &[&id]).await?;
        tx.execute(REMOVE_ROWS, &[&id]).await?;
        tx.execute(REMOVE_ORIGINS, &[&id]).await?;
        tx.execute(REMOVE_LISTS, &[&id]).await?;
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
sql! { REMOVE_HOUSEHOLD = "DELETE FROM households WHERE province = $1 AND id = $2" }
sql! { REMOVE_TALLIES = "DELETE FROM tallies WHERE incident = $1" }
sql! { REMOVE_NUMBERS = "DELETE FROM request_numbers WHERE incident = $1" }
sql! { REMOVE_ROWS = "
    DELETE FROM import_rows WHERE import IN (SELECT id FROM imports WHERE incident = $1)
" }
sql! { REMOVE_ORIGINS = "DELETE FROM import_origins WHERE incident = $1" }
sql! { REMOVE_LISTS = "DELETE FROM imports WHERE incident = $1" }
sql! { REMOVE_INCIDENT = "DELETE FROM incidents WHERE id = $1 AND practice" }

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
            tx.execute(REMOVE_PERSONS, &[&province, &id]).await?;
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
