//! The base map from made-up squares and from the real outlines of the provinces.

use std::collections::HashSet;
use std::path::Path;

use fast_mvt::{MvtCoord, MvtGeometry, MvtPolygon};
use serde_json::Value as Json;
use tiles::{Area, BaseMap, Label, Text, TileId};

use crate::reading::{Drawn, read};

type Ring = Vec<(f64, f64)>;

fn area(level: u8, polygons: Vec<Vec<Ring>>, name: &str) -> Area {
    let tags = vec![("name".to_owned(), Text::Text(name.to_owned()))];
    Area {
        level,
        zooms: 0..=14,
        polygons,
        fill: true,
        tags,
    }
}

fn square(west: f64, south: f64, side: f64) -> Ring {
    let (east, north) = (west + side, south + side);
    vec![
        (west, south),
        (east, south),
        (east, north),
        (west, north),
        (west, south),
    ]
}

fn drawn(map: &BaseMap, tile: TileId) -> Vec<Drawn> {
    read(&map.tile(tile).bytes)
}

fn tile_at(lon: f64, lat: f64, z: u8) -> TileId {
    let key = tiles::place::quadkey(lon, lat).unwrap();
    let side = f64::from(1u32 << z);
    let x = ((lon + 180.0) / 360.0 * side) as u32;
    let mut rows = (0..1u32 << z).map(|y| TileId::new(z, x, y).unwrap());
    rows.find(|tile| tile.quadkeys().contains(&key)).unwrap()
}

fn of_layer<'a>(drawn: &'a [Drawn], layer: &str) -> Vec<&'a Drawn> {
    drawn.iter().filter(|drawn| drawn.layer == layer).collect()
}

fn segments(drawn: &Drawn) -> Vec<(MvtCoord, MvtCoord)> {
    match &drawn.geometry {
        MvtGeometry::LineString(line) => line.lines().map(|line| (line.start, line.end)).collect(),
        MvtGeometry::MultiLineString(lines) => lines
            .iter()
            .flat_map(|line| line.lines())
            .map(|line| (line.start, line.end))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn polygons(drawn: &Drawn) -> Vec<&MvtPolygon> {
    match &drawn.geometry {
        MvtGeometry::Polygon(polygon) => vec![polygon],
        MvtGeometry::MultiPolygon(polygons) => polygons.iter().collect(),
        other => panic!("{other:?}"),
    }
}

/// Area in square units, holes taken away.
fn surface(polygon: &MvtPolygon) -> f64 {
    let ring = |ring: &[MvtCoord]| {
        let cross = |pair: &[MvtCoord]| {
            i64::from(pair[0].x) * i64::from(pair[1].y)
                - i64::from(pair[1].x) * i64::from(pair[0].y)
        };
        ring.windows(2).map(cross).sum::<i64>().abs() as f64 / 2.0
    };
    ring(&polygon.exterior().0)
        - polygon
            .interiors()
            .iter()
            .map(|hole| ring(&hole.0))
            .sum::<f64>()
}

#[test]
fn within_an_area_there_is_its_fill_and_no_line() {
    let map = BaseMap::prepare(
        vec![area(1, vec![vec![square(99.0, 13.0, 3.0)]], "one")],
        vec![],
    );
    let drawn = drawn(&map, tile_at(100.5, 14.5, 10));
    assert_eq!(drawn.len(), 1, "{drawn:?}");
    assert_eq!(
        (drawn[0].layer.as_str(), drawn[0].tags["name"].as_str()),
        ("land", "one")
    );
    assert_eq!(drawn[0].tags["level"], "1");
    assert_eq!(
        surface(polygons(&drawn[0])[0]),
        f64::from((4096 + 128) * (4096 + 128))
    );
}

#[test]
fn a_shared_border_is_one_line_and_a_rim_another() {
    let west = area(1, vec![vec![square(99.0, 13.0, 1.0)]], "west");
    let mut east = square(100.0, 13.0, 1.0);
    east.reverse();
    let map = BaseMap::prepare(vec![west, area(1, vec![vec![east]], "east")], vec![]);
    let on_border = drawn(&map, tile_at(100.0, 13.5, 10));
    let lines = of_layer(&on_border, "lines");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].tags["edge"], "border");
    assert_eq!(segments(lines[0]).len(), 1);
    assert_eq!(of_layer(&on_border, "land").len(), 2);

    let on_rim = drawn(&map, tile_at(99.0, 13.5, 10));
    assert_eq!(of_layer(&on_rim, "lines")[0].tags["edge"], "rim");
    assert!(map.tile(tile_at(110.0, 13.5, 10)).is_empty());

    let bare = Area {
        fill: false,
        ..area(2, vec![vec![square(99.0, 13.0, 1.0)]], "bare")
    };
    let map = BaseMap::prepare(vec![bare], vec![]);
    let drawn = drawn(&map, tile_at(99.0, 13.5, 10));
    assert_eq!((drawn.len(), drawn[0].layer.as_str()), (1, "lines"));
}

