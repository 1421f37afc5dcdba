//! An officer makes teams, changes them and ends them.

use super::{find_in, find_team_in, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{OrganisationId, TeamId};
use crate::organisations::model::NewTeam;
use crate::organisations::{rules, store};

pub async fn make(
    app: &App,
    cx: &Cx,
    organisation: OrganisationId,
    new: NewTeam,
) -> Result<TeamId, Error> {
    let who = worker(cx)?;
    let id: TeamId = app.ids.at(cx.now);
    db::write!(app.db, |tx| {
        let (organisation, may) = find_in(tx, who, organisation).await?;
        if !may.runs() {
            return Err(Error::NotFound);
        }
        rules::lives(&organisation)?;
        store::insert_team(tx, id, organisation.id, &new, cx.now).await?;
        Ok::<_, Error>(id)
    })
}

pub async fn change(app: &App, cx: &Cx, id: TeamId, new: NewTeam) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (team, organisation, may) = find_team_in(tx, who, id).await?;
        if !may.runs() {
            return Err(Error::NotFound);
        }
        rules::goes_out(&team, &organisation)?;
        store::change_team(tx, id, &new).await?;
        Ok::<_, Error>(())
    })
}

/// Ends a team that holds no case. Ending it again changes nothing.
pub async fn end(app: &App, cx: &Cx, id: TeamId) -> Result<OrganisationId, Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (team, _, may) = find_team_in(tx, who, id).await?;
        if !may.runs() {
            return Err(Error::NotFound);
        }
        rules::may_end_team(store::open_of_team(tx, id, cx.now).await?)?;
        store::end_team(tx, id, cx.now).await?;
        Ok::<_, Error>(team.organisation)
    })
}
