//! How likely two persons are one, with what speaks for it and against it; what becomes of what was told of
//! both; and why nothing is decided. Pure.

mod join;
mod likeness;
#[cfg(test)]
mod likeness_tests;
mod names;

use http::StatusCode;
use web::Message;

pub use join::{Joined, join};
pub use likeness::{Likeness, PROPOSED, Paper, Trace, compare, compare_in_household};

use crate::error::Refusal;
use crate::survey::model::{Person, PersonFacts};

/// Whether what persons are found by is as it was, of each and in number.
pub fn has_same_traces(before: &[Person], now: &[Person]) -> bool {
    fn traces(facts: &PersonFacts) -> impl PartialEq + '_ {
        (
            (&facts.name, &facts.phone, &facts.document),
            (facts.age.birth_year, &facts.nationality),
            (facts.sex, facts.state),
        )
    }
    before.len() == now.len()
        && before
            .iter()
            .zip(now)
            .all(|(before, now)| before.id == now.id && traces(&before.facts) == traces(&now.facts))
}

/// Why two are not made one, or not parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotDecide {
    #[error("it was decided before")]
    Decided,
    #[error("nothing was decided that could be undone")]
    NotDecided,
    #[error("they live in different provinces")]
    AnotherProvince,
    #[error("one of them lives there no more")]
    NotThere,
    #[error("what was told of one of them changed since")]
    Meanwhile,
}

impl Refusal for CannotDecide {
    fn name(&self) -> &'static str {
        match self {
            CannotDecide::Decided => "pair-decided",
            CannotDecide::NotDecided => "pair-not-decided",
            CannotDecide::AnotherProvince => "pair-of-two-provinces",
            CannotDecide::NotThere => "pair-not-there",
            CannotDecide::Meanwhile => "pair-changed-meanwhile",
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            CannotDecide::AnotherProvince => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        }
    }

    fn said(&self) -> Message {
        match self {
            CannotDecide::Decided => "alike-decided".into(),
            CannotDecide::NotDecided => "alike-not-decided".into(),
            CannotDecide::AnotherProvince => "alike-another-province".into(),
            CannotDecide::NotThere => "alike-not-there".into(),
            CannotDecide::Meanwhile => "alike-meanwhile".into(),
        }
    }
}
