//! The order in which listeners are told. On SQLite the one writer numbers events as they are
//! written; on PostgreSQL they wait until they are committed and one process at a time numbers them,
//! so that a listener who reads on from a number never misses an event that committed late.

use areas::AreaCode;
use db::{Db, Engine, Row, Tx, sql};
use jiff::Timestamp;
use uuid::Uuid;

use super::NewEvent;
use crate::ids::EventId;

/// Events numbered in one go.
const BATCH: i64 = 500;

sql! { NUMBER_AT_ONCE = "
    INSERT INTO feed (seq, province, event, name, subject, area, at, also)
    SELECT coalesce(max(seq), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM feed
" }

sql! { WAIT = "
    INSERT INTO feed_waiting (province, event, name, subject, area, at, also)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
" }

pub(super) fn append(
    tx: &mut Tx,
    id: EventId,
    at: Timestamp,
    event: &NewEvent,
) -> Result<(), db::Error> {
    let statement = match tx.engine() {
        Engine::Sqlite => NUMBER_AT_ONCE,
        Engine::Postgres => WAIT,
    };
    let area = event.area.get();
    let also = event.also.map(AreaCode::get);
    let args: [&dyn db::ToValue; 7] = [
        &event.province,
        &id,
        &event.name,
        &event.subject,
        &area,
        &at,
        &also,
    ];
    tx.post(statement, &args)
}

sql! { WAITS = "SELECT 1 AS one FROM feed_waiting LIMIT 1" }

// One process at a time: whoever does not get the lock leaves it to the one who has it.
sql! { LOCK = postgres: "SELECT pg_try_advisory_xact_lock(6119571) AS mine" }

sql! { NUMBER_WAITING = postgres: "
    WITH next AS (
        SELECT province, event FROM feed_waiting ORDER BY at, event LIMIT $1
    ), taken AS (
        DELETE FROM feed_waiting AS waiting USING next
        WHERE waiting.province = next.province AND waiting.event = next.event
        RETURNING waiting.province, waiting.event, waiting.name, waiting.subject, waiting.area,
            waiting.at, waiting.also
    )
    INSERT INTO feed (seq, province, event, name, subject, area, at, also)
    SELECT (SELECT coalesce(max(seq), 0) FROM feed) + row_number() OVER (ORDER BY at, event),
        province, event, name, subject, area, at, also
    FROM taken
" }

/// Numbers what has been committed since; gives how many. Run again at once when it was a full batch.
pub async fn number_waiting(db: &Db) -> Result<u64, db::Error> {
    if db.engine() == Engine::Sqlite {
        return Ok(0);
    }
    // A look without a lock first: most of the time nothing waits.
    let any = db::look!(db, |tx| { tx.optional(WAITS, &[]).await })?;
    if any.is_none() {
        return Ok(0);
    }
    // Outside SERIALIZABLE, so that whoever writes events is never in conflict with their numbering.
    db::claim!(db, |tx| {
        let mine: bool = tx.one(LOCK, &[]).await?.get("mine")?;
        if !mine {
            return Ok(0);
        }
        tx.execute(NUMBER_WAITING, &[&BATCH]).await
    })
}

/// An event as the feed tells it: what to look up, not what it says.
#[derive(Debug, Clone)]
pub struct Told {
    pub seq: i64,
    pub province: u8,
    pub name: String,
    pub subject: Uuid,
    pub area: u32,
}

sql! { HEAD = "SELECT coalesce(max(seq), 0) AS head FROM feed" }

/// The number of the newest event told.
pub async fn head(tx: &mut Tx) -> Result<i64, db::Error> {
    tx.one(HEAD, &[]).await?.get("head")
}

sql! { AFTER = "
    SELECT seq, province, name, subject, area
    FROM feed
    WHERE seq > $1
    ORDER BY seq
    LIMIT $2
" }

/// Events after a number, in order.
pub async fn after(tx: &mut Tx, seq: i64, limit: i64) -> Result<Vec<Told>, db::Error> {
    tx.all(AFTER, &[&seq, &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<Told, db::Error> {
    Ok(Told {
        seq: row.get("seq")?,
        province: row.get("province")?,
        name: row.get("name")?,
        subject: row.get("subject")?,
        area: row.get("area")?,
    })
}
