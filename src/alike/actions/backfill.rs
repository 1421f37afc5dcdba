//! Whoever was recorded before there was a finder, or comes from a backup of that time, is looked for once:
//! every household is asked about in pieces, one after the other, whenever nobody waits for anything else.

use jobs::{JobError, NewJob};
use serde::{Deserialize, Serialize};

use super::find;
use crate::alike::store::traces;
use crate::app::App;
use crate::meta;
use crate::survey::handle::Handle;

/// The job's name.
pub const BACKFILL: &str = "alike.backfill";

/// Where in `meta` it stands written how far it came: the last household asked about, nothing at first.
const REACHED: &str = "alike_backfill";
const DONE: &str = "done";

/// Households of one piece: whoever is recorded meanwhile waits behind so many.
pub const PIECE: i64 = 100;

/// The piece behind a household; the first one behind none.
#[derive(Debug, Serialize, Deserialize)]
pub struct Piece {
    after: String,
}

/// Begins, or takes it up where it stopped. Costs one look when all was done.
pub async fn begin(app: &App) -> Result<(), db::Error> {
    let reached = db::look!(app.db, |tx| meta::get(tx, REACHED).await)?;
    if reached.as_deref() == Some(DONE) {
        return Ok(());
    }
    db::write!(app.db, |tx| {
        let reached = meta::get(tx, REACHED).await?;
        if reached.is_none() {
            meta::put(tx, REACHED, "").await?;
        }
        let reached = reached.unwrap_or_default();
        if reached == DONE {
            return Ok(());
        }
        enqueue(app, tx, reached).await
    })
}

async fn enqueue(app: &App, tx: &mut db::Tx, after: String) -> Result<(), db::Error> {
    let key = format!("after {after}");
    let job = NewJob {
        name: BACKFILL,
        payload: serde_json::to_value(Piece { after }).unwrap_or_default(),
        due_at: app.clock.now(),
        // However often it is begun, it goes on once.
        unique_key: Some(&key),
    };
    jobs::enqueue(tx, job).await?;
    Ok(())
}

/// Has the next households looked for, and asks for the piece behind them. Done again it changes nothing.
pub async fn piece(app: App, job: Piece) -> Result<(), JobError> {
    let now = app.clock.now();
    let is_done = db::write!(app.db, |tx| {
        if meta::get(tx, REACHED).await?.as_deref() != Some(job.after.as_str()) {
            return Ok(false);
        }
        let after = job.after.parse::<Handle>().ok();
        let households = traces::households(tx, after, PIECE).await?;
        for household in &households {
            find::ask_in(tx, *household, now).await?;
        }
        let reached = match households.last() {
            Some(last) => last.to_string(),
            None => DONE.to_owned(),
        };
        meta::put(tx, REACHED, &reached).await?;
        if !households.is_empty() {
            enqueue(&app, tx, reached).await?;
        }
        Ok::<_, db::Error>(households.is_empty())
    })?;
    if is_done {
        tracing::info!("every household was looked at for persons recorded twice");
    }
    Ok(())
}
