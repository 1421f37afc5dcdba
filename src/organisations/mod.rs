//! Hospitals, foundations, local governments, groups: who answers for each, and its teams.

pub mod model;
pub mod store;
