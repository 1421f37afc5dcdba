//! Names in forms that can be compared: `clean` is the same text as a careful person would type
//! it, `squeezed` leaves letters alone, `sounds` also forgets what people mix up by ear.

use unicode_normalization::UnicodeNormalization;

/// Stands for a letter of a script no name is written in.
const FOREIGN: u8 = 0x7f;

/// One form of the text: no invisible characters, Arabic digits, small letters, no Latin accents,
/// Thai vowels and tone marks in their one right order.
pub fn clean(text: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {}
            '๐'..='๙' => out.extend(char::from_digit(c as u32 - '๐' as u32, 10)),
            'า' => push_aa(&mut out),
            'เ' if out.last() == Some(&'เ') => {
                out.pop();
                out.push('แ');
            }
            // A tone mark typed after its vowel belongs before it.
            '\u{e48}'..='\u{e4b}' if out.last() == Some(&'ำ') => {
                out.pop();
                out.extend([c, 'ำ']);
            }
            '\u{e31}'..='\u{e4e}' if is_mark(c) && out.last() == Some(&c) => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.into_iter().collect()
}

/// Puts the halves of ำ together, over a tone mark typed between them if need be.
fn push_aa(out: &mut Vec<char>) {
    const HALF: char = '\u{e4d}';
    match out[..] {
        [.., HALF] => {
            out.pop();
            out.push('ำ');
        }
        [.., HALF, tone @ '\u{e48}'..='\u{e4b}'] => {
            out.truncate(out.len() - 2);
            out.extend([tone, 'ำ']);
        }
        _ => out.push('า'),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}')
}

/// The letters and digits of a clean text, one byte for each: Thai ones from 0x80 on.
pub fn squeezed(clean: &str) -> Vec<u8> {
    clean
        .chars()
        .filter_map(|c| match c {
            'a'..='z' | '0'..='9' => Some(c as u8),
            'ฯ' | 'ๆ' => None,
            '\u{e01}'..='\u{e4e}' => Some((c as u32 - 0xe00) as u8 | 0x80),
            c if c.is_alphanumeric() => Some(FOREIGN),
            _ => None,
        })
        .collect()
}

/// The squeezed text as it sounds: no tone marks, one letter for Thai letters of one sound, one
/// spelling for what English writes in many ways.
pub fn sounds(squeezed: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(squeezed.len());
    for (i, b) in squeezed.iter().enumerate() {
        if *b >= 0x80 {
            out.extend(thai_sound(*b));
        } else {
            push_latin(&mut out, *b, squeezed.get(i + 1).copied());
        }
    }
    out
}

fn thai_sound(b: u8) -> Option<u8> {
    let c = char::from_u32(0xe00 | u32::from(b & 0x7f))?;
    let sound = match c {
        '\u{e47}'..='\u{e4e}' => return None,
        'ศ' | 'ษ' => 'ส',
        'ณ' => 'น',
        'ฬ' => 'ล',
        'ญ' => 'ย',
        'ฎ' => 'ด',
        'ฏ' => 'ต',
        'ฐ' => 'ถ',
        'ฑ' | 'ฒ' | 'ธ' => 'ท',
        'ฃ' => 'ข',
        'ฅ' | 'ฆ' => 'ค',
        'ภ' => 'พ',
        'ใ' => 'ไ',
        'ๅ' => 'า',
        'ฤ' => 'ร',
        'ฌ' => 'ช',
        c => c,
    };
    Some((sound as u32 - 0xe00) as u8 | 0x80)
}

fn push_latin(out: &mut Vec<u8>, b: u8, next: Option<u8>) {
    let last = out.last().copied();
    let closes = next.is_none_or(|next| !is_vowel(next) && next != b'h');
    let sound = match b {
        b'h' => return,
        b'j' => b'c',
        b'z' => b's',
        b'v' => b'w',
        b'q' | b'x' => b'k',
        // Cholburi, Ubol; Nakorn, Udorn; Srisaket.
        b'l' if closes && last.is_some_and(is_vowel) => b'n',
        b'r' if last == Some(b'o') && closes && next.is_some() => return,
        b'r' if last == Some(b's') => return,
        b'w' if closes && last.is_some_and(is_vowel) => b'o',
        b'y' if closes && last.is_some_and(is_vowel) => b'i',
        // Mueang, Muang, Meuang; Phoon, Phun.
        b'e' if last == Some(b'u') => return,
        b'u' | b'o' if matches!((last, b), (Some(b'e' | b'o'), b'u') | (Some(b'o'), b'o')) => {
            out.pop();
            b'u'
        }
        b'e' if last == Some(b'e') => {
            out.pop();
            b'i'
        }
        b => b,
    };
    if out.last() != Some(&sound) {
        out.push(sound);
    }
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}
