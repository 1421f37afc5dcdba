//! Time passes: cases rise to the area admin and to the levels above, requesters are asked whether
//! they still wait. Rules say what is due; this does it and writes it down.

use areas::{AreaCode, Level};
use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::json;

use super::tell::{self, Question};
use super::{Incidents, Step, desk, merge, record_in, save_in, step_in};
use crate::access::Cx;
use crate::accounts::admins;
use crate::app::App;
use crate::error::Error;
use crate::help_requests::model::desk::Reason;
use crate::help_requests::model::{HelpRequest, Progress, State};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::CannotAct;
use crate::help_requests::rules::timing::{Due, due};
use crate::help_requests::store;
use crate::ids::HelpRequestId;
use crate::notifications;

/// Cases looked up in one go.
const BATCH: i64 = 200;

sql! { DUE = "
    SELECT province, id
    FROM help_requests
    WHERE look_at <= $1
    ORDER BY look_at, id
    LIMIT $2
" }

/// Does everything that is due by now; gives how many cases it was due for.
pub async fn pass(app: &App, cx: &Cx) -> Result<usize, Error> {
    let incidents = Incidents::read(app, cx).await?;
    let mut done = 0;
    loop {
        let found = db::read!(app.db, |tx| { found(tx, cx.now).await })?;
        let mut moved = 0;
        for (province, id) in &found {
            if one(app, cx, &incidents, *province, *id).await? {
                moved += 1;
            }
        }
        done += moved;
        // What others were quicker with is found in the next round.
        if moved == 0 {
            return Ok(done);
        }
    }
}

async fn found(tx: &mut Tx, now: Timestamp) -> Result<Vec<(u8, HelpRequestId)>, db::Error> {
    tx.all(DUE, &[&now, &BATCH])
        .await?
        .iter()
        .map(|row| Ok((row.get("province")?, row.get("id")?)))
        .collect()
}

/// One case, looked at again within the write. Written even when nothing is due any more, so that
/// it is looked at at the right time.
async fn one(
    app: &App,
    cx: &Cx,
    incidents: &Incidents,
    province: u8,
    id: HelpRequestId,
) -> Result<bool, Error> {
    db::write!(app.db, |tx| {
        let Some(mut request) = store::find_by_id(tx, province, id).await? else {
            return Ok(false);
        };
        let all = due(&request, incidents.limits(&request), cx.now);
        for due in &all {
            match due {
                Due::Escalate(level) => request.escalation = *level,
                Due::AskWhetherStillWaiting => request.still_asked_at = Some(cx.now),
                Due::CallThem => {}
            }
        }
        save_in(tx, cx, incidents, &mut request).await?;
        for due in all {
            match due {
                Due::Escalate(level) => escalate_in(app, tx, cx, &request, level).await?,
                Due::AskWhetherStillWaiting => ask_in(app, tx, cx, &request).await?,
                Due::CallThem => {
                    desk::put_in(tx, &request, Reason::NoAnswer, cx.now).await?;
                }
            }
        }
        Ok::<_, Error>(true)
    })
}

/// A case rises: the admins of that level are told, once until they have read it.
async fn escalate_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    request: &HelpRequest,
    level: u8,
) -> Result<(), Error> {
    let payload = json!({ "level": level });
    record_in(app, tx, cx, request, "help_request.escalated", payload)?;
    if request.practice {
        return Ok(());
    }
    for area in areas_of(request.area, level) {
        for account in admins::of(tx, area).await? {
            let link = format!("/board/{}?risen=yes", area.short());
            let args = json!({ "area": area.short() });
            let message = "notice-cases-risen";
            notifications::tell_once_in(app, tx, cx, account, message, args, &link).await?;
        }
    }
    Ok(())
}

/// Whose admins a level means: subdistrict and district, then the province, then the country.
fn areas_of(area: AreaCode, level: u8) -> Vec<AreaCode> {
    let wanted: &[Level] = match level {
        1 => &[Level::Subdistrict, Level::District],
        2 => &[Level::Province],
        _ => &[Level::Country],
    };
    let mut found = Vec::new();
    let mut at = Some(area);
    while let Some(area) = at {
        if wanted.contains(&area.level()) {
            found.push(area);
        }
        at = area.parent();
    }
    found
}

async fn ask_in(app: &App, tx: &mut Tx, cx: &Cx, request: &HelpRequest) -> Result<(), Error> {
    record_in(app, tx, cx, request, "help_request.still_asked", json!({}))?;
    tell::ask_in(app, tx, cx, request, Question::WhetherStillWaiting).await?;
    Ok(())
}

/// An admin or desk volunteer has the requester asked now.
pub async fn ask_still(app: &App, cx: &Cx, reference: &Reference) -> Result<HelpRequest, Error> {
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = sorted(tx, cx, reference).await?;
        let waits = matches!(
            request.progress.now(cx.now).state(),
            State::Waiting | State::Referred
        );
        if !waits {
            return Err(CannotAct::OutOfOrder.into());
        }
        if request.still_asked_at.is_none() {
            request.still_asked_at = Some(cx.now);
            save_in(tx, cx, &incidents, &mut request).await?;
            ask_in(app, tx, cx, &request).await?;
        }
        Ok::<_, Error>(request)
    })
}

/// Closes a case whose requester was asked and has not answered. Nothing expires unasked.
pub async fn expire(app: &App, cx: &Cx, reference: &Reference) -> Result<HelpRequest, Error> {
    let incidents = Incidents::read(app, cx).await?;
    db::write!(app.db, |tx| {
        let mut request = sorted(tx, cx, reference).await?;
        if request.progress == Progress::Expired {
            return Ok(request);
        }
        crate::help_requests::rules::timing::may_expire(&request, cx.now)?;
        let step = Step {
            progress: Progress::Expired,
            name: "help_request.expired",
            payload: json!({}),
        };
        step_in(app, tx, cx, &incidents, &mut request, step).await?;
        Ok::<_, Error>(request)
    })
}

async fn sorted(tx: &mut Tx, cx: &Cx, reference: &Reference) -> Result<HelpRequest, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let request = store::find(tx, reference).await?.ok_or(Error::NotFound)?;
    if merge::may_sort(who, &request) {
        Ok(request)
    } else {
        Err(Error::NotFound)
    }
}
