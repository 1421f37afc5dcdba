//! Hospitals, foundations, local governments, groups: who answers for each, and its teams.

pub mod actions;
pub mod api;
pub mod form;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
