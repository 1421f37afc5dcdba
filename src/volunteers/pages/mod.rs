//! The pages of volunteers: one's own profile, and the list for area admins.

pub mod list;
pub mod profile;
pub mod show;
