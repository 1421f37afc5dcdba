//! A place on the ground.

use crate::digits::fold_digits;
use crate::quadkey;
use std::fmt;

/// Latitude and longitude in degrees, WGS 84, finite and on the globe.
///
/// `Debug` shows whole degrees only: where a person waits is personal data.
#[derive(Clone, Copy, PartialEq)]
pub struct Position {
    lat: f64,
    lon: f64,
}

/// Why a position is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    #[error("nothing was written")]
    Empty,
    #[error("latitude and longitude are decimal numbers")]
    NotANumber,
    #[error("latitude and longitude seem to be exchanged: exchanged they lie in Thailand")]
    Swapped,
    #[error("latitude lies between -90 and 90 degrees, longitude between -180 and 180")]
    OffTheGlobe,
}

/// Metres of one degree of latitude, on a round earth of mean radius.
const METRES_PER_DEGREE: f64 = EARTH_RADIUS_M * std::f64::consts::PI / 180.0;
const EARTH_RADIUS_M: f64 = 6_371_008.8;

impl Position {
    /// # Errors
    /// [`PositionError`], with [`PositionError::Swapped`] as a hint where it would help.
    pub fn new(lat: f64, lon: f64) -> Result<Position, PositionError> {
        if !lat.is_finite() || !lon.is_finite() {
            Err(PositionError::NotANumber)
        } else if lat.abs() <= 90.0 && lon.abs() <= 180.0 {
            Ok(Position { lat, lon })
        } else if is_near_thailand(lon, lat) {
            Err(PositionError::Swapped)
        } else {
            Err(PositionError::OffTheGlobe)
        }
    }

    /// Reads two decimal numbers with digits of any script.
    ///
    /// # Errors
    /// As [`Position::new`]; [`PositionError::Empty`] when both are blank.
    pub fn parse(lat: &str, lon: &str) -> Result<Position, PositionError> {
        if lat.trim().is_empty() && lon.trim().is_empty() {
            return Err(PositionError::Empty);
        }
        Position::new(degrees(lat)?, degrees(lon)?)
    }

    /// The middle of a quadkey's cell (1.2 m off at most); `None` when it is no quadkey.
    pub fn from_quadkey(key: i64) -> Option<Position> {
        let (lat, lon) = (0..1 << 48).contains(&key).then(|| quadkey::middle(key))?;
        Some(Position { lat, lon })
    }

    pub fn lat(self) -> f64 {
        self.lat
    }

    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Whether it lies in the rectangle around Thailand: quick, and true of much of its
    /// neighbours. Borders are known to `areas`.
    pub fn is_near_thailand(self) -> bool {
        is_near_thailand(self.lat, self.lon)
    }

    /// The cell at zoom 24 (0 to 2^48 − 1); see [`crate::tile_range`].
    pub fn quadkey(self) -> i64 {
        quadkey::quadkey(self.lat, self.lon)
    }

    /// The middle of the cell it lies in, of a fixed grid with cells about `metres` wide; with 0
    /// the position itself. All positions of a cell give the same, today and tomorrow, so looking
    /// twice tells no more than looking once.
    pub fn grid(self, metres: u32) -> Position {
        if metres == 0 {
            return self;
        }
        let height = f64::from(metres) / METRES_PER_DEGREE;
        let lat = middle_of_step(self.lat + 90.0, height, 180.0) - 90.0;
        // All cells of a row are equally wide in degrees, which the row's own middle sets.
        let width = height / lat.to_radians().cos().max(0.01);
        let lon = middle_of_step(self.lon + 180.0, width, 360.0) - 180.0;
        Position { lat, lon }
    }

    /// Metres between two positions as the crow flies (within 0.5 %).
    pub fn distance_m(self, other: Position) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((lat2 - lat1) / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let chord = half_lat * half_lat + lat1.cos() * lat2.cos() * half_lon * half_lon;
        2.0 * EARTH_RADIUS_M * chord.sqrt().min(1.0).asin()
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position(about {:.0}, {:.0})", self.lat, self.lon)
    }
}

fn is_near_thailand(lat: f64, lon: f64) -> bool {
    (5.5..=20.6).contains(&lat) && (97.2..=105.8).contains(&lon)
}

