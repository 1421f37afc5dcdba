//! A file is brought in: read, and kept row by row.

use jiff::Timestamp;

use super::{Hand, PIECE, find_in};
use crate::app::App;
use crate::error::Error;
use crate::ids::{OrganisationId, PointImportId};
use crate::imports::file::Sheet;
use crate::point_imports::file;
use crate::point_imports::model::{Column, Likely, Mapping, Run, Stage};
use crate::point_imports::rules::{NotAFile, columns};
use crate::point_imports::store;

/// A file as somebody hands it in. The id was made with the form, so that the same form sent twice makes
/// one run.
#[derive(Debug, Clone)]
pub struct NewRun {
    pub id: PointImportId,
    pub owner: Option<OrganisationId>,
    pub source: String,
    pub licence: String,
    pub known_at: Option<Timestamp>,
    pub file_name: String,
}

/// Reads a file beside the loop that answers.
pub async fn parse(bytes: Vec<u8>) -> Result<Result<Sheet, NotAFile>, Error> {
    tokio::task::spawn_blocking(move || file::read(&bytes))
        .await
        .map_err(|err| Error::fault("reading a file of points", err))
}

/// Keeps the rows in pieces. Cut off in the middle and sent again, it goes on where it was. Columns mean
/// what the same headings meant the last time, else what they most likely mean.
pub async fn bring(
    app: &App,
    hand: &Hand,
    now: Timestamp,
    new: NewRun,
    sheet: &Sheet,
) -> Result<Run, Error> {
    let mut run = Run {
        id: new.id,
        account: hand.account,
        owner: new.owner,
        file_name: new.file_name,
        source: new.source,
        licence: new.licence,
        known_at: new.known_at,
        stage: Stage::Reading,
        round: 0,
        headings: sheet.headings.clone(),
        mapping: proposed(sheet),
        encoding: sheet.encoding.to_owned(),
        likely: Likely::Skip,
        total: i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX),
        passed_over: sheet.passed_over,
        created_at: now,
        changed_at: now,
        undone_at: None,
    };
    let known = db::read!(app.db, |tx| { store::remembered(tx, &run).await })?;
    if let Some(known) = known.filter(|known| known.columns.len() == sheet.headings.len()) {
        run.mapping = known;
    }
    let kept = db::write!(app.db, |tx| {
        store::insert(tx, &run).await?;
        find_in(tx, hand, run.id).await
    })?;
    if kept.stage != Stage::Reading {
        return Ok(kept);
    }
    for piece in sheet.rows.chunks(usize::try_from(PIECE).unwrap_or(500)) {
        db::write!(app.db, |tx| {
            for (line, cells) in piece {
                store::put(tx, kept.id, *line, cells)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    db::write!(app.db, |tx| { store::ready(tx, kept.id).await })?;
    Ok(Run {
        stage: Stage::Mapping,
        ..kept
    })
}

/// What the columns most likely mean. Where none is the name, names are made.
fn proposed(sheet: &Sheet) -> Mapping {
    let columns = columns::propose(&sheet.headings);
    let names = [Column::Name, Column::NameEn];
    let makes_names = !columns.iter().flatten().any(|one| names.contains(one));
    Mapping {
        columns,
        makes_names,
        ..Mapping::default()
    }
}
