//! Reading a boundary pack: zips of COD-AB shapefiles, checked against the register.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use super::repair;
use super::shape::Shape;
use super::shapefiles::{self, Sheet};
use crate::code::{AreaCode, Level};
use crate::register::{Register, register};

/// A file that cannot be used at all. Faults of single areas stand in the report.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("{path}: cannot be opened: {source}")]
    Open {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{path}: no readable zip: {source}")]
    Zip {
        path: PathBuf,
        source: zip::result::ZipError,
    },
    #[error("{path}: cannot be unpacked: {source}")]
    Unpack {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{path}: more than 1 GiB when unpacked")]
    TooBig { path: PathBuf },
    #[error("{path}: no shapefile (.shp with .dbf) inside")]
    NoShapefile { path: PathBuf },
    #[error("{path}: no readable shapefile: {source}")]
    Shapefile {
        path: PathBuf,
        source: Box<shapefile::Error>,
    },
    #[error("{path}: no field ADM1_PCODE, ADM2_PCODE or ADM3_PCODE in the table")]
    NoCodes { path: PathBuf },
    #[error("{path}: positions are not degrees around Thailand (WGS 84 is expected)")]
    Elsewhere { path: PathBuf },
}

/// What a pack holds and what is wrong with it.
#[derive(Debug, Default)]
pub struct PackReport {
    pub files: Vec<PackFile>,
    /// The boundaries to keep, in the order of codes, for `Boundaries::from_parts`.
    pub areas: Vec<PackArea>,
    /// Codes no longer in use, with what took their place; without successors they place nothing.
    pub abolished: Vec<(AreaCode, Vec<AreaCode>)>,
    /// Codes never in use, as they stand in the file; left out.
    pub unknown: Vec<String>,
    /// Codes in use of the pack's levels that have no polygon.
    pub missing: Vec<AreaCode>,
    /// Codes that stand in the pack more than once; their polygons were put together.
    pub doubled: Vec<AreaCode>,
    /// Invalid polygons, repaired.
    pub repaired: Vec<InvalidShape>,
    /// Polygons nothing could be made of; left out.
    pub left_out: Vec<InvalidShape>,
}

/// One shapefile of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    pub name: String,
    pub level: Level,
    pub areas: usize,
    pub vertices: usize,
}

/// The boundary of one area, which may be an abolished one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackArea {
    pub code: AreaCode,
    pub level: Level,
    /// As `Shape::encode` writes it.
    pub shape: Vec<u8>,
}

/// An invalid polygon.
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidShape {
    pub code: AreaCode,
    pub fault: String,
    /// How much of the area the repair changed; 0.01 is one in a hundred.
    pub changed: f64,
}

/// Reads zips of COD-AB shapefiles in any order, each of one level or several.
pub fn read_pack<P: AsRef<Path>>(paths: &[P]) -> Result<PackReport, PackError> {
    let mut report = PackReport::default();
    let mut shapes: BTreeMap<AreaCode, Shape> = BTreeMap::new();
    for path in paths {
        for sheet in shapefiles::read_zip(path.as_ref())? {
            report.gather(sheet, &mut shapes, register());
        }
    }
    report.check_codes(&shapes, register());
    report.check_shapes(shapes);
    Ok(report)
}

impl PackReport {
    fn gather(
        &mut self,
        sheet: Sheet,
        shapes: &mut BTreeMap<AreaCode, Shape>,
        register: &Register,
    ) {
        self.files.push(PackFile {
            name: sheet.name,
            level: sheet.level,
            areas: sheet.rows.len(),
            vertices: sheet.rows.iter().map(|(_, shape)| shape.vertices()).sum(),
        });
        for (text, shape) in sheet.rows {
            let digits = text.trim().trim_start_matches("TH");
            let known = |code: &AreaCode| {
                let used = register.get(*code).is_some() || register.abolished(*code).is_some();
                used && code.level() == sheet.level
            };
            match digits.parse::<AreaCode>().ok().filter(known) {
                None => self.unknown.push(text),
                Some(code) => match shapes.get_mut(&code) {
                    Some(first) => {
                        first.polygons.extend(shape.polygons);
                        self.doubled.push(code);
                    }
                    None => {
                        shapes.insert(code, shape);
                    }
                },
            }
        }
    }

    fn check_codes(&mut self, shapes: &BTreeMap<AreaCode, Shape>, register: &Register) {
        let gone = shapes.keys().filter(|code| register.get(**code).is_none());
        self.abolished = gone
            .map(|code| (*code, register.successors(*code).to_vec()))
            .collect();
        let levels: HashSet<Level> = self.files.iter().map(|file| file.level).collect();
        let missing = register
            .areas()
            .iter()
            .filter(|area| levels.contains(&area.level));
        let missing = missing
            .map(|area| area.code)
            .filter(|code| !shapes.contains_key(code));
        self.missing = missing.collect();
    }

    fn check_shapes(&mut self, shapes: BTreeMap<AreaCode, Shape>) {
        for (code, mut shape) in shapes {
            if let Some(repaired) = repair::repair(&shape) {
                let (fault, changed) = (repaired.fault, repaired.changed);
                shape = repaired.shape;
                let list = if shape.is_empty() {
                    &mut self.left_out
                } else {
                    &mut self.repaired
                };
                list.push(InvalidShape {
                    code,
                    fault,
                    changed,
                });
            }
            if !shape.is_empty() {
                self.areas.push(PackArea {
                    code,
                    level: code.level(),
                    shape: shape.encode(),
                });
            }
        }
    }
}

/// Plain lines for the person who imports.
impl fmt::Display for PackReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |codes: &[AreaCode]| {
            let codes: Vec<String> = codes.iter().map(AreaCode::to_string).collect();
            codes.join(" ")
        };
        for PackFile {
            name,
            level,
            areas,
            vertices,
        } in &self.files
        {
            writeln!(f, "{name}: {areas} areas ({level:?}), {vertices} vertices")?;
        }
        for (code, successors) in &self.abolished {
            match successors[..] {
                [] => writeln!(f, "{code}: abolished, successor not known")?,
                _ => writeln!(f, "{code}: abolished, taken as {}", list(successors))?,
            }
        }
        for (found, done) in [(&self.repaired, "repaired"), (&self.left_out, "left out")] {
            for InvalidShape {
                code,
                fault,
                changed,
            } in found
            {
                writeln!(
                    f,
                    "{code}: {fault}; {done}, area changed by {:.3} %",
                    changed * 100.0
                )?;
            }
        }
        if !self.unknown.is_empty() {
            writeln!(f, "unknown codes, left out: {}", self.unknown.join(" "))?;
        }
        if !self.doubled.is_empty() {
            writeln!(f, "more than once, put together: {}", list(&self.doubled))?;
        }
        if !self.missing.is_empty() {
            writeln!(
                f,
                "{} without polygon: {}",
                self.missing.len(),
                list(&self.missing)
            )?;
        }
        write!(f, "{} boundaries", self.areas.len())
    }
}
