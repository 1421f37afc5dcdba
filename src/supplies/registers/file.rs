//! The list of local governments: CSV with headings, also packed by gzip. A row that cannot be used is passed over
//! with its line and the reason.

use std::collections::HashSet;

use areas::{AreaCode, Level};

use crate::villages::file::{NotAFile, Table};

/// Letters of a name at most.
const NAME: usize = 120;

/// What a local government is, by its law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Of a province (อบจ.).
    Province,
    City,
    Town,
    SubdistrictMunicipality,
    /// Of a subdistrict (อบต.).
    Subdistrict,
    Pattaya,
}

impl Kind {
    fn from_code(code: &str) -> Option<Kind> {
        match code {
            "pao" => Some(Kind::Province),
            "city_municipality" => Some(Kind::City),
            "town_municipality" => Some(Kind::Town),
            "subdistrict_municipality" => Some(Kind::SubdistrictMunicipality),
            "sao" => Some(Kind::Subdistrict),
            "special_pattaya" => Some(Kind::Pattaya),
            _ => None,
        }
    }

    /// A name with its kind, as people write it.
    pub fn named_th(self, name: &str) -> String {
        match self {
            Kind::Province => format!("อบจ.{name}"),
            Kind::City => format!("เทศบาลนคร{name}"),
            Kind::Town => format!("เทศบาลเมือง{name}"),
            Kind::SubdistrictMunicipality => format!("เทศบาลตำบล{name}"),
            Kind::Subdistrict => format!("อบต.{name}"),
            Kind::Pattaya => "เมืองพัทยา".to_owned(),
        }
    }

    /// The same in English; nothing where the name is not known.
    pub fn named_en(self, name: &str) -> String {
        let of = match self {
            Kind::Pattaya => return "Pattaya City".to_owned(),
            _ if name.is_empty() => return String::new(),
            Kind::Province => "Provincial Administrative Organization",
            Kind::City => "City Municipality",
            Kind::Town => "Town Municipality",
            Kind::SubdistrictMunicipality => "Subdistrict Municipality",
            Kind::Subdistrict => "Subdistrict Administrative Organization",
        };
        format!("{name} {of}")
    }
}

/// A local government as the list tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalGovernment {
    pub line: u64,
    /// Of the Department of Local Administration; `geocode:` and the source's own number where the list has none.
    pub code: String,
    pub kind: Kind,
    pub province: AreaCode,
    pub name_th: String,
    pub name_en: String,
    /// The subdistricts it covers, in whole or in part; empty where the list does not say.
    pub covers: Vec<AreaCode>,
}

impl LocalGovernment {
    /// Whether the Department knows it; rows that others added may tell of one that it knows as well.
    fn is_coded(&self) -> bool {
        !self.code.starts_with(OTHERS)
    }
}

const OTHERS: &str = "geocode:";

/// Why a row is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Amiss {
    #[error("no code")]
    NoCode,
    #[error("no name")]
    NoName,
    #[error("a type that is not known")]
    UnknownKind,
    #[error("neither a subdistrict nor a district that exists")]
    UnknownArea,
    #[error("said before in the same file")]
    Double,
}

/// What a file holds.
#[derive(Debug)]
pub struct Read {
    pub rows: Vec<LocalGovernment>,
    /// The line and what is amiss with it.
    pub amiss: Vec<(u64, Amiss)>,
}

/// Columns: `dola_code_2017`, `type_2017`, `province_code`, `name_th`, `covers_subdistricts`;
/// `type_2022_if_changed_or_new`, `source_geocode` and `name_en` where it has them.
pub fn read(bytes: &[u8]) -> Result<Read, NotAFile> {
    let table = Table::read(bytes)?;
    let code = table.must("dola_code_2017")?;
    let kind = table.must("type_2017")?;
    let province = table.must("province_code")?;
    let name_th = table.must("name_th")?;
    let covers = table.must("covers_subdistricts")?;
    let [kind_since, geocode, name_en] =
        ["type_2022_if_changed_or_new", "source_geocode", "name_en"]
            .map(|column| table.find(column));
    let mut seen = HashSet::new();
    let mut read = Read {
        rows: Vec::new(),
        amiss: Vec::new(),
    };
    for (line, row) in &table.rows {
        let text = |at: Option<usize>| at.map_or("", |at| row.cell(at));
        let code = match (row.cell(code), text(geocode)) {
            ("", "") => Err(Amiss::NoCode),
            ("", geocode) => Ok(format!("{OTHERS}{geocode}")),
            (code, _) => Ok(code.to_owned()),
        };
        let told = code.and_then(|code| {
            let since = Kind::from_code(text(kind_since));
            let kind = since.or(Kind::from_code(row.cell(kind)));
            let name = contact::tidy_line(row.cell(name_th), NAME).ok();
            let province = row.cell(province).parse::<AreaCode>().ok();
            let one = LocalGovernment {
                line: *line,
                kind: kind.ok_or(Amiss::UnknownKind)?,
                province: province
                    .filter(|code| code.level() == Level::Province && is_known(*code))
                    .ok_or(Amiss::UnknownArea)?,
                name_th: name.ok_or(Amiss::NoName)?,
                name_en: contact::tidy_line(text(name_en), NAME).unwrap_or_default(),
                covers: subdistricts(row.cell(covers)),
                code,
            };
            match seen.insert(one.code.clone()) {
                true => Ok(one),
                false => Err(Amiss::Double),
            }
        });
        match told {
            Ok(one) => read.rows.push(one),
            Err(amiss) => read.amiss.push((*line, amiss)),
        }
    }
    read.rows = merged(read.rows);
    match read.rows.is_empty() {
        true => Err(NotAFile::Empty),
        false => Ok(read),
    }
}

