//! A file of points as it was handed in: a list or a spreadsheet as lists of requests are read, GeoJSON,
//! and either packed by gzip.

use std::io::Read as _;

use serde_json::Value;

use super::rules::{MOST_ROWS, NotAFile, columns};
use crate::imports::file::{self, Sheet, Wanted};
use crate::imports::rules::NotAList;

/// The most that a packed file is unpacked to.
const MOST_UNPACKED: u64 = 100 * 1024 * 1024;
/// Columns that are read of a file.
const MOST_COLUMNS: usize = 100;

/// What the columns of a point of GeoJSON are called; they are understood as any other heading.
const LAT: &str = "latitude";
const LON: &str = "longitude";
const ID: &str = "id";

/// Reads a file. Slow for a large one: not for the loop that answers.
pub fn read(bytes: &[u8]) -> Result<Sheet, NotAFile> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return plain(&unpacked(bytes)?);
    }
    plain(bytes)
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, NotAFile> {
    let mut plain = Vec::new();
    let packed = flate2::read::MultiGzDecoder::new(bytes);
    packed
        .take(MOST_UNPACKED + 1)
        .read_to_end(&mut plain)
        .map_err(|_| NotAFile::Unreadable)?;
    match plain.len() as u64 > MOST_UNPACKED {
        true => Err(NotAFile::TooLarge),
        false => Ok(plain),
    }
}

fn plain(bytes: &[u8]) -> Result<Sheet, NotAFile> {
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'{') {
        return geojson(text);
    }
    let wanted = Wanted {
        most_rows: MOST_ROWS,
        understood: columns::understood,
    };
    file::read_as(bytes, wanted).map_err(|why| match why {
        NotAList::Empty => NotAFile::Empty,
        NotAList::TooManyRows => NotAFile::TooManyRows,
        NotAList::Unreadable => NotAFile::Unreadable,
        NotAList::NeitherTextNorSheet => NotAFile::NotAList,
    })
}

/// Points with their properties as columns. A feature that is no point keeps its row, without a place.
fn geojson(bytes: &[u8]) -> Result<Sheet, NotAFile> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|_| NotAFile::NotGeoJson)?;
    let features = match whole["type"].as_str() {
        Some("FeatureCollection") => whole["features"].as_array().ok_or(NotAFile::NotGeoJson)?,
        Some("Feature") => std::slice::from_ref(&whole),
        _ => return Err(NotAFile::NotGeoJson),
    };
    match features.len() {
        0 => return Err(NotAFile::Empty),
        n if n > MOST_ROWS => return Err(NotAFile::TooManyRows),
        _ => {}
    }
    let has_ids = features.iter().any(|feature| !feature["id"].is_null());
    let mut headings: Vec<String> = vec![LAT.to_owned(), LON.to_owned()];
    if has_ids {
        headings.push(ID.to_owned());
    }
    let own = headings.len();
    for feature in features {
        let names = feature["properties"].as_object().into_iter().flatten();
        for (name, _) in names {
            if headings.len() < MOST_COLUMNS && !headings[own..].contains(name) {
                headings.push(name.clone());
            }
        }
    }
    let rows = (1_u32..).zip(features).map(|(n, feature)| {
        let at = &feature["geometry"]["coordinates"];
        let is_point = feature["geometry"]["type"] == "Point";
        let place = |n: usize| {
            if is_point {
                cell(&at[n])
            } else {
                String::new()
            }
        };
        let mut row = vec![place(1), place(0)];
        if has_ids {
            row.push(cell(&feature["id"]));
        }
        let properties = &feature["properties"];
        row.extend(headings[own..].iter().map(|name| cell(&properties[name])));
        (n, row)
    });
    Ok(Sheet {
        rows: rows.collect(),
        passed_over: 0,
        encoding: "GeoJSON",
        headings,
    })
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    const FEATURES: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","id":"node/7","geometry":{"type":"Point","coordinates":[99.88,20.43]},
         "properties":{"name":"โรงพยาบาลแม่สาย","beds":90}},
        {"type":"Feature","geometry":{"type":"Polygon","coordinates":[]},
         "properties":{"name":"ตลาด","phone":null}}]}"#;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn points_of_geojson_are_rows_and_their_properties_columns() {
        for bytes in [
            FEATURES.as_bytes().to_vec(),
            format!("\u{FEFF}\n{FEATURES}").into_bytes(),
            packed(FEATURES.as_bytes()),
        ] {
            let sheet = read(&bytes).unwrap();
            assert_eq!(
                sheet.headings,
                ["latitude", "longitude", "id", "beds", "name", "phone"]
            );
            assert_eq!(
                sheet.rows[0].1,
                ["20.43", "99.88", "node/7", "90", "โรงพยาบาลแม่สาย", ""]
            );
            assert_eq!(sheet.rows[1].1[..2], ["", ""]);
        }
        for bad in [r#"{"type":"Topology"}"#, "{", r#"{"features":1}"#] {
            assert_eq!(read(bad.as_bytes()).err(), Some(NotAFile::NotGeoJson));
        }
    }

    #[test]
    fn a_packed_list_is_read_and_what_is_too_long_is_refused() {
        let list = "name,lat,lon\nก,20,99\n";
        assert_eq!(read(&packed(list.as_bytes())).unwrap().rows.len(), 1);
        assert_eq!(
            read(&packed(list.as_bytes())[..12]).err(),
            Some(NotAFile::Unreadable)
        );
        let many = "name,lat,lon\n".to_owned() + &"ก,20,99\n".repeat(MOST_ROWS + 1);
        assert_eq!(read(many.as_bytes()).err(), Some(NotAFile::TooManyRows));
        let most = "name,lat,lon\n".to_owned() + &"ก,20,99\n".repeat(MOST_ROWS);
        assert_eq!(read(most.as_bytes()).unwrap().rows.len(), MOST_ROWS);
    }
}
