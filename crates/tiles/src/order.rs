//! Features in the order of their quadkey: buckets of one zoom-12 cell each (ten kilometres), within
//! them eight bytes a feature, beside them the counts of each owner. A tile of any zoom is a run of
//! buckets or a run within one; the clusters of low zooms are sums of counts and touch no feature.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::legend::MOST_STATES;
use crate::place::{self, TileId};

/// The zoom of a bucket.
pub const BUCKET_ZOOM: u8 = 12;
const REST_BITS: u32 = 2 * (place::ZOOM - BUCKET_ZOOM) as u32;

/// Area and group: what rights and filters go by.
pub type Owner = (u32, u16);

/// Where a feature stands: the part of its quadkey below the bucket, with its state in the lowest
/// byte so that counting needs no look at the feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    key: u32,
    pub slot: u32,
}

impl Entry {
    pub fn rest(self) -> u32 {
        self.key >> 8
    }

    pub fn state(self) -> u8 {
        self.key as u8
    }
}

/// How many features of each state, and where their middle is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    sum_x: u64,
    sum_y: u64,
    pub counts: [u32; MOST_STATES],
    // All slots xored: when one feature is left, this is its slot.
    slots: u32,
}

impl Tally {
    pub fn count(&self) -> u32 {
        self.counts.iter().sum()
    }

    pub fn add(&mut self, other: &Tally) {
        self.sum_x += other.sum_x;
        self.sum_y += other.sum_y;
        self.slots ^= other.slots;
        for (mine, theirs) in self.counts.iter_mut().zip(other.counts) {
            *mine += theirs;
        }
    }

    pub fn add_one(&mut self, x: u32, y: u32, entry: Entry) {
        self.sum_x += u64::from(x);
        self.sum_y += u64::from(y);
        self.counts[usize::from(entry.state()) % MOST_STATES] += 1;
        self.slots ^= entry.slot;
    }

    fn take_one(&mut self, x: u32, y: u32, entry: Entry) {
        self.sum_x -= u64::from(x);
        self.sum_y -= u64::from(y);
        self.counts[usize::from(entry.state()) % MOST_STATES] -= 1;
        self.slots ^= entry.slot;
    }

    /// The weighted middle; it never leaves a square that holds all features.
    pub fn middle(&self) -> Option<(u32, u32)> {
        let count = u64::from(self.count());
        Some((
            self.sum_x.checked_div(count)? as u32,
            self.sum_y.checked_div(count)? as u32,
        ))
    }

    /// The slot of the only feature.
    pub fn only(&self) -> Option<u32> {
        (self.count() == 1).then_some(self.slots)
    }
}

#[derive(Default)]
pub struct Bucket {
    pub entries: Vec<Entry>,
    pub tallies: Vec<(Owner, Tally)>,
}

#[derive(Default)]
pub struct Order {
    buckets: BTreeMap<u32, Bucket>,
}

impl Order {
    pub fn insert(&mut self, quadkey: u64, state: u8, slot: u32, owner: Owner) {
        let bucket = self.buckets.entry(bucket_of(quadkey)).or_default();
        let entry = entry(quadkey, state, slot);
        if let Err(at) = bucket.entries.binary_search(&entry) {
            make_room(&mut bucket.entries);
            bucket.entries.insert(at, entry);
            bucket.tally(owner, quadkey, entry);
        }
    }

    pub fn remove(&mut self, quadkey: u64, state: u8, slot: u32, owner: Owner) {
        let Some(bucket) = self.buckets.get_mut(&bucket_of(quadkey)) else {
            return;
        };
        let entry = entry(quadkey, state, slot);
        let Ok(at) = bucket.entries.binary_search(&entry) else {
            return;
        };
        bucket.entries.remove(at);
        let (x, y) = place::deinterleave(quadkey);
        if let Some(at) = bucket.tallies.iter().position(|(other, _)| *other == owner) {
            bucket.tallies[at].1.take_one(x, y, entry);
            if bucket.tallies[at].1.count() == 0 {
                bucket.tallies.swap_remove(at);
            }
        }
        if bucket.entries.is_empty() {
            self.buckets.remove(&bucket_of(quadkey));
        }
    }

