//! A household and its persons.

mod codes;

use areas::AreaCode;
use contact::{PersonName, PhoneNumber};
use jiff::Timestamp;
use jiff::civil::Date;

pub use codes::{Consent, HouseholdState, PersonState, Sex, Source, TestKind, TestResult};

use super::handle::Handle;
use crate::areas::model::Pin;
use crate::ids::{AccountId, ConflictId, DoseId, HouseholdId, IncidentId, PersonId, PointId};

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

/// The text read out before a household is recorded; a new wording is a new version.
pub const CONSENT_VERSION: &str = "2026-11";

/// A household as it was sent, read and checked.
#[derive(Debug, Clone)]
pub struct NewHousehold {
    pub incident: IncidentId,
    pub kind: String,
    pub facts: HouseholdFacts,
    /// One to [`MOST_PERSONS`].
    pub persons: Vec<PersonFacts>,
}

/// All that is told of a household beside who lives there.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseholdFacts {
    pub area: AreaCode,
    pub pin: Option<Pin>,
    /// The address or landmark, empty where the pin says it all.
    pub landmark: String,
    /// Its name or number as told.
    pub village: String,
    /// The eight digits, where the village is known.
    pub village_code: Option<u32>,
    /// Whom to call: as sent, or the first phone of a person.
    pub contact_phone: Option<PhoneNumber>,
    pub details: String,
    /// `None` where the people sent it themselves, or nobody said.
    pub consent: Option<Consent>,
    pub state: HouseholdState,
}

/// All that is told of a person. Codes are the preset's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFacts {
    pub name: PersonName,
    /// Their own or their leader's: no key for persons.
    pub phone: Option<PhoneNumber>,
    pub nationality: String,
    pub age: Age,
    pub sex: Option<Sex>,
    /// As corrected; empty where the proposed group holds.
    pub target_group: String,
    /// In order, each once.
    pub risks: Vec<String>,
    pub vulnerabilities: Vec<String>,
    pub document: Option<Document>,
    pub history: String,
    pub wish: Option<Wished>,
    /// Where they would go for the vaccine.
    pub point: Option<PointId>,
    pub mobile_team: bool,
    pub bedridden: bool,
    pub test: Option<Test>,
    pub state: PersonState,
}

/// The number of a paper, never required.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// A code of the preset's documents.
    pub kind: String,
    pub number: String,
    /// False where the person insists on a number that cannot be right.
    pub sure: bool,
}

impl Document {
    /// What may be shown of it: the last letters.
    pub fn masked(&self) -> String {
        use contact::DocumentKind as Kind;
        let kinds: &[Kind] = match self.sure {
            true => &[Kind::CitizenId, Kind::NonThaiId, Kind::Other],
            false => &[Kind::Other],
        };
        let read = kinds
            .iter()
            .find_map(|kind| contact::IdentityDocument::parse(*kind, &self.number).ok());
        read.map_or_else(|| "xxxx".to_owned(), |read| read.masked())
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({} {})", self.kind, self.masked())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Test {
    pub kind: TestKind,
    /// `None` where the day is not known.
    pub on: Option<Date>,
    pub result: TestResult,
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
    pub village_code: Option<u32>,
    pub n_persons: u16,
    pub source: Source,
    pub verified: bool,
    pub practice: bool,
    pub state: HouseholdState,
    pub recorded_by: Option<AccountId>,
    pub asker_phone_hash: Option<Vec<u8>>,
    pub recorded_at: Timestamp,
    /// The day it counts for.
    pub recorded_on: Date,
    pub changed_at: Timestamp,
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
    pub facts: HouseholdFacts,
    /// In the order they were named; those who moved away or died as well.
    pub persons: Vec<Person>,
    pub conflicts: Vec<Conflict>,
}

impl Particulars {
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.iter().find(|person| person.id == id)
    }
}

#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    /// The day they count for.
    pub recorded_on: Date,
    pub facts: PersonFacts,
    /// By day.
    pub doses: Vec<Dose>,
    /// When they are talked with next, of whoever does not want it or is undecided. It is read for showing;
    /// it follows from talks and from what is told.
    pub next_talk_on: Option<Date>,
}

/// One dose of a vaccine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dose {
    pub id: DoseId,
    /// A code of the preset's vaccines.
    pub brand: String,
    pub on: Date,
    /// Where, in words.
    pub place: String,
}

/// What one phone told of a field while it said something else already; both are kept until a person
/// decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub id: ConflictId,
    /// `None` where it is about the household itself.
    pub person: Option<PersonId>,
    pub field: String,
    /// What the phone had seen.
    pub was: String,
    pub told: String,
    /// The phone had seen a later version than ours.
    pub ahead: bool,
    pub told_by: Option<AccountId>,
    pub told_at: Timestamp,
}
