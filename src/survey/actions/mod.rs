//! Recording and changing households, bringing them to phones, and looking at those one may see.

pub mod change;
pub mod keyed;
pub mod list;
pub mod looks;
pub mod open;
pub mod persons;
pub mod reach;
pub mod record;
pub mod see;
pub mod sync;

pub use record::{Recorded, record};
