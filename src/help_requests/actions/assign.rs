//! An admin of the area gives a case to a volunteer or a team, who are told and hold it from then on.

use db::Tx;
use serde_json::json;

use super::{Incidents, Step, step_in};
use crate::access::Cx;
use crate::accounts;
use crate::accounts::model::Standing;
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{HelpRequest, Helper};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::CannotAct;
use crate::help_requests::rules::assign::{self, Overrule};
use crate::help_requests::store;
use crate::ids::{AccountId, TeamId};
use crate::incidents::preset::Kind;
use crate::notifications;
use crate::organisations;

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignee {
    /// By username, as people at work know each other.
    Volunteer(String),
    Team(TeamId),
}

/// Gives a case away; giving it again to the same changes nothing.
pub async fn assign(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    to: &Assignee,
    overrule: Overrule,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        if !who.is_admin_of(request.area) {
            return Err(Error::NotFound);
        }
        let kind = incidents.kind(&request)?;
        let helper = helper(tx, to, &request, kind).await?;
        let lease = jiff::SignedDuration::from_mins(i64::from(kind.lease_minutes));
        let before = request.progress.now(cx.now).held();
        let progress = assign::assign(&request, helper, overrule, lease, cx.now)?;
        if progress == request.progress {
            return Ok(request);
        }
        // In new hands the time counts anew.
        request.state_at = cx.now;
        request.escalation = 0;
        let step = Step {
            progress,
            name: "help_request.assigned",
            payload: json!({ "team": helper.team }),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        for account in told(tx, helper).await? {
            tell(app, tx, cx, account, "notice-request-assigned", &request).await?;
        }
        if let Some(held) = before {
            let message = "notice-request-assigned-away";
            tell(app, tx, cx, held.helper.by, message, &request).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// Who answers for the case: the volunteer, or the first of the team who may take the kind there.
async fn helper(
    tx: &mut Tx,
    to: &Assignee,
    request: &HelpRequest,
    kind: &Kind,
) -> Result<Helper, Error> {
    match to {
        Assignee::Volunteer(username) => {
            let username = username.trim().to_lowercase();
            let Some((by, _)) = accounts::store::find_by_username(tx, &username).await? else {
                return Err(CannotAct::AssigneeMayNot.into());
            };
            if !may_take(tx, by, request, kind).await? {
                return Err(CannotAct::AssigneeMayNot.into());
            }
            Ok(Helper { by, team: None })
        }
        Assignee::Team(id) => {
            let team = organisations::store::find_team(tx, *id).await?;
            if team.is_none_or(|team| team.ended_at.is_some()) {
                return Err(CannotAct::AssigneeMayNot.into());
            }
            for by in organisations::store::members(tx, *id).await? {
                if may_take(tx, by, request, kind).await? {
                    let team = Some(*id);
                    return Ok(Helper { by, team });
                }
            }
            Err(CannotAct::AssigneeMayNot.into())
        }
    }
}

async fn may_take(
    tx: &mut Tx,
    by: AccountId,
    request: &HelpRequest,
    kind: &Kind,
) -> Result<bool, db::Error> {
    let seats = accounts::store::seats(tx, by).await?;
    Ok(seats.iter().any(|seat| {
        seat.standing == Standing::Held
            && seat.area.contains(request.area)
            && matches!(seat.role, Role::Volunteer(role) if kind.roles.contains(&role))
    }))
}

/// All of a team, so that whoever reads it first goes.
async fn told(tx: &mut Tx, helper: Helper) -> Result<Vec<AccountId>, db::Error> {
    match helper.team {
        Some(team) => organisations::store::members(tx, team).await,
        None => Ok(vec![helper.by]),
    }
}

async fn tell(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    message: &'static str,
    request: &HelpRequest,
) -> Result<(), db::Error> {
    let args = json!({ "reference": request.reference.as_str() });
    let link = format!("/help-requests/{}", request.reference);
    notifications::tell_in(app, tx, cx, account, message, args, &link).await
}
