//! What volunteers tell of themselves, and how the area admin looks at them.

pub mod look;
pub mod profile;
