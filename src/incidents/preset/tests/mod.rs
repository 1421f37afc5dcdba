//! The presets that ship, and what a faulty one is told.

mod answers;
mod faults;
mod points;

use i18n::Language;

use super::*;

const LIBRARY: &str = include_str!("../../../../data/presets/library.toml");

fn covid19() -> &'static Preset {
    preset("covid19").unwrap()
}

fn flood() -> &'static Preset {
    preset("flood").unwrap()
}

fn read(text: &str) -> Result<Preset, String> {
    Preset::parse(text).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(PresetProblem::to_string).collect();
        lines.join("\n")
    })
}

#[test]
fn both_presets_are_valid() {
    for text in SHIPPED {
        if let Err(problems) = read(text) {
            panic!("{problems}");
        }
    }
    let names: Vec<&str> = presets()
        .iter()
        .map(|preset| preset.name.as_str())
        .collect();
    assert_eq!(names, ["covid19", "flood"]);
    assert_eq!(preset("plague"), None);
}

#[test]
fn the_kinds_are_those_of_the_orders() {
    let codes = |preset: &Preset| {
        preset
            .kinds
            .iter()
            .map(|kind| kind.code.clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        codes(covid19()),
        "vaccination covid_illness medical oxygen medicine goods home_isolation bed \
         patient_transport body_transport other"
    );
    assert_eq!(
        codes(flood()),
        "evacuation goods medical medicine oxygen patient_transport body_transport shelter power \
         pets other"
    );
    for (code, thai) in [
        ("vaccination", "แจ้งการฉีดวัคซีน"),
        ("covid_illness", "แจ้งอาการป่วยโควิด"),
        ("medical", "ขอความช่วยเหลือทางการแพทย์/แพทย์อาสา"),
        ("oxygen", "ต้องการออกซิเจน"),
        ("medicine", "ต้องการยา"),
        ("goods", "ต้องการสิ่งของ (อาหาร น้ำ นม ผ้าอ้อม ของใช้จำเป็น)"),
        ("home_isolation", "ขอเข้าระบบแยกกักตัวที่บ้าน (HI)"),
        ("bed", "หาเตียง"),
        ("patient_transport", "ขอรถรับส่งผู้ป่วย"),
        ("body_transport", "รับส่งร่างผู้เสียชีวิต"),
        ("other", "อื่นๆ"),
    ] {
        assert_eq!(covid19().kind(code).unwrap().label(Language::Th), thai);
    }
    for (code, thai) in [
        ("evacuation", "ขออพยพ/เรือ"),
        ("shelter", "ที่พักพิง"),
        ("power", "ไฟฟ้า"),
        ("pets", "สัตว์เลี้ยง"),
    ] {
        assert_eq!(flood().kind(code).unwrap().label(Language::Th), thai);
    }
}

#[test]
fn every_kind_has_a_role_and_every_role_a_kind() {
    for preset in presets() {
        for kind in &preset.kinds {
            assert!(!kind.roles.is_empty(), "{} {}", preset.name, kind.code);
            assert_eq!(kind.household, kind.code == "vaccination");
            let takers = Role::ALL
                .into_iter()
                .filter(|role| kind.may_be_taken_by(*role))
                .count();
            assert_eq!(takers == 0, kind.household, "{} {}", preset.name, kind.code);
        }
        for role in Role::ALL {
            let serves = preset.kinds.iter().any(|kind| kind.roles.contains(&role));
            assert!(serves, "{}: nothing to do for {}", preset.name, role.code());
        }
    }
}

#[test]
fn the_words_of_the_roles_are_those_people_were_trained_on() {
    let words: Vec<&str> = Role::ALL
        .into_iter()
        .map(|role| role.label(Language::Th))
        .collect();
    assert_eq!(
        words,
        [
            "อาสาข้อมูล",
            "อาสารับส่งผู้ป่วย",
            "อาสารับส่งร่างผู้เสียชีวิต",
            "แพทย์อาสา",
            "อาสาส่งสิ่งของ",
            "มูลนิธิ/กู้ภัย",
            "อาสาประสานงาน",
        ]
    );
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(role));
        for language in Language::ALL {
            assert!(
                in_its_script(language, role.label(language)),
                "{role:?} {language:?}"
            );
        }
    }
}

