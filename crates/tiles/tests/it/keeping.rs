//! What the cache keeps and when it lets go.

use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::oracle::{NOW, legend, some_feature};
use crate::reading::read;
use tiles::{Cache, CacheSettings, Feature, Index, TileId, View, Within, place};

const PUBLIC: View = View::Public { group: None };

fn exact() -> Cache {
    Cache::new(CacheSettings {
        reuse_s: 0,
        ..CacheSettings::default()
    })
}

/// Descends from the world to the child that holds the feature.
fn tile_of(feature: &Feature, z: u8) -> TileId {
    (0..z).fold(TileId::new(0, 0, 0).unwrap(), |tile, _| {
        (0..4)
            .map(|child| {
                TileId::new(
                    tile.z() + 1,
                    2 * tile.x() + child % 2,
                    2 * tile.y() + child / 2,
                )
                .unwrap()
            })
            .find(|child| child.quadkeys().contains(&feature.quadkey))
            .unwrap()
    })
}

#[test]
fn a_kept_tile_is_the_same_until_something_in_it_changes() {
    let (index, cache) = (Index::new(legend()), exact());
    let here = some_feature();
    let far = Feature {
        id: 2,
        quadkey: place::quadkey(99.0, 7.0).unwrap(),
        ..here
    };
    index.insert(&here).unwrap();
    index.insert(&far).unwrap();
    for z in [0, 3, 8] {
        let tile = tile_of(&here, z);
        let first = cache.tile(&index, tile, &PUBLIC, NOW);
        let again = cache.tile(&index, tile, &PUBLIC, NOW + 1);
        assert_eq!(
            first.bytes.as_ptr(),
            again.bytes.as_ptr(),
            "not kept at {z}"
        );

        for change in [
            Feature { state: 3, ..here },
            Feature {
                public: false,
                ..here
            },
            here,
        ] {
            let before = cache.tile(&index, tile, &PUBLIC, NOW);
            index.insert(&change).unwrap();
            let after = cache.tile(&index, tile, &PUBLIC, NOW);
            assert_ne!(before.etag, after.etag);
            assert_eq!(after.bytes, index.tile(tile, &PUBLIC, NOW).bytes);
        }
        index.remove(here.id);
        let after = cache.tile(&index, tile, &PUBLIC, NOW);
        assert_eq!(after.bytes, index.tile(tile, &PUBLIC, NOW).bytes);
        index.insert(&here).unwrap();
    }
    let tile = tile_of(&far, 8);
    let before = cache.tile(&index, tile, &PUBLIC, NOW);
    index.insert(&Feature { state: 2, ..here }).unwrap();
    let after = cache.tile(&index, tile, &PUBLIC, NOW);
    assert_eq!(
        before.bytes.as_ptr(),
        after.bytes.as_ptr(),
        "a change elsewhere lost the tile"
    );
    index.replace_all(vec![]).unwrap();
    assert!(cache.tile(&index, tile, &PUBLIC, NOW).is_empty());
}

#[test]
fn bands_of_waiting_pass_although_nothing_changes() {
    let (index, cache) = (Index::new(legend()), exact());
    index
        .insert(&Feature {
            since: NOW - 3550,
            ..some_feature()
        })
        .unwrap();
    let tile = tile_of(&some_feature(), 8);
    let waited =
        |now| read(&cache.tile(&index, tile, &PUBLIC, now).bytes)[0].tags["waited"].clone();
    assert_eq!(
        (waited(NOW), waited(NOW + 60)),
        ("new".into(), "hour".into())
    );
    assert_eq!(waited(NOW - 10), "new", "a clock set back");
}

#[test]
fn a_young_tile_may_be_reused_for_a_second_and_no_longer() {
    let (index, cache) = (Index::new(legend()), Cache::new(CacheSettings::default()));
    let tile = tile_of(&some_feature(), 5);
    assert!(cache.tile(&index, tile, &PUBLIC, NOW).is_empty());
    index.insert(&some_feature()).unwrap();
    assert!(cache.tile(&index, tile, &PUBLIC, NOW).is_empty());
    assert!(!cache.tile(&index, tile, &PUBLIC, NOW + 1).is_empty());
}

