//! Relief supplies, followed from the ministry down to the last hand: units that keep them, a ledger in which
//! nothing is ever changed, shipments that are acknowledged, and days that are counted, closed and chained.

pub mod actions;
pub mod api;
pub mod form;
pub mod model;
pub mod pages;
pub mod quantity;
pub mod registers;
pub mod rules;
pub mod store;
