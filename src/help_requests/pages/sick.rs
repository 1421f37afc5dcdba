//! Signs, measures and alarms in the reader's words, for the case and for the requester's own page.

use crate::help_requests::rules::health::Alarm;
use crate::help_requests::store::health::Seen;
use crate::incidents::model::Incident;
use crate::layout::Page;

/// The signs to tick, the mildest first.
pub fn signs(page: &Page, incident: &Incident) -> Vec<(String, String)> {
    let language = page.language();
    let signs = incident.preset.triage.signs.iter();
    signs
        .map(|sign| (sign.code.clone(), sign.labels.get(language).to_owned()))
        .collect()
}

/// What was found, in one line.
pub fn measures(page: &Page, incident: &Incident, seen: &Seen) -> String {
    let language = page.language();
    let look = &seen.look;
    let mut parts = Vec::new();
    if let Some(temperature) = look.temperature_c {
        parts.push(page.say("measure-temperature", "c", format!("{temperature:.1}")));
    }
    if let Some(spo2) = look.spo2 {
        parts.push(page.say("measure-spo2", "percent", spo2));
    }
    if let Some(after) = look.spo2_after {
        parts.push(page.say("measure-spo2-after", "percent", after));
    }
    if let Some(age) = look.age {
        parts.push(page.say("measure-age", "years", age));
    }
    if look.at_risk {
        parts.push(page.t("measure-at-risk"));
    }
    let signs = &incident.preset.triage.signs;
    parts.extend(
        look.signs
            .iter()
            .map(|code| signs.label(code.as_str(), language).to_owned()),
    );
    if parts.is_empty() {
        page.t("measure-none")
    } else {
        parts.join(" · ")
    }
}

/// What rang.
pub fn alarms(page: &Page, incident: &Incident, seen: &Seen) -> Vec<String> {
    let language = page.language();
    let words = |alarm: &Alarm| match alarm {
        Alarm::LowOxygen => page.t("alarm-low-oxygen"),
        Alarm::OxygenDrops => page.t("alarm-oxygen-drops"),
        Alarm::LongFever => page.t("alarm-long-fever"),
        Alarm::Sign(code) => {
            let signs = &incident.preset.triage.signs;
            signs.label(code.as_str(), language).to_owned()
        }
    };
    seen.alarms.iter().map(words).collect()
}
