//! When each fact was checked, by whom and how, and how old that makes it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::By;
use crate::ids::AccountId;
use crate::incidents::preset::PointKind;

/// What is checked by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Status and queue.
    Status,
    Beds,
    Hours,
    Contact,
    /// Position and address.
    Place,
    /// What it offers, to whom, on which conditions.
    Offer,
}

impl Fact {
    pub const ALL: [Fact; 6] = [
        Fact::Status,
        Fact::Beds,
        Fact::Hours,
        Fact::Contact,
        Fact::Place,
        Fact::Offer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Fact::Status => "status",
            Fact::Beds => "beds",
            Fact::Hours => "hours",
            Fact::Contact => "contact",
            Fact::Place => "place",
            Fact::Offer => "offer",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Fact::Status => "point-fact-status",
            Fact::Beds => "point-fact-beds",
            Fact::Hours => "point-fact-hours",
            Fact::Contact => "point-fact-contact",
            Fact::Place => "point-fact-place",
            Fact::Offer => "point-fact-offer",
        }
    }
}

/// How somebody came to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Call,
    Visit,
    /// The organisation that runs it says so itself.
    Owner,
    Import,
}

impl How {
    pub const ALL: [How; 4] = [How::Call, How::Visit, How::Owner, How::Import];

    pub fn code(self) -> &'static str {
        match self {
            How::Call => "call",
            How::Visit => "visit",
            How::Owner => "owner",
            How::Import => "import",
        }
    }

    pub fn from_code(code: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            How::Call => "point-how-call",
            How::Visit => "point-how-visit",
            How::Owner => "point-how-owner",
            How::Import => "point-how-import",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
    pub how: How,
}

/// The last check of each fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Checks(pub BTreeMap<Fact, Check>);

impl Checks {
    pub fn of(&self, fact: Fact) -> Option<Check> {
        self.0.get(&fact).copied()
    }

    pub fn note(&mut self, facts: impl IntoIterator<Item = Fact>, at: Timestamp, by: By) {
        for fact in facts {
            self.0.insert(
                fact,
                Check {
                    at,
                    by: by.account,
                    how: by.how,
                },
            );
        }
    }

    /// When the status was last checked by a person: what a list brought along, nobody here has checked.
    pub fn checked_at(&self) -> Option<Timestamp> {
        self.of(Fact::Status)
            .filter(|check| check.how != How::Import)
            .map(|check| check.at)
    }

    pub fn freshness(&self, fact: Fact, kind: Option<&PointKind>, now: Timestamp) -> Freshness {
        match self.of(fact) {
            None => Freshness::Never,
            Some(check) => Freshness::of(check.at, kind, now),
        }
    }
}

/// How far a fact may still be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    Fresh,
    Ageing,
    Stale,
    Never,
}

impl Freshness {
    pub fn code(self) -> &'static str {
        match self {
            Freshness::Fresh => "fresh",
            Freshness::Ageing => "ageing",
            Freshness::Stale => "stale",
            Freshness::Never => "never",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Freshness::Fresh => "point-fresh",
            Freshness::Ageing => "point-ageing",
            Freshness::Stale => "point-stale",
            Freshness::Never => "point-never",
        }
    }

    pub fn of(checked_at: Timestamp, kind: Option<&PointKind>, now: Timestamp) -> Freshness {
        Freshness::of_age(now.duration_since(checked_at).as_secs(), kind)
    }

    /// By the decay of the kind; of a kind that no preset has any more, by a day and a week.
    pub fn of_age(seconds: i64, kind: Option<&PointKind>) -> Freshness {
        const HOUR: i64 = 3_600;
        let (fresh, stale) = kind.map_or((24, 168), |kind| (kind.fresh_hours, kind.stale_hours));
        if seconds <= i64::from(fresh) * HOUR {
            Freshness::Fresh
        } else if seconds <= i64::from(stale) * HOUR {
            Freshness::Ageing
        } else {
            Freshness::Stale
        }
    }

    /// Whether a number may still be told.
    pub fn holds(self) -> bool {
        matches!(self, Freshness::Fresh | Freshness::Ageing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::model::kind;
    use jiff::SignedDuration;

    #[test]
    fn a_fact_ages_by_the_hours_of_its_kind() {
        let at: Timestamp = "2026-11-21T05:00:00Z".parse().unwrap();
        let hospital = kind("hospital");
        let after = |hours, seconds| {
            let age = SignedDuration::from_hours(hours) + SignedDuration::from_secs(seconds);
            Freshness::of(at, hospital, at + age)
        };
        assert_eq!(after(12, 0), Freshness::Fresh);
        assert_eq!(after(12, 1), Freshness::Ageing);
        assert_eq!(after(48, 0), Freshness::Ageing);
        assert_eq!(after(48, 1), Freshness::Stale);
        // A clock that lags behind another's.
        assert_eq!(after(-1, 0), Freshness::Fresh);
    }

    #[test]
    fn what_a_list_brought_counts_as_checked_by_nobody() {
        let at: Timestamp = "2026-11-21T05:00:00Z".parse().unwrap();
        let mut checks = Checks::default();
        assert_eq!(
            checks.freshness(Fact::Status, kind("ci"), at),
            Freshness::Never
        );
        let by = |how| By { account: None, how };
        checks.note(Fact::ALL, at, by(How::Import));
        assert_eq!(checks.checked_at(), None);
        checks.note([Fact::Status], at, by(How::Call));
        assert_eq!(checks.checked_at(), Some(at));
        let text = serde_json::to_string(&checks).unwrap();
        assert_eq!(serde_json::from_str::<Checks>(&text).unwrap(), checks);
    }
}
