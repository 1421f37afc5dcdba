//! Points for programs: found, seen, told of, changed, checked, ended.

pub mod json;
pub mod list;
pub mod write;
