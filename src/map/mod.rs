//! What the map shows: the open requests kept in memory and followed from the feed, the tiles drawn
//! from them, and the ground under them. Reads all, and is read by nobody.

pub mod backdrop;
mod base;
pub mod book;
mod follow;
pub mod geojson;
pub mod legend;
mod memory;
mod nearest;
pub mod pages;
mod staff;
mod store;
pub mod tiles;

pub use follow::{catch_up, follow, keep_boundaries, load};
pub use memory::{MapMemory, seconds};
pub use nearest::Near;
