//! Bringing the vaccine to whoever wants it: the demand of an area, talks that are due, days on which people
//! are vaccinated, and who is asked to come. It reads the survey's tasks and makes the survey's changes.

pub mod actions;
pub mod api;
pub mod form;
pub mod handle;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
