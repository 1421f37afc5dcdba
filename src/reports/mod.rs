//! Weekly reports of areas: made on Friday afternoons of the seven days before, kept as they were, printed as an
//! official letter, copied into a chat.

pub mod actions;
pub mod api;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
