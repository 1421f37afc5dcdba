//! Durable jobs, on both engines.
#![allow(
    clippy::unwrap_used,
    reason = "tests may, and the lint knows only `#[test]` functions"
)]

mod background;
mod drain;
mod lease;
mod world;
