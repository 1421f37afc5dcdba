//! What people type, cut into words, with the levels their prefixes name.

use crate::code::Level;
use crate::fold;

/// Written before a name with or without a blank.
const THAI_MARKERS: &[(&str, Level)] = &[
    ("จังหวัด", Level::Province),
    ("กิ่งอำเภอ", Level::District),
    ("อำเภอ", Level::District),
    ("ตำบล", Level::Subdistrict),
    ("แขวง", Level::Subdistrict),
    ("เขต", Level::District),
];

const THAI_SHORT: &[(char, Level)] = &[
    ('จ', Level::Province),
    ('อ', Level::District),
    ('ต', Level::Subdistrict),
];

const ENGLISH_BEFORE: &[(&[&str], Level)] = &[
    (&["changwat", "jangwat", "changwad"], Level::Province),
    (
        &[
            "amphoe", "amphur", "ampur", "ampoe", "amphor", "amper", "khet", "khaet",
        ],
        Level::District,
    ),
    (
        &["tambon", "tambol", "tumbon", "tumbol", "khwaeng", "kwaeng"],
        Level::Subdistrict,
    ),
];

const ENGLISH_AFTER: &[(&str, Level)] = &[
    ("province", Level::Province),
    ("subdistrict", Level::Subdistrict),
    ("district", Level::District),
];

/// More than the longest path of three English names; what follows is left out.
const MAX_WORDS: usize = 14;

/// One word of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Squeezed letters.
    pub letters: Vec<u8>,
    /// The level named before it, of the name that begins here.
    pub begins: Option<Level>,
    /// The level named after it, of the name that ends here.
    pub ends: Option<Level>,
    /// A name begins here and nowhere before.
    pub first: bool,
}

/// A text read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub names: Vec<Word>,
    numbers: Vec<String>,
    /// What has been read of the next word.
    level: Option<Level>,
    at_break: bool,
    /// The words of Bangkok are used, so "เขต" may stand in the middle of a word.
    bangkok: bool,
}

impl Words {
    pub fn read(text: &str) -> Words {
        // The one name with dots, which would read as a prefix.
        let text = fold::clean(text)
            .replace("จ.ป.ร", "จปร")
            .replace("sub district", "subdistrict");
        let text = without_remark(&text);
        let mut words = Words {
            at_break: true,
            ..Words::default()
        };
        words.bangkok = text.contains("แขวง");
        let mut pieces = text.split_inclusive(is_edge).peekable();
        while let Some(piece) = pieces.next() {
            let ends_name = piece.ends_with(ends_a_name) || pieces.peek().is_none();
            words.read_word(piece.trim_end_matches(is_edge), ends_name);
            words.at_break |= ends_name;
        }
        let typed = text.trim();
        if words.names.is_empty() && THAI_SHORT.iter().any(|(c, _)| typed.chars().eq([*c])) {
            // A single "อ" typed so far is the beginning of a name.
            words.level = None;
            words.push(typed);
        }
        words
    }

    /// The text when it is digits and nothing else.
    pub fn lone_number(&self) -> Option<&str> {
        match (&self.names[..], &self.numbers[..]) {
            ([], [number]) => Some(number),
            _ => None,
        }
    }

    /// A postcode beside names.
    pub fn postcode(&self) -> Option<&str> {
        self.numbers
            .iter()
            .map(String::as_str)
            .find(|number| number.len() == 5)
    }

    fn read_word(&mut self, word: &str, ends_name: bool) {
        if word.is_empty() {
            return;
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return self.read_number(word);
        }
        if let Some((level, rest)) = marker_before(word) {
            (self.level, self.at_break) = (Some(level), true);
            return self.read_word(rest, ends_name);
        }
        if let Some((name, rest)) = glued(word, self.bangkok) {
            self.push(name);
            self.at_break = true;
            return self.read_word(rest, ends_name);
        }
        let letters: String = word.chars().filter(|c| !matches!(c, '-' | '.')).collect();
        let before = ENGLISH_BEFORE
            .iter()
            .find(|(words, _)| words.contains(&letters.as_str()));
        let after = ENGLISH_AFTER.iter().find(|(after, _)| *after == letters);
        match (before, after, self.names.last_mut()) {
            // "Lak Khet" ends with the word; nothing is named after it.
            (Some((_, level)), _, _) if !ends_name => {
                (self.level, self.at_break) = (Some(*level), true);
            }
            (_, Some((_, level)), Some(last)) => {
                last.ends = Some(*level);
                self.at_break = true;
            }
            (_, Some(_), None) => {}
            _ => self.push(word),
        }
    }

    /// Digits are a postcode or a code; a number of a house or village says nothing of an area,
    /// nor does the word for it.
    fn read_number(&mut self, word: &str) {
        if word.chars().all(|c| c.is_ascii_digit()) {
            self.numbers.push(word.to_owned());
        }
        let village = |word: &Word| {
            ["หมู่", "หมู่ที่", "ม", "moo", "mu"]
                .iter()
                .any(|w| fold::squeezed(w) == word.letters)
        };
        if self.names.last().is_some_and(village) {
            self.names.pop();
            self.at_break = true;
        }
    }

    fn push(&mut self, word: &str) {
        let letters = fold::squeezed(word);
        if letters.is_empty() || self.names.len() == MAX_WORDS {
            return;
        }
        self.names.push(Word {
            letters,
            begins: self.level.take(),
            ends: None,
            first: std::mem::take(&mut self.at_break),
        });
    }
}

/// The text without what stands in brackets, unless it begins there.
fn without_remark(text: &str) -> &str {
    text.split_once('(')
        .map(|(before, _)| before)
        .filter(|b| !b.trim().is_empty())
        .unwrap_or(text)
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || c == '"' || ends_a_name(c)
}

fn ends_a_name(c: char) -> bool {
    matches!(c, ',' | ';' | '/' | '>' | '|' | '(' | ')')
}

/// A prefix at the beginning of a word, and what follows it.
fn marker_before(word: &str) -> Option<(Level, &str)> {
    for (marker, level) in THAI_MARKERS {
        if let Some(rest) = word.strip_prefix(marker) {
            return Some((*level, rest));
        }
    }
    for (letter, level) in THAI_SHORT {
        match word.strip_prefix(*letter) {
            Some("") => return Some((*level, "")),
            Some(rest) if rest.starts_with('.') => return Some((*level, &rest[1..])),
            _ => {}
        }
    }
    None
}

/// A prefix in the middle of a word, as in "ท่าเกษมอำเภอเมือง" or "แม่สายจ.เชียงราย": the name
/// before it and the rest with it. Names end in "เขต" and "ตำบล" but none goes on after them;
/// "เขต" is believed only beside "แขวง".
fn glued(word: &str, bangkok: bool) -> Option<(&str, &str)> {
    let long = THAI_MARKERS
        .iter()
        .filter(|(marker, _)| bangkok || *marker != "เขต")
        .filter_map(|(marker, _)| Some((word.find(marker)?, marker.len())));
    let short = THAI_SHORT.iter().filter_map(|(letter, _)| {
        let marker = format!("{letter}.");
        Some((word.find(&marker)?, marker.len()))
    });
    let city = word.find("กรุงเทพ").filter(|_| bangkok).map(|at| (at, 0));
    let goes_on = |at: &(usize, usize)| word[at.0 + at.1..].chars().count() >= 2;
    let (at, _) = long
        .chain(short)
        .chain(city)
        .filter(|at| at.0 > 0)
        .filter(goes_on)
        .min()?;
    Some(word.split_at(at))
}
