//! The settings for people's eyes: the table of the handbook and the answer of `check-config`.

use std::fmt::Write;

use super::{Place, Settings, TABLE};

/// The generated part of `docs/operations/settings.md`.
pub fn page() -> String {
    let mut page = String::new();
    let mut group = "";
    for setting in TABLE {
        if setting.group != group {
            group = setting.group;
            let _ = write!(
                page,
                "\n## {group}\n\n| Setting | Environment, flag | Default | Meaning |\n|---|---|---|---|\n"
            );
        }
        let default = match setting.default {
            "" => "not set".to_owned(),
            text => format!("`{text}`"),
        };
        let flag = match setting.flag() {
            Some(flag) => format!("`--{flag}`"),
            None => "no flag: secret".to_owned(),
        };
        let _ = writeln!(
            page,
            "| `{}` | `{}`<br>{flag} | {default} | {} Wanted: {}. |",
            setting.name,
            setting.variable(),
            setting.meaning,
            setting.wanted(),
        );
    }
    page
}

/// Every setting in force, one a line, with where it was said, then what is worth a word.
pub fn report(settings: &Settings) -> String {
    let mut report = String::new();
    for shown in settings.shown() {
        let said = match &shown.place {
            Place::Default => "default".to_owned(),
            place => format!("from {place}"),
        };
        let _ = writeln!(report, "{} = {}  ({said})", shown.name, shown.value);
    }
    for remark in settings.remarks() {
        let _ = write!(report, "\n{remark}\n");
    }
    report
}
