//! The index against a list that is searched from end to end.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;
use tiles::{Feature, Index, Legend, State, TileId, View, Waited, Within, grid, place};

use crate::reading::{Drawn, read};

pub const NOW: i64 = 1_770_000_000;

pub fn legend() -> Legend {
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
    let waited = [(0, "new"), (3600, "hour"), (86_400, "day")];
    let waited = waited.map(|(from_s, name)| Waited {
        from_s,
        name: name.into(),
    });
    let kinds = ["boat", "food", "water"].map(String::from);
    Legend::new("requests", kinds.into(), states.into(), waited.into()).unwrap()
}

#[derive(Debug, Clone)]
enum Change {
    Insert(Feature),
    Remove(u128),
    Reload,
}

fn feature() -> impl Strategy<Value = Feature> {
    // Half in one small town, so that places and cells coincide, half over the country.
    let town = (100.500..100.510f64, 13.750..13.756f64);
    let country = (97.5..105.5f64, 5.7..20.4f64);
    let words = (0u16..3, 0u8..4, 0i64..200_000);
    let seen = (
        any::<bool>(),
        prop::sample::select(vec![0u16, 100, 500, 2000]),
        0u16..3,
        0u32..3,
    );
    (0u128..60, prop_oneof![town, country], words, seen).prop_map(
        |(id, (lon, lat), (kind, state, age), (public, blur_m, group, area))| Feature {
            id,
            quadkey: place::quadkey(lon, lat).unwrap(),
            kind,
            state,
            since: NOW - age,
            public,
            blur_m,
            group,
            area,
        },
    )
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        12 => feature().prop_map(Change::Insert),
        4 => (0u128..60).prop_map(Change::Remove),
        1 => Just(Change::Reload),
    ];
    prop::collection::vec(change, 1..150)
}

fn apply(changes: &[Change]) -> (Index, BTreeMap<u128, Feature>) {
    let (index, mut list) = (Index::new(legend()), BTreeMap::new());
    for change in changes {
        match change {
            Change::Insert(feature) => {
                index.insert(feature).unwrap();
                list.insert(feature.id, *feature);
            }
            Change::Remove(id) => assert_eq!(index.remove(*id), list.remove(id).is_some()),
            Change::Reload => index.replace_all(list.values().copied().collect()).unwrap(),
        }
    }
    (index, list)
}

fn sees(view: &View, feature: &Feature) -> bool {
    match view {
        View::Public { group } => {
            feature.public && group.is_none_or(|group| group == feature.group)
        }
        View::Staff {
            within: Within::All,
            ..
        } => true,
        View::Staff {
            within: Within::Only(may),
            ..
        } => may(feature.area, feature.group),
    }
}

/// Column and row at zoom 24 of where the view sees the feature.
pub fn seen_at(view: &View, feature: &Feature) -> (u32, u32) {
    let public = matches!(view, View::Public { .. });
    let key = if public {
        grid::snap(feature.quadkey, feature.blur_m)
    } else {
        feature.quadkey
    };
    let (lon, lat) = place::lon_lat(key);
    let north = lat.to_radians().tan().asinh() / std::f64::consts::PI;
    let side = f64::from(1u32 << 24);
    (
        (((lon + 180.0) / 360.0) * side) as u32,
        ((1.0 - north) / 2.0 * side) as u32,
    )
}

pub fn tile_of((x, y): (u32, u32), z: u8) -> (u32, u32) {
    (x >> (24 - z), y >> (24 - z))
}

/// What must be drawn for all zooms of a view: (point, count, id) of each sign, by tile.
type Signs = Vec<((i32, i32), u32, Option<String>)>;

/// Where a feature is seen, and its id.
type Member = ((u32, u32), u128);

fn expected(list: &BTreeMap<u128, Feature>, view: &View, z: u8) -> HashMap<(u32, u32), Signs> {
    let public = matches!(view, View::Public { .. });
    let mut cells: BTreeMap<(u32, u32, u128), Vec<Member>> = BTreeMap::new();
    for feature in list.values().filter(|feature| sees(view, feature)) {
        let (x, y) = seen_at(view, feature);
        let cell = match (z >= 14, public) {
            (false, _) => (x >> (21 - z), y >> (21 - z), 0),
            (true, true) => (x, y, 0),
            (true, false) => (x, y, feature.id),
        };
        cells.entry(cell).or_default().push(((x, y), feature.id));
    }
    let mut tiles: HashMap<(u32, u32), Signs> = HashMap::new();
    for members in cells.values() {
        let count = members.len() as u64;
        let mean = |part: fn(&(u32, u32)) -> u32| {
            (members
                .iter()
                .map(|(at, _)| u64::from(part(at)))
                .sum::<u64>()
                / count) as u32
        };
        let at = (mean(|at| at.0), mean(|at| at.1));
        let tile = tile_of(at, z);
        let pixel = |at: u32, tile: u32| {
            let inside = (f64::from(at) + 0.5) / f64::from(1u32 << (24 - z)) - f64::from(tile);
            (inside * 4096.0) as i32
        };
        let id = (count == 1 && !public).then(|| uuid(members[0].1));
        let point = (pixel(at.0, tile.0), pixel(at.1, tile.1));
        tiles
            .entry(tile)
            .or_default()
            .push((point, count as u32, id));
    }
    tiles.values_mut().for_each(|signs| signs.sort());
    tiles
}

fn uuid(id: u128) -> String {
    format!("00000000-0000-0000-0000-{id:012x}")
}

pub fn drawn(index: &Index, view: &View, z: u8, x: u32, y: u32) -> Vec<Drawn> {
    read(&index.tile(TileId::new(z, x, y).unwrap(), view, NOW).bytes)
}

