//! What may be done with a code, a seat and a session, and when. Pure: time is an argument.

pub mod admins;
pub mod seats;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use web::Message;

use crate::accounts::model::{Challenge, Purpose, Sending};
use crate::error::Refusal;

/// Wrong tries a code forgives.
pub const TRIES: u8 = 5;

/// After this long without the SMS, another may be sent, and help may be asked for without a code.
pub const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// How long a verified phone may be used for what its code was asked for.
pub fn phone_session_life(purpose: Purpose) -> SignedDuration {
    match purpose {
        Purpose::HelpRequest => SignedDuration::from_hours(12),
        Purpose::SignIn | Purpose::Register | Purpose::Recover => SignedDuration::from_mins(30),
    }
}

/// Whether the code typed opens what it was asked for.
pub fn check_code(challenge: &Challenge, right: bool, now: Timestamp) -> Result<(), CodeRefused> {
    if challenge.used_at.is_some() {
        return Err(CodeRefused::Used);
    }
    if challenge.expires_at <= now {
        return Err(CodeRefused::Expired);
    }
    if challenge.tries >= TRIES {
        return Err(CodeRefused::TooManyTries);
    }
    if right {
        return Ok(());
    }
    match TRIES - challenge.tries - 1 {
        0 => Err(CodeRefused::TooManyTries),
        left => Err(CodeRefused::Wrong { left }),
    }
}

/// Whether the code may still be typed in.
pub fn is_open(challenge: &Challenge, now: Timestamp) -> bool {
    challenge.used_at.is_none() && now < challenge.expires_at && challenge.tries < TRIES
}

/// Whether a new code may be sent after this one.
pub fn resend_at(challenge: &Challenge) -> Timestamp {
    challenge.created_at + PATIENCE
}

/// Nobody is turned away because an SMS did not come.
pub fn may_go_without_code(challenge: &Challenge, now: Timestamp) -> bool {
    challenge.purpose == Purpose::HelpRequest
        && (matches!(challenge.sending, Sending::Failed | Sending::Withheld)
            || challenge.created_at + PATIENCE <= now)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefused {
    #[error("wrong code, {left} tries left")]
    Wrong { left: u8 },
    #[error("the code has expired")]
    Expired,
    #[error("the code was used")]
    Used,
    #[error("too many wrong codes")]
    TooManyTries,
}

impl Refusal for CodeRefused {
    fn name(&self) -> &'static str {
        match self {
            CodeRefused::Wrong { .. } => "wrong-code",
            CodeRefused::Expired | CodeRefused::Used => "code-expired",
            CodeRefused::TooManyTries => "too-many-tries",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CodeRefused::Wrong { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            CodeRefused::Expired | CodeRefused::Used => StatusCode::GONE,
            CodeRefused::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn said(&self) -> Message {
        match self {
            CodeRefused::Wrong { left } => Message::new("otp-wrong").with("left", i64::from(*left)),
            CodeRefused::Expired => "otp-expired".into(),
            CodeRefused::Used => "otp-used".into(),
            CodeRefused::TooManyTries => "otp-too-many-tries".into(),
        }
    }

    fn retry_after(&self) -> Option<i64> {
        matches!(self, CodeRefused::TooManyTries).then_some(PATIENCE.as_secs())
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CodeRefused::Wrong { left } => serde_json::json!({ "tries_left": left }),
            _ => serde_json::Value::Null,
        }
    }
}

/// Why no code goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSendCode {
    #[error("a code was sent moments ago; next in {seconds} s")]
    TooSoon { seconds: i64 },
    #[error("the budget of messages is used up; next in {seconds} s")]
    BudgetUsedUp { seconds: i64 },
}

impl Refusal for CannotSendCode {
    fn name(&self) -> &'static str {
        "too-many-codes"
    }

    fn status(&self) -> StatusCode {
        StatusCode::TOO_MANY_REQUESTS
    }

    fn said(&self) -> Message {
        match self {
            CannotSendCode::TooSoon { seconds } => {
                Message::new("otp-too-soon").with("seconds", *seconds)
            }
            CannotSendCode::BudgetUsedUp { seconds } => {
                Message::new("otp-budget").with("minutes", (*seconds + 59) / 60)
            }
        }
    }

    fn retry_after(&self) -> Option<i64> {
        let (CannotSendCode::TooSoon { seconds } | CannotSendCode::BudgetUsedUp { seconds }) = self;
        Some(*seconds)
    }
}

/// Why somebody is not signed in or not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSignIn {
    #[error("username and password do not fit")]
    WrongPassword,
    #[error("too many wrong passwords; next try in {seconds} s")]
    TooManyTries { seconds: i64 },
    #[error("no account has this phone")]
    NoAccount,
    #[error("an account has this phone already")]
    PhoneHasAccount,
    #[error("the phone's verification has lapsed")]
    PhoneNotVerified,
}

