//! Reading what was typed about a list: where it comes from, what its columns mean.

use std::collections::BTreeMap;

use web::{Problems, Typed};

use crate::accounts::form::words;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::ids::{ImportId, IncidentId};
use crate::imports::actions::NewList;
use crate::imports::model::{Column, Import, Mapping};
use crate::imports::rules::cells;
use crate::incidents::model::Incident;
use crate::layout::uploaded::File;

/// Letters of a source's name, and of a file's.
const MOST_NAME: usize = 120;

/// A list as it is handed in; the file itself is read by the caller.
pub fn read_new(
    typed: &Typed,
    file: Option<&File>,
    open: &[Incident],
    id: ImportId,
) -> Result<NewList, Problems> {
    let mut problems = Problems::default();
    let incident = incident(typed, open);
    if incident.is_none() {
        problems.add("incident", "choice-unknown");
    }
    let source = words(typed, "source", MOST_NAME, &mut problems);
    if source.is_empty() && problems.of("source").is_none() {
        problems.add("source", "import-source-missing");
    }
    if file.is_none_or(|file| file.bytes.is_empty()) {
        problems.add("file", "import-file-missing");
    }
    match (incident, file) {
        (Some(incident), Some(file)) if problems.is_empty() => Ok(NewList {
            id: typed.value("import").parse().unwrap_or(id),
            incident,
            source,
            file_name: file.name.chars().take(MOST_NAME).collect(),
        }),
        _ => Err(problems),
    }
}

fn incident(typed: &Typed, open: &[Incident]) -> Option<IncidentId> {
    let sent = typed.value("incident");
    match open {
        [one] if sent.is_empty() => Some(one.id),
        _ => open
            .iter()
            .find(|one| one.prefix.as_str() == sent)
            .map(|one| one.id),
    }
}

/// What the columns of a list mean.
pub fn read_mapping(
    typed: &Typed,
    import: &Import,
    incident: &Incident,
) -> Result<Mapping, Problems> {
    let mut problems = Problems::default();
    let mut columns: Vec<Option<Column>> = Vec::new();
    for n in 0..import.headings.len() {
        let field = format!("column.{n}");
        let code = typed.value(&field);
        let column = Column::from_code(code);
        if column.is_none() && !code.is_empty() {
            problems.add(field.as_str(), "choice-unknown");
        }
        let twice = column.is_some_and(|one| !one.may_repeat() && columns.contains(&Some(one)));
        if twice {
            problems.add(field, "import-column-twice");
        }
        columns.push(column);
    }
    let has = |column: Column| columns.contains(&Some(column));
    if has(Column::Lat) != has(Column::Lon) {
        problems.add("column.0", "import-lat-without-lon");
    }
    let reach = [
        Column::Phone,
        Column::Landmark,
        Column::Position,
        Column::Lat,
    ];
    if !reach.into_iter().any(has) {
        problems.add("column.0", "import-columns-too-few");
    }
    let known = |code: &str| {
        incident
            .preset
            .kind(code)
            .is_some_and(|kind| !kind.household)
    };
    let kind = typed.value("kind");
    if !kind.is_empty() && !known(kind) {
        problems.add("kind", "choice-unknown");
    }
    let kind = Some(kind.to_owned()).filter(|kind| !kind.is_empty());
    let mut kinds = BTreeMap::new();
    let mut n = 0;
    while typed.has(&format!("word.{n}")) {
        let field = format!("kind.{n}");
        let code = typed.value(&field);
        if known(code) {
            let word = cells::folded(typed.value(&format!("word.{n}")));
            kinds.insert(word, code.to_owned());
        } else if !code.is_empty() {
            problems.add(field, "choice-unknown");
        }
        n += 1;
    }
    if kind.is_none() && !has(Column::Kind) {
        problems.add("kind", "import-kind-missing");
    }
    let area = area_typed::read(typed, None);
    if let Some(message) = area_typed::problem(&area) {
        problems.add("area_text", message);
    }
    let area = match area {
        AreaTyped::One(area) => Some(area),
        _ => None,
    };
    if problems.is_empty() {
        Ok(Mapping {
            columns,
            kind,
            kinds,
            area,
            is_checked: typed.chose("is_checked", "yes"),
            with_doubles: false,
        })
    } else {
        Err(problems)
    }
}

/// The fields as they stand for a mapping, to be changed.
pub fn fill(mapping: &Mapping, typed: &mut Typed, area_name: impl Fn(areas::AreaCode) -> String) {
    for (n, column) in mapping.columns.iter().enumerate() {
        typed.set(&format!("column.{n}"), column.map_or("", Column::code));
    }
    typed.set("kind", mapping.kind.as_deref().unwrap_or_default());
    if mapping.is_checked {
        typed.set("is_checked", "yes");
    }
    if let Some(area) = mapping.area {
        typed.set("area", area.get().to_string());
        typed.set("area_text", area_name(area));
    }
}
