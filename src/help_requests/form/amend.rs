//! Reading what a requester puts right.

use contact::{FreeText, Headcount, PersonName, PhoneNumber};
use web::{Problems, Typed};

use super::{count, known_codes, optional};
use crate::accounts::form::{name_problem, phone_problem, words};
use crate::app::App;
use crate::help_requests::model::Amendment;
use crate::incidents::model::Incident;
use crate::incidents::place::place;

/// The place is left as it is where nothing is said of it.
pub fn read(app: &App, incident: &Incident, typed: &Typed) -> Result<Amendment, Problems> {
    let mut problems = Problems::default();
    let says_where = ["lat", "lon", "area", "area_text", "area_choice"];
    let place = says_where
        .iter()
        .any(|field| typed.has(field))
        .then(|| place(app, incident, typed, &mut problems));
    let landmark = words(typed, "landmark", 500, &mut problems);
    let headcount = problems.keep(
        "headcount",
        Headcount::parse(typed.value("headcount")),
        count,
    );
    let vulnerabilities = known_codes(typed, "vulnerabilities", &mut problems, |code| {
        incident.preset.vulnerabilities.has(code)
    });
    let details = words(typed, "details", FreeText::MAX, &mut problems);
    let contact_name = optional(typed.value("contact_name"), |name| {
        problems.keep("contact_name", PersonName::parse(name), name_problem)
    });
    let contact_phone = optional(typed.value("contact_phone"), |phone| {
        problems.keep("contact_phone", PhoneNumber::parse(phone), phone_problem)
    });
    match headcount {
        Some(headcount) if problems.is_empty() => Ok(Amendment {
            place: place.flatten(),
            landmark,
            headcount,
            vulnerabilities,
            details,
            contact_name: contact_name.flatten(),
            contact_phone: contact_phone.flatten(),
        }),
        _ => Err(problems),
    }
}
