//! Duplicates: merged into the request that is kept, and parted again. Both histories stay, and the
//! references of both lead to the kept one.

use db::Tx;
use serde_json::json;

use super::notes::{self, About};
use super::{Incidents, Step, record_in, step_in};
use crate::access::{Cx, SignedIn};
use crate::accounts::role::Role;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::{HelpRequest, Progress};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::merge as rules;
use crate::help_requests::store;
use crate::help_requests::store::duplicates::{self, Verdict};
use crate::incidents::preset;
use crate::notifications;

/// Who sorts duplicates out: desk volunteers and admins of the area.
pub fn may_sort(who: &SignedIn, request: &HelpRequest) -> bool {
    let desk = Role::Volunteer(preset::Role::Desk);
    who.held()
        .any(|seat| (seat.role == desk || seat.role.is_admin()) && seat.area.contains(request.area))
}

/// Puts a request away as a duplicate of another. Done twice, it is done once.
pub async fn merge(
    app: &App,
    cx: &Cx,
    duplicate: &Reference,
    kept: &Reference,
    words: &str,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = sorted(tx, who, duplicate).await?;
        let kept = match store::find(tx, kept).await? {
            Some(kept) if may_sort(who, &kept) => kept,
            _ => return Err(no_such()),
        };
        let progress = rules::merge(&request, &kept, cx.now)?;
        if progress == request.progress {
            return Ok(request);
        }
        let holder = request.progress.now(cx.now).held();
        notes::write_in(app, tx, cx, &request, About::Merge, words)?;
        let step = Step {
            progress,
            name: "help_request.merged",
            payload: json!({ "kept": kept.reference.as_str() }),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        let payload = json!({ "duplicate": request.reference.as_str() });
        record_in(app, tx, cx, &kept, "help_request.kept", payload)?;
        duplicates::decide(tx, &request, &kept, Verdict::Merged, who.account.id, cx.now).await?;
        if let Some(held) = holder.filter(|held| held.helper.by != who.account.id) {
            let args = json!({
                "reference": request.reference.as_str(),
                "kept": kept.reference.as_str(),
            });
            let link = format!("/help-requests/{}", kept.reference);
            let message = "notice-request-merged";
            notifications::tell_in(app, tx, cx, held.helper.by, message, args, &link).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// Parts a request from the one it was merged into: it waits again.
pub async fn unmerge(app: &App, cx: &Cx, reference: &Reference) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = sorted(tx, who, reference).await?;
        let kept = match &request.progress {
            Progress::Duplicate(kept) => store::find(tx, kept).await?,
            _ => None,
        };
        let step = Step {
            progress: rules::unmerge(&request)?,
            name: "help_request.unmerged",
            payload: json!({}),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        if let Some(kept) = kept {
            let payload = json!({ "duplicate": request.reference.as_str() });
            record_in(app, tx, cx, &kept, "help_request.parted", payload)?;
            let by = who.account.id;
            duplicates::decide(tx, &request, &kept, Verdict::Different, by, cx.now).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// Two requests that were proposed as one are not: they are not proposed again.
pub async fn keep_apart(
    app: &App,
    cx: &Cx,
    one: &Reference,
    other: &Reference,
) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let one = sorted(tx, who, one).await?;
        let other = sorted(tx, who, other).await?;
        let by = who.account.id;
        duplicates::decide(tx, &one, &other, Verdict::Different, by, cx.now).await?;
        Ok::<_, Error>(one)
    })
}

async fn sorted(tx: &mut Tx, who: &SignedIn, reference: &Reference) -> Result<HelpRequest, Error> {
    let request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
    if may_sort(who, &request) {
        Ok(request)
    } else {
        Err(Error::NotFound)
    }
}

/// The reference typed as the one to keep leads nowhere.
fn no_such() -> Error {
    let mut problems = web::Problems::default();
    problems.add("kept", "merge-no-such");
    problems.into()
}
