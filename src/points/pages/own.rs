//! What an organisation runs, the longest unchecked first: confirmed several at once, or changed by a
//! sheet that is shown before it counts.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::{Deserialize, Serialize};
use web::Problems;

use super::Card;
use super::sheet::{self, Row};
use crate::error::Error;
use crate::ids::{OrganisationId, PointId};
use crate::layout::uploaded::Uploaded;
use crate::layout::{Failure, Form, Page, Sent};
use crate::points::actions::{self, Change, Owned};
use crate::points::form;
use crate::points::model::{Fact, How, Point};

const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "points/templates/own.html")]
struct Own<'a> {
    page: &'a Page,
    form: &'a Form,
    organisation: OrganisationId,
    name: String,
    /// Each with the version it is confirmed upon.
    cards: Vec<(Card, i64)>,
}

async fn shown(page: &Page, id: OrganisationId, form: Form) -> Result<Response, Failure> {
    let owned = actions::of_owner(&page.app, &page.cx, id).await?;
    let points = owned.points.iter();
    let template = Own {
        page,
        form: &form,
        organisation: id,
        name: owned.names.get(page.language()).to_owned(),
        cards: points
            .map(|point| (Card::of(page, point, None, None), point.version))
            .collect(),
    };
    match form.problems.is_empty() {
        true => page.render(&template),
        false => page.refuse(&template),
    }
}

pub async fn show(page: Page, Path(id): Path<OrganisationId>) -> Result<Response, Failure> {
    shown(&page, id, Form::default()).await
}

/// What was ticked is as it stands there. What somebody changed meanwhile is left out: it was not seen.
pub async fn confirm(
    Path(id): Path<OrganisationId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let owned = actions::of_owner(&page.app, &page.cx, id).await?;
    let ticked: Vec<&str> = typed.all("right").collect();
    if ticked.is_empty() {
        let mut problems = Problems::default();
        problems.add("right", "point-own-nothing-ticked");
        return shown(&page, id, Form::new(typed.clone(), problems)).await;
    }
    let mut changed_meanwhile = false;
    for point in &owned.points {
        let this = format!("{}:", point.key.id);
        let Some(version) = ticked.iter().find_map(|one| one.strip_prefix(&this)) else {
            continue;
        };
        if version != point.version.to_string() {
            changed_meanwhile = true;
            continue;
        }
        changed_meanwhile |= !write(&page, point.key.id, as_it_is(point)).await?;
    }
    let said = match changed_meanwhile {
        true => "said-points-confirmed-in-part",
        false => "said-points-confirmed",
    };
    Ok(page.to_saying(&format!("/organisations/{id}/points"), said))
}

/// Whether it was written; not when somebody else was quicker.
async fn write(page: &Page, id: PointId, change: Change) -> Result<bool, Error> {
    match actions::change(&page.app, &page.cx, id, change, None).await {
        Ok(_) => Ok(true),
        Err(Error::Refused(_) | Error::NotFound) => Ok(false),
        Err(err) => Err(err),
    }
}

fn as_it_is(point: &Point) -> Change {
    let mut confirmed = vec![Fact::Status];
    if !point.told.beds.is_empty() {
        confirmed.push(Fact::Beds);
    }
    Change {
        seen: point.version,
        told: point.told.clone(),
        confirmed,
        how: Some(How::Owner),
        verdict: None,
    }
}

/// The sheet to fill in.
pub async fn sheet(page: Page, Path(id): Path<OrganisationId>) -> Result<Response, Failure> {
    let Owned { points, .. } = actions::of_owner(&page.app, &page.cx, id).await?;
    let mut response = sheet::write(&page, &points)?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(SHEET));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"points.xlsx\"");
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

#[derive(Template)]
#[template(path = "points/templates/own_sheet.html")]
struct Tried<'a> {
    page: &'a Page,
    organisation: OrganisationId,
    rows: Vec<Row>,
    /// What `apply` is sent.
    ready: String,
}

impl Tried<'_> {
    fn changed(&self) -> usize {
        let rows = self.rows.iter().flat_map(|row| &row.read);
        rows.filter(|change| !change.differs.is_empty()).count()
    }

    fn unchanged(&self) -> usize {
        let rows = self.rows.iter().flat_map(|row| &row.read);
        rows.filter(|change| change.differs.is_empty()).count()
    }

    fn amiss(&self) -> usize {
        self.rows.iter().filter(|row| row.read.is_err()).count()
    }
}

/// A row that can be written, on its way through the page that shows it.
#[derive(Serialize, Deserialize)]
struct Ready {
    id: String,
    version: i64,
    changes: bool,
    fields: Vec<(String, String)>,
}

/// Shows what a filled-in sheet would change; nothing is written yet.
pub async fn bring(
    Path(id): Path<OrganisationId>,
    Uploaded { page, typed, file }: Uploaded,
) -> Result<Response, Failure> {
    page.who().ok_or(Error::SignInNeeded)?;
    let owned = actions::of_owner(&page.app, &page.cx, id).await?;
    let mut problems = Problems::default();
    let bytes = file.map(|file| file.bytes).unwrap_or_default();
    if bytes.is_empty() {
        problems.add("file", "point-sheet-missing");
        return shown(&page, id, Form::new(typed, problems)).await;
    }
    let parsed = tokio::task::spawn_blocking(move || sheet::parse(&bytes)).await;
    let cells = match parsed.unwrap_or(Err(sheet::NotASheet::Unreadable)) {
        Ok(cells) => cells,
        Err(why) => {
            problems.add("file", why.said());
            return shown(&page, id, Form::new(typed, problems)).await;
        }
    };
    let rows = sheet::read(&page, &owned.points, &cells);
    let ready: Vec<Ready> = rows
        .iter()
        .flat_map(|row| &row.read)
        .map(|change| Ready {
            id: change.id.to_string(),
            version: change.version,
            changes: !change.differs.is_empty(),
            fields: change.fields.clone(),
        })
        .collect();
    let ready = serde_json::to_string(&ready);
    page.render(&Tried {
        page: &page,
        organisation: id,
        rows,
        ready: ready.map_err(|err| Error::fault("writing rows", err))?,
    })
}

/// Writes the rows that were shown; those without a change only if they were said to be right.
pub async fn apply(
    Path(id): Path<OrganisationId>,
    Sent { page, typed, .. }: Sent,
) -> Result<Response, Failure> {
    let owned = actions::of_owner(&page.app, &page.cx, id).await?;
    let ready: Vec<Ready> = serde_json::from_str(typed.value("rows")).unwrap_or_default();
    let all = typed.chose("unchanged_too", "yes");
    let mut in_part = ready.is_empty();
    for row in ready.iter().filter(|row| row.changes || all) {
        let found = owned.points.iter();
        let point = found
            .into_iter()
            .find(|one| one.key.id.to_string() == row.id);
        let Some(point) = point else {
            in_part = true;
            continue;
        };
        let read = form::read_update(&page.cx, &sheet::typed_of(&row.fields), point);
        let Ok(mut change) = read else {
            in_part = true;
            continue;
        };
        change.seen = row.version;
        change.how = Some(How::Owner);
        in_part |= !write(&page, point.key.id, change).await?;
    }
    let said = match in_part {
        true => "said-points-applied-in-part",
        false => "said-points-applied",
    };
    Ok(page.to_saying(&format!("/organisations/{id}/points"), said))
}
