//! Lists of requests that others kept, in spreadsheets: read, matched to our words, tried without
//! writing anything, then asked row by row as everybody asks.

pub mod actions;
pub mod file;
pub mod model;
pub mod pages;

pub mod rules;
pub mod store;
