//! The features themselves, each at a numbered slot in fixed chunks (so that growth never copies or
//! doubles), and the table that finds a slot by id: four bytes and a tag a row.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use crate::feature::Packed;

const CHUNK: usize = 4096;

#[derive(Default)]
pub struct Slab {
    chunks: Vec<Vec<Packed>>,
    free: Vec<u32>,
    by_id: HashTable<u32>,
    hasher: RandomState,
}

impl Slab {
    pub fn with_room_for(features: usize) -> Slab {
        Slab {
            by_id: HashTable::with_capacity(features),
            ..Slab::default()
        }
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn get(&self, slot: u32) -> &Packed {
        &self.chunks[slot as usize / CHUNK][slot as usize % CHUNK]
    }

    pub fn find(&self, id: u128) -> Option<u32> {
        self.by_id
            .find(self.hasher.hash_one(id), |slot| self.get(*slot).id() == id)
            .copied()
    }

    /// Adds a feature whose id is not in the slab.
    pub fn add(&mut self, feature: Packed) -> u32 {
        let slot = self.place(feature);
        let Slab {
            chunks,
            by_id,
            hasher,
            ..
        } = self;
        let id_of = |slot: &u32| chunks[*slot as usize / CHUNK][*slot as usize % CHUNK].id();
        let hash = hasher.hash_one(feature.id());
        by_id.insert_unique(hash, slot, |slot| hasher.hash_one(id_of(slot)));
        slot
    }

    pub fn remove(&mut self, slot: u32) {
        let hash = self.hasher.hash_one(self.get(slot).id());
        if let Ok(entry) = self.by_id.find_entry(hash, |other| *other == slot) {
            entry.remove();
            self.free.push(slot);
        }
    }

    pub fn memory(&self) -> usize {
        let chunks: usize = self
            .chunks
            .iter()
            .map(|c| c.capacity() * size_of::<Packed>())
            .sum();
        chunks + self.by_id.allocation_size() + self.free.capacity() * size_of::<u32>()
    }

    fn place(&mut self, feature: Packed) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.chunks[slot as usize / CHUNK][slot as usize % CHUNK] = feature;
            return slot;
        }
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            self.chunks.push(Vec::with_capacity(CHUNK));
        }
        let number = self.chunks.len() - 1;
        let chunk = &mut self.chunks[number];
        chunk.push(feature);
        (number * CHUNK + chunk.len() - 1) as u32
    }
}
