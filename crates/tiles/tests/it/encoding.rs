use crate::reading::read;
use fast_mvt::MvtGeometry;
use tiles::{Layer, Value, encode_layers};

#[test]
fn every_value_comes_back() {
    let mut layer = Layer::new("ชั้น");
    let tags = [
        ("text", Value::Text("น้ำท่วม")),
        ("zero", Value::Int(0)),
        ("most", Value::Int(i64::MAX)),
        ("least", Value::Int(i64::MIN)),
        ("part", Value::Float(-0.25)),
        ("yes", Value::Bool(true)),
    ];
    layer.point(&tags, (0, 4095));
    layer.point(&tags[..1], (-64, 4160));
    let drawn = read(&encode_layers(&[layer]));
    assert_eq!(drawn[0].layer, "ชั้น");
    assert_eq!(
        (drawn[0].point(), drawn[1].point()),
        ((0, 4095), (-64, 4160))
    );
    let value = |key: &str| drawn[0].tags[key].as_str();
    assert_eq!(value("text"), "น้ำท่วม");
    assert_eq!((value("zero"), value("most")), ("0", "9223372036854775807"));
    assert_eq!(
        (value("least"), value("part")),
        ("-9223372036854775808", "-0.25")
    );
    assert_eq!(value("yes"), "true");
    assert_eq!(drawn[1].tags.len(), 1);
}

#[test]
fn rings_are_wound_as_the_format_wants_whichever_way_they_came() {
    let outer = vec![(0, 0), (100, 0), (100, 100), (0, 100)];
    let hole = vec![(10, 10), (20, 10), (20, 20), (10, 20), (10, 10)];
    for (turn_outer, turn_hole) in [(false, false), (false, true), (true, false), (true, true)] {
        let turn = |ring: &Vec<(i32, i32)>, turn: bool| {
            let ring = ring.iter().copied();
            if turn {
                ring.rev().collect()
            } else {
                ring.collect()
            }
        };
        let mut layer = Layer::new("land");
        layer.polygons(
            &[],
            &[vec![turn(&outer, turn_outer), turn(&hole, turn_hole)]],
        );
        // The reader tells outer rings from holes by their winding alone.
        match &read(&encode_layers(&[layer]))[0].geometry {
            MvtGeometry::Polygon(polygon) => assert_eq!(polygon.interiors().len(), 1),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn nothing_drawn_leaves_no_bytes() {
    let mut layer = Layer::new("land");
    layer.polygons(
        &[],
        &[vec![
            vec![(0, 0), (5, 5), (0, 0)],
            vec![(1, 1), (2, 1), (2, 2)],
        ]],
    );
    layer.lines(&[], &[vec![(1, 1), (1, 1)], vec![]]);
    assert!(layer.is_empty());
    assert!(encode_layers(&[layer]).is_empty());
}
