//! What a map shows, kept in memory, and the vector tiles drawn from it: an index of features that
//! answers any tile with clusters or single features, blurred for the public or exact for staff; a
//! cache of finished tiles; and a base map of outlines, borders and labels. The crate knows no
//! database, no network and no clock: features are handed in, and so is the present time.

pub mod basemap;
pub mod cache; // finished tiles
pub mod feature; // what is put into the index
mod gather; // from index to spots
pub mod grid; // blur: the stable grid of public positions
pub mod index; // insert, remove, replace all
pub mod legend; // the words a tile may say
pub mod mvt; // the encoding
mod order; // features in the order of their quadkey, with counts
pub mod place; // zoom-24 quadkeys, tile numbers
mod slab; // the features themselves
pub mod spot; // one sign on the map
pub mod tile; // bytes with their ETag
mod versions; // which tiles a change touched
pub mod view; // who looks // outlines, borders, labels

pub use basemap::{Area, BaseMap, Label, Tags, Text};
pub use cache::{Cache, CacheSettings};
pub use feature::Feature;
pub use index::{Index, Refused};
pub use legend::{Legend, LegendError, State, Waited};
pub use mvt::{Layer, Value, encode_layers};
pub use place::{NoSuchTile, TileId};
pub use spot::{Spot, Spots};
pub use tile::Tile;
pub use view::{View, Within};
