//! What everybody should know: what the admins of areas announce, numbers to call, and how the program
//! is used.

pub mod actions;
pub mod api;
pub mod form;
pub mod how_to;
pub mod memory;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
