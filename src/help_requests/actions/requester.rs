//! What the person who asked does: say that help came, that they still wait, that nobody needs to
//! come, that they are safe.

use serde_json::json;

use super::{see, step_in};
use crate::access::{Actor, Cx, Ground};
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{Cancelled, HelpRequest, Progress};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules;
use crate::help_requests::store;
use crate::incidents;
use crate::notifications;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Confirm,
    Reopen,
    Cancel,
    Safe,
}

impl Word {
    fn event(self) -> &'static str {
        match self {
            Word::Confirm => "help_request.confirmed",
            Word::Reopen => "help_request.reopened",
            Word::Cancel => "help_request.cancelled",
            Word::Safe => "help_request.safe",
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
    let incidents = incidents::actions::all(app, cx.now).await?;
    db::write!(app.db, |tx| {
        let found = match &through {
            Through::Follow(token) => {
                let province = token.get(..2).and_then(|digits| digits.parse().ok());
                let province = province.ok_or(Error::NotFound)?;
                store::find_by_follow(tx, province, &vault::token_hash(token)).await?
            }
            Through::Reference(reference) => store::find(tx, reference).await?,
        };
        let mut request = found.ok_or(Error::NotFound)?;
        if matches!(through, Through::Reference(_)) {
            match see::ground(app, cx, &request) {
                Some(Ground::Own | Ground::Recorder | Ground::AreaAdmin) => {}
                _ => return Err(Error::NotFound),
            }
        }
        let reopen_days = incidents
            .iter()
            .find(|incident| incident.id == request.incident)
            .map_or(0, |incident| incident.reopen_days);
        let helper = match &request.progress {
            Progress::Helped { by, .. } => Some(*by),
            progress => progress.held().map(|held| held.by),
        };
        let progress = match word {
            Word::Confirm => rules::confirm(&request, cx.now)?,
            Word::Reopen => rules::reopen(&request, reopen_days, cx.now)?,
            Word::Cancel => rules::cancel(&request, Cancelled::NotNeeded)?,
            Word::Safe => rules::cancel(&request, Cancelled::Safe)?,
        };
        if progress == request.progress {
            return Ok(request);
        }
        step_in(app, tx, cx, &mut request, progress, word.event(), json!({})).await?;
        if let Some(helper) = helper {
            let message = match word {
                Word::Confirm => "notice-request-confirmed",
                Word::Reopen => "notice-request-reopened",
                Word::Cancel | Word::Safe => "notice-request-cancelled",
            };
            let args = json!({ "reference": request.reference.as_str() });
            let link = format!("/help-requests/{}", request.reference);
            notifications::tell_in(app, tx, cx, helper, message, args, &link).await?;
        }
        Ok::<_, Error>(request)
    })
}
