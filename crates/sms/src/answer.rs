//! What a gateway's answer means.

use crate::{Sent, SmsError, SuccessTest};
use serde_json::Value;

/// Statuses from the first to the last.
#[derive(Debug, Clone, Copy)]
pub struct StatusRange(u16, u16);

impl StatusRange {
    /// Reads `200-299` or `201`.
    pub fn parse(text: &str) -> Result<StatusRange, String> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        match (first.trim().parse(), last.trim().parse()) {
            (Ok(first), Ok(last)) if 100 <= first && first <= last && last <= 599 => {
                Ok(StatusRange(first, last))
            }
            _ => Err(format!("{text:?} is no status such as 201 or 200-299")),
        }
    }

    fn holds(self, status: u16) -> bool {
        (self.0..=self.1).contains(&status)
    }
}

/// Judges one answer. `private` is what must not be repeated in an error.
pub fn judge(
    status: u16,
    body: &[u8],
    expected: StatusRange,
    success: &SuccessTest,
    reference: Option<&str>,
    private: &Private,
) -> Result<Sent, SmsError> {
    let text = String::from_utf8_lossy(body);
    let refused = || SmsError::Refused {
        status,
        said: private.cut_from(&text),
    };
    if !expected.holds(status) {
        // Overloaded, in repair, or asking for patience: not a no to this message.
        let is_passing = matches!(status, 408 | 425 | 429 | 500..=599);
        return Err(if is_passing {
            SmsError::Unavailable {
                why: format!("it answered with status {status}"),
            }
        } else {
            refused()
        });
    }
    if success
        .body_contains
        .as_ref()
        .is_some_and(|words| !text.contains(words.as_str()))
    {
        return Err(refused());
    }
    let json: Option<Value> = serde_json::from_slice(body).ok();
    for test in &success.json {
        let Some(json) = &json else {
            // A page of a proxy or of somebody's repairs: the gateway itself said nothing.
            return Err(SmsError::Unavailable {
                why: "its answer is not JSON".into(),
            });
        };
        let found = find(json, &test.path);
        let holds = match &test.equals {
            Some(expected) => found.is_some_and(|found| is_alike(found, expected)),
            None => found.is_some_and(is_something),
        };
        if !holds {
            return Err(refused());
        }
    }
    let reference = reference
        .and_then(|path| find(json.as_ref()?, path))
        .and_then(scalar);
    Ok(Sent {
        reference: reference.map(|name| name.chars().take(100).collect()),
    })
}

fn find<'v>(json: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(json, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => value.get(step),
    })
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => true,
    }
}

/// Gateways write `"0"` in one place and `0` in the next.
fn is_alike(found: &Value, expected: &Value) -> bool {
    found == expected || scalar(found).is_some_and(|found| Some(found) == scalar(expected))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// What a gateway may repeat in its answer and nobody else may read.
pub struct Private {
    pub text: String,
    pub secrets: Vec<String>,
}

impl Private {
    /// The beginning of an answer without the text, secrets, numbers of phones, and codes.
    fn cut_from(&self, answer: &str) -> String {
        const KEPT: usize = 200;
        let mut said = answer.to_owned();
        let escaped = serde_json::Value::from(self.text.as_str()).to_string();
        let texts = [self.text.as_str(), escaped.trim_matches('"')];
        for private in texts
            .into_iter()
            .chain(self.secrets.iter().map(String::as_str))
        {
            if !private.is_empty() {
                said = said.replace(private, "…");
            }
        }
        let said = self.cut_digits(&said);
        said.chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .take(KEPT)
            .collect()
    }

    /// Long runs of digits are numbers; short ones are codes if the text holds them, and the
    /// gateway's own error numbers else.
    fn cut_digits(&self, said: &str) -> String {
        let mut kept = String::new();
        let mut rest = said;
        while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
            kept.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            let is_private = digits.len() >= 7 || digits.len() >= 4 && self.text.contains(digits);
            kept.push_str(if is_private { "…" } else { digits });
            rest = after;
        }
        kept.push_str(rest);
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_answer_is_judged_and_no_code_or_number_is_told(
            status in 100u16..600,
            before in "\\PC{0,20}[a-z{\"]",
            after in "[a-z}\"]\\PC{0,20}",
            code in "[1-9][0-9]{5}",
            bytes: Vec<u8>,
        ) {
            let private = Private { text: format!("OTP {code}"), secrets: vec!["k3y".into()] };
            let range = StatusRange::parse("200-299").unwrap();
            let path = "a.0.b".to_owned();
            let success = SuccessTest {
                json: vec![crate::JsonTest { path, equals: None }],
                ..SuccessTest::default()
            };
            let _ = judge(status, &bytes, range, &success, Some("a.b"), &private);
            let answer = format!("{before}{code} 66812345678 k3y{after}");
            if let Err(err) = judge(400, answer.as_bytes(), range, &success, None, &private) {
                let told = err.to_string();
                prop_assert!(
                    [code.as_str(), "66812345678", "k3y"].iter().all(|private| !told.contains(private)),
                    "{}", told
                );
            }
        }
    }
}
