//! The frame of every page: who reads it, in which language, what stands around it, and how a
//! failure is told.

pub mod failure;
pub mod headers;
pub mod page;
pub mod sent;
pub mod shell;

pub use failure::Failure;
pub use page::{Form, Page};
pub use sent::Sent;

/// The version of the terms and of the privacy notice that the shipped texts are; it changes with
/// their wording, and what people agreed to is kept with it.
pub const TERMS_VERSION: &str = "2026-11-21";
