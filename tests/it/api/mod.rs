//! The JSON API: whole journeys, every refusal, lists, what the document says, who sees what.

mod document;
mod journeys;
mod lists;
mod refusals;
mod twice;

use serde_json::{Value, json};

use crate::world::{Answer, Card, TestApp};

/// The token of a phone that typed its code.
pub async fn phone_token(app: &TestApp, card: Card, purpose: &str) -> String {
    let asked = json!({ "phone": card.phone, "purpose": purpose });
    let asked = app.api(None).post("/api/v1/otp", asked).await;
    asked.is(202);
    let code = app.last_code(card.phone).await;
    let path = format!("/api/v1/otp/{}/verify", asked.text("/challenge"));
    let verified = app.api(None).post(&path, json!({ "code": code })).await;
    verified.is(200).text("/token").to_owned()
}

/// Registers over the API; the token of the first session.
pub async fn registers(app: &TestApp, card: Card, role: &str) -> String {
    let otp_token = phone_token(app, card, "register").await;
    let account = account(card, role, &otp_token);
    let made = app.api(None).post("/api/v1/accounts", account).await;
    made.is(201).text("/token").to_owned()
}

pub fn account(card: Card, role: &str, otp_token: &str) -> Value {
    json!({
        "otp_token": otp_token, "full_name": card.full_name, "role": role,
        "affiliation": "อสม. แม่สาย (moicovid)", "province": "57", "subdistrict": 570906,
        "username": card.username, "password": card.password,
        "accept_terms": true, "consent_personal_data": true,
    })
}

/// A request in Wiang Phang Kham, without a map.
pub fn usual() -> Value {
    json!({
        "incident": "COV", "kind": "other", "subdistrict": "570906", "headcount": 3,
        "landmark": "หลังคาสีแดง หลังวัด", "persons": ["อนงค์ ใจดี", "Aung"],
        "contact_phone": "0812340099", "contact_name": "น้อย", "details": "น้ำขึ้นถึงชั้นสอง",
    })
}

/// The usual request with some fields in place of its own; null takes one away.
pub fn with(fields: Value) -> Value {
    let mut body = usual();
    for (name, value) in fields.as_object().expect("fields") {
        if value.is_null() {
            body.as_object_mut().expect("an object").remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

/// The fields a 422 names, with their message keys.
#[track_caller]
pub fn amiss(answer: &Answer) -> Vec<(String, String)> {
    answer.is(422);
    assert_eq!(answer.problem(), "problems", "{:#}", answer.json);
    let problems = answer.json["problems"].as_array().expect("problems");
    let mut told: Vec<(String, String)> = problems
        .iter()
        .map(|one| {
            let text = |name: &str| one[name].as_str().expect("a text").to_owned();
            assert!(
                !text("message").is_empty() && !text("message").contains('⟦'),
                "{one}"
            );
            (text("field"), text("key"))
        })
        .collect();
    told.sort();
    told
}

#[track_caller]
pub fn is_amiss(answer: &Answer, expected: &[(&str, &str)]) {
    let told = amiss(answer);
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(field, key)| (field.as_str(), key.as_str()))
        .collect();
    assert_eq!(told, expected);
}
