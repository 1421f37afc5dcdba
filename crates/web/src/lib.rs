//! What every page with a form needs and no page should write again: the form as typed, the
//! problems found in it, cookies, the token against forged sends, one-time messages, list cursors.

mod cells;
pub mod cookies;
pub mod csrf;
pub mod cursor;
pub mod flash;
mod message;
mod problems;
mod typed;

pub use cells::harmless;
pub use message::{Arg, Message};
pub use problems::Problems;
pub use typed::{BrokenForm, Typed};