fn degrees(text: &str) -> Result<f64, PositionError> {
    let folded = fold_digits(text.trim());
    let digits = folded.trim_start_matches(['-', '+']);
    // Rust reads "inf", "nan" and "1e9" as well, which nobody means.
    if digits.is_empty()
        || !digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return Err(PositionError::NotANumber);
    }
    folded.parse().map_err(|_| PositionError::NotANumber)
}

fn middle_of_step(along: f64, step: f64, end: f64) -> f64 {
    ((along / step).floor() * step + step / 2.0).min(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).unwrap()
    }

    #[test]
    fn numbers_off_the_globe_are_refused_with_a_reason() {
        for (lat, lon, why) in [
            (100.5018, 13.7563, PositionError::Swapped),
            (98.98, 18.79, PositionError::Swapped),
            (91.0, 0.0, PositionError::OffTheGlobe),
            (0.0, 180.1, PositionError::OffTheGlobe),
            (f64::NAN, 100.0, PositionError::NotANumber),
            (13.0, f64::INFINITY, PositionError::NotANumber),
            (f64::NEG_INFINITY, f64::NAN, PositionError::NotANumber),
        ] {
            assert_eq!(Position::new(lat, lon), Err(why), "{lat} {lon}");
        }
    }

    #[test]
    fn typed_degrees_are_read_or_refused() {
        assert_eq!(
            Position::parse(" ๑๓.๗๕๖๓ ", "100.5018").unwrap(),
            at(13.7563, 100.5018)
        );
        assert_eq!(Position::parse("-1", "+2").unwrap(), at(-1.0, 2.0));
        for (lat, lon, why) in [
            ("", " ", PositionError::Empty),
            ("13.7", "", PositionError::NotANumber),
            ("nan", "100", PositionError::NotANumber),
            ("inf", "100", PositionError::NotANumber),
            ("1e1", "100", PositionError::NotANumber),
            ("13.7.5", "100", PositionError::NotANumber),
            ("--13", "100", PositionError::NotANumber),
            ("13,7", "100", PositionError::NotANumber),
            ("100.5", "13.7", PositionError::Swapped),
            (&"9".repeat(400), "100", PositionError::NotANumber),
        ] {
            assert_eq!(Position::parse(lat, lon), Err(why), "{lat:?} {lon:?}");
        }
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let bangkok = at(13.7563, 100.5018);
        let chiang_mai = at(18.7883, 98.9853);
        let metres = bangkok.distance_m(chiang_mai);
        assert!((578_000.0..587_000.0).contains(&metres), "{metres}");
        assert_eq!(bangkok.distance_m(bangkok), 0.0);
        assert!(at(0.0, 0.0).distance_m(at(0.0, 180.0)) > 20_000_000.0);
    }

    #[test]
    fn debug_shows_no_street() {
        assert_eq!(
            format!("{:?}", at(13.7563, 100.5018)),
            "Position(about 14, 101)"
        );
    }

    proptest! {
        #[test]
        fn the_grid_is_stable_and_no_further_than_half_a_diagonal(
            lat in 5.0f64..21.0, lon in 97.0f64..106.0, metres in 1u32..20_000,
        ) {
            let exact = at(lat, lon);
            let blurred = exact.grid(metres);
            let moved = exact.distance_m(blurred);
            prop_assert!(moved <= f64::from(metres) * 0.72 + 0.01, "{} m", moved);
            // The middle of a cell lies in the same cell: blurring twice moves nothing.
            let twice = blurred.grid(metres);
            prop_assert!(blurred.distance_m(twice) < 0.001);
            prop_assert_eq!(exact.grid(0), exact);
        }

        #[test]
        fn any_place_has_a_grid_and_a_quadkey(lat in -90.0f64..=90.0, lon in -180.0f64..=180.0, metres: u32) {
            let blurred = at(lat, lon).grid(metres);
            prop_assert!(Position::new(blurred.lat(), blurred.lon()).is_ok());
            prop_assert!(Position::from_quadkey(at(lat, lon).quadkey()).is_some());
        }

        #[test]
        fn a_quadkey_is_at_most_two_metres_off(lat in 5.0f64..21.0, lon in 97.0f64..106.0) {
            let exact = at(lat, lon);
            let read = Position::from_quadkey(exact.quadkey()).unwrap();
            prop_assert!(exact.distance_m(read) < 2.0);
        }

        #[test]
        fn any_text_is_read_or_refused(lat: String, lon: String) {
            let _ = Position::parse(&lat, &lon);
        }
    }
}
