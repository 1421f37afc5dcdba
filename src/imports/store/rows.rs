//! The rows of a list, sealed, and what they may be doubles of.

use db::{Row, Tx, sql};
use serde_json::{Value, json};
use vault::Vault;

use crate::ids::{ImportId, IncidentId};
use crate::imports::model::{Column, ImportRow, RowProblem, Verdict};

const CONTEXT: &[u8] = b"import_rows.cells";

sql! { PUT_ROW = "
    INSERT INTO import_rows (import, n, cells_sealed, verdict) VALUES ($1, $2, $3, 'new')
    ON CONFLICT DO NOTHING
" }

/// Keeps a row as it stood in the file.
pub fn put_row(
    tx: &mut Tx,
    vault: &Vault,
    id: ImportId,
    n: u32,
    cells: &[String],
) -> Result<(), db::Error> {
    let sealed = vault.seal(json!(cells).to_string().as_bytes(), CONTEXT);
    tx.post(PUT_ROW, &[&id, &n, &sealed])
}

macro_rules! columns {
    () => {
        "
    SELECT n, cells_sealed, verdict, problems, like_reference, reference
    FROM import_rows"
    };
}

sql! { ROWS_OF = concat!(columns!(), "
    WHERE import = $1 AND verdict = $2 AND n > $3
    ORDER BY n
    LIMIT $4
") }

/// Rows of one verdict after a line, in the order of the file.
pub async fn rows_of(
    tx: &mut Tx,
    vault: &Vault,
    id: ImportId,
    verdict: Verdict,
    (after, limit): (u32, i64),
) -> Result<Vec<ImportRow>, db::Error> {
    let rows = tx
        .all(ROWS_OF, &[&id, &verdict.code(), &after, &limit])
        .await?;
    rows.iter().map(|row| read(vault, row)).collect()
}

sql! { NEXT_ROWS = concat!(columns!(), "
    WHERE import = $1 AND (verdict = $2 OR verdict = $3)
    ORDER BY n
    LIMIT $4
") }

/// The next rows of one or another verdict.
pub async fn next_rows(
    tx: &mut Tx,
    vault: &Vault,
    id: ImportId,
    (one, other): (Verdict, Verdict),
    limit: i64,
) -> Result<Vec<ImportRow>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&id, &one.code(), &other.code(), &limit];
    let rows = tx.all(NEXT_ROWS, &args).await?;
    rows.iter().map(|row| read(vault, row)).collect()
}

sql! { SAMPLE = concat!(columns!(), "
    WHERE import = $1 AND n > $2
    ORDER BY n
    LIMIT $3
") }

/// Rows after a line, whatever became of them.
pub async fn sample(
    tx: &mut Tx,
    vault: &Vault,
    id: ImportId,
    (after, limit): (u32, i64),
) -> Result<Vec<ImportRow>, db::Error> {
    let rows = tx.all(SAMPLE, &[&id, &after, &limit]).await?;
    rows.iter().map(|row| read(vault, row)).collect()
}

sql! { MARK = "
    UPDATE import_rows
    SET verdict = $3, problems = $4, like_reference = $5, reference = $6,
        need_hash = coalesce($7, need_hash), origin_hash = coalesce($8, origin_hash)
    WHERE import = $1 AND n = $2
" }

/// Writes what became of a row, and by what its like is found.
pub fn mark(
    tx: &mut Tx,
    id: ImportId,
    row: &ImportRow,
    need: Option<&[u8]>,
    origin: Option<&[u8]>,
) -> Result<(), db::Error> {
    let problems: Vec<Value> = row
        .problems
        .iter()
        .map(|one| json!({ "column": one.column.map(Column::code), "key": one.key }))
        .collect();
    let need = need.map(<[u8]>::to_vec);
    let origin = origin.map(<[u8]>::to_vec);
    tx.post(
        MARK,
        &[
            &id,
            &row.n,
            &row.verdict.code(),
            &Value::Array(problems),
            &row.like,
            &row.reference,
            &need,
            &origin,
        ],
    )
}

sql! { CHECK_AGAIN = "
    UPDATE import_rows
    SET verdict = 'new', problems = NULL, like_reference = NULL, need_hash = NULL,
        origin_hash = NULL
    WHERE import = $1 AND verdict <> 'new'
" }

/// Forgets what became of every row, before the list is tried again.
pub async fn check_again(tx: &mut Tx, id: ImportId) -> Result<u64, db::Error> {
    tx.execute(CHECK_AGAIN, &[&id]).await
}

sql! { NEED_IN = "
    SELECT n FROM import_rows WHERE import = $1 AND need_hash = $2 AND n < $3 ORDER BY n LIMIT 1
" }

/// An earlier line of the same list that asks for the same for the same person.
pub async fn need_in(
    tx: &mut Tx,
    id: ImportId,
    need: &[u8],
    before: u32,
) -> Result<Option<u32>, db::Error> {
    let need = need.to_vec();
    let row = tx.optional(NEED_IN, &[&id, &need, &before]).await?;
    row.map(|row| row.get("n")).transpose()
}

sql! { ORIGIN_IN = "
    SELECT n FROM import_rows WHERE import = $1 AND origin_hash = $2 AND n < $3 ORDER BY n LIMIT 1
" }

/// An earlier line of the same list with the same number of its own.
pub async fn known_origin_in(
    tx: &mut Tx,
    id: ImportId,
    origin: &[u8],
    before: u32,
) -> Result<Option<u32>, db::Error> {
    let origin = origin.to_vec();
    let row = tx.optional(ORIGIN_IN, &[&id, &origin, &before]).await?;
    row.map(|row| row.get("n")).transpose()
}

sql! { KNOWN_ORIGIN = "
    SELECT reference FROM import_origins WHERE incident = $1 AND origin_hash = $2
" }

/// The request that an earlier list of the same source brought under the same number.
pub async fn known_origin(
    tx: &mut Tx,
    incident: IncidentId,
    origin: &[u8],
) -> Result<Option<String>, db::Error> {
    let origin = origin.to_vec();
    let row = tx.optional(KNOWN_ORIGIN, &[&incident, &origin]).await?;
    row.map(|row| row.get("reference")).transpose()
}

sql! { NOTE_ORIGIN = "
    INSERT INTO import_origins (incident, origin_hash, reference) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
" }

pub fn note_origin(
    tx: &mut Tx,
    incident: IncidentId,
    origin: &[u8],
    reference: &str,
) -> Result<(), db::Error> {
    let origin = origin.to_vec();
    tx.post(NOTE_ORIGIN, &[&incident, &origin, &reference])
}

sql! { ASKED_BEFORE = "
    SELECT reference
    FROM help_requests
    WHERE (contact_phone_hash = $1 OR asker_phone_hash = $1) AND incident = $2 AND kind = $3
    ORDER BY asked_at DESC
    LIMIT 1
" }

/// The newest request of a phone for the same kind of help in the same incident.
pub async fn asked_before(
    tx: &mut Tx,
    phone_hash: &[u8],
    incident: IncidentId,
    kind: &str,
) -> Result<Option<String>, db::Error> {
    let phone = phone_hash.to_vec();
    let row = tx
        .optional(ASKED_BEFORE, &[&phone, &incident, &kind])
        .await?;
    row.map(|row| row.get("reference")).transpose()
}

fn read(vault: &Vault, row: &Row) -> Result<ImportRow, db::Error> {
    let sealed: Vec<u8> = row.get("cells_sealed")?;
    let cells = vault
        .open(&sealed, CONTEXT)
        .map_err(|err| row.contradiction(err))?;
    let verdict: String = row.get("verdict")?;
    let problems: Option<Value> = row.get("problems")?;
    let problems = problems.unwrap_or_default();
    Ok(ImportRow {
        n: row.get("n")?,
        cells: serde_json::from_slice(&cells).map_err(|err| row.contradiction(err))?,
        verdict: Verdict::from_code(&verdict)
            .ok_or_else(|| row.contradiction("an unknown verdict"))?,
        problems: problems
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| RowProblem {
                column: one["column"].as_str().and_then(Column::from_code),
                key: one["key"].as_str().unwrap_or_default().to_owned(),
            })
            .collect(),
        like: row.get("like_reference")?,
        reference: row.get("reference")?,
    })
}
