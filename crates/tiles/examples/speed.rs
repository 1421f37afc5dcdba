//! How fast and how large the map index is with a million features at real places, moved a little:
//! `cargo run --release -p tiles --example speed`. Reads `../shared/data/real` beside the repository.
#![allow(clippy::print_stdout)] // a measurement prints

use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use tiles::{
    Cache, CacheSettings, Feature, Index, Legend, State, TileId, View, Waited, Within, place,
};

const FEATURES: usize = 1_000_000;
const NOW: i64 = 1_770_000_000;
/// Longitude, latitude, code of the subdistrict.
type Place = (f64, f64, u32);

const PUBLIC: View = View::Public { group: None };

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let places = places()?;
    let features = features(&places);
    println!(
        "{} features at {} real places",
        features.len(),
        places.len()
    );

    let index = Index::new(legend()?);
    let kept: Vec<Feature> = features.iter().step_by(50).copied().collect();
    let before = resident().saturating_sub((FEATURES * size_of::<Feature>()) as u64);
    let start = Instant::now();
    index.replace_all(features)?;
    println!("loaded in {:.0?}", start.elapsed());
    println!(
        "memory: {:.1} bytes a feature by count, {:.1} by the system",
        index.memory() as f64 / FEATURES as f64,
        resident().saturating_sub(before) as f64 / FEATURES as f64,
    );

    println!("\ncold, one thread        tiles/s     p50 µs     p99 µs     max µs  largest");
    for zoom in 0..=18 {
        cold(&index, &kept, zoom, "public", &PUBLIC);
    }
    let odd = |area: u32, _: u16| area % 2 == 1;
    for zoom in [5, 8, 10, 11, 12, 13, 14, 16] {
        let view = View::Staff {
            within: Within::Only(&odd),
            class: None,
        };
        cold(&index, &kept, zoom, "staff, half", &view);
    }
    let dense = densest(&index, &kept);
    for (tile, spots) in dense {
        let start = Instant::now();
        let bytes = index.tile(tile, &PUBLIC, NOW).bytes.len();
        println!(
            "densest at {}: {spots} features, {:.0?}, {bytes} bytes",
            tile.z(),
            start.elapsed()
        );
    }

    changes(&index, &kept);
    println!("\nwarm, zooms 5 to 16     tiles/s     p50 µs     p99 µs     max µs");
    for (threads, changes) in [(1, 0), (2, 0), (1, 100), (2, 100)] {
        warm(&index, &kept, threads, changes);
    }
    Ok(())
}

fn cold(index: &Index, features: &[Feature], zoom: u8, name: &str, view: &View) {
    let mut times = Vec::new();
    let mut largest = 0;
    let all = Instant::now();
    for feature in features.iter().step_by(if zoom < 12 { 40 } else { 7 }) {
        let start = Instant::now();
        let tile = index.tile(tile_of(feature, zoom), view, NOW);
        times.push(start.elapsed());
        largest = largest.max(tile.bytes.len());
    }
    let rate = times.len() as f64 / all.elapsed().as_secs_f64();
    print_times(&format!("{name} z{zoom}"), rate, times);
    println!("  {largest}");
}

fn warm(index: &Index, features: &[Feature], threads: u64, changes_a_second: u64) {
    let cache = Cache::new(CacheSettings::default());
    let tiles: Vec<TileId> = (0..4000)
        .map(|number| {
            tile_of(
                &features[number * 5 % features.len()],
                5 + (number % 12) as u8,
            )
        })
        .collect();
    for tile in &tiles {
        cache.tile(index, *tile, &PUBLIC, NOW);
    }
    let stop = AtomicBool::new(false);
    let changed = AtomicU64::new(0);
    let started = Instant::now();
    let now = || NOW + started.elapsed().as_secs() as i64;
    let mut times = Vec::new();
    std::thread::scope(|scope| {
        if changes_a_second > 0 {
            scope.spawn(|| {
                let mut random = Random(7);
                while !stop.load(Ordering::Relaxed) {
                    let mut feature = features[random.below(features.len())];
                    feature.state = random.below(4) as u8;
                    let _ = index.insert(&feature);
                    changed.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_secs(1) / changes_a_second as u32);
                }
            });
        }
        let (cache, tiles) = (&cache, &tiles);
        let readers: Vec<_> = (0..threads)
            .map(|seed| {
                scope.spawn(move || {
                    let mut random = Random(seed + 1);
                    let mut times = Vec::new();
                    while started.elapsed() < Duration::from_secs(4) {
                        let tile = tiles[random.below(tiles.len())];
                        let start = Instant::now();
                        std::hint::black_box(cache.tile(index, tile, &PUBLIC, now()));
                        times.push(start.elapsed());
                    }
                    times
                })
            })
            .collect();
        for reader in readers {
            times.extend(reader.join().unwrap_or_default());
        }
        stop.store(true, Ordering::Relaxed);
    });
    let rate = times.len() as f64 / started.elapsed().as_secs_f64();
    let changed = changed.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64();
    print_times(
        &format!("{threads} threads, {changed:.0} chg/s"),
        rate,
        times,
    );
    println!();
}

