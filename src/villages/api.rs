//! Villages of a subdistrict and people living in an area, for programs.

use areas::{AreaCode, Level};
use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use web::{Problems, Typed};

use super::model::{Population, Village};
use super::{actions, form};
use crate::api::json::{AreaSent, Items};
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::areas::typed as area_typed;
use crate::error::Error;
use crate::layout::Failure;

/// A village by its code of eight digits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Village)]
pub struct VillageJson {
    #[schema(example = "57090103")]
    pub code: String,
    /// The number people know it by.
    pub moo: u16,
    /// Empty where the register has none.
    pub name_th: String,
    pub name_en: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

fn told(village: &Village) -> VillageJson {
    VillageJson {
        code: village.code.to_string(),
        moo: village.moo,
        name_th: village.name.clone(),
        name_en: village.name_en.clone(),
        lat: village.place.map(|(lat, _)| lat),
        lon: village.place.map(|(_, lon)| lon),
    }
}

/// The villages of a subdistrict, by their numbers. It is always the whole list: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/areas/{area}/villages", tag = "areas",
    params(("area" = String, Path, description = "The code of a subdistrict")),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "Its villages; none where none are known", body = Items<VillageJson>),
        (status = 404, response = NotFound),
    )
)]
pub async fn villages(
    Path(area): Path<String>,
    caller: Caller,
) -> Result<Json<Items<VillageJson>>, Failure> {
    let area: AreaCode = area.parse().map_err(|_| Error::NotFound)?;
    let villages = actions::of_area(&caller.app, area).await?;
    Ok(Json(Items {
        items: villages.iter().map(told).collect(),
        next: None,
    }))
}

/// How many people live in a subdistrict.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Population)]
pub struct PopulationJson {
    pub area: String,
    /// Common Era.
    pub year: i16,
    /// `entered` by an admin, or `imported` as registered.
    pub source: &'static str,
    pub people: u32,
    pub houses: Option<u32>,
    pub entered_at: Timestamp,
}

fn people(one: &Population) -> PopulationJson {
    PopulationJson {
        area: one.area.short(),
        year: one.year,
        source: one.source.code(),
        people: one.n,
        houses: one.n_houses,
        entered_at: one.entered_at,
    }
}

/// What is asked of the list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The code of a province, district or subdistrict.
    pub area: String,
}

/// The newest figure of each subdistrict of an area that has one. It is always the whole list: `next`
/// is null.
#[utoipa::path(
    get, path = "/api/v1/population", tag = "areas",
    params(Asked),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "By subdistrict", body = Items<PopulationJson>),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<PopulationJson>>, Failure> {
    let mut problems = caller.unknown_in_query(&["area"]);
    let code = caller.query.value("area").parse::<AreaCode>().ok();
    let area = code
        .filter(|code| code.level() != Level::Country && areas::register().get(*code).is_some());
    if area.is_none() {
        problems.add("area", "area-unknown");
    }
    let area = match area {
        Some(area) if problems.is_empty() => area,
        _ => return Err(Error::from(problems).into()),
    };
    let newest = actions::population(&caller.app, area).await?;
    Ok(Json(Items {
        items: newest.iter().map(people).collect(),
        next: None,
    }))
}

/// How many people live in a subdistrict, as its admin knows.
#[derive(Debug, ToSchema)]
#[schema(as = NewPopulation)]
#[serde(deny_unknown_fields)]
pub struct NewPopulationJson {
    /// A subdistrict.
    pub area: AreaSent,
    pub people: u32,
    pub houses: Option<u32>,
    /// Of either era; this year when left out.
    pub year: Option<u32>,
}

impl Body for NewPopulationJson {}

/// Enters how many people live in a subdistrict: the admins of its province and of the country may. What
/// was entered for the year before is written over; the same again changes nothing.
#[utoipa::path(
    put, path = "/api/v1/population", tag = "areas",
    request_body = NewPopulationJson,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "As it stands now", body = PopulationJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn enter(received: Received<NewPopulationJson>) -> Result<Json<PopulationJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    actions::enters(cx)?;
    let new = received.read(|typed| form::read(cx, &by_code(typed)?))?;
    Ok(Json(people(&actions::enter(app, cx, new).await?)))
}

/// With the area as a code, also where its name was sent.
fn by_code(typed: &Typed) -> Result<Typed, Problems> {
    let mut typed = typed.clone();
    let mut as_form = Typed::default();
    area_typed::put(&mut as_form, typed.value("area"));
    let read = area_typed::read(&as_form, None);
    if let area_typed::AreaTyped::One(area) = read {
        typed.set("area", area.get().to_string());
    } else if let Some(said) = area_typed::problem(&read) {
        let mut problems = Problems::default();
        problems.add("area", said);
        return Err(problems);
    }
    Ok(typed)
}
