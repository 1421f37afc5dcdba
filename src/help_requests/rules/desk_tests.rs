use super::*;
use crate::help_requests::model::{Closing, Helper};
use crate::help_requests::rules::sample::{noon, request};
use contact::Position;
use uuid::Uuid;

const ME: AccountId = AccountId(Uuid::from_u128(1));
const OTHER: AccountId = AccountId(Uuid::from_u128(2));

fn item(claim: Option<Claim>) -> DeskItem {
    let request = request(Progress::Waiting);
    DeskItem {
        province: 57,
        request: request.id,
        area: request.area,
        reasons: vec![Reason::NoPin],
        urgent_since: noon(),
        not_before: noon(),
        unanswered: 0,
        claim,
    }
}

fn claimed(by: AccountId) -> DeskItem {
    let until = noon() + LEASE;
    item(Some(Claim { by, until }))
}

fn pin(accuracy_m: Option<u32>) -> Pin {
    Pin {
        position: Position::new(20.43, 99.88).unwrap(),
        accuracy_m,
        source: crate::areas::model::PositionSource::Gps,
    }
}

#[test]
fn a_vague_pin_is_none() {
    use Reason::{NoPin, Unverified};
    for (verified, pin, expected) in [
        (true, Some(pin(Some(12))), vec![]),
        (true, Some(pin(None)), vec![]),
        (true, Some(pin(Some(1_000))), vec![]),
        (true, Some(pin(Some(1_001))), vec![NoPin]),
        (true, None, vec![NoPin]),
        (false, None, vec![NoPin, Unverified]),
        (false, Some(pin(Some(12))), vec![Unverified]),
    ] {
        assert_eq!(reasons(verified, is_vague(pin)), expected);
    }
}

#[test]
fn a_claim_lapses_at_its_instant_and_not_before() {
    let until = noon() + LEASE;
    let before = until - SignedDuration::from_nanos(1);
    let mine = claimed(ME);
    assert_eq!(working(Some(&mine), ME, before), Ok(()));
    assert_eq!(working(Some(&mine), ME, until), Err(CannotDesk::Lapsed));
    let with_another = Err(CannotDesk::WithAnother { until });
    assert_eq!(working(Some(&mine), OTHER, before), with_another);
    assert_eq!(may_claim(Some(&mine), OTHER, before), with_another);
    assert_eq!(may_claim(Some(&mine), OTHER, until), Ok(()));
    assert_eq!(may_claim(Some(&mine), ME, before), Ok(()));
    let free = item(None);
    assert_eq!(
        working(Some(&free), ME, before),
        Err(CannotDesk::NotClaimed)
    );
    assert_eq!(working(None, ME, before), Err(CannotDesk::Gone));
}

#[test]
fn silence_rests_longer_each_time_and_three_calls_are_enough() {
    let waiting = request(Progress::Waiting);
    let mut item = claimed(ME);
    for minutes in [30, 120, 360, 360] {
        let heard = hear(&waiting, &item, CallOutcome::NoAnswer, noon()).unwrap();
        let unanswered = item.unanswered + 1;
        let until = noon() + SignedDuration::from_mins(minutes);
        assert_eq!(heard, Heard::Silence { unanswered, until });
        let enough = give_up(&waiting, &item).is_ok();
        assert_eq!(enough, item.unanswered >= 3);
        item.unanswered = unanswered;
    }
    assert_eq!(give_up(&waiting, &item), Ok(Progress::Unreachable));
    let cancelled = request(Progress::Cancelled(Cancelled::Safe));
    assert_eq!(give_up(&cancelled, &item), Err(CannotDesk::Gone));
}

#[test]
fn the_word_on_the_phone_is_the_requester_s_own() {
    let word =
        |progress: Progress, outcome| hear(&request(progress), &claimed(ME), outcome, noon());
    let safe = Progress::Cancelled(Cancelled::Safe);
    let nobody = Progress::Confirmed {
        helper: None,
        closing: None,
    };
    for before in [Progress::Waiting, Progress::Unreachable] {
        for (outcome, after) in [
            (CallOutcome::StillWaiting, Progress::Waiting),
            (CallOutcome::Safe, safe.clone()),
            (CallOutcome::Helped, nobody.clone()),
        ] {
            assert_eq!(word(before.clone(), outcome), Ok(Heard::Word(after)));
        }
    }
    let helped = Progress::Helped {
        helper: Helper { by: ME, team: None },
        closing: Closing {
            outcome: "helped_full".to_owned(),
            given: "ข้าวสาร".to_owned(),
        },
    };
    for closed in [safe, nobody, helped, Progress::FalseReport] {
        for outcome in CallOutcome::ALL {
            assert_eq!(word(closed.clone(), outcome), Err(CannotAct::Closed));
        }
    }
}
