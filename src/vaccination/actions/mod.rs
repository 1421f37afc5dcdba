//! Looking at what an area asks for, giving talks to people, and holding days of vaccination.

pub mod demand;
pub mod hold;
pub mod talks;
