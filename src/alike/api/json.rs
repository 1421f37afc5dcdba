//! How a pair is told to programs.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::alike::actions::see::{Seen, Side};
use crate::alike::model::{Decision, Pair};
use crate::survey::model::BirthYear;

/// Two persons who may be one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AlikePair)]
pub struct PairJson {
    pub id: String,
    /// The smallest area that both live in.
    pub area: String,
    /// Of a hundred.
    pub score: u8,
    /// `same_paper`, `same_name`, `sounds_the_same`, `like_name`, `same_year`, `near_year`, `same_phone`,
    /// `same_household`, `same_village`, `same_subdistrict`, `same_nationality`, `same_sex`; against it `other_paper`,
    /// `other_sex`, `years_apart`.
    pub reasons: Vec<&'static str>,
    pub found_at: Timestamp,
    /// `same` or `different`; null while it waits.
    pub decision: Option<&'static str>,
    pub decided_at: Option<Timestamp>,
    /// Of two that are one, the person kept.
    pub kept: Option<Uuid>,
    pub one: PersonJson,
    /// Null where the other one lives in another province: nobody of this one sees or decides it.
    pub other: Option<PersonJson>,
    /// The code of the province the other one lives in.
    pub other_province: String,
}

/// One of two.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AlikePerson)]
pub struct PersonJson {
    pub id: Uuid,
    pub household: String,
    pub area: String,
    pub village: String,
    pub name: String,
    /// Common Era.
    pub birth_year: Option<i16>,
    pub sex: Option<&'static str>,
    pub nationality: String,
    pub phone: Option<String>,
    /// The last letters alone.
    pub document_number: Option<String>,
    pub history: String,
    pub recorded_at: Timestamp,
}

impl From<&Seen> for PairJson {
    fn from(seen: &Seen) -> PairJson {
        let pair = &seen.pair;
        PairJson {
            id: pair.handle().to_string(),
            area: pair.area.short(),
            score: pair.score,
            reasons: pair.reasons.iter().map(|one| one.code()).collect(),
            found_at: pair.found_at,
            decision: pair.decision.map(Decision::code),
            decided_at: pair.decided_at,
            kept: pair.kept.map(|kept| kept.0),
            one: PersonJson::from(&seen.one),
            other: seen.other.as_ref().map(PersonJson::from),
            other_province: format!("{:02}", pair.other_province),
        }
    }
}

impl From<&Side> for PersonJson {
    fn from(side: &Side) -> PersonJson {
        let (household, facts) = (&side.household, &side.person.facts);
        PersonJson {
            id: side.person.id.0,
            household: household.handle().to_string(),
            area: household.area.short(),
            village: household.village.clone(),
            name: facts.name.as_str().to_owned(),
            birth_year: facts.age.birth_year.map(BirthYear::get),
            sex: facts.sex.map(|sex| sex.code()),
            nationality: facts.nationality.clone(),
            phone: facts.phone.as_ref().map(|phone| phone.e164().to_owned()),
            document_number: facts.document.as_ref().map(|one| one.masked()),
            history: facts.history.clone(),
            recorded_at: household.recorded_at,
        }
    }
}

/// How a pair stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AlikeDecided)]
pub struct DecidedJson {
    pub id: String,
    /// `same` or `different`; null where it waits again.
    pub decision: Option<&'static str>,
    pub decided_at: Option<Timestamp>,
    /// Of two that are one, the person kept.
    pub kept: Option<Uuid>,
}

impl From<&Pair> for DecidedJson {
    fn from(pair: &Pair) -> DecidedJson {
        DecidedJson {
            id: pair.handle().to_string(),
            decision: pair.decision.map(Decision::code),
            decided_at: pair.decided_at,
            kept: pair.kept.map(|kept| kept.0),
        }
    }
}
