//! Rows become points, or change them: up to five hundred of one province in one transaction, with their
//! events, with what the source calls them, and with the point as it was before.

use std::collections::HashSet;

use db::Tx;
use serde_json::{Value, json};

use super::check::{Read, Reader};
use super::work::Piece;
use super::{PIECE, source_key};
use crate::error::Error;
use crate::ids::PointId;
use crate::point_imports::model::{Likely, PointRow, Stage, Verdict};
use crate::point_imports::rules::merge::{self, Origin};
use crate::point_imports::rules::row::Draft;
use crate::point_imports::store::{self, Outcome, kept};
use crate::points::actions::record;
use crate::points::model::{By, Checks, Fact, How, Point, PointKey, PointTold};
use crate::points::rules;
use crate::points::store::{self as points, Written};
use areas::AreaCode;

/// Applies the next rows.
pub(super) async fn apply(piece: &Piece<'_>) -> Result<(), Error> {
    let (app, run) = (piece.app, piece.run);
    let rows = db::read!(app.db, |tx| { store::pending(tx, run.id, PIECE).await })?;
    if rows.is_empty() {
        return piece.end(Stage::Done).await;
    }
    let mut reader = Reader::new(app, run, piece.cx.now);
    let reads: Vec<Read> = rows.iter().map(|row| reader.read(row)).collect();
    let ids: Vec<PointId> = rows.iter().map(|_| app.ids.at(piece.cx.now)).collect();
    let source = source_key(run);
    db::write!(app.db, |tx| {
        if !piece.is_current(tx).await? {
            return Ok(());
        }
        // Another program may have done some of them meanwhile.
        let left = store::pending(tx, run.id, PIECE).await?;
        let left: HashSet<u32> = left.iter().map(|row| row.n).collect();
        for ((row, read), id) in rows.iter().zip(&reads).zip(&ids) {
            if !left.contains(&row.n) {
                continue;
            }
            let outcome = one(piece, tx, &source, (row, read), *id).await?;
            store::mark_applied(tx, run.id, row, &outcome)?;
        }
        piece.next(tx).await
    })
}

fn without_effect(row: &PointRow, verdict: Verdict, problem: Option<&'static str>) -> Outcome {
    Outcome {
        verdict,
        province: None,
        point: row.point,
        before: None,
        after: None,
        facts_left: 0,
        problem,
    }
}

async fn one(
    piece: &Piece<'_>,
    tx: &mut Tx,
    source: &str,
    (row, read): (&PointRow, &Read),
    id: PointId,
) -> Result<Outcome, Error> {
    let refused = |key| Ok(without_effect(row, Verdict::Refused, Some(key)));
    let (Some((draft, area)), Some(source_id)) = (&read.sound, &read.source_id) else {
        return refused("point-import-refused");
    };
    let decided = match row.verdict {
        Verdict::Likely => row.decided(piece.run.likely),
        Verdict::Update => Likely::Update,
        _ => Likely::New,
    };
    // Another run of the same source may have told of it meanwhile.
    let known = store::known(tx, source, source_id)
        .await?
        .map(|known| known.key);
    let meant = match decided {
        Likely::Skip => return Ok(without_effect(row, Verdict::LeftOut, None)),
        Likely::Update => known.or(row
            .province
            .zip(row.point)
            .map(|(province, id)| PointKey { province, id })),
        Likely::New => known,
    };
    let outcome = match meant {
        Some(key) => {
            if store::of_point(tx, piece.run.id, key.id).await?.is_some() {
                return refused("point-import-told-twice");
            }
            match points::find(tx, key).await? {
                None => return refused("point-import-has-ended"),
                Some(point) if point.ended_at.is_some() => {
                    return refused("point-import-has-ended");
                }
                Some(point) if !piece.reach.changes(point.told.area, point.told.owner) => {
                    return refused("point-import-not-yours");
                }
                Some(point) => update(piece, tx, row, point, (draft, *area)).await?,
            }
        }
        None if !piece.reach.makes(*area) => return refused("point-import-not-your-area"),
        None => make(piece, tx, row, (draft, *area), id).await?,
    };
    if let Some((province, id)) = outcome.province.zip(outcome.point) {
        let key = PointKey { province, id };
        store::note(tx, key, (source, source_id), piece.run.id)?;
    }
    Ok(outcome)
}

