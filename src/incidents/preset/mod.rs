//! Presets: what people may ask for in a kind of incident, and every list its forms offer, read from
//! TOML and checked as a whole. A preset draws on a library: an entry given by its code takes from
//! there all it does not say itself, a list it does not mention comes whole. Pure: no database, no
//! clock, no page.

mod check;
mod field;
mod kinds;
mod labels;
mod library;
mod lists;
mod model;
mod parse;
mod problem;
mod raw;
mod role;
mod triage;
mod typed;
mod urgency;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

pub use field::{Answer, Choice, Field, FieldProblem, Value};
pub use labels::{Coded, Labels, List};
pub use model::{
    AgeBand, Ages, Defaults, Entry, Kind, Level, LevelRule, Levels, Limits, Outcome, Pack,
    PointKind, Preset, Section, SupplyItem, TargetGroup, VaccinationHistory, Vaccine,
    Vulnerability, Wish,
};
pub use problem::{Fault, PresetProblem};
pub use role::Role;
pub use triage::{Colour, ColourRule, Finding, Sign, TriageRules};
pub use urgency::{
    AgeRule, HeadcountRule, Input, NotAReason, ReasonCode, SickLevel, Urgency, UrgencyRules,
};

/// The presets that ship, as they stand in `data/presets`.
const SHIPPED: [&str; 2] = [
    include_str!("../../../data/presets/covid19.toml"),
    include_str!("../../../data/presets/flood.toml"),
];

static PRESETS: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    SHIPPED
        .into_iter()
        .map(|text| Preset::parse(text).expect("a preset that ships is valid: a test reads it"))
        .collect()
});

/// The presets that ship.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

/// A preset by its name.
pub fn preset(name: &str) -> Option<&'static Preset> {
    presets().iter().find(|preset| preset.name == name)
}
