//! Boundaries of a pack, in small made-up squares and in the real pack beside the project.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use areas::{
    AreaCode, Boundaries, Candidate, Level, PackError, PackReport, Shape, read_pack, register,
};

fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

/// A square of this many degrees with its south-west corner here.
fn square(lon: f64, lat: f64, size: f64) -> Shape {
    let corner = |east: f64, north: f64| [lon + east * size, lat + north * size];
    let ring = vec![
        corner(0.0, 0.0),
        corner(0.0, 1.0),
        corner(1.0, 1.0),
        corner(1.0, 0.0),
    ];
    Shape::new([vec![ring]])
}

fn boundaries(parts: &[(&str, Shape)]) -> Boundaries {
    let parts: Vec<_> = parts
        .iter()
        .map(|(text, shape)| (code(text), shape.encode()))
        .collect();
    Boundaries::from_parts(parts.iter().map(|(code, shape)| (*code, shape.as_slice()))).unwrap()
}

#[test]
fn a_pin_gets_its_subdistrict_and_the_neighbours_within_500_metres() {
    let pack = boundaries(&[
        ("270101", square(102.0, 13.8, 0.1)),
        ("270106", square(102.1, 13.8, 0.1)),
    ]);
    let inside = pack.locate(13.85, 102.05);
    assert_eq!(inside.subdistrict, Some(code("270101")));
    assert_eq!(
        (inside.district, inside.province),
        (Some(code("2701")), Some(code("27")))
    );
    let near = |lon| pack.locate(13.85, lon).candidates.first().copied();
    // At this latitude a thousandth of a degree of longitude is 108 metres.
    assert_eq!(
        near(102.097),
        Some(Candidate {
            code: code("270106"),
            metres: Some(324)
        })
    );
    assert_eq!(
        near(102.094).map(|c| c.metres),
        Some(None),
        "648 metres are too far"
    );
    let unmapped = inside
        .candidates
        .iter()
        .filter(|c| c.metres.is_none())
        .count();
    assert_eq!(
        unmapped,
        register().children(code("2701")).len() - 2,
        "others have no polygon"
    );
}

#[test]
fn a_pin_on_a_shared_border_lies_in_one_of_both() {
    let pack = boundaries(&[
        ("270101", square(102.0, 13.8, 0.1)),
        ("270106", square(102.1, 13.8, 0.1)),
    ]);
    let located = pack.locate(13.85, 102.1);
    assert!(located.subdistrict.is_some());
    assert_eq!(located.candidates[0].metres, Some(0));
}

#[test]
fn a_hole_is_not_inside() {
    let ring = |shape: Shape| {
        shape.to_multi_polygon().0[0]
            .exterior()
            .coords()
            .map(|c| [c.x, c.y])
            .collect()
    };
    let outer = ring(square(102.0, 13.8, 0.1));
    let hole = ring(square(102.04, 13.84, 0.02));
    let pack = boundaries(&[
        ("270101", Shape::new([vec![outer, hole]])),
        ("270106", square(102.04, 13.84, 0.02)),
    ]);
    assert_eq!(pack.locate(13.85, 102.05).subdistrict, Some(code("270106")));
    assert_eq!(pack.locate(13.81, 102.05).subdistrict, Some(code("270101")));
}

#[test]
fn the_polygon_of_an_abolished_subdistrict_offers_its_successors() {
    let pack = boundaries(&[
        ("104701", square(100.6, 13.6, 0.1)),
        ("530306", square(100.4, 17.9, 0.1)),
    ]);
    let split = pack.locate(13.65, 100.65);
    assert_eq!(
        (split.subdistrict, split.district),
        (None, Some(code("1047")))
    );
    let inside = |text| Candidate {
        code: code(text),
        metres: Some(0),
    };
    assert_eq!(split.candidates, [inside("104702"), inside("104703")]);
    let moved = pack.locate(17.95, 100.45);
    assert_eq!(
        (moved.subdistrict, moved.district),
        (Some(code("530407")), Some(code("5304")))
    );
}

