//! What columns of points mean, by the words people write above them, in Thai and English.

use i18n::Language;

use crate::incidents::preset::Field;
use crate::point_imports::model::{Column, FIELDS, Part};

/// Which column is meant by which words, the more telling first. Thai words are found anywhere in a
/// heading; Latin ones as whole words, because `id` is a part of many. Several words of one entry with a
/// plus between must all be there.
const WORDS: [(Column, &[&str]); 30] = [
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
    (Column::Lat, &["ละติจูด", "ละติจุด", "lat", "latitude", "y"]),
    (
        Column::Lon,
        &["ลองจิจูด", "ลองติจูด", "lon", "lng", "long", "longitude", "x"],
    ),
    (
        Column::Phone,
        &[
            "โทร",
            "เบอร์",
            "มือถือ",
            "phone",
            "phones",
            "tel",
            "telephone",
            "mobile",
            "contact",
        ],
    ),
    (
        Column::Beds(Some("icu"), Part::Free),
        &["icu+free", "icu+available", "icu+ว่าง", "ไอซียู+ว่าง"],
    ),
    (
        Column::Beds(Some("icu"), Part::Used),
        &["icu+used", "icu+occupied", "icu+ใช้", "ไอซียู+ใช้"],
    ),
    (Column::Beds(Some("icu"), Part::Capacity), &["icu", "ไอซียู"]),
    (
        Column::Beds(Some("negative_pressure"), Part::Free),
        &["ความดันลบ+ว่าง", "negative+free"],
    ),
    (
        Column::Beds(Some("negative_pressure"), Part::Capacity),
        &["ความดันลบ", "negative+pressure", "aiir"],
    ),
    (
        Column::Beds(None, Part::Free),
        &["เตียงว่าง", "ว่าง", "free", "available", "vacant"],
    ),
    (
        Column::Beds(None, Part::Used),
        &[
            "ใช้แล้ว",
            "เตียง+ใช้",
            "ครองเตียง",
            "ผู้พักอยู่",
            "used",
            "occupied",
            "occupancy",
        ],
    ),
    (
        Column::Beds(None, Part::Capacity),
        &["เตียง", "รองรับ", "ความจุ", "beds", "bed", "capacity"],
    ),
    (Column::Queue, &["คิว", "รอคิว", "queue"]),
    (
        Column::Hours,
        &[
            "เวลาทำการ",
            "เวลาเปิด",
            "เปิดทำการ",
            "ชั่วโมง",
            "เวลา",
            "hours",
            "opening",
            "open+hours",
        ],
    ),
    (Column::Status, &["สถานะ", "status", "state"]),
    (
        Column::Field("price_baht"),
        &["ราคา", "ค่าบริการ", "price", "fee"],
    ),
    (Column::Field("walk_in"), &["walkin", "walk+in"]),
    (
        Column::CheckedOn,
        &[
            "วันที่",
            "ปรับปรุง",
            "อัปเดต",
            "อัพเดท",
            "อัพเดต",
            "date",
            "updated",
            "checked",
            "asof",
        ],
    ),
    (
        Column::Subdistrict,
        &["ตำบล", "แขวง", "subdistrict", "tambon"],
    ),
    (Column::District, &["อำเภอ", "เขต", "district", "amphoe"]),
    (Column::Province, &["จังหวัด", "province", "changwat"]),
    (
        Column::Address,
        &[
            "ที่อยู่",
            "ที่ตั้ง",
            "ถนน",
            "บ้านเลขที่",
            "address",
            "location",
            "street",
        ],
    ),
    (
        Column::Audience,
        &["กลุ่มเป้าหมาย", "รับใคร", "สำหรับใคร", "audience", "eligibility"],
    ),
    (
        Column::Conditions,
        &[
            "เงื่อนไข",
            "หมายเหตุ",
            "รายละเอียด",
            "conditions",
            "condition",
            "note",
            "notes",
            "remark",
            "remarks",
        ],
    ),
    (
        Column::NameEn,
        &[
            "ชื่อ+อังกฤษ",
            "ชื่อ+english",
            "ชื่อ+en",
            "name+en",
            "name+eng",
            "english+name",
        ],
    ),
    (
        Column::Kind,
        &["ประเภท", "ชนิด", "kind", "type", "category", "amenity"],
    ),
    (Column::Area, &["พื้นที่", "area"]),
    (
        Column::Name,
        &["ชื่อ", "สถานที่", "หน่วยบริการ", "name", "title", "hospital"],
    ),
    // One place may hold several, and one licence several places: it tells no point from another.
    (Column::NamePart, &["ใบอนุญาต", "licence", "license"]),
    (
        Column::SourceId,
        &[
            "รหัส",
            "id",
            "code",
            "code5",
            "code9",
            "hcode",
            "ref",
            "osmid",
            "uid",
        ],
    ),
];

