//! Photos: written anew, kept once under the hash of what is in them, shown to whoever has their
//! address, and gone when nothing shows them any more.

pub mod actions;
pub mod disk;
pub mod form;
pub mod model;
pub mod pages;
pub mod photo;
pub mod references;
pub mod store;