#[test]
fn a_pin_just_outside_gets_the_nearest_and_one_at_sea_the_province() {
    let pack = boundaries(&[("200408", square(100.8, 12.9, 0.1))]);
    let pier = pack.locate(12.95, 100.797);
    assert_eq!(pier.subdistrict, Some(code("200408")));
    let at_sea = pack.locate(12.95, 100.70);
    assert!(at_sea.in_thailand);
    assert_eq!((at_sea.province, at_sea.district), (Some(code("20")), None));
    assert_eq!(at_sea.candidates[0].code, code("200408"));
}

#[test]
fn provinces_a_pack_leaves_out_are_placed_by_their_outline() {
    let pack = boundaries(&[("270106", square(102.0, 13.8, 0.1))]);
    assert_eq!(pack.locate(18.7883, 98.9853).province, Some(code("50")));
    assert_eq!(pack.locate(18.7883, 98.9853).district, None);
}

#[test]
fn damaged_bytes_are_refused() {
    let good = square(102.0, 13.8, 0.1).encode();
    for bad in [&good[..good.len() - 1], &[0xff; 40], &[], &[1, 1, 200]] {
        let err = Boundaries::from_parts([(code("270106"), bad)]).unwrap_err();
        assert_eq!(
            err.to_string(),
            "boundary of 270106: the bytes of a boundary are damaged"
        );
    }
}

#[test]
fn files_that_are_no_pack_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("text.zip"), "no zip").unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(at("empty.zip")).unwrap());
    zip.start_file("readme.txt", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(b"nothing here").unwrap();
    zip.finish().unwrap();
    assert!(matches!(
        read_pack(&[at("absent.zip")]),
        Err(PackError::Open { .. })
    ));
    assert!(matches!(
        read_pack(&[at("text.zip")]),
        Err(PackError::Zip { .. })
    ));
    assert!(matches!(
        read_pack(&[at("empty.zip")]),
        Err(PackError::NoShapefile { .. })
    ));
}

/// A shapefile in a zip with one polygon for each code.
fn zip_of(path: &Path, rows: &[(&str, Vec<[f64; 2]>)]) {
    let folder = tempfile::tempdir().unwrap();
    let table = shapefile::dbase::TableWriterBuilder::new()
        .add_character_field("ADM3_PCODE".try_into().unwrap(), 20);
    let shp = folder.path().join("a.shp");
    let mut writer = shapefile::Writer::from_path(&shp, table).unwrap();
    for (code, ring) in rows {
        let points = ring
            .iter()
            .map(|[x, y]| shapefile::Point::new(*x, *y))
            .collect();
        let polygon = shapefile::Polygon::new(shapefile::PolygonRing::Outer(points));
        let mut record = shapefile::dbase::Record::default();
        let value = shapefile::dbase::FieldValue::Character(Some((*code).to_owned()));
        record.insert("ADM3_PCODE".to_owned(), value);
        writer.write_shape_and_record(&polygon, &record).unwrap();
    }
    drop(writer);
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for name in ["a.shp", "a.dbf"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&std::fs::read(folder.path().join(name)).unwrap())
            .unwrap();
    }
    zip.finish().unwrap();
}

fn box_at(lon: f64, lat: f64) -> Vec<[f64; 2]> {
    vec![
        [lon, lat],
        [lon, lat + 0.1],
        [lon + 0.1, lat + 0.1],
        [lon + 0.1, lat],
        [lon, lat],
    ]
}

#[test]
fn faults_of_a_pack_are_repaired_or_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.zip");
    let crossed = vec![
        [102.0, 13.8],
        [102.1, 13.9],
        [102.1, 13.8],
        [102.0, 13.9],
        [102.0, 13.8],
    ];
    zip_of(
        &path,
        &[
            ("TH270106", crossed),
            ("TH270101", box_at(102.2, 13.8)),
            ("TH270101", box_at(102.3, 13.8)),
            ("TH999999", box_at(102.4, 13.8)),
            ("TH104701", box_at(100.6, 13.6)),
        ],
    );
    let report = read_pack(&[&path]).unwrap();
    assert_eq!(report.unknown, ["TH999999"]);
    assert_eq!(report.doubled, [code("270101")]);
    assert_eq!(
        report.abolished,
        [(code("104701"), vec![code("104702"), code("104703")])]
    );
    let faulty: Vec<AreaCode> = report.repaired.iter().map(|fault| fault.code).collect();
    assert_eq!(
        faulty,
        [code("270101"), code("270106")],
        "two squares with a common side are one"
    );
    assert!(report.left_out.is_empty());
    assert_eq!(report.missing.len(), 7436 - 2);
    let kept: Vec<AreaCode> = report.areas.iter().map(|area| area.code).collect();
    assert_eq!(kept, [code("104701"), code("270101"), code("270106")]);
    assert!(
        report
            .to_string()
            .contains("104701: abolished, taken as 104702 104703")
    );

    let metres = folder.path().join("metres.zip");
    zip_of(&metres, &[("TH270106", box_at(660_000.0, 1_500_000.0))]);
    assert!(matches!(
        read_pack(&[&metres]),
        Err(PackError::Elsewhere { .. })
    ));
}

