//! Files of points for programs: brought in whole, looked at, applied, undone.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Path, Request, State};
use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Problems, Typed};

use super::actions::{self, Hand};
use super::model::{Column, Figures, Likely, Run, Verdict};
use super::pages::form;
use super::rules::{MOST_ROWS, NotAFile};
use crate::api::problem::{Conflict, NotFound, SignInNeeded, Unprocessable};
use crate::api::refused::NotRead;
use crate::api::{Body, Caller, Received};
use crate::app::App;
use crate::error::Error;
use crate::ids::PointImportId;
use crate::imports::file::Sheet;
use crate::layout::Failure;

/// Rows as a program has them. The same fields, with `file` and `mapping` as JSON text, are taken as
/// `multipart/form-data`.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = PointImportSent)]
#[serde(deny_unknown_fields, default)]
pub struct ImportSent {
    /// Where the rows come from; the next ones of the same source update the same points.
    pub source: String,
    pub licence: String,
    /// The day on which the source knew what it says.
    #[schema(example = "2026-11-20")]
    pub known_on: String,
    /// The organisation whose points they are, of an officer of it.
    pub owner: String,
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Left out: as the same headings were mapped before, else as they are understood.
    pub mapping: Option<MappingSent>,
}

/// What the columns mean.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = PointImportMapping)]
#[serde(deny_unknown_fields, default)]
pub struct MappingSent {
    /// In the order of the headings: `name`, `name_en`, `name_part`, `kind`, `position`, `lat`, `lon`,
    /// `area`, `subdistrict`, `district`, `province`, `address`, `phone`, `status`, `queue`, `hours`,
    /// `conditions`, `audience`, `source_id`, `checked_on`, `beds.<kind of bed>.capacity`, `.used`,
    /// `.free` (`beds.first…` for the first kind of bed that a point of the kind has), or null.
    pub columns: Vec<Option<String>>,
    /// The kind of every row that names none.
    pub kind: Option<String>,
    /// Kinds by the words of the kind column.
    pub kinds: BTreeMap<String, String>,
    /// Rows without a name are called by their kind and the source's own number.
    pub makes_names: bool,
    /// Rows without a phone are a problem; else none is known of them.
    pub phone_needed: bool,
}

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

fn as_form(mapping: &MappingSent) -> Typed {
    let mut typed = Typed::default();
    for (n, code) in mapping.columns.iter().enumerate() {
        typed.set(&format!("column.{n}"), code.as_deref().unwrap_or_default());
    }
    typed.set("kind", mapping.kind.as_deref().unwrap_or_default());
    for (n, (word, code)) in mapping.kinds.iter().enumerate() {
        typed.set(&format!("word.{n}"), word.as_str());
        typed.set(&format!("kind.{n}"), code.as_str());
    }
    if mapping.makes_names {
        typed.set("makes_names", "yes");
    }
    if mapping.phone_needed {
        typed.set("phone_needed", "yes");
    }
    typed
}

/// Problems under the names that the body has for the fields of the form.
fn in_body(problems: Problems) -> Error {
    let mut told = Problems::default();
    for (field, message) in problems.iter() {
        let field = match field.split_once('.') {
            Some(("column", n)) => format!("mapping.columns.{n}"),
            Some(("kind", _)) => "mapping.kinds".to_owned(),
            _ => format!("mapping.{field}"),
        };
        told.add(field, message.clone());
    }
    told.into()
}

fn sheet(headings: Vec<String>, rows: Vec<Vec<String>>) -> Result<Sheet, NotAFile> {
    if rows.len() > MOST_ROWS {
        return Err(NotAFile::TooManyRows);
    }
    let n = headings.len();
    let rows: Vec<(u32, Vec<String>)> = (1_u32..)
        .zip(rows)
        .map(|(line, mut row)| {
            row.resize(n, String::new());
            (line, row)
        })
        .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
        .collect();
    match headings.is_empty() || rows.is_empty() {
        true => Err(NotAFile::Empty),
        false => Ok(Sheet {
            headings,
            rows,
            passed_over: 0,
            encoding: "JSON",
        }),
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

async fn json_of(request: Request, headers: &HeaderMap, app: &App) -> Result<ImportSent, Error> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json")) {
        return Err(NotRead::WrongType.into());
    }
    let bytes = Bytes::from_request(request, app)
        .await
        .map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => NotRead::TooLarge,
            _ => NotRead::BrokenOff,
        })?;
    serde_json::from_slice(&bytes).map_err(|err| not_json(&err))
}

fn not_json(err: &serde_json::Error) -> Error {
    NotRead::NotJson {
        line: err.line(),
        column: err.column(),
    }
    .into()
}

/// The fields of a form, and its file.
async fn parts_of(
    request: Request,
    app: &App,
) -> Result<(ImportSent, Option<(String, Vec<u8>)>), Error> {
    let broken = |err: axum::extract::multipart::MultipartError| {
        Error::from(match err.status() {
            StatusCode::PAYLOAD_TOO_LARGE => NotRead::TooLarge,
            _ => NotRead::BrokenOff,
        })
    };
    let mut parts = Multipart::from_request(request, app)
        .await
        .map_err(|_| NotRead::BrokenOff)?;
    let (mut sent, mut file) = (ImportSent::default(), None);
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(broken)?;
        if name == "file" {
            file = Some((file_name.unwrap_or_default(), bytes.to_vec()));
            continue;
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| NotRead::NotText)?;
        match name.as_str() {
            "source" => sent.source = text,
            "licence" => sent.licence = text,
            "known_on" => sent.known_on = text,
            "owner" => sent.owner = text,
            "mapping" => {
                sent.mapping = Some(serde_json::from_str(&text).map_err(|err| not_json(&err))?);
            }
            _ => {
                let mut problems = Problems::default();
                problems.add(
                    name.chars().take(60).collect::<String>(),
                    "api-unknown-field",
                );
                return Err(problems.into());
            }
        }
    }
    if file.is_none() {
        let mut problems = Problems::default();
        problems.add("file", "point-import-file-missing");
        return Err(problems.into());
    }
    Ok((sent, file))
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
