//! Jitasa, module by module, in reading order.

pub mod app;
pub mod clock;
pub mod config;
pub mod error;
pub mod ids;
pub mod meta;
pub mod idempotency;

pub mod areas;
pub mod accounts;
pub mod incidents;

pub mod events;
pub mod tallies;
pub mod access;

pub mod notifications;
pub mod help_requests;
pub mod map;

pub mod layout;
