//! Jitasa, module by module, in reading order.

pub mod app;
pub mod clock;
pub mod config;
pub mod error;
pub mod idempotency;
pub mod ids;
pub mod meta;
pub mod reach;

pub mod accounts;
pub mod alike;
pub mod areas;
pub mod board;
pub mod incidents;
pub mod invites;
pub mod organisations;
pub mod point_imports;
pub mod points;

pub mod access;
pub mod events;
pub mod files;
pub mod tallies;

pub mod help_requests;
pub mod home;
pub mod household_sheets;
pub mod imports;
pub mod map;
pub mod notifications;
pub mod officer_sheets;
pub mod reports;
pub mod rounds;
pub mod statistics;
pub mod supplies;
pub mod survey;
pub mod vaccination;
pub mod villages;
pub mod volunteers;

pub mod api;
pub mod layout;
pub mod routes;

pub mod news;
pub mod snapshot;
pub mod terms;

pub mod cli;
pub mod demo;
pub mod server;
pub mod work;
