//! The pages of those who ask and of those who help.

pub mod ask;
pub mod desk;
pub mod follow;
pub mod list;
pub mod show;
