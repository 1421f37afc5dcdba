//! How a round is told to programs.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::access::Cx;
use crate::clock;
use crate::rounds::actions::Progress;
use crate::rounds::model::{Given, OwnShare, Part, Round, Sums, Surveyor, Told};
use crate::rounds::rules;
use crate::rounds::store::Listed;

/// How much is expected of a round.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundTarget)]
pub struct TargetJson {
    pub n: u32,
    /// `households` or `persons`.
    pub of: &'static str,
}

/// One survey of an area.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Round)]
pub struct RoundJson {
    pub id: String,
    pub incident: Uuid,
    /// A province, district or subdistrict.
    pub area: String,
    pub name: String,
    #[schema(format = Date)]
    pub starts_on: Date,
    /// The last day.
    #[schema(format = Date)]
    pub ends_on: Date,
    pub target: Option<TargetJson>,
    /// `upcoming`, `open`, `over` or `closed`.
    pub standing: &'static str,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// To be sent along with a change.
    pub version: i64,
    /// Recorded so far; in lists alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons: Option<i64>,
}

pub fn round(cx: &Cx, round: &Round) -> RoundJson {
    RoundJson {
        id: round.handle().to_string(),
        incident: round.incident.0,
        area: round.area.short(),
        name: round.name.clone(),
        starts_on: round.starts_on,
        ends_on: round.ends_on,
        target: round.target.map(|target| TargetJson {
            n: target.n,
            of: target.of.code(),
        }),
        standing: rules::standing(round, clock::day(cx.now)).code(),
        opened_at: round.opened_at,
        closed_at: round.closed_at,
        version: round.version,
        households: None,
        persons: None,
    }
}

pub fn listed(cx: &Cx, one: &Listed) -> RoundJson {
    RoundJson {
        households: Some(one.households),
        persons: Some(one.persons),
        ..round(cx, &one.round)
    }
}

/// What is done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundSums)]
pub struct SumsJson {
    pub households: i64,
    pub persons: i64,
    pub not_fully_vaccinated: i64,
    pub wants: i64,
    pub refuses: i64,
    /// Households to be visited once more.
    pub revisits: i64,
}

impl From<Sums> for SumsJson {
    fn from(sums: Sums) -> SumsJson {
        SumsJson {
            households: sums.households,
            persons: sums.persons,
            not_fully_vaccinated: sums.not_fully_vaccinated,
            wants: sums.wants,
            refuses: sums.refuses,
            revisits: sums.revisits,
        }
    }
}

/// A district, a subdistrict, or a village of the subdistrict shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundPart)]
pub struct PartJson {
    pub area: String,
    /// A code of eight digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// As it was written down, where that is no code; empty where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village_words: Option<String>,
    pub sums: SumsJson,
    /// Persons per hundred living there; null where it is not known how many live there.
    pub coverage: Option<i64>,
}

impl From<&Part> for PartJson {
    fn from(part: &Part) -> PartJson {
        let (village, village_words) = match &part.village {
            None => (None, None),
            Some(Told::Code(code)) => (Some(code.to_string()), None),
            Some(Told::Words(words)) => (None, Some(words.clone())),
        };
        PartJson {
            area: part.area.short(),
            village,
            village_words,
            sums: part.sums.into(),
            coverage: rules::coverage(part.sums.persons, part.living),
        }
    }
}

/// Somebody who recorded something, or has a share.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Surveyor)]
pub struct SurveyorJson {
    /// Null: the people themselves.
    pub account: Option<Uuid>,
    pub full_name: String,
    pub sums: SumsJson,
}

impl From<&Surveyor> for SurveyorJson {
    fn from(one: &Surveyor) -> SurveyorJson {
        SurveyorJson {
            account: one.account.map(|account| account.0),
            full_name: one.full_name.clone(),
            sums: one.sums.into(),
        }
    }
}

/// What of a round was given to whom.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundShare)]
pub struct ShareJson {
    pub id: Uuid,
    /// A subdistrict.
    pub area: String,
    /// A code of eight digits; null is the whole subdistrict.
    pub village: Option<String>,
    /// Username and name, in lists of the round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volunteer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_at: Option<Timestamp>,
}

impl From<&Given> for ShareJson {
    fn from(one: &Given) -> ShareJson {
        ShareJson {
            id: one.id.0,
            area: one.share.area.short(),
            village: one.share.village.map(|code| code.to_string()),
            volunteer: Some(one.username.clone()),
            full_name: Some(one.full_name.clone()),
            given_at: Some(one.given_at),
        }
    }
}

impl From<&OwnShare> for ShareJson {
    fn from(one: &OwnShare) -> ShareJson {
        ShareJson {
            id: one.id.0,
            area: one.share.area.short(),
            village: one.share.village.map(|code| code.to_string()),
            volunteer: None,
            full_name: None,
            given_at: None,
        }
    }
}

/// What is done in an area of a round.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoundProgress)]
pub struct ProgressJson {
    pub area: String,
    pub total: SumsJson,
    /// How many people live there, as far as it is known; null where nothing is.
    pub living: Option<i64>,
    /// Subdistricts of which it is not known.
    pub living_unknown: u32,
    pub coverage: Option<i64>,
    pub parts: Vec<PartJson>,
    pub people: Vec<SurveyorJson>,
    pub shares: Vec<ShareJson>,
}

impl From<&Progress> for ProgressJson {
    fn from(progress: &Progress) -> ProgressJson {
        let living = progress.living;
        ProgressJson {
            area: progress.area.short(),
            total: progress.total.into(),
            living: (living.known > 0).then_some(living.n),
            living_unknown: living.unknown,
            coverage: rules::coverage(progress.total.persons, living),
            parts: progress.parts.iter().map(PartJson::from).collect(),
            people: progress.people.iter().map(SurveyorJson::from).collect(),
            shares: progress.shares.iter().map(ShareJson::from).collect(),
        }
    }
}

/// A round as its reader may see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeenRound)]
pub struct SeenJson {
    #[serde(flatten)]
    pub round: RoundJson,
    /// Null for volunteers, who see their shares.
    pub progress: Option<ProgressJson>,
    pub own_shares: Vec<ShareJson>,
}
