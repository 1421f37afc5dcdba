//! The figures of an area for programs, covered as on the page.

use std::collections::BTreeMap;

use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::form::read_days;
use super::model::{Cells, Column, Row, Shown};
use super::pages::{chosen, whole};
use crate::api::Caller;
use crate::api::problem::{Forbidden, NotFound, Unprocessable};
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::clock;
use crate::error::Error;
use crate::incidents;
use crate::layout::Failure;

/// Which figures.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// An area code; the incident's area when left out.
    pub area: Option<String>,
    /// An incident's prefix; the newest open one when left out.
    pub incident: Option<String>,
    /// The first day, such as `2026-11-01`; for admins of the area.
    pub from: Option<String>,
    /// The last day; today when left out.
    pub to: Option<String>,
}

/// The table of one area: a row for each area next below, and the total.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Figures)]
pub struct FiguresJson {
    pub incident: String,
    pub area: String,
    /// The days that are counted: requests by the day they were asked, people by the day they were recorded. Null:
    /// all days.
    pub days: Option<DaysJson>,
    pub rows: Vec<RowJson>,
    pub total: RowJson,
    /// The total of as many days before; only where days were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<BTreeMap<&'static str, Option<i64>>>,
    /// Whether nothing is covered: only for admins of the area.
    pub exact: bool,
    /// The figures hold all that was committed before.
    pub at: Timestamp,
}

/// Both ends count.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FiguresDays)]
pub struct DaysJson {
    pub from: String,
    pub to: String,
}

/// The figures of one area.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FiguresRow)]
pub struct RowJson {
    /// Null: facts whose place was told no finer than the area of the table.
    pub area: Option<String>,
    /// In the reader's language.
    pub name: Option<String>,
    /// By name (`requests_received`, `requests_waiting`, `requests_being_helped`, `requests_done`,
    /// `households`, `persons`, `not_vaccinated`, `wants`, `does_not_want`); null is covered, so that
    /// nobody can be found in it.
    pub figures: BTreeMap<&'static str, Option<i64>>,
    /// The covered ones that are one to four.
    pub few: Vec<&'static str>,
    /// Registered volunteers; for admins of the area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volunteers: Option<i64>,
}

/// Live figures of requests, households and persons by area; of some days for admins of the area.
#[utoipa::path(
    get, path = "/api/v1/statistics", tag = "figures",
    params(Asked),
    security((), ("bearer" = [])),
    responses(
        (status = 200, description = "The table", body = FiguresJson),
        (status = 403, response = Forbidden),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn show(caller: Caller) -> Result<Json<FiguresJson>, Failure> {
    let mut problems = caller.unknown_in_query(&["area", "incident", "from", "to"]);
    let (app, cx) = (&caller.app, &caller.cx);
    let all = incidents::actions::all(app, cx.now).await?;
    let open = incidents::actions::open(app, cx.now).await?;
    let incident = chosen(&all, &open, caller.query.value("incident")).ok_or(Error::NotFound)?;
    let mut typed = web::Typed::default();
    area_typed::put(&mut typed, caller.query.value("area"));
    let area = match area_typed::read(&typed, None) {
        AreaTyped::One(area) => area,
        AreaTyped::Nothing => whole(incident),
        AreaTyped::Several(_) | AreaTyped::Unknown => {
            problems.add("area", "area-unknown");
            whole(incident)
        }
    };
    let days = match read_days(cx.language, &caller.query, clock::day(cx.now)) {
        Ok(days) => days,
        Err(found) => {
            for (field, message) in found.iter() {
                problems.add(field, message.clone());
            }
            None
        }
    };
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let figures = actions::figures(app, cx, incident, (area, days)).await?;
    let row = |row: &Row| told(cx.language, row);
    Ok(Json(FiguresJson {
        incident: incident.prefix.as_str().to_owned(),
        area: figures.area.short(),
        days: figures.days.map(|days| DaysJson {
            from: days.first.to_string(),
            to: days.last.to_string(),
        }),
        before: figures.before.as_ref().map(by_name),
        rows: figures.rows.iter().map(row).collect(),
        total: row(&figures.total),
        exact: figures.is_exact,
        at: figures.at,
    }))
}

fn told(language: i18n::Language, row: &Row) -> RowJson {
    let few = |column: &Column| row.cells.get(*column) == Shown::Few;
    RowJson {
        area: row.area.map(|area| area.short()),
        name: row.area.map(|area| crate::areas::name(language, area)),
        figures: by_name(&row.cells),
        few: Column::ALL
            .into_iter()
            .filter(few)
            .map(Column::code)
            .collect(),
        volunteers: row.volunteers,
    }
}

fn by_name(cells: &Cells) -> BTreeMap<&'static str, Option<i64>> {
    let all = Column::ALL.into_iter();
    all.map(|column| (column.code(), cells.get(column).exact()))
        .collect()
}
