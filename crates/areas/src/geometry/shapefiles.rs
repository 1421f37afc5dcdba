//! Reading the shapefiles in a zip: codes and shapes, unchecked.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use shapefile::dbase::{self, FieldValue};
use shapefile::{Point, PolygonRing, ShapeReader};
use zip::ZipArchive;

use super::pack::PackError;
use super::shape::{self, Shape};
use crate::code::Level;

/// Files are read into memory whole; the country at full detail stays far below.
const MOST_BYTES: u64 = 1 << 30;
/// West, south, east, north. What lies outside is in another projection or another country.
const AROUND_THAILAND: [f64; 4] = [92.0, 4.0, 110.0, 24.0];
/// The field of the code tells the level; tables hold those of the bigger areas as well.
const CODE_FIELDS: [(&str, Level); 3] = [
    ("ADM3_PCODE", Level::Subdistrict),
    ("ADM2_PCODE", Level::District),
    ("ADM1_PCODE", Level::Province),
];

/// One shapefile: the text in its code field and the shape of each row.
pub(super) struct Sheet {
    pub name: String,
    pub level: Level,
    pub rows: Vec<(String, Shape)>,
}

/// All shapefiles of a zip; at least one.
pub(super) fn read_zip(path: &Path) -> Result<Vec<Sheet>, PackError> {
    let file = File::open(path).map_err(|source| PackError::Open {
        path: path.into(),
        source,
    })?;
    let zip_error = |source| PackError::Zip {
        path: path.into(),
        source,
    };
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(zip_error)?;
    let mut names = Vec::new();
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(zip_error)?;
        names.push(entry.name().map_err(zip_error)?.into_owned());
    }
    let mut sheets = Vec::new();
    for shp in names
        .iter()
        .filter(|name| name.to_lowercase().ends_with(".shp"))
    {
        let dbf = format!("{}.dbf", &shp[..shp.len() - ".shp".len()]);
        if let Some(dbf) = names.iter().find(|name| name.eq_ignore_ascii_case(&dbf)) {
            let shapes = unpack(path, &mut zip, shp)?;
            let table = unpack(path, &mut zip, dbf)?;
            sheets.push(read_sheet(path, shp, shapes, table)?);
        }
    }
    if sheets.is_empty() {
        Err(PackError::NoShapefile { path: path.into() })
    } else {
        Ok(sheets)
    }
}

fn unpack(
    path: &Path,
    zip: &mut ZipArchive<BufReader<File>>,
    name: &str,
) -> Result<Cursor<Vec<u8>>, PackError> {
    let file = zip.by_name(name);
    let file = file.map_err(|source| PackError::Zip {
        path: path.into(),
        source,
    })?;
    let mut bytes = Vec::new();
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|source| PackError::Unpack {
        path: path.into(),
        source,
    })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(PackError::TooBig { path: path.into() });
    }
    Ok(Cursor::new(bytes))
}

fn read_sheet(
    path: &Path,
    name: &str,
    shapes: Cursor<Vec<u8>>,
    table: Cursor<Vec<u8>>,
) -> Result<Sheet, PackError> {
    let broken = |source| PackError::Shapefile {
        path: path.into(),
        source: Box::new(source),
    };
    let shapes = ShapeReader::new(shapes).map_err(broken)?;
    let table = dbase::Reader::new(table).map_err(|source| broken(source.into()))?;
    let has = |name: &str| table.fields().iter().any(|field| field.name() == name);
    let Some((field, level)) = CODE_FIELDS.into_iter().find(|(name, _)| has(name)) else {
        return Err(PackError::NoCodes { path: path.into() });
    };
    let mut reader = shapefile::Reader::new(shapes, table);
    let mut rows = Vec::new();
    for row in reader.iter_shapes_and_records_as::<shapefile::Polygon, dbase::Record>() {
        let (polygon, record) = row.map_err(broken)?;
        let Some(FieldValue::Character(Some(code))) = record.get(field) else {
            continue;
        };
        if !is_around_thailand(&polygon) {
            return Err(PackError::Elsewhere { path: path.into() });
        }
        rows.push((code.clone(), to_shape(&polygon)));
    }
    Ok(Sheet {
        name: name.to_owned(),
        level,
        rows,
    })
}

/// Shapefiles list rings without saying which hole is whose: it lies in the outer ring around it.
fn to_shape(polygon: &shapefile::Polygon) -> Shape {
    let line = |ring: &[Point]| ring.iter().map(|p| [p.x, p.y]).collect::<Vec<_>>();
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = Vec::new();
    let mut holes = Vec::new();
    for ring in polygon.rings() {
        match ring {
            PolygonRing::Outer(points) => polygons.push(vec![line(points)]),
            PolygonRing::Inner(points) => holes.push(line(points)),
        }
    }
    for hole in holes {
        let around = |rings: &Vec<Vec<[f64; 2]>>| {
            let outer = Shape::new([vec![rings[0].clone()]]);
            let inside = hole.first().and_then(|[lon, lat]| shape::point(*lon, *lat));
            inside.is_some_and(|p| outer.polygons.iter().any(|ring| shape::holds(ring, p)))
        };
        match polygons.iter().position(around) {
            Some(at) => polygons[at].push(hole),
            // Wound the wrong way, and no hole at all.
            None => polygons.push(vec![hole]),
        }
    }
    Shape::new(polygons)
}

fn is_around_thailand(polygon: &shapefile::Polygon) -> bool {
    let [west, south, east, north] = AROUND_THAILAND;
    let (min, max) = (polygon.bbox().min, polygon.bbox().max);
    min.x >= west && min.y >= south && max.x <= east && max.y <= north
}
