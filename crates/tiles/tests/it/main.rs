//! The index, its cache and the base map as a client sees them, read back with a decoder of other hands.
#![allow(clippy::unwrap_used)] // tests, whose shared functions the lint takes for others

mod basemap;
mod encoding;
mod keeping;
mod oracle;
mod reading;
mod saying;
