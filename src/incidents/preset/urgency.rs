//! How urgent a request is, in points, each with its reason. Waiting is no reason of its own: points
//! set a request ahead by so many minutes, and then all wait alike.

use std::fmt;
use std::str::FromStr;

use i18n::Language;

use super::field::Value;
use super::labels::{Labels, List, coded};
use super::model::{Ages, Preset};

/// What is known of a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    pub kind: &'a str,
    /// Codes ticked.
    pub vulnerabilities: &'a [&'a str],
    pub headcount: u16,
    /// Ages told, in years.
    pub ages: &'a [u8],
    /// 1 to 4, four is worst; from the triage or the volunteer.
    pub sick_level: Option<u8>,
    /// Answers to the kind's fields, by key.
    pub answers: &'a [(&'a str, &'a Value)],
}

/// Points and why, the kind first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Urgency {
    pub points: u16,
    pub reasons: Vec<ReasonCode>,
}

/// What added points. Its text, such as `vulnerability:bedridden`, is stored and sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonCode {
    Kind(String),
    Vulnerability(String),
    Headcount(String),
    Age(String),
    Sick(String),
    /// The choice of a field.
    Answer {
        field: String,
        choice: String,
    },
}

/// The reasons beside kinds, vulnerabilities and choices, which carry their own points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UrgencyRules {
    pub minutes_per_point: u16,
    pub most_points: u16,
    /// From the smallest to the largest; only the largest reached counts.
    pub headcount: List<HeadcountRule>,
    pub ages: List<AgeRule>,
    pub sick_levels: List<SickLevel>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadcountRule {
    pub code: String,
    pub labels: Labels,
    pub from: u16,
    pub points: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeRule {
    pub code: String,
    pub labels: Labels,
    pub ages: Ages,
    pub points: u16,
    /// Does not count beside this vulnerability, which says the same.
    pub unless: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SickLevel {
    pub code: String,
    pub labels: Labels,
    pub level: u8,
    pub points: u16,
}

coded!(HeadcountRule, AgeRule, SickLevel);

impl Preset {
    /// The points of a request and the reasons that gave any. Unknown codes give none.
    pub fn urgency(&self, input: &Input) -> Urgency {
        let mut urgency = Urgency::default();
        if let Some(kind) = self.kind(input.kind) {
            urgency.add(
                ReasonCode::Kind(kind.code.clone()),
                self.levels.of(kind.level).points,
            );
        }
        let ticked = |code: &str| input.vulnerabilities.contains(&code);
        for group in self
            .vulnerabilities
            .iter()
            .filter(|group| ticked(&group.code))
        {
            urgency.add(ReasonCode::Vulnerability(group.code.clone()), group.points);
        }
        let reached = self
            .urgency
            .headcount
            .iter()
            .filter(|rule| input.headcount >= rule.from);
        if let Some(rule) = reached.max_by_key(|rule| rule.from) {
            urgency.add(ReasonCode::Headcount(rule.code.clone()), rule.points);
        }
        for rule in &self.urgency.ages {
            let said_already = rule.unless.as_deref().is_some_and(ticked);
            if !said_already && input.ages.iter().any(|age| rule.ages.contains(*age)) {
                urgency.add(ReasonCode::Age(rule.code.clone()), rule.points);
            }
        }
        let sick = |rule: &&SickLevel| Some(rule.level) == input.sick_level;
        if let Some(rule) = self.urgency.sick_levels.iter().find(sick) {
            urgency.add(ReasonCode::Sick(rule.code.clone()), rule.points);
        }
        for (reason, points) in self.answer_reasons(input) {
            urgency.add(reason, points);
        }
        urgency.points = urgency.points.min(self.urgency.most_points);
        urgency
    }

    /// How long before it was asked a request of so many points counts as waiting:
    /// `urgent_since = asked_at − bonus`.
    pub fn bonus_minutes(&self, points: u16) -> u32 {
        u32::from(points.min(self.urgency.most_points)) * u32::from(self.urgency.minutes_per_point)
    }

    /// A reason in the reader's words; `None` if a later preset dropped it.
    pub fn reason(&self, reason: &ReasonCode, language: Language) -> Option<String> {
        let label = match reason {
            ReasonCode::Kind(code) => self.kind(code)?.label(language),
            ReasonCode::Vulnerability(code) => self.vulnerabilities.get(code)?.label(language),
            ReasonCode::Headcount(code) => self.urgency.headcount.get(code)?.label(language),
            ReasonCode::Age(code) => self.urgency.ages.get(code)?.label(language),
            ReasonCode::Sick(code) => self.urgency.sick_levels.get(code)?.label(language),
            ReasonCode::Answer { field, choice } => {
                let field = self.kinds.iter().find_map(|kind| kind.field(field))?;
                let choice = field.choices().iter().find(|known| known.code == *choice)?;
                return Some(format!(
                    "{}: {}",
                    field.label(language),
                    choice.label(language)
                ));
            }
        };
        Some(label.to_owned())
    }

    fn answer_reasons(&self, input: &Input) -> Vec<(ReasonCode, u16)> {
        let mut reasons = Vec::new();
        let fields = self.kind(input.kind).map_or(&[][..], |kind| &kind.fields);
        for field in fields {
            let answer = input.answers.iter().find(|(key, _)| *key == field.key);
            let chosen = answer.map_or(&[][..], |(_, value)| value.codes());
            for choice in field
                .choices()
                .iter()
                .filter(|choice| chosen.contains(&choice.code))
            {
                let reason = ReasonCode::Answer {
                    field: field.key.clone(),
                    choice: choice.code.clone(),
                };
                reasons.push((reason, choice.points));
            }
        }
        reasons
    }
}

impl Urgency {
    fn add(&mut self, reason: ReasonCode, points: u16) {
        if points > 0 {
            self.points = self.points.saturating_add(points);
            self.reasons.push(reason);
        }
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            ReasonCode::Kind(code) => write!(f, "kind:{code}"),
            ReasonCode::Vulnerability(code) => write!(f, "vulnerability:{code}"),
            ReasonCode::Headcount(code) => write!(f, "headcount:{code}"),
            ReasonCode::Age(code) => write!(f, "age:{code}"),
            ReasonCode::Sick(code) => write!(f, "sick:{code}"),
            ReasonCode::Answer { field, choice } => write!(f, "answer:{field}:{choice}"),
        }
    }
}

/// The text is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reason of urgency")]
pub struct NotAReason;

impl FromStr for ReasonCode {
    type Err = NotAReason;

    fn from_str(text: &str) -> Result<ReasonCode, NotAReason> {
        let (group, code) = text.split_once(':').ok_or(NotAReason)?;
        let code = code.to_owned();
        Ok(match group {
            "kind" => ReasonCode::Kind(code),
            "vulnerability" => ReasonCode::Vulnerability(code),
            "headcount" => ReasonCode::Headcount(code),
            "age" => ReasonCode::Age(code),
            "sick" => ReasonCode::Sick(code),
            "answer" => {
                let (field, choice) = code.split_once(':').ok_or(NotAReason)?;
                ReasonCode::Answer {
                    field: field.to_owned(),
                    choice: choice.to_owned(),
                }
            }
            _ => return Err(NotAReason),
        })
    }
}
