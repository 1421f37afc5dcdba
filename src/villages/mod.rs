//! Villages of subdistricts, and how many people live in these: what a survey is divided by and what
//! its coverage is measured against.

pub mod actions;
pub mod api;
pub mod file;
pub mod form;
pub mod model;
pub mod rules;
pub mod store;
