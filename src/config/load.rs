//! Puts file, environment and flags together: the last that speaks is heard, and every problem is kept.

use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

use super::{
    Flags, Place, Problem, Setting, Settings, Shown, TABLE, file, kinds::Kind, near::nearest,
    table::PREFIX, together,
};

/// Names the settings file, and so cannot stand inside it.
const FILE_VARIABLE: &str = "JITASA_CONFIG";
/// Variables of the project's own tests, which no operator sets.
const TEST_PREFIX: &str = "JITASA_TEST_";

/// Everything that may say something, already in memory.
pub struct Sources<'a> {
    /// Path (for messages) and text of the settings file.
    pub file: Option<(PathBuf, String)>,
    /// The environment; names without our prefix are passed over.
    pub env: &'a BTreeMap<String, String>,
    pub flags: Flags,
}

/// One value that somebody said.
pub(super) struct Said {
    pub setting: &'static Setting,
    pub place: Place,
    pub text: String,
}

impl Settings {
    /// Reads all sources; either everything is right, or every problem is told at once.
    pub fn load(sources: Sources<'_>) -> Result<Settings, Vec<Problem>> {
        let mut given = Given::default();
        if let Some((path, text)) = &sources.file {
            let said = file::read(path, text, &mut given.problems);
            given.hear(said);
        }
        let said = environment(sources.env, &mut given.problems);
        given.hear(said);
        given.hear(sources.flags.said());

        let settings = Settings::read(&mut given);
        let mut problems = given.problems;
        match settings {
            Some(settings) => {
                problems.extend(together::problems(&settings));
                if problems.is_empty() {
                    Ok(settings)
                } else {
                    Err(problems)
                }
            }
            None => Err(problems),
        }
    }

    /// As `load`, from this process's environment and the file named by `--config` or `JITASA_CONFIG`.
    pub fn gather(flags: Flags) -> Result<Settings, Vec<Problem>> {
        let mut problems = Vec::new();
        let env = own_environment(std::env::vars_os(), &mut problems);
        let named = match (&flags.config, env.get(FILE_VARIABLE)) {
            (Some(path), _) => Some((Place::Flag("config".to_owned()), path.clone())),
            (None, Some(path)) if !path.is_empty() => Some((
                Place::Environment(FILE_VARIABLE.to_owned()),
                PathBuf::from(path),
            )),
            (None, _) => None,
        };
        let mut file = None;
        if let Some((place, path)) = named {
            match std::fs::read_to_string(&path) {
                Ok(text) => file = Some((path, text)),
                Err(err) => problems.push(Problem::new(
                    place,
                    format!("the settings file {} cannot be read: {err}", path.display()),
                )),
            }
        }
        match Settings::load(Sources {
            file,
            env: &env,
            flags,
        }) {
            Ok(settings) if problems.is_empty() => Ok(settings),
            Ok(_) => Err(problems),
            Err(others) => {
                problems.extend(others);
                Err(problems)
            }
        }
    }

    /// Every setting as it is in force and where it was said; secrets are not told.
    pub fn shown(&self) -> &[Shown] {
        &self.shown
    }

    /// Where a setting was said.
    pub(super) fn place_of(&self, name: &str) -> Place {
        let shown = self.shown.iter().find(|shown| shown.name == name);
        shown.map_or(Place::Default, |shown| shown.place.clone())
    }
}

/// A variable of ours that is no Unicode is a problem; of others, none of our business.
fn own_environment(
    variables: impl Iterator<Item = (OsString, OsString)>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let mut env = BTreeMap::new();
    for (name, value) in variables {
        let Ok(name) = name.into_string() else {
            continue;
        };
        if !name.starts_with(PREFIX) {
            continue;
        }
        match value.into_string() {
            Ok(value) => {
                env.insert(name, value);
            }
            Err(_) => problems.push(Problem::new(Place::Environment(name), "is no UTF-8 text")),
        }
    }
    env
}

fn environment(env: &BTreeMap<String, String>, problems: &mut Vec<Problem>) -> Vec<Said> {
    let ours = |name: &str| {
        name.starts_with(PREFIX) && !name.starts_with(TEST_PREFIX) && name != FILE_VARIABLE
    };
    let mut said = Vec::new();
    for (name, text) in env.iter().filter(|(name, _)| ours(name)) {
        let place = Place::Environment(name.clone());
        match TABLE.iter().find(|setting| setting.variable() == *name) {
            Some(setting) => said.push(Said {
                setting,
                place,
                text: text.clone(),
            }),
            None => problems.push(Problem::new(place, unknown(name))),
        }
    }
    said
}

fn unknown(name: &str) -> String {
    let known: Vec<String> = TABLE
        .iter()
        .map(Setting::variable)
        .chain([FILE_VARIABLE.to_owned()])
        .collect();
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => format!("is no variable of this program; is {meant} meant?"),
        None => "is no variable of this program".to_owned(),
    }
}

/// The last word on each setting, and the problems met so far.
#[derive(Default)]
pub(super) struct Given {
    last: BTreeMap<&'static str, (Place, String)>,
    problems: Vec<Problem>,
}

impl Given {
    fn hear(&mut self, said: Vec<Said>) {
        for Said {
            setting,
            place,
            text,
        } in said
        {
            self.last.insert(setting.name, (place, text));
        }
    }

    fn in_force(&self, setting: &Setting) -> (Place, String) {
        let last = self.last.get(setting.name).cloned();
        last.unwrap_or_else(|| (Place::Default, setting.default.to_owned()))
    }

    /// The value, or nothing and a problem more.
    pub(super) fn read<K: Kind>(&mut self, name: &'static str) -> Option<K::Value> {
        let setting = TABLE.iter().find(|setting| setting.name == name)?;
        let (place, text) = self.in_force(setting);
        let value = K::read(&text);
        if value.is_none() {
            let what = if K::SECRET {
                "the text given".to_owned()
            } else {
                hide(&text)
            };
            let said = format!("{name}: {what} is not {}", K::wanted());
            self.problems.push(Problem::new(place, said));
        }
        value
    }

    pub(super) fn shown(&self) -> Vec<Shown> {
        let shown = TABLE.iter().map(|setting| {
            let (place, text) = self.in_force(setting);
            let value = match (text.is_empty(), setting.secret) {
                (true, _) => "(not set)".to_owned(),
                (false, true) => "(set, not shown)".to_owned(),
                (false, false) => without_password(&text),
            };
            Shown {
                name: setting.name,
                value,
                place,
            }
        });
        shown.collect()
    }
}

/// A long or secret-bearing text is not repeated whole in a message.
fn hide(text: &str) -> String {
    let shown: String = without_password(text).chars().take(80).collect();
    format!("\"{shown}\"")
}

/// `postgres://user:password@host/db` with the password left out.
fn without_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let Some((who, host)) = rest.rsplit_once('@') else {
        return text.to_owned();
    };
    let user = who.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}:…@{host}")
}
