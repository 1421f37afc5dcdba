//! Runs, without their rows.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::mappings::{read_mapping, write_mapping};
use crate::ids::{AccountId, PointImportId};
use crate::point_imports::model::{Figures, Likely, Mapping, Run, Stage, Verdict};

macro_rules! columns {
    () => {
        "
    SELECT id, account, owner, file_name, source, licence, known_at, stage, round, headings, mapping,
        encoding, likely, total, passed_over, created_at, changed_at, undone_at
    FROM point_imports"
    };
}

sql! { INSERT = "
    INSERT INTO point_imports (id, account, owner, file_name, source, licence, known_at, stage, round,
        headings, mapping, encoding, likely, total, passed_over, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12, $13, $14, $15, $15)
    ON CONFLICT DO NOTHING
" }

/// Begins to keep a run; one that is begun already stays as it is.
pub async fn insert(tx: &mut Tx, run: &Run) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 15] = [
        &run.id,
        &run.account,
        &run.owner,
        &run.file_name,
        &run.source,
        &run.licence,
        &run.known_at,
        &run.stage.code(),
        &json!(run.headings),
        &write_mapping(&run.mapping),
        &run.encoding,
        &run.likely.code(),
        &run.total,
        &run.passed_over,
        &run.created_at,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { FIND = concat!(columns!(), " WHERE id = $1") }

pub async fn find(tx: &mut Tx, id: PointImportId) -> Result<Option<Run>, db::Error> {
    let row = tx.optional(FIND, &[&id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { OF_ACCOUNT = concat!(columns!(), "
    WHERE account = $1
    ORDER BY created_at DESC
    LIMIT 50
") }

/// What somebody brought, the newest first.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Run>, db::Error> {
    let rows = tx.all(OF_ACCOUNT, &[&account]).await?;
    rows.iter().map(read).collect()
}

sql! { NEWEST = concat!(columns!(), "
    ORDER BY created_at DESC
    LIMIT 50
") }

/// What anybody brought, the newest first.
pub async fn newest(tx: &mut Tx) -> Result<Vec<Run>, db::Error> {
    let rows = tx.all(NEWEST, &[]).await?;
    rows.iter().map(read).collect()
}

sql! { UNTOUCHED = concat!(columns!(), "
    WHERE stage IN ('reading', 'mapping', 'checked', 'stopped') AND changed_at < $1
    ORDER BY changed_at
    LIMIT 20
") }

/// Runs that somebody began and has not gone on with since.
pub async fn untouched(tx: &mut Tx, before: Timestamp) -> Result<Vec<Run>, db::Error> {
    let rows = tx.all(UNTOUCHED, &[&before]).await?;
    rows.iter().map(read).collect()
}

sql! { SET_STAGE = "
    UPDATE point_imports
    SET stage = $3, round = $4, changed_at = $5, undone_at = $6
    WHERE id = $1 AND round = $2
" }

/// Moves a run on; `false` when somebody else has meanwhile.
pub async fn set_stage(
    tx: &mut Tx,
    run: &Run,
    stage: Stage,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let undone_at = (stage == Stage::Undone).then_some(now);
    let round = run.round + 1;
    let args: [&dyn db::ToValue; 6] =
        [&run.id, &run.round, &stage.code(), &round, &now, &undone_at];
    Ok(tx.execute(SET_STAGE, &args).await? == 1)
}

sql! { READY = "UPDATE point_imports SET stage = 'mapping' WHERE id = $1 AND stage = 'reading'" }

/// All rows are kept.
pub async fn ready(tx: &mut Tx, id: PointImportId) -> Result<(), db::Error> {
    tx.execute(READY, &[&id]).await?;
    Ok(())
}

sql! { SET_MAPPING = "UPDATE point_imports SET mapping = $2 WHERE id = $1" }

pub async fn set_mapping(
    tx: &mut Tx,
    id: PointImportId,
    mapping: &Mapping,
) -> Result<(), db::Error> {
    tx.execute(SET_MAPPING, &[&id, &write_mapping(mapping)])
        .await?;
    Ok(())
}

sql! { SET_LIKELY = "UPDATE point_imports SET likely = $2 WHERE id = $1" }

pub async fn set_likely(tx: &mut Tx, id: PointImportId, likely: Likely) -> Result<(), db::Error> {
    tx.execute(SET_LIKELY, &[&id, &likely.code()]).await?;
    Ok(())
}

sql! { FIGURES = "
    SELECT verdict, count(*) AS n, coalesce(sum(facts_left), 0) AS facts_left
    FROM point_import_rows
    WHERE import = $1
    GROUP BY verdict
" }

pub async fn figures(tx: &mut Tx, id: PointImportId) -> Result<Figures, db::Error> {
    let mut figures = Figures::default();
    for row in tx.all(FIGURES, &[&id]).await? {
        let verdict: String = row.get("verdict")?;
        let verdict =
            Verdict::from_code(&verdict).ok_or_else(|| row.contradiction("an unknown verdict"))?;
        figures.set(verdict, row.get("n")?);
        figures.facts_left += row.get::<i64>("facts_left")?;
    }
    Ok(figures)
}

fn read(row: &Row) -> Result<Run, db::Error> {
    let stage: String = row.get("stage")?;
    let likely: String = row.get("likely")?;
    let headings: Value = row.get("headings")?;
    let headings = headings.as_array().into_iter().flatten();
    Ok(Run {
        id: row.get("id")?,
        account: row.get("account")?,
        owner: row.get("owner")?,
        file_name: row.get("file_name")?,
        source: row.get("source")?,
        licence: row.get("licence")?,
        known_at: row.get("known_at")?,
        stage: Stage::from_code(&stage).ok_or_else(|| row.contradiction("an unknown stage"))?,
        round: row.get("round")?,
        headings: headings
            .map(|heading| heading.as_str().unwrap_or_default().to_owned())
            .collect(),
        mapping: read_mapping(&row.get("mapping")?),
        encoding: row.get("encoding")?,
        likely: Likely::from_code(&likely)
            .ok_or_else(|| row.contradiction("an unknown decision"))?,
        total: row.get("total")?,
        passed_over: row.get("passed_over")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        undone_at: row.get("undone_at")?,
    })
}
