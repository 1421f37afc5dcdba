//! Typed text as it is stored and compared: one way of writing what looks the same. Phones let
//! Thai and Lao vowels and tone marks be typed in any order and twice without showing it.

use unicode_normalization::UnicodeNormalization;

/// NFC; vowels and tone marks of Thai and Lao in order and once (`เเ` → `แ`, nikhahit and sara aa →
/// sara am); zero-width and direction marks and control characters removed except the newline; tabs
/// as spaces; trimmed. Normalising twice changes nothing more.
pub fn normalise(text: &str) -> String {
    if text
        .bytes()
        .all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte))
    {
        return text.trim().to_owned();
    }
    let mut once = pass(text);
    // A mark put in order may come to stand beside a joiner or a foreign mark that a second pass
    // treats otherwise. Three such steps are more than any text made by hand needs.
    for _ in 0..3 {
        let again = pass(&once);
        if again == once {
            break;
        }
        once = again;
    }
    once
}

fn pass(text: &str) -> String {
    let composed: Vec<char> = visible(text.nfc()).into_iter().nfc().collect();
    let ordered: String = in_order(&composed).into_iter().nfc().collect();
    ordered.trim().to_owned()
}

/// Drops what cannot be seen. The joiners stay between letters of scripts that are shaped by them
/// (Khmer, Hindi, emoji): nothing of ASCII, Thai or Lao is.
fn visible(text: impl Iterator<Item = char>) -> Vec<char> {
    let mut letters = text.peekable();
    let mut kept: Vec<char> = Vec::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => kept.push('\n'),
            '\t' => kept.push(' '),
            '\r' if letters.peek() != Some(&'\n') => kept.push('\n'),
            '\u{200C}' | '\u{200D}' => {
                let before = kept.last().copied();
                if before.is_some_and(joins) && letters.peek().copied().is_some_and(joins) {
                    kept.push(letter);
                }
            }
            letter if unseen(letter) => {}
            letter => kept.push(letter),
        }
    }
    kept
}

fn unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

fn joins(letter: char) -> bool {
    !letter.is_ascii()
        && !matches!(letter, '\u{0E00}'..='\u{0EFF}')
        && !letter.is_whitespace()
        && !unseen(letter)
}

fn in_order(text: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [letter, after @ ..] = rest {
        rest = after;
        if is_consonant(*letter) {
            out.push(*letter);
            rest = syllable_marks(after, &mut out);
        } else if !is_repeated(*letter, &mut out) {
            out.push(*letter);
        }
    }
    out
}

/// Writes the marks standing on a consonant, in order and once, and sara am if it follows in
/// whatever spelling. Answers what is left.
fn syllable_marks<'a>(text: &'a [char], out: &mut Vec<char>) -> &'a [char] {
    let (marks, mut rest) = split_while(text, |letter| mark_rank(letter).is_some());
    let mut marks = marks.to_vec();
    let mut am = None;
    if let [vowel, after @ ..] = rest {
        let nikhahit = from_thai(NIKHAHIT, *vowel);
        if unshifted(*vowel) == SARA_AA && marks.contains(&nikhahit) {
            marks.retain(|mark| *mark != nikhahit);
            am = Some(from_thai(SARA_AM, *vowel));
        } else if unshifted(*vowel) == SARA_AM {
            am = Some(*vowel);
        }
        if am.is_some() {
            let (late, after) = split_while(after, |letter| is_tone(letter) || am == Some(letter));
            marks.extend(late.iter().copied().filter(|letter| is_tone(*letter)));
            rest = after;
        }
    }
    marks.sort_by_key(|mark| mark_rank(*mark));
    marks.dedup();
    out.extend(marks);
    out.extend(am);
    rest
}

fn split_while(text: &[char], wanted: impl Fn(char) -> bool) -> (&[char], &[char]) {
    let end = text
        .iter()
        .position(|letter| !wanted(*letter))
        .unwrap_or(text.len());
    text.split_at(end)
}

/// Whether the letter is a vowel or mark typed twice; two sara e become sara ae.
fn is_repeated(letter: char, out: &mut Vec<char>) -> bool {
    let Some(last) = out.last().copied() else {
        return false;
    };
    if unshifted(letter) == SARA_E && letter == last {
        out.pop();
        let ae = from_thai(SARA_AE, letter);
        if out.last() != Some(&ae) {
            out.push(ae);
        }
        return true;
    }
    let once = mark_rank(letter).is_some()
        || matches!(
            unshifted(letter),
            '\u{0E30}' | SARA_AA | SARA_AM | SARA_AE..='\u{0E44}'
        );
    once && letter == last
}

const SARA_AA: char = '\u{0E32}';
const SARA_AM: char = '\u{0E33}';
const SARA_E: char = '\u{0E40}';
const SARA_AE: char = '\u{0E41}';
const NIKHAHIT: char = '\u{0E4D}';

/// Unicode lays Lao out as Thai, 0x80 further on. A Lao letter as the Thai one in its place.
fn unshifted(letter: char) -> char {
    match letter {
        '\u{0E80}'..='\u{0EFF}' => char::from_u32(u32::from(letter) - 0x80).unwrap_or(letter),
        _ => letter,
    }
}

