//! From the text of a preset to the model, with every fault named.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::check::{Check, Texts};
use super::model::{Defaults, Level, LevelRule, Levels, Limits, Preset};
use super::problem::{Fault, PresetProblem};
use super::{kinds, library, lists, raw};

impl Preset {
    /// Reads a preset and completes it from the library. Every fault is named at once; only a text
    /// that is no TOML at all is answered with the first.
    pub fn parse(text: &str) -> Result<Preset, Vec<PresetProblem>> {
        let mut table: Table = text.parse().map_err(|err| vec![syntax(text, &err)])?;
        let mut check = Check::default();
        if !table.contains_key("kinds") {
            check.fault("kinds", Fault::Missing);
        }
        library::complete(&mut table);
        let preset = read(&mut check, table);
        check.finish(preset)
    }
}

fn syntax(text: &str, err: &toml::de::Error) -> PresetProblem {
    let before = err
        .span()
        .and_then(|span| text.get(..span.start))
        .unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    PresetProblem {
        place: format!("line {line}"),
        fault: Fault::Syntax(err.message().to_owned()),
    }
}

fn read(check: &mut Check, mut table: Table) -> Preset {
    let mut take = |key: &str| table.remove(key);
    let name = match take("name") {
        Some(Value::String(name)) if !name.is_empty() => name,
        _ => {
            check.fault("name", Fault::Missing);
            String::new()
        }
    };
    let texts: Texts = check.one("label", take("label"));
    let labels = check.labels("label", &texts);
    let incident_kinds = lists::entries(check, "incident_kinds", take("incident_kinds"));
    let defaults: raw::Defaults = check.one("defaults", take("defaults"));
    if !incident_kinds.has(&defaults.kind) {
        let fault = Fault::Unknown {
            what: "incident kind",
            name: defaults.kind.clone(),
        };
        check.fault("defaults.kind", fault);
    }
    let levels = levels(check, take("levels"));
    let triage = lists::triage(check, take("triage"));
    let vulnerabilities = lists::vulnerabilities(check, take("vulnerabilities"));
    let vaccines = lists::vaccines(check, take("vaccines"));
    let fields = kinds::fields(check, take("fields"), &triage, &vaccines);
    let kinds = kinds::kinds(check, take("kinds"), &fields, levels);
    let urgency = lists::urgency(check, take("urgency"), &vulnerabilities);
    let units = lists::entries(check, "units", take("units"));
    let bed_kinds = lists::entries(check, "bed_kinds", take("bed_kinds"));
    let preset = Preset {
        name,
        labels,
        defaults: self::defaults(check, defaults),
        incident_kinds,
        kinds,
        nationalities: lists::entries(check, "nationalities", take("nationalities")),
        vaccination_history: lists::history(check, take("vaccination_history")),
        vaccines,
        wishes: lists::wishes(check, take("wishes")),
        reasons: lists::entries(check, "reasons", take("reasons")),
        target_groups: lists::target_groups(check, take("target_groups")),
        risks_608: lists::entries(check, "risks_608", take("risks_608")),
        age_bands: lists::age_bands(check, take("age_bands")),
        documents: lists::entries(check, "documents", take("documents")),
        medic_statuses: lists::entries(check, "medic_statuses", take("medic_statuses")),
        outcomes: lists::outcomes(check, take("outcomes")),
        point_kinds: lists::point_kinds(check, take("point_kinds"), &bed_kinds, &fields),
        supply_items: lists::supply_items(check, take("supply_items"), &units),
        risk_groups: lists::entries(check, "risk_groups", take("risk_groups")),
        vulnerabilities,
        levels,
        urgency,
        triage,
    };
    for name in table.into_iter().map(|(name, _)| name) {
        check.fault(
            name.clone(),
            Fault::Unknown {
                what: "list or setting",
                name,
            },
        );
    }
    preset
}

fn defaults(check: &mut Check, raw: raw::Defaults) -> Defaults {
    let letters = raw.prefix.bytes().all(|byte| byte.is_ascii_uppercase());
    if !letters || !(2..=4).contains(&raw.prefix.len()) {
        let fault = Fault::Shape("two to four Latin capitals are wanted".to_owned());
        check.fault("defaults.prefix", fault);
    }
    Defaults {
        prefix: raw.prefix,
        kind: raw.kind,
        blur_m: check.number("defaults.blur_m", raw.blur_m, 0..=20_000),
        retention_days: check.number("defaults.retention_days", raw.retention_days, 1..=3650),
        otp_required: raw.otp_required,
        reopen_days: check.number("defaults.reopen_days", raw.reopen_days, 0..=365),
    }
}

fn levels(check: &mut Check, value: Option<Value>) -> Levels {
    let mut raw: BTreeMap<String, raw::Level> = check.one("levels", value);
    let mut rule = |check: &mut Check, level: Level| {
        let place = format!("levels.{}", level.code());
        let Some(raw) = raw.remove(level.code()) else {
            check.fault(place, Fault::Missing);
            return LevelRule::default();
        };
        LevelRule {
            points: check.points(&place, raw.points),
            lease_minutes: minutes(check, &format!("{place}.lease_minutes"), raw.lease_minutes),
            limits: limits(check, &place, Some(raw.limits), Limits::default()),
        }
    };
    let levels = Levels {
        low: rule(check, Level::Low),
        medium: rule(check, Level::Medium),
        high: rule(check, Level::High),
        critical: rule(check, Level::Critical),
    };
    for name in raw.into_keys() {
        check.fault(
            format!("levels.{name}"),
            Fault::Unknown {
                what: "level",
                name,
            },
        );
    }
    levels
}

/// From a minute to ninety days.
pub(super) fn minutes(check: &mut Check, place: &str, value: i64) -> u32 {
    check.number(place, value, 1..=129_600)
}

/// Limits as given, the others as `usual`; a level, which has none as usual, gives all four.
pub(super) fn limits(
    check: &mut Check,
    place: &str,
    raw: Option<raw::Limits>,
    usual: Limits,
) -> Limits {
    let raw = raw.unwrap_or_default();
    let mut limit = |step: &str, given: Option<i64>, usual: u32| {
        let value = given.unwrap_or(i64::from(usual));
        minutes(check, &format!("{place}.limits.{step}"), value)
    };
    Limits {
        waiting: limit("waiting", raw.waiting, usual.waiting),
        taken: limit("taken", raw.taken, usual.taken),
        on_the_way: limit("on_the_way", raw.on_the_way, usual.on_the_way),
        helping: limit("helping", raw.helping, usual.helping),
    }
}
