use super::*;
use crate::help_requests::model::State;
use crate::help_requests::model::{Cancelled, Offer, ReferredTo, Transfer};
use crate::help_requests::reference::Reference;
use crate::ids::{HelpRequestId, IncidentId, OrganisationId};
use contact::Headcount;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

const LEASE: SignedDuration = SignedDuration::from_hours(3);

pub(super) fn noon() -> Timestamp {
    "2026-11-21T05:00:00Z".parse().unwrap()
}

fn anong() -> AccountId {
    AccountId(Uuid::from_u128(1))
}

fn boonmee() -> AccountId {
    AccountId(Uuid::from_u128(2))
}

pub(super) fn request(progress: Progress) -> HelpRequest {
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
        offered: None,
        referred_before: Vec::new(),
        transfer: None,
        colour: None,
        medic_status: None,
        escalation: 0,
        sign_at: noon(),
        still_asked_at: None,
        source: None,
        version: 1,
    }
}

fn helper(by: AccountId) -> Helper {
    Helper { by, team: None }
}

fn held(by: AccountId) -> Held {
    until(helper(by), noon() + LEASE)
}

fn until(helper: Helper, lease_until: Timestamp) -> Held {
    Held {
        helper,
        lease_until,
    }
}

fn alone(account: AccountId) -> Hand<'static> {
    Hand {
        account,
        teams: &[],
    }
}

fn boats() -> TeamId {
    TeamId(Uuid::from_u128(77))
}

/// A member of the boat team.
fn of_boats(account: AccountId) -> Hand<'static> {
    static BOATS: [TeamId; 1] = [TeamId(Uuid::from_u128(77))];
    Hand {
        account,
        teams: &BOATS,
    }
}

fn ask_by_team(request: &HelpRequest) -> Transfer {
    transfer::ask(request, boats(), of_boats(boonmee()), noon()).unwrap()
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
        take(&taken, alone(boonmee()), None, LEASE, just_before),
        Err(CannotAct::HeldByAnother { until: end })
    );
    assert_eq!(
        take(&taken, alone(boonmee()), None, LEASE, end),
        Ok(Progress::Taken(until(helper(boonmee()), end + LEASE)))
    );
    assert_eq!(
        release(&taken, alone(anong()), end),
        Err(CannotAct::HoldLapsed)
    );
}

#[test]
fn taking_what_one_holds_renews_the_hold_and_keeps_the_step() {
    let on_the_way = request(Progress::OnTheWay(held(anong())));
    let later = noon() + SignedDuration::from_hours(1);
    assert_eq!(
        take(&on_the_way, alone(anong()), None, LEASE, later),
        Ok(Progress::OnTheWay(until(helper(anong()), later + LEASE)))
    );
}

#[test]
fn only_the_holder_goes_on() {
    let taken = request(Progress::Taken(held(anong())));
    let until = noon() + LEASE;
    let refused = Err(CannotAct::HeldByAnother { until });
    assert_eq!(depart(&taken, alone(boonmee()), LEASE, noon()), refused);
    assert_eq!(arrive(&taken, alone(boonmee()), LEASE, noon()), refused);
    assert_eq!(
        help(&taken, alone(boonmee()), closing(), Ending::Over, noon()),
        refused
    );
    assert_eq!(release(&taken, alone(boonmee()), noon()), refused);
    let waiting = request(Progress::Waiting);
    assert_eq!(
        arrive(&waiting, alone(anong()), LEASE, noon()),
        Err(CannotAct::NotHeld)
    );
}

#[test]
fn the_requester_confirms_and_opens_again_within_the_days() {
    let helped = request(Progress::Helped {
        helper: helper(anong()),
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
        helper: helper(anong()),
        closing: closing(),
    });
    assert_eq!(
        cancel(&helped, Cancelled::NotNeeded),
        Err(CannotAct::Closed)
    );
    assert_eq!(
        take(&cancelled, alone(anong()), None, LEASE, noon()),
        Err(CannotAct::Closed)
    );
}

#[test]
fn an_offer_keeps_others_away_for_two_minutes() {
    let mut case = request(Progress::Waiting);
    let end = noon() + SignedDuration::from_mins(2);
    case.offered = Some(Offer {
        to: anong(),
        until: end,
    });
    assert_eq!(
        take(&case, alone(boonmee()), None, LEASE, noon()),
        Err(CannotAct::OfferedToAnother { until: end })
    );
    assert!(take(&case, alone(anong()), None, LEASE, noon()).is_ok());
    assert!(take(&case, alone(boonmee()), None, LEASE, end).is_ok());
}

#[test]
fn a_team_s_case_is_every_member_s_and_nobody_else_s() {
    let waiting = request(Progress::Waiting);
    assert_eq!(
        take(&waiting, alone(anong()), Some(boats()), LEASE, noon()),
        Err(CannotAct::NotOfTheTeam)
    );
    let taken = take(&waiting, of_boats(anong()), Some(boats()), LEASE, noon()).unwrap();
    let taken = request(taken);
    let later = noon() + SignedDuration::from_mins(10);
    let gone = depart(&taken, of_boats(boonmee()), LEASE, later).unwrap();
    let by_boonmee = Helper {
        by: boonmee(),
        team: Some(boats()),
    };
    assert_eq!(gone, Progress::OnTheWay(until(by_boonmee, later + LEASE)));
    assert_eq!(
        release(&taken, alone(boonmee()), later),
        Err(CannotAct::HeldByAnother {
            until: noon() + LEASE
        })
    );
}

