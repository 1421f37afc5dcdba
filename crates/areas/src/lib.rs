//! The areas of Thailand: their codes, names and search, and where a position lies. A leaf crate
//! without database, network or clock; everything it knows is embedded or handed in.

mod code;
mod fold;
mod geometry;
mod register;
mod search;
mod thai_order;

pub use code::{AreaCode, Level, NotAnAreaCode};
pub use geometry::{
    BadBoundary, BadShape, Boundaries, Candidate, InvalidShape, Located, Neighbour, Outlines,
    PackArea, PackError, PackFile, PackReport, Shape, outlines, read_pack, write_outlines,
};
pub use register::{Abolished, Area, Basis, Register, register};
pub use search::{Hit, Why};
