//! What a preset holds, once read: nothing in it contradicts itself.

use super::field::Field;
use super::labels::{Labels, List, coded};
use super::role::Role;
use super::triage::TriageRules;
use super::urgency::UrgencyRules;

/// What people may ask for in an incident, and every list its forms offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Preset {
    /// The name an incident is stored with, such as `covid19`.
    pub name: String,
    pub labels: Labels,
    pub defaults: Defaults,
    pub incident_kinds: List<Entry>,
    pub kinds: List<Kind>,
    pub vulnerabilities: List<Vulnerability>,
    pub nationalities: List<Entry>,
    pub vaccination_history: List<VaccinationHistory>,
    pub vaccines: List<Vaccine>,
    pub wishes: List<Wish>,
    /// Why a person is not vaccinated.
    pub reasons: List<Entry>,
    pub target_groups: List<TargetGroup>,
    pub risks_608: List<Entry>,
    pub age_bands: List<AgeBand>,
    pub documents: List<Entry>,
    /// How it stands with the sick, as medical volunteers say.
    pub medic_statuses: List<Entry>,
    pub outcomes: List<Outcome>,
    pub point_kinds: List<PointKind>,
    pub supply_items: List<SupplyItem>,
    /// The four risk groups of the mask orders.
    pub risk_groups: List<Entry>,
    pub levels: Levels,
    pub urgency: UrgencyRules,
    pub triage: TriageRules,
}

impl Preset {
    /// A kind of help by its code.
    pub fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.get(code)
    }
}

/// What is proposed to whoever opens an incident.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Two to four Latin capitals.
    pub prefix: String,
    /// A code of `incident_kinds`.
    pub kind: String,
    pub blur_m: u32,
    pub retention_days: u32,
    pub otp_required: bool,
    pub reopen_days: u32,
}

/// An entry that is no more than its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub code: String,
    pub labels: Labels,
}

/// A kind of help.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    pub code: String,
    pub labels: Labels,
    /// One line under the label.
    pub hint: Labels,
    /// A name in `islands/icons.mjs`.
    pub icon: String,
    pub level: Level,
    /// Who may take it; never empty.
    pub roles: Vec<Role>,
    /// Opens the household list of the survey and never makes a case.
    pub household: bool,
    /// Shows the triage form.
    pub triage: bool,
    /// Is checked day by day while somebody stays at home.
    pub daily_checks: bool,
    pub lease_minutes: u32,
    pub limits: Limits,
    /// The parts of the form, each once, in the order they are asked.
    pub order: Vec<Section>,
    pub fields: Vec<Field>,
}

impl Kind {
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    pub fn may_be_taken_by(&self, role: Role) -> bool {
        !self.household && self.roles.contains(&role)
    }
}

/// A part of the form for asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Pin or area, and landmark.
    Position,
    /// The kind's own fields.
    Needs,
    /// Headcount, vulnerabilities, names.
    Persons,
    Contact,
    /// Free words.
    Details,
}

impl Section {
    /// The order of a form whose kind names no other.
    pub const ALL: [Section; 5] = [
        Section::Position,
        Section::Needs,
        Section::Persons,
        Section::Contact,
        Section::Details,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Section::Position => "position",
            Section::Needs => "needs",
            Section::Persons => "persons",
            Section::Contact => "contact",
            Section::Details => "details",
        }
    }

    pub fn from_code(code: &str) -> Option<Section> {
        Section::ALL
            .into_iter()
            .find(|section| section.code() == code)
    }
}

/// How urgent a kind is before anything is known of the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Low,
    Medium,
    High,
    Critical,
}

impl Level {
    pub const ALL: [Level; 4] = [Level::Low, Level::Medium, Level::High, Level::Critical];

    pub fn code(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::Medium => "medium",
            Level::High => "high",
            Level::Critical => "critical",
        }
    }

    pub fn from_code(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// What each level means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Levels {
    pub low: LevelRule,
    pub medium: LevelRule,
    pub high: LevelRule,
    pub critical: LevelRule,
}

impl Levels {
    pub fn of(&self, level: Level) -> LevelRule {
        match level {
            Level::Low => self.low,
            Level::Medium => self.medium,
            Level::High => self.high,
            Level::Critical => self.critical,
        }
    }
}

/// Points, and the times of kinds that name none of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LevelRule {
    pub points: u16,
    pub lease_minutes: u32,
    pub limits: Limits,
}

/// Minutes a case may stand in a step before it rises to the area admin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    pub waiting: u32,
    pub taken: u32,
    pub on_the_way: u32,
    pub helping: u32,
}

/// A group of people at risk, ticked in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vulnerability {
    pub code: String,
    pub labels: Labels,
    pub points: u16,
}

/// Whole years, both ends included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ages {
    pub from: u8,
    pub to: u8,
}

impl Ages {
    pub fn contains(self, age: u8) -> bool {
        (self.from..=self.to).contains(&age)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaccinationHistory {
    pub code: String,
    pub labels: Labels,
    /// `None` where it is not known.
    pub doses: Option<u8>,
    /// The wish is asked only of those who are not.
    pub complete: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vaccine {
    pub code: String,
    pub labels: Labels,
    /// `None` where one dose is enough or the interval is not known.
    pub second_after_days: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub code: String,
    pub labels: Labels,
    pub asks_reason: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetGroup {
    pub code: String,
    pub labels: Labels,
    /// Proposes the group; a person may correct it.
    pub ages: Option<Ages>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeBand {
    pub code: String,
    pub labels: Labels,
    pub ages: Ages,
}

/// How a case ends, or why it does not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub code: String,
    pub labels: Labels,
    pub closes: bool,
    /// What was given must be told.
    pub needs_given: bool,
    /// Counts as helped.
    pub helped: bool,
    /// A volunteer may choose it; the others are set by the program.
    pub offered: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PointKind {
    pub code: String,
    pub labels: Labels,
    pub icon: String,
    /// A fact checked within this time is fresh, then ageing.
    pub fresh_hours: u32,
    /// From here it is stale, and numbers of free beds are told no more.
    pub stale_hours: u32,
    /// Which are called first: 3 before 1.
    pub need: u8,
    /// What is counted there as capacity, used and free; often nothing.
    pub beds: List<Entry>,
    /// What it offers beside.
    pub fields: Vec<Field>,
}

impl PointKind {
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplyItem {
    pub code: String,
    pub labels: Labels,
    /// What a quantity counts.
    pub unit: Entry,
    pub packs: Vec<Pack>,
    /// Lot and expiry are kept.
    pub lots: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    pub unit: Entry,
    /// How many of the base unit are in it.
    pub of: u32,
}

coded!(
    Entry,
    Kind,
    Vulnerability,
    VaccinationHistory,
    Vaccine,
    Wish,
    TargetGroup,
    AgeBand,
    Outcome,
    PointKind,
    SupplyItem,
);
