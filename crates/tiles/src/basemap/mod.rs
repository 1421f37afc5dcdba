//! The base map: outlines of areas as fills, their borders as lines of their own, and labels, made
//! ready once for every zoom. Borders are not the edges of the fills: a fill is cut where its tile
//! ends, and stroking the cut would draw the tile's frame upon the map. A border that two areas share
//! is simplified once and drawn once, so neighbours leave neither gaps nor double lines.

mod clip;
mod cut;
mod simplify;
mod topology;

use std::ops::RangeInclusive;

use crate::cache::{Kept, weight};
use crate::mvt::{Value, encode_layers};
use crate::place::{TileId, world};
use crate::tile::Tile;
use topology::{ArcRef, Point, Topology};

/// Deeper than this outlines are no finer.
const DEEPEST: u8 = 14;
// Half a pixel of a tile shown 512 wide.
const TOLERANCE: f64 = 4.0;
const CACHE_BYTES: usize = 32 << 20;

/// Properties as handed in.
pub type Tags = Vec<(String, Text)>;

/// A value of a property that is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
}

impl Text {
    fn value(&self) -> Value<'_> {
        match self {
            Text::Text(text) => Value::Text(text),
            Text::Int(number) => Value::Int(*number),
        }
    }
}

/// An area with its outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// 0 country, 1 province, 2 district, 3 subdistrict; areas of one level share borders.
    pub level: u8,
    /// The zooms it is shown at.
    pub zooms: RangeInclusive<u8>,
    /// Polygons, each an outer ring followed by its holes, in (longitude, latitude) degrees. Points
    /// on a shared border must be equal in both areas, as boundary packs have them.
    pub polygons: Vec<Vec<Vec<(f64, f64)>>>,
    /// Whether its surface is drawn; where a wider area lies beneath, the border is enough.
    pub fill: bool,
    /// Properties of the fill.
    pub tags: Tags,
}

/// A name on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where, in (longitude, latitude) degrees.
    pub at: (f64, f64),
    /// The zooms it is shown at.
    pub zooms: RangeInclusive<u8>,
    /// Properties, such as the name in each language.
    pub tags: Tags,
}

/// Outlines, borders and labels, ready to be cut into tiles of the layers `land` (the areas' tags
/// and `level`), `lines` (`level`; `edge` is `border` between two areas, `rim` where one ends) and
/// `labels` (their tags).
pub struct BaseMap {
    fills: Vec<Fill>,
    strokes: Vec<Stroke>,
    labels: Vec<(Point, Label)>,
    levels: Vec<Topology>,
    kept: Kept<TileId, Tile>,
}

struct Fill {
    topology: usize,
    level: u8,
    zooms: RangeInclusive<u8>,
    bounds: Bounds,
    polygons: Vec<Vec<Vec<ArcRef>>>,
    tags: Tags,
}

struct Stroke {
    topology: usize,
    level: u8,
    zooms: RangeInclusive<u8>,
    bounds: Bounds,
    arc: u32,
    shared: bool,
}

/// West, north, east, south in the world's whole numbers.
#[derive(Debug, Clone, Copy)]
struct Bounds([u32; 4]);

impl BaseMap {
    /// Finds shared borders and simplifies for every zoom. Points that Web Mercator has no place for
    /// are moved to its edge.
    pub fn prepare(areas: Vec<Area>, labels: Vec<Label>) -> BaseMap {
        let mut map = BaseMap {
            fills: Vec::new(),
            strokes: Vec::new(),
            labels: labels
                .into_iter()
                .map(|label| (point(label.at), label))
                .collect(),
            levels: Vec::new(),
            kept: Kept::new(CACHE_BYTES),
        };
        let mut by_level: Vec<(u8, Vec<Area>)> = Vec::new();
        for area in areas {
            match by_level.iter_mut().find(|(level, _)| *level == area.level) {
                Some((_, same)) => same.push(area),
                None => by_level.push((area.level, vec![area])),
            }
        }
        by_level.sort_by_key(|(level, _)| *level);
        for (level, areas) in by_level {
            map.add_level(level, areas);
        }
        map
    }

    /// The tile, kept once made; beyond the deepest zoom it is cut from the finest outlines.
    pub fn tile(&self, tile: TileId) -> Tile {
        if let Some(kept) = self.kept.get(&tile) {
            return kept;
        }
        let layers = [self.land(tile), self.lines(tile), self.names(tile)];
        let made = Tile::new(encode_layers(&layers)).compressed();
        self.kept.put(tile, made.clone(), weight(&made));
        made
    }

    fn add_level(&mut self, level: u8, areas: Vec<Area>) {
        let outlines: Vec<Vec<Vec<Vec<Point>>>> =
            areas.iter().map(|area| points(&area.polygons)).collect();
        let (topology, outlines) = Topology::of(&outlines, DEEPEST, TOLERANCE);
        let number = self.levels.len();
        let mut shown: Vec<Option<RangeInclusive<u8>>> = vec![None; topology.len()];
        for (area, polygons) in areas.into_iter().zip(outlines) {
            let arcs = || polygons.iter().flatten().flatten();
            for arc in arcs() {
                let zooms = &mut shown[arc.number()];
                *zooms = Some(
                    zooms
                        .take()
                        .map_or(area.zooms.clone(), |own| widest(&own, &area.zooms)),
                );
            }
            let Some(bounds) = Bounds::of(arcs().flat_map(|arc| topology.finest(*arc))) else {
                continue;
            };
            let Area {
                zooms, tags, fill, ..
            } = area;
            if !fill {
                continue;
            }
            self.fills.push(Fill {
                topology: number,
                level,
                zooms,
                bounds,
                polygons,
                tags,
            });
        }
        for (arc, zooms) in shown.into_iter().enumerate() {
            let finest = topology.finest(ArcRef::forward(arc));
            if let (Some(zooms), Some(bounds)) = (zooms, Bounds::of(finest)) {
                let shared = topology.is_shared(arc);
                let arc = arc as u32;
                self.strokes.push(Stroke {
                    topology: number,
                    level,
                    zooms,
                    bounds,
                    arc,
                    shared,
                });
            }
        }
        self.levels.push(topology);
    }
}

impl Bounds {
    fn of<'a>(points: impl Iterator<Item = &'a Point>) -> Option<Bounds> {
        points.fold(None, |bounds: Option<Bounds>, (x, y)| {
            let [west, north, east, south] = bounds.map_or([*x, *y, *x, *y], |bounds| bounds.0);
            Some(Bounds([
                west.min(*x),
                north.min(*y),
                east.max(*x),
                south.max(*y),
            ]))
        })
    }
}

fn points(polygons: &[Vec<Vec<(f64, f64)>>]) -> Vec<Vec<Vec<Point>>> {
    let ring = |ring: &Vec<(f64, f64)>| ring.iter().map(|at| point(*at)).collect();
    polygons
        .iter()
        .map(|rings| rings.iter().map(ring).collect())
        .collect()
}

fn point((lon, lat): (f64, f64)) -> Point {
    let lat = lat.clamp(-crate::place::MAX_LAT, crate::place::MAX_LAT);
    let (x, y) = world(lon.clamp(-180.0, 180.0), lat).unwrap_or((0.0, 0.0));
    let whole = |part: f64| (part * 2f64.powi(32)) as u32; // the cast stops at the last number
    (whole(x), whole(y))
}

fn widest(one: &RangeInclusive<u8>, other: &RangeInclusive<u8>) -> RangeInclusive<u8> {
    *one.start().min(other.start())..=*one.end().max(other.end())
}