impl Refusal for CannotSignIn {
    fn name(&self) -> &'static str {
        match self {
            CannotSignIn::WrongPassword => "wrong-password",
            CannotSignIn::TooManyTries { .. } => "too-many-tries",
            CannotSignIn::NoAccount => "no-account",
            CannotSignIn::PhoneHasAccount => "phone-has-account",
            CannotSignIn::PhoneNotVerified => "phone-not-verified",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotSignIn::WrongPassword => StatusCode::UNPROCESSABLE_ENTITY,
            CannotSignIn::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            CannotSignIn::NoAccount => StatusCode::NOT_FOUND,
            CannotSignIn::PhoneHasAccount => StatusCode::CONFLICT,
            CannotSignIn::PhoneNotVerified => StatusCode::FORBIDDEN,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotSignIn::WrongPassword => "sign-in-wrong".into(),
            CannotSignIn::TooManyTries { seconds } => {
                Message::new("sign-in-too-many").with("minutes", (*seconds + 59) / 60)
            }
            CannotSignIn::NoAccount => "sign-in-no-account".into(),
            CannotSignIn::PhoneHasAccount => "register-phone-has-account".into(),
            CannotSignIn::PhoneNotVerified => "phone-not-verified".into(),
        }
    }

    fn retry_after(&self) -> Option<i64> {
        match self {
            CannotSignIn::TooManyTries { seconds } => Some(*seconds),
            _ => None,
        }
    }
}

/// Campaign tags recognised in what was typed as affiliation: the word in the last brackets.
/// The ministry told its volunteers to write "(moicovid)" behind their affiliation.
pub fn split_campaign_tag(affiliation: &str) -> (String, Option<String>) {
    let text = affiliation.trim();
    let Some(open) = text.rfind('(') else {
        return (text.to_owned(), None);
    };
    let inside = text[open + 1..].trim_end();
    let Some(tag) = inside.strip_suffix(')') else {
        return (text.to_owned(), None);
    };
    let tag = tag.trim().to_ascii_lowercase();
    let is_tag = (2..=32).contains(&tag.len())
        && tag
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_tag {
        (text[..open].trim_end().to_owned(), Some(tag))
    } else {
        (text.to_owned(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ChallengeId;
    use contact::PhoneNumber;
    use uuid::Uuid;

    fn noon() -> Timestamp {
        "2026-11-21T05:00:00Z".parse().unwrap()
    }

    fn challenge(tries: u8) -> Challenge {
        Challenge {
            id: ChallengeId(Uuid::from_u128(1)),
            reference: "6887".to_owned(),
            purpose: Purpose::HelpRequest,
            phone: PhoneNumber::parse("0812345678").unwrap(),
            code_hash: [0; 32],
            tries,
            sending: Sending::Sent,
            pending: None,
            created_at: noon(),
            expires_at: noon() + SignedDuration::from_mins(5),
            used_at: None,
        }
    }

    #[test]
    fn a_code_forgives_four_wrong_tries_and_not_the_fifth() {
        assert_eq!(
            check_code(&challenge(0), false, noon()),
            Err(CodeRefused::Wrong { left: 4 })
        );
        assert_eq!(check_code(&challenge(4), true, noon()), Ok(()));
        assert_eq!(
            check_code(&challenge(4), false, noon()),
            Err(CodeRefused::TooManyTries)
        );
        assert_eq!(
            check_code(&challenge(5), true, noon()),
            Err(CodeRefused::TooManyTries)
        );
    }

    #[test]
    fn a_code_lasts_five_minutes_and_opens_once() {
        let at_the_end = noon() + SignedDuration::from_mins(5);
        assert_eq!(
            check_code(&challenge(0), true, at_the_end),
            Err(CodeRefused::Expired)
        );
        let mut used = challenge(0);
        used.used_at = Some(noon());
        assert_eq!(check_code(&used, true, noon()), Err(CodeRefused::Used));
    }

    #[test]
    fn help_may_be_asked_for_without_a_code_after_a_minute_or_when_no_sms_can_come() {
        let mut waiting = challenge(0);
        assert!(!may_go_without_code(
            &waiting,
            noon() + SignedDuration::from_secs(59)
        ));
        assert!(may_go_without_code(&waiting, noon() + PATIENCE));
        waiting.sending = Sending::Withheld;
        assert!(may_go_without_code(&waiting, noon()));
        waiting.purpose = Purpose::SignIn;
        assert!(!may_go_without_code(&waiting, noon() + PATIENCE));
    }

    #[test]
    fn the_word_in_the_last_brackets_is_a_campaign_tag() {
        let cases = [
            ("อสม. บ้านป่าคา (moicovid)", "อสม. บ้านป่าคา", Some("moicovid")),
            ("อบต.แม่สาย(MOICOVID)", "อบต.แม่สาย", Some("moicovid")),
            ("มูลนิธิ (ประเทศไทย)", "มูลนิธิ (ประเทศไทย)", None),
            ("กู้ภัย", "กู้ภัย", None),
            ("(moicovid)", "", Some("moicovid")),
            ("x (a) y", "x (a) y", None),
        ];
        for (typed, affiliation, tag) in cases {
            assert_eq!(
                split_campaign_tag(typed),
                (affiliation.to_owned(), tag.map(str::to_owned)),
                "{typed}"
            );
        }
    }
}
