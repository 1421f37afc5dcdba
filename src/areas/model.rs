//! A place on the map, as precisely as it is known.

use contact::Position;

/// How a position was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PositionSource {
    Gps,
    Pin,
}

impl PositionSource {
    pub fn code(self) -> &'static str {
        match self {
            PositionSource::Gps => "gps",
            PositionSource::Pin => "map",
        }
    }

    pub fn from_code(code: &str) -> Option<PositionSource> {
        [PositionSource::Gps, PositionSource::Pin]
            .into_iter()
            .find(|source| source.code() == code)
    }
}

/// A point on the map and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pin {
    pub position: Position,
    pub accuracy_m: Option<u32>,
    pub source: PositionSource,
}
