//! Live figures by area, read from the tallies alone. In public, small figures are covered so that
//! nobody can be found in them; admins see the exact figures of their own area.

pub mod actions;
pub mod api;
pub mod charts;
pub mod cover;
pub mod form;
pub mod goods;
pub mod model;
pub mod pages;
pub mod recount;
pub mod rules;
pub mod store;
