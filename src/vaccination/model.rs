//! A day of vaccination, who is asked to come, and what an area asks for.

use areas::AreaCode;
use contact::{PersonName, PhoneNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use super::handle::Handle;
use crate::ids::{AccountId, HouseholdId, IncidentId, PersonId, PointId, VaccinationSessionId};

/// Seats of one day at most.
pub const MOST_SEATS: u16 = 2_000;

/// A day as it was planned, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    pub incident: IncidentId,
    /// Whose demand it is for: a province, a district or a subdistrict.
    pub area: AreaCode,
    pub place: Place,
    /// A code of the preset's vaccines; empty where it is not known yet.
    pub brand: String,
    pub held_on: Date,
    /// In words, such as 9.00–12.00.
    pub hours: String,
    pub seats: u16,
}

/// Where people are vaccinated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Point(PointId),
    /// A team that comes, and where it begins, in words.
    MobileTeam(String),
}

impl Place {
    pub fn point(&self) -> Option<PointId> {
        match self {
            Place::Point(point) => Some(*point),
            Place::MobileTeam(_) => None,
        }
    }

    pub fn is_mobile(&self) -> bool {
        matches!(self, Place::MobileTeam(_))
    }

    pub fn words(&self) -> &str {
        match self {
            Place::Point(_) => "",
            Place::MobileTeam(words) => words,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub province: u8,
    pub id: VaccinationSessionId,
    pub told: NewSession,
    pub planned_by: AccountId,
    pub planned_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
}

impl Session {
    pub fn handle(&self) -> Handle {
        Handle {
            province: self.province,
            id: self.id,
        }
    }
}

/// How it stands with somebody who was asked to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuestState {
    /// On the list, not told yet.
    Invited,
    Coming,
    NotComing,
    Vaccinated,
    /// Was to come and did not.
    Absent,
}

impl GuestState {
    pub const ALL: [GuestState; 5] = [
        GuestState::Invited,
        GuestState::Coming,
        GuestState::NotComing,
        GuestState::Vaccinated,
        GuestState::Absent,
    ];

    pub fn code(self) -> &'static str {
        match self {
            GuestState::Invited => "invited",
            GuestState::Coming => "coming",
            GuestState::NotComing => "not_coming",
            GuestState::Vaccinated => "vaccinated",
            GuestState::Absent => "absent",
        }
    }

    pub fn from_code(code: &str) -> Option<GuestState> {
        GuestState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            GuestState::Invited => "guest-invited",
            GuestState::Coming => "guest-coming",
            GuestState::NotComing => "guest-not-coming",
            GuestState::Vaccinated => "guest-vaccinated",
            GuestState::Absent => "guest-absent",
        }
    }

    /// The look of its word, by the states that pages know.
    pub fn look(self) -> &'static str {
        match self {
            GuestState::Invited => "waiting",
            GuestState::Coming => "taken",
            GuestState::Vaccinated => "helped",
            GuestState::NotComing | GuestState::Absent => "closed",
        }
    }

    /// Whether a seat is kept for them.
    pub fn takes_seat(self) -> bool {
        !matches!(self, GuestState::NotComing | GuestState::Absent)
    }
}

/// Somebody who was asked to come: who they are only for whoever holds that day.
#[derive(Debug, Clone)]
pub struct Guest {
    pub person: PersonId,
    pub household: HouseholdId,
    pub area: AreaCode,
    pub village: String,
    pub state: GuestState,
    pub name: PersonName,
    /// Their own phone, else whom to call of the household.
    pub phone: Option<PhoneNumber>,
    pub history: String,
    pub mobile_team: bool,
}

/// A day somebody was asked to come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub session: VaccinationSessionId,
    pub state: GuestState,
    pub state_at: Timestamp,
    pub held_on: Date,
    pub is_cancelled: bool,
}

impl Seat {
    /// Whether they are still to come.
    pub fn is_ahead(&self, today: Date) -> bool {
        let may_come = matches!(self.state, GuestState::Invited | GuestState::Coming);
        may_come && !self.is_cancelled && self.held_on >= today
    }
}

/// A talk that is due: no names, since lists are seen by many.
#[derive(Debug, Clone)]
pub struct DueTalk {
    pub province: u8,
    pub person: PersonId,
    pub household: HouseholdId,
    pub area: AreaCode,
    pub village: String,
    pub age_band: String,
    pub reason: String,
    pub due_on: Date,
    pub assigned: Option<String>,
}

/// What an area asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Demand {
    /// Persons who want the vaccine or wait for a second dose.
    pub wants: i64,
    /// Of them: who cannot come.
    pub mobile: i64,
    /// Of them: second doses.
    pub second: i64,
    /// Persons to talk with again.
    pub talks: i64,
}

impl std::ops::AddAssign for Demand {
    fn add_assign(&mut self, other: Demand) {
        self.wants += other.wants;
        self.mobile += other.mobile;
        self.second += other.second;
        self.talks += other.talks;
    }
}
