//! Where sources and templates use messages. A string literal counts if it is given to one of the
//! functions that say messages, if it stands in `fn said`, or if it equals a key; a literal with a
//! hole (`"state-{code}"`) counts for every key that fits around it. Tests are not read.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use super::given::{in_chain, in_say};
use super::lexer::{Token, tokens};
use super::{Place, ScanError, entries, is_key, place, read};

pub(super) struct Use {
    pub(super) what: Used,
    /// Whether the place says that it is a key, so that its absence is a fault.
    pub(super) must_exist: bool,
    /// The names of the arguments given, if they can be read from the source.
    pub(super) arguments: Option<BTreeSet<String>>,
    pub(super) at: Place,
}

pub(super) enum Used {
    Key(String),
    /// A key with a hole, `{begin}…{end}`.
    Pattern {
        begin: String,
        end: String,
    },
}

impl fmt::Display for Used {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Used::Key(key) => out.write_str(key),
            Used::Pattern { begin, end } => write!(out, "{begin}…{end}"),
        }
    }
}

/// The uses in `src` and `crates/*/src`.
pub(super) fn read_uses(root: &Path) -> Result<Vec<Use>, ScanError> {
    let mut uses = Vec::new();
    read_folder(root, &root.join("src"), &mut uses)?;
    for package in entries(&root.join("crates"))? {
        read_folder(root, &package.join("src"), &mut uses)?;
    }
    Ok(uses)
}

fn read_folder(root: &Path, folder: &Path, uses: &mut Vec<Use>) -> Result<(), ScanError> {
    for path in entries(folder)? {
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_str()
            .unwrap_or_default();
        if is_test {
            continue;
        } else if path.is_dir() {
            read_folder(root, &path, uses)?;
        } else if extension == "rs" {
            let source = tokens(&read(&path)?, 1);
            find_uses(
                &without_tests(source),
                &mut |line| place(root, &path, line),
                uses,
            );
        } else if matches!(extension, "html" | "txt" | "xml" | "svg") {
            let template = read(&path)?;
            for (expression, line) in expressions(&template) {
                find_uses(
                    &tokens(expression, line),
                    &mut |line| place(root, &path, line),
                    uses,
                );
            }
        }
    }
    Ok(())
}

/// What stands between `{{ }}` and `{% %}` in a template, with its line.
fn expressions(template: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(begin) = template[place..].find('{').map(|begin| place + begin) {
        place = begin + 1;
        let closing = match template[place..].chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => "#}",
            _ => continue,
        };
        let inside = &template[place + 1..];
        let end = inside.find(closing).unwrap_or(inside.len());
        if closing != "#}" {
            found.push((&inside[..end], template[..begin].matches('\n').count() + 1));
        }
        place = (place + 1 + end + closing.len()).min(template.len());
    }
    found
}

/// Leaves out every item under an attribute that names `test` (`#[cfg(test)]`, `#[test]`).
fn without_tests(source: Vec<(Token, usize)>) -> Vec<(Token, usize)> {
    let mut kept = Vec::with_capacity(source.len());
    let mut place = 0;
    while place < source.len() {
        let attribute = is_sign(&source, place, '#') && is_sign(&source, place + 1, '[');
        let end = if attribute {
            closing(&source, place + 1)
        } else {
            place
        };
        let named = |name: &str| {
            source[place..end]
                .iter()
                .any(|(it, _)| matches!(it, Token::Name(it) if it == name))
        };
        if attribute && named("test") && !named("not") {
            place = end_of_item(&source, end + 1);
        } else {
            kept.push(source[place].clone());
            place += 1;
        }
    }
    kept
}

pub(super) fn is_sign(source: &[(Token, usize)], place: usize, sign: char) -> bool {
    source
        .get(place)
        .is_some_and(|(token, _)| *token == Token::Sign(sign))
}

/// The place of the bracket that closes the one at `open`.
pub(super) fn closing(source: &[(Token, usize)], open: usize) -> usize {
    let mut depth = 0_usize;
    for (place, (token, _)) in source.iter().enumerate().skip(open) {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') if depth <= 1 => return place,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    source.len()
}

/// The place after an item: past its block, or past its semicolon.
fn end_of_item(source: &[(Token, usize)], begin: usize) -> usize {
    let mut place = begin;
    while place < source.len() {
        match source[place].0 {
            Token::Sign('{') => return closing(source, place) + 1,
            Token::Sign('(' | '[') => place = closing(source, place) + 1,
            Token::Sign(';') => return place + 1,
            _ => place += 1,
        }
    }
    place
}

/// What a literal inside a bracket is given to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Nothing,
    /// `t`: a key without arguments.
    Key,
    /// `say`: a key, then its arguments.
    KeyAndArguments,
    /// `Message::new`: a key whose arguments follow in calls of `with`.
    KeyOfChain,
    /// `text`, a common name: a literal with a hyphen is a key.
    HyphenedKey,
    /// `problems.add`: the first is the field, then comes the key.
    KeyAfterComma,
}

