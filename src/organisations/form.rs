//! Reading an organisation, a team or a person to be named, as typed or as the fields of a JSON body.

use areas::AreaCode;
use contact::Username;
use web::{Message, Problems, Typed};

use super::actions::look::Query;
use super::model::{Kind, Names, NewOrganisation, NewTeam};
use crate::accounts::form::username_problem;
use crate::areas::typed as area_typed;

/// Letters of a name at most.
const NAME: usize = 120;
/// Letters of a phone: some write two, or an inner line.
const PHONE: usize = 40;
/// Areas of one organisation.
const AREAS: usize = 80;

/// Fields: `kind`, `name_th`, `name_en`, `phone`, `areas` (codes, several), and one more area as
/// typed (`area`, `area_text`, `area_choice`).
pub fn read(typed: &Typed) -> Result<NewOrganisation, Problems> {
    let mut problems = Problems::default();
    let kind = Kind::from_code(typed.value("kind").trim());
    if kind.is_none() {
        problems.add("kind", "organisation-kind-missing");
    }
    let th = name(typed, "name_th", &mut problems);
    if th.is_empty() && problems.of("name_th").is_none() {
        problems.add("name_th", "organisation-name-missing");
    }
    let en = name(typed, "name_en", &mut problems);
    let phone = phone(typed, &mut problems);
    let areas = areas(typed, &mut problems);
    match kind {
        Some(kind) if problems.is_empty() => Ok(NewOrganisation {
            kind,
            names: Names { th, en },
            phone,
            areas,
        }),
        _ => Err(problems),
    }
}

/// The areas chosen, with the one just typed; those within another of them go without saying.
pub fn areas(typed: &Typed, problems: &mut Problems) -> Vec<AreaCode> {
    let known = |code: AreaCode| code == AreaCode::COUNTRY || areas::register().get(code).is_some();
    let mut codes: Vec<AreaCode> = Vec::new();
    for text in typed.all("areas").filter(|text| !text.trim().is_empty()) {
        match text.trim().parse::<AreaCode>() {
            Ok(code) if known(code) => codes.push(code),
            _ => problems.add("areas", "area-unknown"),
        }
    }
    match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(code) => codes.push(code),
        unclear => {
            if let Some(told) = area_typed::problem(&unclear) {
                problems.add("area_text", told);
            }
        }
    }
    let all = codes.clone();
    codes.retain(|code| {
        !all.iter()
            .any(|other| other != code && other.contains(*code))
    });
    codes.sort_unstable();
    codes.dedup();
    if codes.len() > AREAS {
        problems.add(
            "areas",
            Message::new("organisation-areas-many").with("most", AREAS as i64),
        );
    }
    if codes.is_empty() && problems.of("areas").is_none() && problems.of("area_text").is_none() {
        problems.add("areas", "organisation-area-missing");
    }
    codes
}

fn name(typed: &Typed, field: &str, problems: &mut Problems) -> String {
    let read = contact::tidy_line(typed.value(field), NAME);
    problems
        .keep(field, read, |_| {
            Message::new("text-too-long").with("most", NAME as i64)
        })
        .unwrap_or_default()
}

/// As people write it, with an inner line or a second number; a number there must be.
fn phone(typed: &Typed, problems: &mut Problems) -> String {
    let Ok(text) = contact::tidy_line(typed.value("phone"), PHONE) else {
        problems.add("phone", "organisation-phone-wrong");
        return String::new();
    };
    let digits = super::rules::dialled(&text).len();
    if !text.is_empty() && !(3..=16).contains(&digits) {
        problems.add("phone", "organisation-phone-wrong");
    }
    text
}

/// Fields: `name`, `phone`, `phone_shown` (`yes`).
pub fn read_team(typed: &Typed) -> Result<NewTeam, Problems> {
    let mut problems = Problems::default();
    let name = name(typed, "name", &mut problems);
    if name.is_empty() && problems.of("name").is_none() {
        problems.add("name", "team-name-missing");
    }
    let phone = phone(typed, &mut problems);
    let phone_shown = typed.value("phone_shown") == "yes";
    if phone_shown && phone.is_empty() && problems.of("phone").is_none() {
        problems.add("phone", "team-phone-missing");
    }
    if problems.is_empty() {
        Ok(NewTeam {
            name,
            phone,
            phone_shown,
        })
    } else {
        Err(problems)
    }
}

/// Somebody named by their username.
pub fn read_username(typed: &Typed) -> Result<Username, Problems> {
    let mut problems = Problems::default();
    let username = problems.keep(
        "username",
        Username::parse(typed.value("username")),
        username_problem,
    );
    username.ok_or(problems)
}

/// What is asked of the list: `area` (or words), `kind`, `q`. What is unclear is left out and told.
pub fn read_query(typed: &Typed) -> (Query, Problems) {
    let mut problems = Problems::default();
    let area = match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(code) => Some(code),
        unclear => {
            if let Some(told) = area_typed::problem(&unclear) {
                problems.add("area_text", told);
            }
            None
        }
    };
    let kind = typed.value("kind").trim();
    let query = Query {
        area,
        kind: Kind::from_code(kind),
        name: contact::tidy_line(typed.value("q"), NAME).unwrap_or_default(),
    };
    if query.kind.is_none() && !kind.is_empty() {
        problems.add("kind", "choice-unknown");
    }
    (query, problems)
}
