//! A list is brought in: read from its file and kept, sealed, row by row.

use super::{PIECE, worker};
use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::{ImportId, IncidentId};
use crate::imports::file::{self, Sheet};
use crate::imports::model::{Import, Mapping, Stage};
use crate::imports::rules::{NotAList, columns};
use crate::imports::store;

/// A list as somebody hands it in. The id was made with the form, so that the same form sent twice
/// brings one list.
#[derive(Debug, Clone)]
pub struct NewList {
    pub id: ImportId,
    pub incident: IncidentId,
    pub source: String,
    pub file_name: String,
}

/// Reads a file beside the loop that answers.
pub async fn parse(bytes: Vec<u8>) -> Result<Result<Sheet, NotAList>, Error> {
    tokio::task::spawn_blocking(move || file::read(&bytes))
        .await
        .map_err(|err| Error::fault("reading a list", err))
}

/// Keeps the rows in pieces. Cut off in the middle and sent again, it goes on where it was.
pub async fn bring(app: &App, cx: &Cx, new: NewList, sheet: &Sheet) -> Result<ImportId, Error> {
    let me = worker(cx)?.account.id;
    let import = Import {
        id: new.id,
        account: me,
        incident: new.incident,
        file_name: new.file_name,
        source: new.source,
        stage: Stage::Reading,
        round: 0,
        headings: sheet.headings.clone(),
        mapping: Mapping {
            columns: columns::propose(&sheet.headings),
            ..Mapping::default()
        },
        encoding: sheet.encoding.to_owned(),
        total: i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX),
        passed_over: sheet.passed_over,
        created_at: cx.now,
        changed_at: cx.now,
        swept_at: None,
        kept_figures: None,
    };
    let kept = db::write!(app.db, |tx| {
        store::insert(tx, &import).await?;
        super::find_in(tx, me, import.id).await
    })?;
    if kept.stage != Stage::Reading {
        return Ok(kept.id);
    }
    for piece in sheet.rows.chunks(usize::try_from(PIECE).unwrap_or(500)) {
        db::write!(app.db, |tx| {
            for (line, cells) in piece {
                store::put_row(tx, &app.vault, kept.id, *line, cells)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    db::write!(app.db, |tx| { store::ready(tx, kept.id).await })?;
    Ok(kept.id)
}