fn changes(index: &Index, features: &[Feature]) {
    let mut times = Vec::new();
    let all = Instant::now();
    for feature in features {
        let start = Instant::now();
        let _ = index.insert(&Feature {
            state: (feature.state + 1) % 4,
            ..*feature
        });
        times.push(start.elapsed());
    }
    let rate = times.len() as f64 / all.elapsed().as_secs_f64();
    println!("\nchanges, one thread    a second     p50 µs     p99 µs     max µs");
    print_times("replace", rate, times);
    println!();
}

fn densest(index: &Index, features: &[Feature]) -> Vec<(TileId, u32)> {
    let count = |tile: &TileId| {
        index
            .spots(*tile, &PUBLIC)
            .iter()
            .map(|spot| spot.count())
            .sum()
    };
    let densest = |zoom: u8| {
        let mut tiles: Vec<TileId> = features.iter().map(|f| tile_of(f, zoom)).collect();
        tiles.sort_by_key(|tile| *tile.quadkeys().start());
        tiles.dedup();
        tiles
            .into_iter()
            .map(|tile| (tile, count(&tile)))
            .max_by_key(|(_, count): &(_, u32)| *count)
    };
    [10, 11, 12, 13, 14]
        .into_iter()
        .filter_map(densest)
        .collect()
}

fn print_times(name: &str, rate: f64, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e6;
    print!(
        "{name:20} {rate:10.0} {:10.1} {:10.1} {:10.1}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn tile_of(feature: &Feature, zoom: u8) -> TileId {
    let cell = feature.quadkey as u64 >> (2 * (24 - u32::from(zoom)));
    let part = |shift: u64| {
        (0..24).fold(0, |x, bit| {
            x | ((cell >> (2 * bit + shift) & 1) << bit) as u32
        })
    };
    TileId::new(zoom, part(0), part(1)).unwrap_or_else(|_| unreachable!("cut from a quadkey"))
}

fn features(places: &[Place]) -> Vec<Feature> {
    let mut random = Random(42);
    (0..FEATURES)
        .filter_map(|number| {
            let (lon, lat, area) = places[random.below(places.len())];
            let mut nearby = || (random.part() + random.part() - 1.0) * 0.01;
            let quadkey = place::quadkey(lon + nearby(), lat + nearby())?;
            Some(Feature {
                id: u128::from(random.next()) << 64 | number as u128,
                quadkey,
                kind: random.below(6) as u16,
                state: [0, 0, 1, 2, 3, 3, 3, 3][random.below(8)],
                since: NOW - random.below(300_000) as i64,
                public: random.below(20) > 0,
                blur_m: 500,
                group: random.below(2) as u16,
                area,
            })
        })
        .collect()
}

fn places() -> Result<Vec<Place>, Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/real");
    let mut places = Vec::new();
    for (name, lat, area) in [("traffy_points_2022", 4, 6), ("village_points_2012", 4, 6)] {
        let path = folder.join(name).with_extension("csv.gz");
        let file = std::fs::File::open(&path)
            .map_err(|error| format!("{} is absent: {error}", path.display()))?;
        let mut text = String::new();
        GzDecoder::new(file).read_to_string(&mut text)?;
        for line in text.lines().skip(1).filter(|line| !line.contains('"')) {
            let fields: Vec<&str> = line.split(',').collect();
            let number = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
            if let (Some(lat), Some(lon)) = (number(lat), number(lat + 1)) {
                places.push((lon, lat, number(area).unwrap_or(0.0) as u32));
            }
        }
    }
    Ok(places)
}

fn legend() -> Result<Legend, tiles::LegendError> {
    let kinds = ["boat", "food", "medicine", "water", "patient", "other"].map(String::from);
    let states = [
        ("waiting", true),
        ("taken", true),
        ("helping", false),
        ("closed", false),
    ];
    let states = states.map(|(name, waits)| State {
        name: name.into(),
        waits,
    });
    let waited = [(0, "under_1h"), (3600, "under_24h"), (86_400, "over_24h")];
    let waited = waited.map(|(from_s, name)| Waited {
        from_s,
        name: name.into(),
    });
    Legend::new("requests", kinds.into(), states.into(), waited.into())
}

/// Bytes of this process in memory, 0 where the system does not tell.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok())
        .unwrap_or(0)
        * 4096
}

/// SplitMix64: the same numbers each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn part(&mut self) -> f64 {
        self.next() as f64 / u64::MAX as f64
    }
}
