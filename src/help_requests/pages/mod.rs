//! The pages of those who ask and of those who help.

pub mod amend;
pub mod ask;
mod ask_likely;
pub mod desk;
pub mod duplicates;
pub mod follow;
pub mod from_household;
pub mod goods;
pub mod list;
pub mod next;
pub mod of_organisation;
pub mod own;
pub mod show;
pub mod sick;
