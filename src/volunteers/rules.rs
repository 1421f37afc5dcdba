//! Who has not been heard of. Pure.

use jiff::{SignedDuration, Timestamp};

use super::model::Volunteer;

/// Not seen for so long, somebody is silent.
pub const SILENT_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Not seen for a week, or holding a case and not going on with it.
pub fn is_silent(volunteer: &Volunteer, now: Timestamp) -> bool {
    let seen = volunteer
        .seen_at
        .is_some_and(|seen| seen > now - SILENT_AFTER);
    !seen || volunteer.stuck
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AccountId;
    use crate::volunteers::model::Done;
    use areas::AreaCode;
    use contact::PhoneNumber;
    use uuid::Uuid;

    fn volunteer(seen_at: Option<Timestamp>, stuck: bool) -> Volunteer {
        Volunteer {
            account: AccountId(Uuid::nil()),
            username: String::new(),
            full_name: String::new(),
            phone: PhoneNumber::parse("0812340001").unwrap(),
            affiliation: String::new(),
            area: AreaCode::COUNTRY,
            registered_at: Timestamp::UNIX_EPOCH,
            seen_at,
            available: true,
            done: Done::default(),
            stuck,
            seats: Vec::new(),
            tags: Vec::new(),
            teams: Vec::new(),
        }
    }

    #[test]
    fn who_was_seen_this_week_and_goes_on_is_not_silent() {
        let now: Timestamp = "2026-11-21T07:05:00Z".parse().unwrap();
        let second = SignedDuration::from_secs(1);
        assert!(is_silent(&volunteer(None, false), now));
        assert!(is_silent(&volunteer(Some(now - SILENT_AFTER), false), now));
        let lately = Some(now - SILENT_AFTER + second);
        assert!(!is_silent(&volunteer(lately, false), now));
        assert!(is_silent(&volunteer(lately, true), now));
    }

    #[test]
    fn a_share_is_of_what_was_helped() {
        let mut done = Done::default();
        assert_eq!(done.share(), None);
        done.helped = 3;
        done.confirmed = 2;
        assert_eq!(done.share(), Some(66));
    }
}
