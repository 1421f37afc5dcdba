//! Reading what was found when somebody looked at the sick.

use contact::FreeText;
use web::{Message, Problems, Typed};

use crate::accounts::form::words;
use crate::help_requests::rules::health::Look;
use crate::incidents::preset::TriageRules;

/// Reads a triage or a daily check; fields that the form does not have stay empty.
pub fn look(rules: &TriageRules, typed: &Typed) -> Result<Look, Problems> {
    let mut problems = Problems::default();
    let mut signs: Vec<String> = Vec::new();
    for code in typed
        .all("signs")
        .map(str::trim)
        .filter(|code| !code.is_empty())
    {
        if !rules.signs.has(code) {
            problems.add("signs", "choice-unknown");
        } else if !signs.iter().any(|known| known == code) {
            signs.push(code.to_owned());
        }
    }
    let temperature_c = decimal(typed, "temperature", (30.0, 45.0), &mut problems);
    let spo2 = whole(typed, "spo2", (40, 100), &mut problems);
    let spo2_after = whole(typed, "spo2_after", (40, 100), &mut problems);
    let age = whole(typed, "age", (0, 120), &mut problems);
    let note = words(typed, "note", FreeText::MAX, &mut problems);
    let look = Look {
        signs,
        temperature_c,
        spo2,
        spo2_after,
        age,
        at_risk: typed.value("at_risk") == "yes" || typed.value("at_risk") == "true",
        note,
    };
    if problems.is_empty() && look == Look::default() {
        problems.add("signs", "look-empty");
    }
    if problems.is_empty() {
        Ok(look)
    } else {
        Err(problems)
    }
}

fn decimal(
    typed: &Typed,
    field: &str,
    (min, max): (f64, f64),
    problems: &mut Problems,
) -> Option<f64> {
    let text = i18n::fold_digits(typed.value(field).trim()).replace(',', ".");
    if text.is_empty() {
        return None;
    }
    let read = text
        .parse()
        .ok()
        .filter(|value| (min..=max).contains(value));
    if read.is_none() {
        problems.add(field, out_of_range(min.to_string(), max.to_string()));
    }
    read
}

fn whole(typed: &Typed, field: &str, (min, max): (u8, u8), problems: &mut Problems) -> Option<u8> {
    let text = i18n::fold_digits(typed.value(field).trim());
    let text = text.trim_end_matches('%').trim_end();
    if text.is_empty() {
        return None;
    }
    let read = text
        .parse()
        .ok()
        .filter(|value| (min..=max).contains(value));
    if read.is_none() {
        problems.add(field, out_of_range(min.to_string(), max.to_string()));
    }
    read
}

fn out_of_range(min: String, max: String) -> Message {
    Message::new("look-out-of-range")
        .with("min", min)
        .with("max", max)
}
