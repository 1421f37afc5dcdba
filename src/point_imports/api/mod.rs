//! Files of points for programs: brought in whole, looked at, applied, undone.

mod sent;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{FromRequestParts, Path, Request, State};
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Problems, Typed};

pub use sent::{ImportSent, MappingSent};
use sent::{as_form, in_body, is_multipart, json_of, parts_of, sheet};

use super::actions::{self, Hand};
use super::model::{Column, Figures, Likely, Run, Verdict};
use super::pages::form;
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::{Body, Caller, Received};
use crate::app::App;
use crate::error::Error;
use crate::ids::PointImportId;
use crate::layout::Failure;

/// A file on its way in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PointImport)]
pub struct ImportJson {
    #[schema(value_type = uuid::Uuid)]
    pub id: PointImportId,
    /// `mapping`, `checking`, `checked`, `applying`, `stopped`, `done`, `undoing`, `undone`, `discarded`.
    pub stage: String,
    pub source: String,
    pub licence: String,
    pub file_name: String,
    pub known_at: Timestamp,
    pub created_at: Timestamp,
    pub rows: i64,
    /// Rows by what became of them: `waiting`, `new`, `update`, `likely`, `double`, `problem`, `made`,
    /// `changed`, `unchanged`, `left_out`, `refused`, `undone`, `kept`.
    pub figures: BTreeMap<String, i64>,
    /// Facts left as they were because somebody has checked them later.
    pub facts_left: i64,
}

fn json(run: &Run, figures: &Figures) -> ImportJson {
    let counts = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.code().to_owned(), figures.of(*verdict)));
    ImportJson {
        id: run.id,
        stage: run.stage.code().to_owned(),
        source: run.source.clone(),
        licence: run.licence.clone(),
        file_name: run.file_name.clone(),
        known_at: run.known_at(),
        created_at: run.created_at,
        rows: run.total,
        figures: counts.filter(|(_, n)| *n > 0).collect(),
        facts_left: figures.facts_left,
    }
}

/// Brings rows or a file of service points, and has them tried. Nothing is written before `apply`.
#[utoipa::path(
    post, path = "/api/v1/imports", tag = "points",
    request_body = ImportSent,
    security(("bearer" = [])),
    responses(
        (status = 201, description = "Brought; the rows are being tried", body = ImportJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn create(
    State(app): State<App>,
    request: Request,
) -> Result<(StatusCode, Json<ImportJson>), Failure> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &app).await?;
    let hand = Hand::of(&caller.cx)?;
    let headers = parts.headers.clone();
    let request = Request::from_parts(parts, body);
    let (sent, file) = match is_multipart(&headers) {
        true => parts_of(request, &app).await?,
        false => (json_of(request, &headers, &app).await?, None),
    };
    let run = bring(&app, &caller, &hand, sent, file).await?;
    let (run, figures) = actions::find(&app, &hand, run).await?;
    Ok((StatusCode::CREATED, Json(json(&run, &figures))))
}

async fn bring(
    app: &App,
    caller: &Caller,
    hand: &Hand,
    sent: ImportSent,
    file: Option<(String, Vec<u8>)>,
) -> Result<PointImportId, Error> {
    let cx = &caller.cx;
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let mut typed = Typed::default();
    typed.set("source", sent.source.as_str());
    typed.set("licence", sent.licence.as_str());
    typed.set("known_on", sent.known_on.as_str());
    typed.set("owner", sent.owner.as_str());
    let file_name = file.as_ref().map_or("", |(name, _)| name.as_str());
    let new = form::read_new(&typed, who, file_name, (app.ids.at(cx.now), cx.now))?;
    let amiss = |field: &str, said: web::Message| {
        let mut problems = Problems::default();
        problems.add(field, said);
        Error::from(problems)
    };
    let sheet = match file {
        Some((_, bytes)) => actions::parse(bytes)
            .await?
            .map_err(|why| amiss("file", why.said()))?,
        None => sheet(sent.headings, sent.rows).map_err(|why| amiss("rows", why.said()))?,
    };
    // Columns that are named wrongly are told before anything is kept.
    let given = sent
        .mapping
        .map(|mapping| form::read_mapping(&as_form(&mapping), sheet.headings.len()))
        .transpose()
        .map_err(in_body)?;
    let run = actions::bring(app, hand, cx.now, new, &sheet).await?;
    let mapping = match given {
        Some(mapping) => mapping,
        None => {
            let mut typed = Typed::default();
            form::fill(&run.mapping, &mut typed);
            form::read_mapping(&typed, run.headings.len()).map_err(in_body)?
        }
    };
    if let Some(at) = mapping.at(Column::Kind) {
        let words = actions::words(app, hand, run.id, at).await?;
        form::check_kinds(&mapping, &words).map_err(in_body)?;
    }
    actions::map(app, hand, cx.now, run.id, &mapping).await?;
    Ok(run.id)
}

/// How far a file is, and what became of its rows.
#[utoipa::path(
    get, path = "/api/v1/imports/{id}", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file", body = ImportJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
    )
)]
pub async fn show(
    Path(id): Path<PointImportId>,
    caller: Caller,
) -> Result<Json<ImportJson>, Failure> {
    let hand = Hand::of(&caller.cx)?;
    seen(&caller.app, &hand, id).await
}

async fn seen(app: &App, hand: &Hand, id: PointImportId) -> Result<Json<ImportJson>, Failure> {
    let (run, figures) = actions::find(app, hand, id).await?;
    Ok(Json(json(&run, &figures)))
}

/// What becomes of rows that are likely points we know.
#[derive(Debug, ToSchema)]
#[schema(as = PointImportApplied)]
#[serde(deny_unknown_fields)]
pub struct AppliedSent {
    /// `update`, `new`, or `skip`, which is so when it is left out.
    pub likely: Option<String>,
}

impl Body for AppliedSent {
    const MAY_BE_EMPTY: bool = true;
}

/// Applies what was tried. Sent again it goes on and does nothing twice.
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/apply", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    request_body = AppliedSent,
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It goes on by itself", body = ImportJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
        (status = 422, response = Unprocessable),
    )
)]
pub async fn apply(
    Path(id): Path<PointImportId>,
    received: Received<AppliedSent>,
) -> Result<Json<ImportJson>, Failure> {
    let (app, cx) = (&received.caller.app, &received.caller.cx);
    let hand = Hand::of(cx)?;
    let likely = received.read(|typed| match typed.value("likely") {
        "" => Ok(None),
        code => Likely::from_code(code).map(Some).ok_or_else(|| {
            let mut problems = Problems::default();
            problems.add("likely", "choice-unknown");
            problems
        }),
    })?;
    actions::start(app, &hand, cx.now, id, likely).await?;
    seen(app, &hand, id).await
}

/// Takes back what was applied, as far as nobody has changed it since. Undone again it stays undone.
#[utoipa::path(
    post, path = "/api/v1/imports/{id}/undo", tag = "points",
    params(("id" = uuid::Uuid, Path)),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It goes on by itself", body = ImportJson),
        (status = 401, response = SignInNeeded),
        (status = 404, response = NotFound),
        (status = 409, response = Conflict),
    )
)]
pub async fn undo(
    Path(id): Path<PointImportId>,
    caller: Caller,
) -> Result<Json<ImportJson>, Failure> {
    let hand = Hand::of(&caller.cx)?;
    actions::undo(&caller.app, &hand, caller.cx.now, id).await?;
    seen(&caller.app, &hand, id).await
}
