//! Keeps message files, templates and sources together: which keys are used, which are written,
//! and where the languages differ. A test of the program runs it over the whole repository; it
//! answers plain findings and judges nothing itself.

mod fluent;
mod given;
mod lexer;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::Language;
use fluent::{Written, WrittenMessage, read_language};
use uses::{Use, Used, read_uses};

/// A line of a file, its path relative to the root that was scanned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Relative to the root.
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.file.display(), self.line)
    }
}

/// One thing out of step. Its `Display` is a line that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Finding {
    /// A source or template uses a key that English does not have.
    #[error("{at}: the key {key:?} is not in locales/en")]
    Missing { key: String, at: Place },
    /// No source or template uses the key.
    #[error("{at}: nothing uses the key {key:?}; remove it in every language")]
    Unused { key: String, at: Place },
    /// English has the key, Thai has not.
    #[error("{at}: the key {key:?} is not in locales/th")]
    NotInThai { key: String, at: Place },
    /// A public message is neither translated nor listed in `locales/pending.txt`.
    #[error("{at}: the public key {key:?} is not in locales/{language}")]
    Untranslated {
        language: Language,
        key: String,
        at: Place,
    },
    /// A language has a key that English does not have.
    #[error("{at}: locales/{language} has the key {key:?}, locales/en has not")]
    NotInEnglish {
        language: Language,
        key: String,
        at: Place,
    },
    /// A translation names other arguments than English.
    #[error("{at}: {key:?} takes {{{}}} in en, {{{}}} in {language}", english.join(", "), found.join(", "))]
    Arguments {
        language: Language,
        key: String,
        at: Place,
        english: Vec<String>,
        found: Vec<String>,
    },
    /// A source gives a message other arguments than English takes.
    #[error("{at}: {key:?} takes {{{}}}, is given {{{}}}", english.join(", "), found.join(", "))]
    Given {
        key: String,
        at: Place,
        english: Vec<String>,
        found: Vec<String>,
    },
    /// A part of a message file that cannot be read.
    #[error("{at}: not readable as Fluent")]
    Unreadable { at: Place },
    /// A key stands in the same language twice.
    #[error("{at}: {key:?} is written a second time")]
    Twice {
        language: Language,
        key: String,
        at: Place,
    },
    /// A key is not of small letters, digits and hyphens.
    #[error("{at}: {key:?} is not shaped like a key (small-letters-and-hyphens)")]
    Shape { key: String, at: Place },
    /// A line of `pending.txt` that is translated by now, or names nothing, and must go.
    #[error("{at}: {line:?} is no longer pending; remove the line")]
    Settled { line: String, at: Place },
}

/// A file or folder could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}")]
pub struct ScanError {
    /// What was being read.
    pub path: PathBuf,
    /// Why it failed.
    pub source: io::Error,
}

/// Compares `locales/` below the root with the sources and templates of `src` and `crates/*/src`.
/// `public` names the slices (`help_requests`, for `help_requests.ftl`) whose messages must be there
/// in Burmese, Khmer and Lao too, unless `locales/pending.txt` lists `<language> <key>`. The findings
/// are sorted; none means all is in step.
pub fn scan(root: &Path, public: &[&str]) -> Result<Vec<Finding>, ScanError> {
    let mut findings = BTreeSet::new();
    let mut languages = BTreeMap::new();
    for language in Language::ALL {
        languages.insert(language, read_language(root, language, &mut findings)?);
    }
    let uses = read_uses(root)?;
    let english = languages.remove(&Language::En).unwrap_or_default();
    compare_uses(&english, &uses, &mut findings);
    let mut pending = read_pending(root)?;
    for (language, written) in &languages {
        compare_languages(*language, &english, written, &mut findings);
        missing_from(
            *language,
            &english,
            written,
            public,
            &mut pending,
            &mut findings,
        );
    }
    for ((language, key), line) in pending {
        let at = Place {
            file: PENDING.into(),
            line,
        };
        findings.insert(Finding::Settled {
            line: format!("{language} {key}"),
            at,
        });
    }
    Ok(findings.into_iter().collect())
}