/// The Thai letter, or the Lao one in its place if `like` is Lao.
fn from_thai(thai: char, like: char) -> char {
    match like {
        '\u{0E80}'..='\u{0EFF}' => char::from_u32(u32::from(thai) + 0x80).unwrap_or(thai),
        _ => thai,
    }
}

pub(crate) fn is_consonant(letter: char) -> bool {
    matches!(letter, '\u{0E01}'..='\u{0E2E}' | '\u{0E81}'..='\u{0EAE}' | '\u{0EDC}'..='\u{0EDF}')
}

/// One of the four tone marks.
fn is_tone(letter: char) -> bool {
    matches!(unshifted(letter), '\u{0E48}'..='\u{0E4B}')
}

/// Where a mark stands among those of its consonant: below, above, tone, silence. Below before
/// tone is also the order of NFC.
fn mark_rank(letter: char) -> Option<u8> {
    match letter {
        '\u{0EBC}' => Some(0),
        '\u{0E3A}' | '\u{0EBA}' => Some(1),
        '\u{0E38}' | '\u{0E39}' | '\u{0EB8}' | '\u{0EB9}' => Some(2),
        '\u{0E31}' | '\u{0EB1}' => Some(3),
        '\u{0E34}'..='\u{0E37}' | '\u{0EB4}'..='\u{0EB7}' | '\u{0EBB}' => Some(3),
        '\u{0E4D}' | '\u{0ECD}' => Some(3),
        '\u{0E47}' => Some(4),
        '\u{0E48}'..='\u{0E4B}' | '\u{0EC8}'..='\u{0ECB}' => Some(5),
        '\u{0E4C}' | '\u{0ECC}' => Some(6),
        '\u{0E4E}' | '\u{0ECE}' => Some(7),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        let cases = [
            ("sara am in two pieces", "น\u{E4D}\u{E49}า", "น้ำ"),
            ("tone before nikhahit", "น\u{E49}\u{E4D}า", "น้ำ"),
            ("tone after sara am", "น\u{E33}\u{E49}", "น้ำ"),
            ("sara am twice", "ทำำ", "ทำ"),
            ("sara am twice, then the tone", "นำำ\u{E49}", "น้ำ"),
            ("Lao sara am", "ນ\u{ECD}\u{EC9}າ", "ນ\u{EC9}\u{EB3}"),
            ("two sara e", "เเม่", "แม่"),
            ("two sara e thrice", "เเเเม่", "แม่"),
            ("two sara e, Lao", "ເເມ່", "ແມ່"),
            ("tone before vowel", "ท\u{E48}\u{E35}", "ที่"),
            ("tone before vowel below", "ค\u{E48}\u{E38}", "คุ่"),
            ("tone twice", "ท\u{E35}\u{E48}\u{E48}", "ที่"),
            ("vowel twice", "ท\u{E35}\u{E35}\u{E48}", "ที่"),
            ("vowel after silence", "สิทธ\u{E4C}\u{E34}", "สิทธิ์"),
            ("sara a twice", "จะะ", "จะ"),
            ("sara ae twice", "แแม่", "แม่"),
            ("nikhahit of Pali stays", "สุข\u{E4D}", "สุข\u{E4D}"),
            ("mai yamok twice stays", "ๆๆ", "ๆๆ"),
            ("decomposed Latin", "Cafe\u{301}", "Café"),
        ];
        for (what, typed, wanted) in cases {
            assert_eq!(normalise(typed), wanted, "{what}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_gone() {
        assert_eq!(
            normalise(" \u{FEFF}บ้าน\u{200B}ริม\u{200D}น้ำ\u{00A0}"),
            "บ้านริมน้ำ"
        );
        assert_eq!(normalise("a\0b\u{7}\tc\r\nd\re"), "ab c\nd\ne");
        assert_eq!(normalise("\u{202E}evil\u{2066}"), "evil");
        assert_eq!(
            normalise("👨\u{200D}👩\u{200D}👧"),
            "👨\u{200D}👩\u{200D}👧"
        );
        assert_eq!(normalise("👨\u{200D}"), "👨");
        assert_eq!(normalise("ស្រ\u{200B}ី"), "ស្រី");
        assert_eq!(normalise(""), "");
    }

    /// Mostly the letters that make trouble, with any others between.
    fn troublesome() -> impl Strategy<Value = String> {
        let letter = prop_oneof![
            8 => prop::char::range('\u{0E01}', '\u{0E4E}'),
            4 => prop::char::range('\u{0E81}', '\u{0EDF}'),
            2 => prop::sample::select(vec![
                'a', ' ', '\n', '\r', '\t', '\u{200B}', '\u{200C}', '\u{200D}', '\u{FEFF}', '\u{301}',
                '\u{323}', '\u{334}', '\u{1FEF}', '\u{3000}', '\u{1100}', '\u{1161}', '\u{17D2}', 'ক', '\u{9CD}',
            ]),
            1 => any::<char>(),
        ];
        prop::collection::vec(letter, 0..24).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn twice_is_once(text in troublesome()) {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once.clone(), "{:?}", text);
            prop_assert!(once.nfc().eq(once.chars()));
            prop_assert!(!once.chars().any(|letter| letter.is_control() && letter != '\n'));
        }
    }
}
