//! Urgency and triage by the presets that ship.

use super::*;

fn said(urgency: &Urgency) -> String {
    let reasons: Vec<String> = urgency.reasons.iter().map(ReasonCode::to_string).collect();
    format!("{} {}", urgency.points, reasons.join(" "))
        .trim()
        .to_owned()
}

#[test]
fn points_and_their_reasons() {
    let ask = |kind: &'static str| Input {
        kind,
        headcount: 1,
        ..Input::default()
    };
    for (input, wanted) in [
        (ask("vaccination"), "0"),
        (ask("gold"), "0"),
        (ask("goods"), "20 kind:goods"),
        (ask("oxygen"), "90 kind:oxygen"),
        (
            Input {
                headcount: 4,
                ..ask("goods")
            },
            "20 kind:goods",
        ),
        (
            Input {
                headcount: 5,
                ..ask("goods")
            },
            "25 kind:goods headcount:five",
        ),
        (
            Input {
                headcount: 500,
                ..ask("goods")
            },
            "40 kind:goods headcount:thirty",
        ),
        (
            Input {
                vulnerabilities: &["dialysis", "migrant", "rich"],
                ..ask("goods")
            },
            "45 kind:goods vulnerability:dialysis",
        ),
        (
            Input {
                ages: &[35, 59],
                ..ask("goods")
            },
            "20 kind:goods",
        ),
        (
            Input {
                ages: &[60, 79],
                ..ask("goods")
            },
            "30 kind:goods age:from_60",
        ),
        (
            Input {
                ages: &[1],
                vulnerabilities: &["infant"],
                ..ask("goods")
            },
            "35 kind:goods vulnerability:infant",
        ),
        (
            Input {
                ages: &[0, 80],
                ..ask("goods")
            },
            "50 kind:goods age:under_2 age:from_80",
        ),
        (
            Input {
                sick_level: Some(1),
                ..ask("bed")
            },
            "45 kind:bed",
        ),
        (
            Input {
                sick_level: Some(4),
                ..ask("bed")
            },
            "125 kind:bed sick:sick_4",
        ),
        (
            Input {
                sick_level: Some(9),
                ..ask("bed")
            },
            "45 kind:bed",
        ),
    ] {
        assert_eq!(said(&covid19().urgency(&input)), wanted);
    }
}

#[test]
fn an_answer_may_add_points() {
    let roof = Value::Choice("roof".into());
    let water = Value::Choice("over_head".into());
    let answers = [
        ("floor", &roof),
        ("water_level", &water),
        ("spo2", &Value::Number(80)),
    ];
    let input = Input {
        kind: "evacuation",
        headcount: 3,
        vulnerabilities: &["bedridden"],
        answers: &answers,
        ..Input::default()
    };
    let urgency = flood().urgency(&input);
    assert_eq!(
        said(&urgency),
        "180 kind:evacuation vulnerability:bedridden answer:water_level:over_head answer:floor:roof"
    );
    let words = flood().reason(&urgency.reasons[3], Language::Th);
    assert_eq!(words.as_deref(), Some("อยู่ที่ชั้น: หลังคา"));
    let unasked = Input {
        kind: "goods",
        answers: &answers,
        ..Input::default()
    };
    assert_eq!(said(&flood().urgency(&unasked)), "20 kind:goods");
}

#[test]
fn points_have_an_end_and_waiting_overtakes_them() {
    let preset = flood();
    let all: Vec<&str> = preset.vulnerabilities.iter().map(Coded::code).collect();
    let input = Input {
        kind: "evacuation",
        vulnerabilities: &all,
        headcount: 100,
        ages: &[0, 90],
        sick_level: Some(4),
        ..Input::default()
    };
    let most = preset.urgency(&input);
    assert_eq!(most.points, preset.urgency.most_points);
    assert_eq!(preset.bonus_minutes(most.points), 300 * 30);
    assert_eq!(preset.bonus_minutes(u16::MAX), 300 * 30);
    assert_eq!(
        (preset.bonus_minutes(0), preset.bonus_minutes(20)),
        (0, 600)
    );
    for level in Level::ALL.windows(2) {
        assert!(preset.levels.of(level[0]).points < preset.levels.of(level[1]).points);
    }
}

