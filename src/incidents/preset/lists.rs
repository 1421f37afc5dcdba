//! Reads the lists of a preset beside its kinds.

use toml::Value;

use super::check::Check;
use super::field::Field;
use super::kinds::{asked, unknown};
use super::labels::{Coded, List};
use super::model::{
    AgeBand, Ages, Entry, Outcome, Pack, PointKind, SupplyItem, TargetGroup, VaccinationHistory,
    Vaccine, Vulnerability, Wish,
};
use super::problem::Fault;
use super::raw;
use super::triage::{Colour, ColourRule, Sign, TriageRules};
use super::urgency::{AgeRule, HeadcountRule, SickLevel, UrgencyRules};

const OLDEST: i64 = 130;
const A_YEAR_OF_HOURS: i64 = 8784;

pub(super) fn entries(check: &mut Check, place: &str, value: Option<Value>) -> List<Entry> {
    check.each(place, value, |check, at, code, raw: raw::Entry| Entry {
        labels: check.label(at, &raw.label),
        code,
    })
}

pub(super) fn vulnerabilities(check: &mut Check, value: Option<Value>) -> List<Vulnerability> {
    check.each(
        "vulnerabilities",
        value,
        |check, at, code, raw: raw::Pointed| Vulnerability {
            labels: check.label(at, &raw.label),
            points: check.points(at, raw.points),
            code,
        },
    )
}

pub(super) fn history(check: &mut Check, value: Option<Value>) -> List<VaccinationHistory> {
    check.each(
        "vaccination_history",
        value,
        |check, at, code, raw: raw::History| {
            let place = format!("{at}.doses");
            VaccinationHistory {
                labels: check.label(at, &raw.label),
                doses: raw.doses.map(|doses| check.number(&place, doses, 0..=20)),
                complete: raw.complete,
                code,
            }
        },
    )
}

pub(super) fn vaccines(check: &mut Check, value: Option<Value>) -> List<Vaccine> {
    check.each("vaccines", value, |check, at, code, raw: raw::Vaccine| {
        let place = format!("{at}.second_after_days");
        Vaccine {
            labels: check.label(at, &raw.label),
            second_after_days: raw
                .second_after_days
                .map(|days| check.number(&place, days, 1..=366)),
            code,
        }
    })
}

pub(super) fn wishes(check: &mut Check, value: Option<Value>) -> List<Wish> {
    check.each("wishes", value, |check, at, code, raw: raw::Wish| Wish {
        labels: check.label(at, &raw.label),
        asks_reason: raw.asks_reason,
        code,
    })
}

pub(super) fn target_groups(check: &mut Check, value: Option<Value>) -> List<TargetGroup> {
    check.each(
        "target_groups",
        value,
        |check, at, code, raw: raw::TargetGroup| TargetGroup {
            labels: check.label(at, &raw.label),
            ages: raw.ages.map(|range| ages(check, at, range.from, range.to)),
            code,
        },
    )
}

pub(super) fn age_bands(check: &mut Check, value: Option<Value>) -> List<AgeBand> {
    let bands = check.each("age_bands", value, |check, at, code, raw: raw::AgeBand| {
        AgeBand {
            labels: check.label(at, &raw.label),
            ages: ages(check, at, raw.from, raw.to),
            code,
        }
    });
    for pair in bands.windows(2) {
        if pair[1].ages.from != pair[0].ages.to.saturating_add(1) {
            check.fault(format!("age_bands.{}", pair[1].code()), Fault::BadBand);
        }
    }
    bands
}

fn ages(check: &mut Check, at: &str, from: i64, to: i64) -> Ages {
    Ages {
        from: check.number(&format!("{at}.from"), from, 0..=OLDEST),
        to: check.number(&format!("{at}.to"), to, from.clamp(0, OLDEST)..=OLDEST),
    }
}

pub(super) fn outcomes(check: &mut Check, value: Option<Value>) -> List<Outcome> {
    check.each("outcomes", value, |check, at, code, raw: raw::Outcome| {
        Outcome {
            labels: check.label(at, &raw.label),
            closes: raw.closes,
            needs_given: raw.needs_given,
            helped: raw.helped,
            offered: raw.offered.unwrap_or(true),
            code,
        }
    })
}

pub(super) fn point_kinds(
    check: &mut Check,
    value: Option<Value>,
    bed_kinds: &List<Entry>,
    fields: &List<Field>,
) -> List<PointKind> {
    check.each(
        "point_kinds",
        value,
        |check, at, code, raw: raw::PointKind| {
            let least = raw.fresh_hours.clamp(1, A_YEAR_OF_HOURS);
            PointKind {
                labels: check.label(at, &raw.label),
                icon: check.icon(at, raw.icon),
                fresh_hours: check.number(
                    &format!("{at}.fresh_hours"),
                    raw.fresh_hours,
                    1..=A_YEAR_OF_HOURS,
                ),
                stale_hours: check.number(
                    &format!("{at}.stale_hours"),
                    raw.stale_hours,
                    least..=A_YEAR_OF_HOURS,
                ),
                need: check.number(&format!("{at}.need"), raw.need.max(1), 1..=3),
                beds: beds(check, at, &raw.beds, bed_kinds),
                fields: asked(check, at, &raw.fields, &[], fields),
                code,
            }
        },
    )
}

