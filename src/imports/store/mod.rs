//! Lists in the database. Cells are sealed: only whoever brought a list reads its rows.

mod lists;
mod rows;

pub use lists::{
    figures, find, insert, keep_figures, of_account, ready, set_mapping, set_stage, sweep_left,
    sweep_rows, unswept,
};
pub use rows::{
    asked_before, check_again, known_origin, known_origin_in, mark, need_in, next_rows,
    note_origin, put_row, rows_of, sample,
};
