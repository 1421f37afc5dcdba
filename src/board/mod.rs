//! The board of an area: what is open there, for how long, in whose hands, and where nobody has said
//! anything yet; with what an admin does about many cases at once. Figures come from the memory that
//! follows the feed, rows from the database. Reads all, and is read by nobody.

pub mod actions;
pub mod api;
mod count;
pub mod form;
pub mod model;
pub mod pages;
mod store;
