//! What the person who asked does: say that help came, that they still wait, that nobody needs to
//! come, that they are safe.

use db::Tx;
use serde_json::json;

use super::{Incidents, Step, desk, see, step_in};
use crate::access::{Actor, Cx, Ground};
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{Cancelled, HelpRequest};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::{self, CannotAct};
use crate::help_requests::store;
use crate::ids::AccountId;
use crate::notifications;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Confirm,
    Reopen,
    Cancel,
    Safe,
    /// "I still wait": the answer to being asked.
    StillWaiting,
}

impl Word {
    pub(super) fn event(self) -> &'static str {
        match self {
            Word::Confirm => "help_request.confirmed",
            Word::Reopen => "help_request.reopened",
            Word::Cancel => "help_request.cancelled",
            Word::Safe => "help_request.safe",
            Word::StillWaiting => "help_request.still_waiting",
        }
    }
}

/// How the requester is known: by the private link, or by who they are.
#[derive(Debug, Clone)]
pub enum Through<'a> {
    Follow(&'a str),
    Reference(&'a Reference),
}

/// The requester, or the volunteer who recorded for them, says how it stands.
pub async fn say(
    app: &App,
    cx: &Cx,
    through: Through<'_>,
    word: Word,
) -> Result<HelpRequest, Error> {
    if matches!(
        (&through, &cx.actor),
        (Through::Reference(_), Actor::Visitor)
    ) {
        return Err(Error::SignInNeeded);
    }
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = find(tx, &through).await?;
        if matches!(through, Through::Reference(_)) {
            match see::ground(app, cx, &request) {
                Some(Ground::Own | Ground::Recorder | Ground::AreaAdmin) => {}
                _ => return Err(Error::NotFound),
            }
        }
        let reopen_days = incidents.find(request.incident)?.reopen_days;
        let helper = request.progress.helper().map(|helper| helper.by);
        let progress = match word {
            Word::Confirm => rules::confirm(&request, cx.now)?,
            Word::Reopen => rules::reopen(&request, reopen_days, cx.now)?,
            Word::Cancel => rules::cancel(&request, Cancelled::NotNeeded)?,
            Word::Safe => rules::cancel(&request, Cancelled::Safe)?,
            Word::StillWaiting if request.progress.state().is_open() => request.progress.clone(),
            Word::StillWaiting => return Err(CannotAct::Closed.into()),
        };
        if progress == request.progress && word != Word::StillWaiting {
            return Ok(request);
        }
        request.sign_at = cx.now;
        request.still_asked_at = None;
        let step = Step {
            progress,
            name: word.event(),
            payload: json!({}),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        desk::heard_of_in(tx, &request).await?;
        tell_holder_in(app, tx, cx, &request, helper, word).await?;
        Ok::<_, Error>(request)
    })
}

/// The request somebody speaks of; whether they may is asked by the caller.
pub(super) async fn find(tx: &mut Tx, through: &Through<'_>) -> Result<HelpRequest, Error> {
    let found = match through {
        Through::Follow(token) => {
            let province = token.get(..2).and_then(|digits| digits.parse().ok());
            let province = province.ok_or(Error::NotFound)?;
            store::find_by_follow(tx, province, &vault::token_hash(token)).await?
        }
        Through::Reference(reference) => store::find(tx, reference).await?,
    };
    found.ok_or(Error::NotFound)
}

/// Whoever held the case or helped hears what the requester said.
pub(super) async fn tell_holder_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &HelpRequest,
    holder: Option<AccountId>,
    word: Word,
) -> Result<(), db::Error> {
    let message = match word {
        Word::Confirm => "notice-request-confirmed",
        Word::Reopen => "notice-request-reopened",
        Word::Cancel | Word::Safe => "notice-request-cancelled",
        Word::StillWaiting => return Ok(()),
    };
    let Some(holder) = holder else {
        return Ok(());
    };
    let args = json!({ "reference": request.reference.as_str() });
    let link = format!("/help-requests/{}", request.reference);
    notifications::tell_in(app, tx, cx, holder, message, args, &link).await
}
