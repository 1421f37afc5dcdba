//! A held case changes hands between teams: asked by one side, answered by the other.

use jiff::SignedDuration;
use serde_json::json;

use super::notes::{self, About};
use super::{Incidents, Step, record_in, save_in, see, step_in};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::{Hand, transfer};
use crate::help_requests::store;
use crate::ids::TeamId;
use crate::{notifications, organisations};

/// What is said about a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Ask(TeamId),
    Accept,
    Decline,
}

pub async fn say(
    app: &App,
    cx: &Cx,
    reference: &Reference,
    word: Word,
    words: &str,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let teams = who.teams();
    let hand = Hand {
        account: who.account.id,
        teams: &teams,
    };
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
        if see::ground(app, cx, &request).is_none() && !see::works_there(cx, &request) {
            return Err(Error::NotFound);
        }
        notes::write_in(app, tx, cx, &request, About::Transfer, words)?;
        match word {
            Word::Ask(to) => ask_in(app, tx, cx, &incidents, &mut request, hand, to).await?,
            Word::Accept => {
                let lease = incidents.kind(&request)?.lease_minutes;
                let lease = SignedDuration::from_mins(i64::from(lease));
                let asked_by = request.transfer.map(|transfer| transfer.asked_by);
                let progress = transfer::accept(&request, hand, lease, cx.now)?;
                let team = progress.helper().and_then(|helper| helper.team);
                let step = Step {
                    progress,
                    name: "help_request.transferred",
                    payload: json!({ "team": team }),
                };
                step_in(app, tx, cx, &incidents, &mut request, step).await?;
                if let Some(asked_by) = asked_by {
                    tell(app, tx, cx, &request, asked_by, "notice-transfer-accepted").await?;
                }
            }
            Word::Decline => {
                transfer::decline(&request, hand, cx.now)?;
                let asked_by = request.transfer.take().map(|transfer| transfer.asked_by);
                save_in(tx, cx, &incidents, &mut request).await?;
                let name = "help_request.transfer_declined";
                record_in(app, tx, cx, &request, name, json!({}))?;
                if let Some(asked_by) = asked_by {
                    tell(app, tx, cx, &request, asked_by, "notice-transfer-declined").await?;
                }
            }
        }
        Ok::<_, Error>(request)
    })
}

async fn ask_in(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    incidents: &Incidents,
    request: &mut HelpRequest,
    hand: Hand<'_>,
    to: TeamId,
) -> Result<(), Error> {
    let team = organisations::store::find_team(tx, to).await?;
    if team.is_none_or(|team| team.ended_at.is_some()) {
        let mut problems = web::Problems::default();
        problems.add("team", "transfer-to-nobody");
        return Err(problems.into());
    }
    let asked = transfer::ask(request, to, hand, cx.now)?;
    let same = |before: &crate::help_requests::model::Transfer| {
        before.to == asked.to && before.by_holder == asked.by_holder
    };
    if request.transfer.as_ref().is_some_and(same) {
        return Ok(());
    }
    request.transfer = Some(asked);
    save_in(tx, cx, incidents, request).await?;
    let payload = json!({ "team": to, "by_holder": asked.by_holder });
    record_in(app, tx, cx, request, "help_request.transfer_asked", payload)?;
    if asked.by_holder {
        for account in organisations::store::members(tx, to).await? {
            tell(app, tx, cx, request, account, "notice-transfer-offered").await?;
        }
    } else if let Some(held) = request.progress.now(cx.now).held() {
        let holder = held.helper.by;
        tell(app, tx, cx, request, holder, "notice-transfer-wanted").await?;
    }
    Ok(())
}

async fn tell(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    request: &HelpRequest,
    account: crate::ids::AccountId,
    message: &'static str,
) -> Result<(), db::Error> {
    if cx.account() == Some(account) {
        return Ok(());
    }
    let args = json!({ "reference": request.reference.as_str() });
    let link = format!("/help-requests/{}", request.reference);
    notifications::tell_in(app, tx, cx, account, message, args, &link).await
}
