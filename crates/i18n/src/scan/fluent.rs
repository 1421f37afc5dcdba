//! What stands in the message files of a language: each key with its arguments and its place.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Variant,
};
use fluent_syntax::parser;

use super::{Finding, Place, ScanError, entries, is_word, place, read};
use crate::Language;

/// The messages of a language by key.
pub(super) type Written = BTreeMap<String, WrittenMessage>;

pub(super) struct WrittenMessage {
    /// The name of its file, without `.ftl`.
    pub(super) slice: String,
    pub(super) at: Place,
    pub(super) arguments: BTreeSet<String>,
    messages: BTreeSet<String>,
}

impl WrittenMessage {
    /// Other messages it has inside.
    pub(super) fn refers_to(&self) -> impl Iterator<Item = &str> {
        self.messages.iter().map(String::as_str)
    }
}

pub(super) fn read_language(
    root: &Path,
    language: Language,
    findings: &mut BTreeSet<Finding>,
) -> Result<Written, ScanError> {
    let mut written = Written::new();
    for path in entries(&root.join("locales").join(language.code()))? {
        if path.extension().is_none_or(|extension| extension != "ftl") {
            continue;
        }
        let source = read(&path)?;
        let resource = match parser::parse(source.as_str()) {
            Ok(resource) => resource,
            Err((resource, _)) => resource,
        };
        let slice = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for entry in &resource.body {
            match entry {
                Entry::Message(message) => {
                    let at = place(root, &path, line_of(&source, message.id.name));
                    let key = message.id.name.to_owned();
                    if !is_word(&key) {
                        findings.insert(Finding::Shape {
                            key: key.clone(),
                            at: at.clone(),
                        });
                    }
                    match written.entry(key) {
                        Slot::Occupied(slot) => {
                            let key = slot.key().clone();
                            findings.insert(Finding::Twice { language, key, at });
                        }
                        Slot::Vacant(slot) => {
                            slot.insert(read_message(message, slice.clone(), at));
                        }
                    }
                }
                Entry::Junk { content } => {
                    let at = place(root, &path, line_of(&source, content));
                    findings.insert(Finding::Unreadable { at });
                }
                _ => {}
            }
        }
    }
    Ok(written)
}

fn read_message(message: &Message<&str>, slice: String, at: Place) -> WrittenMessage {
    let mut read = WrittenMessage {
        slice,
        at,
        arguments: BTreeSet::new(),
        messages: BTreeSet::new(),
    };
    if let Some(pattern) = &message.value {
        read_pattern(pattern, &mut read);
    }
    read
}

fn read_pattern(pattern: &Pattern<&str>, into: &mut WrittenMessage) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            read_expression(expression, into);
        }
    }
}

fn read_expression(expression: &Expression<&str>, into: &mut WrittenMessage) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, into),
        Expression::Select { selector, variants } => {
            read_inline(selector, into);
            for Variant { value, .. } in variants {
                read_pattern(value, into);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, into: &mut WrittenMessage) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.arguments.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            into.messages.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => {
            for inside in &arguments.positional {
                read_inline(inside, into);
            }
        }
        InlineExpression::Placeable { expression } => read_expression(expression, into),
        _ => {}
    }
}

/// The line on which a part of the source begins; the part is a slice of it.
fn line_of(source: &str, part: &str) -> usize {
    let begin = (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
    source
        .get(..begin)
        .unwrap_or_default()
        .matches('\n')
        .count()
        + 1
}
