//! The pages of accounts: codes, sign-in, registration, profile, the volunteer's own page, approvals.

pub mod admins;
pub mod applicants;
pub mod code;
pub mod lost_number;
pub mod profile;
pub mod recover;
pub mod register;
pub mod sign_in;
pub mod volunteer;