fn beds(check: &mut Check, at: &str, codes: &[String], known: &List<Entry>) -> List<Entry> {
    let mut beds: Vec<Entry> = Vec::new();
    for code in codes {
        let place = format!("{at}.beds");
        match known.get(code) {
            Some(_) if beds.iter().any(|bed| bed.code == *code) => {
                check.fault(place, Fault::DoubleCode(code.clone()));
            }
            Some(bed) => beds.push(bed.clone()),
            None => unknown(check, place, "kind of bed", code),
        }
    }
    beds.into()
}

pub(super) fn supply_items(
    check: &mut Check,
    value: Option<Value>,
    units: &List<Entry>,
) -> List<SupplyItem> {
    check.each(
        "supply_items",
        value,
        |check, at, code, raw: raw::SupplyItem| SupplyItem {
            labels: check.label(at, &raw.label),
            unit: unit(check, format!("{at}.unit"), &raw.unit, units),
            packs: raw
                .packs
                .iter()
                .map(|pack| Pack {
                    unit: unit(check, format!("{at}.packs"), &pack.unit, units),
                    of: check.number(&format!("{at}.packs.of"), pack.of, 2..=1_000_000),
                })
                .collect(),
            lots: raw.lots,
            code,
        },
    )
}

fn unit(check: &mut Check, place: String, code: &str, units: &List<Entry>) -> Entry {
    units.get(code).cloned().unwrap_or_else(|| {
        unknown(check, place, "unit", code);
        Entry {
            code: code.to_owned(),
            labels: Default::default(),
        }
    })
}

pub(super) fn urgency(
    check: &mut Check,
    value: Option<Value>,
    vulnerabilities: &List<Vulnerability>,
) -> UrgencyRules {
    let raw: raw::Urgency = check.one("urgency", value);
    let headcount = check.each(
        "urgency.headcount",
        raw.headcount,
        |check, at, code, raw: raw::HeadcountRule| HeadcountRule {
            labels: check.label(at, &raw.label),
            from: check.number(&format!("{at}.from"), raw.from, 2..=10_000),
            points: check.points(at, raw.points),
            code,
        },
    );
    let ages = check.each(
        "urgency.ages",
        raw.ages,
        |check, at, code, raw: raw::AgeRule| {
            if let Some(name) = raw
                .unless
                .as_ref()
                .filter(|name| !vulnerabilities.has(name))
            {
                unknown(check, format!("{at}.unless"), "vulnerability", name);
            }
            AgeRule {
                labels: check.label(at, &raw.label),
                ages: ages(check, at, raw.from, raw.to),
                points: check.points(at, raw.points),
                unless: raw.unless,
                code,
            }
        },
    );
    let sick_levels = check.each(
        "urgency.sick_levels",
        raw.sick_levels,
        |check, at, code, raw: raw::SickLevel| SickLevel {
            labels: check.label(at, &raw.label),
            level: sick_level(check, &format!("{at}.level"), raw.level),
            points: check.points(at, raw.points),
            code,
        },
    );
    UrgencyRules {
        minutes_per_point: check.number(
            "urgency.minutes_per_point",
            raw.minutes_per_point,
            1..=1440,
        ),
        most_points: check.number("urgency.most_points", raw.most_points, 1..=1000),
        headcount,
        ages,
        sick_levels,
    }
}

/// One to four, four is worst.
fn sick_level(check: &mut Check, place: &str, level: i64) -> u8 {
    check.number(place, level, 1..=4)
}

pub(super) fn triage(check: &mut Check, value: Option<Value>) -> TriageRules {
    let raw: raw::Triage = check.one("triage", value);
    if !(35.0..=42.0).contains(&raw.fever_c) {
        let fault = Fault::OutOfRange {
            value: raw.fever_c,
            least: 35.0,
            most: 42.0,
        };
        check.fault("triage.fever_c", fault);
    }
    let colours = check.each(
        "triage.colours",
        raw.colours,
        |check, at, code, raw: raw::ColourRule| ColourRule {
            labels: check.label(at, &raw.label),
            hint: check.labels(&format!("{at}.hint"), &raw.hint),
            colour: colour(check, at.to_owned(), &code),
            sick_level: sick_level(check, &format!("{at}.sick_level"), raw.sick_level),
            code,
        },
    );
    for colour in Colour::ALL
        .into_iter()
        .filter(|colour| !colours.has(colour.code()))
    {
        check.fault(format!("triage.colours.{}", colour.code()), Fault::Missing);
    }
    let signs = check.each(
        "triage.signs",
        raw.signs,
        |check, at, code, raw: raw::Sign| Sign {
            labels: check.label(at, &raw.label),
            colour: colour(check, format!("{at}.colour"), &raw.colour),
            code,
        },
    );
    TriageRules {
        fever_c: raw.fever_c,
        spo2_low: check.number("triage.spo2_low", raw.spo2_low, 50..=100),
        spo2_drop: check.number("triage.spo2_drop", raw.spo2_drop, 1..=20),
        fever_hours: check.number("triage.fever_hours", raw.fever_hours, 1..=336),
        risk_age: check.number("triage.risk_age", raw.risk_age, 1..=OLDEST),
        daily_check_days: check.number("triage.daily_check_days", raw.daily_check_days, 1..=60),
        colours,
        signs,
    }
}

fn colour(check: &mut Check, place: String, code: &str) -> Colour {
    Colour::from_code(code).unwrap_or_else(|| {
        unknown(check, place, "triage colour", code);
        Colour::Green
    })
}
