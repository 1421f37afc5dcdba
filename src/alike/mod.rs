//! Persons found again: two who are recorded in two households, or twice in one, and may be one are proposed
//! with what speaks for it, and an admin of the area makes them one, says that they are not, or undoes it. Nobody is
//! asked for a paper: name, year, phone and village find people as well.

pub mod actions;
pub mod api;
pub mod handle;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