#[test]
fn views_never_get_each_others_tiles() {
    let (index, cache) = (Index::new(legend()), exact());
    index.insert(&some_feature()).unwrap();
    let tile = tile_of(&some_feature(), 8);
    let nobody = |_: u32, _: u16| false;
    let staff = |class| View::Staff {
        within: Within::All,
        class: Some(class),
    };
    let none = |class| View::Staff {
        within: Within::Only(&nobody),
        class,
    };
    let has_id = |view: &View| {
        read(&cache.tile(&index, tile, view, NOW).bytes)
            .first()
            .map(|one| one.tags.contains_key("id"))
    };
    for _ in 0..2 {
        assert_eq!(has_id(&staff(1)), Some(true));
        assert_eq!(has_id(&PUBLIC), Some(false));
        assert_eq!(has_id(&View::Public { group: Some(5) }), None);
        assert_eq!(has_id(&none(Some(2))), None);
        assert_eq!(has_id(&none(None)), None);
    }
}

#[test]
fn gzip_holds_the_same_bytes() {
    let (index, cache) = (Index::new(legend()), exact());
    for id in 0..200u128 {
        let (east, north) = ((id % 20) as f64 * 0.25, (id / 20) as f64 * 0.5);
        let quadkey = place::quadkey(98.0 + east, 11.5 + north).unwrap();
        index
            .insert(&Feature {
                id,
                quadkey,
                ..some_feature()
            })
            .unwrap();
    }
    let tile = cache.tile(&index, tile_of(&some_feature(), 6), &PUBLIC, NOW);
    let gzip = tile.gzip.expect("worth compressing");
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(&gzip[..])
        .read_to_end(&mut plain)
        .unwrap();
    assert_eq!(plain, tile.bytes);
    assert!(gzip.len() < tile.bytes.len());
}

#[test]
fn a_move_is_seen_whole_by_those_who_read_meanwhile() {
    let index = Index::new(legend());
    let here = some_feature();
    let there = Feature {
        quadkey: place::quadkey(99.0, 18.8).unwrap(),
        ..here
    };
    index.insert(&here).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..3000 {
                index.insert(&there).unwrap();
                index.insert(&here).unwrap();
            }
            done.store(true, Ordering::Release);
        });
        let world = TileId::new(0, 0, 0).unwrap();
        while !done.load(Ordering::Acquire) {
            let count: u32 = index
                .spots(world, &PUBLIC)
                .iter()
                .map(|spot| spot.count())
                .sum();
            assert_eq!(count, 1);
        }
    });
    assert_eq!(index.len(), 1);
}

#[test]
fn a_change_is_told_to_the_tile_where_the_public_sees_it() {
    let staff = View::Staff {
        within: Within::All,
        class: Some(1),
    };
    // About the edge of a tile there is a place whose grid cell has its centre in another tile.
    let (feature, seen, lies) = (-40..40)
        .find_map(|step| {
            let quadkey = place::quadkey(101.25 + f64::from(step) * 5e-4, 13.75).unwrap();
            let feature = Feature {
                quadkey,
                blur_m: 2000,
                ..some_feature()
            };
            let blurred = Feature {
                quadkey: tiles::grid::snap(quadkey, 2000),
                ..feature
            };
            let (seen, lies) = (tile_of(&blurred, 8), tile_of(&feature, 8));
            (seen != lies).then_some((feature, seen, lies))
        })
        .unwrap();
    let (index, cache) = (Index::new(legend()), exact());
    let empty = |tile, view| cache.tile(&index, tile, view, NOW).is_empty();
    assert!(empty(seen, &PUBLIC) && empty(lies, &PUBLIC) && empty(lies, &staff));
    index.insert(&feature).unwrap();
    assert!(!empty(seen, &PUBLIC) && empty(lies, &PUBLIC));
    assert!(empty(seen, &staff) && !empty(lies, &staff));
    index.remove(feature.id);
    assert!(empty(seen, &PUBLIC) && empty(lies, &staff));
}

#[test]
fn coming_and_going_does_not_eat_memory() {
    let index = Index::new(legend());
    let mut after_first = 0;
    for round in 0..5u128 {
        for number in 0..5000u128 {
            let quadkey = place::quadkey(98.0 + number as f64 * 1e-3, 14.0).unwrap();
            let id = round << 32 | number;
            index
                .insert(&Feature {
                    id,
                    quadkey,
                    ..some_feature()
                })
                .unwrap();
        }
        if round == 0 {
            after_first = index.memory();
        }
        for number in 0..5000u128 {
            assert!(index.remove(round << 32 | number));
        }
        assert!(index.is_empty());
    }
    assert!(
        index.memory() <= after_first * 11 / 10,
        "{} of {after_first}",
        index.memory()
    );
}
