//! Forgetting the rows of runs that came to nothing. Rows of a run that was applied stay: they undo it.

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::error::Error;
use crate::ids::PointImportId;
use crate::point_imports::model::{Figures, Stage};
use crate::point_imports::rules;
use crate::point_imports::store;

/// A run that nobody goes on with is kept so long.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Sweeps what is due; gives how many runs.
pub async fn sweep(app: &App, now: Timestamp) -> Result<usize, Error> {
    let mut swept = 0;
    loop {
        let due = db::read!(app.db, |tx| { store::untouched(tx, now - KEPT).await })?;
        if due.is_empty() {
            return Ok(swept);
        }
        for run in due {
            let moved = db::write!(app.db, |tx| {
                let figures = store::figures(tx, run.id).await?;
                let stage = after_long(&run, &figures);
                store::set_stage(tx, &run, stage, now).await
            })?;
            let run_now = db::read!(app.db, |tx| { store::find(tx, run.id).await })?;
            if moved && run_now.is_some_and(|run| run.stage == Stage::Discarded) {
                forget(app, run.id).await?;
            }
            swept += 1;
        }
    }
}

/// What was begun and stopped in the middle is over as far as it went.
fn after_long(run: &crate::point_imports::model::Run, figures: &Figures) -> Stage {
    match rules::discard(run, figures) {
        Ok(stage) => stage,
        Err(_) => Stage::Done,
    }
}

/// Forgets the rows of a run.
pub(super) async fn forget(app: &App, id: PointImportId) -> Result<(), Error> {
    while db::write!(app.db, |tx| { store::sweep(tx, id).await })? > 0 {}
    Ok(())
}
