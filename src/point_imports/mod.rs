//! Service points out of the files of others: read, tried row by row, matched to what is here, applied
//! in pieces, and undone as a whole where the file was wrong.

pub mod actions;
pub mod api;

pub mod file;
pub mod model;
pub mod pages;

pub mod rules;
pub mod store;