/// The days of the week, Monday first.
const DAYS: [&[&str]; 7] = [
    &["จันทร์", "mon", "monday"],
    &["อังคาร", "tue", "tuesday"],
    &["พุธ", "wed", "wednesday"],
    &["พฤหัส", "thu", "thursday"],
    &["ศุกร์", "fri", "friday"],
    &["เสาร์", "sat", "saturday"],
    &["อาทิตย์", "sun", "sunday"],
];

/// What a heading most likely stands above: a field of a kind where it is called as that is, one day
/// where it names no other.
pub fn meant(heading: &str) -> Option<Column> {
    let folded = i18n::normalise(heading).trim().to_lowercase();
    if let Some(field) = FIELDS.iter().find(|field| is_called(field, &folded)) {
        return Some(Column::Field(&field.key));
    }
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric() && !is_thai_mark(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let squeezed: String = words.concat();
    let has = |needle: &str| match needle.is_ascii() {
        true => words.contains(&needle) || squeezed == needle,
        false => squeezed.contains(needle),
    };
    let days: Vec<u8> = (0..)
        .zip(DAYS)
        .filter(|(_, names)| names.iter().copied().any(has))
        .map(|(day, _)| day)
        .collect();
    if let [day] = days[..] {
        return Some(Column::Day(day));
    }
    WORDS.iter().find_map(|(column, needles)| {
        let found = needles.iter().any(|needle| needle.split('+').all(has));
        found.then_some(*column)
    })
}

fn is_called(field: &Field, heading: &str) -> bool {
    let labels = [Language::Th, Language::En].map(|language| field.label(language).to_lowercase());
    field.key == heading || labels.iter().any(|label| label == heading)
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

/// By what files of one shape are known again: their headings, folded.
pub fn fingerprint(headings: &[String]) -> String {
    let folded: Vec<String> = headings
        .iter()
        .map(|heading| crate::imports::rules::cells::folded(heading))
        .collect();
    let whole = folded.join("\u{1F}");
    // A hundred columns make a long key; what differs beyond is told by its length.
    let shortened: String = whole.chars().take(400).collect();
    format!("{}:{}:{shortened}", headings.len(), whole.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood_in_thai_and_english() {
        use Column::*;
        for (heading, column) in [
            ("ชื่อโรงพยาบาล", Some(Name)),
            ("ชื่อหน่วยบริการ", Some(Name)),
            ("name_th", Some(Name)),
            ("name_en", Some(NameEn)),
            ("ชื่อภาษาอังกฤษ", Some(NameEn)),
            ("kind", Some(Kind)),
            ("ประเภทสถานที่", Some(Kind)),
            ("moph_code5", Some(SourceId)),
            ("รหัสหน่วยบริการ", Some(Name)),
            ("รหัส", Some(SourceId)),
            ("ID", Some(SourceId)),
            ("พิกัด (lat,long)", Some(Position)),
            ("lat", Some(Lat)),
            ("Longitude", Some(Lon)),
            ("beds", Some(Beds(None, Part::Capacity))),
            ("จำนวนเตียงทั้งหมด", Some(Beds(None, Part::Capacity))),
            ("เตียงว่าง", Some(Beds(None, Part::Free))),
            ("เตียง ICU", Some(Beds(Some("icu"), Part::Capacity))),
            ("ICU ว่าง", Some(Beds(Some("icu"), Part::Free))),
            (
                "ห้องความดันลบ",
                Some(Beds(Some("negative_pressure"), Part::Capacity)),
            ),
            ("เบอร์โทรศัพท์", Some(Phone)),
            ("วัน-เวลาทำการ", Some(Hours)),
            ("ข้อมูล ณ วันที่", Some(CheckedOn)),
            ("สถานะ", Some(Status)),
            ("subdistrict_code", Some(Subdistrict)),
            ("province_code", Some(Province)),
            ("ที่ตั้ง", Some(Address)),
            ("address_th", Some(Address)),
            ("licence_code", Some(NamePart)),
            ("เลขที่ใบอนุญาต", Some(NamePart)),
            ("sector", None),
            ("widow", None),
            ("ราคา", Some(Field("price_baht"))),
            ("ค่าบริการ (บาท)", Some(Field("price_baht"))),
            ("walk_in", Some(Field("walk_in"))),
            ("Oxygen services", Some(Field("oxygen_services"))),
            ("วันอาทิตย์", Some(Day(6))),
            ("เวลาเปิดวันพฤหัสบดี", Some(Day(3))),
            ("Mon", Some(Day(0))),
            ("เวลา จันทร์-ศุกร์", Some(Hours)),
            ("", None),
        ] {
            assert_eq!(meant(heading), column, "{heading}");
        }
    }

    #[test]
    fn files_of_one_shape_are_known_again() {
        let row = |cells: &[&str]| -> Vec<String> {
            cells.iter().map(|cell| (*cell).to_owned()).collect()
        };
        let one = row(&["ชื่อ", "Lat", "Lon"]);
        assert_eq!(fingerprint(&one), fingerprint(&row(&["ชื่อ ", "lat", "LON"])));
        assert_ne!(fingerprint(&one), fingerprint(&row(&["ชื่อ", "Lat"])));
        assert_eq!(understood(&one), 3);
    }
}
