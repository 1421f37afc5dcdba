//! The order in which listeners are told. On SQLite the one writer numbers events as they are
//! written; on PostgreSQL they wait until they are committed and one process at a time numbers them,
//! so that a listener who reads on from a number never misses an event that committed late.

use db::{Db, Engine, Row, Tx, sql};
use jiff::Timestamp;
use uuid::Uuid;

use super::NewEvent;
use crate::ids::EventId;

/// Events numbered in one go.
const BATCH: i64 = 500;

sql! { NUMBER_AT_ONCE = "
    INSERT INTO feed (seq, province, event, name, subject, area, at)
    SELECT coalesce(max(seq), 0) + 1, $1, $2, $3, $4, $5, $6 FROM feed
" }

sql! { WAIT = "
    INSERT INTO feed_waiting (province, event, name, subject, area, at)
    VALUES ($1, $2, $3, $4, $5, $6)
" }

pub(super) async fn append(
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
    let args: [&dyn db::ToValue; 6] = [
        &event.province,
        &id,
        &event.name,
        &event.subject,
        &area,
        &at,
    ];
    tx.execute(statement, &args).await?;
    Ok(())
}

sql! { WAITING = "
    SELECT province, event, name, subject, area, at
    FROM feed_waiting
    ORDER BY at, event
    LIMIT $1
" }

sql! { DONE_WAITING = "DELETE FROM feed_waiting WHERE province = $1 AND event = $2" }

/// Numbers what has been committed since; gives how many. Run again at once when it was a full batch.
/// Two processes doing this at the same moment conflict, and the database lets one of them win.
pub async fn number_waiting(db: &Db) -> Result<usize, db::Error> {
    if db.engine() == Engine::Sqlite {
        return Ok(0);
    }
    // A look without a lock first: most of the time nothing waits.
    let any = db::read!(db, |tx| { tx.optional(WAITING, &[&1_i64]).await })?;
    if any.is_none() {
        return Ok(0);
    }
    db::write!(db, |tx| {
        let rows = tx.all(WAITING, &[&BATCH]).await?;
        for row in &rows {
            let (province, event): (u8, Uuid) = (row.get("province")?, row.get("event")?);
            let (name, subject): (String, Uuid) = (row.get("name")?, row.get("subject")?);
            let (area, at): (u32, Timestamp) = (row.get("area")?, row.get("at")?);
            tx.execute(
                NUMBER_AT_ONCE,
                &[&province, &event, &name, &subject, &area, &at],
            )
            .await?;
            tx.execute(DONE_WAITING, &[&province, &event]).await?;
        }
        Ok::<_, db::Error>(rows.len())
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
