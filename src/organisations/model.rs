//! An organisation, its teams, and who belongs to them.

use areas::AreaCode;
use i18n::Language;
use jiff::Timestamp;

use crate::ids::{AccountId, OrganisationId, TeamId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrganisationId,
    pub kind: Kind,
    pub names: Names,
    pub parent: Option<OrganisationId>,
    /// Where it works: each area reaches all below.
    pub areas: Vec<AreaCode>,
    /// As written; empty where none is known.
    pub phone: String,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// A Thai name, and an English one where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    pub th: String,
    pub en: String,
}

impl Names {
    /// The Thai name unless the reader reads no Thai and there is another.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Th | Language::Lo => &self.th,
            _ if self.en.is_empty() => &self.th,
            _ => &self.en,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    GovernmentOffice,
    LocalGovernment,
    Hospital,
    Foundation,
    VolunteerGroup,
    Community,
}

impl Kind {
    pub const ALL: [Kind; 6] = [
        Kind::GovernmentOffice,
        Kind::LocalGovernment,
        Kind::Hospital,
        Kind::Foundation,
        Kind::VolunteerGroup,
        Kind::Community,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Kind::GovernmentOffice => "government_office",
            Kind::LocalGovernment => "local_government",
            Kind::Hospital => "hospital",
            Kind::Foundation => "foundation",
            Kind::VolunteerGroup => "volunteer_group",
            Kind::Community => "community",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The message key of its word.
    pub fn label(self) -> &'static str {
        match self {
            Kind::GovernmentOffice => "organisation-government-office",
            Kind::LocalGovernment => "organisation-local-government",
            Kind::Hospital => "organisation-hospital",
            Kind::Foundation => "organisation-foundation",
            Kind::VolunteerGroup => "organisation-volunteer-group",
            Kind::Community => "organisation-community",
        }
    }
}

/// People who go out together, of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub organisation: OrganisationId,
    pub name: String,
    /// As written; empty where it has none.
    pub phone: String,
    /// Whether the phone is told to people the team comes to.
    pub phone_shown: bool,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// How somebody belongs to an organisation: as officer of it, or as member of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub organisation: OrganisationId,
    pub organisation_names: Names,
    pub tie: Tie,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// Answers for the organisation: its teams, its referred cases.
    Officer,
    Member {
        team: TeamId,
        name: String,
        lead: bool,
    },
    /// A team of an organisation one is officer of.
    Dispatches { team: TeamId, name: String },
}

/// An organisation as told by whoever makes or changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    pub kind: Kind,
    pub names: Names,
    pub phone: String,
    pub areas: Vec<AreaCode>,
}

/// A team as told by whoever makes or changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTeam {
    pub name: String,
    pub phone: String,
    pub phone_shown: bool,
}

/// Somebody of an organisation, as the others of it know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub account: AccountId,
    pub username: String,
    pub display_name: String,
    pub full_name: String,
    pub since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub person: Person,
    /// Leads the team: brings people in and lets them go.
    pub lead: bool,
}

/// A row of a list: an organisation and how many teams it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub organisation: Organisation,
    pub teams: i64,
}

/// A team and how many go out with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamListed {
    pub team: Team,
    pub members: i64,
    pub done: TeamDone,
}

/// What a team has done, practice left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TeamDone {
    /// Cases held now.
    pub held: i64,
    /// Cases helped, confirmed or not.
    pub helped: i64,
    /// Of these, confirmed by whoever asked.
    pub confirmed: i64,
}

impl TeamDone {
    /// The share of helped cases that were confirmed, in percent.
    pub fn share(self) -> Option<i64> {
        (self.helped > 0).then(|| self.confirmed * 100 / self.helped)
    }
}
