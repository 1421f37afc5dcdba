//! Which arguments a source gives to a message, as far as its own words show it.

use std::collections::BTreeSet;

use super::lexer::Token;
use super::uses::{closing, is_sign};

type Source<'a> = &'a [(Token, usize)];

/// The names in `say(…, "key", &[("name", …)])` or `say("key", "name", …)`, the key standing at
/// `key` inside the bracket at `open`. `None` if they are not written there.
pub(super) fn in_say(source: Source<'_>, open: usize, key: usize) -> Option<BTreeSet<String>> {
    let end = closing(source, open);
    let after = comma_after(source, open, key, end)? + 1;
    if let (Token::Text(name), _) = source.get(after)? {
        return Some(BTreeSet::from([name.clone()]));
    }
    let mut names = BTreeSet::new();
    let mut written = false;
    let mut place = after;
    while place < end {
        match &source[place].0 {
            // A call inside has arguments of its own.
            Token::Name(_) if is_sign(source, place + 1, '(') => {
                place = closing(source, place + 1);
            }
            Token::Sign('[') => written = true,
            Token::Sign('(') => {
                if let Some((Token::Text(name), _)) = source.get(place + 1) {
                    names.insert(name.clone());
                }
            }
            _ => {}
        }
        place += 1;
    }
    written.then_some(names)
}

/// The comma after the expression that holds the key, itself perhaps deep in its branches.
fn comma_after(source: Source<'_>, open: usize, key: usize, end: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for (place, (token, _)) in source.iter().enumerate().take(end).skip(open + 1) {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            Token::Sign(',') if place > key && depth == 0 => return Some(place),
            _ => {}
        }
    }
    None
}

/// The names in `Message::new("key").with("name", …)`, its first bracket standing at `open`. `None`
/// if a name is not written there.
pub(super) fn in_chain(source: Source<'_>, open: usize) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut place = closing(source, open) + 1;
    while is_sign(source, place, '.')
        && matches!(source.get(place + 1), Some((Token::Name(name), _)) if name == "with")
        && is_sign(source, place + 2, '(')
    {
        let (Token::Text(name), _) = source.get(place + 3)? else {
            return None;
        };
        names.insert(name.clone());
        place = closing(source, place + 2) + 1;
    }
    Some(names)
}
