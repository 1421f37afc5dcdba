//! Service points: where a hospital, a shelter or oxygen is, whether it is open and has room, and when
//! that was checked, by whom and how. What nobody has checked for long is not told as if it were true.

pub mod actions;
pub mod api;
pub mod book;
pub mod drawn;
pub mod find;
pub mod form;
pub mod geojson;
pub mod memory;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
pub mod tiles;
