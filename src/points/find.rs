//! Points as they are looked for: by place, by area, by name, by kind, open or free now. Answered from
//! the book; rows are read only of what is shown.

use areas::{AreaCode, Why};
use contact::Position;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::book::{Book, Entry};
use super::model::{Freshness, KINDS, Point, PointKey, Status};
use super::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::PointId;

/// Points on one page.
pub const PAGE: usize = 30;
/// The most on one page of the API, and the nearest that are given.
pub const MOST: usize = 200;

/// What is asked; it stands in the URL.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Places in [`KINDS`]; none: every kind.
    pub kinds: Vec<u16>,
    pub status: Option<Status>,
    pub open_now: bool,
    pub free_now: bool,
    pub area: Option<AreaCode>,
    /// West, south, east, north.
    pub bounds: Option<[f64; 4]>,
    pub near: Option<Position>,
    /// Words of a name, an area or a kind.
    pub words: String,
    pub limit: Option<usize>,
    pub after: Option<String>,
}

/// A point as found, with its row.
#[derive(Debug, Clone)]
pub struct Found {
    pub point: Point,
    pub metres: Option<f64>,
}

#[derive(Debug, Clone)]
pub struct Page {
    pub items: Vec<Found>,
    pub next: Option<String>,
    /// Words were taken for the name of an area: what lies there.
    pub area: Option<AreaCode>,
}

/// The last row of a page: how far it is or where it stands in the order, and which it is.
#[derive(Serialize, Deserialize)]
struct After(u64, PointId);

/// What was found, before rows are read.
struct Hit {
    key: PointKey,
    metres: Option<f64>,
}

/// Points by query: the nearest first where a place is named, the likest where words are, else those
/// known to have room, then in the order of areas.
pub async fn find(app: &App, query: &Query, now: Timestamp) -> Result<Page, Error> {
    let looked = look(app, query, now)?;
    let keys: Vec<PointKey> = looked.hits.iter().map(|hit| hit.key).collect();
    let points = db::read!(app.db, |tx| { store::find_all(tx, &keys).await })?;
    Ok(looked.with(points))
}

/// The same while the database is away: points as they were known last.
pub fn find_as_known(app: &App, query: &Query, now: Timestamp) -> Result<Page, Error> {
    let looked = look(app, query, now)?;
    let rows = looked.hits.iter();
    let rows = rows.filter_map(|hit| app.points.row(hit.key.id));
    let points = rows.map(|point| (*point).clone()).collect();
    Ok(looked.with(points))
}

/// What the book says.
struct Looked {
    hits: Vec<Hit>,
    next: Option<String>,
    area: Option<AreaCode>,
}

fn look(app: &App, query: &Query, now: Timestamp) -> Result<Looked, Error> {
    let limit = query.limit.unwrap_or(PAGE).clamp(1, MOST);
    let filter = filter_text(query);
    let after = match &query.after {
        None => None,
        Some(cursor) => {
            Some(web::cursor::read::<After>(&filter, cursor).ok_or_else(Error::of_another_list)?)
        }
    };
    let (hits, more, area) = {
        let book = app.points.book();
        hits(&book, query, now, after.as_ref(), limit)
    };
    let next = hits.last().filter(|_| more).map(|last| {
        let place = after.map_or(0, |after| after.0) + hits.len() as u64;
        web::cursor::write(&filter, &After(place, last.key.id))
    });
    Ok(Looked { hits, next, area })
}

impl Looked {
    /// With the rows. What ended meanwhile is left out; the order is that of the hits.
    fn with(self, points: Vec<Point>) -> Page {
        let mut points = points.into_iter().peekable();
        let hits = self.hits.iter();
        let items = hits.filter_map(|hit| {
            let point = points.next_if(|point| point.key == hit.key)?;
            let metres = hit.metres;
            Some(Found { point, metres })
        });
        Page {
            items: items.collect(),
            next: self.next,
            area: self.area,
        }
    }
}

