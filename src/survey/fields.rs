//! What is told of a household and of a person, as texts by field: how changes travel, are compared and
//! are put together. Every text is in the one spelling the readers in `form` give it, and a field that is
//! not there is empty.

use std::collections::BTreeMap;

use contact::{FreeText, PersonName, PhoneNumber, Position};
use jiff::civil::Date;

use super::model::{BirthYear, HouseholdFacts, PersonFacts};

pub type Fields = BTreeMap<String, String>;

/// Of a household. `pin` is position, accuracy and source in one, since half a pin is none; on the wire
/// it is [`PIN_PARTS`].
pub const OF_HOUSEHOLD: [&str; 8] = [
    "area",
    "pin",
    "landmark",
    "village",
    "contact_phone",
    "details",
    "consent",
    "state",
];

pub const PIN_PARTS: [&str; 4] = ["lat", "lon", "accuracy_m", "position_source"];

/// Of a person, in the order of the form.
pub const OF_PERSON: [&str; 23] = [
    "name",
    "phone",
    "nationality",
    "age",
    "age_band",
    "sex",
    "history",
    "wish",
    "reason",
    "reason_words",
    "point",
    "mobile_team",
    "bedridden",
    "target_group",
    "risks",
    "vulnerabilities",
    "document",
    "document_number",
    "document_sure",
    "test_kind",
    "test_on",
    "test_result",
    "state",
];

/// The fields that say something only together with a field, itself among them: who decides for one of
/// two values decides for all that was told with it.
pub fn told_together(field: &str) -> &'static [&'static str] {
    const GROUPS: [&[&str]; 4] = [
        &["wish", "reason", "reason_words"],
        &["document", "document_number", "document_sure"],
        &["test_kind", "test_on", "test_result"],
        &["age", "age_band"],
    ];
    let mut groups = GROUPS.into_iter();
    groups
        .find(|group| group.contains(&field))
        .unwrap_or_default()
}

/// What a household says now.
pub fn of_household(facts: &HouseholdFacts) -> Fields {
    let pin = facts.pin.map(|pin| {
        let accuracy = pin.accuracy_m.map_or(String::new(), |m| m.to_string());
        let (lat, lon) = (pin.position.lat(), pin.position.lon());
        [
            lat.to_string(),
            lon.to_string(),
            accuracy,
            pin.source.code().to_owned(),
        ]
        .join(";")
    });
    let phone = facts.contact_phone.as_ref().map(PhoneNumber::e164);
    gathered([
        ("area", facts.area.get().to_string()),
        ("pin", pin.unwrap_or_default()),
        ("landmark", facts.landmark.clone()),
        ("village", facts.village.clone()),
        ("contact_phone", phone.unwrap_or_default().to_owned()),
        ("details", facts.details.clone()),
        (
            "consent",
            facts.consent.map_or("", |one| one.code()).to_owned(),
        ),
        ("state", facts.state.code().to_owned()),
    ])
}

/// What is said of a person now, the number of their paper in full.
pub fn of_person(facts: &PersonFacts) -> Fields {
    let yes = |is: bool| if is { "yes" } else { "" }.to_owned();
    let wished =
        |text: fn(&super::model::Wished) -> &str| facts.wish.as_ref().map_or("", text).to_owned();
    let document = facts.document.as_ref();
    let year = facts.age.birth_year.map(|year| year.get().to_string());
    // A band beside a year says nothing that the year does not.
    let band = if year.is_some() {
        ""
    } else {
        facts.age.band.as_str()
    };
    let phone = facts.phone.as_ref().map(PhoneNumber::e164);
    let test = facts.test;
    gathered([
        ("name", facts.name.as_str().to_owned()),
        ("phone", phone.unwrap_or_default().to_owned()),
        ("nationality", facts.nationality.clone()),
        ("age_band", band.to_owned()),
        ("age", year.unwrap_or_default()),
        ("sex", facts.sex.map_or("", |sex| sex.code()).to_owned()),
        ("target_group", facts.target_group.clone()),
        ("risks", facts.risks.join(",")),
        ("vulnerabilities", facts.vulnerabilities.join(",")),
        (
            "document",
            document.map_or(String::new(), |one| one.kind.clone()),
        ),
        (
            "document_number",
            document.map_or(String::new(), |one| one.number.clone()),
        ),
        ("document_sure", yes(document.is_some_and(|one| !one.sure))),
        ("history", facts.history.clone()),
        ("wish", wished(|one| &one.wish)),
        ("reason", wished(|one| &one.reason)),
        ("reason_words", wished(|one| &one.words)),
        (
            "point",
            facts.point.map_or(String::new(), |point| point.to_string()),
        ),
        ("mobile_team", yes(facts.mobile_team)),
        ("bedridden", yes(facts.bedridden)),
        (
            "test_kind",
            test.map_or("", |test| test.kind.code()).to_owned(),
        ),
        (
            "test_on",
            test.and_then(|test| test.on)
                .map_or(String::new(), |on| on.to_string()),
        ),
        (
            "test_result",
            test.map_or("", |test| test.result.code()).to_owned(),
        ),
        ("state", facts.state.code().to_owned()),
    ])
}

