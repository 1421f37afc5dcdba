//! Searching the register as people type.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use areas::{Area, Level, Why, register};

/// The codes of the first hits.
fn found(text: &str) -> Vec<String> {
    register()
        .search(text, None, 10)
        .iter()
        .map(|hit| hit.area.code.short())
        .collect()
}

fn first(text: &str) -> String {
    found(text).first().cloned().unwrap_or_default()
}

#[test]
fn what_people_type_finds_what_they_mean() {
    let meant = [
        ("สระแก้ว", "27"),
        ("จ.สระแก้ว", "27"),
        ("จังหวัดสระแก้ว", "27"),
        ("จังหวัด สระแก้ว", "27"),
        ("ต.สระแก้ว", "270101"),
        ("อ.เมืองสระแก้ว", "2701"),
        ("อำเภอเมือง จังหวัดสระแก้ว", "2701"),
        ("อ.เมือง จ.สระแก้ว", "2701"),
        ("เมืองสระแก้ว", "2701"),
        ("ท่าเกษม", "270106"),
        ("ท่าเกษม เมืองสระแก้ว", "270106"),
        ("ท่าเกษม สระแก้ว", "270106"),
        ("สระแก้ว ท่าเกษม", "270106"),
        ("สระแก้ว เมืองสระแก้ว ท่าเกษม", "270106"),
        ("ท่าเกษม, เมืองสระแก้ว, สระแก้ว", "270106"),
        ("ต.ท่าเกษม อ.เมือง จ.สระแก้ว 27000", "270106"),
        ("ต.ท่าเกษมอ.เมืองสระแก้วจ.สระแก้ว", "270106"),
        ("ตำบลท่าเกษมอำเภอเมืองสระแก้วจังหวัดสระแก้ว", "270106"),
        ("99/1 หมู่ 5 ต.ท่าเกษม อ.เมือง จ.สระแก้ว", "270106"),
        (
            "๙๙/๑ ถนนสุวรรณศร ต.ท่าเกษม อ.เมืองสระแก้ว จ.สระแก้ว ๒๗๐๐๐",
            "270106",
        ),
        ("ต.แม่สาย อ.แม่สาย จ.เชียงราย", "570901"),
        ("แม่สาย", "5709"),
        ("ตำบลแม่สาย", "570901"),
        ("แม่สาย เชียงราย", "5709"),
        ("Mae Sai", "5709"),
        ("Tambon Mae Sai, Chiang Rai", "570901"),
        ("Mae Sai District, Chiang Rai Province", "5709"),
        ("mae sai subdistrict chiang rai", "570901"),
        ("amphoe mueang sa kaeo", "2701"),
        ("Amphur Muang, Chonburi", "2001"),
        ("Tha Kasem, Mueang Sa Kaeo, Sa Kaeo", "270106"),
        ("Tha Kasem Mueang Sa Kaeo Sa Kaeo", "270106"),
        ("กทม", "10"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
        ("กรุงเทพ", "10"),
        ("Bangkok", "10"),
        ("bkk", "10"),
        ("เขตพระนคร", "1001"),
        ("เขต พระนคร กทม", "1001"),
        ("แขวงบางขุนพรหม เขตพระนคร", "100111"),
        ("แขวงบางขุนพรหมเขตพระนครกรุงเทพมหานคร", "100111"),
        ("โคราช", "30"),
        ("korat", "30"),
        ("เมืองโคราช", "3001"),
        ("อ.เมือง โคราช", "3001"),
        ("แปดริ้ว", "24"),
        ("อยุธยา", "14"),
        ("Ayutthaya", "14"),
        ("เกาะสมุย", "8404"),
        ("koh samui", "8404"),
        ("samui", "8404"),
        ("พัทยา", "2004"),
        ("ต.หลักเขต", "310122"),
        ("ต.สามตำบล", "801906"),
        ("สนามชัยเขต", "2408"),
        ("ต.จ.ป.ร.", "850406"),
        ("ปอพาน มหาสารคาม", "440706"),
        ("สุไหงโกลก", "9610"),
        ("sungai kolok", "9610"),
        ("57", "57"),
        ("๕๗๐๙", "5709"),
        ("570901", "570901"),
        ("57090101", "570901"),
        ("ประเทศไทย", "0"),
        ("Thailand", "0"),
    ];
    let missed: Vec<_> = meant
        .iter()
        .filter(|(text, code)| first(text) != *code)
        .map(|(text, code)| format!("{text}: {code} was meant, {:?} found", found(text)))
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn slips_and_other_spellings_are_forgiven() {
    let meant = [
        ("สะแก้ว", "27"),
        ("สระเเก้ว", "27"),
        ("สระแกว", "27"),
        ("เชียงไหม่", "50"),
        ("เชียงใหม", "50"),
        ("นครศรีธรรมราด", "80"),
        ("นครศรีธรรมราช์", "80"),
        ("อุบลราชธานนี", "34"),
        ("กาญจณบุรี", "71"),
        ("สรีสะเกด", "33"),
        ("บุรีรัม", "31"),
        ("ฉะเชิงเซา", "24"),
        ("พิษณุโลค", "65"),
        ("เพ็ชรบูรณ์", "67"),
        ("นํ้าพอง", "4007"),
        ("นำ้พอง", "4007"),
        ("สระ\u{200b}แก้ว", "27"),
        ("chiangmai", "50"),
        ("Chiang-Mai", "50"),
        ("chiang may", "50"),
        ("cholburi", "20"),
        ("Chonburee", "20"),
        ("Sakaew", "27"),
        ("srisaket", "33"),
        ("Sisaket", "33"),
        ("puket", "83"),
        ("Petchabun", "67"),
        ("udorn thani", "41"),
        ("Nakorn Ratchasima", "30"),
        ("nakhon sri thammarat", "80"),
        ("Ubol Ratchathani", "34"),
        ("kanjanaburi", "71"),
        ("Phangnga", "82"),
        ("Pang Nga", "82"),
        ("sriracha", "2007"),
        ("Hadyai", "9011"),
        ("hat yai songkla", "9011"),
        ("maesai", "5709"),
        ("mae sai chiengrai", "5709"),
        ("ต.ท่าเกสม อ.เมืองสะแก้ว จ.สระแก้ว", "270106"),
    ];
    let missed: Vec<_> = meant
        .iter()
        .filter(|(text, code)| first(text) != *code)
        .map(|(text, code)| format!("{text}: {code} was meant, {:?} found", found(text)))
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn bigger_areas_come_first_and_then_the_thai_order() {
    let hits = register().search("เชียง", None, 30);
    let levels: Vec<Level> = hits
        .iter()
        .filter(|h| h.why == Why::Prefix)
        .map(|h| h.area.level)
        .collect();
    assert!(levels.is_sorted(), "{levels:?}");
    assert_eq!(found("เชียง")[..2], ["57", "50"], "เชียงราย before เชียงใหม่");
}

#[test]
fn parts_of_names_are_found_after_beginnings() {
    let hits = register().search("เกษม", None, 50);
    assert!(
        hits.iter()
            .any(|hit| hit.area.code.short() == "270106" && hit.why == Why::Part)
    );
    let reasons: Vec<Why> = hits.iter().map(|hit| hit.why).collect();
    assert!(reasons.is_sorted(), "{reasons:?}");
}

#[test]
fn a_postcode_finds_its_subdistricts_and_narrows_names() {
    let hits = register().search("84280", None, 10);
    let names: Vec<_> = hits.iter().map(|hit| hit.area.name_th).collect();
    assert_eq!(names, ["เกาะพะงัน", "บ้านใต้"]);
    let narrowed = register().search("บ้านใต้ 84280", None, 10);
    assert_eq!(narrowed[0].area.code.short(), "840502");
    assert!(
        narrowed
            .iter()
            .all(|hit| hit.area.code.short().starts_with("84"))
    );
    assert_eq!(
        first("ท่าเกษม 10200"),
        "270106",
        "a wrong postcode does not hide the name"
    );
}

#[test]
fn former_names_find_what_took_their_place() {
    let hits = register().search("แขวงบางนา", None, 10);
    let codes: Vec<_> = hits.iter().map(|hit| hit.area.code.short()).collect();
    assert!(
        codes.contains(&"104702".into()) && codes.contains(&"104703".into()),
        "{codes:?}"
    );
    assert_eq!(found("104701"), ["104703", "104702"]);
}

#[test]
fn a_search_stays_inside_the_given_area() {
    let chiang_rai = "57".parse().unwrap();
    let hits = register().search("เมือง", Some(chiang_rai), 50);
    assert!(!hits.is_empty());
    assert!(hits.iter().all(|hit| chiang_rai.contains(hit.area.code)));
    assert_eq!(hits[0].area.code.short(), "5701");
    let path = register().search("ต.แม่สาย จ.เชียงราย", Some(chiang_rai), 5);
    assert_eq!(path[0].area.code.short(), "570901");
}

#[test]
fn nothing_useful_finds_nothing() {
    for text in [
        "",
        " ",
        "\0",
        "จังหวัด",
        "...",
        "ต.",
        "12345678901",
        "မြန်မာ",
        "ก้้้้้",
    ] {
        let hits = register().search(text, None, 10);
        assert!(hits.is_empty() || text == "ก้้้้้", "{text:?} found {hits:?}");
    }
}

/// Every area is the first hit for its own name, or among those that share it: 80 at most.
fn found_by(name: fn(&Area) -> &'static str) {
    for area in register().areas() {
        let own = |limit| {
            let hits = register().search(name(area), None, limit);
            hits.into_iter().find(|hit| hit.area.code == area.code)
        };
        let hit = own(1).or_else(|| own(80));
        assert_eq!(
            hit.map(|hit| hit.why),
            Some(Why::Exact),
            "{} {}",
            name(area),
            area.code
        );
    }
}

#[test]
fn every_area_is_found_by_its_thai_name() {
    found_by(|area| area.name_th);
}

#[test]
fn every_area_is_found_by_its_english_name() {
    found_by(|area| area.name_en);
}

#[test]
fn areas_are_found_by_their_full_names() {
    let register = register();
    for area in register.areas().iter().step_by(5) {
        for thai in [true, false] {
            let name = register.full_name(thai, area.code);
            let hits = register.search(&name, None, 3);
            let codes: Vec<_> = hits.iter().map(|hit| hit.area.code).collect();
            assert!(codes.contains(&area.code), "{name} found {codes:?}");
        }
    }
}
