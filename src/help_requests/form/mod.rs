//! Reading a request for help as it was typed, on a page or as the fields of a JSON body, every field
//! before anything is refused.

pub mod amend;
pub mod health;

use contact::{CannotCount, FreeText, Headcount, PersonName, PhoneNumber};
use web::{Message, Problems, Typed};

use crate::access::Cx;
use crate::accounts::form::{name_problem, phone_problem, words};
use crate::app::App;
use crate::help_requests::model::{NewHelpRequest, Relation};
use crate::incidents::form::answers;
use crate::incidents::model::Incident;
use crate::incidents::place::place;
use crate::incidents::preset::Kind;

/// Persons one request may name.
const MOST_PERSONS: usize = 60;

/// Reads a request of a kind. `Err` names everything amiss at once.
pub fn read(
    app: &App,
    cx: &Cx,
    incident: &Incident,
    kind: &Kind,
    typed: &Typed,
) -> Result<NewHelpRequest, Problems> {
    let mut problems = Problems::default();
    let place = place(app, incident, typed, &mut problems);
    let landmark = words(typed, "landmark", 500, &mut problems);
    let headcount = problems.keep(
        "headcount",
        Headcount::parse(typed.value("headcount")),
        count,
    );
    let details = words(typed, "details", FreeText::MAX, &mut problems);
    let contact_name = optional(typed.value("contact_name"), |name| {
        problems.keep("contact_name", PersonName::parse(name), name_problem)
    });
    let contact_phone = optional(typed.value("contact_phone"), |phone| {
        problems.keep("contact_phone", PhoneNumber::parse(phone), phone_problem)
    });
    let persons = persons(typed, &mut problems);
    let vulnerabilities = known_codes(typed, "vulnerabilities", &mut problems, |code| {
        incident.preset.vulnerabilities.has(code)
    });
    let nationality = one_code(typed, "nationality", &mut problems, |code| {
        incident.preset.nationalities.has(code)
    });
    let relation = relation(cx, typed, &mut problems);
    let extra = answers::read(cx, &kind.fields, "extra", typed, &mut problems);
    if landmark.is_empty() && place.as_ref().is_some_and(|(_, pin)| pin.is_none()) {
        problems.add("landmark", "landmark-missing");
    }
    match (place, headcount) {
        (Some((area, pin)), Some(headcount)) if problems.is_empty() => Ok(NewHelpRequest {
            incident: incident.id,
            kind: kind.code.clone(),
            area,
            pin,
            landmark,
            headcount,
            vulnerabilities,
            persons,
            nationality,
            details,
            extra,
            contact_name: contact_name.flatten(),
            contact_phone: contact_phone.flatten(),
            relation,
            source: None,
        }),
        _ => Err(problems),
    }
}

fn optional<T>(value: &str, read: impl FnOnce(&str) -> T) -> Option<T> {
    if value.trim().is_empty() {
        None
    } else {
        Some(read(value))
    }
}

fn persons(typed: &Typed, problems: &mut Problems) -> Vec<String> {
    let mut persons = Vec::new();
    for line in typed
        .all("persons")
        .flat_map(str::lines)
        .filter(|line| !line.trim().is_empty())
    {
        match PersonName::parse(line) {
            Ok(name) => persons.push(name.as_str().to_owned()),
            Err(err) => problems.add("persons", name_problem(err)),
        }
    }
    if persons.len() > MOST_PERSONS {
        problems.add(
            "persons",
            Message::new("persons-too-many").with("most", MOST_PERSONS as i64),
        );
    }
    persons
}

fn known_codes(
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
    is_known: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in typed
        .all(field)
        .map(str::trim)
        .filter(|code| !code.is_empty())
    {
        if !is_known(code) {
            problems.add(field, "choice-unknown");
        } else if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

fn one_code(
    typed: &Typed,
    field: &str,
    problems: &mut Problems,
    is_known: impl Fn(&str) -> bool,
) -> String {
    let code = typed.value(field).trim();
    if !code.is_empty() && !is_known(code) {
        problems.add(field, "choice-unknown");
    }
    code.to_owned()
}

fn relation(cx: &Cx, typed: &Typed, problems: &mut Problems) -> Relation {
    let by_default = if cx.signed_in().is_some() {
        Relation::Volunteer
    } else {
        Relation::Oneself
    };
    match typed.value("relation").trim() {
        "" => by_default,
        code => Relation::from_code(code).unwrap_or_else(|| {
            problems.add("relation", "choice-unknown");
            by_default
        }),
    }
}

fn count(err: CannotCount) -> Message {
    match err {
        CannotCount::Empty | CannotCount::NotANumber => "headcount-not-a-number".into(),
        CannotCount::Nobody => "headcount-nobody".into(),
        CannotCount::TooMany => "headcount-too-many".into(),
    }
}
