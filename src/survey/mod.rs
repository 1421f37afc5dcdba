//! Who lives where, who is not vaccinated, and who wants to be: households recorded by a data
//! volunteer or by the people themselves. A household makes no case and no pin on the map.

pub mod actions;
pub mod api;
pub mod count;
pub mod deed;
pub mod fields;
pub mod form;
pub mod handle;
pub mod merge;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
pub mod tasks;
