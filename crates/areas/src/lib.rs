//! The areas of Thailand: their codes, names and search, and where a position lies. A leaf crate
//! without database, network or clock; everything it knows is embedded or handed in.

mod code;
mod fold;
mod register;
mod search;
mod thai_order;

pub use code::{AreaCode, Level, NotAnAreaCode};
pub use register::{Abolished, Area, Basis, Register, register};
pub use search::{Hit, Why};