#[test]
fn lists_hold_what_the_survey_needs() {
    let preset = covid19();
    let nations: Vec<&str> = preset.nationalities.iter().map(Coded::code).collect();
    assert_eq!(
        nations,
        [
            "th",
            "mm",
            "kh",
            "la",
            "vn",
            "cn",
            "other",
            "stateless",
            "unknown"
        ]
    );
    let none = preset.vaccination_history.get("none").unwrap();
    assert_eq!(none.label(Language::Th), "ยังไม่ได้รับวัคซีน");
    assert_eq!((none.doses, none.complete), (Some(0), false));
    assert_eq!(preset.wishes.label("wants", Language::Th), "ต้องการฉีดวัคซีน");
    assert_eq!(
        preset.wishes.label("does_not_want", Language::Th),
        "ไม่ต้องการฉีดวัคซีน"
    );
    assert_eq!(preset.reasons.len(), 18);
    assert_eq!(preset.risks_608.len(), 8);
    assert_eq!(preset.risk_groups.len(), 4);
    assert_eq!(preset.outcomes.len(), 14);
    assert_eq!(
        preset.reasons.label("gone", Language::Th),
        "gone",
        "an old code shows itself"
    );
    let mask = preset.supply_items.get("surgical_mask").unwrap();
    assert_eq!((mask.unit.code.as_str(), mask.packs[0].of), ("piece", 50));
    for age in 0..=130 {
        let bands = preset
            .age_bands
            .iter()
            .filter(|band| band.ages.contains(age))
            .count();
        assert_eq!(bands, 1, "age {age}");
    }
}

#[test]
fn a_preset_may_change_what_it_takes_from_the_library() {
    let dialysis = |preset: &Preset| preset.vulnerabilities.get("dialysis").unwrap().clone();
    assert_eq!(
        (dialysis(covid19()).points, dialysis(flood()).points),
        (25, 40)
    );
    assert_eq!(dialysis(covid19()).labels, dialysis(flood()).labels);
    assert!(!covid19().vulnerabilities.has("pets") && flood().vulnerabilities.has("pets"));
    let evacuation = flood().kind("evacuation").unwrap();
    assert_eq!(evacuation.order[1], Section::Needs);
    assert_eq!(
        evacuation.lease_minutes,
        flood().levels.critical.lease_minutes
    );

    let own = SHIPPED[0].replace(
        "  \"goods\",",
        r#"  { code = "goods", label = { th = "ของ" }, lease_minutes = 7, fields = ["sacks"], required = [] },
  { code = "sandbags", label = { th = "ก", en = "Sandbags", my = "က", km = "ក", lo = "ກ" }, hint = { th = "ก", en = "For a dyke", my = "က", km = "ក", lo = "ກ" }, icon = "truck", urgency = "high", roles = ["rescue"] },"#,
    ) + r#"
[[fields]]
code = "sacks"
type = "number"
min = 1
max = 9
label = { th = "ก", en = "Sacks", my = "က", km = "ក", lo = "ກ" }
"#;
    let own = read(&own).unwrap();
    let goods = own.kind("goods").unwrap();
    assert_eq!((goods.label(Language::Th), goods.lease_minutes), ("ของ", 7));
    assert_eq!(goods.labels.en, covid19().kind("goods").unwrap().labels.en);
    assert!(goods.field("sacks").is_some() && goods.field("items").is_none());
    assert!(own.kind("medicine").unwrap().field("drug_list").is_some());
    assert!(own.kind("sandbags").unwrap().fields.is_empty());
}

#[test]
fn every_text_of_the_library_is_in_five_languages_and_their_scripts() {
    let library: toml::Value = toml::Value::Table(LIBRARY.parse().unwrap());
    let mut texts = 0;
    walk("library", &library, &mut texts);
    assert!(texts > 250, "only {texts}");
}

fn walk(place: &str, value: &toml::Value, texts: &mut usize) {
    match value {
        toml::Value::Table(table) if Language::ALL.iter().any(|l| table.contains_key(l.code())) => {
            *texts += 1;
            assert_eq!(table.len(), 5, "{place}");
            for language in Language::ALL {
                let text = table
                    .get(language.code())
                    .and_then(toml::Value::as_str)
                    .unwrap_or_default();
                assert!(
                    in_its_script(language, text),
                    "{place}, {}: {text:?}",
                    language.code()
                );
                assert_eq!(
                    i18n::normalise(text),
                    text,
                    "{place}: written as it is stored"
                );
            }
        }
        toml::Value::Table(table) => {
            for (key, value) in table {
                walk(&format!("{place}.{key}"), value, texts);
            }
        }
        toml::Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                walk(&format!("{place}[{index}]"), value, texts);
            }
        }
        _ => {}
    }
}

/// Letters of one's own script or Latin ones (names, units), never of a neighbour's.
fn in_its_script(language: Language, text: &str) -> bool {
    let own = |letter: char| match language {
        Language::En => false,
        Language::Th => ('\u{E00}'..='\u{E7F}').contains(&letter),
        Language::My => ('\u{1000}'..='\u{109F}').contains(&letter),
        Language::Km => ('\u{1780}'..='\u{17FF}').contains(&letter),
        Language::Lo => ('\u{E80}'..='\u{EFF}').contains(&letter),
    };
    let sign = |letter: char| letter.is_ascii() || "–°³…".contains(letter);
    !text.trim().is_empty() && text.chars().all(|letter| own(letter) || sign(letter))
}
