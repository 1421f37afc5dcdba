//! The queue as everybody else sees it: what is put in, what waits, what was given up.

use db::{Db, Error, Row, Tx, sql};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::store::State;

db::id! {
    /// A job in the queue.
    pub struct JobId;
}

/// A job to be put into the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob<'a> {
    /// The name its handler is registered by.
    pub name: &'a str,
    /// What the handler is given: an object or an array.
    pub payload: Value,
    /// When it is to be done; a past instant means now.
    pub due_at: Timestamp,
    /// Two with the same name and key are one, also when the first is done already (until it is
    /// swept, days later). A timer that may come again has its instant in the key.
    pub unique_key: Option<&'a str>,
}

sql! { ENQUEUE = "
    INSERT INTO jobs (id, name, unique_key, payload, state, due_at, ready_at, attempts)
    VALUES ($1, $2, $3, $4, 0, $5, $5, 0)
    ON CONFLICT (name, unique_key) DO NOTHING
" }

/// Puts a job into the queue, in the transaction of what asks for it. Tells `false` when there is
/// one of its key already.
pub async fn enqueue(tx: &mut Tx, job: NewJob<'_>) -> Result<bool, Error> {
    let id = JobId(Uuid::now_v7());
    let NewJob {
        name,
        payload,
        due_at,
        unique_key,
    } = job;
    let added = tx
        .execute(ENQUEUE, &[&id, &name, &unique_key, &payload, &due_at])
        .await?;
    Ok(added == 1)
}

/// A job as a list shows it; its payload may be personal and is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: JobId,
    pub name: String,
    pub unique_key: Option<String>,
    pub due_at: Timestamp,
    /// When it may be claimed next.
    pub ready_at: Timestamp,
    pub attempts: u32,
    pub last_error: Option<String>,
}

sql! { LIST = "
    SELECT id, name, unique_key, due_at, ready_at, attempts, last_error
    FROM jobs
    WHERE state = $1
    ORDER BY ready_at, id
    LIMIT $2
" }

/// Jobs that are not done yet (waiting, paused or worked at), the soonest first.
pub async fn waiting(tx: &mut Tx, limit: u32) -> Result<Vec<Listed>, Error> {
    list(tx, State::Waiting, limit).await
}

/// Jobs that were given up, for somebody to look at.
pub async fn dead(tx: &mut Tx, limit: u32) -> Result<Vec<Listed>, Error> {
    list(tx, State::Dead, limit).await
}

async fn list(tx: &mut Tx, state: State, limit: u32) -> Result<Vec<Listed>, Error> {
    tx.all(LIST, &[&state, &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<Listed, Error> {
    Ok(Listed {
        id: row.get("id")?,
        name: row.get("name")?,
        unique_key: row.get("unique_key")?,
        due_at: row.get("due_at")?,
        ready_at: row.get("ready_at")?,
        attempts: row.get("attempts")?,
        last_error: row.get("last_error")?,
    })
}

sql! { REVIVE = "
    UPDATE jobs
    SET state = 0, ready_at = $2, attempts = 0, lease = NULL
    WHERE id = $1 AND state = 2
" }

/// Puts a job that was given up back into the queue. `false` when it is not among them.
pub async fn revive(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<bool, Error> {
    Ok(tx.execute(REVIVE, &[&id, &now]).await? == 1)
}

/// How the queue stands, for gauges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub waiting: u64,
    /// Of those waiting, what could be claimed now.
    pub ready: u64,
    pub dead: u64,
}

sql! { COUNT = "
    SELECT
        CAST(coalesce(sum(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
        CAST(coalesce(sum(CASE WHEN state = 0 AND ready_at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT)
            AS ready,
        CAST(coalesce(sum(CASE WHEN state = 2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS dead
    FROM jobs
    WHERE state IN (0, 2)
" }

/// Counts the queue.
pub async fn counts(db: &Db, now: Timestamp) -> Result<Counts, Error> {
    db::read!(db, |tx| {
        let row = tx.one(COUNT, &[&now]).await?;
        let count = |column| Ok::<_, Error>(u64::from(row.get::<u32>(column)?));
        Ok(Counts {
            waiting: count("waiting")?,
            ready: count("ready")?,
            dead: count("dead")?,
        })
    })
}
