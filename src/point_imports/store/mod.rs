//! Runs in the database: points are public, so their rows stand as they came.

mod concordances;
pub mod kept;
mod mappings;
mod rows;
mod runs;

pub use concordances::{Known, forget, known, note};
pub use mappings::{remember, remembered};
pub use rows::{
    Outcome, check_again, decide, earlier, mark_applied, mark_checked, mark_undone, of_point,
    of_verdict, pending, put, row, sample, sweep, waiting, written,
};
pub use runs::{
    figures, find, insert, newest, of_account, ready, set_likely, set_mapping, set_stage, untouched,
};
