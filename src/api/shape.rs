//! A JSON body held against the schema that the OpenAPI document gives for it, and laid out as the
//! fields of a form, so that pages and programs are read by the same readers. What the document says
//! and what is accepted cannot drift apart.

use serde_json::Value;
use web::{Problems, Typed};

/// More problems than this help nobody; a flood of unknown fields is cut short.
const MOST_PROBLEMS: usize = 100;

/// A body laid out: `position.lat`, `persons.0.name`; lists of plain values repeat their name, truth
/// values are `yes` and `no`, null is nothing.
#[derive(Debug, Default)]
pub struct LaidOut {
    pub typed: Vec<(String, String)>,
    /// Fields of a wrong type, unknown fields, texts with null characters.
    pub amiss: Problems,
    /// Fields the schema requires and the body does not have.
    pub missing: Vec<String>,
    n_amiss: usize,
}

impl LaidOut {
    /// The fields as a form, or nothing when there are more than any form has.
    pub fn as_form(&self) -> Option<Typed> {
        (self.typed.len() <= Typed::MOST_FIELDS).then(|| {
            let pairs = self.typed.iter();
            Typed::from_pairs(pairs.map(|(name, text)| (name.as_str(), text.as_str())))
        })
    }

    fn amiss(&mut self, at: &str, message: &'static str) {
        self.n_amiss += 1;
        if self.n_amiss <= MOST_PROBLEMS {
            let shown: String = at.chars().take(120).collect();
            self.amiss.add(shown, message);
        }
    }

    fn put(&mut self, name: &str, text: String) {
        if self.typed.len() <= Typed::MOST_FIELDS {
            self.typed.push((name.to_owned(), text));
        }
    }
}

/// Lays out a body by a schema of a document's `components.schemas`.
pub fn lay_out(schemas: &Value, schema: &str, body: &Value) -> LaidOut {
    let mut out = LaidOut::default();
    let walk = Walk { schemas };
    walk.value(&schemas[schema], body, "", "", &mut out);
    out
}

struct Walk<'a> {
    schemas: &'a Value,
}

impl<'a> Walk<'a> {
    /// `at` is where the value stands, `name` the field it is laid out under.
    fn value(&self, schema: &'a Value, value: &Value, at: &str, name: &str, out: &mut LaidOut) {
        let Some(schema) = self.fitting(schema, value) else {
            let at = if at.is_empty() { "body" } else { at };
            return out.amiss(at, self.expected(schema));
        };
        match value {
            Value::Null => {}
            Value::String(text) if text.contains('\0') => out.amiss(at, "text-broken"),
            Value::String(text) => out.put(name, text.clone()),
            Value::Bool(yes) => out.put(name, if *yes { "yes" } else { "no" }.to_owned()),
            Value::Number(number) => out.put(name, written(number)),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let at = format!("{at}.{index}");
                    let name = if item.is_object() { &at } else { name };
                    self.value(&schema["items"], item, &at, name, out);
                }
            }
            Value::Object(fields) => self.object(schema, fields, at, out),
        }
    }

    fn object(
        &self,
        schema: &'a Value,
        fields: &serde_json::Map<String, Value>,
        at: &str,
        out: &mut LaidOut,
    ) {
        let below = |name: &str| {
            if at.is_empty() {
                name.to_owned()
            } else {
                format!("{at}.{name}")
            }
        };
        for (name, value) in fields {
            let at = below(name);
            let known = &schema["properties"][name];
            let other = &schema["additionalProperties"];
            if !known.is_null() {
                self.value(known, value, &at, &at, out);
            } else if other.is_object() {
                self.value(other, value, &at, &at, out);
            } else {
                out.amiss(&at, "api-unknown-field");
            }
        }
        let required = schema["required"].as_array().into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                out.missing.push(below(name));
            }
        }
    }

    /// The schema itself behind references and alternatives, if the value is of its kind.
    fn fitting(&self, schema: &'a Value, value: &Value) -> Option<&'a Value> {
        let schema = self.named(schema);
        if let Some(alternatives) = schema["oneOf"].as_array() {
            return alternatives.iter().find_map(|one| self.fitting(one, value));
        }
        kinds(schema)
            .any(|kind| is_of(kind, value))
            .then_some(schema)
    }

    fn named(&self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"]
            .as_str()
            .and_then(|path| path.rsplit('/').next());
        name.map_or(schema, |name| self.named(&self.schemas[name]))
    }

    fn expected(&self, schema: &'a Value) -> &'static str {
        let schema = self.named(schema);
        if let Some(alternatives) = schema["oneOf"].as_array() {
            let mut told = alternatives
                .iter()
                .filter(|one| one["type"] != "null")
                .map(|one| self.expected(one));
            return match (told.next(), told.next()) {
                (Some(one), None) => one,
                _ => "api-wrong-type",
            };
        }
        match kinds(schema).find(|kind| *kind != "null") {
            Some("string") => "api-not-a-string",
            Some("integer") => "api-not-a-whole-number",
            Some("number") => "api-not-a-number",
            Some("boolean") => "api-not-true-or-false",
            Some("array") => "api-not-a-list",
            Some("object") => "api-not-an-object",
            _ => "api-wrong-type",
        }
    }
}

fn kinds(schema: &Value) -> impl Iterator<Item = &str> {
    let one = schema["type"].as_str();
    let several = schema["type"].as_array().into_iter().flatten();
    one.into_iter().chain(several.filter_map(Value::as_str))
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => {
            let whole = |number: f64| number.fract() == 0.0 && number.abs() < 1e15;
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(whole)
        }
        _ => false,
    }
}

/// A whole number is written whole, however it was sent: `3.0` is three.
fn written(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(real) if number.is_f64() && real.fract() == 0.0 && real.abs() < 1e15 => {
            format!("{real:.0}")
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
