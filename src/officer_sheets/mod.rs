//! Officers of the units below one, named by a sheet: one row a unit, filled in by hand and brought back.

pub mod actions;
pub mod pages;
mod sheet;