fn compare_uses(english: &Written, uses: &[Use], findings: &mut BTreeSet<Finding>) {
    let mut used: BTreeSet<&str> = english.values().flat_map(|it| it.refers_to()).collect();
    for Use {
        what,
        must_exist,
        arguments,
        at,
    } in uses
    {
        let found = match what {
            Used::Key(key) => match english.get_key_value(key) {
                Some((key, message)) => {
                    used.insert(key);
                    findings.extend(other_arguments(key, message, arguments.as_ref(), at));
                    true
                }
                None => false,
            },
            Used::Pattern { begin, end } => {
                let fits = |key: &&String| {
                    key.len() > begin.len() + end.len()
                        && key.starts_with(begin.as_str())
                        && key.ends_with(end.as_str())
                };
                let fitting: Vec<&String> = english.keys().filter(fits).collect();
                used.extend(fitting.iter().map(|key| key.as_str()));
                !fitting.is_empty()
            }
        };
        if *must_exist && !found {
            findings.insert(Finding::Missing {
                key: what.to_string(),
                at: at.clone(),
            });
        }
    }
    for (key, message) in english {
        if !used.contains(key.as_str()) {
            findings.insert(Finding::Unused {
                key: key.clone(),
                at: message.at.clone(),
            });
        }
    }
}

/// A message that has others inside takes theirs too; those are left to the tests of pages.
fn other_arguments(
    key: &str,
    message: &WrittenMessage,
    given: Option<&BTreeSet<String>>,
    at: &Place,
) -> Option<Finding> {
    let given = given?;
    if *given == message.arguments || message.refers_to().next().is_some() {
        return None;
    }
    let english = message.arguments.iter().cloned().collect();
    let found = given.iter().cloned().collect();
    Some(Finding::Given {
        key: key.to_owned(),
        at: at.clone(),
        english,
        found,
    })
}

fn compare_languages(
    language: Language,
    english: &Written,
    written: &Written,
    findings: &mut BTreeSet<Finding>,
) {
    for (key, message) in written {
        let (key, at) = (key.clone(), message.at.clone());
        match english.get(&key) {
            None => {
                findings.insert(Finding::NotInEnglish { language, key, at });
            }
            Some(meant) if meant.arguments != message.arguments => {
                let english = meant.arguments.iter().cloned().collect();
                let found = message.arguments.iter().cloned().collect();
                findings.insert(Finding::Arguments {
                    language,
                    key,
                    at,
                    english,
                    found,
                });
            }
            Some(_) => {}
        }
    }
}

fn missing_from(
    language: Language,
    english: &Written,
    written: &Written,
    public: &[&str],
    pending: &mut Pending,
    findings: &mut BTreeSet<Finding>,
) {
    for (key, message) in english {
        let is_there = written.contains_key(key);
        let at = message.at.clone();
        if language == Language::Th {
            if !is_there {
                findings.insert(Finding::NotInThai {
                    key: key.clone(),
                    at,
                });
            }
        } else if !is_there {
            let listed = pending
                .remove(&(language.code().to_owned(), key.clone()))
                .is_some();
            if !listed && public.contains(&message.slice.as_str()) {
                findings.insert(Finding::Untranslated {
                    language,
                    key: key.clone(),
                    at,
                });
            }
        }
    }
}

const PENDING: &str = "locales/pending.txt";

/// Language code and key, with the line they stand on.
type Pending = BTreeMap<(String, String), usize>;

fn read_pending(root: &Path) -> Result<Pending, ScanError> {
    let path = root.join(PENDING);
    if !path.exists() {
        return Ok(Pending::new());
    }
    let listed = read(&path)?;
    let lines = listed.lines().zip(1..).filter_map(|(line, number)| {
        let line = line.split('#').next().unwrap_or_default().trim();
        let (language, key) = line.split_once(' ').unwrap_or((line, ""));
        (!line.is_empty()).then(|| ((language.to_owned(), key.trim().to_owned()), number))
    });
    Ok(lines.collect())
}

fn read(path: &Path) -> Result<String, ScanError> {
    fs::read_to_string(path).map_err(|source| ScanError {
        path: path.to_owned(),
        source,
    })
}

/// The files and folders of a folder, sorted; none if there is no such folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, ScanError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let failed = |source| ScanError {
        path: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn place(root: &Path, path: &Path, line: usize) -> Place {
    Place {
        file: path.strip_prefix(root).unwrap_or(path).to_owned(),
        line,
    }
}

/// `small-letters-and-hyphens` of at least two words: what a literal in a source must look like to be
/// taken for a key wherever it stands.
fn is_key(text: &str) -> bool {
    text.contains('-') && is_word(text)
}

/// What a message may be called: `small-letters-and-hyphens`, one word being enough.
fn is_word(text: &str) -> bool {
    !text.ends_with('-')
        && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[cfg(test)]
mod tests;