fn gathered<const N: usize>(fields: [(&str, String); N]) -> Fields {
    fields
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name.to_owned(), text))
        .collect()
}

/// The fields as somebody may see them: of a paper's number the last letters.
pub fn shown(facts: &PersonFacts) -> Fields {
    let mut fields = of_person(facts);
    if let Some(document) = &facts.document {
        fields.insert("document_number".to_owned(), document.masked());
    }
    fields
}

/// The parts of a pin put together, those not told taken from the pin that is there.
pub fn fold_pin(fields: &mut Fields, present: Option<&str>) {
    if !PIN_PARTS.iter().any(|part| fields.contains_key(*part)) {
        return;
    }
    let mut there = present.unwrap_or_default().split(';');
    let parts = PIN_PARTS.map(|part| {
        let there = there.next().unwrap_or_default().to_owned();
        fields.remove(part).unwrap_or(there)
    });
    // Without a place there is nothing to be accurate about.
    let pin = if parts[0].trim().is_empty() && parts[1].trim().is_empty() {
        String::new()
    } else {
        parts.join(";")
    };
    fields.insert("pin".to_owned(), pin);
}

/// The fields as they go over the wire.
pub fn unfold_pin(fields: &mut Fields) {
    let Some(pin) = fields.remove("pin") else {
        return;
    };
    for (part, text) in PIN_PARTS.iter().zip(pin.split(';')) {
        if !text.is_empty() {
            fields.insert((*part).to_owned(), text.to_owned());
        }
    }
}

/// One field's text in the spelling it is kept in, as far as it can be read at all. What a phone saw and
/// what it tells are compared so: whether somebody wrote spaces into a number is no change.
pub fn spelled(field: &str, text: &str, today: Date) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let read = match field {
        "phone" | "contact_phone" => PhoneNumber::parse(text)
            .ok()
            .map(|one| one.e164().to_owned()),
        "name" => PersonName::parse(text)
            .ok()
            .map(|one| one.as_str().to_owned()),
        "age" => BirthYear::parse(text, today)
            .ok()
            .map(|one| one.get().to_string()),
        "area" => text
            .parse::<areas::AreaCode>()
            .ok()
            .map(|one| one.get().to_string()),
        "risks" | "vulnerabilities" => Some(codes(text).join(",")),
        "pin" => pin(text),
        "document_number" => {
            let other = contact::DocumentKind::Other;
            let read = contact::IdentityDocument::parse(other, text).ok();
            read.map(|one| one.number().to_owned())
        }
        _ => FreeText::parse(text)
            .ok()
            .map(|one| one.as_str().to_owned()),
    };
    read.unwrap_or_else(|| text.to_owned())
}

/// Codes joined by commas: in order, each once.
pub fn codes(text: &str) -> Vec<String> {
    let parts = text.split([',', ' ']).map(str::trim);
    let mut codes: Vec<String> = parts
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn pin(text: &str) -> Option<String> {
    let mut parts = text.split(';');
    let position = Position::parse(parts.next()?, parts.next()?).ok()?;
    let accuracy = i18n::fold_digits(parts.next().unwrap_or_default());
    let accuracy = accuracy
        .trim()
        .parse::<f64>()
        .map_or(String::new(), |m| m.round().to_string());
    let source = parts.next().unwrap_or_default();
    let source = if source.is_empty() { "pin" } else { source };
    Some(
        [
            position.lat().to_string(),
            position.lon().to_string(),
            accuracy,
            source.to_owned(),
        ]
        .join(";"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn spellings_that_say_the_same_are_the_same() {
        for (field, typed, kept) in [
            ("phone", "๐๘๑-๒๓๔-๕๖๗๘", "+66812345678"),
            ("age", "๖๗ ปี", "1959"),
            ("age", "2502", "1959"),
            ("name", "  นาง  สมหญิง ", "นาง สมหญิง"),
            ("risks", "stroke, heart,stroke", "heart,stroke"),
            ("pin", "20.40;99.880;12.4;gps", "20.4;99.88;12;gps"),
            ("document_number", "๑-1001-01245-29-4", "1100101245294"),
            ("landmark", " ใต้ต้นไทร ", "ใต้ต้นไทร"),
            ("age", "หกสิบ", "หกสิบ"),
        ] {
            assert_eq!(spelled(field, typed, TODAY), kept, "{field} {typed}");
        }
    }

    #[test]
    fn a_pin_moves_as_a_whole_and_comes_apart_again() {
        let mut told = Fields::from([("lat".to_owned(), "20.5".to_owned())]);
        fold_pin(&mut told, Some("20.4;99.88;12;gps"));
        assert_eq!(told["pin"], "20.5;99.88;12;gps");
        unfold_pin(&mut told);
        assert_eq!(told["lon"], "99.88");
        let mut nothing = Fields::from([("landmark".to_owned(), "x".to_owned())]);
        fold_pin(&mut nothing, Some("20.4;99.88;12;gps"));
        assert!(!nothing.contains_key("pin"));
    }
}
