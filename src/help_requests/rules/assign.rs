//! An admin of the area gives a case to somebody, who then holds it as if they had taken it.

use jiff::{SignedDuration, Timestamp};

use super::CannotAct;
use crate::help_requests::model::{Held, HelpRequest, Helper, Progress};

/// Whether a running hold of somebody else is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overrule {
    No,
    Yes,
}

/// What becomes of the case; nothing changes when they hold it already.
pub fn assign(
    request: &HelpRequest,
    to: Helper,
    overrule: Overrule,
    lease: SignedDuration,
    now: Timestamp,
) -> Result<Progress, CannotAct> {
    let taken = Progress::Taken(Held {
        helper: to,
        lease_until: now + lease,
    });
    let progress = request.progress.now(now);
    match progress.held() {
        // A team that holds it goes on, whoever of it is out there.
        Some(held) if held.helper == to => Ok(progress),
        Some(held) if to.team.is_some() && held.helper.team == to.team => Ok(progress),
        Some(held) if overrule == Overrule::No => Err(CannotAct::HeldByAnother {
            until: held.lease_until,
        }),
        Some(_) => Ok(taken),
        None if progress.state().is_open() => Ok(taken),
        None => Err(CannotAct::Closed),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::sample::{noon, request};
    use super::*;
    use crate::ids::{AccountId, TeamId};

    const LEASE: SignedDuration = SignedDuration::from_hours(3);

    fn helper(by: u128, team: Option<u128>) -> Helper {
        Helper {
            by: AccountId(Uuid::from_u128(by)),
            team: team.map(|team| TeamId(Uuid::from_u128(team))),
        }
    }

    fn held(by: Helper, hours: i64) -> Progress {
        Progress::OnTheWay(Held {
            helper: by,
            lease_until: now() + SignedDuration::from_hours(hours),
        })
    }

    fn now() -> Timestamp {
        noon()
    }

    fn given(progress: Progress, to: Helper, overrule: Overrule) -> Result<Progress, CannotAct> {
        assign(&request(progress), to, overrule, LEASE, now())
    }

    #[test]
    fn a_waiting_or_lapsed_case_is_given_away() {
        let to = helper(7, None);
        for progress in [Progress::Waiting, held(helper(1, None), -1)] {
            let after = given(progress, to, Overrule::No).unwrap();
            let lease_until = now() + LEASE;
            assert_eq!(
                after,
                Progress::Taken(Held {
                    helper: to,
                    lease_until
                })
            );
        }
    }

    #[test]
    fn a_running_hold_is_taken_away_only_on_purpose() {
        let (before, to) = (held(helper(1, None), 1), helper(7, None));
        let refused = given(before.clone(), to, Overrule::No);
        assert!(matches!(refused, Err(CannotAct::HeldByAnother { .. })));
        let after = given(before, to, Overrule::Yes).unwrap();
        assert_eq!(after.helper(), Some(to));
    }

    #[test]
    fn who_holds_it_already_goes_on_as_they_were() {
        let to = helper(7, None);
        let before = held(to, 1);
        assert_eq!(given(before.clone(), to, Overrule::No), Ok(before));
        let of_team = held(helper(1, Some(9)), 1);
        let team = helper(7, Some(9));
        assert_eq!(given(of_team.clone(), team, Overrule::No), Ok(of_team));
    }

    #[test]
    fn a_closed_case_is_given_to_nobody() {
        let refused = given(Progress::Expired, helper(7, None), Overrule::Yes);
        assert_eq!(refused, Err(CannotAct::Closed));
    }
}
