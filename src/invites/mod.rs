//! Links that bring people in under a campaign's tag, perhaps into a team. The code is read out by
//! phone as well.

pub mod actions;
pub mod api;
pub mod form;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
