//! Outlines as arcs: the runs of points between places where borders part. Two areas that share a
//! border share its arc, which is therefore simplified alike for both and can be drawn once.

use std::collections::HashMap;

use super::simplify::simplify;

/// A place in the Mercator square, 2³² units wide and high.
pub type Point = (u32, u32);

/// An arc, walked forward or backward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArcRef {
    number: u32,
    backward: bool,
}

impl ArcRef {
    pub fn forward(number: usize) -> ArcRef {
        ArcRef {
            number: number as u32,
            backward: false,
        }
    }

    pub fn number(self) -> usize {
        self.number as usize
    }
}

#[derive(Default)]
pub struct Topology {
    arcs: Vec<Arc>,
}

struct Arc {
    uses: u32,
    // For each zoom its place in `forms`; zooms that come out alike share one.
    by_zoom: Vec<u8>,
    forms: Vec<Vec<Point>>,
}

/// Polygons of an area as rings of points, or of arcs.
type Outline<T> = Vec<Vec<Vec<T>>>;

impl Topology {
    /// Finds the arcs of these areas and simplifies each for zooms 0 to `deepest`, to `tolerance` in
    /// units of a tile; the deepest zoom and those beyond have all points.
    pub fn of(
        areas: &[Outline<Point>],
        deepest: u8,
        tolerance: f64,
    ) -> (Topology, Vec<Outline<ArcRef>>) {
        let rings = || areas.iter().flatten().flatten();
        let junctions = Junctions::of(rings());
        let mut found = Found::default();
        let outlines = areas
            .iter()
            .map(|polygons| {
                let mut ring = |ring: &Vec<Point>| found.ring(&open(ring), &junctions);
                polygons
                    .iter()
                    .map(|rings| rings.iter().map(&mut ring).collect())
                    .collect()
            })
            .collect();
        let arcs = found
            .arcs
            .into_iter()
            .map(|(line, uses)| Arc::new(line, uses, deepest, tolerance));
        (
            Topology {
                arcs: arcs.collect(),
            },
            outlines,
        )
    }

    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    /// Whether two areas (or one with itself) meet at this arc.
    pub fn is_shared(&self, arc: usize) -> bool {
        self.arcs[arc].uses > 1
    }

    /// The points of an arc at a zoom, forward.
    pub fn arc(&self, arc: ArcRef, zoom: u8) -> &[Point] {
        let arc = &self.arcs[arc.number()];
        let form = arc.by_zoom.get(usize::from(zoom)).or(arc.by_zoom.last());
        form.map_or(&[], |form| &arc.forms[usize::from(*form)])
    }

    pub fn finest(&self, arc: ArcRef) -> std::slice::Iter<'_, Point> {
        self.arc(arc, u8::MAX).iter()
    }

    /// The points of a ring at a zoom, not closed.
    pub fn ring(&self, arcs: &[ArcRef], zoom: u8) -> Vec<Point> {
        let mut ring = Vec::new();
        for arc in arcs {
            let points = self.arc(*arc, zoom);
            let but_last = points.len().saturating_sub(1);
            if arc.backward {
                ring.extend(points.iter().rev().take(but_last));
            } else {
                ring.extend(&points[..but_last]);
            }
        }
        ring
    }
}

impl Arc {
    fn new(line: Vec<Point>, uses: u32, deepest: u8, tolerance: f64) -> Arc {
        let mut forms: Vec<Vec<Point>> = vec![line];
        let mut by_zoom = vec![0u8; usize::from(deepest) + 1];
        for zoom in (0..deepest).rev() {
            let unit = 2f64.powi(32 - 12 - i32::from(zoom));
            // Always from the full line, so that errors do not add up.
            let form = simplify(&forms[0], tolerance * unit);
            if forms.last().is_none_or(|finer| finer.len() != form.len()) {
                forms.push(form);
            }
            by_zoom[usize::from(zoom)] = (forms.len() - 1) as u8;
        }
        Arc {
            uses,
            by_zoom,
            forms,
        }
    }
}

/// For each point the two points beside it; where rings disagree about them, borders part.
struct Junctions {
    beside: HashMap<Point, Option<[Point; 2]>>,
}

