//! Tiles read with `fast-mvt`, checked for what every tile must keep.

use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    pub layer: String,
    pub geometry: MvtGeometry,
    pub tags: BTreeMap<String, String>,
}

impl Drawn {
    pub fn point(&self) -> (i32, i32) {
        match &self.geometry {
            MvtGeometry::Point(point) => (point.x(), point.y()),
            other => panic!("a point was expected, not {other:?}"),
        }
    }

    pub fn count(&self) -> u32 {
        self.tags["count"].parse().unwrap()
    }
}

pub fn read(bytes: &[u8]) -> Vec<Drawn> {
    let tile = MvtReaderRef::new(bytes).expect("a valid tile");
    let mut drawn = Vec::new();
    for layer in tile.layers() {
        assert_eq!((layer.version(), layer.extent()), (2, 4096));
        assert!(layer.feature_count() > 0, "an empty layer was written");
        for feature in layer.features() {
            assert_eq!(feature.id(), None);
            let text = |value| match value {
                MvtValueRef::String(text) => text.to_owned(),
                MvtValueRef::Int(number) | MvtValueRef::SInt(number) => number.to_string(),
                MvtValueRef::UInt(number) => number.to_string(),
                MvtValueRef::Double(number) => number.to_string(),
                MvtValueRef::Bool(yes) => yes.to_string(),
                other => panic!("{other:?}"),
            };
            drawn.push(Drawn {
                layer: layer.name().to_owned(),
                geometry: feature.geometry().expect("valid geometry"),
                tags: feature
                    .properties()
                    .map(|property| property.expect("a valid property"))
                    .map(|(key, value)| (key.to_owned(), text(value)))
                    .collect(),
            });
        }
    }
    drawn
}
