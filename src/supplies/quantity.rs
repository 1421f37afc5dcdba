//! Quantities as people type and read them: pieces, or boxes and pieces, in digits of any of our scripts.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use i18n::Language;

use super::rules::MOST;
use crate::incidents::preset::{Entry, SupplyItem};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuantity {
    #[error("no number")]
    Missing,
    #[error("a word that is no pack of this item")]
    UnknownWord,
    #[error("not a whole number")]
    NotWhole,
    #[error("too much")]
    TooMuch,
}

impl NotAQuantity {
    /// The message key of what is said of it.
    pub fn said(self) -> &'static str {
        match self {
            NotAQuantity::Missing => "supply-quantity-missing",
            NotAQuantity::UnknownWord => "supply-quantity-unknown-word",
            NotAQuantity::NotWhole => "supply-quantity-not-whole",
            NotAQuantity::TooMuch => "supply-quantity-too-much",
        }
    }
}

/// Words that join parts and count nothing.
const JOINS: [&str; 5] = ["and", "กับ", "และ", "+", "เศษ"];

/// Base units of what was typed: "1,430", "๒๘ กล่อง ๓๐ ชิ้น", "2 boxes and 13". A number without a word counts
/// base units.
pub fn parse(item: &SupplyItem, typed: &str) -> Result<i64, NotAQuantity> {
    let folded = i18n::fold_digits(typed).to_lowercase();
    let mut letters = folded.chars().peekable();
    let mut sum: i64 = 0;
    let mut found = false;
    loop {
        while letters.next_if(|c| c.is_whitespace()).is_some() {}
        match letters.peek() {
            None => break,
            Some(c) if c.is_ascii_digit() => {
                let n = number(&mut letters)?;
                while letters.next_if(|c| c.is_whitespace()).is_some() {}
                let of = match word(&mut letters) {
                    word if word.is_empty() || JOINS.contains(&word.as_str()) => 1,
                    word => units_in(item, &word).ok_or(NotAQuantity::UnknownWord)?,
                };
                let part = n.checked_mul(of).ok_or(NotAQuantity::TooMuch)?;
                sum = sum.checked_add(part).ok_or(NotAQuantity::TooMuch)?;
                found = true;
            }
            Some(_) => match word(&mut letters) {
                word if JOINS.contains(&word.as_str()) => {}
                _ => return Err(NotAQuantity::UnknownWord),
            },
        }
    }
    match (found, sum) {
        (false, _) => Err(NotAQuantity::Missing),
        (true, sum) if sum > MOST => Err(NotAQuantity::TooMuch),
        (true, sum) => Ok(sum),
    }
}

/// Digits, with commas or spaces before each three of them.
fn number(letters: &mut Peekable<Chars<'_>>) -> Result<i64, NotAQuantity> {
    let mut digits = String::new();
    while let Some(c) = letters.next_if(|c| c.is_ascii_digit() || *c == ',') {
        digits.extend(Some(c).filter(char::is_ascii_digit));
    }
    if letters.peek() == Some(&'.') {
        letters.next();
        let rest: String = std::iter::from_fn(|| letters.next_if(char::is_ascii_digit)).collect();
        if rest.bytes().any(|b| b != b'0') {
            return Err(NotAQuantity::NotWhole);
        }
    }
    digits.parse().map_err(|_| NotAQuantity::TooMuch)
}

fn word(letters: &mut Peekable<Chars<'_>>) -> String {
    std::iter::from_fn(|| letters.next_if(|c| !c.is_whitespace() && !c.is_ascii_digit())).collect()
}

/// How many base units a word stands for.
fn units_in(item: &SupplyItem, word: &str) -> Option<i64> {
    let word = word.trim_matches(['.', ',']);
    if is_called(&item.unit, word) {
        return Some(1);
    }
    let mut packs = item.packs.iter();
    let pack = packs.find(|pack| is_called(&pack.unit, word))?;
    Some(i64::from(pack.of))
}

fn is_called(unit: &Entry, word: &str) -> bool {
    let mut languages = Language::ALL.into_iter();
    word == unit.code || languages.any(|one| unit.labels.get(one).to_lowercase() == word)
}

