//! Places as whole numbers: a position is the quadkey of its cell at zoom 24 (2.4 m at the equator),
//! the digits of x and y interleaved with y in the higher bit of each pair, so that every tile of
//! every zoom is exactly one contiguous range of quadkeys.

use std::f64::consts::PI;

/// The zoom whose cells positions are stored in.
pub const ZOOM: u8 = 24;
/// Where Web Mercator ends, in degrees north and south.
pub const MAX_LAT: f64 = 85.051_128_779_806_6;

/// The quadkey at zoom 24 of a position in degrees, or `None` where Web Mercator has no place for it.
pub fn quadkey(lon: f64, lat: f64) -> Option<i64> {
    let (x, y) = world(lon, lat)?;
    let side = f64::from(1u32 << ZOOM);
    let last = (1u32 << ZOOM) - 1;
    let cell = |part: f64| ((part * side) as u32).min(last);
    Some(interleave(cell(x), cell(y)) as i64)
}

/// The centre of a zoom-24 cell as (longitude, latitude) in degrees.
pub fn lon_lat(quadkey: i64) -> (f64, f64) {
    let (x, y) = deinterleave(quadkey as u64);
    degrees(x, y)
}

pub(crate) fn degrees(x: u32, y: u32) -> (f64, f64) {
    let side = f64::from(1u32 << ZOOM);
    let (x, y) = ((f64::from(x) + 0.5) / side, (f64::from(y) + 0.5) / side);
    (
        x * 360.0 - 180.0,
        (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees(),
    )
}

/// A position as parts of the Mercator square, 0..=1 from west to east and from north to south.
pub(crate) fn world(lon: f64, lat: f64) -> Option<(f64, f64)> {
    if !(-180.0..=180.0).contains(&lon) || !(-MAX_LAT..=MAX_LAT).contains(&lat) {
        return None;
    }
    let y = 0.5 - lat.to_radians().tan().asinh() / (2.0 * PI);
    Some(((lon + 180.0) / 360.0, y.clamp(0.0, 1.0)))
}

pub(crate) fn interleave(x: u32, y: u32) -> u64 {
    spread(x) | spread(y) << 1
}

pub(crate) fn deinterleave(key: u64) -> (u32, u32) {
    (gather(key), gather(key >> 1))
}

fn spread(part: u32) -> u64 {
    let mut bits = u64::from(part);
    bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

fn gather(key: u64) -> u32 {
    let mut bits = key & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0f0f_0f0f_0f0f_0f0f;
    bits = (bits | bits >> 4) & 0x00ff_00ff_00ff_00ff;
    bits = (bits | bits >> 8) & 0x0000_ffff_0000_ffff;
    (bits | bits >> 16) as u32
}

/// A tile that exists: zoom 0..=24, column and row within that zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

/// Numbers that name no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no tile {z}/{x}/{y}")]
pub struct NoSuchTile {
    z: u8,
    x: u32,
    y: u32,
}

impl TileId {
    /// Names a tile, or says that there is none of these numbers.
    pub fn new(z: u8, x: u32, y: u32) -> Result<TileId, NoSuchTile> {
        if z > ZOOM || x >> z != 0 || y >> z != 0 {
            return Err(NoSuchTile { z, x, y });
        }
        Ok(TileId { z, x, y })
    }

    /// The zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// The column, from west to east.
    pub fn x(self) -> u32 {
        self.x
    }

    /// The row, from north to south.
    pub fn y(self) -> u32 {
        self.y
    }

    /// Where a place, (longitude, latitude) in degrees, is drawn in units of the tile; at its edge when
    /// it lies outside.
    pub fn pixel(self, (lon, lat): (f64, f64)) -> (i32, i32) {
        let tiles_across = f64::from(1_u32 << self.z());
        let x = (lon + 180.0) / 360.0;
        let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
        let extent = f64::from(crate::mvt::EXTENT);
        let part = |along: f64, number: u32| {
            let units = (along * tiles_across - f64::from(number)) * extent;
            (units.floor() as i32).clamp(0, crate::mvt::EXTENT - 1)
        };
        (part(x, self.x()), part(y, self.y()))
    }

    /// The zoom-24 quadkeys that lie in this tile.
    pub fn quadkeys(self) -> std::ops::RangeInclusive<i64> {
        let shift = 2 * u32::from(ZOOM - self.z);
        let first = self.cell() << shift;
        first as i64..=(first + (1u64 << shift) - 1) as i64
    }

    /// The tile's own quadkey at its own zoom.
    pub(crate) fn cell(self) -> u64 {
        interleave(self.x, self.y)
    }

    /// Where a zoom-24 cell of this tile is drawn, in units of a tile 4096 wide.
    pub(crate) fn cell_pixel(self, x: u32, y: u32) -> (i32, i32) {
        let depth = u32::from(ZOOM - self.z);
        let part = |cell: u32, tile: u32| {
            let offset = u64::from(cell) - (u64::from(tile) << depth);
            ((((2 * offset + 1) << 12) >> (depth + 1)) as i32).min(4095)
        };
        (part(x, self.x), part(y, self.y))
    }
}

/// The tiles that cover a box of degrees (west, south, east, north), at this zoom or the deepest one
/// below at which they are no more than `most`.
pub fn covering(bounds: [f64; 4], zoom: u8, most: u32) -> Vec<TileId> {
    let (z, [west, north, east, south]) = (0..=zoom)
        .rev()
        .map(|z| (z, edges(bounds, z)))
        .find(|(_, [west, north, east, south])| {
            (east - west + 1).saturating_mul(south - north + 1) <= most
        })
        .unwrap_or((0, [0; 4]));
    (north..=south)
        .flat_map(|y| (west..=east).filter_map(move |x| TileId::new(z, x, y).ok()))
        .collect()
}

/// Columns and rows of the outermost tiles: west, north, east, south.
fn edges([west, south, east, north]: [f64; 4], z: u8) -> [u32; 4] {
    let [west, north] = column_row(west, north, z);
    let [east, south] = column_row(east, south, z);
    [west, north, east, south]
}

/// The column and row of the tile in which a place lies, at its edge when it lies off the map.
pub fn column_row(lon: f64, lat: f64, z: u8) -> [u32; 2] {
    let across = f64::from(1_u32 << z);
    let number = |along: f64| (along * across).clamp(0.0, across - 1.0) as u32;
    let y = 0.5 - lat.clamp(-85.0, 85.0).to_radians().tan().asinh() / std::f64::consts::TAU;
    [number((lon + 180.0) / 360.0), number(y)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_wide_the_box_the_tiles_are_few_and_cover_it() {
        for (bounds, zoom) in [
            ([97.3, 5.6, 105.7, 20.5], 14),
            ([97.3, 5.6, 105.7, 20.5], 5),
            ([99.88, 20.42, 99.89, 20.43], 14),
            ([-180.0, -85.0, 180.0, 85.0], 14),
        ] {
            let tiles = covering(bounds, zoom, 48);
            assert!(
                !tiles.is_empty() && tiles.len() <= 48,
                "{bounds:?}: {}",
                tiles.len()
            );
            let [west, south, east, north] = bounds;
            for (lon, lat) in [(west, south), (east, north), (west, north), (east, south)] {
                let key = quadkey(lon, lat).unwrap();
                assert!(
                    tiles.iter().any(|tile| tile.quadkeys().contains(&key)),
                    "{lon} {lat}"
                );
            }
        }
    }

    #[test]
    fn a_known_place_has_the_known_tile() {
        let key = quadkey(100.5018, 13.7563).unwrap();
        let tile = TileId::new(10, 797, 472).unwrap(); // Bangkok by the slippy-map formula
        assert!(
            tile.quadkeys().contains(&key),
            "{key} not in {:?}",
            tile.quadkeys()
        );
        let (lon, lat) = lon_lat(key);
        assert!((lon - 100.5018).abs() < 2e-5 && (lat - 13.7563).abs() < 2e-5);
    }

    #[test]
    fn the_edges_of_the_world_have_a_place_and_nothing_beyond() {
        for (lon, lat) in [(-180.0, MAX_LAT), (180.0, -MAX_LAT), (0.0, 0.0)] {
            assert!(quadkey(lon, lat).is_some());
        }
        for (lon, lat) in [
            (180.1, 0.0),
            (0.0, 86.0),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
        ] {
            assert_eq!(quadkey(lon, lat), None);
        }
        assert!(TileId::new(25, 0, 0).is_err() && TileId::new(3, 8, 0).is_err());
        assert!(TileId::new(24, (1 << 24) - 1, 0).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn interleaving_comes_back(x in 0u32..1 << 24, y in 0u32..1 << 24) {
            proptest::prop_assert_eq!(deinterleave(interleave(x, y)), (x, y));
        }
    }
}
