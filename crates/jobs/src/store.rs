//! Claiming a job and writing down what became of it. None of this needs SERIALIZABLE: a claim
//! passes over what others hold, and every later word is guarded by the lease.

use db::{ComposedSql, Db, Engine, Error, Row, ToValue, Value, sql};
use jiff::Timestamp;
use uuid::Uuid;

use crate::JobId;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Waiting,
    Done,
    Dead,
}

impl ToValue for State {
    fn to_value(&self) -> Value {
        Value::Int(match self {
            State::Waiting => 0,
            State::Done => 1,
            State::Dead => 2,
        })
    }
}

/// A job held under a lease.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) id: JobId,
    pub(crate) lease: Uuid,
    pub(crate) name: String,
    pub(crate) payload: serde_json::Value,
    /// This try counted in.
    pub(crate) attempts: u32,
    due_at: Timestamp,
}

sql! { IS_ANY_READY = "
    SELECT 1 AS yes FROM jobs WHERE state = 0 AND ready_at <= $1 LIMIT 1
" }

/// What a runner claims by: only the names it has handlers for, so that in a rolling upgrade an
/// older process leaves alone what it does not know.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    sql: ComposedSql,
    names: Vec<&'static str>,
}

impl Claim {
    pub(crate) fn of(engine: Engine, names: Vec<&'static str>) -> Claim {
        let head = match engine {
            Engine::Sqlite => {
                "UPDATE jobs SET lease = $2, ready_at = $3, attempts = attempts + 1 \
                 WHERE id IN (SELECT id FROM jobs"
            }
            Engine::Postgres => "WITH due AS MATERIALIZED (SELECT id FROM jobs",
        };
        let tail = match engine {
            Engine::Sqlite => ")",
            Engine::Postgres => {
                "FOR UPDATE SKIP LOCKED) \
                 UPDATE jobs SET lease = $2, ready_at = $3, attempts = attempts + 1 \
                 FROM due WHERE jobs.id = due.id"
            }
        };
        let mut sql = ComposedSql::new("jobs::store::CLAIM")
            .push(head)
            .push("WHERE state = 0 AND ready_at <= $1 AND name IN (");
        for at in 0..names.len() {
            sql = sql.push_numbered(if at == 0 { "?" } else { ", ?" }, 5 + at);
        }
        let sql = sql
            .push(") ORDER BY ready_at, id LIMIT $4")
            .push(tail)
            .push("RETURNING jobs.id, name, payload, attempts, due_at");
        Claim { sql, names }
    }

    /// Claims up to `limit` jobs that are ready at `now`, the longest due first.
    pub(crate) async fn take(
        &self,
        db: &Db,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Claimed>, Error> {
        if self.names.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        // Looking costs no write; most looks find nothing.
        if db::read!(db, |tx| tx.optional(IS_ANY_READY, &[&now]).await)?.is_none() {
            return Ok(Vec::new());
        }
        let lease = Uuid::now_v7();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut claimed = db::claim!(db, |tx| {
            let mut args: Vec<&dyn ToValue> = vec![&now, &lease, &until, &limit];
            args.extend(self.names.iter().map(|name| name as &dyn ToValue));
            let rows = tx.all_composed(&self.sql, &args).await?;
            rows.iter()
                .map(|row| read(row, lease))
                .collect::<Result<Vec<_>, Error>>()
        })?;
        claimed.sort_by_key(|job| (job.due_at, job.id));
        Ok(claimed)
    }
}

fn read(row: &Row, lease: Uuid) -> Result<Claimed, Error> {
    Ok(Claimed {
        id: row.get("id")?,
        lease,
        name: row.get("name")?,
        payload: row.get("payload")?,
        attempts: row.get("attempts")?,
        due_at: row.get("due_at")?,
    })
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Again {
        at: Timestamp,
        why: String,
        counts: bool,
    },
    Dead {
        why: String,
    },
}

sql! {
    REMOVE = "DELETE FROM jobs WHERE id = $1 AND lease = $2 AND unique_key IS NULL";
    KEEP_DONE = "
        UPDATE jobs SET state = $3, ready_at = $4, lease = NULL, last_error = NULL
        WHERE id = $1 AND lease = $2";
    PAUSE = "
        UPDATE jobs SET ready_at = $3, last_error = $4, attempts = $5, lease = NULL
        WHERE id = $1 AND lease = $2";
    GIVE_UP = "
        UPDATE jobs SET state = $3, ready_at = $4, last_error = $5, lease = NULL
        WHERE id = $1 AND lease = $2"
}

/// Writes down what became of a job. `false` when the lease was lost meanwhile.
pub(crate) async fn settle(
    db: &Db,
    job: &Claimed,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<bool, Error> {
    let touched = db::claim!(db, |tx| {
        let (id, lease) = (job.id, job.lease);
        Ok::<_, Error>(match outcome {
            Outcome::Done => {
                let removed = tx.execute(REMOVE, &[&id, &lease]).await?;
                removed
                    + tx.execute(KEEP_DONE, &[&id, &lease, &State::Done, &now])
                        .await?
            }
            Outcome::Again { at, why, counts } => {
                let attempts = if *counts {
                    job.attempts
                } else {
                    job.attempts.saturating_sub(1)
                };
                tx.execute(PAUSE, &[&id, &lease, at, why, &attempts])
                    .await?
            }
            Outcome::Dead { why } => {
                tx.execute(GIVE_UP, &[&id, &lease, &State::Dead, &now, why])
                    .await?
            }
        })
    })?;
    Ok(touched == 1)
}

sql! { SWEEP = "
    DELETE FROM jobs
    WHERE id IN (SELECT id FROM jobs WHERE state = $1 AND ready_at < $2 ORDER BY ready_at LIMIT 500)
" }

/// Removes up to 500 done jobs that were kept for their key, and tells how many.
pub(crate) async fn sweep(db: &Db, before: Timestamp) -> Result<u64, Error> {
    db::claim!(db, |tx| tx.execute(SWEEP, &[&State::Done, &before]).await)
}
