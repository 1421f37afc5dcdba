//! The list of open cases: which come first is told by the memory, the rows are read as they are now.

use std::collections::HashMap;

use areas::AreaCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::looker;
use crate::access::Cx;
use crate::app::App;
use crate::board::count::{self, Eyes, First, Place};
use crate::board::model::{Case, Filter, Mark, Sort};
use crate::board::store;
use crate::error::Error;
use crate::help_requests;
use crate::help_requests::model::{HelpRequest, Progress, ReferredTo, State};
use crate::help_requests::rules::timing;
use crate::ids::{AccountId, OrganisationId, TeamId};
use crate::incidents;
use crate::incidents::model::Incident;
use crate::organisations;

/// Rows on one page.
pub const PAGE: usize = 50;

/// One page of the list, and the cursor of the next.
#[derive(Debug)]
pub struct Cases {
    pub cases: Vec<Case>,
    /// How many the filter lets through in all.
    pub all: usize,
    pub next: Option<String>,
}

/// The last row's place.
#[derive(Serialize, Deserialize)]
struct After(u64, Uuid);

pub async fn list(
    app: &App,
    cx: &Cx,
    area: AreaCode,
    filter: &Filter,
    sort: Sort,
    after: Option<&str>,
) -> Result<Cases, Error> {
    looker(cx, area)?;
    let filter_text = format!("board|{area}|{filter:?}|{}", sort.code());
    let after: Option<Place> = match after {
        None => None,
        Some(cursor) => {
            let read = web::cursor::read::<After>(&filter_text, cursor);
            let After(key, id) = read.ok_or_else(Error::of_another_list)?;
            Some((key, id))
        }
    };
    let incidents = incidents::actions::all(app, cx.now).await?;
    let First { mut cases, all } = {
        let book = app.map.book();
        let eyes = Eyes::new(&book, &incidents, cx.now);
        count::first(&book, &eyes, area, filter, sort, after, PAGE + 1)
    };
    let more = cases.len() > PAGE;
    cases.truncate(PAGE);
    let next = cases
        .last()
        .filter(|_| more)
        .map(|((key, id), ..)| web::cursor::write(&filter_text, &After(*key, *id)));
    let wanted: Vec<_> = cases
        .iter()
        .map(|(_, province, id)| (*province, *id))
        .collect();
    let rows = db::read!(app.db, |tx| {
        help_requests::store::several(tx, &wanted).await
    })?;
    let mut by_id: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    // The memory is a moment old: what was closed or moved away meanwhile is left out.
    let rows = cases
        .iter()
        .filter_map(|(.., id)| by_id.remove(id))
        .filter(|row| row.progress.state().is_open() && area.contains(row.area))
        .collect();
    let cases = with_names(app, cx, rows, &incidents).await?;
    Ok(Cases { cases, all, next })
}

/// Cases shown of those that other areas referred to one.
const MOST_REFERRED: i64 = 100;

/// What other areas have referred to this one and nobody has taken yet. It is counted where help is
/// needed, so it stands beside the figures.
pub async fn referred_here(app: &App, cx: &Cx, area: AreaCode) -> Result<Vec<Case>, Error> {
    looker(cx, area)?;
    let incidents = incidents::actions::all(app, cx.now).await?;
    let rows = db::read!(app.db, |tx| {
        help_requests::store::referred_into(tx, area, MOST_REFERRED).await
    })?;
    with_names(app, cx, rows, &incidents).await
}

/// Rows with the names of those who hold them, and the marks they bear now.
pub async fn with_names(
    app: &App,
    cx: &Cx,
    rows: Vec<HelpRequest>,
    incidents: &[Incident],
) -> Result<Vec<Case>, Error> {
    let held = |row: &HelpRequest| row.progress.held().map(|held| held.helper);
    let mut people: Vec<AccountId> = rows.iter().filter_map(|row| Some(held(row)?.by)).collect();
    let mut teams: Vec<TeamId> = rows.iter().filter_map(|row| held(row)?.team).collect();
    let mut offices: Vec<OrganisationId> = rows.iter().filter_map(referred_office).collect();
    people.sort_unstable();
    people.dedup();
    teams.sort_unstable();
    teams.dedup();
    offices.sort_unstable();
    offices.dedup();
    let (people, teams, offices) = db::read!(app.db, |tx| {
        let mut found = HashMap::new();
        for id in &offices {
            let one = organisations::store::find(tx, *id).await?;
            found.extend(one.map(|one| (*id, one.names.get(cx.language).to_owned())));
        }
        let people = store::workers(tx, &people).await?;
        Ok::<_, db::Error>((people, store::team_names(tx, &teams).await?, found))
    })?;
    let people: HashMap<_, _> = people.into_iter().map(|one| (one.id, one.name)).collect();
    let teams: HashMap<_, _> = teams.into_iter().collect();
    let case = |request: HelpRequest| {
        let helper = held(&request);
        let referred_to = match &request.progress {
            Progress::Referred(referral) => Some(match referral.to {
                ReferredTo::Area(area) => crate::areas::name(cx.language, area),
                ReferredTo::Organisation(id) => offices.get(&id).cloned().unwrap_or_default(),
            }),
            _ => None,
        };
        Case {
            state: request.state_now(&cx.now),
            marks: marks(&request, incidents, cx.now),
            lapsed: helper.is_some() && request.held_now(&cx.now).is_none(),
            holder: helper.and_then(|helper| people.get(&helper.by).cloned()),
            team: helper.and_then(|helper| teams.get(&helper.team?).cloned()),
            referred_to,
            request,
        }
    };
    Ok(rows.into_iter().map(case).collect())
}

fn referred_office(row: &HelpRequest) -> Option<OrganisationId> {
    match &row.progress {
        Progress::Referred(referral) => match referral.to {
            ReferredTo::Organisation(id) => Some(id),
            ReferredTo::Area(_) => None,
        },
        _ => None,
    }
}

fn marks(request: &HelpRequest, incidents: &[Incident], now: Timestamp) -> Vec<Mark> {
    let incident = incidents.iter().find(|one| one.id == request.incident);
    let kind = incident.and_then(|incident| incident.preset.kind(&request.kind));
    let state = request.state_now(&now);
    let since = match request.progress.held() {
        Some(held) if held.lease_until <= now => held.lease_until,
        _ => request.state_at,
    };
    let is_late = kind
        .and_then(|kind| timing::limit(kind.limits, state))
        .is_some_and(|limit| now.duration_since(since) > limit);
    let is_held = request.held_now(&now).is_some();
    let is_new =
        matches!(&request.progress, Progress::Referred(one) if one.acknowledged_at.is_none());
    let bears = |mark: &Mark| match mark {
        Mark::Late => is_late,
        Mark::Silent => is_held && is_late,
        Mark::Risen => request.escalation > 0,
        Mark::Unverified => !request.verified,
        Mark::Unacknowledged => state == State::Referred && is_new,
    };
    Mark::ALL.into_iter().filter(bears).collect()
}
