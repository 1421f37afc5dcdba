//! The urgency of a request, weighed again when more is known.

use jiff::SignedDuration;
use serde_json::{Map, Value};

use crate::help_requests::model::HelpRequest;
use crate::incidents::preset::{self, Preset};

/// From what was told, the colour of the triage, and the age found there.
pub fn weigh_again(
    request: &mut HelpRequest,
    preset: &Preset,
    extra: &Map<String, Value>,
    age: Option<u8>,
) {
    let vulnerabilities: Vec<&str> = request.vulnerabilities.iter().map(String::as_str).collect();
    let fields = preset
        .kind(&request.kind)
        .map_or(&[][..], |kind| &kind.fields);
    let answers: Vec<(&str, preset::Value)> = fields
        .iter()
        .filter_map(|field| {
            let stored = extra.get(&field.key)?.as_str()?;
            Some((field.key.as_str(), field.restore(stored)?))
        })
        .collect();
    let answers: Vec<(&str, &preset::Value)> =
        answers.iter().map(|(key, value)| (*key, value)).collect();
    let ages: Vec<u8> = age.into_iter().collect();
    let sick_level = request
        .colour
        .and_then(|colour| preset.triage.sick_level(colour));
    let urgency = preset.urgency(&preset::Input {
        kind: &request.kind,
        vulnerabilities: &vulnerabilities,
        headcount: request.headcount.get(),
        ages: &ages,
        sick_level,
        answers: &answers,
    });
    let bonus = SignedDuration::from_mins(preset.bonus_minutes(urgency.points).into());
    request.urgency = i64::from(urgency.points);
    request.urgency_reasons = urgency.reasons.iter().map(ToString::to_string).collect();
    request.urgent_since = request.asked_at - bonus;
}