    /// Adds without keeping the order; [`Order::settle`] must follow.
    pub fn append(&mut self, quadkey: u64, state: u8, slot: u32, owner: Owner) {
        let bucket = self.buckets.entry(bucket_of(quadkey)).or_default();
        let entry = entry(quadkey, state, slot);
        bucket.entries.push(entry);
        bucket.tally(owner, quadkey, entry);
    }

    pub fn settle(&mut self) {
        for bucket in self.buckets.values_mut() {
            bucket.entries.sort_unstable();
            bucket.entries.shrink_to_fit();
            bucket.tallies.shrink_to_fit();
        }
    }

    pub fn buckets(&self) -> impl Iterator<Item = (u32, &Bucket)> {
        self.buckets.iter().map(|(cell, bucket)| (*cell, bucket))
    }

    /// The buckets that touch a tile.
    pub fn buckets_of(&self, tile: TileId) -> impl Iterator<Item = (u32, &Bucket)> {
        let keys = tile.quadkeys();
        let cells = bucket_of(*keys.start() as u64)..=bucket_of(*keys.end() as u64);
        self.buckets
            .range(cells)
            .map(|(cell, bucket)| (*cell, bucket))
    }

    pub fn memory(&self) -> usize {
        let bucket = |bucket: &Bucket| {
            // A node of the tree is on average two thirds full.
            (size_of::<Bucket>() + size_of::<u32>()) * 3 / 2
                + bucket.entries.capacity() * size_of::<Entry>()
                + bucket.tallies.capacity() * size_of::<(Owner, Tally)>()
        };
        self.buckets.values().map(bucket).sum()
    }
}

impl Bucket {
    /// The entries that lie in a tile, given that this bucket touches it.
    pub fn entries_of(&self, tile: TileId) -> &[Entry] {
        let rests = rests_of(tile);
        let first = self
            .entries
            .partition_point(|entry| entry.rest() < *rests.start());
        let end = self
            .entries
            .partition_point(|entry| entry.rest() <= *rests.end());
        &self.entries[first..end]
    }

    fn tally(&mut self, owner: Owner, quadkey: u64, entry: Entry) {
        let (x, y) = place::deinterleave(quadkey);
        match self.tallies.iter_mut().find(|(other, _)| *other == owner) {
            Some((_, tally)) => tally.add_one(x, y, entry),
            None => {
                let mut tally = Tally::default();
                tally.add_one(x, y, entry);
                self.tallies.push((owner, tally));
            }
        }
    }
}

/// The whole quadkey of an entry of this bucket.
pub fn quadkey(cell: u32, entry: Entry) -> u64 {
    u64::from(cell) << REST_BITS | u64::from(entry.rest())
}

fn bucket_of(quadkey: u64) -> u32 {
    (quadkey >> REST_BITS) as u32
}

fn entry(quadkey: u64, state: u8, slot: u32) -> Entry {
    let rest = quadkey as u32 & ((1 << REST_BITS) - 1);
    Entry {
        key: rest << 8 | u32::from(state),
        slot,
    }
}

fn rests_of(tile: TileId) -> RangeInclusive<u32> {
    let mask = (1u64 << REST_BITS) - 1;
    let keys = tile.quadkeys();
    if tile.z() <= BUCKET_ZOOM {
        return 0..=mask as u32;
    }
    (*keys.start() as u64 & mask) as u32..=(*keys.end() as u64 & mask) as u32
}

/// Grows by an eighth: doubling would waste half the memory of a large bucket.
fn make_room(entries: &mut Vec<Entry>) {
    if entries.len() == entries.capacity() {
        entries.reserve_exact(entries.len() / 8 + 4);
    }
}
