//! The index itself: many read while one changes it. A change takes microseconds under the lock, a
//! tile's spots are gathered under it and encoded after it is let go.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::feature::{Feature, Packed};
use crate::gather;
use crate::grid;
use crate::legend::Legend;
use crate::order::{Order, Owner};
use crate::place::{self, TileId};
use crate::slab::Slab;
use crate::spot::{Spot, Spots};
use crate::tile::{self, Tile};
use crate::versions::Versions;
use crate::view::View;

/// Features by place and by id, drawn as tiles.
pub struct Index {
    legend: Legend,
    held: RwLock<Held>,
    versions: Versions,
}

/// Why a feature cannot be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The state has no place in the legend.
    #[error("the legend has no state {0}")]
    State(u8),
    /// The kind has no place in the legend.
    #[error("the legend has no kind {0}")]
    Kind(u16),
    /// The number is no quadkey of zoom 24.
    #[error("{0} is no quadkey of zoom 24")]
    Quadkey(i64),
}

#[derive(Default)]
struct Held {
    slab: Slab,
    exact: Order,
    // Public features only, at their blurred places.
    public: Order,
}

impl Index {
    /// An empty index that speaks by this legend.
    pub fn new(legend: Legend) -> Index {
        Index {
            legend,
            held: RwLock::default(),
            versions: Versions::default(),
        }
    }

    /// The words of this index.
    pub fn legend(&self) -> &Legend {
        &self.legend
    }

    /// Takes in a feature; one of the same id is replaced.
    pub fn insert(&self, feature: &Feature) -> Result<(), Refused> {
        self.check(feature)?;
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = held.slab.find(feature.id) {
            let old = held.take_out(slot);
            self.touch(&old);
        }
        let feature = Packed::new(feature);
        held.put_in(feature);
        self.touch(&feature);
        Ok(())
    }

    /// Removes a feature; says whether it was there.
    pub fn remove(&self, id: u128) -> bool {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = held.slab.find(id) else {
            return false;
        };
        let old = held.take_out(slot);
        self.touch(&old);
        true
    }

    /// Puts these features in the place of all that were there; of several with one id the last
    /// stays. Readers see the old ones until the new ones stand. Refuses all if one is refused.
    pub fn replace_all(&self, features: Vec<Feature>) -> Result<(), Refused> {
        features
            .iter()
            .try_for_each(|feature| self.check(feature))?;
        let new = Held::load(features);
        let old = {
            let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
            self.versions.touch_all();
            std::mem::replace(&mut *held, new)
        };
        drop(old); // freed after the lock is let go
        Ok(())
    }

    /// How many features are held.
    pub fn len(&self) -> usize {
        self.read().slab.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory held, near enough.
    pub fn memory(&self) -> usize {
        let held = self.read();
        held.slab.memory() + held.exact.memory() + held.public.memory()
    }

    /// The signs of a tile: clusters at low zooms, single features at high ones.
    pub fn spots(&self, tile: TileId, view: &View) -> Vec<Spot> {
        let held = self.read();
        gather::tile(held.order(view), &held.slab, tile, view)
    }

    /// The tile, made anew; see [`crate::Cache`] for tiles kept. `now` is Unix seconds.
    pub fn tile(&self, tile: TileId, view: &View, now: i64) -> Tile {
        Tile::new(tile::encode(
            &self.spots(tile, view),
            tile,
            &self.legend,
            now,
        ))
    }

    /// The single (for the public: merged) signs in a box of degrees, at most `limit`; an impossible
    /// box is empty.
    pub fn bbox(
        &self,
        (min_lon, min_lat): (f64, f64),
        (max_lon, max_lat): (f64, f64),
        limit: usize,
        view: &View,
    ) -> Spots {
        let corner = |lon, lat| place::quadkey(lon, lat).map(|key| place::deinterleave(key as u64));
        let (Some(north_west), Some(south_east)) =
            (corner(min_lon, max_lat), corner(max_lon, min_lat))
        else {
            return Spots::default();
        };
        let held = self.read();
        gather::within(
            held.order(view),
            &held.slab,
            north_west,
            south_east,
            limit,
            view,
        )
    }

    /// A number that changes whenever the features of a tile do (and at times when they do not).
    pub(crate) fn version(&self, tile: TileId) -> u64 {
        self.versions.of(tile)
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self, feature: &Feature) -> Result<(), Refused> {
        if self.legend.state(feature.state).is_none() {
            return Err(Refused::State(feature.state));
        }
        if self.legend.kind(feature.kind).is_none() {
            return Err(Refused::Kind(feature.kind));
        }
        if !(0..1i64 << (2 * place::ZOOM)).contains(&feature.quadkey) {
            return Err(Refused::Quadkey(feature.quadkey));
        }
        Ok(())
    }

    /// Called under the write lock, so that no reader sees the change under the old version.
    fn touch(&self, feature: &Packed) {
        self.versions.touch(feature.quadkey);
        if feature.public {
            self.versions.touch(blurred(feature));
        }
    }
}

impl Held {
    fn load(mut features: Vec<Feature>) -> Held {
        keep_last_of_each_id(&mut features);
        // Neighbours on the map become neighbours in memory.
        features.sort_unstable_by_key(|feature| feature.quadkey);
        let mut held = Held {
            slab: Slab::with_room_for(features.len()),
            ..Held::default()
        };
        for feature in &features {
            let feature = Packed::new(feature);
            let slot = held.slab.add(feature);
            held.exact
                .append(feature.quadkey, feature.state, slot, exact_owner(&feature));
            if feature.public {
                let owner = public_owner(&feature);
                held.public
                    .append(blurred(&feature), feature.state, slot, owner);
            }
        }
        held.exact.settle();
        held.public.settle();
        held
    }

    fn order(&self, view: &View) -> &Order {
        if view.is_public() {
            &self.public
        } else {
            &self.exact
        }
    }

    fn put_in(&mut self, feature: Packed) {
        let slot = self.slab.add(feature);
        self.exact
            .insert(feature.quadkey, feature.state, slot, exact_owner(&feature));
        if feature.public {
            self.public.insert(
                blurred(&feature),
                feature.state,
                slot,
                public_owner(&feature),
            );
        }
    }

    fn take_out(&mut self, slot: u32) -> Packed {
        let feature = *self.slab.get(slot);
        self.exact
            .remove(feature.quadkey, feature.state, slot, exact_owner(&feature));
        if feature.public {
            self.public.remove(
                blurred(&feature),
                feature.state,
                slot,
                public_owner(&feature),
            );
        }
        self.slab.remove(slot);
        feature
    }
}

fn keep_last_of_each_id(features: &mut Vec<Feature>) {
    features.reverse();
    features.sort_by_key(|feature| feature.id); // stable: the last given stands first of its id
    features.dedup_by_key(|feature| feature.id);
}

fn exact_owner(feature: &Packed) -> Owner {
    (feature.area, feature.group)
}

/// The public has no rights by area, so counts need not be kept apart by it.
fn public_owner(feature: &Packed) -> Owner {
    (0, feature.group)
}

fn blurred(feature: &Packed) -> u64 {
    grid::snap(feature.quadkey as i64, feature.blur_m) as u64
}
