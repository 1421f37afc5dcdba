use super::*;

const HEADINGS: [&str; 10] = [
    "ชื่อ",
    "ประเภท",
    "lat",
    "lon",
    "โทร",
    "เตียง",
    "ว่าง",
    "เวลา",
    "วันที่",
    "รหัส",
];

fn mapping() -> Mapping {
    let headings: Vec<String> = HEADINGS.iter().map(|one| (*one).to_owned()).collect();
    Mapping {
        columns: super::super::columns::propose(&headings),
        ..Mapping::default()
    }
}

fn reading(mapping: &Mapping, cells: [&str; 10]) -> Reading {
    let headings: Vec<String> = HEADINGS.iter().map(|one| (*one).to_owned()).collect();
    let row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    let when = When {
        known_at: "2026-11-20T00:00:00Z".parse().unwrap(),
        now: "2026-11-21T05:00:00Z".parse().unwrap(),
    };
    read(mapping, &headings, &row, when)
}

fn keys(reading: &Reading) -> Vec<&str> {
    reading
        .problems
        .iter()
        .map(|one| one.key.as_str())
        .collect()
}

#[test]
fn a_row_is_read_whole() {
    let cells = [
        "โรงพยาบาลแม่สาย",
        "โรงพยาบาลชุมชน",
        "99.88",
        "20.43",
        "53731300",
        "90",
        "12",
        "20:00-02:00",
        "20/11/2569",
        "11196",
    ];
    let read = reading(&mapping(), cells);
    assert_eq!(keys(&read), ["point-import-was-swapped"]);
    let draft = read.draft.unwrap();
    assert_eq!(draft.kind.code, "hospital");
    assert_eq!(draft.phones.as_deref(), Some("053731300"));
    assert_eq!(draft.beds["general"], [Some(90), None, Some(12)]);
    assert_eq!(draft.source_id.as_deref(), Some("11196"));
    assert_eq!(draft.known_at.to_string(), "2026-11-19T17:00:00Z");
    assert!(draft.hours.unwrap().iter().all(Option::is_some));
}

#[test]
fn all_that_is_amiss_is_told_at_once() {
    let cells = [
        "",
        "ธนาคาร",
        "20.43",
        "",
        "12",
        "หลาย",
        "",
        "เช้า",
        "31/02/2569",
        "",
    ];
    let read = reading(&mapping(), cells);
    assert!(read.draft.is_none());
    let mut told = keys(&read);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "point-import-date-unreadable",
            "point-import-hours-unreadable",
            "point-import-kind-unknown",
            "point-import-name-missing",
            "point-import-phone-unreadable",
            "point-import-position-unreadable",
        ]
    );
}

#[test]
fn more_free_than_there_are_is_a_problem_of_its_column() {
    let cells = [
        "รพ.", "hospital", "20.43", "99.88", "", "10", "12", "", "", "",
    ];
    let read = reading(&mapping(), cells);
    assert_eq!(keys(&read), ["point-import-more-free-than-beds"]);
    assert_eq!(
        read.problems[0].column,
        Some(Column::Beds(None, Part::Free))
    );
}

#[test]
fn a_missing_phone_is_none_known_unless_the_run_says_otherwise() {
    let cells = ["รพ.", "hospital", "20.43", "99.88", "-", "", "", "", "", ""];
    assert!(reading(&mapping(), cells).draft.is_some());
    let strict = Mapping {
        no_phone_known: false,
        ..mapping()
    };
    assert_eq!(
        keys(&reading(&strict, cells)),
        ["point-import-phone-missing"]
    );
}

#[test]
fn a_name_is_made_of_what_there_is() {
    let cells = ["", "hospital", "20.43", "99.88", "", "", "", "", "", "7"];
    assert!(reading(&mapping(), cells).draft.is_none());
    let makes = Mapping {
        makes_names: true,
        ..mapping()
    };
    let names = reading(&makes, cells).draft.unwrap().names;
    assert_eq!(
        (names.th.as_str(), names.en.as_str()),
        ("โรงพยาบาล 7", "Hospital 7")
    );
    let mut parts = mapping();
    parts.columns[1] = Some(Column::NamePart);
    parts.columns[9] = Some(Column::NamePart);
    parts.kind = Some("hospital".to_owned());
    assert_eq!(reading(&parts, cells).draft.unwrap().names.th, "hospital 7");
}

#[test]
fn a_date_to_come_is_no_date() {
    let cells = [
        "รพ.",
        "hospital",
        "20.43",
        "99.88",
        "",
        "",
        "",
        "",
        "25/11/2569",
        "",
    ];
    assert_eq!(
        keys(&reading(&mapping(), cells)),
        ["point-import-date-ahead"]
    );
}
