//! Which area holds a position: by the polygons of a boundary pack, and by the embedded outlines
//! where there is none.

use std::collections::{HashMap, HashSet};

use super::codec::BadShape;
use super::layer::Layer;
use super::outlines::{self, Outlines};
use super::shape::{self, Point, Shape};
use crate::code::{AreaCode, Level};
use crate::register::{Register, register};

/// Subdistricts or districts this near may be the right one: packs are simplified.
const NEAR_METRES: f64 = 500.0;
/// The same for the embedded outlines, which stray by one to two kilometres.
const NEAR_OUTLINE_METRES: f64 = 3_000.0;
/// On water, positions this near to land are Thailand's: the twelve nautical miles of its sea,
/// where coasts are coarse, islets are missing from every outline and boats need help.
const SEA_METRES: f64 = 22_224.0;

/// What is known of where every area lies.
#[derive(Debug)]
pub struct Boundaries {
    outlines: &'static Outlines,
    register: &'static Register,
    /// Polygons of the pack, the smallest areas first.
    layers: Vec<Layer<AreaCode>>,
    /// Provinces no layer says anything of.
    not_in_pack: HashSet<AreaCode>,
    /// Subdistricts in use without a polygon, by their district where the pack has polygons.
    without_polygon: HashMap<AreaCode, Vec<AreaCode>>,
}

/// A stored boundary cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("boundary of {code}: {source}")]
pub struct BadBoundary {
    pub code: AreaCode,
    pub source: BadShape,
}

/// Where a position lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// In Thailand or so near to it that the outlines cannot tell.
    pub in_thailand: bool,
    pub province: Option<AreaCode>,
    pub district: Option<AreaCode>,
    pub subdistrict: Option<AreaCode>,
    /// Other areas of the smallest known level it may lie in, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Not in Thailand, but it would be with latitude and longitude exchanged.
    pub swapped: bool,
}

/// An area a position may lie in beside the one named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub code: AreaCode,
    /// Metres to its border, 0 inside the polygon of an abolished area it took the place of;
    /// `None` where it is of the same district but the pack has no polygon of it.
    pub metres: Option<u32>,
}

impl Default for Boundaries {
    fn default() -> Boundaries {
        Boundaries::without_pack()
    }
}

impl Boundaries {
    /// The embedded outlines alone: provinces, and never a district.
    pub fn without_pack() -> Boundaries {
        Boundaries::new(Vec::new())
    }

    /// Boundaries as `read_pack` gave them, in any order; those of abolished areas as well.
    pub fn from_parts<'a>(
        parts: impl IntoIterator<Item = (AreaCode, &'a [u8])>,
    ) -> Result<Boundaries, BadBoundary> {
        let mut shapes = Vec::new();
        for (code, bytes) in parts {
            let shape = Shape::decode(bytes).map_err(|source| BadBoundary { code, source })?;
            shapes.push((code, shape));
        }
        Ok(Boundaries::new(shapes))
    }

    fn new(shapes: Vec<(AreaCode, Shape)>) -> Boundaries {
        let (outlines, register) = (outlines::outlines(), register());
        let mut by_level: HashMap<Level, Vec<(AreaCode, Shape)>> = HashMap::new();
        for (code, shape) in shapes {
            by_level
                .entry(code.level())
                .or_default()
                .push((code, shape));
        }
        let layers: Vec<Layer<AreaCode>> = [Level::Subdistrict, Level::District, Level::Province]
            .into_iter()
            .filter_map(|level| by_level.remove(&level))
            .map(Layer::new)
            .collect();
        let known: HashSet<u8> = layers
            .iter()
            .flat_map(|layer| layer.shapes().iter().map(|(code, _)| code.province()))
            .collect();
        let provinces = register.of_level(Level::Province).map(|area| area.code);
        let not_in_pack = provinces
            .filter(|code| !known.contains(&code.province()))
            .collect();
        let without_polygon = without_polygon(register, &layers);
        Boundaries {
            outlines,
            register,
            layers,
            not_in_pack,
            without_polygon,
        }
    }

    /// Whether polygons of a pack are used.
    pub fn has_pack(&self) -> bool {
        !self.layers.is_empty()
    }

    /// Where the position lies, degrees in WGS 84. Numbers that are no position lie nowhere.
    pub fn locate(&self, lat: f64, lon: f64) -> Located {
        let located = shape::point(lon, lat).and_then(|point| self.place(point));
        located.unwrap_or_else(|| {
            let turned = shape::point(lat, lon).and_then(|point| self.place(point));
            Located {
                swapped: turned.is_some(),
                ..Located::default()
            }
        })
    }

    /// The outline of an area: of the pack, else of the embedded provinces. Abolished areas a
    /// pack holds have theirs.
    pub fn outline(&self, code: AreaCode) -> Option<&Shape> {
        let in_pack = self.layers.iter().find_map(|layer| layer.get(code));
        in_pack.or_else(|| self.outlines.provinces.get(code))
    }

