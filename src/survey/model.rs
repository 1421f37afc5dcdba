//! A household and its persons.

use areas::AreaCode;
use contact::{PersonName, PhoneNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use super::handle::Handle;
use crate::areas::model::Pin;
use crate::ids::{AccountId, HouseholdId, IncidentId, PersonId};

/// Persons one household may have: a worker camp, not a village.
pub const MOST_PERSONS: usize = 60;

const BUDDHIST_ERA: i16 = 543;

/// The year of birth, Common Era; a year off where an age was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthYear(i16);

/// Why a text is neither an age nor a year of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAge {
    #[error("no number")]
    NotANumber,
    #[error("more than {} years", BirthYear::OLDEST)]
    TooOld,
    #[error("a year that has not come")]
    InTheFuture,
}

impl BirthYear {
    /// The oldest anybody may be.
    pub const OLDEST: i16 = 130;

    /// Reads an age in years or a year of birth, Buddhist or Common Era, in Arabic or Thai digits.
    pub fn parse(text: &str, today: Date) -> Result<BirthYear, NotAnAge> {
        let text = i18n::fold_digits(text);
        let text = text.trim().trim_end_matches("ปี").trim_end();
        if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAnAge::NotANumber);
        }
        let number: i16 = text.parse().map_err(|_| NotAnAge::NotANumber)?;
        let year = match number {
            0..=BirthYear::OLDEST => today.year() - number,
            2400.. => number - BUDDHIST_ERA,
            _ => number,
        };
        BirthYear::new(year, today)
    }

    fn new(year: i16, today: Date) -> Result<BirthYear, NotAnAge> {
        if year > today.year() {
            Err(NotAnAge::InTheFuture)
        } else if today.year() - year > BirthYear::OLDEST {
            Err(NotAnAge::TooOld)
        } else {
            Ok(BirthYear(year))
        }
    }

    /// As it stands in a row.
    pub fn stored(year: i16) -> BirthYear {
        BirthYear(year)
    }

    pub fn get(self) -> i16 {
        self.0
    }

    /// Years of age on a day.
    pub fn years(self, today: Date) -> u8 {
        u8::try_from(today.year() - self.0).unwrap_or(0)
    }
}

/// The wishes that figures name; a preset has them among its wishes.
pub const WANTS: &str = "wants";
pub const DOES_NOT_WANT: &str = "does_not_want";

/// Who told us of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Somebody signed in recorded it.
    Volunteer,
    /// The people themselves, by phone.
    Oneself,
}

impl Source {
    pub fn code(self) -> &'static str {
        match self {
            Source::Volunteer => "volunteer",
            Source::Oneself => "self",
        }
    }

    pub fn from_code(code: &str) -> Option<Source> {
        [Source::Volunteer, Source::Oneself]
            .into_iter()
            .find(|source| source.code() == code)
    }
}

/// A household as it was sent, read and checked.
#[derive(Debug, Clone)]
pub struct NewHousehold {
    pub incident: IncidentId,
    pub kind: String,
    pub area: AreaCode,
    pub pin: Option<Pin>,
    /// The address or landmark, empty where the pin says it all.
    pub landmark: String,
    pub village: String,
    /// Whom to call: as sent, or the first phone of a person.
    pub contact_phone: Option<PhoneNumber>,
    pub details: String,
    /// One to [`MOST_PERSONS`].
    pub persons: Vec<NewPerson>,
}

/// One person of it. Codes are the preset's.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub name: PersonName,
    /// Their own or their leader's: no key for persons.
    pub phone: Option<PhoneNumber>,
    pub nationality: String,
    pub age: Age,
    pub history: String,
    pub wish: Option<Wished>,
}

/// How old somebody is, as far as they told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Age {
    pub birth_year: Option<BirthYear>,
    /// A code of the preset's age bands, empty where nothing was told.
    pub band: String,
}

/// What somebody not fully vaccinated wishes, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wished {
    pub wish: String,
    /// Empty where the wish asks no reason.
    pub reason: String,
    pub words: String,
}

/// What anybody who may know of the household sees: no name, phone, exact place or health.
#[derive(Debug, Clone)]
pub struct Household {
    pub province: u8,
    pub id: HouseholdId,
    pub incident: IncidentId,
    pub kind: String,
    pub area: AreaCode,
    pub village: String,
    pub n_persons: u16,
    pub source: Source,
    pub verified: bool,
    pub practice: bool,
    pub recorded_by: Option<AccountId>,
    pub asker_phone_hash: Option<Vec<u8>>,
    pub recorded_at: Timestamp,
    pub version: i64,
}

impl Household {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }

    pub fn persons(&self) -> i64 {
        self.n_persons.into()
    }
}

/// Who lives there, where exactly, and in which words: only with a grant.
#[derive(Debug, Clone)]
pub struct Particulars {
    pub pin: Option<Pin>,
    pub landmark: String,
    pub contact_phone: Option<PhoneNumber>,
    pub details: String,
    /// In the order they were named.
    pub persons: Vec<Person>,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    pub name: PersonName,
    pub phone: Option<PhoneNumber>,
    pub nationality: String,
    pub age: Age,
    pub history: String,
    pub wish: Option<Wished>,
}
