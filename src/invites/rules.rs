//! Whether an invite still brings people in. Pure.

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use web::Message;

use super::model::Invite;
use crate::error::Refusal;

/// The longest an invite may last, in days.
pub const MOST_DAYS: i64 = 180;
/// How long it lasts unless said otherwise.
pub const USUAL_DAYS: i64 = 14;

/// Why nobody comes in by it any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotJoin {
    #[error("whoever made it has ended it")]
    Ended,
    #[error("its time is over")]
    Expired,
}

impl Refusal for CannotJoin {
    fn name(&self) -> &'static str {
        "invite-over"
    }

    fn status(&self) -> StatusCode {
        StatusCode::GONE
    }

    fn said(&self) -> Message {
        match self {
            CannotJoin::Ended => "join-ended".into(),
            CannotJoin::Expired => "join-expired".into(),
        }
    }
}

pub fn lives(invite: &Invite, now: Timestamp) -> Result<(), CannotJoin> {
    if invite.ended_at.is_some() {
        Err(CannotJoin::Ended)
    } else if invite.expires_at <= now {
        Err(CannotJoin::Expired)
    } else {
        Ok(())
    }
}

pub fn expires_at(now: Timestamp, days: i64) -> Timestamp {
    now + SignedDuration::from_hours(24 * days)
}

/// A campaign tag: two to thirty-two Latin letters, digits and dashes, in small letters.
pub fn tag(text: &str) -> Option<String> {
    let tag = text.trim().to_ascii_lowercase();
    let fits = (2..=32).contains(&tag.len())
        && tag
            .bytes()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
        && !tag.starts_with('-')
        && !tag.ends_with('-');
    fits.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_latin_letters_digits_and_dashes() {
        for (text, read) in [
            ("MoiCovid", Some("moicovid")),
            (" flood-2569 ", Some("flood-2569")),
            ("a", None),
            ("-ab", None),
            ("ab-", None),
            ("น้ำท่วม", None),
            ("two words", None),
            (&"x".repeat(33), None),
        ] {
            assert_eq!(tag(text).as_deref(), read, "{text}");
        }
    }
}
