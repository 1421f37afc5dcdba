//! Points by place: one list in the order of quadkeys, in which every tile of every zoom is one run.

use contact::Position;
use tiles::TileId;
use tiles::place::{column_row, covering};

use super::{Book, Entry};

/// Slots in the order of their quadkeys.
#[derive(Default)]
pub struct Places(Vec<(i64, u32)>);

impl Places {
    pub fn append(&mut self, quadkey: i64, slot: u32) {
        self.0.push((quadkey, slot));
    }

    /// After the last of many was appended.
    pub fn settle(&mut self) {
        self.0.sort_unstable();
    }

    pub fn insert(&mut self, quadkey: i64, slot: u32) {
        let at = self.0.partition_point(|known| *known < (quadkey, slot));
        self.0.insert(at, (quadkey, slot));
    }

    pub fn remove(&mut self, quadkey: i64, slot: u32) {
        if let Ok(at) = self.0.binary_search(&(quadkey, slot)) {
            self.0.remove(at);
        }
    }

    fn of_tile(&self, tile: TileId) -> &[(i64, u32)] {
        let keys = tile.quadkeys();
        let from = self.0.partition_point(|(key, _)| key < keys.start());
        let len = self.0[from..].partition_point(|(key, _)| key <= keys.end());
        &self.0[from..from + len]
    }
}

/// A point found, and how far it is.
#[derive(Debug, Clone, Copy)]
pub struct Near<'a> {
    pub entry: &'a Entry,
    pub metres: f64,
}

/// The zoom at which the nearest are looked for first: tiles of two kilometres.
const FIRST_ZOOM: u8 = 14;

impl Book {
    pub fn in_tile(&self, tile: TileId) -> impl Iterator<Item = &Entry> {
        let slots = self.places.of_tile(tile).iter();
        slots.filter_map(|(_, slot)| self.at(*slot))
    }

    /// The nearest points for which the answer is yes, the nearest first. Looks at the tile of the place
    /// and the eight around it: whatever is nearer than a tile is wide lies there. Where that is not
    /// enough, at tiles twice as wide.
    pub fn nearest(
        &self,
        at: Position,
        limit: usize,
        fits: impl Fn(&Entry) -> bool,
    ) -> Vec<Near<'_>> {
        for zoom in (0..=FIRST_ZOOM).rev() {
            let (around, reach) = around(at, zoom);
            let mut found: Vec<Near<'_>> = around
                .iter()
                .flat_map(|tile| self.in_tile(*tile))
                .filter(|entry| fits(entry))
                .filter_map(|entry| {
                    let there = Position::from_quadkey(entry.quadkey)?;
                    let metres = at.distance_m(there);
                    Some(Near { entry, metres })
                })
                .collect();
            let sure = found.iter().filter(|near| near.metres <= reach).count();
            if sure >= limit || zoom == 0 {
                found.sort_by(|one, other| {
                    let by_distance = one.metres.total_cmp(&other.metres);
                    by_distance.then(one.entry.key.cmp(&other.entry.key))
                });
                found.truncate(limit);
                return found;
            }
        }
        Vec::new()
    }

    /// The points in a box of degrees: west, south, east, north.
    pub fn in_box(&self, bounds: [f64; 4]) -> impl Iterator<Item = &Entry> {
        let [west, south, east, north] = bounds;
        let tiles = covering(bounds, 18, 16);
        tiles
            .into_iter()
            .flat_map(|tile| self.in_tile(tile))
            .filter(move |entry| {
                Position::from_quadkey(entry.quadkey).is_some_and(|at| {
                    (west..=east).contains(&at.lon()) && (south..=north).contains(&at.lat())
                })
            })
    }
}

/// The tile a place lies in with those around it, and how far from the place they reach for sure.
fn around(at: Position, zoom: u8) -> (Vec<TileId>, f64) {
    let across = 1_u32 << zoom;
    let [x, y] = column_row(at.lon(), at.lat(), zoom);
    let near = |n: u32| n.saturating_sub(1)..=(n + 1).min(across - 1);
    let tiles = near(y)
        .flat_map(|y| near(x).filter_map(move |x| TileId::new(zoom, x, y).ok()))
        .collect();
    // A tile shrinks towards the poles; a little less than its width is sure.
    let width = 40_075_016.0 * at.lat().to_radians().cos() / f64::from(across);
    (tiles, width * 0.95)
}
