//! The board for programs: figures, ages, parts and who holds what.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::form;
use super::model::{BANDS, Case, Counts, Mark, STATES};
use crate::api::Caller;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::error::Error;
use crate::help_requests::model::Progress;
use crate::incidents;
use crate::layout::Failure;

/// What the board is about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An incident's prefix; all but practice when left out.
    pub incident: Option<String>,
    /// The code of a kind.
    pub kind: Option<String>,
}

/// Open cases counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardCounts)]
pub struct CountsJson {
    pub open: u32,
    /// By state.
    pub states: BTreeMap<&'static str, u32>,
    /// Those that have risen to an admin.
    pub risen: u32,
    /// When the one that waits longest was asked.
    pub oldest_waiting: Option<Timestamp>,
}

/// Open cases of one age.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardAge)]
pub struct AgeJson {
    /// From so many seconds on.
    pub from_seconds: i64,
    pub states: BTreeMap<&'static str, u32>,
}

/// A part of the area, also one of which nothing was ever heard.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardPart)]
pub struct PartJson {
    pub area: String,
    /// In the reader's language.
    pub name: String,
    /// Nothing was ever asked there.
    pub unheard_of: bool,
    pub counts: CountsJson,
    /// Asked in the incidents that go on.
    pub asked: i64,
    /// Closed by a volunteer.
    pub helped: i64,
    /// Of these confirmed by the requester.
    pub confirmed: i64,
}

/// Somebody who holds cases here.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardHolder)]
pub struct HolderJson {
    /// The name that people at work know them by.
    pub name: Option<String>,
    pub team: Option<String>,
    pub cases: u32,
    /// Without a step for longer than allowed.
    pub silent: u32,
    pub oldest_step: Timestamp,
    pub seen_at: Option<Timestamp>,
}

/// A volunteer of the area who holds nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardFree)]
pub struct FreeJson {
    pub username: String,
    pub name: String,
    /// Null where they have said nothing.
    pub available: Option<bool>,
    pub seen_at: Option<Timestamp>,
}

/// A case of another area, referred to this one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BoardReferredHere)]
pub struct ReferredHereJson {
    pub reference: String,
    /// Where help is needed.
    pub area: String,
    pub kind: String,
    pub headcount: u32,
    pub referred_at: Timestamp,
    /// Whether somebody has said that they have it.
    pub acknowledged: bool,
}

fn referred_here(case: &Case) -> Option<ReferredHereJson> {
    let request = &case.request;
    let Progress::Referred(referral) = &request.progress else {
        return None;
    };
    Some(ReferredHereJson {
        reference: request.reference.to_string(),
        area: request.area.short(),
        kind: request.kind.clone(),
        headcount: u32::from(request.headcount.get()),
        referred_at: referral.at,
        acknowledged: referral.acknowledged_at.is_some(),
    })
}

/// The board of an area. The figures follow what is committed within a second.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Board)]
pub struct BoardJson {
    pub area: String,
    pub at: Timestamp,
    pub counts: CountsJson,
    /// Cases with a mark: `late`, `silent`, `risen`, `unverified`, `unacknowledged`.
    pub marks: BTreeMap<&'static str, u32>,
    pub ages: Vec<AgeJson>,
    pub parts: Vec<PartJson>,
    /// Cases of other areas that were referred to this one; a hundred, the oldest referral first.
    /// They count where help is needed, not in these figures.
    pub referred_here: Vec<ReferredHereJson>,
    /// The hundred whose oldest step is the oldest, silent ones first.
    pub holders: Vec<HolderJson>,
    /// Of the first hundred volunteers.
    pub free: Vec<FreeJson>,
}

/// The board of an area, for its admins and desk volunteers.
#[utoipa::path(
    get, path = "/api/v1/areas/{area}/board", tag = "figures",
    params(("area" = String, Path, description = "An area code; `0` is the country"), Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The board", body = BoardJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn show(caller: Caller, Path(area): Path<String>) -> Result<Json<BoardJson>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let area = super::pages::area_of(&area)?;
    actions::looker(cx, area)?;
    let incidents = incidents::actions::all(app, cx.now).await?;
    let filter = form::read(&caller.query, &incidents).filter;
    let mut problems = caller.unknown_in_query(&["incident", "kind"]);
    if filter.incident.is_none() && !caller.query.value("incident").trim().is_empty() {
        problems.add("incident", "choice-unknown");
    }
    let is_kind = |code: &str| {
        let mut all = incidents.iter();
        all.any(|incident| incident.preset.kind(code).is_some())
    };
    if filter.kind.as_deref().is_some_and(|code| !is_kind(code)) {
        problems.add("kind", "choice-unknown");
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let counts = actions::counts(app, cx, area, &filter).await?;
    let parts = actions::parts(app, cx, area, &filter, &counts).await?;
    let people = actions::people(app, cx, area, &counts, None).await?;
    let here = actions::referred_here(app, cx, area).await?;
    let figures = &counts.figures;
    let holders = people.holding.into_iter().map(|(one, worker, team)| {
        let seen_at = worker.as_ref().and_then(|worker| worker.seen_at);
        HolderJson {
            name: worker.map(|worker| worker.name),
            team,
            cases: one.cases,
            silent: one.silent,
            oldest_step: at(one.oldest_step),
            seen_at,
        }
    });
    Ok(Json(BoardJson {
        area: area.short(),
        at: cx.now,
        counts: told(&figures.all),
        marks: Mark::ALL
            .into_iter()
            .map(|mark| (mark.code(), figures.of(mark)))
            .collect(),
        ages: BANDS
            .iter()
            .zip(&figures.ages)
            .map(|((from, _), states)| AgeJson {
                from_seconds: *from,
                states: by_state(states),
            })
            .collect(),
        parts: parts
            .into_iter()
            .map(|part| PartJson {
                area: part.area.short(),
                name: crate::areas::name(cx.language, part.area),
                unheard_of: part.is_unheard_of(),
                counts: told(&part.counts),
                asked: part.asked,
                helped: part.helped,
                confirmed: part.confirmed,
            })
            .collect(),
        referred_here: here.iter().filter_map(referred_here).collect(),
        holders: holders.collect(),
        free: people
            .free
            .into_iter()
            .map(|one| FreeJson {
                username: one.username,
                name: one.name,
                available: one.available,
                seen_at: one.seen_at,
            })
            .collect(),
    }))
}

fn by_state(counts: &[u32; STATES.len()]) -> BTreeMap<&'static str, u32> {
    let states = STATES.iter().zip(counts);
    states.map(|(state, n)| (state.code(), *n)).collect()
}

fn told(counts: &Counts) -> CountsJson {
    CountsJson {
        open: counts.open(),
        states: by_state(&counts.states),
        risen: counts.risen,
        oldest_waiting: counts.oldest.map(at),
    }
}

fn at(seconds: u32) -> Timestamp {
    Timestamp::from_second(i64::from(seconds)).unwrap_or_default()
}
