//! Weekly reports for programs.

use std::collections::BTreeMap;

use areas::AreaCode;
use axum::Json;
use axum::extract::Path;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::actions;
use super::model::{Lines, Which};
use crate::api::Caller;
use crate::api::json::Items;
use crate::api::problem::{NotFound, SignInNeeded, Unprocessable};
use crate::error::Error;
use crate::incidents;
use crate::layout::Failure;
use crate::statistics::model::{Column, Counts};

/// Of which area.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Area code; one of the caller's own or within it.
    pub area: String,
}

/// A report in the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportListed)]
pub struct ListedJson {
    /// Its incident's prefix.
    pub incident: String,
    /// The first of its days, and the last; both count.
    pub from: String,
    pub to: String,
    pub made_at: Timestamp,
    /// Whether an admin made it, and not the clock on Friday.
    pub by_hand: bool,
}

/// The reports of an area, the newest first; for its admins. The list is whole: `next` is null.
#[utoipa::path(
    get, path = "/api/v1/reports", tag = "figures",
    params(Asked),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The reports", body = Items<ListedJson>),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn list(caller: Caller) -> Result<Json<Items<ListedJson>>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let mut problems = caller.unknown_in_query(&["area"]);
    let area = known(caller.query.value("area")).ok_or(());
    let area = problems.keep("area", area, |()| "area-unknown");
    let Some(area) = area.filter(|_| problems.is_empty()) else {
        return Err(Error::from(problems).into());
    };
    let reports = actions::list(app, cx, area).await?;
    let all = incidents::actions::all(app, cx.now).await?;
    let items = reports.into_iter().filter_map(|report| {
        let incident = all.iter().find(|one| one.id == report.incident)?;
        Some(ListedJson {
            incident: incident.prefix.as_str().to_owned(),
            from: report.days.first.to_string(),
            to: report.days.last.to_string(),
            made_at: report.made_at,
            by_hand: report.is_by_hand,
        })
    });
    Ok(Json(Items {
        items: items.collect(),
        next: None,
    }))
}

fn known(text: &str) -> Option<AreaCode> {
    let code: AreaCode = text.trim().parse().ok()?;
    areas::register().get(code).map(|area| area.code)
}

/// Figures by their names, as `/api/v1/statistics` has them.
fn figures(counts: &Counts) -> BTreeMap<&'static str, i64> {
    let all = Column::ALL.into_iter();
    all.map(|column| (column.code(), counts.get(column)))
        .collect()
}

/// A table of figures.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportTable)]
pub struct TableJson {
    pub total: BTreeMap<&'static str, i64>,
    /// By the code of each area next below, in official order.
    pub below: Vec<LineJson>,
    /// What was told no finer than the area of the report.
    pub elsewhere: BTreeMap<&'static str, i64>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportLine)]
pub struct LineJson {
    pub area: String,
    pub figures: BTreeMap<&'static str, i64>,
}

impl From<&Lines> for TableJson {
    fn from(lines: &Lines) -> TableJson {
        let below = lines.below.iter();
        TableJson {
            total: figures(&lines.total),
            below: below
                .map(|(area, counts)| LineJson {
                    area: area.short(),
                    figures: figures(counts),
                })
                .collect(),
            elsewhere: figures(&lines.elsewhere),
        }
    }
}

/// A report as it was made; it never changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportJson {
    pub area: String,
    pub incident: String,
    pub from: String,
    pub to: String,
    pub made_at: Timestamp,
    pub by_hand: bool,
    /// Of its days.
    pub week: TableJson,
    /// The total of as many days before.
    pub before: BTreeMap<&'static str, i64>,
    /// Of all days until it was made.
    pub ever: TableJson,
    /// Requests of its days by the code of their kind.
    pub kinds: BTreeMap<String, BTreeMap<&'static str, i64>>,
}

/// The report of an area whose last day is this; for its admins.
#[utoipa::path(
    get, path = "/api/v1/reports/{area}/{incident}/{last}", tag = "figures",
    params(
        ("area" = String, Path, description = "Area code"),
        ("incident" = String, Path, description = "An incident's prefix"),
        ("last" = String, Path, description = "The last of its days, such as `2026-11-26`"),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The report", body = ReportJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(
    caller: Caller,
    Path((area, prefix, last)): Path<(String, String, String)>,
) -> Result<Json<ReportJson>, Failure> {
    let (app, cx) = (&caller.app, &caller.cx);
    cx.signed_in().ok_or(Error::SignInNeeded)?;
    let all = incidents::actions::all(app, cx.now).await?;
    let incident = all.iter().find(|one| one.prefix.as_str() == prefix);
    let incident = incident.ok_or(Error::NotFound)?;
    let which = Which {
        area: known(&area).ok_or(Error::NotFound)?,
        incident: incident.id,
        last: last.parse().map_err(|_| Error::NotFound)?,
    };
    let report = actions::find(app, cx, which).await?;
    let content = &report.content;
    let kinds = content.kinds.iter();
    Ok(Json(ReportJson {
        area: report.area.short(),
        incident: prefix,
        from: report.days.first.to_string(),
        to: report.days.last.to_string(),
        made_at: report.made_at,
        by_hand: report.made_by.is_some(),
        week: (&content.week).into(),
        before: figures(&content.before),
        ever: (&content.ever).into(),
        kinds: kinds
            .map(|(kind, counts)| (kind.clone(), figures(counts)))
            .collect(),
    }))
}