#[test]
fn every_reason_has_words_and_a_text() {
    for preset in presets() {
        let mut reasons: Vec<ReasonCode> = Vec::new();
        reasons.extend(
            preset
                .kinds
                .iter()
                .map(|kind| ReasonCode::Kind(kind.code.clone())),
        );
        reasons.extend(
            preset
                .vulnerabilities
                .iter()
                .map(|v| ReasonCode::Vulnerability(v.code.clone())),
        );
        let rules = &preset.urgency;
        reasons.extend(
            rules
                .headcount
                .iter()
                .map(|r| ReasonCode::Headcount(r.code.clone())),
        );
        reasons.extend(
            rules
                .ages
                .iter()
                .map(|rule| ReasonCode::Age(rule.code.clone())),
        );
        reasons.extend(
            rules
                .sick_levels
                .iter()
                .map(|rule| ReasonCode::Sick(rule.code.clone())),
        );
        for field in preset.kinds.iter().flat_map(|kind| &kind.fields) {
            reasons.extend(field.choices().iter().map(|choice| ReasonCode::Answer {
                field: field.key.clone(),
                choice: choice.code.clone(),
            }));
        }
        for reason in reasons {
            assert_eq!(reason.to_string().parse(), Ok(reason.clone()));
            for language in Language::ALL {
                let words = preset.reason(&reason, language);
                assert!(words.is_some_and(|words| !words.is_empty()), "{reason}");
            }
        }
        let gone = ReasonCode::Kind("gone".into());
        assert_eq!(preset.reason(&gone, Language::Th), None);
    }
    for bad in ["", "kind", "weather:rain", "answer:floor"] {
        assert_eq!(bad.parse::<ReasonCode>(), Err(NotAReason), "{bad}");
    }
}

#[test]
fn triage_colours() {
    use Colour::{Green, Red, Yellow};
    let none = Finding::default();
    for (finding, wanted) in [
        (none, None),
        (
            Finding {
                signs: &["no such sign"],
                ..none
            },
            None,
        ),
        (
            Finding {
                signs: &["fever", "cough"],
                ..none
            },
            Some(Green),
        ),
        (
            Finding {
                signs: &["cough", "chest_tight"],
                ..none
            },
            Some(Yellow),
        ),
        (
            Finding {
                signs: &["dizzy", "cannot_speak", "fever"],
                ..none
            },
            Some(Red),
        ),
        (
            Finding {
                temperature_c: Some(39.0),
                ..none
            },
            Some(Green),
        ),
        (
            Finding {
                spo2: Some(96),
                ..none
            },
            Some(Green),
        ),
        (
            Finding {
                spo2: Some(95),
                ..none
            },
            Some(Yellow),
        ),
        (
            Finding {
                signs: &["cough"],
                age: Some(59),
                ..none
            },
            Some(Green),
        ),
        (
            Finding {
                signs: &["cough"],
                age: Some(60),
                ..none
            },
            Some(Yellow),
        ),
        (
            Finding {
                at_risk: true,
                ..none
            },
            Some(Yellow),
        ),
    ] {
        assert_eq!(covid19().triage.colour(&finding), wanted, "{finding:?}");
    }
    let rules = &covid19().triage;
    assert!(rules.is_fever(37.5) && !rules.is_fever(37.4));
    assert_eq!(rules.sick_level(Red), Some(4));
    assert_eq!(rules.of(Yellow).unwrap().label(Language::Th), "เหลือง");
    for colour in Colour::ALL {
        assert!(rules.signs.iter().any(|sign| sign.colour == colour));
    }
}
