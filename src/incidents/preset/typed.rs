//! Reads each kind of answer from what was typed.

use unicode_segmentation::UnicodeSegmentation;

use super::field::{Choice, FieldProblem, Value};
use super::labels::List;

pub(super) fn text(typed: String, most: u16) -> Result<Value, FieldProblem> {
    if typed.graphemes(true).count() > usize::from(most) {
        return Err(FieldProblem::TooLong { most });
    }
    Ok(Value::Text(typed))
}

pub(super) fn whole(typed: &str, min: i64, max: i64) -> Result<Value, FieldProblem> {
    let digits = without_groups(typed);
    if !is_plain_number(&digits) {
        return Err(FieldProblem::NotANumber);
    }
    // Only plain digits are left: what does not fit is merely too large or, with a point, not whole.
    match digits.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Value::Number(number)),
        Err(_) if digits.contains('.') => Err(FieldProblem::TooManyPlaces { places: 0 }),
        _ => Err(FieldProblem::OutOfRange {
            min: min as f64,
            max: max as f64,
        }),
    }
}

pub(super) fn decimal(typed: &str, min: f64, max: f64, places: u8) -> Result<Value, FieldProblem> {
    // Some keypads offer only a comma.
    let typed = if typed.contains('.') {
        without_groups(typed)
    } else {
        typed.replace(',', ".")
    };
    if !is_plain_number(&typed) {
        return Err(FieldProblem::NotANumber);
    }
    let number: f64 = typed.parse().map_err(|_| FieldProblem::NotANumber)?;
    if !(min..=max).contains(&number) {
        return Err(FieldProblem::OutOfRange { min, max });
    }
    let after_point = typed
        .split_once('.')
        .map_or("", |(_, after)| after.trim_end_matches('0'));
    if after_point.len() > usize::from(places) {
        return Err(FieldProblem::TooManyPlaces { places });
    }
    // "-0" is zero to people.
    Ok(Value::Decimal(number + 0.0))
}

/// `1,200` as `1200`; commas that do not part groups of three stay and are refused.
fn without_groups(typed: &str) -> String {
    let (whole, after) = typed.split_once('.').unwrap_or((typed, ""));
    let mut groups = whole.split(',');
    let first = groups
        .next()
        .is_some_and(|group| (1..=3).contains(&group.len()));
    if first && groups.all(|group| group.len() == 3) {
        let whole = whole.replace(',', "");
        return if after.is_empty() {
            whole
        } else {
            format!("{whole}.{after}")
        };
    }
    typed.to_owned()
}

/// A sign if any, digits, and a point with digits after it if any.
fn is_plain_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, after) = text.split_once('.').unwrap_or((text, "0"));
    digits(whole) && digits(after)
}

pub(super) fn choice(typed: &str, choices: &List<Choice>) -> Result<String, FieldProblem> {
    let code = typed.trim();
    if choices.has(code) {
        Ok(code.to_owned())
    } else {
        Err(FieldProblem::NotAChoice)
    }
}

/// In the order of the list, each once, however they were ticked.
pub(super) fn several(typed: &str, choices: &List<Choice>) -> Result<Value, FieldProblem> {
    let ticked = || {
        typed
            .split([',', '\n'])
            .map(str::trim)
            .filter(|code| !code.is_empty())
    };
    if ticked().any(|code| !choices.has(code)) {
        return Err(FieldProblem::NotAChoice);
    }
    let chosen = choices
        .iter()
        .filter(|choice| ticked().any(|code| code == choice.code));
    Ok(Value::Multi(
        chosen.map(|choice| choice.code.clone()).collect(),
    ))
}

pub(super) fn yes_or_no(typed: &str) -> Result<bool, FieldProblem> {
    match typed.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "1" => Ok(true),
        "no" | "false" | "off" | "0" => Ok(false),
        _ => Err(FieldProblem::NotYesOrNo),
    }
}
