//! A map of areas in shades. Outlines become short paths on a grid of pixels: good to look at, too coarse for anything
//! else.

use std::fmt::Write as _;

use areas::{AreaCode, Shape};

/// The longer side at most, in units of the drawing.
const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 600.0;

/// An area as a template draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub area: AreaCode,
    pub path: String,
}

/// Areas that lie side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    pub width: i64,
    pub height: i64,
    pub areas: Vec<Drawn>,
}

impl Map {
    /// None where there are no outlines.
    pub fn of<'a>(shapes: impl Iterator<Item = (AreaCode, &'a Shape)> + Clone) -> Option<Map> {
        let bounds = shapes.clone().filter_map(|(_, shape)| shape.bounds());
        let [west, south, east, north] = bounds.reduce(|a, b| {
            [
                a[0].min(b[0]),
                a[1].min(b[1]),
                a[2].max(b[2]),
                a[3].max(b[3]),
            ]
        })?;
        // Degrees of longitude are shorter than those of latitude.
        let shrink = ((south + north) / 2.0).to_radians().cos();
        let (across, down) = ((east - west) * shrink, north - south);
        if across <= 0.0 || down <= 0.0 {
            return None;
        }
        let scale = (WIDTH / across).min(HEIGHT / down);
        let place = |lon: f64, lat: f64| {
            (
                ((lon - west) * shrink * scale).round() as i64,
                ((north - lat) * scale).round() as i64,
            )
        };
        let drawn = shapes.map(|(area, shape)| Drawn {
            area,
            path: path(shape, place),
        });
        Some(Map {
            width: (across * scale).ceil() as i64,
            height: (down * scale).ceil() as i64,
            areas: drawn.filter(|one| !one.path.is_empty()).collect(),
        })
    }
}

/// The rings of a shape; those that are smaller than the grid are left out, unless nothing else were left.
fn path(shape: &Shape, place: impl Fn(f64, f64) -> (i64, i64)) -> String {
    let shape = shape.to_multi_polygon();
    let mut path = String::new();
    let mut speck = None;
    for polygon in &shape {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let mut points: Vec<(i64, i64)> = ring.coords().map(|at| place(at.x, at.y)).collect();
            points.dedup();
            straighten(&mut points);
            if points.len() < 4 {
                speck = speck.or(points.first().copied());
                continue;
            }
            write_ring(&mut path, &points);
        }
    }
    if let (true, Some((x, y))) = (path.is_empty(), speck) {
        write_ring(&mut path, &[(x, y), (x + 2, y), (x + 2, y + 2), (x, y)]);
    }
    path
}

/// Takes out what lies on the way between its neighbours.
fn straighten(points: &mut Vec<(i64, i64)>) {
    let mut kept: Vec<(i64, i64)> = Vec::with_capacity(points.len());
    for point in points.drain(..) {
        while let [.., (ax, ay), (bx, by)] = kept.as_slice() {
            let (first, second) = ((bx - ax, by - ay), (point.0 - bx, point.1 - by));
            if first.0 * second.1 != first.1 * second.0 {
                break;
            }
            kept.pop();
        }
        kept.push(point);
    }
    *points = kept;
}

/// In steps from point to point, which are short numbers. Writing into a text cannot fail.
fn write_ring(path: &mut String, points: &[(i64, i64)]) {
    let mut before: Option<(i64, i64)> = None;
    for &(x, y) in &points[..points.len() - 1] {
        let _ = match before {
            None => write!(path, "M{x} {y}l"),
            Some((fx, fy)) => write!(path, "{} {} ", x - fx, y - fy),
        };
        before = Some((x, y));
    }
    path.truncate(path.trim_end().len());
    path.push('z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_a_small_drawing_with_every_province_in_it() {
        let provinces = areas::outlines().provinces();
        let map = Map::of(provinces.iter().map(|(area, shape)| (*area, shape))).unwrap();
        assert_eq!(map.areas.len(), 77);
        assert!(map.width <= 420 && map.height <= 600);
        let bytes: usize = map.areas.iter().map(|one| one.path.len()).sum();
        assert!(bytes < 40_000, "{bytes} bytes");
        for one in &map.areas {
            assert!(one.path.starts_with('M') && one.path.ends_with('z'));
        }
    }

    #[test]
    fn nothing_is_drawn_of_no_outlines() {
        assert_eq!(Map::of(std::iter::empty()), None);
    }
}