#[test]
fn an_outcome_that_leaves_need_puts_the_case_back() {
    let helping = request(Progress::Helping(held(anong())));
    let end = |outcome: &str, closes| {
        let ending = Ending::of(outcome, closes);
        let helped = help(&helping, alone(anong()), closing(), ending, noon());
        helped.unwrap().state()
    };
    assert_eq!(end("helped_full", true), State::Helped);
    assert_eq!(end("helped_part", false), State::Waiting);
    assert_eq!(end("unreachable", true), State::Unreachable);
    assert_eq!(end("false_report", true), State::FalseReport);
}

#[test]
fn no_case_is_referred_in_a_circle() {
    let hospital = ReferredTo::Organisation(OrganisationId(Uuid::from_u128(5)));
    let neighbours = ReferredTo::Area(areas::AreaCode::new(571_000).unwrap());
    let refer = |case: &HelpRequest, to| referral::refer(case, to, alone(anong()), false, noon());
    let mut case = request(Progress::Waiting);
    let there = refer(&case, hospital).unwrap();
    case.progress = there;
    assert_eq!(refer(&case, hospital), Err(CannotAct::ReferredThere));
    let on = refer(&case, neighbours).unwrap();
    case.referred_before.push(hospital);
    case.progress = on;
    assert_eq!(refer(&case, hospital), Err(CannotAct::ReferredBefore));
    assert_eq!(referral::send_back(&case), Ok(Progress::Waiting));
    let seen = referral::acknowledge(&case, noon()).unwrap();
    case.progress = seen.clone();
    let later = noon() + SignedDuration::from_mins(5);
    assert_eq!(referral::acknowledge(&case, later), Ok(seen));
    let held = request(Progress::Taken(held(anong())));
    let until = noon() + LEASE;
    assert_eq!(
        referral::refer(&held, hospital, alone(boonmee()), false, noon()),
        Err(CannotAct::HeldByAnother { until })
    );
    assert!(referral::refer(&held, hospital, alone(boonmee()), true, noon()).is_ok());
    assert_eq!(
        referral::acknowledge(&request(Progress::Waiting), noon()),
        Err(CannotAct::NotReferred)
    );
}

#[test]
fn a_case_changes_hands_when_both_sides_say_so() {
    let mut case = request(Progress::Helping(held(anong())));
    let waiting = request(Progress::Waiting);
    assert_eq!(
        transfer::ask(&waiting, boats(), of_boats(boonmee()), noon()),
        Err(CannotAct::NotHeld)
    );
    // A team asks, the holder answers.
    case.transfer = Some(ask_by_team(&case));
    assert_eq!(
        transfer::accept(&case, of_boats(boonmee()), LEASE, noon()),
        Err(CannotAct::HeldByAnother {
            until: noon() + LEASE
        })
    );
    let given = transfer::accept(&case, alone(anong()), LEASE, noon()).unwrap();
    let theirs = Helper {
        by: boonmee(),
        team: Some(boats()),
    };
    assert_eq!(given, Progress::Taken(until(theirs, noon() + LEASE)));
    // The holder offers, a member of the team answers.
    let offered = transfer::ask(&case, boats(), alone(anong()), noon()).unwrap();
    assert!(offered.by_holder);
    case.transfer = Some(offered);
    assert_eq!(
        transfer::accept(&case, alone(anong()), LEASE, noon()),
        Err(CannotAct::NotOfTheTeam)
    );
    assert!(transfer::accept(&case, of_boats(boonmee()), LEASE, noon()).is_ok());
    assert!(transfer::decline(&case, alone(anong()), noon()).is_ok());
    case.transfer = None;
    assert_eq!(
        transfer::accept(&case, of_boats(boonmee()), LEASE, noon()),
        Err(CannotAct::NoTransfer)
    );
}

#[test]
fn time_raises_a_case_level_by_level_and_asks_before_anything_else() {
    use timing::{Due, due, look_at};
    let limits = crate::incidents::preset::Limits {
        waiting: 60,
        taken: 30,
        on_the_way: 30,
        helping: 120,
    };
    let hours = |n: i64| noon() + SignedDuration::from_hours(n);
    let mut case = request(Progress::Waiting);
    assert_eq!(due(&case, limits, noon()), []);
    assert_eq!(look_at(&case, limits, noon()), Some(hours(1)));
    assert_eq!(due(&case, limits, hours(1)), [Due::Escalate(1)]);
    case.escalation = 1;
    assert_eq!(look_at(&case, limits, hours(1)), Some(hours(3)));
    case.escalation = timing::LEVELS;
    assert_eq!(look_at(&case, limits, hours(7)), Some(hours(24)));
    assert_eq!(due(&case, limits, hours(24)), [Due::AskWhetherStillWaiting]);
    case.still_asked_at = Some(hours(24));
    assert_eq!(due(&case, limits, hours(29)), []);
    assert_eq!(due(&case, limits, hours(30)), [Due::CallThem]);
    assert_eq!(look_at(&case, limits, hours(30)), None);
    let helped = request(Progress::Cancelled(Cancelled::Safe));
    assert_eq!(look_at(&helped, limits, hours(1)), None);
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
            let by = alone(if first { anong() } else { boonmee() });
            let before = case.progress.now(now).held();
            let outcome = match deed {
                0 => take(&case, by, None, LEASE, now),
                1 => release(&case, by, now),
                2 => depart(&case, by, LEASE, now),
                3 => arrive(&case, by, LEASE, now),
                _ => reopen(&case, 7, now),
            };
            if let Ok(progress) = outcome {
                if let Some(other) = before {
                    prop_assert_eq!(other.helper.by, by.account, "a running hold was taken over");
                }
                case.progress = progress;
                case.state_at = now;
            }
        }
    }
}
