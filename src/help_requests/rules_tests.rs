use super::*;
use crate::help_requests::model::State;
use crate::help_requests::reference::Reference;
use crate::ids::{HelpRequestId, IncidentId};
use contact::Headcount;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

const LEASE: SignedDuration = SignedDuration::from_hours(3);

fn noon() -> Timestamp {
    "2026-11-21T05:00:00Z".parse().unwrap()
}

fn anong() -> AccountId {
    AccountId(Uuid::from_u128(1))
}

fn boonmee() -> AccountId {
    AccountId(Uuid::from_u128(2))
}

fn request(progress: Progress) -> HelpRequest {
    HelpRequest {
        province: 57,
        id: HelpRequestId(Uuid::from_u128(9)),
        incident: IncidentId(Uuid::from_u128(8)),
        reference: "COV69-571121-0001".parse::<Reference>().unwrap(),
        area: areas::AreaCode::new(570_901).unwrap(),
        kind: "goods".to_owned(),
        headcount: Headcount::new(4).unwrap(),
        vulnerabilities: Vec::new(),
        verified: true,
        practice: false,
        has_pin: true,
        urgency: 0,
        urgency_reasons: Vec::new(),
        urgent_since: noon(),
        asked_at: noon(),
        asked_on: date(2026, 11, 21),
        recorded_by: None,
        asker_phone_hash: None,
        progress,
        state_at: noon(),
        version: 1,
    }
}

fn held(by: AccountId) -> Held {
    Held {
        by,
        lease_until: noon() + LEASE,
    }
}

fn closing() -> Closing {
    Closing {
        outcome: "helped_full".to_owned(),
        given: "ข้าวสาร 5 กก.".to_owned(),
    }
}

#[test]
fn a_hold_lapses_after_three_hours_and_not_before() {
    let taken = request(Progress::Taken(held(anong())));
    let end = noon() + LEASE;
    let just_before = end - SignedDuration::from_secs(1);
    assert_eq!(
        take(&taken, boonmee(), LEASE, just_before),
        Err(CannotAct::HeldByAnother { until: end })
    );
    assert_eq!(
        take(&taken, boonmee(), LEASE, end),
        Ok(Progress::Taken(Held {
            by: boonmee(),
            lease_until: end + LEASE
        }))
    );
    assert_eq!(release(&taken, anong(), end), Err(CannotAct::HoldLapsed));
}

#[test]
fn taking_what_one_holds_renews_the_hold_and_keeps_the_step() {
    let on_the_way = request(Progress::OnTheWay(held(anong())));
    let later = noon() + SignedDuration::from_hours(1);
    assert_eq!(
        take(&on_the_way, anong(), LEASE, later),
        Ok(Progress::OnTheWay(Held {
            by: anong(),
            lease_until: later + LEASE
        }))
    );
}

#[test]
fn only_the_holder_goes_on() {
    let taken = request(Progress::Taken(held(anong())));
    let until = noon() + LEASE;
    let refused = Err(CannotAct::HeldByAnother { until });
    assert_eq!(depart(&taken, boonmee(), LEASE, noon()), refused);
    assert_eq!(arrive(&taken, boonmee(), LEASE, noon()), refused);
    assert_eq!(help(&taken, boonmee(), closing(), noon()), refused);
    assert_eq!(release(&taken, boonmee(), noon()), refused);
    let waiting = request(Progress::Waiting);
    assert_eq!(
        arrive(&waiting, anong(), LEASE, noon()),
        Err(CannotAct::NotHeld)
    );
}

#[test]
fn the_requester_confirms_and_opens_again_within_the_days() {
    let helped = request(Progress::Helped {
        by: anong(),
        closing: closing(),
    });
    let confirmed = confirm(&helped, noon()).unwrap();
    assert_eq!(confirmed.state(), State::Confirmed);
    let last_moment = noon() + SignedDuration::from_hours(24 * 7);
    assert_eq!(reopen(&helped, 7, last_moment), Ok(Progress::Waiting));
    assert_eq!(
        reopen(&helped, 7, last_moment + SignedDuration::from_secs(1)),
        Err(CannotAct::TooLateToReopen)
    );
    assert_eq!(
        reopen(&request(Progress::Waiting), 7, noon()),
        Err(CannotAct::NotClosed)
    );
}

#[test]
fn cancelling_twice_is_cancelling_once_and_a_closed_case_stays_closed() {
    let cancelled = request(Progress::Cancelled(Cancelled::Safe));
    assert_eq!(
        cancel(&cancelled, Cancelled::Safe),
        Ok(Progress::Cancelled(Cancelled::Safe))
    );
    let helped = request(Progress::Helped {
        by: anong(),
        closing: closing(),
    });
    assert_eq!(
        cancel(&helped, Cancelled::NotNeeded),
        Err(CannotAct::Closed)
    );
    assert_eq!(
        take(&cancelled, anong(), LEASE, noon()),
        Err(CannotAct::Closed)
    );
}

proptest! {
    /// Whatever two volunteers do in whatever order and time, only one of them ever holds the case,
    /// and whoever was refused held nothing that still ran.
    #[test]
    fn never_two_hold_one_case(steps in proptest::collection::vec((0_u8..5, any::<bool>(), 0_i64..14_400), 1..40)) {
        let mut now = noon();
        let mut case = request(Progress::Waiting);
        for (deed, first, seconds) in steps {
            now += SignedDuration::from_secs(seconds);
            let by = if first { anong() } else { boonmee() };
            let before = case.progress.now(now).held();
            let outcome = match deed {
                0 => take(&case, by, LEASE, now),
                1 => release(&case, by, now),
                2 => depart(&case, by, LEASE, now),
                3 => arrive(&case, by, LEASE, now),
                _ => reopen(&case, 7, now),
            };
            if let Ok(progress) = outcome {
                if let Some(other) = before {
                    prop_assert_eq!(other.by, by, "a running hold was taken over");
                }
                case.progress = progress;
                case.state_at = now;
            }
        }
    }
}
