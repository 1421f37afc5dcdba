//! Which case to offer next to somebody who asks. Everything is counted in minutes of waiting: urgency
//! and waiting already are (`urgent_since`), each kilometre costs some, what others passed over gains
//! some, what this person passes over loses some. So no case waits for ever, however far it is.

use areas::{AreaCode, Level};
use jiff::{SignedDuration, Timestamp};

use crate::help_requests::model::HelpRequest;
use crate::ids::HelpRequestId;

/// For so long an offered case is held back from others.
pub const OFFER: SignedDuration = SignedDuration::from_mins(2);
/// A case passed over comes again to the same person no sooner.
pub const REST: SignedDuration = SignedDuration::from_hours(6);
/// Skips are learned from for so long.
pub const MEMORY: SignedDuration = SignedDuration::from_hours(24);

const MINUTES_PER_KM: f64 = 4.0;
/// Beyond this a kilometre more makes no difference.
const FARTHEST_KM: f64 = 120.0;
const PER_SKIP_BY_OTHERS: i64 = 20;
const MOST_BY_OTHERS: i64 = 120;
const PER_SKIP_OF_KIND: i64 = 45;
const MOST_OF_KIND: i64 = 180;
/// What rises is everybody's concern.
const PER_LEVEL_RISEN: i64 = 60;
/// From here waiting is a reason to tell.
const LONG: i64 = 60;

/// What of a case is weighed: hundreds are read for each one that is offered.
#[derive(Debug, Clone)]
pub struct Case {
    pub province: u8,
    pub id: HelpRequestId,
    pub area: AreaCode,
    pub kind: String,
    pub urgency: i64,
    pub urgent_since: Timestamp,
    pub asked_at: Timestamp,
    pub escalation: u8,
}

impl From<&HelpRequest> for Case {
    fn from(request: &HelpRequest) -> Case {
        Case {
            province: request.province,
            id: request.id,
            area: request.area,
            kind: request.kind.clone(),
            urgency: request.urgency,
            urgent_since: request.urgent_since,
            asked_at: request.asked_at,
            escalation: request.escalation,
        }
    }
}

/// A case that may be offered, and what is known of it beside its row.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub case: Case,
    /// Rough, from the middle of the blurred cell; `None` where either place is not known.
    pub metres: Option<f64>,
    pub skipped_by_others: u32,
    /// How often this person passed over a case of its kind of late.
    pub skips_of_kind: u32,
}

/// Why a case was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Urgent,
    Near { metres: u32 },
    SameSubdistrict,
    SameDistrict,
    Waited { minutes: i64 },
    PassedOver { times: u32 },
    Risen,
}

/// A candidate weighed.
#[derive(Debug, Clone)]
pub struct Weighed {
    pub candidate: Candidate,
    pub score: i64,
    pub why: Vec<Why>,
}

/// The candidates in the order they are tried, the best first.
pub fn weigh(candidates: Vec<Candidate>, home: AreaCode, now: Timestamp) -> Vec<Weighed> {
    let mut weighed: Vec<Weighed> = candidates
        .into_iter()
        .map(|candidate| Weighed {
            score: score(&candidate, home, now),
            why: why(&candidate, home, now),
            candidate,
        })
        .collect();
    weighed.sort_by(|one, other| {
        let (first, second) = (&one.candidate.case, &other.candidate.case);
        other
            .score
            .cmp(&one.score)
            .then_with(|| first.asked_at.cmp(&second.asked_at))
            .then_with(|| first.id.cmp(&second.id))
    });
    weighed
}

fn score(candidate: &Candidate, home: AreaCode, now: Timestamp) -> i64 {
    let case = &candidate.case;
    let waited = minutes(now.duration_since(case.urgent_since));
    let km = candidate.metres.map_or_else(
        || rough_km(case.area, home),
        |metres| (metres / 1_000.0).min(FARTHEST_KM),
    );
    let way = (km * MINUTES_PER_KM).round() as i64;
    let times = |n: u32, each: i64, most: i64| (i64::from(n) * each).min(most);
    waited - way
        + times(
            candidate.skipped_by_others,
            PER_SKIP_BY_OTHERS,
            MOST_BY_OTHERS,
        )
        - times(candidate.skips_of_kind, PER_SKIP_OF_KIND, MOST_OF_KIND)
        + i64::from(case.escalation) * PER_LEVEL_RISEN
}

