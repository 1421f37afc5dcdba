//! The book of points as the program holds it: filled at the start, then followed from the feed. The
//! map's follower reads the feed for all that is kept in memory, and calls here for points. The rows
//! themselves are kept too: what everybody may read of a point is passed on as files, and told while the
//! database is away.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use uuid::Uuid;

use super::book::{Book, Entry};
use super::drawn::Drawn;
use super::model::{Point, PointKey};
use super::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::PointId;

/// Events of this beginning tell of points.
pub const EVENTS: &str = "point.";

#[derive(Default)]
pub struct PointMemory {
    book: RwLock<Book>,
    rows: RwLock<HashMap<PointId, Arc<Point>>>,
    pub(super) drawn: Drawn,
}

impl PointMemory {
    pub fn book(&self) -> RwLockReadGuard<'_, Book> {
        self.book.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A point as it was known last.
    pub fn row(&self, id: PointId) -> Option<Arc<Point>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        rows.get(&id).cloned()
    }

    /// All that are there, in the order of their keys, with the version of the book they stand in.
    pub fn all(&self) -> (u64, Vec<Arc<Point>>) {
        // The version first: what changes meanwhile is read again for the next one.
        let version = self.book().version();
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        let mut points: Vec<Arc<Point>> = rows.values().cloned().collect();
        drop(rows);
        points.sort_unstable_by_key(|point| point.key);
        (version, points)
    }

    fn put(&self, point: Point) {
        match Entry::of(&point) {
            Some(entry) if point.ended_at.is_none() => {
                let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
                rows.insert(point.key.id, Arc::new(point));
                drop(rows);
                let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
                book.put(entry);
            }
            _ => self.forget(point.key.id),
        }
    }

    fn forget(&self, id: PointId) {
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        rows.remove(&id);
        drop(rows);
        let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
        book.forget(id);
    }
}

/// Reads all points. Run once, at the start.
pub async fn load(app: &App) -> Result<(), Error> {
    let mut entries = Vec::new();
    let mut rows = HashMap::new();
    let mut last = PointKey {
        province: 0,
        id: PointId(Uuid::nil()),
    };
    loop {
        let page = db::read!(app.db, |tx| { store::after(tx, last).await })?;
        let (read, end) = (page.len(), page.last().map(|point| point.key));
        for point in page {
            if let Some(entry) = Entry::of(&point) {
                entries.push(entry);
                rows.insert(point.key.id, Arc::new(point));
            }
        }
        match end {
            Some(end) if read == store::PAGE => last = end,
            _ => break,
        }
    }
    *app.points
        .rows
        .write()
        .unwrap_or_else(PoisonError::into_inner) = rows;
    let version = app.points.book().version() + 1;
    let book = Book::of(entries, version);
    *app.points
        .book
        .write()
        .unwrap_or_else(PoisonError::into_inner) = book;
    Ok(())
}

/// Reads these points as they are now.
pub async fn read_again(app: &App, keys: &[PointKey]) -> Result<(), Error> {
    for some in keys.chunks(500) {
        let points = db::read!(app.db, |tx| {
            let mut points = Vec::with_capacity(some.len());
            for key in some {
                points.push((*key, store::find(tx, *key).await?));
            }
            Ok::<_, db::Error>(points)
        })?;
        for (key, point) in points {
            match point {
                Some(point) => app.points.put(point),
                None => app.points.forget(key.id),
            }
        }
    }
    Ok(())
}
