//! Units, and who keeps their books.

use contact::{IdentityDocument, PersonName, PhoneNumber};
use web::{Problems, Typed};

use super::{area, line};
use crate::accounts::form::{name_problem, phone_problem};
use crate::supplies::actions::NewOfficer;
use crate::supplies::model::{EndKind, NewUnit, Tier};
use crate::supplies::store::seats::Told;

/// Fields: `tier`, `kind` (of an end unit), the area as typed (`area`, `area_text`, `area_choice`), `name`,
/// `name_en`, `code`.
pub fn read_unit(typed: &Typed) -> Result<NewUnit, Problems> {
    let mut problems = Problems::default();
    let tier = Tier::from_code(typed.value("tier").trim());
    if tier.is_none() {
        problems.add("tier", "choice-unknown");
    }
    let kind = EndKind::from_code(typed.value("kind").trim());
    if tier == Some(Tier::End) && kind.is_none() {
        problems.add("kind", "supply-kind-missing");
    }
    let name = line(typed, "name", &mut problems);
    if name.is_empty() && problems.of("name").is_none() {
        problems.add("name", "supply-name-missing");
    }
    let name_en = line(typed, "name_en", &mut problems);
    let code = line(typed, "code", &mut problems);
    let area = area(typed, &mut problems);
    match (tier, area) {
        (Some(tier), Some(area)) if problems.is_empty() => Ok(NewUnit {
            tier,
            kind: kind.filter(|_| tier == Tier::End),
            area,
            name,
            name_en,
            code,
        }),
        _ => Err(problems),
    }
}

/// The six fields of the form: `full_name`, `document` (optional), `affiliation`, `position`, `email`, `phone`.
pub fn read_officer(typed: &Typed) -> Result<NewOfficer, Problems> {
    let mut problems = Problems::default();
    let full_name = PersonName::parse(typed.value("full_name"));
    let full_name = problems.keep("full_name", full_name, name_problem);
    let document = match typed.has("document") {
        false => None,
        true => {
            let document = IdentityDocument::recognise(typed.value("document"));
            let document = problems.keep("document", document, |_| "supply-document-wrong");
            document.map(|document| document.number().to_owned())
        }
    };
    let affiliation = line(typed, "affiliation", &mut problems);
    let position = line(typed, "position", &mut problems);
    let email = line(typed, "email", &mut problems);
    let is_address = |email: &str| {
        let parted = email.split_once('@');
        parted.is_some_and(|(who, host)| {
            !who.is_empty() && host.contains('.') && !email.contains(char::is_whitespace)
        })
    };
    if !email.is_empty() && !is_address(&email) {
        problems.add("email", "supply-email-wrong");
    }
    let phone = PhoneNumber::parse(typed.value("phone"));
    let phone = problems.keep("phone", phone, phone_problem);
    match (full_name, phone) {
        (Some(full_name), Some(phone)) if problems.is_empty() => Ok(NewOfficer {
            full_name,
            phone,
            affiliation,
            told: Told {
                position,
                document,
                email: Some(email).filter(|email| !email.is_empty()),
            },
        }),
        _ => Err(problems),
    }
}
