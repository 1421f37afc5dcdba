//! The map's memory: an index of the open requests for drawing, the book beside it, and the ground.
//! Requests stand in the index where the public may see them, on the grid of their incident: an
//! exact place is personal data, given on the request's own page to whoever has a ground, and every
//! look is written down. So no tile can give one away, to nobody.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use tiles::{Cache, CacheSettings, Feature, Index};
use uuid::Uuid;

use super::base::Base;
use super::book::{Book, Entry};
use super::legend;
use super::store::Open;
use crate::ids::IncidentId;
use crate::incidents::model::Incident;

pub struct MapMemory {
    pub(super) index: Index,
    pub(super) cache: Cache,
    book: RwLock<Book>,
    pub(super) following: tokio::sync::Mutex<Following>,
    pub(super) base: RwLock<Option<Arc<Base>>>,
    /// Held while the ground is prepared, so that it is prepared once.
    pub(super) base_making: tokio::sync::Mutex<()>,
}

/// How far the memory has followed.
#[derive(Default)]
pub(super) struct Following {
    /// The last event of the feed taken in.
    pub seq: i64,
    /// When holds lapse, which no event tells.
    pub leases: BTreeSet<(Timestamp, u8, Uuid)>,
}

impl Default for MapMemory {
    fn default() -> MapMemory {
        MapMemory {
            index: Index::new(legend::legend()),
            cache: Cache::new(CacheSettings::default()),
            book: RwLock::default(),
            following: tokio::sync::Mutex::default(),
            base: RwLock::default(),
            base_making: tokio::sync::Mutex::default(),
        }
    }
}

impl MapMemory {
    /// How many requests stand on the map.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    pub fn book(&self) -> RwLockReadGuard<'_, Book> {
        self.book.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn book_mut(&self) -> RwLockWriteGuard<'_, Book> {
        self.book.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn know(&self, incidents: &[Incident]) {
        let mut book = self.book_mut();
        for incident in incidents {
            book.know(incident.id, incident.blur_m, incident.practice);
        }
    }

    pub(super) fn knows(&self, incident: IncidentId) -> bool {
        self.book().group(incident).is_some()
    }

    /// Takes in a request as it is now.
    pub(super) fn put(&self, request: &Open, now: Timestamp) {
        let Some((entry, feature)) = self.read(request, now) else {
            self.forget(request.id.0);
            return;
        };
        self.book_mut().put(request.id.0, entry);
        match feature {
            Some(feature) => {
                if let Err(err) = self.index.insert(&feature) {
                    tracing::error!(%err, "a request does not fit the map");
                }
            }
            None => {
                self.index.remove(request.id.0.as_u128());
            }
        }
    }

    pub(super) fn forget(&self, id: Uuid) {
        self.book_mut().forget(id);
        self.index.remove(id.as_u128());
    }

    /// A request as book and index keep it; none where this program does not know its kind.
    pub(super) fn read(&self, request: &Open, now: Timestamp) -> Option<(Entry, Option<Feature>)> {
        let group = self.book().group(request.incident)?;
        let lapsed_at = request.lapsed_at(now);
        let held_by = |number: fn(&mut Book, &Open) -> u32| match lapsed_at {
            None if request.taken_by.is_some() => number(&mut self.book_mut(), request),
            _ => Book::NOBODY,
        };
        let entry = Entry {
            area: request.area,
            asked_at: seconds(request.asked_at),
            // A hold that ran out has been waiting since.
            state_at: seconds(lapsed_at.unwrap_or(request.state_at)),
            urgent_since: seconds(request.urgent_since),
            holder: held_by(|book, request| book.holders.number(request.taken_by)),
            team: u16::try_from(held_by(|book, request| book.teams.number(request.team)))
                .unwrap_or_default(),
            kind: legend::kind_number(&request.kind)?,
            group: group.number,
            province: request.province,
            state: request.state_at(now),
            escalation: request.escalation,
            verified: request.verified,
            acknowledged: request.acknowledged,
            public: request.verified && !group.practice,
        };
        let state = legend::state_number(entry.state)?;
        let feature = request.quadkey.map(|quadkey| Feature {
            id: request.id.0.as_u128(),
            quadkey: tiles::grid::snap(quadkey, group.blur_m),
            kind: entry.kind,
            state,
            since: request.asked_at.as_second(),
            public: entry.public,
            // The place given is the middle of its cell already.
            blur_m: 0,
            group: entry.group,
            area: entry.area.get(),
        });
        Some((entry, feature))
    }
}

/// Seconds since 1970, which fit until 2106.
pub fn seconds(at: Timestamp) -> u32 {
    u32::try_from(at.as_second().max(0)).unwrap_or(u32::MAX)
}
