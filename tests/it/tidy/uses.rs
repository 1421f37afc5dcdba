//! Which modules and crates a Rust file names, in `use` lines and in paths written out.

use super::source::Source;

/// One name met in a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// Line, from 1.
    pub line: usize,
    /// From the root of our own crate when it begins with `crate`, else from another crate's.
    pub path: Vec<String>,
}

/// Every path that the file names; a test module at its foot is passed over.
pub fn named(source: &Source) -> Vec<Named> {
    let here = module(&source.path);
    let mut named = Vec::new();
    let mut keep = |line: usize, words: Vec<String>| {
        if let Some(path) = resolve(&here, words) {
            named.push(Named { line, path });
        }
    };
    let text = source
        .text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let code = line.split("//").next().unwrap_or_default().trim();
        let Some(tree) = after_use(code) else {
            for words in paths(code) {
                keep(number + 1, words);
            }
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            let Some((_, more)) = lines.next() else { break };
            tree.push_str(more.split("//").next().unwrap_or_default().trim());
        }
        for words in expand(tree.split(';').next().unwrap_or_default()) {
            keep(number + 1, words);
        }
    }
    named
}

/// The module of a file: `src/a/b.rs` is `[a, b]`, `src/a/mod.rs` is `[a]`.
pub fn module(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').map(str::to_owned).collect()
}

fn after_use(code: &str) -> Option<&str> {
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1.trim_start(),
        Some(rest) => rest.trim_start(),
        None => code,
    };
    code.strip_prefix("use ")
}

/// `a::{b, c::d as e}` is `a::b` and `a::c::d`.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim().trim_start_matches("::");
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![
            path.split("::")
                .map(|word| word.trim().to_owned())
                .collect(),
        ];
    };
    let head: Vec<String> = tree[..open]
        .split("::")
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let inside = tree[open + 1..].trim_end().trim_end_matches('}');
    // A closing brace too many is given back to the part it belongs to.
    let missing = inside
        .matches('{')
        .count()
        .saturating_sub(inside.matches('}').count());
    let inside = format!("{inside}{}", "}".repeat(missing));
    let mut all = Vec::new();
    let mut depth = 0;
    let mut part = String::new();
    for c in inside.chars().chain([',']) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !part.trim().is_empty() {
                    for tail in expand(&part) {
                        let tail = tail.into_iter().filter(|word| word != "self");
                        all.push(head.iter().cloned().chain(tail).collect());
                    }
                }
                part.clear();
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    all
}

/// Paths of at least two words within a line of code.
fn paths(code: &str) -> Vec<Vec<String>> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .map(|token| token.trim_matches(':'))
        .filter(|token| token.contains("::"))
        .map(|token| token.split("::").map(str::to_owned).collect())
        .collect()
}

/// `super` and `self` become `crate`; a path that begins with a type or a local name is left out.
fn resolve(here: &[String], words: Vec<String>) -> Option<Vec<String>> {
    let first = words.first()?.clone();
    let mut base: Vec<String> = here.to_vec();
    let mut rest = words.into_iter().peekable();
    match first.as_str() {
        "crate" => return Some(rest.collect()),
        "self" => {
            rest.next();
        }
        "super" => {
            while rest.peek().is_some_and(|word| word == "super") {
                rest.next();
                base.pop();
            }
        }
        _ => return Some(rest.collect()),
    }
    Some(
        std::iter::once("crate".to_owned())
            .chain(base)
            .chain(rest)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_super_and_written_out_paths_are_read() {
        let text = "use crate::a::{self, b::{C, d as e}, F};\nuse super::store;\n// use crate::no;\npub(crate) use web::Page;\nfn x() { crate::g::h(); }\n#[cfg(test)]\nmod tests {\n use crate::never;\n}\n";
        let source = Source::planted("src/help/rules.rs", text);
        let named: Vec<String> = named(&source)
            .iter()
            .map(|named| format!("{} {}", named.line, named.path.join("::")))
            .collect();
        assert_eq!(
            named,
            [
                "1 crate::a",
                "1 crate::a::b::C",
                "1 crate::a::b::d",
                "1 crate::a::F",
                "2 crate::help::store",
                "4 web::Page",
                "5 crate::g::h",
            ]
        );
    }
}
