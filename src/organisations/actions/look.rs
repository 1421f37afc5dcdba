//! Looking organisations up: everybody at work by area; the people of one for those who belong to it
//! or answer for its areas.

use areas::AreaCode;

use super::{May, find_in, find_team_in, leads, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{OrganisationId, TeamId};
use crate::organisations::model::{
    Kind, Listed, Member, Organisation, Person, Team, TeamDone, TeamListed,
};
use crate::organisations::store;

/// Rows shown of one list.
pub const MOST: usize = 200;

/// What is asked of the list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The actor's own area when left out.
    pub area: Option<AreaCode>,
    pub kind: Option<Kind>,
    /// Part of a name, as typed.
    pub name: String,
}

pub struct Found {
    pub area: AreaCode,
    pub items: Vec<Listed>,
    /// Whether there are more than are shown: the search is to be narrowed.
    pub more: bool,
}

/// The organisations of an area in the order of their Thai names.
pub async fn list(app: &App, cx: &Cx, query: &Query) -> Result<Found, Error> {
    let who = worker(cx)?;
    let area = query.area.unwrap_or_else(|| who.home());
    let mut items = db::read!(app.db, |tx| store::listed(tx, area, query.kind).await)?;
    let wanted = folded(&query.name);
    items.retain(|one| {
        let names = &one.organisation.names;
        folded(&names.th).contains(&wanted) || folded(&names.en).contains(&wanted)
    });
    items.sort_by_cached_key(|one| i18n::sort_key(&one.organisation.names.th));
    let more = items.len() > MOST;
    items.truncate(MOST);
    Ok(Found { area, items, more })
}

fn folded(name: &str) -> String {
    i18n::normalise(name).to_lowercase().replace(' ', "")
}

/// One organisation as somebody may see it.
pub struct Seen {
    pub organisation: Organisation,
    pub may: May,
    pub teams: Vec<TeamListed>,
    /// Only for those who know its people.
    pub officers: Vec<Person>,
}

pub async fn see(app: &App, cx: &Cx, id: OrganisationId) -> Result<Seen, Error> {
    let who = worker(cx)?;
    db::read!(app.db, |tx| {
        let (organisation, may) = find_in(tx, who, id).await?;
        let teams = store::teams_of(tx, id).await?;
        let officers = if may.knows() {
            store::people::officers(tx, id).await?
        } else {
            Vec::new()
        };
        Ok::<_, Error>(Seen {
            organisation,
            may,
            teams,
            officers,
        })
    })
}

/// One team with its people.
pub struct SeenTeam {
    pub team: Team,
    pub organisation: Organisation,
    pub may: May,
    /// Whether people are the actor's to bring in and let go.
    pub leads: bool,
    pub members: Vec<Member>,
    pub done: TeamDone,
}

pub async fn see_team(app: &App, cx: &Cx, id: TeamId) -> Result<SeenTeam, Error> {
    let who = worker(cx)?;
    db::read!(app.db, |tx| {
        let (team, organisation, may) = find_team_in(tx, who, id).await?;
        if !may.knows() {
            return Err(Error::NotFound);
        }
        let members = store::people::members(tx, id).await?;
        Ok::<_, Error>(SeenTeam {
            team,
            organisation,
            may,
            leads: may.runs() || leads(who, id),
            members,
            done: store::done_by(tx, id).await?,
        })
    })
}

/// The teams of an organisation, for everybody at work.
pub async fn teams(app: &App, cx: &Cx, id: OrganisationId) -> Result<Vec<TeamListed>, Error> {
    Ok(see(app, cx, id).await?.teams)
}
