//! What of the base map a tile shows, in its own units.

use std::ops::RangeInclusive;

use super::topology::{ArcRef, Point};
use super::{BaseMap, Bounds, DEEPEST, Tags, clip};
use crate::mvt::{self, Layer, Value};
use crate::place::TileId;

// What is drawn beyond the edge, so that strokes and joins meet those of the neighbour.
const BUFFER: f64 = 64.0;

impl BaseMap {
    pub(super) fn land(&self, tile: TileId) -> Layer {
        let frame = Frame::of(tile);
        let mut layer = Layer::new("land");
        for fill in self
            .fills
            .iter()
            .filter(|fill| frame.shows(&fill.zooms, &fill.bounds))
        {
            let topology = &self.levels[fill.topology];
            let ring = |arcs: &Vec<ArcRef>| {
                let ring: Vec<Point> = topology.ring(arcs, frame.detail());
                clip::ring(&frame.place(&ring), BUFFER)
            };
            let polygons: Vec<Vec<Vec<(i32, i32)>>> = fill
                .polygons
                .iter()
                .map(|rings| rings.iter().map(ring).collect())
                .collect();
            let mut tags = tags(&fill.tags);
            tags.push(("level", Value::Int(fill.level.into())));
            layer.polygons(&tags, &polygons);
        }
        layer
    }

    pub(super) fn lines(&self, tile: TileId) -> Layer {
        let frame = Frame::of(tile);
        let mut layer = Layer::new("lines");
        for stroke in self
            .strokes
            .iter()
            .filter(|line| frame.shows(&line.zooms, &line.bounds))
        {
            let arc = ArcRef::forward(stroke.arc as usize);
            let line = self.levels[stroke.topology].arc(arc, frame.detail());
            let tags = [
                ("level", Value::Int(stroke.level.into())),
                (
                    "edge",
                    Value::Text(if stroke.shared { "border" } else { "rim" }),
                ),
            ];
            layer.lines(&tags, &clip::line(&frame.place(line), BUFFER));
        }
        layer
    }

    /// A label stands in the one tile that holds its place; renderers let its text reach beyond.
    pub(super) fn names(&self, tile: TileId) -> Layer {
        let frame = Frame::of(tile);
        let mut layer = Layer::new("labels");
        for ((x, y), label) in &self.labels {
            let depth = 32 - u32::from(tile.z());
            let home = |part: u32| (u64::from(part) >> depth) as u32;
            if label.zooms.contains(&tile.z()) && (home(*x), home(*y)) == (tile.x(), tile.y()) {
                let at = frame.unit((*x, *y));
                let inside = |part: f64| (part as i32).min(mvt::EXTENT - 1);
                layer.point(&tags(&label.tags), (inside(at.0), inside(at.1)));
            }
        }
        layer
    }
}

/// A tile's square in the world's whole numbers.
struct Frame {
    tile: TileId,
    origin: (f64, f64),
    scale: f64,
}

impl Frame {
    fn of(tile: TileId) -> Frame {
        let side = 2f64.powi(32 - i32::from(tile.z()));
        let origin = (f64::from(tile.x()) * side, f64::from(tile.y()) * side);
        Frame {
            tile,
            origin,
            scale: f64::from(mvt::EXTENT) / side,
        }
    }

    fn detail(&self) -> u8 {
        self.tile.z().min(DEEPEST)
    }

    fn shows(&self, zooms: &RangeInclusive<u8>, bounds: &Bounds) -> bool {
        let [west, north, east, south] = bounds.0;
        let (first, last) = (self.unit((west, north)), self.unit((east, south)));
        let end = f64::from(mvt::EXTENT) + BUFFER;
        zooms.contains(&self.tile.z())
            && first.0 <= end
            && first.1 <= end
            && last.0 >= -BUFFER
            && last.1 >= -BUFFER
    }

    /// Points in units of the tile.
    fn place(&self, points: &[Point]) -> Vec<(f64, f64)> {
        points.iter().map(|point| self.unit(*point)).collect()
    }

    fn unit(&self, (x, y): Point) -> (f64, f64) {
        let unit = |part: u32, origin: f64| (f64::from(part) - origin) * self.scale;
        (unit(x, self.origin.0), unit(y, self.origin.1))
    }
}

fn tags(tags: &Tags) -> Vec<(&str, Value<'_>)> {
    tags.iter()
        .map(|(key, text)| (key.as_str(), text.value()))
        .collect()
}
