//! What happened to an area, for how long, and which preset of kinds and lists serves it.

pub mod actions;
pub mod api;
pub mod form;
pub mod model;
pub mod pages;
pub mod place;
pub mod preset;
pub mod remove;
pub mod store;

pub use actions::KnownIncidents;
