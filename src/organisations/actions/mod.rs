//! What people do with organisations and teams, and who may.

pub mod look;
pub mod manage;
pub mod members;
pub mod officers;
pub mod teams;

use db::Tx;

use super::model::{Organisation, Team, Tie};
use super::store;
use crate::access::{Cx, SignedIn};
use crate::error::Error;
use crate::ids::{AccountId, OrganisationId, TeamId};

/// What somebody may do with one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct May {
    /// An admin who answers for every area it works in.
    pub administers: bool,
    /// One of its officers.
    pub answers: bool,
    /// An officer, or a member of one of its teams.
    pub belongs: bool,
}

impl May {
    pub fn of(who: &SignedIn, organisation: &Organisation) -> May {
        let areas = &organisation.areas;
        May {
            administers: !areas.is_empty() && areas.iter().all(|area| who.is_admin_of(*area)),
            answers: who.is_officer_of(organisation.id),
            belongs: who.belongs_to(organisation.id),
        }
    }

    /// Whether the names of its people are theirs to see.
    pub fn knows(self) -> bool {
        self.administers || self.belongs
    }

    /// Whether its teams are theirs to make and end.
    pub fn runs(self) -> bool {
        self.administers || self.answers
    }
}

/// Whether somebody leads a team.
pub fn leads(who: &SignedIn, team: TeamId) -> bool {
    who.memberships.iter().any(|one| {
        matches!(one.tie, Tie::Member { team: own, lead: true, .. } if own == team) && who.works()
    })
}

fn worker(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if who.works() {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

async fn find_in(
    tx: &mut Tx,
    who: &SignedIn,
    id: OrganisationId,
) -> Result<(Organisation, May), Error> {
    let organisation = store::find(tx, id).await?.ok_or(Error::NotFound)?;
    let may = May::of(who, &organisation);
    Ok((organisation, may))
}

async fn find_team_in(
    tx: &mut Tx,
    who: &SignedIn,
    id: TeamId,
) -> Result<(Team, Organisation, May), Error> {
    let team = store::find_team(tx, id).await?.ok_or(Error::NotFound)?;
    let (organisation, may) = find_in(tx, who, team.organisation).await?;
    Ok((team, organisation, may))
}

/// The account of a username, or a problem told at the field.
async fn account_in(tx: &mut Tx, username: &contact::Username) -> Result<AccountId, Error> {
    let found = crate::accounts::store::find_by_username(tx, username.key()).await?;
    match found {
        Some((account, _)) => Ok(account),
        None => {
            let mut problems = web::Problems::default();
            problems.add("username", "person-unknown");
            Err(problems.into())
        }
    }
}
