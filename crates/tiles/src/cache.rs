//! Finished tiles, kept while they are true: until a feature of theirs changes, and at most a minute,
//! since bands of waiting pass by themselves. Two generations bound the memory: when the young one is
//! full it becomes the old one, and what is still asked for moves back.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::index::Index;
use crate::place::TileId;
use crate::tile::Tile;
use crate::view::View;

const SHARDS: usize = 16;
// Bands of waiting are an hour and longer; a minute late is no lie.
const BAND_S: i64 = 60;
// What an entry costs beside its bytes.
const ENTRY: usize = 256;

/// How much is kept and how long.
#[derive(Debug, Clone, Copy)]
pub struct CacheSettings {
    /// Bytes of tiles to hold at most.
    pub bytes: usize,
    /// A tile this many seconds young is handed out although a feature changed; under steady changes
    /// a country-wide tile is then drawn once in that time, not at every look. 0: never.
    pub reuse_s: i64,
}

impl Default for CacheSettings {
    fn default() -> CacheSettings {
        CacheSettings {
            bytes: 64 << 20,
            reuse_s: 1,
        }
    }
}

/// The tiles of one index.
pub struct Cache {
    settings: CacheSettings,
    kept: Kept<(TileId, Class), Made>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    Public(Option<u16>),
    Staff(u64),
}

#[derive(Clone)]
struct Made {
    tile: Tile,
    version: u64,
    at: i64,
}

impl Cache {
    /// An empty cache.
    pub fn new(settings: CacheSettings) -> Cache {
        Cache {
            settings,
            kept: Kept::new(settings.bytes),
        }
    }

    /// The tile as [`Index::tile`] would make it, with its gzip variant, from memory where that is
    /// still true. One cache belongs to one index. `now` is Unix seconds.
    pub fn tile(&self, index: &Index, tile: TileId, view: &View, now: i64) -> Tile {
        let class = match view {
            View::Public { group } => Class::Public(*group),
            View::Staff {
                class: Some(class), ..
            } => Class::Staff(*class),
            View::Staff { class: None, .. } => return index.tile(tile, view, now),
        };
        // Read before the features are: a change in between makes this tile old at once.
        let version = index.version(tile);
        let key = (tile, class);
        if let Some(made) = self.kept.get(&key)
            && self.is_true(&made, version, now)
        {
            return made.tile;
        }
        let made = Made {
            tile: index.tile(tile, view, now).compressed(),
            version,
            at: now,
        };
        self.kept.put(key, made.clone(), weight(&made.tile));
        made.tile
    }

    fn is_true(&self, made: &Made, version: u64, now: i64) -> bool {
        let age = now - made.at;
        (made.version == version && (0..BAND_S).contains(&age))
            || (0..self.settings.reuse_s).contains(&age)
    }
}

pub(crate) fn weight(tile: &Tile) -> usize {
    ENTRY + tile.bytes.len() + tile.gzip.as_ref().map_or(0, |gzip| gzip.len())
}

/// A bounded map in shards.
pub(crate) struct Kept<K, V> {
    shards: Vec<Mutex<Generations<K, V>>>,
    hasher: RandomState,
    room: usize,
}

struct Generations<K, V> {
    young: HashMap<K, (V, usize)>,
    old: HashMap<K, (V, usize)>,
    weight: usize,
}

impl<K: Hash + Eq + Copy, V: Clone> Kept<K, V> {
    /// Holds at most about this many bytes, as told by the weights given.
    pub fn new(bytes: usize) -> Kept<K, V> {
        let shard = || {
            Mutex::new(Generations {
                young: HashMap::new(),
                old: HashMap::new(),
                weight: 0,
            })
        };
        Kept {
            shards: (0..SHARDS).map(|_| shard()).collect(),
            hasher: RandomState::new(),
            room: bytes / SHARDS / 2,
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        let mut shard = self.shard(key);
        if let Some((value, _)) = shard.young.get(key) {
            return Some(value.clone());
        }
        let (value, weight) = shard.old.remove(key)?;
        shard.put(*key, value.clone(), weight, self.room);
        Some(value)
    }

    pub fn put(&self, key: K, value: V, weight: usize) {
        self.shard(&key).put(key, value, weight, self.room);
    }

    #[cfg(test)]
    fn weight(&self) -> usize {
        let each = |shard: &Mutex<Generations<K, V>>| {
            let shard = shard.lock().unwrap();
            shard
                .young
                .values()
                .chain(shard.old.values())
                .map(|(_, weight)| weight)
                .sum::<usize>()
        };
        self.shards.iter().map(each).sum()
    }

    fn shard(&self, key: &K) -> MutexGuard<'_, Generations<K, V>> {
        let number = self.hasher.hash_one(key) as usize % SHARDS;
        self.shards[number]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq, V> Generations<K, V> {
    fn put(&mut self, key: K, value: V, weight: usize, room: usize) {
        if weight > room {
            return; // larger than a generation: not kept
        }
        if self.weight + weight > room {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += weight;
        if let Some((_, before)) = self.young.insert(key, (value, weight)) {
            self.weight -= before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_never_exceeded_and_what_is_asked_for_stays() {
        let kept: Kept<u32, u32> = Kept::new(32_000);
        for number in 0..10_000 {
            kept.put(number, number, 100);
            assert_eq!(kept.get(&number), Some(number));
            kept.put(0, 0, 100);
        }
        assert!(kept.weight() <= 32_000, "{}", kept.weight());
        assert_eq!(kept.get(&0), Some(0));
        assert_eq!(kept.get(&1), None);
    }
}
