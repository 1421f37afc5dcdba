//! One thing done with many cases: each by itself and by the rules of the single deed, so that one
//! refusal stops no other, and for every case it is told what came of it.

use areas::AreaCode;
use web::Message;

use super::cases::with_names;
use super::looker;
use crate::access::Cx;
use crate::app::App;
use crate::board::model::Case;
use crate::board::store;
use crate::error::Error;
use crate::help_requests;
use crate::help_requests::actions::assign::{Assignee, assign};
use crate::help_requests::actions::{merge, refer, timing};
use crate::help_requests::model::{HelpRequest, ReferredTo};
use crate::help_requests::reference::Reference;
use crate::help_requests::rules::assign::Overrule;
use crate::help_requests::rules::referral::Reason;
use crate::ids::{OrganisationId, TeamId};
use crate::incidents;

/// Cases in one go.
pub const MOST: usize = 200;

/// A case as it was when somebody ticked it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked {
    pub reference: Reference,
    /// The version they saw; none where they have not seen any.
    pub version: Option<i64>,
}

/// What is to be done with each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    Assign {
        to: Assignee,
        overrule: Overrule,
    },
    Refer {
        to: ReferredTo,
        reason: Reason,
        words: String,
    },
    Duplicate {
        kept: Reference,
        words: String,
    },
    AskStill,
    Expire,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    Done,
    /// Somebody else has changed it since it was ticked: it was left as it is.
    Changed,
    Refused(Message),
    NotFound,
    /// The database was away; it may be tried again.
    Fault,
}

/// A case, as it stands now, and what came of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub reference: Reference,
    pub came: Came,
    pub case: Option<Case>,
}

/// The cases ticked, as they stand now; those one may not know of are left out.
pub async fn ticked(
    app: &App,
    cx: &Cx,
    area: AreaCode,
    ticked: &[Ticked],
) -> Result<Vec<Case>, Error> {
    let who = looker(cx, area)?;
    if !who.is_admin_of(area) {
        return Err(Error::NotFound);
    }
    let incidents = incidents::actions::all(app, cx.now).await?;
    let rows = db::read!(app.db, |tx| {
        let mut rows: Vec<HelpRequest> = Vec::with_capacity(ticked.len());
        for one in ticked {
            let row = help_requests::store::find(tx, &one.reference).await?;
            rows.extend(row.filter(|row| who.is_admin_of(row.area)));
        }
        Ok::<_, db::Error>(rows)
    })?;
    with_names(app, cx, rows, &incidents).await
}

/// Does it with each case in turn.
pub async fn carry_out(
    app: &App,
    cx: &Cx,
    area: AreaCode,
    order: &Order,
    cases: &[Ticked],
) -> Result<Vec<Outcome>, Error> {
    // Asked first, so that nothing is done when the person may not.
    ticked(app, cx, area, &[]).await?;
    let mut outcomes = Vec::with_capacity(cases.len());
    for one in cases {
        let came = one_by_one(app, cx, order, one).await;
        outcomes.push(Outcome {
            reference: one.reference.clone(),
            came,
            case: None,
        });
    }
    // As all of them stand now, whatever came of them; when they cannot be read, it is told all the same.
    if let Ok(now) = ticked(app, cx, area, cases).await {
        for case in now {
            let mut told = outcomes.iter_mut();
            let outcome = told.find(|outcome| outcome.reference == case.request.reference);
            if let Some(outcome) = outcome {
                outcome.case = Some(case);
            }
        }
    }
    Ok(outcomes)
}

async fn one_by_one(app: &App, cx: &Cx, order: &Order, one: &Ticked) -> Came {
    match try_one(app, cx, order, one).await {
        Ok(came) => came,
        Err(Error::Refused(refusal)) => Came::Refused(refusal.said()),
        Err(Error::Problems(problems)) => {
            let first = problems.iter().next().map(|(_, message)| message.clone());
            first.map_or(Came::Fault, Came::Refused)
        }
        Err(Error::NotFound | Error::SignInNeeded) => Came::NotFound,
        Err(err @ (Error::Database(_) | Error::Fault { .. })) => {
            tracing::error!(request_id = %cx.request_id, %err, "one of many cases was not changed");
            Came::Fault
        }
    }
}

async fn try_one(app: &App, cx: &Cx, order: &Order, one: &Ticked) -> Result<Came, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let reference = &one.reference;
    let request = db::read!(app.db, |tx| {
        help_requests::store::find(tx, reference).await
    })?;
    let request = request
        .filter(|request| who.is_admin_of(request.area))
        .ok_or(Error::NotFound)?;
    if one.version.is_some_and(|seen| seen != request.version) {
        return Ok(Came::Changed);
    }
    match order {
        Order::Assign { to, overrule } => assign(app, cx, reference, to, *overrule).await?,
        Order::Refer { to, reason, words } => {
            refer::refer(app, cx, reference, *to, *reason, words).await?
        }
        Order::Duplicate { kept, words } => merge::merge(app, cx, reference, kept, words).await?,
        Order::AskStill => timing::ask_still(app, cx, reference).await?,
        Order::Expire => timing::expire(app, cx, reference).await?,
    };
    Ok(Came::Done)
}

/// To whom cases of an area may be given.
#[derive(Debug, Default)]
pub struct Targets {
    /// Username and name.
    pub volunteers: Vec<(String, String)>,
    pub teams: Vec<(TeamId, String)>,
    pub organisations: Vec<(OrganisationId, String)>,
}

/// People suggested in the field.
const SUGGESTED: usize = 300;

pub async fn targets(app: &App, cx: &Cx, area: AreaCode) -> Result<Targets, Error> {
    looker(cx, area)?;
    let (workers, teams, offices) = db::read!(app.db, |tx| {
        let first = crate::ids::AccountId(uuid::Uuid::nil());
        Ok::<_, db::Error>((
            store::of_area(tx, area, first, SUGGESTED).await?,
            store::teams_of(tx, area).await?,
            store::organisations_of(tx, area).await?,
        ))
    })?;
    Ok(Targets {
        volunteers: workers
            .into_iter()
            .filter(|one| one.available != Some(false))
            .map(|one| (one.username, one.name))
            .collect(),
        teams,
        organisations: offices
            .into_iter()
            .map(|(id, names)| (id, names.get(cx.language).to_owned()))
            .collect(),
    })
}
