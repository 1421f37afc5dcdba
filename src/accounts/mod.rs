//! People who registered: accounts, the codes sent to phones, sessions, seats and their approval.

pub mod actions;
pub mod admins;
pub mod api;
pub mod challenges;
pub mod decisions;
pub mod form;
pub mod invite;
pub mod jobs;
pub mod model;
pub mod pages;
pub mod passwords;
pub mod role;
pub mod rules;
pub mod sessions;
pub mod store;
