//! The rows of a run.

use db::{Row, Tx, sql};
use serde_json::{Value, json};

use crate::ids::{PointId, PointImportId};
use crate::point_imports::model::{Column, Likely, PointRow, RowProblem, Verdict};

sql! { PUT = "
    INSERT INTO point_import_rows (import, n, cells, verdict, facts_left)
    VALUES ($1, $2, $3, 'waiting', 0)
    ON CONFLICT DO NOTHING
" }

/// Keeps a row as it stood in the file.
pub fn put(tx: &mut Tx, id: PointImportId, n: u32, cells: &[String]) -> Result<(), db::Error> {
    tx.post(PUT, &[&id, &n, &json!(cells)])
}

macro_rules! columns {
    () => {
        "
    SELECT n, cells, verdict, decision, problems, seen, source_id, province, point, likeness, facts_left
    FROM point_import_rows"
    };
}

sql! { WAITING = concat!(columns!(), "
    WHERE import = $1 AND verdict = 'waiting'
    ORDER BY n
    LIMIT $2
") }

/// The next rows that nobody has looked at.
pub async fn waiting(
    tx: &mut Tx,
    id: PointImportId,
    limit: i64,
) -> Result<Vec<PointRow>, db::Error> {
    let rows = tx.all(WAITING, &[&id, &limit]).await?;
    rows.iter().map(read).collect()
}

sql! { SAMPLE = concat!(columns!(), "
    WHERE import = $1 AND n > $2
    ORDER BY n
    LIMIT $3
") }

/// Rows after a line, whatever became of them.
pub async fn sample(
    tx: &mut Tx,
    id: PointImportId,
    (after, limit): (u32, i64),
) -> Result<Vec<PointRow>, db::Error> {
    let rows = tx.all(SAMPLE, &[&id, &after, &limit]).await?;
    rows.iter().map(read).collect()
}

sql! { ROW = concat!(columns!(), " WHERE import = $1 AND n = $2") }

pub async fn row(tx: &mut Tx, id: PointImportId, n: u32) -> Result<Option<PointRow>, db::Error> {
    let row = tx.optional(ROW, &[&id, &n]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { OF_VERDICT = concat!(columns!(), "
    WHERE import = $1 AND verdict = $2 AND n > $3
    ORDER BY n
    LIMIT $4
") }

/// Rows of one verdict after a line, in the order of the file.
pub async fn of_verdict(
    tx: &mut Tx,
    id: PointImportId,
    verdict: Verdict,
    (after, limit): (u32, i64),
) -> Result<Vec<PointRow>, db::Error> {
    let rows = tx
        .all(OF_VERDICT, &[&id, &verdict.code(), &after, &limit])
        .await?;
    rows.iter().map(read).collect()
}

sql! { NEXT_PROVINCE = "
    SELECT min(province) AS province
    FROM point_import_rows
    WHERE import = $1 AND verdict IN ('new', 'update', 'likely')
" }

sql! { PENDING = concat!(columns!(), "
    WHERE import = $1 AND verdict IN ('new', 'update', 'likely') AND province = $2
    ORDER BY n
    LIMIT $3
") }

/// The next rows to be applied, all of one province.
pub async fn pending(
    tx: &mut Tx,
    id: PointImportId,
    limit: i64,
) -> Result<Vec<PointRow>, db::Error> {
    let next: Option<u8> = tx.one(NEXT_PROVINCE, &[&id]).await?.get("province")?;
    let Some(province) = next else {
        return Ok(Vec::new());
    };
    let rows = tx.all(PENDING, &[&id, &province, &limit]).await?;
    rows.iter().map(read).collect()
}

sql! { NEXT_WRITTEN = "
    SELECT min(province) AS province
    FROM point_import_rows
    WHERE import = $1 AND verdict IN ('made', 'changed', 'unchanged')
" }

sql! { WRITTEN = "
    SELECT n, cells, verdict, decision, problems, seen, source_id, province, point, likeness, facts_left,
        before_it, after_it
    FROM point_import_rows
    WHERE import = $1 AND verdict IN ('made', 'changed', 'unchanged') AND province = $2
    ORDER BY n DESC
    LIMIT $3
" }

/// The next rows to be undone, all of one province, the last first, with the point before and after.
pub async fn written(
    tx: &mut Tx,
    id: PointImportId,
    limit: i64,
) -> Result<Vec<(PointRow, Option<Value>, Option<Value>)>, db::Error> {
    let next: Option<u8> = tx.one(NEXT_WRITTEN, &[&id]).await?.get("province")?;
    let Some(province) = next else {
        return Ok(Vec::new());
    };
    let rows = tx.all(WRITTEN, &[&id, &province, &limit]).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get("before_it")?, row.get("after_it")?)))
        .collect()
}

sql! { MARK_CHECKED = "
    UPDATE point_import_rows
    SET verdict = $3, problems = $4, seen = $5, source_id = $6, province = $7, point = $8, likeness = $9
    WHERE import = $1 AND n = $2
" }

/// Writes what was found out about a row.
pub fn mark_checked(tx: &mut Tx, id: PointImportId, row: &PointRow) -> Result<(), db::Error> {
    let seen = row.seen.as_ref().map(|seen| json!(seen));
    let likeness = row.likeness.as_ref().map(|likeness| json!(likeness));
    let args: [&dyn db::ToValue; 9] = [
        &id,
        &row.n,
        &row.verdict.code(),
        &write_problems(&row.problems),
        &seen,
        &row.source_id,
        &row.province,
        &row.point,
        &likeness,
    ];
    tx.post(MARK_CHECKED, &args)
}

/// What applying a row has done.
pub struct Outcome {
    pub verdict: Verdict,
    pub province: Option<u8>,
    pub point: Option<PointId>,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub facts_left: u8,
    pub problem: Option<&'static str>,
}

sql! { MARK_APPLIED = "
    UPDATE point_import_rows
    SET verdict = $3, province = coalesce($4, province), point = $5, before_it = $6, after_it = $7,
        facts_left = $8, problems = $9
    WHERE import = $1 AND n = $2
" }

/// Writes what became of a row.
pub fn mark_applied(
    tx: &mut Tx,
    id: PointImportId,
    row: &PointRow,
    outcome: &Outcome,
) -> Result<(), db::Error> {
    let mut problems = row.problems.clone();
    problems.extend(outcome.problem.map(RowProblem::whole));
    let args: [&dyn db::ToValue; 9] = [
        &id,
        &row.n,
        &outcome.verdict.code(),
        &outcome.province,
        &outcome.point,
        &outcome.before,
        &outcome.after,
        &outcome.facts_left,
        &write_problems(&problems),
    ];
    tx.post(MARK_APPLIED, &args)
}

sql! { MARK_UNDONE = "
    UPDATE point_import_rows SET verdict = $3 WHERE import = $1 AND n = $2
" }

pub fn mark_undone(
    tx: &mut Tx,
    id: PointImportId,
    n: u32,
    verdict: Verdict,
) -> Result<(), db::Error> {
    tx.post(MARK_UNDONE, &[&id, &n, &verdict.code()])
}

sql! { CHECK_AGAIN = "
    UPDATE point_import_rows
    SET verdict = 'waiting', decision = NULL, problems = NULL, seen = NULL, source_id = NULL,
        province = NULL, point = NULL, likeness = NULL
    WHERE import = $1 AND verdict <> 'waiting'
" }

/// Forgets what was found out about every row, before they are tried again.
pub async fn check_again(tx: &mut Tx, id: PointImportId) -> Result<u64, db::Error> {
    tx.execute(CHECK_AGAIN, &[&id]).await
}

sql! { EARLIER = "
    SELECT n FROM point_import_rows WHERE import = $1 AND source_id = $2 AND n < $3 ORDER BY n LIMIT 1
" }

/// An earlier line of the same file that the source tells apart by the same.
pub async fn earlier(
    tx: &mut Tx,
    id: PointImportId,
    source_id: &str,
    before: u32,
) -> Result<Option<u32>, db::Error> {
    let row = tx.optional(EARLIER, &[&id, &source_id, &before]).await?;
    row.map(|row| row.get("n")).transpose()
}

sql! { OF_POINT = "
    SELECT n
    FROM point_import_rows
    WHERE import = $1 AND point = $2 AND verdict IN ('made', 'changed', 'unchanged')
    LIMIT 1
" }

/// The line that has told of a point in this run.
pub async fn of_point(
    tx: &mut Tx,
    id: PointImportId,
    point: PointId,
) -> Result<Option<u32>, db::Error> {
    let row = tx.optional(OF_POINT, &[&id, &point]).await?;
    row.map(|row| row.get("n")).transpose()
}

sql! { DECIDE = "
    UPDATE point_import_rows SET decision = $3 WHERE import = $1 AND n = $2 AND verdict = 'likely'
" }

/// What becomes of one row; `false` where it is not in doubt.
pub async fn decide(
    tx: &mut Tx,
    id: PointImportId,
    n: u32,
    decision: Option<Likely>,
) -> Result<bool, db::Error> {
    let code = decision.map(Likely::code);
    Ok(tx.execute(DECIDE, &[&id, &n, &code]).await? == 1)
}

sql! { SWEEP = "
    DELETE FROM point_import_rows
    WHERE import = $1
        AND n IN (SELECT n FROM point_import_rows WHERE import = $1 ORDER BY n LIMIT 500)
" }

/// Forgets up to 500 rows; gives how many.
pub async fn sweep(tx: &mut Tx, id: PointImportId) -> Result<u64, db::Error> {
    tx.execute(SWEEP, &[&id]).await
}

fn write_problems(problems: &[RowProblem]) -> Option<Value> {
    if problems.is_empty() {
        return None;
    }
    let problems = problems.iter().map(|one| {
        json!({ "column": one.column.map(Column::code), "key": one.key, "note": one.is_note })
    });
    Some(problems.collect())
}

fn read(row: &Row) -> Result<PointRow, db::Error> {
    let verdict: String = row.get("verdict")?;
    let decision: Option<String> = row.get("decision")?;
    let problems: Option<Value> = row.get("problems")?;
    let seen: Option<Value> = row.get("seen")?;
    let likeness: Option<Value> = row.get("likeness")?;
    let cells: Value = row.get("cells")?;
    let problems = problems.unwrap_or_default();
    let problems = problems.as_array().into_iter().flatten();
    Ok(PointRow {
        n: row.get("n")?,
        cells: serde_json::from_value(cells).map_err(|err| row.contradiction(err))?,
        verdict: Verdict::from_code(&verdict)
            .ok_or_else(|| row.contradiction("an unknown verdict"))?,
        decision: decision.as_deref().and_then(Likely::from_code),
        problems: problems
            .map(|one| RowProblem {
                column: one["column"].as_str().and_then(Column::from_code),
                key: one["key"].as_str().unwrap_or_default().to_owned(),
                is_note: one["note"] == true,
            })
            .collect(),
        seen: seen
            .map(serde_json::from_value)
            .transpose()
            .map_err(|err| row.contradiction(err))?,
        source_id: row.get("source_id")?,
        province: row.get("province")?,
        point: row.get("point")?,
        likeness: likeness
            .map(serde_json::from_value)
            .transpose()
            .map_err(|err| row.contradiction(err))?,
        facts_left: row.get("facts_left")?,
    })
}
