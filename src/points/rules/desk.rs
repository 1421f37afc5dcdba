//! Calls to points: who may go on with one, and when it is called again. Pure: who and when are arguments.

use http::StatusCode;
use jiff::civil::Time;
use jiff::tz::{TimeZone, offset};
use jiff::{SignedDuration, Timestamp};
use web::Message;

use crate::error::Refusal;
use crate::ids::AccountId;
use crate::points::model::desk::{Call, Claim, Outcome};

/// How long a point stays with whoever claimed it, from the last thing they did.
pub const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// Whoever skipped one is not given it again for so long.
pub const SKIPPED_BY_ME: SignedDuration = SignedDuration::from_hours(1);
const BUSY: SignedDuration = SignedDuration::from_mins(15);
/// Somebody has to look for another number first.
const WRONG_NUMBER: SignedDuration = SignedDuration::from_hours(24);
/// What has closed for good opens again now and then.
const CLOSED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a point rests after so many unanswered calls in a row.
pub fn rests(unanswered: usize) -> SignedDuration {
    SignedDuration::from_hours(match unanswered {
        0 | 1 => 1,
        2 => 3,
        3 => 8,
        _ => 24,
    })
}

/// When a point is called again after a call; `before` are the calls until then, the newest first.
/// `None`: by its age.
pub fn again_at(
    outcome: Outcome,
    before: &[Call],
    later: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    Some(match outcome {
        Outcome::Reached => return None,
        Outcome::NoAnswer => {
            let calls = before
                .iter()
                .filter(|call| call.outcome != Outcome::Skipped);
            let silent = |call: &&Call| matches!(call.outcome, Outcome::NoAnswer | Outcome::Busy);
            now + rests(1 + calls.take_while(silent).count())
        }
        Outcome::Busy => now + BUSY,
        Outcome::WrongNumber => now + WRONG_NUMBER,
        Outcome::Later => later.unwrap_or(now + rests(1)),
        Outcome::Closed | Outcome::Gone => now + CLOSED,
        Outcome::Skipped => now,
    })
}

/// The next time that clocks in Thailand show this minute of the day.
pub fn next_at(minute: u16, now: Timestamp) -> Timestamp {
    let local = now.to_zoned(TimeZone::fixed(offset(7)));
    let hour = i8::try_from(minute / 60 % 24).unwrap_or(0);
    let of_hour = i8::try_from(minute % 60).unwrap_or(0);
    let time = Time::new(hour, of_hour, 0, 0).unwrap_or(Time::midnight());
    let today = local
        .date()
        .to_datetime(time)
        .to_zoned(TimeZone::fixed(offset(7)));
    let today = today.map_or(now, |zoned| zoned.timestamp());
    match today > now {
        true => today,
        false => today + SignedDuration::from_hours(24),
    }
}

/// Whether this person may go on with a point.
pub fn working(claim: Option<Claim>, me: AccountId, now: Timestamp) -> Result<(), CannotCall> {
    match claim {
        Some(claim) if claim.until > now && claim.by == me => Ok(()),
        Some(claim) if claim.until > now => Err(CannotCall::WithAnother { until: claim.until }),
        Some(claim) if claim.by == me => Err(CannotCall::Lapsed),
        _ => Err(CannotCall::NotClaimed),
    }
}

/// Whether this person may take this very point: nobody else is at it.
pub fn may_claim(claim: Option<Claim>, me: AccountId, now: Timestamp) -> Result<(), CannotCall> {
    match claim {
        Some(claim) if claim.until > now && claim.by != me => {
            Err(CannotCall::WithAnother { until: claim.until })
        }
        _ => Ok(()),
    }
}

/// Why nothing was written of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotCall {
    #[error("another is at it until {until}")]
    WithAnother { until: Timestamp },
    #[error("the claim has run out")]
    Lapsed,
    #[error("claim it first")]
    NotClaimed,
}

impl Refusal for CannotCall {
    fn name(&self) -> &'static str {
        match self {
            CannotCall::WithAnother { .. } => "point-with-another",
            CannotCall::Lapsed => "point-claim-lapsed",
            CannotCall::NotClaimed => "point-not-claimed",
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }

    fn said(&self) -> Message {
        match self {
            CannotCall::WithAnother { until } => {
                Message::new("point-claim-with-another").with("until", until.to_string())
            }
            CannotCall::Lapsed => "point-claim-has-lapsed".into(),
            CannotCall::NotClaimed => "point-claim-first".into(),
        }
    }

    fn details(&self) -> serde_json::Value {
        match self {
            CannotCall::WithAnother { until } => serde_json::json!({ "until": until }),
            _ => serde_json::Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ME: AccountId = AccountId(Uuid::from_u128(1));
    const OTHER: AccountId = AccountId(Uuid::from_u128(2));

    fn at(text: &str) -> Timestamp {
        format!("2026-11-21T{text}:00+07:00").parse().unwrap()
    }

    #[test]
    fn a_claim_keeps_others_away_until_it_lapses() {
        let now = at("10:00");
        let claim = |by, until| Some(Claim { by, until });
        let until = at("10:10");
        assert_eq!(working(claim(ME, until), ME, now), Ok(()));
        let taken = Err(CannotCall::WithAnother { until });
        assert_eq!(working(claim(OTHER, until), ME, now), taken);
        assert_eq!(may_claim(claim(OTHER, until), ME, now), taken);
        assert_eq!(working(claim(ME, now), ME, now), Err(CannotCall::Lapsed));
        assert_eq!(
            working(claim(OTHER, now), ME, now),
            Err(CannotCall::NotClaimed)
        );
        assert_eq!(may_claim(claim(OTHER, now), ME, now), Ok(()));
        assert_eq!(working(None, ME, now), Err(CannotCall::NotClaimed));
    }

    #[test]
    fn nobody_answers_and_the_rests_grow() {
        let now = at("10:00");
        let call = |outcome| Call {
            at: now,
            by: ME,
            outcome,
        };
        let rests = |before: &[Outcome]| {
            let before: Vec<Call> = before.iter().map(|outcome| call(*outcome)).collect();
            let again = again_at(Outcome::NoAnswer, &before, None, now).unwrap();
            again.duration_since(now).as_hours()
        };
        use Outcome::*;
        assert_eq!(rests(&[]), 1);
        assert_eq!(rests(&[NoAnswer]), 3);
        assert_eq!(rests(&[NoAnswer, Skipped, Busy]), 8);
        assert_eq!(rests(&[NoAnswer, NoAnswer, NoAnswer, NoAnswer]), 24);
        // Who answered in between begins anew.
        assert_eq!(rests(&[Reached, NoAnswer, NoAnswer]), 1);
        assert_eq!(again_at(Busy, &[], None, now), Some(at("10:15")));
        assert_eq!(
            again_at(Later, &[], Some(at("14:30")), now),
            Some(at("14:30"))
        );
        assert_eq!(again_at(Reached, &[], None, now), None);
    }

    #[test]
    fn a_time_of_day_is_the_next_one() {
        let now = at("10:00");
        assert_eq!(next_at(14 * 60 + 30, now), at("14:30"));
        let tomorrow = at("09:00") + SignedDuration::from_hours(24);
        assert_eq!(next_at(9 * 60, now), tomorrow);
        assert_eq!(next_at(10 * 60, now), now + SignedDuration::from_hours(24));
    }
}
