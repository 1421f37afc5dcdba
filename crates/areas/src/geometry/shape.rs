//! The outline of one area.

use geo::{Area as _, InteriorPoint as _};

/// Degrees to whole millionths of a degree, about 11 cm.
const PER_DEGREE: f64 = 1e6;
const METRES_PER_DEGREE: f64 = 111_195.0;

/// A point: longitude and latitude in millionths of a degree.
pub(crate) type Point = [i32; 2];

/// Polygons with holes; rings are open, the outer one stands first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    pub(crate) polygons: Vec<Vec<Box<[Point]>>>,
}

/// The point on the grid, `None` where the numbers are no position on earth.
pub(crate) fn point(lon: f64, lat: f64) -> Option<Point> {
    let on_earth = lon.abs() <= 180.0 && lat.abs() <= 90.0;
    on_earth.then(|| [lon, lat].map(|degrees| (degrees * PER_DEGREE).round() as i32))
}

pub(crate) fn degrees(point: Point) -> [f64; 2] {
    point.map(|millionths| f64::from(millionths) / PER_DEGREE)
}

impl Shape {
    /// From polygons of rings of `[lon, lat]` in degrees. Rings may be closed or open; points that
    /// fall together are kept once, and rings left with fewer than three points are left out.
    pub fn new(polygons: impl IntoIterator<Item = Vec<Vec<[f64; 2]>>>) -> Shape {
        let polygons = polygons.into_iter().map(|rings| {
            let mut rings = rings.into_iter().map(ring);
            let outer = rings.next().flatten();
            outer.map(|outer| std::iter::once(outer).chain(rings.flatten()).collect())
        });
        Shape {
            polygons: polygons.flatten().collect(),
        }
    }

    /// Points in all rings.
    pub fn vertices(&self) -> usize {
        self.polygons.iter().flatten().map(|ring| ring.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty()
    }

    /// In degrees, longitude before latitude, rings closed: for drawing.
    pub fn to_multi_polygon(&self) -> geo::MultiPolygon<f64> {
        let line = |ring: &[Point]| {
            ring.iter()
                .map(|p| degrees(*p))
                .collect::<geo::LineString>()
        };
        let polygons = self.polygons.iter().filter_map(|rings| {
            let (outer, inner) = rings.split_first()?;
            Some(geo::Polygon::new(
                line(outer),
                inner.iter().map(|ring| line(ring)).collect(),
            ))
        });
        polygons.collect()
    }

    /// A point well inside the biggest polygon, for a label: `[lon, lat]` in degrees.
    pub fn label_point(&self) -> Option<[f64; 2]> {
        let shape = self.to_multi_polygon();
        let size = |polygon: &&geo::Polygon<f64>| polygon.unsigned_area();
        let biggest = shape.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
        biggest.interior_point().map(|point| [point.x(), point.y()])
    }

    /// West, south, east and north edge in degrees.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let points = || self.polygons.iter().flatten().flat_map(|ring| ring.iter());
        let min = |axis: usize| points().map(|p| p[axis]).min();
        let max = |axis: usize| points().map(|p| p[axis]).max();
        let ([west, south], [east, north]) =
            (degrees([min(0)?, min(1)?]), degrees([max(0)?, max(1)?]));
        Some([west, south, east, north])
    }
}

fn ring(points: Vec<[f64; 2]>) -> Option<Box<[Point]>> {
    let mut ring: Vec<Point> = points
        .into_iter()
        .filter_map(|[lon, lat]| point(lon, lat))
        .collect();
    ring.dedup();
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    (ring.len() >= 3).then(|| ring.into())
}

/// Whether the point lies in the polygon. On a border that two polygons share it lies in one.
pub(crate) fn holds(polygon: &[Box<[Point]>], point: Point) -> bool {
    let crossings = polygon
        .iter()
        .flat_map(|ring| edges(ring))
        .filter(|edge| crosses(edge, point));
    crossings.count() % 2 == 1
}

/// Metres from the point to the nearest edge.
pub(crate) fn metres_to_edge(polygon: &[Box<[Point]>], point: Point) -> f64 {
    let east = METRES_PER_DEGREE * (f64::from(point[1]) / PER_DEGREE).to_radians().cos();
    let scale = [east / PER_DEGREE, METRES_PER_DEGREE / PER_DEGREE];
    let metres = |p: Point| [0, 1].map(|axis| f64::from(p[axis] - point[axis]) * scale[axis]);
    let from_edge = |[a, b]: [Point; 2]| from_origin(metres(a), metres(b));
    polygon
        .iter()
        .flat_map(|ring| edges(ring))
        .map(from_edge)
        .fold(f64::INFINITY, f64::min)
}

/// Degrees of longitude and latitude that are this many metres at the latitude.
pub(crate) fn reach(point: Point, metres: f64) -> [f64; 2] {
    let narrow = (f64::from(point[1]) / PER_DEGREE)
        .to_radians()
        .cos()
        .max(0.01);
    let degrees = metres / METRES_PER_DEGREE;
    [degrees / narrow, degrees]
}

fn edges(ring: &[Point]) -> impl Iterator<Item = [Point; 2]> {
    let ends = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(ends).map(|(a, b)| [*a, *b])
}

/// Whether a line from the point to the east crosses the edge; the upper end does not count.
fn crosses([a, b]: &[Point; 2], point: Point) -> bool {
    if (a[1] > point[1]) == (b[1] > point[1]) {
        return false;
    }
    let wide = |from: i32, to: i32| i64::from(to) - i64::from(from);
    let side = wide(a[0], b[0]) * wide(a[1], point[1]) - wide(a[0], point[0]) * wide(a[1], b[1]);
    (side > 0) == (b[1] > a[1])
}

fn from_origin(a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let part = if length == 0.0 {
        0.0
    } else {
        -(a[0] * along[0] + a[1] * along[1]) / length
    };
    let part = part.clamp(0.0, 1.0);
    (a[0] + part * along[0]).hypot(a[1] + part * along[1])
}
