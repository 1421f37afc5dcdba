//! Rounds of the household survey: one survey of an area from one day until another, divided among
//! volunteers by subdistricts and villages, with what is done of it.

pub mod actions;
pub mod api;
pub mod form;
pub mod handle;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