/// "24 กล่อง 40 ชิ้น": in the biggest packs there are, the rest in base units.
pub fn in_packs(item: &SupplyItem, quantity: i64, language: Language) -> String {
    let mut packs: Vec<(&Entry, i64)> = item
        .packs
        .iter()
        .map(|pack| (&pack.unit, i64::from(pack.of)))
        .filter(|(_, of)| *of > 1)
        .collect();
    packs.sort_by_key(|(_, of)| std::cmp::Reverse(*of));
    packs.push((&item.unit, 1));
    let mut left = quantity.abs();
    let mut parts = Vec::new();
    for (unit, of) in packs {
        let n = left / of;
        left %= of;
        if n > 0 {
            parts.push(format!(
                "{} {}",
                i18n::number(language, n),
                name(unit, n, language)
            ));
        }
    }
    if parts.is_empty() {
        parts.push(format!("0 {}", name(&item.unit, 0, language)));
    }
    let sign = if quantity < 0 { "−" } else { "" };
    format!("{sign}{}", parts.join(" "))
}

/// "1,240 ชิ้น".
pub fn in_units(item: &SupplyItem, quantity: i64, language: Language) -> String {
    let n = i18n::number(language, quantity.abs());
    let sign = if quantity < 0 { "−" } else { "" };
    format!("{sign}{n} {}", name(&item.unit, quantity.abs(), language))
}

/// Whether it reads otherwise in packs.
pub fn has_packs(item: &SupplyItem) -> bool {
    item.packs.iter().any(|pack| pack.of > 1)
}

/// The codes of units are English singulars; the labels are plurals there.
fn name(unit: &Entry, n: i64, language: Language) -> Cow<'_, str> {
    match language {
        Language::En if n == 1 => Cow::Borrowed(&unit.code),
        _ => Cow::Borrowed(unit.labels.get(language)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::preset;

    fn item(code: &str) -> SupplyItem {
        let preset = preset::preset("covid19").expect("the preset ships");
        preset.supply_items.get(code).expect("it lists it").clone()
    }

    #[test]
    fn what_people_type_is_read_in_base_units() {
        let mask = item("surgical_mask");
        for (typed, n) in [
            ("1430", 1430),
            ("1,430", 1430),
            ("๑,๔๓๐", 1430),
            ("28 กล่อง 30 ชิ้น", 1430),
            ("๒๘กล่อง๓๐ชิ้น", 1430),
            ("2 boxes and 13", 113),
            ("2 box + 13 pieces", 113),
            ("1 Box", 50),
            ("0", 0),
            (" 24 กล่อง  และ 40 ", 1240),
            ("12.0", 12),
        ] {
            assert_eq!(parse(&mask, typed), Ok(n), "{typed}");
        }
        let tablet = item("paracetamol");
        assert_eq!(parse(&tablet, "1 กล่อง 3 แผง 2 เม็ด"), Ok(132));
    }

    #[test]
    fn what_is_no_quantity_says_why() {
        let mask = item("surgical_mask");
        for (typed, why) in [
            ("", NotAQuantity::Missing),
            ("กล่อง", NotAQuantity::UnknownWord),
            ("2 ลัง", NotAQuantity::UnknownWord),
            ("-5", NotAQuantity::UnknownWord),
            ("1.5 กล่อง", NotAQuantity::NotWhole),
            ("99999999999999999999", NotAQuantity::TooMuch),
            ("2000000000", NotAQuantity::TooMuch),
        ] {
            assert_eq!(parse(&mask, typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn what_is_shown_is_read_back_as_the_same() {
        let items = ["surgical_mask", "paracetamol", "oximeter"];
        for item in items.map(item) {
            for n in [0, 1, 49, 50, 51, 1240, 123_456] {
                for language in Language::ALL {
                    let shown = in_packs(&item, n, language);
                    assert_eq!(parse(&item, &shown), Ok(n), "{shown}");
                    let shown = in_units(&item, n, language);
                    assert_eq!(parse(&item, &shown), Ok(n), "{shown}");
                }
            }
        }
        let mask = item("surgical_mask");
        assert_eq!(in_packs(&mask, 1240, Language::Th), "24 กล่อง 40 ชิ้น");
        assert_eq!(in_packs(&mask, 51, Language::En), "1 box 1 piece");
    }
}
