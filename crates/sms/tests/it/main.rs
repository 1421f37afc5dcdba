//! The drivers from outside: settings, the file, and HTTP against a server on this machine.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod examples;
mod gateway;
mod http_gateway;
mod settings;
