//! Each fault is found, named with its place, and hides no other.

use proptest::prelude::*;

use super::*;

/// The covid19 preset with one text replaced, and the line it must be answered with.
#[track_caller]
fn refused(old: &str, new: &str, line: &str) {
    let text = SHIPPED[0];
    assert!(text.contains(old), "{old:?} is not in the preset");
    match read(&text.replacen(old, new, 1)) {
        Ok(_) => panic!("{new:?} was taken"),
        Err(lines) => assert!(lines.lines().any(|said| said == line), "said:\n{lines}"),
    }
}

/// The same for an entry added to a list of covid19.
#[track_caller]
fn refused_entry(list: &str, entry: &str, line: &str) {
    let head = format!("\n{list} = [\n");
    refused(&head, &format!("{head}  {entry},\n"), line);
}

#[test]
fn the_head_of_a_preset() {
    refused("name = \"covid19\"", "", "name: missing");
    refused("lo = \"ໂຄວິດ-19\" }", "}", "label: no text in lo");
    refused("lo = \"ໂຄວິດ-19\" }", "lo = \" \" }", "label: no text in lo");
    refused(
        "lo = \"ໂຄວິດ-19\" }",
        "lo = \"ໂ\", fr = \"Covid\" }",
        "label: \"fr\" is no language of ours",
    );
    refused("kinds = [", "sorts = [", "kinds: missing");
    refused(
        "kinds = [",
        "sorts = [",
        "sorts: there is no list or setting \"sorts\"",
    );
    refused(
        "\"COV\"",
        "\"Cov\"",
        "defaults.prefix: not as expected: two to four Latin capitals are wanted",
    );
    refused(
        "\"epidemic\"",
        "\"war\"",
        "defaults.kind: there is no incident kind \"war\"",
    );
    refused(
        "blur_m = 500",
        "blur_m = -1",
        "defaults.blur_m: -1 is not between 0 and 20000",
    );
    refused(
        "= true",
        "= \"yes\"",
        "defaults: not as expected: invalid type: string \"yes\", expected a boolean",
    );
    refused(
        "[defaults]",
        "[defaults",
        "line 77: not readable as TOML: unclosed table, expected `]`",
    );
}

#[test]
fn the_entries_of_a_list() {
    refused_entry(
        "kinds",
        "\"goods\"",
        "kinds.goods: the code \"goods\" stands here twice",
    );
    refused_entry(
        "kinds",
        "\"sandbags\"",
        "kinds[0]: the library has no \"sandbags\": write the entry out in full",
    );
    refused_entry(
        "kinds",
        "3",
        "kinds[0]: not as expected: an entry is a code or a table",
    );
    refused_entry("kinds", "{ icon = \"bed\" }", "kinds[0].code: missing");
    refused_entry(
        "kinds",
        "{ code = \"Sand bags\" }",
        "kinds[0]: \"Sand bags\" is no code: small Latin letters, digits and _, a letter first, at most 40",
    );
    refused_entry(
        "vulnerabilities",
        "{ code = \"rich\", points = 101 }",
        "vulnerabilities.rich.points: 101 is not between 0 and 100",
    );
    refused_entry(
        "vulnerabilities",
        "{ code = \"rich\", points = 1 }",
        "vulnerabilities.rich.label: no text in my",
    );
    refused_entry(
        "point_kinds",
        "{ code = \"well\", fresh_hours = 9, stale_hours = 3 }",
        "point_kinds.well.stale_hours: 3 is not between 9 and 8784",
    );
    refused_entry(
        "supply_items",
        "{ code = \"sand\", unit = \"sack\" }",
        "supply_items.sand.unit: there is no unit \"sack\"",
    );
    refused_entry(
        "supply_items",
        "{ code = \"sand\", unit = \"bag\", packs = [{ unit = \"box\", of = 1 }] }",
        "supply_items.sand.packs.of: 1 is not between 2 and 1000000",
    );
}

#[test]
fn a_kind_of_help() {
    let cases = [
        ("", "kinds.x.roles: no role may take it"),
        (
            "roles = [\"king\"]",
            "kinds.x.roles: there is no role \"king\"",
        ),
        (
            "roles = [\"desk\", \"desk\"]",
            "kinds.x.roles: the code \"desk\" stands here twice",
        ),
        (
            "icon = \"sparkles\"",
            "kinds.x.icon: there is no icon \"sparkles\"",
        ),
        ("", "kinds.x.hint: no text in km"),
        (
            "urgency = \"huge\"",
            "kinds.x.urgency: there is no level \"huge\"",
        ),
        (
            "fields = [\"shoe_size\"]",
            "kinds.x.fields: there is no field \"shoe_size\"",
        ),
        (
            "fields = [\"spo2\", \"spo2\"]",
            "kinds.x.fields: the code \"spo2\" stands here twice",
        ),
        (
            "required = [\"spo2\"]",
            "kinds.x.required: there is no field of this kind \"spo2\"",
        ),
        (
            "order = [\"needs\"]",
            "kinds.x.order: names each of the five parts of the form once, or nothing",
        ),
        (
            "lease_minutes = 0",
            "kinds.x.lease_minutes: 0 is not between 1 and 129600",
        ),
        (
            "limits = { taken = 0 }",
            "kinds.x.limits.taken: 0 is not between 1 and 129600",
        ),
    ];
    for (part, line) in cases {
        let comma = if part.is_empty() { "" } else { ", " };
        refused_entry("kinds", &format!("{{ code = \"x\"{comma}{part} }}"), line);
    }
    let shape = "{ code = \"goods\", lease = 3 }";
    let text = SHIPPED[0].replacen("\"goods\"", shape, 1);
    assert!(
        read(&text)
            .unwrap_err()
            .starts_with("kinds.goods: not as expected: unknown field `lease`")
    );
}

