//! Thai that looks alike is spelt alike, so that search finds it.

use super::is_invisible;
use unicode_normalization::UnicodeNormalization;

const NIKHAHIT: char = '\u{0E4D}';
const SARA_AA: char = '\u{0E32}';
const SARA_AM: char = '\u{0E33}';
const SARA_E: char = '\u{0E40}';
const SARA_AE: char = '\u{0E41}';

/// The text in NFC, without invisible marks; sara am in one piece and behind its tone mark, sara
/// ae for two sara e, no mark twice in a row.
pub fn spell_one_way(text: &str) -> Vec<char> {
    let mut spelt: Vec<char> = text
        .chars()
        .filter(|letter| !is_invisible(*letter))
        .nfc()
        .collect();
    // Moving a tone mark may call for another order of the marks, which NFC sets; words of one
    // language settle at once.
    for _ in 0..4 {
        let mut next = Vec::with_capacity(spelt.len());
        for letter in spelt.iter().copied() {
            push(&mut next, letter);
        }
        let next: Vec<char> = next.into_iter().nfc().collect();
        if next == spelt {
            break;
        }
        spelt = next;
    }
    spelt
}

/// Adds a letter so that what is spelt stays spelt one way: what a rule takes back is added anew.
fn push(spelt: &mut Vec<char>, letter: char) {
    match (spelt.as_slice(), letter) {
        ([.., NIKHAHIT], SARA_AA) => {
            spelt.pop();
            push(spelt, SARA_AM);
        }
        ([.., NIKHAHIT, tone], SARA_AA) if is_tone(*tone) => {
            let tone = *tone;
            spelt.truncate(spelt.len() - 2);
            push(spelt, tone);
            push(spelt, SARA_AM);
        }
        ([.., SARA_AM], tone) if is_tone(tone) => {
            spelt.pop();
            push(spelt, tone);
            push(spelt, SARA_AM);
        }
        ([.., SARA_E], SARA_E) => {
            spelt.pop();
            push(spelt, SARA_AE);
        }
        ([.., last], mark) if is_mark(mark) && *last == mark => {}
        _ => spelt.push(letter),
    }
}

fn is_tone(letter: char) -> bool {
    matches!(letter, '\u{0E48}'..='\u{0E4B}')
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0E31}' | '\u{0E33}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}')
}
