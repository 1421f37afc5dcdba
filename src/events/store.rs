//! The history of a subject.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::NewEvent;
use crate::ids::{AccountId, EventId};

sql! { INSERT = "
    INSERT INTO events (province, id, at, name, actor, subject, area, payload)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
" }

pub fn insert(
    tx: &mut Tx,
    id: EventId,
    at: Timestamp,
    actor: Option<AccountId>,
    event: &NewEvent,
) -> Result<(), db::Error> {
    tx.post(
        INSERT,
        &[
            &event.province,
            &id,
            &at,
            &event.name,
            &actor,
            &event.subject,
            &event.area.get(),
            &event.payload,
        ],
    )
}

/// One step of a history.
#[derive(Debug, Clone)]
pub struct Event {
    pub at: Timestamp,
    pub name: String,
    pub actor: Option<AccountId>,
    pub payload: Value,
}

sql! { HISTORY = "
    SELECT at, name, actor, payload
    FROM events
    WHERE province = $1 AND subject = $2
    ORDER BY id
    LIMIT 500
" }

/// The steps in the order in which they were written. Two programs whose clocks differ, or one that had
/// to try again, give ids out of that order; a step that tells the `version` it made of its subject
/// stands where it belongs.
pub async fn history(tx: &mut Tx, province: u8, subject: Uuid) -> Result<Vec<Event>, db::Error> {
    let rows = tx.all(HISTORY, &[&province, &subject]).await?;
    let mut events = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    events.sort_by_key(|event| event.payload["version"].as_i64().unwrap_or_default());
    Ok(events)
}

fn read(row: &Row) -> Result<Event, db::Error> {
    Ok(Event {
        at: row.get("at")?,
        name: row.get("name")?,
        actor: row.get("actor")?,
        payload: row.get("payload")?,
    })
}