/// A bracket not yet closed.
#[derive(Clone, Copy)]
struct Open {
    given: Given,
    /// Where the bracket of that call stands.
    at: usize,
    /// Whether this is that bracket, not a block inside it.
    outer: bool,
}

impl Open {
    fn nothing(at: usize) -> Open {
        Open {
            given: Given::Nothing,
            at,
            outer: true,
        }
    }
}

fn find_uses(source: &[(Token, usize)], at: &mut dyn FnMut(usize) -> Place, uses: &mut Vec<Use>) {
    let mut open: Vec<Open> = Vec::new();
    // How deep the brackets were when `fn said` began.
    let mut said: Option<usize> = None;
    // The bracket of the last `say` whose key was met.
    let mut told: Option<usize> = None;
    for (place, (token, line)) in source.iter().enumerate() {
        let around = open.last().copied().unwrap_or(Open::nothing(0));
        match token {
            Token::Name(name) if name == "said" && name_at(source, place, 1) == "fn" => {
                said = Some(open.len());
            }
            Token::Sign('(') => open.push(callee(source, place, around)),
            Token::Sign('[') => open.push(Open::nothing(place)),
            // A block inside a call chooses what is given.
            Token::Sign('{') => open.push(Open {
                outer: false,
                ..around
            }),
            Token::Sign(bracket @ (')' | ']' | '}')) => {
                open.pop();
                if *bracket == '}' && said == Some(open.len()) {
                    said = None;
                }
            }
            // Only declared, as in a trait.
            Token::Sign(';') if said == Some(open.len()) => said = None,
            Token::Sign(',') if around.given == Given::KeyAfterComma => {
                open.pop();
                open.push(Open {
                    given: Given::HyphenedKey,
                    ..around
                });
            }
            // The key of `say` has been given; what follows are names and values.
            Token::Sign(',') if around.outer && told == Some(around.at) => {
                open.pop();
                open.push(Open {
                    given: Given::Nothing,
                    ..around
                });
            }
            Token::Text(text) => {
                if around.given == Given::KeyAndArguments {
                    told = Some(around.at);
                }
                let Some(what) = used(text) else { continue };
                let hyphened = match &what {
                    Used::Key(key) => is_key(key),
                    Used::Pattern { .. } => true,
                };
                let must_exist = match around.given {
                    Given::Key | Given::KeyAndArguments | Given::KeyOfChain => true,
                    Given::HyphenedKey => hyphened,
                    _ => said.is_some() && hyphened,
                };
                let arguments = match around.given {
                    Given::Key | Given::HyphenedKey => Some(BTreeSet::new()),
                    Given::KeyAndArguments => in_say(source, around.at, place),
                    Given::KeyOfChain => in_chain(source, around.at),
                    _ => None,
                };
                uses.push(Use {
                    what,
                    must_exist,
                    arguments,
                    at: at(*line),
                });
            }
            _ => {}
        }
    }
}

/// The name, or one of the signs `: . !`, so many words before; empty for anything else.
fn name_at(source: &[(Token, usize)], place: usize, back: usize) -> &str {
    match place.checked_sub(back).and_then(|place| source.get(place)) {
        Some((Token::Name(name), _)) => name,
        Some((Token::Sign(':'), _)) => ":",
        Some((Token::Sign('.'), _)) => ".",
        Some((Token::Sign('!'), _)) => "!",
        _ => "",
    }
}

/// What the bracket at `place` gives its literals to, itself standing in `around`.
fn callee(source: &[(Token, usize)], place: usize, around: Open) -> Open {
    let name = |back| name_at(source, place, back);
    let given = match (name(4), name(3), name(2), name(1)) {
        (_, _, "fn", _) => Given::Nothing,
        (_, _, _, "t") => Given::Key,
        (_, _, _, "say") => Given::KeyAndArguments,
        (_, _, _, "text") => Given::HyphenedKey,
        ("Message", ":", ":", "new" | "from") => Given::KeyOfChain,
        (_, "problems", ".", "add" | "keep") => Given::KeyAfterComma,
        (_, _, "format", "!") => {
            return Open {
                outer: false,
                ..around
            };
        }
        _ => Given::Nothing,
    };
    Open {
        given,
        at: place,
        outer: true,
    }
}

/// The key or pattern a literal may be. Nothing with spaces or capitals is one.
fn used(text: &str) -> Option<Used> {
    let small = |text: &str| {
        text.bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    let (begin, end) = match text.split_once('{') {
        Some((begin, rest)) => (begin, rest.rsplit_once('}')?.1),
        None if text.ends_with('-') => (text, ""),
        None => {
            return (!text.is_empty() && small(text)).then(|| Used::Key(text.to_owned()));
        }
    };
    let is_pattern = begin.contains('-') && small(begin) && small(end);
    is_pattern.then(|| Used::Pattern {
        begin: begin.to_owned(),
        end: end.to_owned(),
    })
}
