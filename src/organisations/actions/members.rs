//! Officers and leads bring people into a team and let them go; officers name who leads it.

use contact::Username;
use serde_json::json;

use super::{account_in, find_team_in, leads, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, TeamId};
use crate::notifications;
use crate::organisations::store::Tied;
use crate::organisations::{rules, store};

/// Brings somebody in, who is told. Bringing them in again changes nothing.
pub async fn add(app: &App, cx: &Cx, id: TeamId, username: &Username) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (team, organisation, may) = find_team_in(tx, who, id).await?;
        if !may.runs() && !leads(who, id) {
            return Err(Error::NotFound);
        }
        rules::goes_out(&team, &organisation)?;
        let account = account_in(tx, username).await?;
        if store::add_member(tx, id, account, cx.now).await? == Tied::Now {
            let args = json!({ "team": team.name, "name": organisation.names.th });
            let link = format!("/teams/{id}");
            let told = "notice-team-joined";
            notifications::tell_in(app, tx, cx, account, told, args, &link).await?;
        }
        Ok::<_, Error>(())
    })
}

/// Lets somebody go, who is told unless they went by themselves.
pub async fn remove(app: &App, cx: &Cx, id: TeamId, account: AccountId) -> Result<(), Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let own = who.account.id == account;
    db::write!(app.db, |tx| {
        let (team, _, may) = find_team_in(tx, who, id).await?;
        if !own && !may.runs() && !leads(who, id) {
            return Err(Error::NotFound);
        }
        if store::remove_member(tx, id, account).await? && !own {
            let args = json!({ "team": team.name });
            let told = "notice-team-left";
            notifications::tell_in(app, tx, cx, account, told, args, "/volunteer").await?;
        }
        Ok::<_, Error>(())
    })
}

/// Names a lead, or takes the lead back; whoever leads from now on is told.
pub async fn set_lead(
    app: &App,
    cx: &Cx,
    id: TeamId,
    account: AccountId,
    lead: bool,
) -> Result<(), Error> {
    let who = worker(cx)?;
    db::write!(app.db, |tx| {
        let (team, organisation, may) = find_team_in(tx, who, id).await?;
        if !may.runs() {
            return Err(Error::NotFound);
        }
        rules::goes_out(&team, &organisation)?;
        if !store::is_member(tx, id, account).await? {
            return Err(Error::NotFound);
        }
        if store::set_lead(tx, id, account, lead).await? && lead {
            let args = json!({ "team": team.name });
            let link = format!("/teams/{id}");
            let told = "notice-team-lead";
            notifications::tell_in(app, tx, cx, account, told, args, &link).await?;
        }
        Ok::<_, Error>(())
    })
}
