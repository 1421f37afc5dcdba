//! How lists are read: which line holds the headings, what columns mean, what a cell says. Pure.

pub mod cells;
pub mod columns;
mod refusals;

pub use refusals::{CannotImport, NotAList};

use super::model::{Figures, Import, Mapping, Stage};

/// Rows one list may have.
pub const MOST_ROWS: usize = 50_000;
/// Columns that are read of a list.
pub const MOST_COLUMNS: usize = 100;

/// Begins the trial: once the columns are named, again after they were named otherwise.
pub fn check(import: &Import, figures: &Figures) -> Result<Stage, CannotImport> {
    match import.stage {
        Stage::Mapping | Stage::Checked | Stage::Checking if figures.imported == 0 => {
            Ok(Stage::Checking)
        }
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Goes back to naming the columns, as long as nothing was imported.
pub fn map_again(import: &Import, figures: &Figures) -> Result<Stage, CannotImport> {
    match import.stage {
        Stage::Mapping | Stage::Checking | Stage::Checked | Stage::Stopped
            if figures.imported == 0 =>
        {
            Ok(Stage::Mapping)
        }
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Begins to import, or goes on.
pub fn start(import: &Import, figures: &Figures, mapping: &Mapping) -> Result<Stage, CannotImport> {
    let doubles = if mapping.with_doubles {
        figures.double
    } else {
        0
    };
    match import.stage {
        Stage::Importing => Ok(Stage::Importing),
        // Stopped while it was being tried.
        Stage::Stopped if figures.new > 0 => Ok(Stage::Checking),
        Stage::Checked | Stage::Stopped if figures.fine + doubles > 0 => Ok(Stage::Importing),
        Stage::Checked | Stage::Stopped => Err(CannotImport::NothingToImport),
        _ => Err(CannotImport::OutOfOrder),
    }
}

pub fn stop(import: &Import) -> Result<Stage, CannotImport> {
    match import.stage {
        Stage::Checking | Stage::Importing | Stage::Stopped => Ok(Stage::Stopped),
        _ => Err(CannotImport::OutOfOrder),
    }
}

/// Throws the rows away; what was imported stays.
pub fn discard(import: &Import) -> Result<Stage, CannotImport> {
    match import.stage {
        Stage::Done | Stage::Discarded => Err(CannotImport::OutOfOrder),
        _ => Ok(Stage::Discarded),
    }
}
