//! The register: counts, orders, names, abolished codes.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use areas::{AreaCode, Basis, Level, register};

fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

#[test]
fn the_register_is_complete() {
    let counts = [
        Level::Country,
        Level::Province,
        Level::District,
        Level::Subdistrict,
    ]
    .map(|level| register().of_level(level).count());
    assert_eq!(counts, [1, 77, 928, 7436]);
    for area in register().areas() {
        assert!(
            !area.name_th.is_empty() && !area.name_en.is_empty(),
            "{}",
            area.code
        );
        assert!(
            area.code
                .parent()
                .is_none_or(|parent| register().get(parent).is_some())
        );
        assert_eq!(
            area.postcodes.is_empty(),
            area.level != Level::Subdistrict,
            "{}",
            area.code
        );
        assert!(area.postcodes.iter().all(|p| p.len() == 5), "{}", area.code);
    }
}

#[test]
fn a_code_knows_its_place() {
    let tha_kasem = code("270106");
    assert_eq!(tha_kasem.level(), Level::Subdistrict);
    assert_eq!(tha_kasem.province(), 27);
    assert_eq!(tha_kasem.district(), Some(code("2701")));
    assert_eq!(tha_kasem.parent(), Some(code("2701")));
    assert_eq!(code("2701").parent(), Some(code("27")));
    assert_eq!(code("27").parent(), Some(AreaCode::COUNTRY));
    assert_eq!(code("27").range(), 270_000..=279_999);
    assert_eq!(code("2701").range(), 270_100..=270_199);
    assert!(code("27").contains(tha_kasem) && !code("28").contains(tha_kasem));
    assert!(AreaCode::COUNTRY.contains(tha_kasem) && tha_kasem.contains(tha_kasem));
}

#[test]
fn codes_are_read_as_people_write_them() {
    for (text, digits) in [
        ("27", 270_000),
        ("2701", 270_100),
        (" ๒๗๐๑๐๖ ", 270_106),
        ("27010601", 270_106),
        ("0", 0),
        ("00", 0),
    ] {
        assert_eq!(code(text).get(), digits);
    }
    for text in [
        "",
        "2",
        "270",
        "27010",
        "2700 1",
        "270001",
        "0701",
        "TH27",
        "270106011",
        "-27",
    ] {
        assert!(text.parse::<AreaCode>().is_err(), "{text}");
    }
    assert_eq!(
        ["27", "2701", "270106", "0"].map(|text| code(text).short()),
        ["27", "2701", "270106", "0"]
    );
}

#[test]
fn full_names_are_written_as_on_a_letter() {
    let full = |thai, text| register().full_name(thai, code(text));
    assert_eq!(full(true, "270106"), "ต.ท่าเกษม อ.เมืองสระแก้ว จ.สระแก้ว");
    assert_eq!(full(false, "270106"), "Tha Kasem, Mueang Sa Kaeo, Sa Kaeo");
    assert_eq!(full(true, "100111"), "แขวงบางขุนพรหม เขตพระนคร กรุงเทพมหานคร");
    assert_eq!(full(false, "1001"), "Phra Nakhon, Bangkok");
    assert_eq!(full(true, "0"), "ประเทศไทย");
    assert_eq!(full(true, "99"), "99");
}

#[test]
fn children_stand_in_official_and_in_thai_order() {
    let official = register().children(AreaCode::COUNTRY);
    assert_eq!(official.len(), 77);
    assert!(official.is_sorted());
    let names: Vec<_> = register()
        .children_in_thai_order(AreaCode::COUNTRY)
        .iter()
        .filter_map(|code| register().get(*code))
        .map(|area| area.name_th)
        .collect();
    assert_eq!(names[..4], ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "กาฬสินธุ์"]);
    assert_eq!(names[75..], ["อุทัยธานี", "อุบลราชธานี"]);
    let at = |name| names.iter().position(|n| *n == name).unwrap();
    assert!(
        at("จันทบุรี") < at("ฉะเชิงเทรา") && at("ชุมพร") < at("เชียงราย") && at("เชียงใหม่") < at("ตรัง")
    );
    assert!(at("แพร่") > at("เพชรบูรณ์") && at("แพร่") < at("ภูเก็ต"));
    assert!(register().children(code("270106")).is_empty());
}

#[test]
fn abolished_codes_lead_to_what_took_their_place() {
    let gone = register().abolished(code("104701")).unwrap();
    assert_eq!(
        (gone.name_th, gone.abolished_on, gone.basis),
        ("บางนา", "2022-04-22", Some(Basis::Notice))
    );
    assert_eq!(
        register().successors(code("104701")),
        [code("104702"), code("104703")]
    );
    assert_eq!(register().successors(code("530306")), [code("530407")]);
    assert_eq!(register().successors(code("270106")), [], "in use");
    for gone in register().all_abolished() {
        assert!(register().get(gone.code).is_none(), "{}", gone.code);
        for successor in &gone.successors {
            assert!(
                register().get(*successor).is_some(),
                "{successor} after {}",
                gone.code
            );
        }
    }
    assert_eq!(register().all_abolished().len(), 1583);
}
