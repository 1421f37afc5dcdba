//! Reading what was typed about a sheet, and about what is taken out.

use areas::AreaCode;
use web::{Problems, Typed};

use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::household_sheets::actions::{NewSheet, PURPOSES};
use crate::ids::HouseholdSheetId;
use crate::incidents::model::Incident;
use crate::layout::uploaded::File;
use crate::survey::model::Consent;

/// Letters of a file's name that are kept.
const MOST_NAME: usize = 120;

/// The incidents whose preset records households.
pub fn surveyed(open: Vec<Incident>) -> Vec<Incident> {
    let surveys = |one: &Incident| one.preset.kinds.iter().any(|kind| kind.household);
    open.into_iter().filter(surveys).collect()
}

/// A sheet as it is handed in; the file itself is read by the caller.
pub fn read_new(
    typed: &Typed,
    file: Option<&File>,
    open: &[Incident],
    id: HouseholdSheetId,
) -> Result<NewSheet, Problems> {
    let mut problems = Problems::default();
    let incident = incident(typed, open);
    if incident.is_none() {
        problems.add("incident", "choice-unknown");
    }
    let area = area(typed, &mut problems);
    let consent = Consent::from_code(typed.value("consent"));
    if consent.is_none() {
        problems.add("consent", "phone-survey-consent-missing");
    }
    if file.is_none_or(|file| file.bytes.is_empty()) {
        problems.add("file", "import-file-missing");
    }
    match (incident, area, consent, file) {
        (Some(incident), Some(area), Some(consent), Some(file)) if problems.is_empty() => {
            Ok(NewSheet {
                id: typed.value("sheet").parse().unwrap_or(id),
                incident: incident.id,
                area,
                consent,
                file_name: file.name.chars().take(MOST_NAME).collect(),
            })
        }
        _ => Err(problems),
    }
}

/// Whose households are taken out, and what for.
pub fn read_export<'a>(
    typed: &Typed,
    open: &'a [Incident],
) -> Result<(&'a Incident, AreaCode, &'static str), Problems> {
    let mut problems = Problems::default();
    let incident = incident(typed, open);
    if incident.is_none() {
        problems.add("incident", "choice-unknown");
    }
    let area = area(typed, &mut problems);
    let purpose = PURPOSES
        .iter()
        .find(|(code, _)| *code == typed.value("purpose"));
    if purpose.is_none() {
        problems.add("purpose", "sheet-purpose-missing");
    }
    match (incident, area, purpose) {
        (Some(incident), Some(area), Some((purpose, _))) => Ok((incident, area, purpose)),
        _ => Err(problems),
    }
}

/// The incident that was chosen; the only one needs no choosing.
pub fn incident<'a>(typed: &Typed, open: &'a [Incident]) -> Option<&'a Incident> {
    let sent = typed.value("incident");
    match open {
        [one] if sent.is_empty() => Some(one),
        _ => open.iter().find(|one| one.prefix.as_str() == sent),
    }
}

/// An area that was typed; the whole country is none.
pub fn area(typed: &Typed, problems: &mut Problems) -> Option<AreaCode> {
    let area = area_typed::read(typed, None);
    match area {
        AreaTyped::One(area) if area != AreaCode::COUNTRY => Some(area),
        AreaTyped::One(_) | AreaTyped::Nothing => {
            problems.add("area_text", "area-missing");
            None
        }
        unclear => {
            let said = area_typed::problem(&unclear);
            problems.add("area_text", said.unwrap_or_else(|| "area-unknown".into()));
            None
        }
    }
}
