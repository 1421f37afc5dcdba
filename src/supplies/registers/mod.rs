//! The list of local governments, read, and the tree of units that it makes.

pub mod file;
pub mod tree;
