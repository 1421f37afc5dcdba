//! What a phone is told before it fetches its area, and the key of what it keeps.

use axum::Json;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use utoipa::ToSchema;
use web::Problems;

use crate::api::Caller;
use crate::api::problem::{SignInNeeded, Unprocessable};
use crate::areas;
use crate::error::Error;
use crate::incidents;
use crate::layout::Failure;
use crate::points::model::KINDS;
use crate::survey::actions::sync;

/// The code of the kind of point where people are vaccinated.
const VACCINATION: &str = "vaccination_point";

/// The area of a surveyor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyArea)]
pub struct AreaPackJson {
    /// Subdistricts.
    pub areas: Vec<PackAreaJson>,
    pub villages: Vec<PackVillageJson>,
    /// Where people are vaccinated, in the districts of these areas.
    pub points: Vec<PackPointJson>,
    pub n_households: i64,
    pub n_persons: i64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyAreaPart)]
pub struct PackAreaJson {
    pub code: String,
    /// With the areas it lies in, in the reader's language.
    pub name: String,
    /// West, south, east, north in degrees, where an outline is known.
    pub bbox: Option<[f64; 4]>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyVillage)]
pub struct PackVillageJson {
    /// Eight digits.
    pub code: String,
    pub area: String,
    pub moo: u32,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyPoint)]
pub struct PackPointJson {
    pub id: String,
    pub name: String,
    pub area: String,
}

/// Where the caller surveys, and how much there is to fetch.
#[utoipa::path(
    get, path = "/api/v1/survey/area", tag = "households",
    params(("incident" = String, Query, description = "The prefix or id of an incident")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The area", body = AreaPackJson),
        (status = 401, response = SignInNeeded),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn area(caller: Caller) -> Result<Json<AreaPackJson>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    if cx.signed_in().is_none() {
        return Err(Error::SignInNeeded.into());
    }
    let incidents = incidents::actions::all(app, cx.now).await?;
    let Some(incident) = incidents::api::find(&incidents, caller.query.value("incident")) else {
        let mut problems = Problems::default();
        problems.add("incident", "api-unknown-incident");
        return Err(Error::from(problems).into());
    };
    let area = sync::area(app, cx, incident).await?;
    let codes: Vec<::areas::AreaCode> = area
        .areas
        .iter()
        .filter_map(|code| ::areas::AreaCode::new(*code))
        .collect();
    let mut villages = Vec::new();
    for code in &codes {
        let known = crate::villages::actions::of_area(app, *code).await?;
        villages.extend(known.into_iter().map(|village| PackVillageJson {
            code: village.code.to_string(),
            area: code.short(),
            moo: village.moo.into(),
            name: match cx.language {
                i18n::Language::Th => village.name,
                _ => village.name_en,
            },
        }));
    }
    let districts: Vec<_> = codes.iter().filter_map(|code| code.district()).collect();
    let book = app.points.book();
    let near = |entry: &&crate::points::book::Entry| {
        let kind = KINDS.get(usize::from(entry.kind));
        kind.is_some_and(|kind| kind.code == VACCINATION)
            && districts
                .iter()
                .any(|district| district.contains(entry.area))
    };
    let points = book
        .iter()
        .filter(near)
        .take(200)
        .map(|entry| PackPointJson {
            id: entry.key.id.to_string(),
            name: if cx.language == i18n::Language::Th || entry.name_en.is_empty() {
                entry.name_th.to_string()
            } else {
                entry.name_en.to_string()
            },
            area: entry.area.short(),
        })
        .collect();
    drop(book);
    Ok(Json(AreaPackJson {
        areas: codes
            .iter()
            .map(|code| PackAreaJson {
                code: code.short(),
                name: areas::name(cx.language, *code),
                bbox: areas::api::bbox(app, *code),
            })
            .collect(),
        villages,
        points,
        n_households: area.n_households,
        n_persons: area.n_persons,
    }))
}

/// With what the phone of one account locks what it keeps.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyKey)]
pub struct KeyJson {
    /// Stands for the account on its phones, and says nothing of it.
    pub account: String,
    /// 32 bytes in base64, the same for this account always.
    pub secret: String,
}

/// Whoever is signed in can open what their phone keeps, with or without the number they chose for times
/// without network.
#[utoipa::path(
    get, path = "/api/v1/survey/key", tag = "households",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The key", body = KeyJson),
        (status = 401, response = SignInNeeded),
    )
)]
pub async fn key(caller: Caller) -> Result<Json<KeyJson>, Failure> {
    let account = caller.cx.account().ok_or(Error::SignInNeeded)?;
    let hash = |domain| caller.app.vault.lookup(domain, account.0.as_bytes());
    Ok(Json(KeyJson {
        account: hash("survey phone's name")[..9]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        secret: STANDARD.encode(hash("survey phone's key")),
    }))
}
