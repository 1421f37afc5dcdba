//! The frame of every page: who reads it, in which language, what stands around it, and how a
//! failure is told.

mod around;
pub mod away;
pub mod failure;
pub mod file;
pub mod form;
pub mod headers;
mod keepable;
pub mod page;
pub mod qr;
pub mod sent;
pub mod shell;
pub mod uploaded;
pub mod vector;

pub use failure::Failure;
pub use form::Form;
pub use page::Page;
pub use sent::Sent;
