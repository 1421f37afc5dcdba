//! Rows and files of points as programs send them.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::response::IntoResponse;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Problems, Typed};

use crate::api::refused::NotRead;
use crate::app::App;
use crate::error::Error;
use crate::imports::file::Sheet;
use crate::point_imports::rules::{MOST_ROWS, NotAFile};

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

pub fn as_form(mapping: &MappingSent) -> Typed {
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
pub fn in_body(problems: Problems) -> Error {
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

pub fn sheet(headings: Vec<String>, rows: Vec<Vec<String>>) -> Result<Sheet, NotAFile> {
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

pub fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

pub async fn json_of(
    request: Request,
    headers: &HeaderMap,
    app: &App,
) -> Result<ImportSent, Error> {
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
pub async fn parts_of(
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
