//! How files of points are read, matched and merged, and what comes after what. Pure.

mod amiss;
pub mod cells;
pub mod columns;
pub mod like;
pub mod merge;
mod offer;
mod refusals;
pub mod row;

pub use refusals::{CannotImport, NotAFile};

use super::model::{Figures, Run, Stage, Verdict};

/// Rows one file may have.
pub const MOST_ROWS: usize = 100_000;

/// Begins the trial: once the columns are named, again after they were named otherwise.
pub fn check(run: &Run, figures: &Figures) -> Result<Stage, CannotImport> {
    match run.stage {
        Stage::Mapping | Stage::Checked | Stage::Checking if applied(figures) == 0 => {
            Ok(Stage::Checking)
        }
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Goes back to naming the columns, as long as nothing was applied.
pub fn map_again(run: &Run, figures: &Figures) -> Result<Stage, CannotImport> {
    match run.stage {
        Stage::Mapping | Stage::Checking | Stage::Checked | Stage::Stopped
            if applied(figures) == 0 =>
        {
            Ok(Stage::Mapping)
        }
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Begins to apply, or goes on.
pub fn start(run: &Run, figures: &Figures) -> Result<Stage, CannotImport> {
    match run.stage {
        Stage::Applying => Ok(Stage::Applying),
        // Stopped while it was being tried.
        Stage::Stopped if figures.of(Verdict::Waiting) > 0 => Ok(Stage::Checking),
        Stage::Checked | Stage::Stopped if figures.pending() > 0 => Ok(Stage::Applying),
        Stage::Checked | Stage::Stopped => Err(CannotImport::NothingToImport),
        _ => Err(CannotImport::OutOfOrder),
    }
}

pub fn stop(run: &Run) -> Result<Stage, CannotImport> {
    match run.stage {
        Stage::Checking | Stage::Applying | Stage::Stopped => Ok(Stage::Stopped),
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Throws the rows away; nothing was applied yet.
pub fn discard(run: &Run, figures: &Figures) -> Result<Stage, CannotImport> {
    match run.stage {
        Stage::Applying | Stage::Done | Stage::Undoing | Stage::Undone => {
            Err(CannotImport::OutOfOrder)
        }
        _ if applied(figures) > 0 => Err(CannotImport::OutOfOrder),
        _ => Ok(Stage::Discarded),
    }
}

/// Takes back what was applied. Once undone it stays undone.
pub fn undo(run: &Run, figures: &Figures) -> Result<Stage, CannotImport> {
    match run.stage {
        Stage::Undoing | Stage::Undone => Ok(run.stage),
        Stage::Done | Stage::Stopped if applied(figures) > 0 => Ok(Stage::Undoing),
        Stage::Done | Stage::Stopped => Err(CannotImport::NothingToUndo),
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Whether a single row may still be decided upon.
pub fn decide(run: &Run) -> Result<(), CannotImport> {
    match run.stage {
        Stage::Checked | Stage::Stopped => Ok(()),
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Rows that came to an end by being applied.
fn applied(figures: &Figures) -> i64 {
    figures.of_all(&[
        Verdict::Made,
        Verdict::Changed,
        Verdict::Unchanged,
        Verdict::LeftOut,
        Verdict::Refused,
        Verdict::Undone,
        Verdict::Kept,
    ])
}