#[test]
fn a_hole_stays_a_hole() {
    let rings = vec![square(99.0, 13.0, 3.0), square(100.0, 14.0, 1.0)];
    let map = BaseMap::prepare(vec![area(1, vec![rings], "ring")], vec![]);
    assert!(of_layer(&drawn(&map, tile_at(100.5, 14.5, 10)), "land").is_empty());
    let wide = drawn(&map, tile_at(100.5, 14.5, 4));
    assert_eq!(polygons(of_layer(&wide, "land")[0])[0].interiors().len(), 1);
}

#[test]
fn a_label_stands_in_one_tile_of_its_zooms() {
    let tags = vec![("name:th".to_owned(), Text::Text("กรุงเทพมหานคร".to_owned()))];
    let label = Label {
        at: (100.5, 13.75),
        zooms: 2..=5,
        tags,
    };
    let map = BaseMap::prepare(vec![], vec![label]);
    for z in 0..=6u8 {
        let all = (0..1u32 << z).flat_map(|x| (0..1u32 << z).map(move |y| (x, y)));
        let drawn: Vec<Drawn> = all
            .flat_map(|(x, y)| drawn(&map, TileId::new(z, x, y).unwrap()))
            .collect();
        assert_eq!(drawn.len(), usize::from((2..=5).contains(&z)), "zoom {z}");
        assert!(
            drawn
                .iter()
                .all(|label| label.tags["name:th"] == "กรุงเทพมหานคร")
        );
    }
}

fn provinces() -> Vec<Area> {
    let file = "../../../shared/data/boundaries/overview-adm1.geojson";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("the test data {} is absent: {error}", path.display()));
    let json: Json = serde_json::from_str(&text).unwrap();
    let ring = |ring: &Json| -> Ring {
        let degrees = |at: &Json| (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
        ring.as_array().unwrap().iter().map(degrees).collect()
    };
    let polygon = |rings: &Json| rings.as_array().unwrap().iter().map(ring).collect();
    let province = |feature: &Json| {
        let shape = &feature["geometry"]["coordinates"];
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![polygon(shape)],
            _ => shape.as_array().unwrap().iter().map(polygon).collect(),
        };
        area(
            1,
            polygons,
            feature["properties"]["ADM1_PCODE"].as_str().unwrap(),
        )
    };
    json["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(province)
        .collect()
}

#[test]
fn the_provinces_are_drawn_without_frames_doubles_or_gaps() {
    let provinces = provinces();
    assert_eq!(provinces.len(), 77);
    let map = BaseMap::prepare(provinces, vec![]);
    for (z, columns, rows) in [
        (4u8, 12..=12, 7..=7),
        (5, 24..=25, 14..=15),
        (7, 99..=101, 56..=62),
        (9, 396..=404, 226..=240),
    ] {
        for (x, y) in columns.flat_map(|x| rows.clone().map(move |y| (x, y))) {
            let drawn = drawn(&map, TileId::new(z, x, y).unwrap());
            let mut seen = HashSet::new();
            let whole = f64::from((4096 + 128) * (4096 + 128));
            let mut rims = 0;
            for line in of_layer(&drawn, "lines") {
                rims += usize::from(line.tags["edge"] == "rim");
                for (from, to) in segments(line) {
                    let ends = ((from.x, from.y), (to.x, to.y));
                    let ordered = if ends.0 < ends.1 {
                        ends
                    } else {
                        (ends.1, ends.0)
                    };
                    assert!(seen.insert(ordered), "{z}/{x}/{y} draws {ordered:?} twice");
                    // A crossing at a flat angle may round to a unit or two of the edge itself.
                    let along = |a: i32, b: i32, a_along: i32, b_along: i32, edge: i32| {
                        a == edge && b == edge && (a_along - b_along).abs() > 2
                    };
                    let on = |edge: i32| {
                        along(from.x, to.x, from.y, to.y, edge)
                            || along(from.y, to.y, from.x, to.x, edge)
                    };
                    assert!(
                        !on(-64) && !on(4160),
                        "{z}/{x}/{y} draws its frame {ordered:?}"
                    );
                    for part in [from.x, from.y, to.x, to.y] {
                        assert!((-64..=4160).contains(&part));
                    }
                }
            }
            let land = of_layer(&drawn, "land");
            let covered: f64 = land
                .iter()
                .flat_map(|fill| polygons(fill))
                .map(surface)
                .sum();
            assert!(
                covered <= whole * 1.001,
                "{z}/{x}/{y} overlaps: {covered} of {whole}"
            );
            if rims == 0 && !land.is_empty() {
                assert!(
                    covered > whole * 0.999,
                    "{z}/{x}/{y} has gaps: {covered} of {whole}"
                );
            }
        }
    }
    let inland = drawn(&map, tile_at(100.3, 16.0, 9));
    assert!(!inland.is_empty(), "the middle of the country is drawn");
    assert!(
        of_layer(&inland, "lines")
            .iter()
            .all(|line| line.tags["edge"] == "border")
    );
}
