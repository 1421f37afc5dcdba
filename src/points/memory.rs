//! The book of points as the program holds it: filled at the start, then followed from the feed. The
//! map's follower reads the feed for all that is kept in memory, and calls here for points.

use std::sync::{PoisonError, RwLock, RwLockReadGuard};

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
    pub(super) drawn: Drawn,
}

impl PointMemory {
    pub fn book(&self) -> RwLockReadGuard<'_, Book> {
        self.book.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, point: &Point) {
        let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
        match Entry::of(point) {
            Some(entry) if point.ended_at.is_none() => book.put(entry),
            _ => book.forget(point.key.id),
        }
    }
}

/// Reads all points. Run once, at the start.
pub async fn load(app: &App) -> Result<(), Error> {
    let mut entries = Vec::new();
    let mut last = PointKey {
        province: 0,
        id: PointId(Uuid::nil()),
    };
    loop {
        let page = db::read!(app.db, |tx| { store::after(tx, last).await })?;
        entries.extend(page.iter().filter_map(Entry::of));
        match page.last() {
            Some(end) if page.len() == store::PAGE => last = end.key,
            _ => break,
        }
    }
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
                Some(point) => app.points.put(&point),
                None => {
                    let mut book = app
                        .points
                        .book
                        .write()
                        .unwrap_or_else(PoisonError::into_inner);
                    book.forget(key.id);
                }
            }
        }
    }
    Ok(())
}
