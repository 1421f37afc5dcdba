//! The contract of this crate, on both engines.
#![allow(
    clippy::unwrap_used,
    reason = "tests may, and the lint knows only `#[test]` functions"
)]

mod batch;
mod block;
mod copies;
mod cut;
mod poison;
mod post;
mod race;
mod schema;
mod values;
mod world;
