//! An organisation's cases, for its officers and the members of its teams: names and places are seen
//! on the case itself, by those with a ground.

use std::collections::BTreeMap;

use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::store;
use crate::ids::{OrganisationId, TeamId};
use crate::organisations;
use crate::organisations::model::Organisation;

pub struct Cases {
    pub organisation: Organisation,
    /// Whether the actor may acknowledge and send back.
    pub answers: bool,
    pub referred: Vec<HelpRequest>,
    pub held: Vec<HelpRequest>,
    /// The names of the teams that go out.
    pub teams: BTreeMap<TeamId, String>,
}

pub async fn cases(app: &App, cx: &Cx, id: OrganisationId) -> Result<Cases, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.belongs_to(id) {
        return Err(Error::NotFound);
    }
    db::read!(app.db, |tx| {
        let organisation = organisations::store::find(tx, id).await?;
        let organisation = organisation.ok_or(Error::NotFound)?;
        let teams = organisations::store::teams_of(tx, id).await?;
        Ok::<_, Error>(Cases {
            organisation,
            answers: who.is_officer_of(id),
            referred: store::of_organisation::referred_to(tx, id).await?,
            held: store::of_organisation::held_by_teams_of(tx, id, cx.now).await?,
            teams: teams
                .into_iter()
                .map(|one| (one.team.id, one.team.name))
                .collect(),
        })
    })
}
