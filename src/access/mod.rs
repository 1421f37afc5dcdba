//! Who acts, and what they may see. Rights are a value: whoever wants names, phones, exact pins or
//! health text must hold a [`Grant`], and making one writes the look.

pub mod actor;
pub mod grant;
pub mod store;

pub use actor::{Actor, Cx, SignedIn};
pub use grant::{Grant, Ground};
