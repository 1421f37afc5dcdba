//! Supplies in the database.

pub mod alerts;
pub mod arrivals;
pub mod closings;
pub mod days;
pub mod entries;
pub mod headcounts;
pub mod papers;
pub mod reported;
pub mod reports;
pub mod reservations;
pub mod reversals;
pub mod seats;
pub mod shipments;
pub mod stock;
pub mod tree;
pub mod units;
