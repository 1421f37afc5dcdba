//! Charts, drawn on the server: numbers become shapes here, and templates write them down. They work without script,
//! print, and have a table beside them.

mod bars;
mod map;
mod scale;

pub use bars::{Bar, Bars};
pub use map::{Drawn, Map};
pub use scale::{Shades, ceiling};
