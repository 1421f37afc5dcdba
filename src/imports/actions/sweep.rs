//! Forgetting the rows of lists that are over, or that nobody has touched for as long.

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::error::Error;
use crate::imports::model::Import;
use crate::imports::store;

/// Rows are kept so long after the last thing that was done with their list.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Sweeps what is due; gives how many lists.
pub async fn sweep(app: &App, now: Timestamp) -> Result<usize, Error> {
    let mut swept = 0;
    loop {
        let due = db::read!(app.db, |tx| { store::unswept(tx, now - KEPT).await })?;
        if due.is_empty() {
            return Ok(swept);
        }
        for import in due {
            forget(app, now, &import).await?;
            swept += 1;
        }
    }
}

/// Forgets the rows of a list, and keeps how many there were.
pub(super) async fn forget(app: &App, now: Timestamp, import: &Import) -> Result<(), Error> {
    // The figures first: cut off in the middle, the rest goes with the next sweep and they stay.
    let figures = match import.kept_figures {
        Some(figures) => figures,
        None => db::read!(app.db, |tx| { store::figures(tx, import.id).await })?,
    };
    let mut is_first = true;
    loop {
        let gone = db::write!(app.db, |tx| {
            if is_first {
                store::keep_figures(tx, import.id, &figures).await?;
            }
            store::sweep_rows(tx, import.id).await
        })?;
        is_first = false;
        if gone == 0 {
            break;
        }
    }
    db::write!(app.db, |tx| { store::sweep_left(tx, import, now).await })?;
    Ok(())
}
