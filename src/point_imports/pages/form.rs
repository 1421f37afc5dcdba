//! Reading what was typed about a file of points: where it comes from, what its columns mean.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use web::{Problems, Typed};

use crate::access::SignedIn;
use crate::accounts::form::words;
use crate::ids::{OrganisationId, PointImportId};
use crate::imports::rules::cells::{date, folded};
use crate::point_imports::actions::NewRun;
use crate::point_imports::model::{Column, Mapping};
use crate::point_imports::rules::cells;
use crate::points::model::kind;

/// Letters of a source's name, of a licence, and of a file's name.
const MOST_NAME: usize = 120;

/// A file as it is handed in; the file itself is read by the caller.
pub fn read_new(
    typed: &Typed,
    who: &SignedIn,
    file_name: &str,
    (id, now): (PointImportId, Timestamp),
) -> Result<NewRun, Problems> {
    let mut problems = Problems::default();
    let source = words(typed, "source", MOST_NAME, &mut problems);
    if source.is_empty() && problems.of("source").is_none() {
        problems.add("source", "point-import-source-missing");
    }
    let licence = words(typed, "licence", MOST_NAME, &mut problems);
    let known_at = known_at(typed.value("known_on"), now, &mut problems);
    let owner = owner(typed, who, &mut problems);
    match problems.is_empty() {
        true => Ok(NewRun {
            id: typed.value("import").parse().unwrap_or(id),
            owner,
            source,
            licence,
            known_at,
            file_name: file_name.chars().take(MOST_NAME).collect(),
        }),
        false => Err(problems),
    }
}

/// The beginning of a day of either era.
fn known_at(text: &str, now: Timestamp, problems: &mut Problems) -> Option<Timestamp> {
    let day = match date(text) {
        Ok(day) => day?,
        Err(_) => {
            problems.add("known_on", "point-import-date-unreadable");
            return None;
        }
    };
    let thailand = TimeZone::fixed(jiff::tz::offset(7));
    let at = day.to_zoned(thailand).map(|zoned| zoned.timestamp());
    let at = at.ok().filter(|at| *at <= now);
    if at.is_none() {
        problems.add("known_on", "point-import-date-ahead");
    }
    at
}

/// Whose points they are. Who is admin of no area brings those of their organisation.
fn owner(typed: &Typed, who: &SignedIn, problems: &mut Problems) -> Option<OrganisationId> {
    let sent = typed.value("owner").trim();
    let mine: Vec<OrganisationId> = who.officer_of().collect();
    if sent.is_empty() {
        return match (who.is_admin(), mine.as_slice()) {
            (true, _) => None,
            (false, [one]) => Some(*one),
            (false, _) => {
                problems.add("owner", "point-import-owner-missing");
                None
            }
        };
    }
    let found = sent.parse().ok().filter(|id| mine.contains(id));
    if found.is_none() {
        problems.add("owner", "choice-unknown");
    }
    found
}

/// What the columns of a file mean: `column.0`, … `kind`, `word.0` with `kind.0`, …, `makes_names`,
/// `phone_needed`.
pub fn read_mapping(typed: &Typed, n_columns: usize) -> Result<Mapping, Problems> {
    let mut problems = Problems::default();
    let mut columns: Vec<Option<Column>> = Vec::new();
    for n in 0..n_columns {
        let field = format!("column.{n}");
        let code = typed.value(&field);
        let column = Column::from_code(code);
        if column.is_none() && !code.is_empty() {
            problems.add(field.as_str(), "choice-unknown");
        }
        let twice = column.is_some_and(|one| !one.may_repeat() && columns.contains(&Some(one)));
        if twice {
            problems.add(field, "point-import-column-twice");
        }
        columns.push(column);
    }
    let has = |column: Column| columns.contains(&Some(column));
    if has(Column::Lat) != has(Column::Lon) {
        problems.add("column.0", "point-import-lat-without-lon");
    } else if !has(Column::Lat) && !has(Column::Position) {
        problems.add("column.0", "point-import-columns-no-place");
    }
    let makes_names = typed.chose("makes_names", "yes");
    let names = [Column::Name, Column::NameEn, Column::NamePart];
    if !makes_names && !names.into_iter().any(has) {
        problems.add("column.0", "point-import-columns-no-name");
    }
    let whole = typed.value("kind");
    if !whole.is_empty() && kind(whole).is_none() {
        problems.add("kind", "choice-unknown");
    }
    let whole = Some(whole.to_owned()).filter(|code| !code.is_empty());
    if whole.is_none() && !has(Column::Kind) {
        problems.add("kind", "point-import-kind-missing");
    }
    let kinds = kinds(typed, &mut problems);
    match problems.is_empty() {
        true => Ok(Mapping {
            columns,
            kind: whole,
            kinds,
            makes_names,
            no_phone_known: !typed.chose("phone_needed", "yes"),
        }),
        false => Err(problems),
    }
}

/// What the words of the kind column mean.
fn kinds(typed: &Typed, problems: &mut Problems) -> BTreeMap<String, String> {
    let mut kinds = BTreeMap::new();
    let mut n = 0;
    while typed.has(&format!("word.{n}")) {
        let field = format!("kind.{n}");
        let code = typed.value(&field);
        if kind(code).is_some() {
            let word = folded(typed.value(&format!("word.{n}")));
            kinds.insert(word, code.to_owned());
        } else if !code.is_empty() {
            problems.add(field, "choice-unknown");
        }
        n += 1;
    }
    kinds
}

/// Words of the kind column that stand for no kind, where none is chosen for the rest.
pub fn check_kinds(mapping: &Mapping, words: &[String]) -> Result<(), Problems> {
    let is_known =
        |word: &String| mapping.kinds.contains_key(&folded(word)) || cells::kind(word).is_some();
    if mapping.kind.is_some() || words.iter().all(is_known) {
        return Ok(());
    }
    let mut problems = Problems::default();
    problems.add("kind", "point-import-kinds-unclear");
    Err(problems)
}

/// The fields as they stand for a mapping, to be changed.
pub fn fill(mapping: &Mapping, typed: &mut Typed) {
    for (n, column) in mapping.columns.iter().enumerate() {
        let code = column.map_or(String::new(), Column::code);
        typed.set(&format!("column.{n}"), code);
    }
    typed.set("kind", mapping.kind.as_deref().unwrap_or_default());
    if mapping.makes_names {
        typed.set("makes_names", "yes");
    }
    if !mapping.no_phone_known {
        typed.set("phone_needed", "yes");
    }
}
