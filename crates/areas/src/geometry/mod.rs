//! Where areas lie: their outlines, the file a boundary pack comes in, and which area holds a
//! position. Positions are longitude and latitude in WGS 84, kept in millionths of a degree.

mod boundaries;
mod codec;
mod layer;
mod outlines;
mod pack;
mod repair;
mod shape;
mod shapefiles;

pub use boundaries::{BadBoundary, Boundaries, Candidate, Located};
pub use codec::BadShape;
pub use outlines::{Neighbour, Outlines, outlines, write_outlines};
pub use pack::{InvalidShape, PackArea, PackError, PackFile, PackReport, read_pack};
pub use shape::Shape;
