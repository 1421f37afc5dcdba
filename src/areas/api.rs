//! Areas for programs and for fields that offer places while somebody types.

use areas::{Area, AreaCode, Candidate, Level, Located};
use axum::Json;
use contact::{Position, PositionError};
use i18n::Language;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problems, Typed};

use crate::api::problem::{NotFound, Unprocessable};
use crate::error::Error;
use crate::layout::{Failure, Page};

/// The most areas a search gives, and how many unless asked otherwise.
const MOST: usize = 50;
const USUAL: usize = 12;

/// A list of areas. It is always whole: `next` is null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AreaList)]
pub struct AreaList {
    pub items: Vec<AreaJson>,
    pub next: Option<String>,
}

/// An area as the API tells it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Area)]
pub struct AreaJson {
    /// Two, four or six digits; `0` is the country.
    pub code: String,
    /// In the reader's language.
    pub name: String,
    /// With the areas it lies in.
    pub full_name: String,
    /// `country`, `province`, `district` or `subdistrict`.
    pub level: &'static str,
    pub name_th: &'static str,
    pub name_en: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<&'static str>,
    /// West, south, east, north in degrees, where an outline is known; in searches only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
}

/// Where a position lies.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Located)]
pub struct LocatedJson {
    pub in_thailand: bool,
    /// It would lie in Thailand with latitude and longitude exchanged.
    pub swapped: bool,
    pub province: Option<String>,
    pub district: Option<String>,
    pub subdistrict: Option<String>,
    /// The smallest area known, and its names.
    pub code: Option<String>,
    pub name: Option<String>,
    pub full_name: Option<String>,
    /// Other areas it may lie in, the likeliest first.
    pub candidates: Vec<CandidateJson>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Candidate)]
pub struct CandidateJson {
    pub code: String,
    pub name: String,
    pub full_name: String,
    /// To its border; null where no border of it is known.
    pub metres: Option<u32>,
}

/// The areas next below one, provinces when no parent is named; in the order of the reader's language.
#[utoipa::path(
    get, path = "/api/v1/areas", tag = "areas",
    params(("parent" = Option<String>, Query, description = "An area code")),
    responses(
        (status = 200, description = "Whole; `next` is null", body = AreaList),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(page: Page) -> Result<Json<AreaList>, Failure> {
    let register = areas::register();
    let parent = code(&page.query, "parent")?.unwrap_or(AreaCode::COUNTRY);
    register.get(parent).ok_or(Error::NotFound)?;
    let language = page.language();
    let mut items: Vec<AreaJson> = register
        .children_in_thai_order(parent)
        .iter()
        .filter_map(|code| Some(json(language, register.get(*code)?)))
        .collect();
    if language != Language::Th {
        items.sort_by(|one, other| one.name_en.cmp(other.name_en));
    }
    Ok(Json(AreaList { items, next: None }))
}

/// Areas by what people type, the likeliest first.
#[utoipa::path(
    get, path = "/api/v1/areas/search", tag = "areas",
    params(
        ("q" = String, Query, description = "Thai or English, beginnings and parts of names, small typos"),
        ("within" = Option<String>, Query, description = "An area code"),
        ("limit" = Option<u32>, Query, description = "At most 50; 12 when left out"),
    ),
    responses(
        (status = 200, description = "Whole; `next` is null", body = AreaList),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn search(page: Page) -> Result<Json<AreaList>, Failure> {
    let within = code(&page.query, "within")?;
    let limit = page
        .query
        .value("limit")
        .parse()
        .unwrap_or(USUAL)
        .clamp(1, MOST);
    let words = i18n::normalise(page.query.value("q"));
    let boundaries = page.app.areas.boundaries();
    let items = areas::register()
        .search(&words, within, limit)
        .iter()
        .map(|hit| AreaJson {
            bbox: boundaries
                .outline(hit.area.code)
                .and_then(areas::Shape::bounds),
            ..json(page.language(), hit.area)
        })
        .collect();
    Ok(Json(AreaList { items, next: None }))
}

/// The area a position lies in.
#[utoipa::path(
    get, path = "/api/v1/areas/locate", tag = "areas",
    params(("lat" = f64, Query), ("lon" = f64, Query)),
    responses(
        (status = 200, description = "Where it lies", body = LocatedJson),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn locate(page: Page) -> Result<Json<LocatedJson>, Failure> {
    let (lat, lon) = (page.query.value("lat"), page.query.value("lon"));
    let located = match Position::parse(lat, lon) {
        Ok(at) => page.app.areas.locate(at.lat(), at.lon()),
        Err(PositionError::Swapped) => Located {
            swapped: true,
            ..Located::default()
        },
        Err(PositionError::OffTheGlobe) => Located::default(),
        Err(err) => {
            let mut problems = Problems::default();
            problems.add(
                "lat",
                match err {
                    PositionError::Empty => "areas-position-missing",
                    _ => "areas-position-not-a-number",
                },
            );
            return Err(problems.into());
        }
    };
    Ok(Json(told(page.language(), &located)))
}

fn told(language: Language, located: &Located) -> LocatedJson {
    let smallest = located
        .subdistrict
        .or(located.district)
        .or(located.province);
    let code = |area: Option<AreaCode>| area.map(AreaCode::short);
    LocatedJson {
        in_thailand: located.in_thailand,
        swapped: located.swapped,
        province: code(located.province),
        district: code(located.district),
        subdistrict: code(located.subdistrict),
        code: code(smallest),
        name: smallest.map(|area| name(language, area)),
        full_name: smallest.map(|area| super::name(language, area)),
        candidates: located
            .candidates
            .iter()
            .map(|one| candidate(language, one))
            .collect(),
    }
}

fn candidate(language: Language, candidate: &Candidate) -> CandidateJson {
    CandidateJson {
        code: candidate.code.short(),
        name: name(language, candidate.code),
        full_name: super::name(language, candidate.code),
        metres: candidate.metres,
    }
}

fn json(language: Language, area: &Area) -> AreaJson {
    AreaJson {
        code: area.code.short(),
        name: name(language, area.code),
        full_name: super::name(language, area.code),
        level: match area.level {
            Level::Country => "country",
            Level::Province => "province",
            Level::District => "district",
            Level::Subdistrict => "subdistrict",
        },
        name_th: area.name_th,
        name_en: area.name_en,
        postcode: area.postcode(),
        bbox: None,
    }
}

fn name(language: Language, code: AreaCode) -> String {
    let Some(area) = areas::register().get(code) else {
        return code.short();
    };
    if language == Language::Th {
        area.name_th.to_owned()
    } else {
        area.name_en.to_owned()
    }
}

/// A code in the query; a text that is none is told.
fn code(query: &Typed, field: &'static str) -> Result<Option<AreaCode>, Problems> {
    let text = query.value(field);
    if text.trim().is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let mut problems = Problems::default();
        problems.add(field, "areas-code-unknown");
        problems
    })
}

/// West, south, east, north of an area, or of the smallest area around it whose outline is known.
pub fn bbox(app: &crate::app::App, code: AreaCode) -> Option<[f64; 4]> {
    let boundaries = app.areas.boundaries();
    let mut at = Some(code);
    while let Some(code) = at.filter(|code| *code != AreaCode::COUNTRY) {
        let bounds = boundaries.outline(code).and_then(areas::Shape::bounds);
        if bounds.is_some() {
            return bounds;
        }
        at = code.parent();
    }
    None
}
