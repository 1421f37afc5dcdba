//! Polygons that cross themselves, set right before they are kept.

use geo::{Area as _, BooleanOps as _, MultiPolygon, Validation as _};

use super::shape::Shape;

/// What was wrong with a shape, and how much of its area the repair changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Repaired {
    pub shape: Shape,
    pub fault: String,
    /// 0.01 is one in a hundred; loops wound against each other had no area to begin with.
    pub changed: f64,
}

/// `None` where the shape is valid. What an odd number of rings surround is inside, as `holds`
/// sees it, so a repair moves no position; a shape without area becomes empty.
pub(super) fn repair(shape: &Shape) -> Option<Repaired> {
    let faulty = shape.to_multi_polygon();
    let fault = faulty.check_validation().err()?.to_string();
    let repaired = faulty.union(&MultiPolygon::new(Vec::new()));
    let (before, after) = (faulty.unsigned_area(), repaired.unsigned_area());
    let most = before.max(after);
    let changed = if most > 0.0 {
        (after - before).abs() / most
    } else {
        1.0
    };
    Some(Repaired {
        shape: to_shape(&repaired),
        fault,
        changed,
    })
}

fn to_shape(shape: &MultiPolygon<f64>) -> Shape {
    let ring = |line: &geo::LineString<f64>| line.coords().map(|c| [c.x, c.y]).collect();
    Shape::new(shape.iter().map(|polygon| {
        std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(ring)
            .collect()
    }))
}