fn hits(
    book: &Book,
    query: &Query,
    now: Timestamp,
    after: Option<&After>,
    limit: usize,
) -> (Vec<Hit>, bool, Option<AreaCode>) {
    let passed = after.map_or(0, |after| usize::try_from(after.0).unwrap_or(usize::MAX));
    let fits = |entry: &Entry| query.fits(entry, now);
    let words = query.words.trim();
    let hit = |entry: &Entry| Hit {
        key: entry.key,
        metres: query.near.and_then(|at| metres(at, entry)),
    };
    if words.is_empty() {
        if let Some(at) = query.near {
            let mut found = book.nearest(at, passed + limit + 1, fits);
            let more = found.len() > passed + limit && passed + limit < MOST;
            found.truncate(passed + limit);
            let found = found.into_iter().skip(passed).map(|near| Hit {
                key: near.entry.key,
                metres: Some(near.metres),
            });
            return (found.collect(), more, None);
        }
        let found: Vec<&Entry> = match query.bounds {
            Some(bounds) => book.in_box(bounds).filter(|entry| fits(entry)).collect(),
            None => book.iter().filter(|entry| fits(entry)).collect(),
        };
        let found = first(found, passed + limit + 1, now);
        return cut(found.iter().map(|entry| hit(entry)), passed, limit, None);
    }
    let (kinds, rest) = kinds_in(words);
    let of_kind = |entry: &Entry| kinds.is_empty() || kinds.contains(&entry.kind);
    let area = area_of(&rest);
    let mut found: Vec<&Entry> = book.named(words, fits);
    // Words that name a place, or a kind alone, find what lies there, after what bears the name.
    if area.is_some() || rest.trim().is_empty() {
        let there: Vec<&Entry> = book
            .iter()
            .filter(|entry| fits(entry) && of_kind(entry))
            .filter(|entry| area.is_none_or(|area| area.contains(entry.area)))
            .collect();
        // Those that bear the name stand among them: so many more may be passed over.
        // By distance all of them are sorted once more below.
        let wanted = match query.near {
            None => passed + limit + 1 + found.len(),
            Some(_) => usize::MAX,
        };
        let there = first(there, wanted, now);
        let named: std::collections::HashSet<PointId> =
            found.iter().map(|entry| entry.key.id).collect();
        found.extend(
            there
                .into_iter()
                .filter(|entry| !named.contains(&entry.key.id)),
        );
    }
    if let Some(at) = query.near {
        let far = |entry: &Entry| metres(at, entry).unwrap_or(f64::MAX);
        found.sort_by(|one, other| far(one).total_cmp(&far(other)));
    }
    cut(found.iter().map(|entry| hit(entry)), passed, limit, area)
}

fn cut(
    hits: impl Iterator<Item = Hit>,
    passed: usize,
    limit: usize,
    area: Option<AreaCode>,
) -> (Vec<Hit>, bool, Option<AreaCode>) {
    let mut hits: Vec<Hit> = hits.skip(passed).take(limit + 1).collect();
    let more = hits.len() > limit;
    hits.truncate(limit);
    (hits, more, area)
}

/// The first so many in their order. Of a whole country the rest is not worth sorting.
fn first(found: Vec<&Entry>, wanted: usize, now: Timestamp) -> Vec<&Entry> {
    let mut found: Vec<_> = found
        .into_iter()
        .map(|entry| (order(entry, now), entry))
        .collect();
    if found.len() > wanted {
        found.select_nth_unstable_by_key(wanted - 1, |(order, _)| *order);
        found.truncate(wanted);
    }
    found.sort_unstable_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Those that may have room first; then the freshest; then area by area.
fn order(entry: &Entry, now: Timestamp) -> (bool, Freshness, u32, PointKey) {
    let no_room = !entry.is_free_now(now);
    (no_room, entry.freshness(now), entry.area.get(), entry.key)
}

fn metres(at: Position, entry: &Entry) -> Option<f64> {
    let there = Position::from_quadkey(entry.quadkey)?;
    Some(at.distance_m(there))
}

impl Query {
    pub fn fits(&self, entry: &Entry, now: Timestamp) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&entry.kind))
            && self.status.is_none_or(|status| status == entry.status)
            && self.area.is_none_or(|area| area.contains(entry.area))
            && (!self.open_now || entry.is_open_now(now))
            && (!self.free_now || entry.is_free_now(now))
    }
}

/// The kinds that words name, in any language, and the words that remain.
fn kinds_in(words: &str) -> (Vec<u16>, String) {
    let mut rest = i18n::normalise(words).to_lowercase();
    let mut kinds = Vec::new();
    for (number, kind) in (0_u16..).zip(KINDS.iter()) {
        for label in [
            &kind.labels.th,
            &kind.labels.en,
            &kind.labels.my,
            &kind.labels.km,
            &kind.labels.lo,
        ] {
            let label = label.to_lowercase();
            if rest.contains(&label) {
                rest = rest.replace(&label, " ");
                kinds.push(number);
            }
        }
    }
    (kinds, rest)
}

/// The area that words surely name.
fn area_of(words: &str) -> Option<AreaCode> {
    let words = words.trim();
    if words.chars().count() < 2 {
        return None;
    }
    let hits = areas::register().search(words, None, 1);
    let hit = hits.first()?;
    let sure = matches!(hit.why, Why::Exact | Why::Former) && hit.slips <= 1;
    sure.then_some(hit.area.code)
}

fn filter_text(query: &Query) -> String {
    format!(
        "{:?} {:?} {} {} {:?} {:?} {:?} {}",
        query.kinds,
        query.status,
        query.open_now,
        query.free_now,
        query.area,
        query.bounds,
        query.near.map(Position::quadkey),
        query.words
    )
}
