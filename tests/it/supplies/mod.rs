//! Relief supplies: what comes in, goes down the tree and is handed out; days counted, closed and chained.

mod days;
mod down_the_tree;
mod entries;
mod history;
mod keys;
mod looking;
mod mistakes;
mod promises;
mod promises_end;
mod races;
mod remind;
mod report;
mod shipments;
mod tampering;
mod told;
pub mod units;
mod world;
