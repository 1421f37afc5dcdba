//! Where on the map as one whole number: the digits of x and y of a web map's tile at zoom 24,
//! woven together, so that every tile of every zoom is one unbroken range of numbers.

use std::f64::consts::PI;
use std::ops::RangeInclusive;

/// The zoom of quadkeys; a cell is about 2.4 m wide at the equator.
pub const QUADKEY_ZOOM: u8 = 24;

/// The map ends here to the north and south, so that it is a square.
const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// The quadkeys within tile `x`, `y` of zoom `z`, first and last, for `BETWEEN`; `None` when there
/// is no such tile (`z` above 24, `x` or `y` not below 2^z).
pub fn tile_range(z: u8, x: u32, y: u32) -> Option<RangeInclusive<i64>> {
    if z > QUADKEY_ZOOM || x >> z != 0 || y >> z != 0 {
        return None;
    }
    let below = 2 * u32::from(QUADKEY_ZOOM - z);
    let first = weave(x, y) << below;
    Some(first..=first + ((1i64 << below) - 1))
}

pub(crate) fn quadkey(lat: f64, lon: f64) -> i64 {
    let cells = f64::from(1u32 << QUADKEY_ZOOM);
    let lat = lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    let x = (lon + 180.0) / 360.0;
    let y = (1.0 - lat.tan().asinh() / PI) / 2.0;
    weave(cell(x, cells), cell(y, cells))
}

/// Latitude and longitude of the middle of a cell.
pub(crate) fn middle(quadkey: i64) -> (f64, f64) {
    let cells = f64::from(1u32 << QUADKEY_ZOOM);
    let x = (f64::from(gather(quadkey)) + 0.5) / cells;
    let y = (f64::from(gather(quadkey >> 1)) + 0.5) / cells;
    let lat = (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees();
    (lat, x * 360.0 - 180.0)
}

/// The right and lower edge belong to the last cell.
fn cell(share: f64, cells: f64) -> u32 {
    (share * cells).floor().clamp(0.0, cells - 1.0) as u32
}

fn weave(x: u32, y: u32) -> i64 {
    spread(x) | spread(y) << 1
}

/// Puts a zero before every bit: abc becomes 0a0b0c.
fn spread(bits: u32) -> i64 {
    let mut bits = u64::from(bits);
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF;
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF;
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    bits = (bits | bits << 1) & 0x5555_5555_5555_5555;
    // 24 bits become 48: the sign is out of reach.
    bits as i64
}

/// Takes every second bit away again.
fn gather(woven: i64) -> u32 {
    let mut bits = woven as u64 & 0x5555_5555_5555_5555;
    bits = (bits | bits >> 1) & 0x3333_3333_3333_3333;
    bits = (bits | bits >> 2) & 0x0F0F_0F0F_0F0F_0F0F;
    bits = (bits | bits >> 4) & 0x00FF_00FF_00FF_00FF;
    bits = (bits | bits >> 8) & 0x0000_FFFF_0000_FFFF;
    (bits | bits >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_place_lies_in_its_known_tiles() {
        // Sanam Luang; the tile numbers are those of any slippy map.
        let key = quadkey(13.7563, 100.5018);
        for (z, x, y) in [
            (0, 0, 0),
            (1, 1, 0),
            (5, 24, 14),
            (10, 797, 472),
            (14, 12765, 7559),
        ] {
            assert!(tile_range(z, x, y).unwrap().contains(&key), "{z}/{x}/{y}");
            if z > 0 {
                assert!(
                    !tile_range(z, x, y ^ 1).unwrap().contains(&key),
                    "{z}/{x}/{y}"
                );
            }
        }
    }

    #[test]
    fn tiles_that_are_not_have_no_range() {
        assert_eq!(tile_range(0, 0, 0), Some(0..=(1 << 48) - 1));
        assert_eq!(tile_range(24, 0, 0), Some(0..=0));
        assert_eq!(tile_range(0, 1, 0), None);
        assert_eq!(tile_range(3, 0, 8), None);
        assert_eq!(tile_range(25, 0, 0), None);
        assert_eq!(tile_range(255, u32::MAX, u32::MAX), None);
    }

    #[test]
    fn the_corners_of_the_world_are_cells() {
        assert_eq!(quadkey(90.0, -180.0), 0);
        assert_eq!(quadkey(-90.0, 180.0), (1 << 48) - 1);
    }

    proptest! {
        #[test]
        fn the_four_children_of_a_tile_fill_it(z in 0u8..24, x: u32, y: u32) {
            let (x, y) = (x & ((1 << z) - 1), y & ((1 << z) - 1));
            let whole = tile_range(z, x, y).unwrap();
            let mut next = *whole.start();
            for (right, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let child = tile_range(z + 1, 2 * x + right, 2 * y + down).unwrap();
                prop_assert_eq!(*child.start(), next);
                next = child.end() + 1;
            }
            prop_assert_eq!(next, whole.end() + 1);
        }

        #[test]
        fn the_middle_of_a_cell_lies_in_it(key in 0i64..1 << 48) {
            let (lat, lon) = middle(key);
            prop_assert_eq!(quadkey(lat, lon), key);
        }
    }
}
