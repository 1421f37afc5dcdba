//! Points drawn as vector tiles: each by itself where there is room, together with counts by status
//! where there is not. Places of points are no secret, so everybody gets the same tile.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tiles::{Layer, Tile, TileId, Value, encode_layers};

use super::book::{Book, Entry};
use super::model::{Status, kind_number};
use crate::app::App;

/// The name of the tile layer.
pub const LAYER: &str = "points";
/// From this zoom on points stand alone.
const ALONE_FROM: u8 = 14;
/// With more in one tile they stand together even close by.
const MOST: usize = 1_000;
/// Facts age by the hour; a tile a minute old is no lie.
const KEPT_S: i64 = 60;
/// Tiles kept.
const KEPT: usize = 4_096;

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shown {
    /// A bit for each kind.
    kinds: u64,
    open_now: bool,
    free_now: bool,
}

impl Shown {
    /// The kinds named, all where none is; a name nobody knows names none. `yes` asks for what is open
    /// or has room.
    pub fn of(kinds: Option<&str>, open_now: Option<&str>, free_now: Option<&str>) -> Shown {
        let yes = |text: Option<&str>| matches!(text, Some("yes" | "true"));
        Shown {
            kinds: self::kinds(kinds),
            open_now: yes(open_now),
            free_now: yes(free_now),
        }
    }

    fn shows(self, entry: &Entry, now: Timestamp) -> bool {
        self.kinds & bit(entry.kind) != 0
            && (!self.open_now || entry.is_open_now(now))
            && (!self.free_now || entry.is_free_now(now))
    }
}

/// Tiles as they were drawn, while nothing changed.
#[derive(Default)]
pub struct Drawn(Mutex<HashMap<(TileId, Shown), Made>>);

#[derive(Clone)]
struct Made {
    version: u64,
    at: i64,
    tile: Tile,
}

fn kinds(named: Option<&str>) -> u64 {
    match named {
        None => u64::MAX,
        Some(codes) => codes
            .split(',')
            .filter_map(|code| kind_number(code.trim()))
            .fold(0, |kinds, number| kinds | bit(number)),
    }
}

fn bit(kind: u16) -> u64 {
    1_u64.checked_shl(kind.into()).unwrap_or(0)
}

/// A tile, from those kept where nothing has changed.
pub fn draw(app: &App, tile: TileId, shown: Shown, now: Timestamp) -> Tile {
    let key = (tile, shown);
    let lock = || {
        app.points
            .drawn
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    };
    let version = app.points.book().version();
    let known = lock().get(&key).cloned();
    let at = now.as_second();
    if let Some(made) = known
        && made.version == version
        && (0..KEPT_S).contains(&(at - made.at))
    {
        return made.tile;
    }
    let drawn = {
        let book = app.points.book();
        encode(&signs(&book, tile, shown, now), tile, now)
    };
    let made = Made {
        version,
        at,
        tile: drawn.compressed(),
    };
    let mut kept = lock();
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(key, made.clone());
    made.tile
}

/// One sign on the map.
pub enum Sign<'a> {
    Alone(&'a Entry),
    Together {
        at: (f64, f64),
        /// By the number of the status.
        counts: [u32; Status::ALL.len()],
    },
}

/// What a tile shows.
pub fn signs(book: &Book, tile: TileId, shown: Shown, now: Timestamp) -> Vec<Sign<'_>> {
    let here: Vec<&Entry> = book
        .in_tile(tile)
        .filter(|entry| shown.shows(entry, now))
        .collect();
    let alone = tile.z() >= ALONE_FROM && here.len() <= MOST;
    if alone {
        return here.into_iter().map(Sign::Alone).collect();
    }
    // 8 × 8 cells of a tile; 32 × 32 where points lie thick close by.
    let cells = if tile.z() >= ALONE_FROM { 5 } else { 3 };
    let shift = 2 * (u32::from(tiles::place::ZOOM) - u32::from(tile.z())).saturating_sub(cells);
    here.chunk_by(|one, next| one.quadkey >> shift == next.quadkey >> shift)
        .map(|cell| match cell {
            [one] => Sign::Alone(one),
            several => together(several, now),
        })
        .collect()
}

fn together<'a>(several: &[&Entry], now: Timestamp) -> Sign<'a> {
    let mut counts = [0; Status::ALL.len()];
    let (mut lon, mut lat) = (0.0, 0.0);
    for entry in several {
        counts[usize::from(entry.status_now(now).number())] += 1;
        let at = tiles::place::lon_lat(entry.quadkey);
        (lon, lat) = (lon + at.0, lat + at.1);
    }
    let n = several.len() as f64;
    Sign::Together {
        at: (lon / n, lat / n),
        counts,
    }
}

fn encode(signs: &[Sign<'_>], tile: TileId, now: Timestamp) -> Tile {
    let mut layer = Layer::new(LAYER);
    for sign in signs {
        match sign {
            Sign::Alone(entry) => {
                let id = entry.key.id.to_string();
                let mut tags = vec![
                    ("id", Value::Text(&id)),
                    ("kind", Value::Text(&entry.kind().code)),
                    ("status", Value::Text(entry.status_now(now).code())),
                    ("fresh", Value::Text(entry.freshness(now).code())),
                    ("name_th", Value::Text(&entry.name_th)),
                ];
                if !entry.name_en.is_empty() {
                    tags.push(("name_en", Value::Text(&entry.name_en)));
                }
                let free = entry.free(now).map(i64::from);
                tags.extend(free.map(|free| ("free", Value::Int(free))));
                let at = tiles::place::lon_lat(entry.quadkey);
                layer.point(&tags, tile.pixel(at));
            }
            Sign::Together { at, counts } => {
                let n: u32 = counts.iter().sum();
                let mut tags = vec![("count", Value::Int(n.into()))];
                for (name, n) in COUNTS.iter().zip(counts) {
                    if *n > 0 {
                        tags.push((name, Value::Int(i64::from(*n))));
                    }
                }
                layer.point(&tags, tile.pixel(*at));
            }
        }
    }
    if layer.is_empty() {
        return Tile::new(Default::default());
    }
    Tile::new(encode_layers(&[layer]))
}

/// The names of the counts, in the order of [`Status::ALL`].
pub const COUNTS: [&str; 5] = ["n_open", "n_full", "n_paused", "n_closed", "n_unknown"];
