//! The lay-out of the story: so many requests end so, and when each of their steps is.

use jiff::{SignedDuration, Timestamp};

use crate::demo::asks::{ASKS, Ask};
use crate::demo::dice::Dice;
use crate::demo::places::{CHIANG_RAI, Place, SA_KAEO};
use crate::help_requests::actions::requester::Word;
use crate::incidents::preset::Preset;

/// One request before it is asked.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    pub ask: &'static Ask,
    pub places: &'static [Place],
    pub by: By,
}

/// Who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Phone,
    /// The code did not come.
    PhoneWithoutCode,
    Volunteer,
}

#[derive(Debug, Clone, Copy)]
pub enum Deed {
    Take,
    Release,
    Depart,
    Arrive,
    Help,
}

#[derive(Debug, Clone, Copy)]
pub enum Step {
    Ask,
    Deed(Deed),
    Word(Word),
    Verify,
    /// A data volunteer comes to a door there; no wish is behind it.
    Visit(&'static [Place]),
}

/// A step of the so-many-th wish.
#[derive(Debug, Clone, Copy)]
pub struct Timed {
    pub at: Timestamp,
    pub wish: usize,
    pub step: Step,
}

/// How a request stands when the story ends.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Waiting,
    Unverified,
    VerifiedLater,
    Taken,
    OnTheWay,
    Helping,
    Helped,
    Confirmed,
    Cancelled,
    Safe,
    Lapsed,
    Released,
    Reopened,
}

const FATES: [(Fate, usize); 13] = [
    (Fate::Waiting, 32),
    (Fate::Unverified, 7),
    (Fate::VerifiedLater, 3),
    (Fate::Taken, 11),
    (Fate::OnTheWay, 9),
    (Fate::Helping, 7),
    (Fate::Helped, 13),
    (Fate::Confirmed, 26),
    (Fate::Cancelled, 4),
    (Fate::Safe, 2),
    (Fate::Lapsed, 2),
    (Fate::Released, 2),
    (Fate::Reopened, 2),
];

/// Households that were visited.
const VISITS: usize = 40;

/// All wishes, and their steps in no order.
pub fn lay_out(dice: &mut Dice, end: Timestamp, preset: &Preset) -> (Vec<Wish>, Vec<Timed>) {
    let mut wishes = Vec::new();
    let mut steps = Vec::new();
    let fates = FATES
        .into_iter()
        .flat_map(|(fate, n)| std::iter::repeat_n(fate, n));
    for fate in fates {
        let wish = wish(dice, fate);
        let lease = preset
            .kind(wish.ask.kind)
            .map_or(60, |kind| kind.lease_minutes);
        for (minutes_ago, step) in fate.steps(dice, i64::from(lease)) {
            let at = end - SignedDuration::from_mins(minutes_ago);
            steps.push(Timed {
                at,
                wish: wishes.len(),
                step,
            });
        }
        wishes.push(wish);
    }
    for which in 0..VISITS {
        let places = if dice.chance(70) { CHIANG_RAI } else { SA_KAEO };
        let ago = 30 + i64::from(dice.below(4_200));
        let at = end - SignedDuration::from_mins(ago);
        steps.push(Timed {
            at,
            wish: which,
            step: Step::Visit(places),
        });
    }
    (wishes, steps)
}

fn wish(dice: &mut Dice, fate: Fate) -> Wish {
    let by = match fate {
        Fate::Unverified | Fate::VerifiedLater => By::PhoneWithoutCode,
        _ if dice.chance(30) => By::Volunteer,
        _ => By::Phone,
    };
    let places = if dice.chance(72) { CHIANG_RAI } else { SA_KAEO };
    Wish {
        ask: weighted(dice),
        places,
        by,
    }
}

fn weighted(dice: &mut Dice) -> &'static Ask {
    let all: u32 = ASKS.iter().map(|ask| ask.often).sum();
    let mut left = dice.below(all);
    for ask in ASKS {
        if left < ask.often {
            return ask;
        }
        left -= ask.often;
    }
    &ASKS[0]
}

