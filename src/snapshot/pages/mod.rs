//! The snapshot over HTTP, and the page in it that people read without any program.

mod read;
pub mod served;

pub use read::{STYLE, drafts};
