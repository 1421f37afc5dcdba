//! What a tile says in words and numbers, and what is refused.

use std::collections::BTreeMap;

use tiles::{Feature, Index, View, Within, place};

use crate::oracle::{NOW, around, drawn, legend, seen_at, some_feature, tile_of};
use crate::reading::Drawn;

#[test]
fn what_is_said_of_one_and_of_several() {
    let index = Index::new(legend());
    let one = some_feature();
    index.insert(&one).unwrap();
    let view = View::Public { group: None };
    let everywhere = |z: u8| {
        let (x, y) = tile_of(seen_at(&view, &one), z);
        drawn(&index, &view, z, x, y)[0].tags.clone()
    };
    let tags = |tags: &[(&str, &str)]| -> BTreeMap<String, String> {
        tags.iter()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect()
    };
    let alone = tags(&[
        ("count", "1"),
        ("state", "waiting"),
        ("kind", "boat"),
        ("waited", "hour"),
    ]);
    assert_eq!((everywhere(5), everywhere(16)), (alone.clone(), alone));

    index
        .insert(&Feature {
            id: 2,
            state: 3,
            since: NOW - 90_000,
            ..one
        })
        .unwrap();
    index
        .insert(&Feature {
            id: 3,
            since: NOW - 100,
            ..one
        })
        .unwrap();
    let three = [
        ("count", "3"),
        ("state", "waiting"),
        ("n_waiting", "2"),
        ("n_closed", "1"),
    ];
    assert_eq!(everywhere(5), tags(&three));
    let near = [three.as_slice(), &[("kind", "boat"), ("waited", "hour")]].concat();
    assert_eq!(
        everywhere(16),
        tags(&near),
        "the band of the longest waiting of the most urgent"
    );

    index
        .insert(&Feature {
            id: 3,
            kind: 1,
            ..one
        })
        .unwrap();
    assert_eq!(everywhere(16).get("kind"), None, "kinds differ");
}

#[test]
fn a_crowded_tile_is_clustered_even_near() {
    let index = Index::new(legend());
    let many = (0..3000u128).map(|id| {
        let spread = id as f64 * 1e-6;
        let quadkey = place::quadkey(100.5018 + spread, 13.7563 + spread).unwrap();
        Feature {
            id,
            quadkey,
            blur_m: 0,
            ..some_feature()
        }
    });
    index.replace_all(many.collect()).unwrap();
    let staff = View::Staff {
        within: Within::All,
        class: None,
    };
    for view in [View::Public { group: None }, staff] {
        let (x, y) = tile_of(seen_at(&staff, &some_feature()), 14);
        let around = around([(x, y)].into_iter(), 14);
        let drawn: Vec<Drawn> = around
            .iter()
            .flat_map(|(x, y)| drawn(&index, &view, 14, *x, *y))
            .collect();
        assert!(
            drawn.len() < 1024 * 9 && drawn.len() < 3000,
            "{}",
            drawn.len()
        );
        assert_eq!(drawn.iter().map(Drawn::count).sum::<u32>(), 3000);
    }
}

#[test]
fn features_beyond_the_legend_or_the_world_are_refused_and_change_nothing() {
    use tiles::Refused;
    let index = Index::new(legend());
    let good = some_feature();
    index.insert(&good).unwrap();
    assert_eq!(
        index.insert(&Feature { state: 4, ..good }),
        Err(Refused::State(4))
    );
    assert_eq!(
        index.insert(&Feature { kind: 3, ..good }),
        Err(Refused::Kind(3))
    );
    for quadkey in [-1, 1 << 48] {
        assert_eq!(
            index.insert(&Feature { quadkey, ..good }),
            Err(Refused::Quadkey(quadkey))
        );
    }
    let bad = vec![
        good,
        Feature {
            id: 9,
            kind: 3,
            ..good
        },
    ];
    assert_eq!(index.replace_all(bad), Err(Refused::Kind(3)));
    assert_eq!(index.len(), 1);
    let twice = vec![Feature { state: 1, ..good }, Feature { state: 2, ..good }];
    index.replace_all(twice).unwrap();
    let spots = index.bbox(
        (100.0, 13.0),
        (101.0, 14.0),
        10,
        &View::Public { group: None },
    );
    assert_eq!(
        (index.len(), spots.items[0].state()),
        (1, 2),
        "the last of an id stays"
    );
}
