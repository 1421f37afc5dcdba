//! The name an account signs in with.

use crate::digits::fold_digits;
use std::hash::{Hash, Hasher};

/// 3 to 32 Latin letters and digits. Spelling is kept for showing; equality and
/// [`Username::key`] know no difference of case.
#[derive(Debug, Clone)]
pub struct Username {
    typed: String,
    key: String,
}

/// Why a username is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    #[error("nothing was written")]
    Empty,
    #[error("a username has {} letters at least", Username::MIN)]
    TooShort,
    #[error("a username has {} letters at most", Username::MAX)]
    TooLong,
    #[error("a username has Latin letters (a-z) and digits only, not {0:?}")]
    NotLatin(char),
}

impl Username {
    pub const MIN: usize = 3;
    pub const MAX: usize = 32;

    /// Blanks around are cut, digits of other scripts read as 0–9.
    ///
    /// # Errors
    /// [`UsernameError`]; a letter that does not belong is told before the length.
    pub fn parse(text: &str) -> Result<Username, UsernameError> {
        let typed = fold_digits(text.trim());
        if typed.is_empty() {
            return Err(UsernameError::Empty);
        }
        if let Some(letter) = typed.chars().find(|letter| !letter.is_ascii_alphanumeric()) {
            return Err(UsernameError::NotLatin(letter));
        }
        match typed.len() {
            ..Username::MIN => Err(UsernameError::TooShort),
            Username::MIN..=Username::MAX => Ok(Username {
                key: typed.to_ascii_lowercase(),
                typed,
            }),
            _ => Err(UsernameError::TooLong),
        }
    }

    /// As the person wrote it.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// In lower case: what is unique, and what is searched by.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl PartialEq for Username {
    fn eq(&self, other: &Username) -> bool {
        self.key == other.key
    }
}

impl Eq for Username {}

impl Hash for Username {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usernames_are_read_or_refused_with_a_reason() {
        for (typed, read) in [
            ("Somchai99", Ok("somchai99")),
            (" somchai๙๙ ", Ok("somchai99")),
            ("abc", Ok("abc")),
            ("", Err(UsernameError::Empty)),
            ("ab", Err(UsernameError::TooShort)),
            ("สมชาย", Err(UsernameError::NotLatin('ส'))),
            ("som chai", Err(UsernameError::NotLatin(' '))),
            ("som_chai", Err(UsernameError::NotLatin('_'))),
            ("ab\0", Err(UsernameError::NotLatin('\0'))),
            ("İstanbul", Err(UsernameError::NotLatin('İ'))),
        ] {
            let parsed = Username::parse(typed);
            assert_eq!(
                parsed.as_ref().map(Username::key).map_err(|err| *err),
                read,
                "{typed:?}"
            );
        }
        assert!(Username::parse(&"a".repeat(32)).is_ok());
        assert_eq!(
            Username::parse(&"a".repeat(33)),
            Err(UsernameError::TooLong)
        );
    }

    #[test]
    fn spelling_is_kept_and_case_makes_no_second_account() {
        let typed = Username::parse("SomChai").unwrap();
        assert_eq!(typed.as_str(), "SomChai");
        assert_eq!(typed, Username::parse("sOMcHAI").unwrap());
    }

    proptest! {
        #[test]
        fn what_is_read_reads_again(typed in "\\PC{0,40}|[a-zA-Z0-9]{1,40}") {
            if let Ok(name) = Username::parse(&typed) {
                let again = Username::parse(name.as_str()).unwrap();
                prop_assert_eq!(again.as_str(), name.as_str());
                prop_assert_eq!(Username::parse(name.key()).unwrap(), name);
            }
        }
    }
}
