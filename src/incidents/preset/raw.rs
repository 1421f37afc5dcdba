//! The entries of a preset as written, before anything is checked. Their code is taken out before.

use serde::Deserialize;
use toml::Value;

use super::check::Texts;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(default)]
    pub label: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    #[serde(default)]
    pub label: Texts,
    #[serde(default)]
    pub hint: Texts,
    #[serde(default)]
    pub icon: String,
    #[serde(default)]
    pub urgency: String,
    #[serde(default)]
    pub household: bool,
    #[serde(default)]
    pub triage: bool,
    #[serde(default)]
    pub daily_checks: bool,
    #[serde(default)]
    pub roles: Vec<String>,
    pub lease_minutes: Option<i64>,
    pub limits: Option<Limits>,
    pub order: Option<Vec<String>>,
    #[serde(default)]
    pub fields: Vec<String>,
    #[serde(default)]
    pub required: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub waiting: Option<i64>,
    pub taken: Option<i64>,
    pub on_the_way: Option<i64>,
    pub helping: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Level {
    pub points: i64,
    pub lease_minutes: i64,
    pub limits: Limits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    #[serde(default)]
    pub label: Texts,
    pub hint: Option<Texts>,
    pub unit: Option<Texts>,
    #[serde(rename = "type", default)]
    pub answer: String,
    #[serde(default)]
    pub sensitive: bool,
    pub most: Option<i64>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub places: Option<i64>,
    #[serde(default)]
    pub past: bool,
    pub choices: Option<Value>,
    pub choices_from: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pointed {
    #[serde(default)]
    pub label: Texts,
    #[serde(default)]
    pub points: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct History {
    #[serde(default)]
    pub label: Texts,
    pub doses: Option<i64>,
    pub complete: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vaccine {
    #[serde(default)]
    pub label: Texts,
    pub second_after_days: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    #[serde(default)]
    pub label: Texts,
    pub asks_reason: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ages {
    pub from: i64,
    pub to: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetGroup {
    #[serde(default)]
    pub label: Texts,
    pub ages: Option<Ages>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgeBand {
    #[serde(default)]
    pub label: Texts,
    pub from: i64,
    pub to: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outcome {
    #[serde(default)]
    pub label: Texts,
    pub closes: bool,
    #[serde(default)]
    pub needs_given: bool,
    #[serde(default)]
    pub helped: bool,
    pub offered: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PointKind {
    #[serde(default)]
    pub label: Texts,
    #[serde(default)]
    pub icon: String,
    pub fresh_hours: i64,
    pub stale_hours: i64,
    #[serde(default)]
    pub need: i64,
    #[serde(default)]
    pub beds: Vec<String>,
    #[serde(default)]
    pub fields: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SupplyItem {
    #[serde(default)]
    pub label: Texts,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub packs: Vec<Pack>,
    #[serde(default)]
    pub lots: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    pub unit: String,
    pub of: i64,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Defaults {
    pub prefix: String,
    pub kind: String,
    pub blur_m: i64,
    pub retention_days: i64,
    pub otp_required: bool,
    pub reopen_days: i64,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Urgency {
    pub minutes_per_point: i64,
    pub most_points: i64,
    pub headcount: Option<Value>,
    pub ages: Option<Value>,
    pub sick_levels: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadcountRule {
    #[serde(default)]
    pub label: Texts,
    pub from: i64,
    pub points: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgeRule {
    #[serde(default)]
    pub label: Texts,
    pub from: i64,
    pub to: i64,
    pub points: i64,
    pub unless: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SickLevel {
    #[serde(default)]
    pub label: Texts,
    pub level: i64,
    pub points: i64,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Triage {
    pub fever_c: f64,
    pub spo2_low: i64,
    pub spo2_drop: i64,
    pub fever_hours: i64,
    pub risk_age: i64,
    pub daily_check_days: i64,
    pub colours: Option<Value>,
    pub signs: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColourRule {
    #[serde(default)]
    pub label: Texts,
    #[serde(default)]
    pub hint: Texts,
    pub sick_level: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sign {
    #[serde(default)]
    pub label: Texts,
    pub colour: String,
}
