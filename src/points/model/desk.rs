//! Keeping points true: who is at one, what came of a call, and what people say is wrong.

use jiff::Timestamp;

use crate::ids::{AccountId, PointReportId};

/// Who is at a point, and until when others keep away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub by: AccountId,
    pub until: Timestamp,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Somebody answered and told how it is.
    Reached,
    NoAnswer,
    Busy,
    WrongNumber,
    /// They asked to be called at another time.
    Later,
    /// Closed for good.
    Closed,
    /// There is no such place any more.
    Gone,
    /// No call: left to others.
    Skipped,
}

impl Outcome {
    /// What may be told of a call.
    pub const OF_CALLS: [Outcome; 7] = [
        Outcome::Reached,
        Outcome::NoAnswer,
        Outcome::Busy,
        Outcome::WrongNumber,
        Outcome::Later,
        Outcome::Closed,
        Outcome::Gone,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Outcome::Reached => "reached",
            Outcome::NoAnswer => "no_answer",
            Outcome::Busy => "busy",
            Outcome::WrongNumber => "wrong_number",
            Outcome::Later => "later",
            Outcome::Closed => "closed",
            Outcome::Gone => "gone",
            Outcome::Skipped => "skipped",
        }
    }

    pub fn from_code(code: &str) -> Option<Outcome> {
        let known = Outcome::OF_CALLS.into_iter().chain([Outcome::Skipped]);
        known.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Reached => "point-call-reached",
            Outcome::NoAnswer => "point-call-no-answer",
            Outcome::Busy => "point-call-busy",
            Outcome::WrongNumber => "point-call-wrong-number",
            Outcome::Later => "point-call-later",
            Outcome::Closed => "point-call-closed",
            Outcome::Gone => "point-call-gone",
            Outcome::Skipped => "point-call-skipped",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    pub at: Timestamp,
    pub by: AccountId,
    pub outcome: Outcome,
}

/// What is wrong with a point, as somebody who was there or called says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amiss {
    Closed,
    Full,
    Phone,
    Place,
    Hours,
    Gone,
    Other,
}

impl Amiss {
    pub const ALL: [Amiss; 7] = [
        Amiss::Closed,
        Amiss::Full,
        Amiss::Phone,
        Amiss::Place,
        Amiss::Hours,
        Amiss::Gone,
        Amiss::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Amiss::Closed => "closed",
            Amiss::Full => "full",
            Amiss::Phone => "phone",
            Amiss::Place => "place",
            Amiss::Hours => "hours",
            Amiss::Gone => "gone",
            Amiss::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Amiss> {
        Amiss::ALL.into_iter().find(|amiss| amiss.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Amiss::Closed => "point-amiss-closed",
            Amiss::Full => "point-amiss-full",
            Amiss::Phone => "point-amiss-phone",
            Amiss::Place => "point-amiss-place",
            Amiss::Hours => "point-amiss-hours",
            Amiss::Gone => "point-amiss-gone",
            Amiss::Other => "point-amiss-other",
        }
    }
}

/// What a report turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong,
    Unclear,
}

impl Verdict {
    pub const ALL: [Verdict; 3] = [Verdict::Right, Verdict::Wrong, Verdict::Unclear];

    pub fn code(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Wrong => "wrong",
            Verdict::Unclear => "unclear",
        }
    }

    pub fn from_code(code: &str) -> Option<Verdict> {
        let mut all = Verdict::ALL.into_iter();
        all.find(|verdict| verdict.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Verdict::Right => "point-verdict-right",
            Verdict::Wrong => "point-verdict-wrong",
            Verdict::Unclear => "point-verdict-unclear",
        }
    }
}

/// A report as those read it who keep the point true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: PointReportId,
    pub at: Timestamp,
    pub amiss: Amiss,
    /// None were written, or they were erased.
    pub words: Option<String>,
    pub told_by: ToldBy,
    pub handled: Option<(Timestamp, Verdict)>,
}

/// How far whoever reports is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldBy {
    Anybody,
    /// The hash of a phone that was verified.
    Phone([u8; 32]),
    Account(AccountId),
}

impl ToldBy {
    /// Whoever can be asked again counts more.
    pub fn counts_more(self) -> bool {
        !matches!(self, ToldBy::Anybody)
    }

    pub fn label(self) -> &'static str {
        match self {
            ToldBy::Anybody => "point-told-by-anybody",
            ToldBy::Phone(_) => "point-told-by-phone",
            ToldBy::Account(_) => "point-told-by-account",
        }
    }
}

/// How much waits to be called, by rank: never checked, reported, aged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub ranks: [i64; 3],
    /// Of these, being worked on.
    pub claimed: i64,
}

impl Waiting {
    pub fn free(&self) -> i64 {
        self.ranks.iter().sum::<i64>() - self.claimed
    }
}
