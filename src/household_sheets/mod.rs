//! Households on sheets: written for areas that work on paper, read when they come back filled in, tried
//! without writing anything, then recorded household by household as a phone records them.

pub mod actions;
pub mod columns;
pub mod file;
pub mod model;
pub mod pages;
pub mod read;
mod refusals;
pub mod rows;
pub mod store;
pub mod write;

pub use refusals::CannotBring;
