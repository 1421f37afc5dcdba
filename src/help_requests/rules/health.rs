//! What a check of the sick says: the colour of a triage, the alarms of a daily check. Thresholds are
//! the preset's, since the authorities change them.

use jiff::{SignedDuration, Timestamp};

use crate::incidents::preset::{Colour, Finding, TriageRules};

/// What was found when somebody looked at the sick.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// Codes of signs.
    pub signs: Vec<String>,
    pub temperature_c: Option<f64>,
    pub spo2: Option<u8>,
    /// After some exercise; of a daily check alone.
    pub spo2_after: Option<u8>,
    /// Of a triage alone.
    pub age: Option<u8>,
    pub at_risk: bool,
    pub note: String,
}

/// The colour of what was found; none where nothing was.
pub fn colour(look: &Look, rules: &TriageRules) -> Option<Colour> {
    let signs: Vec<&str> = look.signs.iter().map(String::as_str).collect();
    rules.colour(&Finding {
        signs: &signs,
        temperature_c: look.temperature_c,
        spo2: look.spo2,
        age: look.age,
        at_risk: look.at_risk,
    })
}

/// Why somebody must be looked after at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alarm {
    LowOxygen,
    OxygenDrops,
    LongFever,
    /// A sign that is not green, by its code.
    Sign(String),
}

impl Alarm {
    /// As stored and sent.
    pub fn code(&self) -> String {
        match self {
            Alarm::LowOxygen => "low_oxygen".to_owned(),
            Alarm::OxygenDrops => "oxygen_drops".to_owned(),
            Alarm::LongFever => "long_fever".to_owned(),
            Alarm::Sign(code) => format!("sign:{code}"),
        }
    }

    pub fn from_code(code: &str) -> Option<Alarm> {
        match code {
            "low_oxygen" => Some(Alarm::LowOxygen),
            "oxygen_drops" => Some(Alarm::OxygenDrops),
            "long_fever" => Some(Alarm::LongFever),
            _ => code
                .strip_prefix("sign:")
                .map(|sign| Alarm::Sign(sign.to_owned())),
        }
    }
}

/// The alarms of a daily check; `before` are the temperatures of earlier ones, the newest first.
pub fn alarms(
    look: &Look,
    before: &[(Timestamp, Option<f64>)],
    rules: &TriageRules,
    now: Timestamp,
) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    if look.spo2.is_some_and(|spo2| spo2 < rules.spo2_low) {
        alarms.push(Alarm::LowOxygen);
    }
    if let (Some(spo2), Some(after)) = (look.spo2, look.spo2_after)
        && spo2.saturating_sub(after) >= rules.spo2_drop
    {
        alarms.push(Alarm::OxygenDrops);
    }
    let is_fever = |temperature: Option<f64>| temperature.is_some_and(|c| rules.is_fever(c));
    if is_fever(look.temperature_c) {
        let since = before
            .iter()
            .take_while(|(_, temperature)| is_fever(*temperature))
            .last()
            .map(|(at, _)| *at);
        let long = SignedDuration::from_hours(i64::from(rules.fever_hours));
        if since.is_some_and(|since| now.duration_since(since) > long) {
            alarms.push(Alarm::LongFever);
        }
    }
    for code in &look.signs {
        let sign = rules.signs.get(code);
        if sign.is_some_and(|sign| sign.colour > Colour::Green) {
            alarms.push(Alarm::Sign(code.clone()));
        }
    }
    alarms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help_requests::rules::sample::noon;
    use crate::incidents::preset::presets;

    fn rules() -> &'static TriageRules {
        let covid = presets().iter().find(|preset| preset.name == "covid19");
        &covid.unwrap().triage
    }

    fn look(temperature_c: Option<f64>, spo2: Option<u8>, spo2_after: Option<u8>) -> Look {
        Look {
            temperature_c,
            spo2,
            spo2_after,
            ..Look::default()
        }
    }

    #[test]
    fn oxygen_rings_below_its_threshold_and_when_it_falls() {
        let ring = |look: &Look| alarms(look, &[], rules(), noon());
        assert_eq!(ring(&look(Some(36.8), Some(96), None)), []);
        assert_eq!(ring(&look(None, Some(95), None)), [Alarm::LowOxygen]);
        assert_eq!(ring(&look(None, Some(98), Some(96))), []);
        assert_eq!(ring(&look(None, Some(98), Some(95))), [Alarm::OxygenDrops]);
    }

    #[test]
    fn a_fever_rings_when_it_has_lasted_longer_than_a_day() {
        let fever = look(Some(38.2), None, None);
        let hours = |n: i64| noon() - SignedDuration::from_hours(n);
        let ring = |before: &[(Timestamp, Option<f64>)]| alarms(&fever, before, rules(), noon());
        assert_eq!(
            ring(&[(hours(12), Some(38.0)), (hours(24), Some(38.0))]),
            []
        );
        assert_eq!(
            ring(&[(hours(12), Some(38.0)), (hours(25), Some(37.9))]),
            [Alarm::LongFever]
        );
        assert_eq!(
            ring(&[(hours(12), Some(36.9)), (hours(25), Some(38.0))]),
            []
        );
    }

    #[test]
    fn signs_worse_than_green_ring() {
        let signs = |codes: &[&str]| Look {
            signs: codes.iter().map(|code| (*code).to_owned()).collect(),
            ..Look::default()
        };
        assert_eq!(alarms(&signs(&["cough"]), &[], rules(), noon()), []);
        let worse = rules().signs.iter().find(|sign| sign.colour == Colour::Red);
        let code = worse.unwrap().code.as_str();
        assert_eq!(
            alarms(&signs(&["cough", code]), &[], rules(), noon()),
            [Alarm::Sign(code.to_owned())]
        );
        assert_eq!(colour(&signs(&["cough", code]), rules()), Some(Colour::Red));
        assert_eq!(colour(&Look::default(), rules()), None);
        for alarm in [
            Alarm::LowOxygen,
            Alarm::LongFever,
            Alarm::Sign("x".to_owned()),
        ] {
            assert_eq!(Alarm::from_code(&alarm.code()), Some(alarm));
        }
    }
}