    /// All outlines of a level, in the order of codes: those of the pack; without them the
    /// embedded ones for provinces, and none for smaller areas.
    pub fn outlines_of(&self, level: Level) -> &[(AreaCode, Shape)] {
        let of_level = |layer: &&Layer<AreaCode>| {
            layer
                .shapes()
                .first()
                .is_some_and(|(code, _)| code.level() == level)
        };
        match self.layers.iter().find(of_level) {
            Some(layer) => layer.shapes(),
            None if level == Level::Province => self.outlines.provinces(),
            None => &[],
        }
    }

    /// Bytes the boundaries hold in memory, roughly.
    pub fn memory(&self) -> usize {
        let layers: usize = self.layers.iter().map(Layer::memory).sum();
        layers + self.outlines.provinces.memory() + self.outlines.neighbours.memory()
    }

    fn place(&self, point: Point) -> Option<Located> {
        self.inside(point).or_else(|| self.beside(point))
    }

    /// Where a polygon holds the point: the smallest area that does.
    fn inside(&self, point: Point) -> Option<Located> {
        for layer in &self.layers {
            if let Some(code) = layer.holding(point) {
                return Some(self.located(code, layer, point, NEAR_METRES));
            }
        }
        let layer = &self.outlines.provinces;
        let code = layer
            .holding(point)
            .filter(|code| self.not_in_pack.contains(code))?;
        Some(self.located(code, layer, point, NEAR_OUTLINE_METRES))
    }

    /// Where no polygon holds the point: the nearest area across the line, or off the coast.
    fn beside(&self, point: Point) -> Option<Located> {
        let (layer, near) = match self.layers.first() {
            Some(layer) => (layer, NEAR_METRES),
            None => (&self.outlines.provinces, NEAR_OUTLINE_METRES),
        };
        if let Some((code, _)) = layer.near(point, near).first() {
            return Some(self.located(*code, layer, point, near));
        }
        if self.outlines.neighbours.holding(point).is_some() {
            return None;
        }
        let off_coast = layer.near(point, SEA_METRES);
        let (code, _) = off_coast.first()?;
        // Too far to name more than the province; the rest is for the person to choose.
        Some(Located {
            in_thailand: true,
            province: code.province_code(),
            candidates: self.candidates(&off_coast, None),
            ..Located::default()
        })
    }

    fn located(
        &self,
        polygon: AreaCode,
        layer: &Layer<AreaCode>,
        point: Point,
        near: f64,
    ) -> Located {
        let current = self.in_use(polygon);
        let one = <[AreaCode; 1]>::try_from(current.as_slice())
            .ok()
            .map(|[code]| code);
        // Several successors of one abolished area share what is above them, or name nothing.
        let shared = |of: fn(AreaCode) -> Option<AreaCode>| {
            let mut codes = current.iter().map(|code| of(*code));
            let first = codes.next().flatten()?;
            codes.all(|code| code == Some(first)).then_some(first)
        };
        let district = shared(AreaCode::district);
        let mut candidates = self.candidates(&layer.near(point, near), one);
        let unmapped = district.and_then(|code| self.without_polygon.get(&code));
        let unmapped = unmapped.filter(|_| polygon.level() == Level::Subdistrict);
        candidates.extend(unmapped.into_iter().flatten().map(|code| Candidate {
            code: *code,
            metres: None,
        }));
        Located {
            in_thailand: true,
            province: shared(AreaCode::province_code),
            district,
            subdistrict: one.filter(|code| code.level() == Level::Subdistrict),
            candidates,
            swapped: false,
        }
    }

    /// The areas in use a polygon stands for.
    fn in_use(&self, polygon: AreaCode) -> Vec<AreaCode> {
        match self.register.get(polygon) {
            Some(area) => vec![area.code],
            None => self.register.successors(polygon).to_vec(),
        }
    }

    fn candidates(&self, near: &[(AreaCode, f64)], named: Option<AreaCode>) -> Vec<Candidate> {
        let mut seen: HashSet<AreaCode> = named.into_iter().collect();
        let mut candidates = Vec::new();
        for (polygon, metres) in near {
            for code in self.in_use(*polygon) {
                if seen.insert(code) {
                    candidates.push(Candidate {
                        code,
                        metres: Some(metres.round() as u32),
                    });
                }
            }
        }
        candidates
    }
}

/// Subdistricts in use that neither have a polygon nor took the place of one that has.
fn without_polygon(
    register: &Register,
    layers: &[Layer<AreaCode>],
) -> HashMap<AreaCode, Vec<AreaCode>> {
    let shapes = layers.iter().flat_map(|layer| layer.shapes());
    let mapped: HashSet<AreaCode> = shapes
        .flat_map(|(code, _)| register.successors(*code).iter().copied().chain([*code]))
        .filter(|code| code.level() == Level::Subdistrict)
        .collect();
    let districts: HashSet<AreaCode> = mapped.iter().filter_map(|code| code.district()).collect();
    let mut without: HashMap<AreaCode, Vec<AreaCode>> = HashMap::new();
    for area in register.of_level(Level::Subdistrict) {
        if let Some(district) = area.code.district()
            && districts.contains(&district)
            && !mapped.contains(&area.code)
        {
            without.entry(district).or_default().push(area.code);
        }
    }
    without
}