/// The folder of the real pack, if it lies beside the project.
fn real_pack() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/boundaries");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("../shared/data/boundaries is absent: the real pack was not tested");
    None
}

fn load(report: &PackReport) -> Boundaries {
    let parts = report
        .areas
        .iter()
        .map(|area| (area.code, area.shape.as_slice()));
    Boundaries::from_parts(parts).unwrap()
}

#[test]
fn the_real_pack_is_read_and_places_its_points() {
    let Some(folder) = real_pack() else { return };
    let paths = [3, 1, 2].map(|n| folder.join(format!("cod-ab-tha-adm{n}.zip")));
    let report = read_pack(&paths).unwrap();
    let levels: Vec<_> = report
        .files
        .iter()
        .map(|file| (file.level, file.areas))
        .collect();
    assert_eq!(
        levels,
        [
            (Level::Subdistrict, 7425),
            (Level::Province, 77),
            (Level::District, 928)
        ]
    );
    let gone: Vec<String> = report
        .abolished
        .iter()
        .map(|(code, _)| code.short())
        .collect();
    assert_eq!(gone, ["104701", "105001", "530306"]);
    assert!(
        report
            .abolished
            .iter()
            .all(|(_, successors)| !successors.is_empty())
    );
    let missing: Vec<String> = report.missing.iter().map(|code| code.short()).collect();
    let known = "100910 101406 102602 103402 103403 104402 104403 104702 104703 105002 105003 105004 105005 530407";
    assert_eq!(missing.join(" "), known);
    assert!(
        report
            .repaired
            .iter()
            .any(|fault| fault.code == code("8403"))
    );
    assert!(report.repaired.iter().all(|fault| fault.changed < 0.001));
    assert!(report.unknown.is_empty() && report.doubled.is_empty() && report.left_out.is_empty());
    assert_eq!(report.areas.len(), 7425 + 77 + 928);

    let pack = load(&report);
    let points = points(&folder);
    assert_eq!(points.len(), 7425);
    let right = |(area, lat, lon): &&(AreaCode, f64, f64)| {
        let at = pack.locate(*lat, *lon);
        match register().successors(*area) {
            [] => at.subdistrict == Some(*area),
            [one] => at.subdistrict == Some(*one),
            many => many
                .iter()
                .all(|code| at.candidates.iter().any(|c| c.code == *code)),
        }
    };
    let placed = points.iter().filter(right).count();
    assert!(
        placed * 100 >= points.len() * 99,
        "{placed} of {}",
        points.len()
    );
    let abroad = points
        .iter()
        .filter(|(_, lat, lon)| !pack.locate(*lat, *lon).in_thailand);
    assert_eq!(abroad.count(), 0);

    let bare = Boundaries::without_pack();
    let in_province = points.iter().filter(|(area, lat, lon)| {
        let at = bare.locate(*lat, *lon);
        let offered = at
            .candidates
            .iter()
            .any(|c| Some(c.code) == area.province_code());
        at.province == area.province_code() || offered
    });
    let in_province = in_province.count();
    assert!(
        in_province * 100 >= points.len() * 99,
        "{in_province} of {}",
        points.len()
    );
}

fn points(folder: &Path) -> Vec<(AreaCode, f64, f64)> {
    let file = std::fs::File::open(folder.join("subdistrict-points.csv.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let area = code(cells[2].trim_start_matches("TH"));
        (
            area,
            cells[cells.len() - 2].parse().unwrap(),
            cells[cells.len() - 1].parse().unwrap(),
        )
    };
    text.lines().skip(1).map(row).collect()
}