impl Junctions {
    fn of<'a>(rings: impl Iterator<Item = &'a Vec<Point>>) -> Junctions {
        let mut beside: HashMap<Point, Option<[Point; 2]>> = HashMap::new();
        for ring in rings {
            let ring = open(ring);
            for at in 0..ring.len() {
                let mut pair = [
                    ring[(at + ring.len() - 1) % ring.len()],
                    ring[(at + 1) % ring.len()],
                ];
                pair.sort_unstable();
                let known = beside.entry(ring[at]).or_insert(Some(pair));
                if *known != Some(pair) {
                    *known = None;
                }
            }
        }
        Junctions { beside }
    }

    fn has(&self, point: &Point) -> bool {
        self.beside.get(point) == Some(&None)
    }
}

#[derive(Default)]
struct Found {
    numbers: HashMap<Vec<Point>, u32>,
    arcs: Vec<(Vec<Point>, u32)>,
}

impl Found {
    fn ring(&mut self, ring: &[Point], junctions: &Junctions) -> Vec<ArcRef> {
        if ring.len() < 3 {
            return Vec::new();
        }
        // A ring without a junction begins at its least point, so that its neighbour finds it again.
        let start = ring.iter().position(|point| junctions.has(point));
        let least = || {
            ring.iter()
                .enumerate()
                .min_by_key(|(_, point)| **point)
                .map(|(at, _)| at)
        };
        let start = start.or_else(least).unwrap_or(0);
        let mut arcs = Vec::new();
        let mut line = vec![ring[start]];
        for point in ring[start + 1..].iter().chain(&ring[..=start]) {
            line.push(*point);
            if junctions.has(point) {
                arcs.push(self.arc(std::mem::replace(&mut line, vec![*point])));
            }
        }
        if line.len() > 1 {
            arcs.push(self.arc(line));
        }
        arcs
    }

    fn arc(&mut self, line: Vec<Point>) -> ArcRef {
        let backward = line.iter().rev().lt(line.iter());
        let line: Vec<Point> = if backward {
            line.into_iter().rev().collect()
        } else {
            line
        };
        let next = self.arcs.len() as u32;
        let number = *self.numbers.entry(line.clone()).or_insert(next);
        if number == next {
            self.arcs.push((line, 0));
        }
        self.arcs[number as usize].1 += 1;
        ArcRef { number, backward }
    }
}

/// A ring without repeated points and without its closing one.
fn open(ring: &[Point]) -> Vec<Point> {
    let mut ring = ring.to_vec();
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: u32) -> Vec<Point> {
        vec![
            (x, 0),
            (x + 10, 0),
            (x + 10, 5),
            (x + 10, 10),
            (x, 10),
            (x, 5),
            (x, 0),
        ]
    }

    #[test]
    fn neighbours_share_one_arc_and_rings_come_back_whole() {
        let mut right = square(10);
        right.reverse();
        let areas = [vec![vec![square(0)]], vec![vec![right]]];
        let (topology, outlines) = Topology::of(&areas, 0, 0.0);
        assert_eq!(topology.len(), 3);
        assert_eq!((0..3).filter(|arc| topology.is_shared(*arc)).count(), 1);
        for (outline, area) in outlines.iter().zip(&areas) {
            let mut ring = topology.ring(&outline[0][0], 0);
            let start = ring
                .iter()
                .position(|point| *point == area[0][0][0])
                .unwrap();
            ring.rotate_left(start);
            assert_eq!(ring, area[0][0][..6]);
        }
    }

    #[test]
    fn a_hole_and_what_fills_it_share_one_closed_arc() {
        let hole = vec![(3, 3), (6, 3), (6, 6), (3, 6)];
        let mut island = hole.clone();
        island.rotate_left(2);
        island.reverse();
        let areas = [vec![vec![square(0), hole]], vec![vec![island]]];
        let (topology, _) = Topology::of(&areas, 3, 0.0);
        assert_eq!(topology.len(), 2);
        assert_eq!((0..2).filter(|arc| topology.is_shared(*arc)).count(), 1);
    }
}
