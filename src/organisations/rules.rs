//! What may be done to an organisation or a team, and why not. Pure.

use http::StatusCode;
use web::Message;

use super::model::{Organisation, Team};
use crate::error::Refusal;

/// Why an organisation or a team stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotChange {
    #[error("it has ended")]
    Ended,
    #[error("{n} cases still wait for it")]
    CasesWait { n: i64 },
    #[error("{n} cases are held by it")]
    CasesHeld { n: i64 },
}

impl Refusal for CannotChange {
    fn name(&self) -> &'static str {
        match self {
            CannotChange::Ended => "organisation-ended",
            CannotChange::CasesWait { .. } => "cases-wait",
            CannotChange::CasesHeld { .. } => "cases-held",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotChange::Ended => "organisation-has-ended".into(),
            CannotChange::CasesWait { n } => Message::new("organisation-cases-wait").with("n", *n),
            CannotChange::CasesHeld { n } => Message::new("team-cases-held").with("n", *n),
        }
    }
}

/// Whether an organisation goes on.
pub fn lives(organisation: &Organisation) -> Result<(), CannotChange> {
    match organisation.ended_at {
        None => Ok(()),
        Some(_) => Err(CannotChange::Ended),
    }
}

/// Whether a team goes on, and its organisation with it.
pub fn goes_out(team: &Team, organisation: &Organisation) -> Result<(), CannotChange> {
    lives(organisation)?;
    match team.ended_at {
        None => Ok(()),
        Some(_) => Err(CannotChange::Ended),
    }
}

/// Nobody waits for what has ended: its cases are sent back or seen to first.
pub fn may_end(waiting: i64) -> Result<(), CannotChange> {
    match waiting {
        0 => Ok(()),
        n => Err(CannotChange::CasesWait { n }),
    }
}

/// A team on its way is not ended from under the people it goes to.
pub fn may_end_team(held: i64) -> Result<(), CannotChange> {
    match held {
        0 => Ok(()),
        n => Err(CannotChange::CasesHeld { n }),
    }
}

/// A phone as dialled: the digits, with the plus of a country.
pub fn dialled(phone: &str) -> String {
    let first = phone.split([',', '/']).next().unwrap_or_default();
    i18n::fold_digits(first)
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wait_for_does_not_end() {
        assert_eq!(may_end(0), Ok(()));
        assert_eq!(may_end(2), Err(CannotChange::CasesWait { n: 2 }));
        assert_eq!(may_end_team(0), Ok(()));
        assert_eq!(may_end_team(1), Err(CannotChange::CasesHeld { n: 1 }));
    }

    #[test]
    fn a_phone_is_dialled_by_its_first_number() {
        for (written, dialled_as) in [
            ("053-731-300 ต่อ", "053731300"),
            ("1669", "1669"),
            ("๐๕๓ ๗๓๑๓๐๐, 053 731301", "053731300"),
            ("+66 53 731300", "+6653731300"),
        ] {
            assert_eq!(dialled(written), dialled_as, "{written}");
        }
    }
}