fn by(piece: &Piece<'_>) -> By {
    By {
        account: piece.run.account,
        how: How::Import,
    }
}

fn origin<'a>(piece: &'a Piece<'_>) -> Origin<'a> {
    Origin {
        source: &piece.run.source,
        licence: &piece.run.licence,
        owner: piece.run.owner,
    }
}

async fn make(
    piece: &Piece<'_>,
    tx: &mut Tx,
    row: &PointRow,
    (draft, area): (&Draft, AreaCode),
    id: PointId,
) -> Result<Outcome, Error> {
    let told = merge::new(draft, area, origin(piece));
    let mut checks = Checks::default();
    merge::note(
        &mut checks,
        &merge::spoken_of(draft),
        draft.known_at,
        by(piece),
    );
    let key = PointKey {
        province: area.province(),
        id,
    };
    let now = piece.cx.now;
    let written = Written {
        key,
        told: &told,
        checks: &checks,
        reported_at: None,
        turn: rules::turn(told.kind(), &checks, None, now),
        version: 1,
        at: now,
    };
    points::insert(tx, &written, piece.run.account).await?;
    tell(piece, tx, (key, &told, 1), row, json!({}), &[])?;
    Ok(Outcome {
        verdict: Verdict::Made,
        province: Some(key.province),
        point: Some(id),
        before: None,
        after: Some(kept::write(&told, &checks)),
        facts_left: 0,
        problem: None,
    })
}

async fn update(
    piece: &Piece<'_>,
    tx: &mut Tx,
    row: &PointRow,
    point: Point,
    (draft, area): (&Draft, AreaCode),
) -> Result<Outcome, Error> {
    let merged = merge::upon(&point.told, &point.checks, draft, area, origin(piece));
    let facts_left = u8::try_from(merged.left.len()).unwrap_or(u8::MAX);
    let mut checks = point.checks.clone();
    merge::note(&mut checks, &merged.noted, draft.known_at, by(piece));
    let unchanged = Outcome {
        verdict: Verdict::Unchanged,
        province: Some(point.key.province),
        point: Some(point.key.id),
        before: None,
        after: None,
        facts_left,
        problem: None,
    };
    if merged.told == point.told && checks == point.checks {
        return Ok(unchanged);
    }
    let now = piece.cx.now;
    let version = point.version + 1;
    let written = Written {
        key: point.key,
        told: &merged.told,
        checks: &checks,
        reported_at: point.reported_at,
        turn: rules::turn(
            merged.told.kind(),
            &checks,
            point.reported_at,
            point.created_at,
        ),
        version,
        at: now,
    };
    if !points::update(tx, &written).await? {
        return Ok(without_effect(
            row,
            Verdict::Refused,
            Some("point-import-refused"),
        ));
    }
    let changes = rules::changes(&point.told, &merged.told);
    let told = (point.key, &merged.told, version);
    tell(piece, tx, told, row, changes, &merged.left)?;
    Ok(Outcome {
        verdict: Verdict::Changed,
        before: Some(kept::write(&point.told, &point.checks)),
        after: Some(kept::write(&merged.told, &checks)),
        ..unchanged
    })
}

/// Writes the event of a point that a row has made or changed.
fn tell(
    piece: &Piece<'_>,
    tx: &mut Tx,
    (key, told, version): (PointKey, &PointTold, i64),
    row: &PointRow,
    changes: Value,
    left: &[Fact],
) -> Result<(), db::Error> {
    let left: Vec<&str> = left.iter().map(|fact| fact.code()).collect();
    let payload = json!({
        "version": version,
        "how": How::Import.code(),
        "import": piece.run.id,
        "line": row.n,
        "source": piece.run.source,
        "changes": changes,
        "left": left,
    });
    record(
        piece.app,
        tx,
        piece.cx,
        key,
        told,
        "point.imported",
        payload,
    )
}
