//! Reading a profile, a further area, a reason or the filters of the list, as typed.

use areas::AreaCode;
use web::{Problems, Typed};

use super::actions::look::Query;
use super::model::{Filter, Gear, Profile, Skill, Spoken, Vehicle};
use crate::accounts::role::Role;
use crate::areas::typed as area_typed;
use crate::incidents::preset;

/// Letters of a reason.
const REASON: usize = 300;
/// Letters of a name that is looked for.
const NAME: usize = 80;

/// Fields: `languages`, `skills`, `gear` (several codes each), `vehicle`, `available` (`yes` or `no`;
/// as it was when left out).
pub fn read_profile(typed: &Typed) -> Result<(Profile, Option<bool>), Problems> {
    let mut problems = Problems::default();
    let vehicle = typed.value("vehicle").trim();
    let found = Vehicle::from_code(vehicle);
    if found.is_none() && !vehicle.is_empty() {
        problems.add("vehicle", "choice-unknown");
    }
    let profile = Profile {
        languages: several(typed, "languages", Spoken::from_code, &mut problems),
        skills: several(typed, "skills", Skill::from_code, &mut problems),
        vehicle: found,
        gear: several(typed, "gear", Gear::from_code, &mut problems),
        available: false,
    };
    let available = match typed.value("available") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if problems.is_empty() {
        Ok((profile, available))
    } else {
        Err(problems)
    }
}

fn several<T: Ord>(
    typed: &Typed,
    field: &str,
    find: impl Fn(&str) -> Option<T>,
    problems: &mut Problems,
) -> Vec<T> {
    let mut found = Vec::new();
    for code in typed.all(field).filter(|code| !code.trim().is_empty()) {
        match find(code.trim()) {
            Some(one) => found.push(one),
            None => problems.add(field, "choice-unknown"),
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Fields: `role`, and the area as typed.
pub fn read_seat(typed: &Typed) -> Result<(Role, AreaCode), Problems> {
    let mut problems = Problems::default();
    let role = preset::Role::from_code(typed.value("role").trim());
    if role.is_none() {
        problems.add("role", "role-missing");
    }
    let area = match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(area) if area != AreaCode::COUNTRY => Some(area),
        unclear => {
            let told = area_typed::problem(&unclear);
            problems.add(
                "area_text",
                told.unwrap_or_else(|| "volunteer-area-missing".into()),
            );
            None
        }
    };
    match (role, area) {
        (Some(role), Some(area)) => Ok((Role::Volunteer(role), area)),
        _ => Err(problems),
    }
}

/// The words a volunteer is told; nobody is suspended without any.
pub fn read_reason(typed: &Typed, needed: bool) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let reason = contact::tidy_line(typed.value("reason"), REASON);
    let reason = problems.keep("reason", reason, |_| {
        web::Message::new("text-too-long").with("most", REASON as i64)
    });
    match reason {
        Some(reason) if reason.is_empty() && needed => {
            problems.add("reason", "volunteer-reason-missing");
            Err(problems)
        }
        Some(reason) => Ok(reason),
        None => Err(problems),
    }
}

/// `area` (or words), `filter`, `q`, `after`. What is unclear is left out and told.
pub fn read_query(typed: &Typed) -> (Query, Problems) {
    let mut problems = Problems::default();
    let area = match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(code) => Some(code),
        area_typed::AreaTyped::Nothing if typed.value("area").trim() == "0" => {
            Some(AreaCode::COUNTRY)
        }
        unclear => {
            if let Some(told) = area_typed::problem(&unclear) {
                problems.add("area_text", told);
            }
            None
        }
    };
    let filter = typed.value("filter").trim();
    let query = Query {
        area,
        filter: Filter::from_code(filter),
        name: contact::tidy_line(typed.value("q"), NAME).unwrap_or_default(),
        after: Some(typed.value("after").to_owned()).filter(|cursor| !cursor.is_empty()),
    };
    if query.filter.is_none() && !filter.is_empty() {
        problems.add("filter", "choice-unknown");
    }
    (query, problems)
}
