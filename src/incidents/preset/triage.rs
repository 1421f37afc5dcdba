//! Green, yellow or red: signs of illness and thresholds as data, since the authorities change them.

use super::labels::{Labels, List, coded};

/// The worst wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    Green,
    Yellow,
    Red,
}

impl Colour {
    pub const ALL: [Colour; 3] = [Colour::Green, Colour::Yellow, Colour::Red];

    pub fn code(self) -> &'static str {
        match self {
            Colour::Green => "green",
            Colour::Yellow => "yellow",
            Colour::Red => "red",
        }
    }

    pub fn from_code(code: &str) -> Option<Colour> {
        Colour::ALL.into_iter().find(|colour| colour.code() == code)
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct TriageRules {
    /// From here, in °C, a temperature is a fever.
    pub fever_c: f64,
    /// Below this, in percent, at least yellow, and an alarm of the daily check.
    pub spo2_low: u8,
    /// A fall of so many points after exercise is an alarm of the daily check.
    pub spo2_drop: u8,
    /// A fever longer than this is an alarm of the daily check.
    pub fever_hours: u16,
    /// From this age a sick person is at least yellow.
    pub risk_age: u8,
    /// How long home isolation is checked each day.
    pub daily_check_days: u16,
    /// One entry for each colour.
    pub colours: List<ColourRule>,
    pub signs: List<Sign>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColourRule {
    pub code: String,
    pub labels: Labels,
    /// What becomes of a person of this colour.
    pub hint: Labels,
    pub colour: Colour,
    /// The sick level, 1 to 4, it counts as.
    pub sick_level: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub code: String,
    pub labels: Labels,
    pub colour: Colour,
}

coded!(ColourRule, Sign);

/// What is known of a sick person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Finding<'a> {
    /// Codes of signs.
    pub signs: &'a [&'a str],
    pub temperature_c: Option<f64>,
    pub spo2: Option<u8>,
    pub age: Option<u8>,
    /// One of the 608 diseases, or pregnant.
    pub at_risk: bool,
}

impl TriageRules {
    /// The colour of a finding; `None` where no sign, measure or risk says anything.
    pub fn colour(&self, finding: &Finding) -> Option<Colour> {
        let signs = finding.signs.iter().filter_map(|code| self.signs.get(code));
        let fever = finding.temperature_c.map(|_| Colour::Green);
        let oxygen = finding.spo2.map(|percent| {
            if percent < self.spo2_low {
                Colour::Yellow
            } else {
                Colour::Green
            }
        });
        let old = finding.age.is_some_and(|age| age >= self.risk_age);
        let risk = (old || finding.at_risk).then_some(Colour::Yellow);
        signs
            .map(|sign| sign.colour)
            .chain(fever)
            .chain(oxygen)
            .chain(risk)
            .max()
    }

    pub fn is_fever(&self, temperature_c: f64) -> bool {
        temperature_c >= self.fever_c
    }

    /// The rule of a colour, with its words.
    pub fn of(&self, colour: Colour) -> Option<&ColourRule> {
        self.colours.get(colour.code())
    }

    /// The sick level a colour counts as.
    pub fn sick_level(&self, colour: Colour) -> Option<u8> {
        self.of(colour).map(|rule| rule.sick_level)
    }
}
