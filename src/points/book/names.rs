//! Points by name, found by runs of three letters: Thai is written without spaces, so no words are
//! looked for; a slip costs three runs of many; and what every name holds ("โรงพยาบาล") counts for little.

use std::collections::HashMap;

/// Slots by run.
#[derive(Default)]
pub struct Names {
    runs: HashMap<[char; 3], Vec<u32>>,
    /// How many names there are.
    n: usize,
}

/// So much of what was asked for must be there, weighed by how rare it is.
const ENOUGH: f32 = 0.5;
/// Found at the most.
const MOST: usize = 2_000;

impl Names {
    pub fn add(&mut self, slot: u32, names: &[Box<str>; 2]) {
        self.n += 1;
        let mut runs: Vec<[char; 3]> = names.iter().flat_map(|name| runs(&folded(name))).collect();
        runs.sort_unstable();
        runs.dedup();
        for run in runs {
            self.runs.entry(run).or_default().push(slot);
        }
    }

    /// Slots whose names are like these words, the likest first. Some may be vacant by now.
    pub fn like(&self, words: &str, slots: usize) -> Vec<u32> {
        let mut wanted = runs(&folded(words));
        wanted.sort_unstable();
        wanted.dedup();
        let weigh = |run: &[char; 3]| {
            let n = self.runs.get(run).map_or(0, Vec::len);
            (1.0 + self.n as f32 / (n as f32 + 1.0)).ln()
        };
        let sum: f32 = wanted.iter().map(weigh).sum();
        let mut scores = vec![0.0_f32; slots];
        for run in &wanted {
            let weight = weigh(run);
            for slot in self.runs.get(run).into_iter().flatten() {
                if let Some(score) = scores.get_mut(*slot as usize) {
                    *score += weight;
                }
            }
        }
        let mut found: Vec<(f32, u32)> = scores
            .into_iter()
            .zip(0_u32..)
            .filter(|(score, _)| *score > 0.0 && *score >= sum * ENOUGH)
            .collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        found.truncate(MOST);
        found.into_iter().map(|(_, slot)| slot).collect()
    }
}

/// The runs of three letters; the beginning of the name counts as a letter.
fn runs(folded: &str) -> Vec<[char; 3]> {
    let letters: Vec<char> = std::iter::once('^').chain(folded.chars()).collect();
    match letters.as_slice() {
        ['^'] => Vec::new(),
        [a, b] => vec![[*a, *b, '$']],
        letters => letters
            .windows(3)
            .map(|run| [run[0], run[1], run[2]])
            .collect(),
    }
}

/// Short forms that stand for what is written out elsewhere, the longest first.
const WRITTEN_OUT: [(&str, &str); 7] = [
    ("รพ.สต.", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    ("รพ.สต", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    ("รพสต.", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    ("รพสต", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    ("รพ.", "โรงพยาบาล"),
    ("รพ ", "โรงพยาบาล"),
    ("ร.ร.", "โรงเรียน"),
];

/// A name without spaces, tone marks and silent letters, letters of one sound as one.
pub fn folded(text: &str) -> String {
    let mut text = i18n::fold_digits(&i18n::normalise(text)).to_lowercase();
    for (short, long) in WRITTEN_OUT {
        text = text.replace(short, long);
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // The letter before is not spoken.
            '\u{0E4C}' => {
                folded.pop();
            }
            '\u{0E47}'..='\u{0E4E}' => {}
            'ใ' => folded.push('ไ'),
            'ศ' | 'ษ' => folded.push('ส'),
            'ณ' => folded.push('น'),
            'ญ' => folded.push('ย'),
            'ฎ' => folded.push('ด'),
            'ฏ' => folded.push('ต'),
            'ฐ' | 'ถ' | 'ธ' | 'ฑ' | 'ฒ' => folded.push('ท'),
            'ภ' | 'ผ' => folded.push('พ'),
            'ฬ' => folded.push('ล'),
            'ฆ' | 'ฅ' | 'ข' | 'ฃ' => folded.push('ค'),
            letter if letter.is_alphanumeric() => folded.push(letter),
            '\u{0E30}'..='\u{0E3A}' => folded.push(letter),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [(&str, &str); 6] = [
        ("โรงพยาบาลแม่สาย", "Mae Sai Hospital"),
        ("โรงพยาบาลแม่จัน", "Mae Chan Hospital"),
        ("โรงพยาบาลเชียงรายประชานุเคราะห์", ""),
        ("โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านป่าเหมือด", ""),
        ("วัดพระธาตุดอยเวา", "Wat Phra That Doi Wao"),
        ("ศูนย์พักพิงโรงเรียนเทศบาล ๑", ""),
    ];

    fn names() -> Names {
        let mut names = Names::default();
        for (slot, (th, en)) in (0_u32..).zip(NAMES) {
            names.add(slot, &[th.into(), en.into()]);
        }
        names
    }

    #[test]
    fn a_name_is_found_in_part_with_slips_and_in_short_forms() {
        let names = names();
        for (words, wanted) in [
            ("แม่สาย", 0),
            ("โรงพยาบาลแม่สาย", 0),
            ("รพ.แม่สาย", 0),
            ("รพ แม่สาย", 0),
            ("แมสาย", 0),
            ("โรงพยาบานแม่สาย", 0),
            ("mae sai", 0),
            ("Mae Chan", 1),
            ("ประชานุเคราะ", 2),
            ("เชียงรายประชานุเคราห์", 2),
            ("รพ.สต.ป่าเหมือด", 3),
            ("พระทาตุดอยเวา", 4),
            ("doi wao", 4),
            ("โรงเรียนเทศบาล 1", 5),
        ] {
            assert_eq!(names.like(words, 6).first(), Some(&wanted), "{words}");
        }
    }

    #[test]
    fn what_no_name_is_like_is_not_found() {
        let names = names();
        for words in ["", "  ", "ภูเก็ต", "xyz", "1669"] {
            assert_eq!(names.like(words, 6), [] as [u32; 0], "{words}");
        }
    }
}
