//! The form of a household, and what one recorded.

pub mod own;
pub mod phone;
pub mod record;
