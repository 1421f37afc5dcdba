//! From the index to the spots of a tile or a bounding box. Every spot stands in a cell that lies in
//! one tile alone, so neighbours never count a feature twice, and the tiles of a zoom add up to all
//! features. For the public all of it is built upon blurred places: a middle of exact places, moved
//! by one's own requests, would give a neighbour's place away.

use crate::order::{BUCKET_ZOOM, Bucket, Entry, Order, Tally, quadkey};
use crate::place::{self, TileId, ZOOM};
use crate::slab::Slab;
use crate::spot::{Spot, Spots};
use crate::view::View;

/// From this zoom on, features stand alone.
pub const SINGLES_FROM: u8 = 14;
/// With more signs than this in one tile, even there they are clustered.
pub const MOST_SINGLES: usize = 1000;
// A tile has 8 × 8 cluster cells, where singles were too many 32 × 32.
const CELLS: u8 = 3;
const FINE_CELLS: u8 = 5;

pub fn tile(order: &Order, slab: &Slab, tile: TileId, view: &View) -> Vec<Spot> {
    if tile.z() >= SINGLES_FROM {
        match singles(order, slab, tile, view) {
            Some(spots) => spots,
            None => clusters(order, slab, tile, view, FINE_CELLS),
        }
    } else {
        clusters(order, slab, tile, view, CELLS)
    }
}

/// All signs of a box given by its zoom-24 cells, edges included.
pub fn within(
    order: &Order,
    slab: &Slab,
    (west, north): (u32, u32),
    (east, south): (u32, u32),
    limit: usize,
    view: &View,
) -> Spots {
    let mut found = Spots::default();
    let shift = u32::from(ZOOM - BUCKET_ZOOM);
    for (cell, bucket) in order.buckets() {
        let (x, y) = place::deinterleave(u64::from(cell));
        let columns = west >> shift..=east >> shift;
        let rows = north >> shift..=south >> shift;
        if !columns.contains(&x) || !rows.contains(&y) {
            continue;
        }
        let ended = each_place(&bucket.entries, view, |run| {
            let (x, y) = place::deinterleave(quadkey(cell, run[0]));
            if !(west..=east).contains(&x) || !(north..=south).contains(&y) {
                return true;
            }
            let Some(spot) = spot_of(run, slab, (x, y), view) else {
                return true;
            };
            if found.items.len() == limit {
                found.more = true;
                return false;
            }
            found.items.push(spot);
            true
        });
        if ended {
            break;
        }
    }
    found
}

fn singles(order: &Order, slab: &Slab, tile: TileId, view: &View) -> Option<Vec<Spot>> {
    let mut spots = Vec::new();
    for (cell, bucket) in order.buckets_of(tile) {
        let too_many = each_place(bucket.entries_of(tile), view, |run| {
            let at = place::deinterleave(quadkey(cell, run[0]));
            spots.extend(spot_of(run, slab, at, view));
            spots.len() <= MOST_SINGLES
        });
        if too_many {
            return None;
        }
    }
    Some(spots)
}

/// Hands out the entries that make one sign: for the public all of one place, for staff each alone.
/// Ends early, and says so, when `next` answers false.
fn each_place(entries: &[Entry], view: &View, mut next: impl FnMut(&[Entry]) -> bool) -> bool {
    if view.is_public() {
        entries
            .chunk_by(|a, b| a.rest() == b.rest())
            .any(|run| !next(run))
    } else {
        entries.chunks(1).any(|run| !next(run))
    }
}

fn spot_of(run: &[Entry], slab: &Slab, (x, y): (u32, u32), view: &View) -> Option<Spot> {
    let mut spot = Spot {
        x,
        y,
        counts: Default::default(),
        id: None,
        kind: None,
        since: None,
    };
    // Entries of one place are sorted by state, so the first seen is of the most urgent.
    let mut urgent = None;
    let mut mixed = false;
    for entry in run {
        let feature = slab.get(entry.slot);
        if !view.sees(feature.area, feature.group) {
            continue;
        }
        spot.counts[usize::from(entry.state())] += 1;
        if *urgent.get_or_insert(entry.state()) == entry.state() {
            let since = spot
                .since
                .map_or(feature.since(), |other: i64| other.min(feature.since()));
            spot.since = Some(since);
        }
        mixed |= *spot.kind.get_or_insert(feature.kind) != feature.kind;
        if !view.is_public() {
            spot.id = Some(feature.id());
        }
    }
    if mixed {
        spot.kind = None;
    }
    urgent.map(|_| spot)
}

fn clusters(order: &Order, slab: &Slab, tile: TileId, view: &View, cells: u8) -> Vec<Spot> {
    let level = (tile.z() + cells).min(ZOOM);
    let mut clusters = Clusters {
        slab,
        view,
        spots: Vec::new(),
        cell: 0,
        tally: Tally::default(),
    };
    for (cell, bucket) in order.buckets_of(tile) {
        if level <= BUCKET_ZOOM {
            clusters.enter(u64::from(cell) >> (2 * u32::from(BUCKET_ZOOM - level)));
            for (owner, tally) in &bucket.tallies {
                if view.sees(owner.0, owner.1) {
                    clusters.tally.add(tally);
                }
            }
        } else {
            clusters.count(cell, bucket, tile, level);
        }
    }
    clusters.leave();
    clusters.spots
}

/// Cells come in the order of their quadkey, so one tally is open at a time.
struct Clusters<'a> {
    slab: &'a Slab,
    view: &'a View<'a>,
    spots: Vec<Spot>,
    cell: u64,
    tally: Tally,
}

impl Clusters<'_> {
    fn count(&mut self, cell: u32, bucket: &Bucket, tile: TileId, level: u8) {
        let shift = 2 * u32::from(ZOOM - level);
        let all = self.view.sees_all()
            || bucket
                .tallies
                .iter()
                .all(|((area, group), _)| self.view.sees(*area, *group));
        for entry in bucket.entries_of(tile) {
            if !all {
                let feature = self.slab.get(entry.slot);
                if !self.view.sees(feature.area, feature.group) {
                    continue;
                }
            }
            let key = quadkey(cell, *entry);
            self.enter(key >> shift);
            let (x, y) = place::deinterleave(key);
            self.tally.add_one(x, y, *entry);
        }
    }

    fn enter(&mut self, cell: u64) {
        if cell != self.cell {
            self.leave();
            self.cell = cell;
        }
    }

    fn leave(&mut self) {
        let tally = std::mem::take(&mut self.tally);
        let Some((x, y)) = tally.middle() else { return };
        let only = tally.only().map(|slot| self.slab.get(slot));
        self.spots.push(Spot {
            x,
            y,
            counts: tally.counts,
            id: only
                .filter(|_| !self.view.is_public())
                .map(|feature| feature.id()),
            kind: only.map(|feature| feature.kind),
            since: only.map(|feature| feature.since()),
        });
    }
}
