//! Which tiles a change touched: a counter for each tile of zoom 0 to 12, all folded into a fixed
//! table. Two tiles that share a counter are at worst redrawn once too often.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::order::BUCKET_ZOOM;
use crate::place::{TileId, ZOOM};

const COUNTERS: usize = 8192;

pub struct Versions {
    all: AtomicU64,
    counters: Box<[AtomicU64]>,
}

impl Default for Versions {
    fn default() -> Versions {
        let counters = (0..COUNTERS).map(|_| AtomicU64::new(0)).collect();
        Versions {
            all: AtomicU64::new(0),
            counters,
        }
    }
}

impl Versions {
    /// Marks the tiles of every zoom that hold this zoom-24 quadkey.
    pub fn touch(&self, quadkey: u64) {
        for zoom in 0..=BUCKET_ZOOM {
            let cell = quadkey >> (2 * u32::from(ZOOM - zoom));
            self.counter(zoom, cell).fetch_add(1, Ordering::AcqRel);
        }
    }

    pub fn touch_all(&self) {
        // Far more than single changes can make up for, so the sum below is new.
        self.all.fetch_add(1 << 40, Ordering::AcqRel);
    }

    pub fn of(&self, tile: TileId) -> u64 {
        let deeper = tile.z().saturating_sub(BUCKET_ZOOM);
        let cell = tile.cell() >> (2 * u32::from(deeper));
        let own = self
            .counter(tile.z() - deeper, cell)
            .load(Ordering::Acquire);
        own.wrapping_add(self.all.load(Ordering::Acquire))
    }

    fn counter(&self, zoom: u8, cell: u64) -> &AtomicU64 {
        let mixed = (cell << 4 | u64::from(zoom)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        &self.counters[(mixed >> 51) as usize % COUNTERS]
    }
}
