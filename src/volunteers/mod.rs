//! What volunteers tell of themselves beside their seats, and how those who answer for an area see them.

pub mod actions;
pub mod api;
pub mod form;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
