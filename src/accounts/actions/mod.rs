//! What people do with accounts, one file a deed.

pub mod admins;
pub mod appoint;
pub mod approve;
pub mod code;
pub mod newcomer;
pub mod profile;
pub mod recover;
pub mod register;
pub mod seats;
pub mod sign_in;
pub mod suspend;
