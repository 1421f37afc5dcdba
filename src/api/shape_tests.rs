use serde_json::{Value, json};

use super::*;

fn schemas() -> Value {
    json!({
        "Ask": {
            "type": "object",
            "required": ["kind", "headcount"],
            "properties": {
                "kind": { "type": "string" },
                "headcount": { "type": "integer", "format": "int32", "minimum": 0 },
                "position": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Position" }] },
                "persons": { "type": ["array", "null"], "items": { "type": "string" } },
                "members": { "type": "array", "items": { "$ref": "#/components/schemas/Member" } },
                "extra": {
                    "type": ["object", "null"],
                    "additionalProperties": {
                        "oneOf": [{ "type": "string" }, { "type": "boolean" },
                            { "type": "array", "items": { "type": "string" } }],
                    },
                },
            },
            "additionalProperties": false,
        },
        "Position": {
            "type": "object",
            "required": ["lat", "lon"],
            "properties": { "lat": { "type": "number" }, "lon": { "type": "number" } },
        },
        "Member": { "type": "object", "properties": { "name": { "type": "string" } } },
    })
}

fn read(body: &Value) -> LaidOut {
    lay_out(&schemas(), "Ask", body)
}

fn told(out: &LaidOut) -> Vec<(&str, &'static str)> {
    out.amiss
        .iter()
        .map(|(field, message)| (field, message.key))
        .collect()
}

#[test]
fn a_body_is_laid_out_as_a_form() {
    let out = read(&json!({
        "kind": "rescue", "headcount": 3.0, "position": { "lat": 20.43, "lon": 99 },
        "persons": ["ก", "ข"], "members": [{ "name": "a" }, { "name": "b" }],
        "extra": { "boat": true, "needs": ["milk", "rice"] },
    }));
    assert_eq!(told(&out), []);
    assert_eq!(out.missing, Vec::<String>::new());
    let expected = [
        ("extra.boat", "yes"),
        ("extra.needs", "milk"),
        ("extra.needs", "rice"),
        ("headcount", "3"),
        ("kind", "rescue"),
        ("members.0.name", "a"),
        ("members.1.name", "b"),
        ("persons", "ก"),
        ("persons", "ข"),
        ("position.lat", "20.43"),
        ("position.lon", "99"),
    ];
    assert_eq!(out.as_form(), Some(Typed::from_pairs(expected)));
}

#[test]
fn whatever_is_amiss_is_told_by_its_path_at_once() {
    let out = read(&json!({
        "kind": 7, "headcount": 2.5, "position": { "lat": "20", "alt": 4 },
        "persons": ["ก", null, {}], "extra": { "boat": { "size": 2 } }, "hedcount": 2,
        "members": [{ "name": "a\u{0}b", "age": 3 }],
    }));
    assert_eq!(
        told(&out),
        [
            ("extra.boat", "api-wrong-type"),
            ("headcount", "api-not-a-whole-number"),
            ("hedcount", "api-unknown-field"),
            ("kind", "api-not-a-string"),
            ("members.0.age", "api-unknown-field"),
            ("members.0.name", "text-broken"),
            ("persons.1", "api-not-a-string"),
            ("persons.2", "api-not-a-string"),
            ("position.alt", "api-unknown-field"),
            ("position.lat", "api-not-a-number"),
        ]
    );
    assert_eq!(out.missing, ["position.lon"]);
    assert_eq!(told(&read(&json!([1]))), [("body", "api-not-an-object")]);
    let elsewhere = read(&json!({ "position": "here" }));
    assert_eq!(told(&elsewhere), [("position", "api-not-an-object")]);
    assert_eq!(elsewhere.missing, ["kind", "headcount"]);
}

#[test]
fn null_is_nothing_where_nothing_is_allowed() {
    let out = read(&json!({ "kind": null, "headcount": 1, "position": null, "persons": null }));
    assert_eq!(told(&out), [("kind", "api-not-a-string")]);
    assert_eq!(out.typed, [("headcount".to_owned(), "1".to_owned())]);
}

#[test]
fn a_flood_is_cut_short() {
    let fields: serde_json::Map<String, Value> = (0..10_000)
        .map(|n| (format!("f{n}"), Value::Null))
        .collect();
    assert_eq!(told(&read(&Value::Object(fields))).len(), MOST_PROBLEMS);
    let persons: Vec<&str> = vec!["a"; 100_000];
    assert_eq!(read(&json!({ "persons": persons })).as_form(), None);
}