fn signs(drawn: &[Drawn]) -> Signs {
    let sign = |sign: &Drawn| (sign.point(), sign.count(), sign.tags.get("id").cloned());
    let mut signs: Signs = drawn.iter().map(sign).collect();
    signs.sort();
    signs
}

/// The tiles that hold something and all around them.
pub fn around(tiles: impl Iterator<Item = (u32, u32)>, z: u8) -> BTreeSet<(u32, u32)> {
    let end = 1u32 << z;
    tiles
        .flat_map(|(x, y)| {
            (0..9).map(move |at| ((x + at % 3).wrapping_sub(1), (y + at / 3).wrapping_sub(1)))
        })
        .filter(|(x, y)| *x < end && *y < end)
        .collect()
}

fn views(may: &(dyn Fn(u32, u16) -> bool + Sync)) -> [View<'_>; 4] {
    [
        View::Public { group: None },
        View::Public { group: Some(1) },
        View::Staff {
            within: Within::All,
            class: None,
        },
        View::Staff {
            within: Within::Only(may),
            class: None,
        },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_tile_shows_what_the_list_says_and_a_zoom_adds_up(changes in changes()) {
        let (index, list) = apply(&changes);
        prop_assert_eq!(index.len(), list.len());
        let may = |area: u32, group: u16| area != 1 && group != 2;
        for view in views(&may) {
            let visible = list.values().filter(|feature| sees(&view, feature)).count() as u32;
            for z in [0, 1, 2, 5, 8, 9, 10, 11, 12, 13, 14, 15, 18, 22] {
                let expected = expected(&list, &view, z);
                let mut sum = 0;
                for (x, y) in around(expected.keys().copied(), z) {
                    let drawn = drawn(&index, &view, z, x, y);
                    let should = expected.get(&(x, y)).cloned().unwrap_or_default();
                    prop_assert_eq!(signs(&drawn), should, "{}/{}/{}", z, x, y);
                    sum += drawn.iter().map(Drawn::count).sum::<u32>();
                }
                prop_assert_eq!(sum, visible, "zoom {}", z);
            }
        }
    }

    #[test]
    fn the_public_cannot_tell_where_in_its_grid_cell_a_feature_is(
        features in prop::collection::vec(feature(), 1..40),
        steps in prop::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 40),
    ) {
        let mut moved = Vec::new();
        let mut stayed = Vec::new();
        for (number, (feature, (east, north))) in features.iter().zip(&steps).enumerate() {
            let feature = Feature { id: number as u128, public: true, blur_m: 500, ..*feature };
            let (lon, lat) = place::lon_lat(feature.quadkey);
            let quadkey = place::quadkey(lon + east * 0.004, lat + north * 0.004).unwrap();
            let stays = grid::snap(quadkey, 500) == grid::snap(feature.quadkey, 500);
            let quadkey = if stays { quadkey } else { feature.quadkey };
            moved.push(Feature { quadkey, id: 1000 + number as u128, area: 77, ..feature });
            stayed.push(feature);
        }
        let (before, after) = (Index::new(legend()), Index::new(legend()));
        stayed.iter().for_each(|feature| before.insert(feature).unwrap());
        moved.iter().rev().for_each(|feature| after.insert(feature).unwrap());
        let view = View::Public { group: None };
        for z in 0..=20 {
            let tiles = stayed.iter().chain(&moved).map(|feature| tile_of(seen_at(&view, feature), z));
            let exact = moved.iter().map(|feature| {
                tile_of(seen_at(&View::Staff { within: Within::All, class: None }, feature), z)
            });
            for (x, y) in tiles.chain(exact).collect::<BTreeSet<_>>() {
                let tile = TileId::new(z, x, y).unwrap();
                prop_assert_eq!(before.tile(tile, &view, NOW).bytes, after.tile(tile, &view, NOW).bytes);
            }
        }
        let all = |index: &Index| index.bbox((97.0, 5.0), (106.0, 21.0), 1000, &view);
        prop_assert_eq!(all(&before), all(&after));
    }

    #[test]
    fn a_box_holds_what_the_list_says(
        changes in changes(), west in 97.5..101.0f64, south in 6.0..14.0f64,
        width in 0.001..6.0f64, height in 0.001..6.0f64,
    ) {
        let (index, list) = apply(&changes);
        let corner = |lon, lat| place::quadkey(lon, lat).unwrap();
        for view in views(&|area, _| area == 1) {
            let at = |key| seen_at(&View::Staff { within: Within::All, class: None },
                &Feature { quadkey: key, blur_m: 0, ..some_feature() });
            let (low, high) = (at(corner(west, south + height)), at(corner(west + width, south)));
            let inside = list.values().filter(|feature| sees(&view, feature)).filter(|feature| {
                let (x, y) = seen_at(&view, feature);
                (low.0..=high.0).contains(&x) && (low.1..=high.1).contains(&y)
            });
            let found = index.bbox((west, south), (west + width, south + height), 1000, &view);
            prop_assert!(!found.more);
            let count: u32 = found.items.iter().map(|spot| spot.count()).sum();
            prop_assert_eq!(count as usize, inside.count());
            if !found.items.is_empty() {
                let few = index.bbox((west, south), (west + width, south + height), found.items.len() - 1, &view);
                prop_assert!(few.more);
                prop_assert_eq!(few.items.len(), found.items.len() - 1);
            }
        }
    }
}

pub fn some_feature() -> Feature {
    Feature {
        id: 1,
        quadkey: place::quadkey(100.5018, 13.7563).unwrap(),
        kind: 0,
        state: 0,
        since: NOW - 4000,
        public: true,
        blur_m: 500,
        group: 0,
        area: 1,
    }
}
