//! A person asks for help, volunteers take the case, the person says whether help came.

pub mod actions;
pub mod api;
pub mod deeds;
pub mod form;
pub mod list;
pub mod model;
pub mod numbers;
pub mod pages;
pub mod reference;
pub mod rules;
pub mod store;