/// `570101 570102*`: the star marks one that it covers in part.
fn subdistricts(text: &str) -> Vec<AreaCode> {
    let codes = text.split_whitespace();
    codes
        .filter_map(|code| code.trim_end_matches('*').parse().ok())
        .filter(|code: &AreaCode| code.level() == Level::Subdistrict && is_known(*code))
        .collect()
}

pub(super) fn is_known(code: AreaCode) -> bool {
    areas::register().get(code).is_some()
}

/// The list is two lists joined: one that became a municipality meanwhile may stand in both, with its code and
/// without what it covers, and the other way round. Those are one.
fn merged(rows: Vec<LocalGovernment>) -> Vec<LocalGovernment> {
    let (mut coded, others): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(LocalGovernment::is_coded);
    let mut rest = Vec::new();
    for other in others {
        let twin = coded.iter_mut().find(|one| {
            one.covers.is_empty()
                && one.kind != Kind::Province
                && (one.province, one.name_th.as_str()) == (other.province, &*other.name_th)
        });
        match twin {
            None => rest.push(other),
            Some(twin) => {
                twin.kind = other.kind;
                twin.covers = other.covers;
                if twin.name_en.is_empty() {
                    twin.name_en = other.name_en;
                }
            }
        }
    }
    coded.extend(rest);
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "dola_code_2017,type_2017,type_2022_if_changed_or_new,source_geocode,province_code,\
        name_th,name_en,covers_subdistricts\n\
        2570101,pao,,570050,57,เชียงราย,Chiang Rai,\n\
        3570102,city_municipality,,5799,57,เชียงราย,Chiang Rai,570101 570102*\n\
        6570117,sao,,570176,57,ท่าสาย,,570118*\n\
        5120303,subdistrict_municipality,,120354,12,เสาธงหิน,,\n\
        ,,town_municipality,1286,12,เสาธงหิน,Sao Thong Hin,120304*\n\
        ,special_pattaya,,2096,20,พัทยา,Phatthaya,200402* 200408\n\
        3570102,sao,,1,57,อีกครั้ง,,570118\n\
        ,sao,,,57,ไม่มีรหัส,,570118\n\
        9,village,,,57,หมู่บ้าน,,570118\n\
        8,sao,,,99,นอกประเทศ,,999999\n";

    #[test]
    fn local_governments_are_read_and_what_stands_in_both_lists_is_one() {
        let read = read(LIST.as_bytes()).unwrap();
        let names: Vec<String> = read
            .rows
            .iter()
            .map(|one| one.kind.named_th(&one.name_th))
            .collect();
        assert_eq!(
            names,
            [
                "อบจ.เชียงราย",
                "เทศบาลนครเชียงราย",
                "อบต.ท่าสาย",
                "เทศบาลเมืองเสาธงหิน",
                "เมืองพัทยา"
            ]
        );
        assert_eq!(read.rows[3].code, "5120303");
        assert_eq!(read.rows[3].covers.len(), 1);
        assert_eq!(
            read.rows[3].kind.named_en(&read.rows[3].name_en),
            "Sao Thong Hin Town Municipality"
        );
        assert_eq!(read.rows[4].code, "geocode:2096");
        assert_eq!(read.rows[2].kind.named_en(""), "");
        let amiss = [
            (8, Amiss::Double),
            (9, Amiss::NoCode),
            (10, Amiss::UnknownKind),
            (11, Amiss::UnknownArea),
        ];
        assert_eq!(read.amiss, amiss);
    }

    #[test]
    fn another_file_is_said_to_be_one() {
        assert_eq!(
            super::read(b"village_code,name_th\n1,2\n").err(),
            Some(NotAFile::NoColumn("dola_code_2017"))
        );
    }
}
