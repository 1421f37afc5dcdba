//! Which village was meant by what somebody typed. Pure.

use super::model::Village;

/// The village among those of a subdistrict, where it is clear: by its code, by its number ("หมู่ 3",
/// "ม.3", "๓", "Moo 3"), by its name, or by both where they do not contradict each other.
pub fn meant(villages: &[Village], typed: &str) -> Option<u32> {
    let typed = i18n::normalise(typed).to_lowercase();
    let typed = i18n::fold_digits(&typed);
    let typed = typed.trim();
    if typed.len() == 8
        && let Ok(code) = typed.parse::<u32>()
    {
        return one(villages, |village| village.code == code);
    }
    // A name may hold a number itself: the whole of it goes before.
    if let Some(code) = one(villages, |village| is_called(village, typed)) {
        return Some(code);
    }
    let (moo, words) = number(typed)?;
    one(villages, |village| {
        let agrees = words.is_empty() || village.name.is_empty() || is_called(village, &words);
        village.moo == moo && agrees
    })
}

fn one(villages: &[Village], fits: impl Fn(&Village) -> bool) -> Option<u32> {
    let mut found = villages.iter().filter(|village| fits(village));
    let first = found.next()?;
    found.next().is_none().then_some(first.code)
}

/// Some villages have several names, with commas between.
fn is_called(village: &Village, words: &str) -> bool {
    let words = bare(words);
    let names = village.name.split(',').chain(village.name_en.split(','));
    !words.is_empty()
        && names
            .map(|name| bare(&i18n::normalise(name).to_lowercase()))
            .any(|name| name == words)
}

/// A name without the word for village before it, and without spaces.
fn bare(name: &str) -> String {
    let name = name.trim();
    let before = ["หมู่บ้าน", "บ้าน", "บ.", "baan ", "ban "];
    let name = before
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .filter(|rest| !rest.trim().is_empty())
        .unwrap_or(name);
    name.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// What stands before the number, the longest first.
const BEFORE: [&str; 8] = ["หมู่ที่", "หมู่", "ม.", "moo.", "moo", "mu", "m.", "ม "];

/// The number and the words around it. A bare number stands alone: beside words it may be a house.
fn number(typed: &str) -> Option<(u16, String)> {
    if typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((typed.parse().ok()?, String::new()));
    }
    for word in BEFORE {
        for (at, _) in typed.match_indices(word) {
            // Not the end of a longer word, such as the name of a person or place.
            let (head, rest) = (&typed[..at], typed[at + word.len()..].trim_start());
            let begins = head.is_empty() || head.ends_with(char::is_whitespace) || word == "ม.";
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, tail) = rest.split_at(digits);
            let ends = tail
                .chars()
                .next()
                .is_none_or(|letter| !"/-.".contains(letter));
            if begins
                && ends
                && let Ok(moo) = digits.parse()
            {
                return Some((
                    moo,
                    format!("{} {}", head.trim(), tail.trim()).trim().to_owned(),
                ));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn villages() -> Vec<Village> {
        let village = |code: u32, name: &str, name_en: &str| Village {
            code,
            moo: u16::try_from(code % 100).unwrap(),
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            place: None,
        };
        vec![
            village(57_090_101, "บ้านเหมืองแดงใต้", "Ban Mueang Daeng Tai"),
            village(57_090_103, "บ้านสันผักฮี้", "Ban San Phak Hi"),
            village(57_090_104, "", ""),
            village(57_090_106, "บ้านป่ายาง", "Ban Pa Yang"),
            village(57_090_108, "บ้านป่ายาง", "Ban Pa Yang"),
            village(
                57_090_109,
                "บ้านยายกะตา, บ้านโรงหลวง",
                "Ban Yai Kata, Ban Rong Luang",
            ),
            village(57_090_110, "บ้านสวน 3", "Ban Suan 3"),
        ]
    }

    #[test]
    fn what_is_clear_is_understood() {
        for (typed, code) in [
            ("หมู่ 3", 57_090_103),
            ("หมู่ที่ ๓", 57_090_103),
            ("หมู่3", 57_090_103),
            ("ม.3", 57_090_103),
            ("ม. 3", 57_090_103),
            (" ๓ ", 57_090_103),
            ("Moo 3", 57_090_103),
            ("M.3", 57_090_103),
            ("บ้านสันผักฮี้", 57_090_103),
            ("สันผักฮี้", 57_090_103),
            ("หมู่บ้านสันผักฮี้", 57_090_103),
            ("ban san phak hi", 57_090_103),
            ("สันผักฮี้ ม.3", 57_090_103),
            ("หมู่ 3 บ้านสันผักฮี้", 57_090_103),
            ("57090103", 57_090_103),
            ("๕๗๐๙๐๑๐๓", 57_090_103),
            ("บ้านป่ายาง หมู่ 8", 57_090_108),
            ("โรงหลวง", 57_090_109),
            ("บ้านสวน 3", 57_090_110),
            // Nobody told the register its name.
            ("บ้านใหม่ หมู่ 4", 57_090_104),
        ] {
            assert_eq!(meant(&villages(), typed), Some(code), "{typed}");
        }
    }

    #[test]
    fn what_is_not_clear_is_left_to_people() {
        for typed in [
            "",
            " ",
            "บ้าน",
            "ป่ายาง",
            "หมู่ 99",
            "หมู่ 3 บ้านป่ายาง",
            "สันผัก",
            "12/3",
            "หมู่ 3/1",
            "บ้านเลขที่ 3",
            "57090199",
            "หมู่",
            "หมู่ 99999999999",
        ] {
            assert_eq!(meant(&villages(), typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(typed in "\\PC{0,30}") {
            let _ = meant(&villages(), &typed);
        }
    }
}