fn why(candidate: &Candidate, home: AreaCode, now: Timestamp) -> Vec<Why> {
    let case = &candidate.case;
    let mut why = Vec::new();
    if case.urgency > 0 {
        why.push(Why::Urgent);
    }
    match candidate.metres {
        // Told to 100 m: the place itself is nobody's yet.
        Some(metres) => why.push(Why::Near {
            metres: ((metres / 100.0).round().max(1.0) as u32) * 100,
        }),
        None if case.area == home => why.push(Why::SameSubdistrict),
        None if case.area.district() == home.district() && home.district().is_some() => {
            why.push(Why::SameDistrict);
        }
        None => {}
    }
    let waited = minutes(now.duration_since(case.asked_at));
    if waited >= LONG {
        why.push(Why::Waited { minutes: waited });
    }
    if case.escalation > 0 {
        why.push(Why::Risen);
    }
    if candidate.skipped_by_others > 0 {
        why.push(Why::PassedOver {
            times: candidate.skipped_by_others,
        });
    }
    why
}

/// Without positions the areas tell how far it may be.
fn rough_km(area: AreaCode, home: AreaCode) -> f64 {
    let inside = |level: fn(AreaCode) -> Option<AreaCode>| {
        level(area).is_some() && level(area) == level(home)
    };
    if home.level() == Level::Subdistrict && area == home {
        2.0
    } else if inside(AreaCode::district) {
        10.0
    } else if inside(AreaCode::province_code) {
        40.0
    } else {
        FARTHEST_KM
    }
}

fn minutes(duration: SignedDuration) -> i64 {
    duration.as_mins()
}

/// Why a volunteer passes a case over. Each is learned from alike; people read them on the board.
pub const SKIP_REASONS: [(&str, &str); 5] = [
    ("too_far", "skip-too-far"),
    ("no_means", "skip-no-means"),
    ("not_able", "skip-not-able"),
    ("busy", "skip-busy"),
    ("other", "skip-other"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help_requests::model::Progress;
    use crate::help_requests::rules::sample;

    fn noon() -> Timestamp {
        "2026-11-21T05:00:00Z".parse().unwrap()
    }

    fn candidate(number: u128, waited: i64) -> Candidate {
        let mut request = sample::request(Progress::Waiting);
        request.id = crate::ids::HelpRequestId(uuid::Uuid::from_u128(number));
        request.asked_at = noon() - SignedDuration::from_mins(waited);
        request.urgent_since = request.asked_at;
        Candidate {
            case: Case::from(&request),
            metres: Some(1_000.0),
            skipped_by_others: 0,
            skips_of_kind: 0,
        }
    }

    fn first(candidates: Vec<Candidate>) -> u128 {
        let home = AreaCode::new(570_901).unwrap();
        let weighed = weigh(candidates, home, noon());
        weighed[0].candidate.case.id.0.as_u128()
    }

    #[test]
    fn who_waits_longest_comes_first_and_near_before_far() {
        assert_eq!(first(vec![candidate(1, 10), candidate(2, 30)]), 2);
        let far = Candidate {
            metres: Some(30_000.0),
            ..candidate(2, 30)
        };
        assert_eq!(first(vec![candidate(1, 10), far.clone()]), 1);
        let far_and_long = Candidate {
            metres: Some(30_000.0),
            ..candidate(2, 180)
        };
        assert_eq!(first(vec![candidate(1, 10), far_and_long]), 2);
    }

    #[test]
    fn urgency_is_minutes_of_waiting() {
        let mut urgent = candidate(1, 10);
        urgent.case.urgent_since = urgent.case.asked_at - SignedDuration::from_hours(2);
        urgent.case.urgency = 40;
        assert_eq!(first(vec![urgent, candidate(2, 60)]), 1);
    }

    #[test]
    fn what_one_passes_over_sinks_for_oneself_and_rises_for_others() {
        let skipped = Candidate {
            skips_of_kind: 2,
            ..candidate(1, 60)
        };
        assert_eq!(first(vec![skipped, candidate(2, 20)]), 2);
        let passed_over = Candidate {
            skipped_by_others: 3,
            ..candidate(1, 10)
        };
        assert_eq!(first(vec![passed_over, candidate(2, 50)]), 1);
    }

    #[test]
    fn reasons_say_what_counted() {
        let mut risen = candidate(1, 90);
        risen.case.escalation = 1;
        risen.skipped_by_others = 2;
        risen.metres = Some(1_234.0);
        let home = AreaCode::new(570_901).unwrap();
        let weighed = weigh(vec![risen], home, noon());
        assert_eq!(
            weighed[0].why,
            [
                Why::Near { metres: 1_200 },
                Why::Waited { minutes: 90 },
                Why::Risen,
                Why::PassedOver { times: 2 }
            ]
        );
    }
}
