//! Reads the settings file (TOML) into texts with their lines; what each text means is decided later,
//! in one place for file, environment and flags.

use std::{ops::Range, path::Path};

use toml::de::{DeTable, DeValue};

use super::{Place, Problem, TABLE, load::Said, near::nearest};

/// Every key of the file that is a setting; the others become problems.
pub(super) fn read(path: &Path, text: &str, problems: &mut Vec<Problem>) -> Vec<Said> {
    let place = |span: Range<usize>| Place::File {
        path: path.to_owned(),
        line: 1 + text[..span.start.min(text.len())].matches('\n').count(),
    };
    let (table, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        problems.push(Problem::new(
            place(fault.span().unwrap_or(0..0)),
            fault.message(),
        ));
    }
    let mut said = Vec::new();
    for (key, value) in table.get_ref() {
        let place = place(key.span());
        let name = key.get_ref().as_ref();
        let Some(setting) = TABLE.iter().find(|setting| setting.name == name) else {
            problems.push(Problem::new(place, unknown(name)));
            continue;
        };
        match plain(value.get_ref(), setting.list) {
            Some(text) => said.push(Said {
                setting,
                place,
                text,
            }),
            None => problems.push(Problem::new(
                place,
                format!(
                    "{name} is a TOML {}, not {}",
                    value.get_ref().type_str(),
                    setting.wanted()
                ),
            )),
        }
    }
    said
}

fn unknown(name: &str) -> String {
    match nearest(name, TABLE.iter().map(|setting| setting.name)) {
        Some(meant) => format!("there is no setting {name}; is {meant} meant?"),
        None => format!("there is no setting {name}"),
    }
}

/// The text that the same value would have in the environment.
fn plain(value: &DeValue<'_>, list: bool) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Boolean(on) => Some(on.to_string()),
        DeValue::Array(parts) if list => {
            let texts: Option<Vec<String>> = parts
                .iter()
                .map(|part| plain(part.get_ref(), false))
                .collect();
            texts.map(|texts| texts.join(","))
        }
        _ => None,
    }
}
