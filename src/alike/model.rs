//! A pair of persons who may be one.

use areas::AreaCode;
use jiff::Timestamp;

use super::handle::Handle;
use crate::ids::{HouseholdId, IncidentId, PairId, PersonId};
use crate::survey::handle::Handle as HouseholdHandle;

/// What two persons share, or what tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    SamePaper,
    /// Letter by letter, but for titles and spaces.
    SameName,
    /// Written otherwise, and sounding the same.
    SoundsTheSame,
    /// A letter or two apart.
    LikeName,
    SameYear,
    NearYear,
    SamePhone,
    SameHousehold,
    SameVillage,
    SameSubdistrict,
    SameNationality,
    SameSex,
    OtherPaper,
    OtherSex,
    YearsApart,
}

impl Reason {
    pub const ALL: [Reason; 15] = [
        Reason::SamePaper,
        Reason::SameName,
        Reason::SoundsTheSame,
        Reason::LikeName,
        Reason::SameYear,
        Reason::NearYear,
        Reason::SamePhone,
        Reason::SameHousehold,
        Reason::SameVillage,
        Reason::SameSubdistrict,
        Reason::SameNationality,
        Reason::SameSex,
        Reason::OtherPaper,
        Reason::OtherSex,
        Reason::YearsApart,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Reason::SamePaper => "same_paper",
            Reason::SameName => "same_name",
            Reason::SoundsTheSame => "sounds_the_same",
            Reason::LikeName => "like_name",
            Reason::SameYear => "same_year",
            Reason::NearYear => "near_year",
            Reason::SamePhone => "same_phone",
            Reason::SameHousehold => "same_household",
            Reason::SameVillage => "same_village",
            Reason::SameSubdistrict => "same_subdistrict",
            Reason::SameNationality => "same_nationality",
            Reason::SameSex => "same_sex",
            Reason::OtherPaper => "other_paper",
            Reason::OtherSex => "other_sex",
            Reason::YearsApart => "years_apart",
        }
    }

    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The message key of its words.
    pub fn label(self) -> &'static str {
        match self {
            Reason::SamePaper => "alike-same-paper",
            Reason::SameName => "alike-same-name",
            Reason::SoundsTheSame => "alike-sounds-the-same",
            Reason::LikeName => "alike-like-name",
            Reason::SameYear => "alike-same-year",
            Reason::NearYear => "alike-near-year",
            Reason::SamePhone => "alike-same-phone",
            Reason::SameHousehold => "alike-same-household",
            Reason::SameVillage => "alike-same-village",
            Reason::SameSubdistrict => "alike-same-subdistrict",
            Reason::SameNationality => "alike-same-nationality",
            Reason::SameSex => "alike-same-sex",
            Reason::OtherPaper => "alike-other-paper",
            Reason::OtherSex => "alike-other-sex",
            Reason::YearsApart => "alike-years-apart",
        }
    }

    pub fn speaks_against(self) -> bool {
        matches!(
            self,
            Reason::OtherPaper | Reason::OtherSex | Reason::YearsApart
        )
    }
}

/// What was decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Same,
    Different,
}

impl Decision {
    pub fn code(self) -> &'static str {
        match self {
            Decision::Same => "same",
            Decision::Different => "different",
        }
    }

    pub fn from_code(code: &str) -> Option<Decision> {
        [Decision::Same, Decision::Different]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// Which of two is kept, as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    Person(PersonId),
    /// Whoever of them lives there; of two of one household it says nothing.
    Household(HouseholdId),
}

impl Keep {
    /// A person's id, or the address of a household.
    pub fn parse(text: &str) -> Option<Keep> {
        if let Ok(household) = text.parse::<HouseholdHandle>() {
            return Some(Keep::Household(household.id));
        }
        text.parse().ok().map(Keep::Person)
    }
}

/// Two persons who may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub province: u8,
    pub id: PairId,
    pub incident: IncidentId,
    /// The smallest area that both lie in; where `one` lives if `other` lives in another province.
    pub area: AreaCode,
    pub one: PersonId,
    pub other_province: u8,
    pub other: PersonId,
    /// Of a hundred.
    pub score: u8,
    pub reasons: Vec<Reason>,
    pub found_at: Timestamp,
    pub turn_at: Timestamp,
    pub decision: Option<Decision>,
    pub decided_at: Option<Timestamp>,
    /// Of two that are one.
    pub kept: Option<PersonId>,
}

impl Pair {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }

    /// The other one lives in another province: nobody of this one decides that they are one.
    pub fn is_hint(&self) -> bool {
        self.province != self.other_province
    }
}
