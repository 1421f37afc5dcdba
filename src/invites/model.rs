//! An invite and its code.

use std::fmt;

use areas::AreaCode;
use jiff::Timestamp;

use crate::ids::{AccountId, TeamId};
use crate::incidents::preset;

/// Eight letters that nobody mistakes for one another when they are read out: no 0 and O, no 1, I
/// and L.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

/// The text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("eight letters and digits are expected")]
pub struct NotACode;

const LETTERS: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 8;

impl Code {
    /// A code out of random bytes, as many as it takes: those past the last whole round of letters
    /// are passed over, so that no letter is likelier than another.
    pub fn fresh(mut random: impl FnMut() -> u8) -> Code {
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            let byte = random();
            if byte < 248 {
                code.push(char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
            }
        }
        Code(code)
    }

    /// In any case, with dashes and blanks anywhere.
    pub fn parse(text: &str) -> Result<Code, NotACode> {
        let letters: String = i18n::fold_digits(text)
            .chars()
            .filter(|letter| !letter.is_whitespace() && !"-‐‑–—_.".contains(*letter))
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let known = |letter: u8| LETTERS.contains(&letter);
        if letters.len() == LENGTH && letters.bytes().all(known) {
            Ok(Code(letters))
        } else {
            Err(NotACode)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it is shown and read out: `ABCD-EFGH`.
impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at(LENGTH / 2);
        write!(out, "{first}-{second}")
    }
}

#[derive(Debug, Clone)]
pub struct Invite {
    pub code: Code,
    /// What it invites to, as people read it.
    pub name: String,
    /// The campaign tag that whoever comes by it gets.
    pub tag: String,
    pub area: AreaCode,
    pub role: preset::Role,
    pub team: Option<TeamId>,
    pub created_by: AccountId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// How many came by it.
    pub used: i64,
}

/// An invite as told by whoever makes it.
#[derive(Debug, Clone)]
pub struct NewInvite {
    pub name: String,
    pub tag: String,
    pub area: AreaCode,
    pub role: preset::Role,
    pub team: Option<TeamId>,
    pub days: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for text in [
            "abcd-efgh",
            "ABCDEFGH",
            " Abcd efgH ",
            "ab-cd-ef-gh",
            "ABCD–EFGH",
        ] {
            assert_eq!(
                Code::parse(text).unwrap().to_string(),
                "ABCD-EFGH",
                "{text}"
            );
        }
        assert_eq!(Code::parse("๒๓๔๕-ABCD").unwrap().as_str(), "2345ABCD");
        for text in [
            "",
            "ABCD-EFG",
            "ABCD-EFGHJ",
            "ABCD-EFG0",
            "ABCD-EFGI",
            "กขคงจฉชซ",
        ] {
            assert_eq!(Code::parse(text), Err(NotACode), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_fresh_code_reads_back(bytes in prop::collection::vec(0_u8..248, 8)) {
            let mut next = bytes.into_iter();
            let code = Code::fresh(|| next.next().unwrap());
            prop_assert_eq!(Code::parse(&code.to_string().to_lowercase()).unwrap(), code);
        }
    }
}
