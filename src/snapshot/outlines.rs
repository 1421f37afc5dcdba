//! The outlines of the provinces, coarse enough for a phone: those that are embedded, good to a kilometre.

use areas::Shape;
use serde_json::{Value, json};

use super::files::Draft;

pub fn draft() -> Draft {
    let provinces = areas::outlines().provinces().iter();
    let features = provinces.map(|(code, shape)| {
        let area = areas::register().get(*code);
        json!({
            "type": "Feature",
            "id": code.short(),
            "geometry": { "type": "MultiPolygon", "coordinates": rings(shape) },
            "properties": {
                "name_th": area.map(|area| area.name_th),
                "name_en": area.map(|area| area.name_en),
            },
        })
    });
    let features: Vec<Value> = features.collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    Draft::object("outlines.json", &collection)
}

/// Three places of a degree are a hundred metres; points that fall together are one.
fn rings(shape: &Shape) -> Vec<Vec<Vec<[f64; 2]>>> {
    let round = |degrees: f64| (degrees * 1e3).round() / 1e3;
    let shape = shape.to_multi_polygon();
    let polygons = shape.iter().map(|polygon| {
        let lines = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let lines = lines.map(|line| {
            let mut line: Vec<[f64; 2]> =
                line.coords().map(|at| [round(at.x), round(at.y)]).collect();
            line.dedup();
            line
        });
        // What is left of an islet smaller than that is no ring.
        lines.filter(|line| line.len() > 3).collect::<Vec<_>>()
    });
    polygons.filter(|polygon| !polygon.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::files;
    use super::*;

    #[test]
    fn the_outlines_of_all_provinces_are_small() {
        let folder = tempfile::tempdir().unwrap();
        files::put(folder.path(), &draft(), jiff::Timestamp::UNIX_EPOCH).unwrap();
        let text = std::fs::read(folder.path().join("outlines.json")).unwrap();
        let json: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(json["features"].as_array().unwrap().len(), 77);
        let packed = std::fs::metadata(folder.path().join("outlines.json.gz")).unwrap();
        assert!(packed.len() < 200_000, "{} bytes", packed.len());
    }
}
