//! Goods that came to supply units and were handed out, by province and risk group. They are goods, not people: no
//! small figure is covered.

pub mod actions;
pub mod model;
pub mod store;
