//! The person (or nobody) at the other end of a request, with the rights they came with.

use areas::AreaCode;
use i18n::Language;
use jiff::Timestamp;

use crate::accounts::model::{Account, PhoneHolder, Seat, Standing};
use crate::accounts::role::Role;
use crate::ids::{AccountId, OrganisationId, SessionId, TeamId};
use crate::incidents::preset;
use crate::organisations::model::{Membership, Tie};

/// Who acts.
#[derive(Debug, Clone)]
pub enum Actor {
    Visitor,
    Phone(SessionId, PhoneHolder),
    SignedIn(Box<SignedIn>),
}

/// An account in a session, with its seats.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub session: SessionId,
    pub account: Account,
    pub seats: Vec<Seat>,
    pub memberships: Vec<Membership>,
}

impl SignedIn {
    /// The seats that give rights now.
    pub fn held(&self) -> impl Iterator<Item = &Seat> {
        self.seats
            .iter()
            .filter(|seat| seat.standing == Standing::Held)
    }

    /// Whether any seat gives rights now: not while all wait for approval, were refused or ended.
    pub fn works(&self) -> bool {
        self.held().next().is_some()
    }

    /// Whether all that gave rights was taken back for a time.
    pub fn is_suspended(&self) -> bool {
        let mut seats = self.seats.iter();
        !self.works() && seats.any(|seat| seat.standing == Standing::Suspended)
    }

    /// Whether one of the admin seats reaches an area.
    pub fn is_admin_of(&self, area: AreaCode) -> bool {
        self.held()
            .any(|seat| seat.role.is_admin() && seat.area.contains(area))
    }

    pub fn is_admin(&self) -> bool {
        self.held().any(|seat| seat.role.is_admin())
    }

    pub fn is_national_admin(&self) -> bool {
        self.held().any(|seat| seat.role == Role::NationalAdmin)
    }

    /// The volunteer roles held anywhere.
    pub fn volunteer_roles(&self) -> Vec<preset::Role> {
        let mut roles: Vec<preset::Role> = self
            .held()
            .filter_map(|seat| match seat.role {
                Role::Volunteer(role) => Some(role),
                _ => None,
            })
            .collect();
        roles.dedup();
        roles
    }

    /// Whether a volunteer role is held for an area.
    pub fn volunteers_as(&self, role: preset::Role, area: AreaCode) -> bool {
        self.held()
            .any(|seat| seat.role == Role::Volunteer(role) && seat.area.contains(area))
    }

    /// Where this person works at the desk, as desk volunteer or admin; no area lies inside another.
    pub fn desk_areas(&self) -> Vec<AreaCode> {
        let desk =
            |seat: &&Seat| seat.role.is_admin() || seat.role == Role::Volunteer(preset::Role::Desk);
        let areas: Vec<AreaCode> = self.held().filter(desk).map(|seat| seat.area).collect();
        let mut widest: Vec<AreaCode> = areas
            .iter()
            .filter(|area| !areas.iter().any(|one| one != *area && one.contains(**area)))
            .copied()
            .collect();
        widest.sort_unstable();
        widest.dedup();
        widest
    }

    pub fn works_at_desk(&self) -> bool {
        !self.desk_areas().is_empty()
    }

    /// The area a person works in first: the widest admin seat, else the volunteer seat's.
    pub fn home(&self) -> AreaCode {
        self.held()
            .filter(|seat| seat.role.is_admin())
            .map(|seat| seat.area)
            .min_by_key(|area| area.level())
            .or_else(|| self.held().map(|seat| seat.area).next())
            .unwrap_or(self.account.area)
    }

    /// What ties one to organisations now. Only a held seat gives rights: who is suspended everywhere,
    /// or still waits, acts for no team.
    fn ties(&self) -> &[Membership] {
        if self.works() { &self.memberships } else { &[] }
    }

    /// The teams one goes out with.
    pub fn teams(&self) -> Vec<TeamId> {
        let member = |tie: &Membership| match tie.tie {
            Tie::Member { team, .. } => Some(team),
            _ => None,
        };
        self.ties().iter().filter_map(member).collect()
    }

    /// The teams one goes out with or dispatches.
    pub fn reaches_team(&self, wanted: TeamId) -> bool {
        self.ties().iter().any(|membership| {
            matches!(membership.tie, Tie::Member { team, .. } | Tie::Dispatches { team, .. }
                if team == wanted)
        })
    }

    /// Whether one answers for an organisation.
    pub fn is_officer_of(&self, organisation: OrganisationId) -> bool {
        self.ties()
            .iter()
            .any(|one| one.organisation == organisation && one.tie == Tie::Officer)
    }

    /// The organisations one answers for.
    pub fn officer_of(&self) -> impl Iterator<Item = OrganisationId> {
        let ties = self.ties().iter();
        ties.filter(|one| one.tie == Tie::Officer)
            .map(|one| one.organisation)
    }

    /// Whether one belongs to an organisation, as officer or in a team.
    pub fn belongs_to(&self, organisation: OrganisationId) -> bool {
        self.ties()
            .iter()
            .any(|one| one.organisation == organisation)
    }

    /// Whether every seat still waits for the area admin's word.
    pub fn waits_for_approval(&self) -> bool {
        self.held().next().is_none()
            && self
                .seats
                .iter()
                .any(|seat| seat.standing == Standing::Waiting)
    }
}

/// The circumstances of one action: who, when, in which language, under which request id.
#[derive(Debug, Clone)]
pub struct Cx {
    pub actor: Actor,
    pub now: Timestamp,
    pub language: Language,
    pub request_id: String,
}

impl Cx {
    /// The circumstances of work nobody in particular asked for.
    pub fn system(now: Timestamp) -> Cx {
        let request_id = "system".to_owned();
        Cx {
            actor: Actor::Visitor,
            now,
            language: Language::Th,
            request_id,
        }
    }

    pub fn account(&self) -> Option<AccountId> {
        self.signed_in().map(|who| who.account.id)
    }

    pub fn signed_in(&self) -> Option<&SignedIn> {
        match &self.actor {
            Actor::SignedIn(who) => Some(who),
            Actor::Visitor | Actor::Phone(..) => None,
        }
    }

    pub fn phone(&self) -> Option<&PhoneHolder> {
        match &self.actor {
            Actor::Phone(_, holder) => Some(holder),
            Actor::Visitor | Actor::SignedIn(_) => None,
        }
    }
}
