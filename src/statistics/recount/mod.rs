//! Figures counted anew from the records, and held against those that were counted live. What stands in the tables of
//! figures is never mended by this: a difference is a fault, and is named.

pub mod actions;
pub mod model;
pub mod store;
