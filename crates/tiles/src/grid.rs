//! The blur of public positions: a fixed grid over the earth whose cells are at least so many metres
//! wide and high. A position becomes the centre of its cell, and since the grid never moves, asking
//! again or from another zoom tells nothing more.

use crate::place;

// The shortest degree of latitude and the longest of longitude at the equator, so that a cell is
// never smaller than asked.
const METRES_A_DEGREE_NORTH: f64 = 110_540.0;
const METRES_A_DEGREE_EAST: f64 = 111_320.0;

/// The centre of the grid cell that holds this position, both as zoom-24 quadkeys. Zero metres: the
/// position itself.
pub fn snap(quadkey: i64, blur_m: u16) -> i64 {
    if blur_m == 0 {
        return quadkey;
    }
    let (lon, lat) = place::lon_lat(quadkey);
    let (lon, lat) = centre(lon, lat, blur_m);
    place::quadkey(lon, lat).unwrap_or(quadkey)
}

fn centre(lon: f64, lat: f64, blur_m: u16) -> (f64, f64) {
    let height = f64::from(blur_m) / METRES_A_DEGREE_NORTH;
    let row = (lat / height).floor();
    // The edge nearer to the pole has the shortest degree of longitude.
    let pole_edge = (row.abs().max((row + 1.0).abs()) * height).min(place::MAX_LAT);
    let width = f64::from(blur_m) / (METRES_A_DEGREE_EAST * pole_edge.to_radians().cos());
    let column = (lon / width).floor();
    let inside = |value: f64, most: f64| value.clamp(-most, most);
    (
        inside((column + 0.5) * width, 180.0),
        inside((row + 0.5) * height, place::MAX_LAT),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_of_a_cell_become_one_place_and_it_stays(
            lon in 97.0..106.0f64, lat in 5.5..20.6f64, blur in 50u16..5000,
        ) {
            let snapped = snap(place::quadkey(lon, lat).unwrap(), blur);
            let (clon, clat) = place::lon_lat(snapped);
            // Steps of less than half a cell from the centre stay in the cell.
            let reach = f64::from(blur) * 0.45;
            for (east, north) in [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0), (0.0, 0.0)] {
                let near = place::quadkey(
                    clon + east * reach / (METRES_A_DEGREE_EAST * clat.to_radians().cos()),
                    clat + north * reach / METRES_A_DEGREE_NORTH,
                ).unwrap();
                prop_assert_eq!(snap(near, blur), snapped);
            }
        }
    }
}
