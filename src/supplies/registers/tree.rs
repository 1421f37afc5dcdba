//! The tree of units: ministry, provinces, districts, and below each the local governments.

use std::collections::BTreeMap;

use areas::{Area, AreaCode, Level};

use super::file::{Amiss, Kind, LocalGovernment, is_known};
use crate::supplies::model::{NewUnit, Tier};

/// A unit of the tree, under its code, with that of the unit above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Empty above the ministry.
    pub parent: String,
    pub unit: NewUnit,
}

/// The code of an area's own unit: `area:57`, `area:5709`; the ministry's is `area:0`.
pub fn code_of(area: AreaCode) -> String {
    format!("area:{}", area.short())
}

/// The units in an order in which each comes after the one above, and the rows that have no place in it.
pub fn plan(rows: &[LocalGovernment]) -> (Vec<Planned>, Vec<(u64, Amiss)>) {
    let register = areas::register();
    let mut planned = Vec::new();
    for (level, tier) in [
        (Level::Country, Tier::Ministry),
        (Level::Province, Tier::Province),
        (Level::District, Tier::District),
    ] {
        planned.extend(register.of_level(level).map(|area| of_area(area, tier)));
    }
    let mut amiss = Vec::new();
    for row in rows {
        match local(row) {
            Some(one) => planned.push(one),
            None => amiss.push((row.line, Amiss::UnknownArea)),
        }
    }
    (planned, amiss)
}

fn of_area(area: &Area, tier: Tier) -> Planned {
    let word = match (tier, area.code.is_bangkok()) {
        (Tier::Province, false) => "จังหวัด",
        (Tier::District, false) => "อำเภอ",
        (Tier::District, true) => "เขต",
        _ => "",
    };
    let (name, name_en) = match tier {
        // Which ministry it is differs by incident; whoever runs it gives it its name.
        Tier::Ministry => ("ส่วนกลาง".to_owned(), "Ministry".to_owned()),
        _ => (format!("{word}{}", area.name_th), area.name_en.to_owned()),
    };
    Planned {
        parent: area.code.parent().map(code_of).unwrap_or_default(),
        unit: NewUnit {
            tier,
            kind: None,
            area: area.code,
            name,
            name_en,
            code: code_of(area.code),
        },
    }
}

/// That of a province lies below the province, beside its districts, and its area is the province. Every other lies
/// below the district that holds most of it; its area is the subdistrict where it covers one, else the district.
fn local(row: &LocalGovernment) -> Option<Planned> {
    let (above, area) = match (row.kind, row.covers.as_slice()) {
        (Kind::Province, _) => (row.province, row.province),
        (_, [one]) => (one.district()?, *one),
        (_, covers) => {
            let district = most(covers).or_else(|| district_in_code(row))?;
            (district, district)
        }
    };
    Some(Planned {
        parent: code_of(above),
        unit: NewUnit {
            tier: Tier::Local,
            kind: None,
            area,
            name: row.kind.named_th(&row.name_th),
            name_en: row.kind.named_en(&row.name_en),
            code: row.code.clone(),
        },
    })
}

/// The district with most of the subdistricts; of several the first.
fn most(covers: &[AreaCode]) -> Option<AreaCode> {
    let mut n: BTreeMap<AreaCode, usize> = BTreeMap::new();
    for district in covers.iter().filter_map(|code| code.district()) {
        *n.entry(district).or_default() += 1;
    }
    let most = n.into_iter().rev().max_by_key(|(_, n)| *n);
    most.map(|(district, _)| district)
}

/// The second to the fifth digit of the Department's code are those of the district.
fn district_in_code(row: &LocalGovernment) -> Option<AreaCode> {
    let district: AreaCode = row.code.get(1..5)?.parse().ok()?;
    let fits = row.province.contains(district) && is_known(district);
    fits.then_some(district)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supplies::rules;

    fn row(kind: Kind, code: &str, covers: &[&str]) -> LocalGovernment {
        LocalGovernment {
            line: 2,
            code: code.to_owned(),
            kind,
            province: "57".parse().unwrap(),
            name_th: "ก".to_owned(),
            name_en: String::new(),
            covers: covers.iter().map(|code| code.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn each_lies_where_most_of_it_is() {
        let rows = [
            row(Kind::Province, "2570101", &[]),
            row(Kind::Subdistrict, "6570901", &["570906"]),
            row(Kind::Town, "4570902", &["570901", "570902"]),
            row(Kind::Town, "4570903", &["570101", "570901", "570902"]),
            row(Kind::Town, "4570904", &[]),
            row(Kind::Town, "4579904", &[]),
        ];
        let (planned, amiss) = plan(&rows);
        assert_eq!(amiss, [(2, Amiss::UnknownArea)]);
        let of = |code: &str| {
            let one = planned.iter().find(|one| one.unit.code == code).unwrap();
            (one.parent.clone(), one.unit.area.short())
        };
        let pair = |above: &str, area: &str| (above.to_owned(), area.to_owned());
        assert_eq!(of("2570101"), pair("area:57", "57"));
        assert_eq!(of("6570901"), pair("area:5709", "570906"));
        assert_eq!(of("4570902"), pair("area:5709", "5709"));
        assert_eq!(of("4570903"), pair("area:5709", "5709"));
        assert_eq!(of("4570904"), pair("area:5709", "5709"));
        assert_eq!(of("area:5709"), pair("area:57", "5709"));
        assert_eq!(of("area:1001"), pair("area:10", "1001"));
        assert_eq!(of("area:0"), pair("", "0"));
    }

    #[test]
    fn every_unit_may_lie_where_it_is_put() {
        let rows = [
            row(Kind::Province, "2570101", &[]),
            row(Kind::Subdistrict, "6570901", &["570906"]),
        ];
        let (planned, _) = plan(&rows);
        for one in &planned {
            let above = planned.iter().find(|above| above.unit.code == one.parent);
            let above = above.map(|above| crate::supplies::model::Unit {
                id: uuid::Uuid::nil().into(),
                incident: uuid::Uuid::nil().into(),
                parent: None,
                province: above.unit.area.province(),
                tier: above.unit.tier,
                kind: None,
                area: above.unit.area,
                name: String::new(),
                name_en: String::new(),
                code: above.unit.code.clone(),
                opened_on: jiff::civil::Date::MIN,
                closed_on: None,
                version: 1,
            });
            assert_eq!(rules::may_lie(&one.unit, above.as_ref()), Ok(()), "{one:?}");
        }
    }
}
