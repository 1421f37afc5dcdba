//! Passwords: what is strong enough to be chosen.

mod guessable;

use crate::digits::fold_digits;
use crate::{PhoneNumber, Username};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

/// A password as typed, in NFC so that every keyboard gives the same bytes. Wiped from memory
/// when dropped; has neither `Debug` nor `Display`.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("nothing was written")]
    Empty,
    #[error("a password has {} letters at least", Password::MIN)]
    TooShort,
    #[error("a password has {} letters at most", Password::MAX)]
    TooLong,
    #[error("the password holds letters that cannot be typed again")]
    Control,
    #[error("the password is the username, or little more")]
    LikeUsername,
    #[error("the password is a telephone number, or little more")]
    LikePhone,
    #[error("the password is a date, such as a birthday")]
    LikeDate,
    #[error("the password is a citizen id, which many offices know")]
    LikeIdentity,
    #[error("the password repeats itself or follows the keyboard")]
    Pattern,
    #[error("the password is one of those tried first by everyone who tries")]
    Common,
}

impl Password {
    pub const MIN: usize = 8;
    /// Enough for a sentence; beyond it only the hash is kept busy.
    pub const MAX: usize = 128;

    /// A password somebody chooses. `username` and `phone` are those of the account.
    ///
    /// # Errors
    /// [`PasswordError`]
    pub fn choose(
        text: &str,
        username: Option<&Username>,
        phone: Option<&PhoneNumber>,
    ) -> Result<Password, PasswordError> {
        let password = Password::typed(text)?;
        if password.0.graphemes(true).count() < Password::MIN {
            return Err(PasswordError::TooShort);
        }
        match guessable::why(&password.0, username, phone) {
            Some(why) => Err(why),
            None => Ok(password),
        }
    }

    /// A password given to sign in, which may be from a time of other rules.
    ///
    /// # Errors
    /// [`PasswordError::Empty`], [`PasswordError::TooLong`], [`PasswordError::Control`]
    pub fn typed(text: &str) -> Result<Password, PasswordError> {
        if text.is_empty() {
            Err(PasswordError::Empty)
        } else if text.chars().nth(Password::MAX).is_some() {
            Err(PasswordError::TooLong)
        } else if text
            .chars()
            .any(|letter| letter.is_control() || letter == '\u{FFFD}')
        {
            Err(PasswordError::Control)
        } else {
            Ok(Password(Zeroizing::new(text.nfc().collect())))
        }
    }

    /// What goes into the hash, and nowhere else.
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// One case and one script of digits, for comparing.
fn fold(text: &str) -> Zeroizing<String> {
    Zeroizing::new(fold_digits(text).to_lowercase())
}

#[cfg(test)]
mod tests;
