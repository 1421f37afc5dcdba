//! Shapes of one level, found by position.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::shape::{self, Point, Shape};

/// Shapes in the order of their keys, and a tree of the boxes around their polygons.
#[derive(Debug)]
pub(super) struct Layer<K> {
    shapes: Vec<(K, Shape)>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, [u32; 2]>>,
}

impl<K: Copy + Ord> Layer<K> {
    pub fn new(mut shapes: Vec<(K, Shape)>) -> Layer<K> {
        shapes.sort_by_key(|(key, _)| *key);
        let mut boxes = Vec::new();
        for ((_, shape), at) in shapes.iter().zip(0..) {
            for (polygon, part) in shape.polygons.iter().zip(0..) {
                if let Some(ring) = polygon.first() {
                    boxes.push(GeomWithData::new(around(ring), [at, part]));
                }
            }
        }
        Layer {
            tree: RTree::bulk_load(boxes),
            shapes,
        }
    }

    pub fn shapes(&self) -> &[(K, Shape)] {
        &self.shapes
    }

    pub fn get(&self, key: K) -> Option<&Shape> {
        let at = self
            .shapes
            .binary_search_by_key(&key, |(key, _)| *key)
            .ok()?;
        Some(&self.shapes[at].1)
    }

    /// The shape the point lies in.
    pub fn holding(&self, point: Point) -> Option<K> {
        self.boxes_near(point, 0.0)
            .find(|(_, polygon)| shape::holds(polygon, point))
            .map(|(key, _)| key)
    }

    /// The shapes within this many metres, the nearest first; 0 for the one the point lies in.
    pub fn near(&self, point: Point, metres: f64) -> Vec<(K, f64)> {
        let mut near: Vec<(K, f64)> = self
            .boxes_near(point, metres)
            .map(|(key, polygon)| {
                let inside = shape::holds(polygon, point);
                (
                    key,
                    if inside {
                        0.0
                    } else {
                        shape::metres_to_edge(polygon, point)
                    },
                )
            })
            .filter(|(_, away)| *away <= metres)
            .collect();
        near.sort_by(|a, b| (a.0).cmp(&b.0).then(a.1.total_cmp(&b.1)));
        near.dedup_by_key(|(key, _)| *key);
        near.sort_by(|a, b| a.1.total_cmp(&b.1));
        near
    }

    fn boxes_near(&self, point: Point, metres: f64) -> impl Iterator<Item = (K, &[Box<[Point]>])> {
        let [lon, lat] = shape::degrees(point);
        let [east, north] = shape::reach(point, metres);
        let window = AABB::from_corners([lon - east, lat - north], [lon + east, lat + north]);
        self.tree
            .locate_in_envelope_intersecting(window)
            .map(|found| {
                let [at, part] = found.data;
                let (key, shape) = &self.shapes[at as usize];
                (*key, shape.polygons[part as usize].as_slice())
            })
    }

    /// Bytes held in memory, roughly.
    pub fn memory(&self) -> usize {
        let rings = self
            .shapes
            .iter()
            .flat_map(|(_, shape)| shape.polygons.iter().flatten());
        let points: usize = rings
            .map(|ring| size_of::<Box<[Point]>>() + size_of_val(&**ring))
            .sum();
        let shapes = self.shapes.len() * size_of::<(K, Shape)>();
        // The tree's inner nodes take about a third on top of its leaves.
        points + shapes + self.tree.size() * size_of::<[f64; 7]>()
    }
}

fn around(ring: &[Point]) -> Rectangle<[f64; 2]> {
    let corners: Vec<[f64; 2]> = ring.iter().map(|point| shape::degrees(*point)).collect();
    Rectangle::from_aabb(AABB::from_points(&corners))
}