#[test]
fn a_field() {
    let cases = [
        (
            "type = \"colour\"",
            "fields.x.type: there is no type of field \"colour\"",
        ),
        ("type = \"choice\"", "fields.x.choices: nothing is listed"),
        (
            "type = \"choice\"\nchoices = [{ code = \"a\" }]",
            "fields.x.choices.a.label: no text in th",
        ),
        (
            "type = \"multi\"\nchoices_from = \"stars\"",
            "fields.x.choices_from: there is no list to choose from \"stars\"",
        ),
        ("type = \"number\"\nmax = 3", "fields.x.min: missing"),
        (
            "type = \"number\"\nmin = 4\nmax = 3",
            "fields.x.max: 3 is not between 4 and 1000000000000",
        ),
        (
            "type = \"number\"\nmin = 0.5\nmax = 3",
            "fields.x: not as expected: bounds of a number are whole",
        ),
        (
            "type = \"decimal\"\nmin = 0\nmax = 3\nplaces = 0",
            "fields.x.places: 0 is not between 1 and 6",
        ),
        (
            "type = \"decimal\"\nmin = nan\nmax = 3",
            "fields.x.min: NaN is not between -1000000000000 and 1000000000000",
        ),
        (
            "type = \"text\"\nmost = 0",
            "fields.x.most: 0 is not between 1 and 5000",
        ),
        (
            "type = \"text\"\nunit = { th = \"ก\" }",
            "fields.x.unit: no text in lo",
        ),
    ];
    for (part, line) in cases {
        refused(
            "[defaults]",
            &format!("[[fields]]\ncode = \"x\"\n{part}\n\n[defaults]"),
            line,
        );
    }
}

#[test]
fn rules_and_thresholds() {
    let label = r#"label = { th = "ก", en = "a", my = "က", km = "ក", lo = "ກ" }"#;
    let rule = format!(
        "[urgency]\nages = [{{ code = \"x\", from = 9, to = 3, points = 1, unless = \"poor\", {label} }}]\n\n[defaults]"
    );
    refused(
        "[defaults]",
        &rule,
        "urgency.ages.x.to: 3 is not between 9 and 130",
    );
    refused(
        "[defaults]",
        &rule,
        "urgency.ages.x.unless: there is no vulnerability \"poor\"",
    );
    let band = format!(
        "[[age_bands]]\ncode = \"young\"\nfrom = 0\nto = 9\n{label}\n[[age_bands]]\ncode = \"old\"\nfrom = 9\nto = 130\n{label}\n\n[defaults]"
    );
    refused(
        "[defaults]",
        &band,
        "age_bands.old: follows the band before it with a gap or an overlap",
    );
    for (part, line) in [
        (
            "triage.fever_c = 20.0",
            "triage.fever_c: 20 is not between 35 and 42",
        ),
        (
            "triage.spo2_low = 101",
            "triage.spo2_low: 101 is not between 50 and 100",
        ),
        (
            "triage.colours = [\"green\", \"red\"]",
            "triage.colours.yellow: missing",
        ),
        (
            "levels.low.points = 200",
            "levels.low.points: 200 is not between 0 and 100",
        ),
        (
            "levels.huge = { points = 1, lease_minutes = 1, limits = {} }",
            "levels.huge: there is no level \"huge\"",
        ),
        (
            "urgency.minutes_per_point = 0",
            "urgency.minutes_per_point: 0 is not between 1 and 1440",
        ),
        ("reasons = []", "reasons: nothing is listed"),
        ("reasons = 3", "reasons: not as expected: a list is wanted"),
    ] {
        refused("\nkinds = [", &format!("\n{part}\nkinds = ["), line);
    }
}

#[test]
fn all_faults_are_named_at_once() {
    let text = SHIPPED[0]
        .replacen(
            "\"goods\"",
            "{ code = \"goods\", roles = [], icon = \"sparkles\" }",
            1,
        )
        .replacen("\"bed\"", "{ code = \"bed\", urgency = 3 }", 1)
        .replacen("\"elderly\"", "{ code = \"elderly\", points = -1 }", 1)
        .replacen("reopen_days = 7", "reopen_days = 7000", 1);
    let said = read(&text).unwrap_err();
    let places: Vec<&str> = said
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0))
        .collect();
    assert_eq!(
        places,
        [
            "vulnerabilities.elderly.points",
            "kinds.goods.icon",
            "kinds.goods.roles",
            "kinds.bed",
            "defaults.reopen_days",
        ]
    );
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        let _ = Preset::parse(&text);
    }

    /// A piece of a real preset cut out or written over, as a slipping hand does.
    #[test]
    fn a_mutated_preset_is_answered(
        which in 0..3_usize,
        at in any::<prop::sample::Index>(),
        long in 0..40_usize,
        put in prop_oneof![
            Just(String::new()),
            "[ -~]{1,6}",
            prop::sample::select(vec![
                "= 99999999999999999", "= -1", "= nan", "= \"\"", "= []", "= {}", "{ code = 1 }",
                "= true", "[[kinds]]", "\n", "\"", "\u{0}", "ก",
            ]).prop_map(String::from),
        ],
    ) {
        // The library, read as a preset, has every kind of entry in it.
        let library = format!("name = \"x\"\n{LIBRARY}");
        let mut text = [SHIPPED[0], SHIPPED[1], &library][which].to_owned();
        let floor = |text: &str, at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let from = floor(&text, at.index(text.len()));
        let to = floor(&text, from + long).max(from);
        text.replace_range(from..to, &put);
        if let Err(problems) = Preset::parse(&text) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| !problem.place.is_empty()));
        }
    }
}
