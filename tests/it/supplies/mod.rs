//! Relief supplies: what comes in, goes down the tree and is handed out; days counted, closed and chained.

mod counting;
mod days;
mod down_the_tree;
mod entries;
mod expiry;
mod headcounts;
mod history;
mod keys;
mod looking;
mod mistakes;
mod on_pages;
mod promises;
mod promises_end;
mod races;
mod remind;
mod report;
mod same;
mod shipments;
mod tampering;
pub mod told;
pub mod units;
pub mod world;
