//! Recording households, and looking at those one may see.

pub mod record;
pub mod see;

pub use record::{Recorded, record};
