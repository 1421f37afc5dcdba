//! A run is taken back: what it made ends, what it changed is as it was before, what it found out about
//! the source is forgotten. A point that somebody has changed since stays, and is told by its name.

use db::Tx;
use serde_json::{Value, json};

use super::work::Piece;
use super::{PIECE, source_key};
use crate::error::Error;
use crate::point_imports::model::{PointRow, Stage, Verdict};
use crate::point_imports::store::{self, kept};
use crate::points::actions::record;
use crate::points::model::{How, Point, PointKey};
use crate::points::rules;
use crate::points::store::{self as points, Written};

/// Undoes the next rows.
pub(super) async fn undo(piece: &Piece<'_>) -> Result<(), Error> {
    let run = piece.run;
    let source = source_key(run);
    let goes_on = db::write!(piece.app.db, |tx| {
        let rows = store::written(tx, run.id, PIECE).await?;
        if rows.is_empty() || !piece.is_current(tx).await? {
            return Ok(false);
        }
        for (row, before, after) in &rows {
            let verdict = one(piece, tx, row, (before.as_ref(), after.as_ref())).await?;
            store::mark_undone(tx, run.id, row.n, verdict)?;
            // What the source calls a point that stays is worth knowing: its next file does not double it.
            if verdict == Verdict::Undone
                && let Some((province, id)) = row.province.zip(row.source_id.as_ref())
            {
                store::forget(tx, province, (&source, id), run.id)?;
            }
        }
        piece.next(tx).await?;
        Ok::<_, Error>(true)
    })?;
    match goes_on {
        true => Ok(()),
        // Where another round has begun meanwhile, this ends nothing.
        false => piece.end(Stage::Undone).await,
    }
}

async fn one(
    piece: &Piece<'_>,
    tx: &mut Tx,
    row: &PointRow,
    (before, after): (Option<&Value>, Option<&Value>),
) -> Result<Verdict, Error> {
    let (Some(after), Some((province, id))) = (after, row.province.zip(row.point)) else {
        // It changed nothing.
        return Ok(Verdict::Undone);
    };
    let Some(point) = points::find(tx, PointKey { province, id }).await? else {
        return Ok(Verdict::Undone);
    };
    if point.ended_at.is_some() {
        // Somebody has ended it: what it was made of is over, and what it was before as well.
        return Ok(match row.verdict {
            Verdict::Made => Verdict::Undone,
            _ => Verdict::Kept,
        });
    }
    let is_touched = kept::write(&point.told, &point.checks) != *after;
    if is_touched {
        return Ok(Verdict::Kept);
    }
    match before.map(kept::read) {
        None => end(piece, tx, row, &point).await?,
        Some(Some(was)) => restore(piece, tx, row, point, was).await?,
        Some(None) => return Ok(Verdict::Kept),
    }
    Ok(Verdict::Undone)
}

async fn end(piece: &Piece<'_>, tx: &mut Tx, row: &PointRow, point: &Point) -> Result<(), Error> {
    if points::end(tx, point.key, piece.cx.now).await? {
        let payload = payload(piece, row, point.version + 1, json!({}));
        record(
            piece.app,
            tx,
            piece.cx,
            point.key,
            &point.told,
            "point.undone",
            payload,
        )?;
    }
    Ok(())
}

async fn restore(
    piece: &Piece<'_>,
    tx: &mut Tx,
    row: &PointRow,
    point: Point,
    (told, checks): (
        crate::points::model::PointTold,
        crate::points::model::Checks,
    ),
) -> Result<(), Error> {
    let version = point.version + 1;
    let written = Written {
        key: point.key,
        told: &told,
        checks: &checks,
        reported_at: point.reported_at,
        turn: rules::turn(told.kind(), &checks, point.reported_at, point.created_at),
        version,
        at: piece.cx.now,
    };
    if points::update(tx, &written).await? {
        let changes = rules::changes(&point.told, &told);
        let payload = payload(piece, row, version, changes);
        record(
            piece.app,
            tx,
            piece.cx,
            point.key,
            &told,
            "point.undone",
            payload,
        )?;
    }
    Ok(())
}

fn payload(piece: &Piece<'_>, row: &PointRow, version: i64, changes: Value) -> Value {
    json!({
        "version": version,
        "how": How::Import.code(),
        "import": piece.run.id,
        "line": row.n,
        "source": piece.run.source,
        "changes": changes,
    })
}