impl Fate {
    /// Steps as minutes before the end.
    fn steps(self, dice: &mut Dice, lease: i64) -> Vec<(i64, Step)> {
        use Deed::{Arrive, Depart, Help, Release, Take};
        let mut between = |least: i64, most: i64| {
            least + i64::from(dice.below(u32::try_from(most - least).unwrap_or(1)))
        };
        let deed = |ago: i64, deed: Deed| (ago, Step::Deed(deed));
        // A holder who is at work moves on well within the lease.
        let brisk = lease.min(90);
        match self {
            Fate::Waiting | Fate::Unverified => {
                let hours = between(0, 60);
                vec![(5 + hours * hours, Step::Ask)]
            }
            Fate::VerifiedLater => {
                let ago = between(300, 2_400);
                vec![(ago, Step::Ask), (ago - between(30, 200), Step::Verify)]
            }
            Fate::Taken => {
                let ago = between(3, brisk / 3);
                vec![(ago + between(20, 1_200), Step::Ask), deed(ago, Take)]
            }
            Fate::OnTheWay => {
                let ago = between(2, brisk / 3);
                let taken = ago + between(3, brisk / 3);
                vec![
                    (taken + between(20, 900), Step::Ask),
                    deed(taken, Take),
                    deed(ago, Depart),
                ]
            }
            Fate::Helping => {
                let ago = between(2, brisk / 3);
                let left = ago + between(5, brisk / 3);
                let taken = left + between(3, brisk / 3);
                vec![
                    (taken + between(20, 900), Step::Ask),
                    deed(taken, Take),
                    deed(left, Depart),
                    deed(ago, Arrive),
                ]
            }
            Fate::Helped | Fate::Confirmed | Fate::Reopened => {
                let last = if matches!(self, Fate::Helped) {
                    between(10, 300)
                } else {
                    between(60, 3_400)
                };
                let there = last + between(5, brisk / 3);
                let left = there + between(5, brisk / 3);
                let taken = left + between(2, brisk / 3);
                let mut steps = vec![
                    (taken + between(5, 400), Step::Ask),
                    deed(taken, Take),
                    deed(left, Depart),
                    deed(there, Arrive),
                    deed(last, Help),
                ];
                match self {
                    Fate::Confirmed => {
                        steps.push((last - between(5, 50), Step::Word(Word::Confirm)))
                    }
                    Fate::Reopened => steps.push((last - between(5, 50), Step::Word(Word::Reopen))),
                    _ => {}
                }
                steps
            }
            Fate::Cancelled | Fate::Safe => {
                let word = if matches!(self, Fate::Safe) {
                    Word::Safe
                } else {
                    Word::Cancel
                };
                let ago = between(60, 3_000);
                vec![(ago + between(20, 900), Step::Ask), (ago, Step::Word(word))]
            }
            Fate::Lapsed => {
                let ago = lease + between(20, 200);
                vec![(ago + between(20, 200), Step::Ask), deed(ago, Take)]
            }
            Fate::Released => {
                let ago = between(60, 1_500);
                let taken = ago + between(5, brisk / 2);
                vec![
                    (taken + between(20, 300), Step::Ask),
                    deed(taken, Take),
                    deed(ago, Release),
                ]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incidents::preset;

    #[test]
    fn the_story_has_all_states_and_fits_into_its_days() {
        let end: Timestamp = "2026-11-21T07:00:00Z".parse().unwrap();
        let preset = preset::preset("covid19").unwrap();
        let (wishes, steps) = lay_out(&mut Dice::new(57), end, preset);
        assert_eq!(wishes.len(), 120);
        assert_eq!(
            steps
                .iter()
                .filter(|step| matches!(step.step, Step::Ask))
                .count(),
            120
        );
        let begin = end - crate::demo::BEGINS;
        assert!(steps.iter().all(|step| begin < step.at && step.at < end));
        // Nothing happens to a wish before it is asked.
        for step in steps
            .iter()
            .filter(|step| !matches!(step.step, Step::Visit(_)))
        {
            let asked = steps
                .iter()
                .find(|other| other.wish == step.wish && matches!(other.step, Step::Ask))
                .unwrap();
            assert!(asked.at <= step.at);
        }
    }
}
