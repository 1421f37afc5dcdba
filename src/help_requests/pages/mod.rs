//! The pages of those who ask and of those who help.

pub mod ask;
pub mod follow;
pub mod list;
pub mod of_organisation;
pub mod show;
