//! Completes a preset from the library, so that each text is translated once.

use std::sync::LazyLock;

use toml::{Table, Value};

static LIBRARY: LazyLock<Table> = LazyLock::new(|| {
    include_str!("../../../data/presets/library.toml")
        .parse()
        .expect("library.toml is TOML: a test reads it")
});

/// Fills in what the preset leaves to the library. An entry given by its code takes all it does not
/// say itself; a list or table not mentioned comes whole.
pub(super) fn complete(preset: &mut Table) {
    fill(preset, &LIBRARY);
    // Fields are named by kinds, so those of the library stay at hand beside the preset's own.
    if let (Some(Value::Array(own)), Some(Value::Array(theirs))) =
        (preset.get_mut("fields"), LIBRARY.get("fields"))
    {
        let missing: Vec<Value> = theirs
            .iter()
            .filter(|entry| !own.iter().any(|o| code(o) == code(entry)))
            .cloned()
            .collect();
        own.extend(missing);
    }
}

fn fill(own: &mut Table, library: &Table) {
    for (key, theirs) in library {
        match (own.get_mut(key), theirs) {
            (None, _) => {
                own.insert(key.clone(), theirs.clone());
            }
            (Some(Value::Table(own)), Value::Table(theirs)) => fill(own, theirs),
            (Some(Value::Array(own)), Value::Array(theirs)) => fill_entries(own, theirs),
            _ => {}
        }
    }
}

fn fill_entries(own: &mut [Value], theirs: &[Value]) {
    for entry in own {
        let wanted = entry.as_str().or_else(|| code(entry));
        let Some(known) = theirs
            .iter()
            .find(|known| wanted.is_some() && code(known) == wanted)
        else {
            continue;
        };
        match (&mut *entry, known) {
            (Value::Table(entry), Value::Table(known)) => fill(entry, known),
            (entry, known) => *entry = known.clone(),
        }
    }
}

fn code(entry: &Value) -> Option<&str> {
    entry.get("code")?.as_str()
}
