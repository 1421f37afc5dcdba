//! How many people of each risk group units serve, for programs.

use axum::Json;
use axum::extract::Path;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::{handle, reading, signed_in};
use crate::api::problem::{Forbidden, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::error::Error;
use crate::incidents::preset::Preset;
use crate::layout::Failure;
use crate::supplies::actions::{self, Served};
use crate::supplies::form;
use crate::supplies::model::{Handle, Headcount};

/// So many people of a risk group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyPersons)]
pub struct PersonsJson {
    pub risk_group: String,
    pub persons: i64,
}

/// The people of a unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SupplyHeadcount)]
pub struct HeadcountJson {
    pub unit: String,
    /// Told of the unit itself, with those of the units below it. Empty where nothing was told.
    pub told: Vec<PersonsJson>,
    /// Told of the open units below, which counts where nothing was told of itself.
    pub below: Vec<PersonsJson>,
}

fn persons(all: &Headcount) -> Vec<PersonsJson> {
    let one = |(group, n): (&String, &i64)| PersonsJson {
        risk_group: group.clone(),
        persons: *n,
    };
    all.iter().map(one).collect()
}

async fn seen(caller: &Caller, unit: Handle) -> Result<Json<HeadcountJson>, Error> {
    let all = actions::headcounts(&caller.app, &caller.cx, unit).await?;
    let Some(Served { unit, told, below }) = all.first() else {
        return Err(Error::NotFound);
    };
    Ok(Json(HeadcountJson {
        unit: unit.handle().to_string(),
        told: persons(told),
        below: persons(below),
    }))
}

/// How many people of each risk group a unit serves; for whoever keeps or arranges it.
#[utoipa::path(
    get, path = "/api/v1/supply/units/{unit}/headcount", tag = "supply",
    params(("unit" = String, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The people of the unit", body = HeadcountJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(
    Path(unit): Path<String>,
    caller: Caller,
) -> Result<Json<HeadcountJson>, Failure> {
    signed_in(&caller)?;
    Ok(seen(&caller, handle(&unit)?).await?)
}

/// The people of a risk group.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyPersonsTold)]
#[serde(deny_unknown_fields)]
pub struct PersonsSent {
    /// A code of the preset's risk groups.
    pub risk_group: String,
    pub persons: Option<u32>,
}

/// The people of a unit.
#[derive(Debug, ToSchema)]
#[schema(as = SupplyHeadcountTold)]
#[serde(deny_unknown_fields)]
pub struct ToldJson {
    /// Groups that are left out are not known; with none of them what was told is taken back.
    pub groups: Vec<PersonsSent>,
}

impl Body for ToldJson {}

fn read(preset: &Preset, typed: &Typed) -> Result<Headcount, Problems> {
    let mut problems = Problems::default();
    let mut whole = Typed::default();
    for at in reading::places(typed, "groups") {
        let (group, n) = (format!("{at}.risk_group"), format!("{at}.persons"));
        let code = typed.value(&group).trim();
        if preset.risk_groups.get(code).is_none() {
            problems.add(group, "choice-unknown");
            continue;
        }
        let read = form::persons(typed, &n, &mut problems);
        whole.set(
            &format!("persons.{code}"),
            read.map_or_else(String::new, |n| n.to_string()),
        );
    }
    let told = form::read_headcount(preset, &whole, "persons", &mut problems);
    match problems.is_empty() {
        true => Ok(told),
        false => Err(problems),
    }
}

/// Tells how many people of each risk group a unit serves; whoever keeps or arranges it may. Told again nothing
/// changes.
#[utoipa::path(
    put, path = "/api/v1/supply/units/{unit}/headcount", tag = "supply",
    params(("unit" = String, Path)),
    request_body = ToldJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it is now", body = HeadcountJson),
        (status = 401, response = SignInNeeded),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn tell(
    Path(unit): Path<String>,
    received: Received<ToldJson>,
) -> Result<Json<HeadcountJson>, Failure> {
    let caller = &received.caller;
    let (app, cx) = (&caller.app, &caller.cx);
    signed_in(caller)?;
    let handle = handle(&unit)?;
    let (unit, _) = actions::unit(app, cx, handle).await?;
    let incident = actions::incident_of(app, cx, &unit).await?;
    let told = received.read(|typed| read(incident.preset, typed))?;
    actions::tell_headcount(app, cx, handle, &told).await?;
    Ok(seen(caller, handle).await?)
}
