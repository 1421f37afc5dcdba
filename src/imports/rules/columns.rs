//! What columns mean, by the words people write above them, in Thai and English.

use crate::imports::model::Column;

/// Lines among which the headings are looked for: lists begin with titles and merged cells.
const TITLES: usize = 15;

/// Which column is meant by which words, the more telling first. Thai words are found anywhere in a
/// heading; Latin ones as whole words, because `id` is a part of many.
const WORDS: [(Column, &[&str]); 15] = [
    (
        Column::Position,
        &[
            "พิกัด",
            "latlon",
            "latlng",
            "coordinates",
            "coordinate",
            "gps",
            "position",
        ],
    ),
    (Column::Lat, &["ละติจูด", "ละติจุด", "lat", "latitude"]),
    (
        Column::Lon,
        &["ลองจิจูด", "ลองติจูด", "lon", "lng", "long", "longitude"],
    ),
    (
        Column::Phone,
        &["โทร", "เบอร์", "มือถือ", "phone", "tel", "telephone", "mobile"],
    ),
    (
        Column::Original,
        &[
            "อ้างอิง",
            "เลขที่คำขอ",
            "เลขที่เคส",
            "รหัส",
            "ลำดับเคส",
            "ref",
            "reference",
            "id",
            "ticket",
        ],
    ),
    (
        Column::Headcount,
        &["จำนวน", "กี่คน", "people", "persons", "headcount", "pax"],
    ),
    (
        Column::AskedOn,
        &["วันที่", "วันเวลา", "เวลา", "date", "time", "timestamp"],
    ),
    (
        Column::Subdistrict,
        &["ตำบล", "แขวง", "subdistrict", "tambon"],
    ),
    (Column::District, &["อำเภอ", "เขต", "district", "amphoe"]),
    (Column::Province, &["จังหวัด", "province", "changwat"]),
    (
        Column::Landmark,
        &[
            "ที่อยู่",
            "จุดสังเกต",
            "สถานที่",
            "บ้านเลขที่",
            "address",
            "landmark",
            "location",
        ],
    ),
    (
        Column::Kind,
        &[
            "ประเภท",
            "ความต้องการ",
            "ต้องการ",
            "kind",
            "type",
            "need",
            "needs",
            "category",
        ],
    ),
    (
        Column::Details,
        &[
            "รายละเอียด",
            "หมายเหตุ",
            "ข้อความ",
            "details",
            "detail",
            "note",
            "notes",
            "remark",
            "remarks",
        ],
    ),
    (Column::Area, &["พื้นที่", "area"]),
    (
        Column::Name,
        &[
            "ชื่อ",
            "ผู้แจ้ง",
            "ผู้ขอ",
            "ผู้ติดต่อ",
            "ผู้ประสบภัย",
            "name",
            "contact",
            "requester",
        ],
    ),
];

/// What a heading most likely stands above.
pub fn meant(heading: &str) -> Option<Column> {
    let folded = i18n::normalise(heading).to_lowercase();
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && !is_thai_mark(letter))
        .collect();
    let squeezed: String = words.concat();
    WORDS.iter().find_map(|(column, needles)| {
        let found = needles.iter().any(|needle| match needle.is_ascii() {
            true => words.contains(needle) || squeezed == *needle,
            false => squeezed.contains(needle),
        });
        found.then_some(*column)
    })
}

fn is_thai_mark(letter: char) -> bool {
    ('\u{0E31}'..='\u{0E4E}').contains(&letter)
}

/// What each heading most likely stands above; each meaning once, but for words that may be told
/// together.
pub fn propose(headings: &[String]) -> Vec<Option<Column>> {
    let mut proposed: Vec<Option<Column>> = Vec::with_capacity(headings.len());
    for heading in headings {
        let column = meant(heading).filter(|column| {
            column.may_repeat() || !proposed.iter().flatten().any(|known| known == column)
        });
        proposed.push(column);
    }
    proposed
}

/// How many cells of a row are understood as headings.
pub fn understood(row: &[String]) -> usize {
    propose(row).iter().flatten().count()
}

/// Which of the first rows holds the headings: the one of which most is understood, else the first
/// with more than one word.
pub fn heading_row<'a>(
    rows: impl IntoIterator<Item = &'a [String]>,
    understood: fn(&[String]) -> usize,
) -> usize {
    let mut best = (0, 0);
    let mut first_wide = None;
    for (n, row) in rows.into_iter().take(TITLES).enumerate() {
        let known = understood(row);
        if known > best.1 {
            best = (n, known);
        }
        let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
        if filled > 1 && first_wide.is_none() {
            first_wide = Some(n);
        }
    }
    match best {
        (n, 2..) => n,
        _ => first_wide.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn headings_are_understood_in_thai_and_english() {
        use Column::*;
        for (heading, column) in [
            ("ชื่อ-นามสกุล", Some(Name)),
            ("ชื่อผู้ติดต่อ", Some(Name)),
            ("เบอร์โทร", Some(Phone)),
            ("เบอร์ โทรศัพท์ (มือถือ)", Some(Phone)),
            ("Tel.", Some(Phone)),
            ("ที่อยู่/จุดสังเกต", Some(Landmark)),
            ("พิกัด", Some(Position)),
            ("Lat", Some(Lat)),
            ("LONGITUDE", Some(Lon)),
            ("ประเภทความช่วยเหลือ", Some(Kind)),
            ("จำนวนคน", Some(Headcount)),
            ("รายละเอียด", Some(Details)),
            ("วันที่แจ้ง", Some(AskedOn)),
            ("หมายเลขอ้างอิงเดิม", Some(Original)),
            ("ID", Some(Original)),
            ("widow", None),
            ("ตำบล", Some(Subdistrict)),
            ("อำเภอ", Some(District)),
            ("จังหวัด", Some(Province)),
            ("สถานะ", None),
            ("", None),
        ] {
            assert_eq!(meant(heading), column, "{heading}");
        }
    }

    #[test]
    fn a_meaning_is_proposed_once() {
        let headings = row(&["ชื่อ", "ชื่อเล่น", "หมายเหตุ", "รายละเอียด"]);
        use Column::{Details, Name};
        assert_eq!(
            propose(&headings),
            [Some(Name), None, Some(Details), Some(Details)]
        );
    }

    #[test]
    fn titles_above_the_headings_are_passed_over() {
        let rows = [
            row(&["รายชื่อผู้ประสบภัย อ.แม่สาย", "", ""]),
            row(&["ข้อมูล ณ วันที่ 21 พ.ย. 2569", "", ""]),
            row(&["ลำดับ", "ชื่อ-สกุล", "เบอร์โทร"]),
            row(&["1", "สมหญิง", "0812345678"]),
        ];
        assert_eq!(heading_row(rows.iter().map(Vec::as_slice), understood), 2);
        let unknown = [row(&["x"]), row(&["a", "b"]), row(&["c", "d"])];
        assert_eq!(
            heading_row(unknown.iter().map(Vec::as_slice), understood),
            1
        );
    }
}
