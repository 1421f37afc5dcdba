//! Organisations and teams for programs.

pub mod organisations;
pub mod teams;
