//! Which photos are kept, and since when.

use db::{Row, Sql, Tx, sql};
use jiff::Timestamp;

use super::model::FileId;
use super::photo::Photo;
use crate::ids::AccountId;

/// Photos looked at in one go.
pub const PIECE: usize = 200;

sql! { KEEP = "
    INSERT INTO files (hash, bytes, width, height, kept_at, kept_by)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (hash) DO UPDATE SET kept_at = excluded.kept_at
" }

/// Writes down that a photo is kept. One that is known already is new again for the sweep.
pub async fn keep(
    tx: &mut Tx,
    id: FileId,
    photo: &Photo,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), db::Error> {
    let bytes = i64::try_from(photo.large.len()).unwrap_or(i64::MAX);
    let hash = id.to_string();
    let args: [&dyn db::ToValue; 6] = [&hash, &bytes, &photo.width, &photo.height, &now, &by];
    tx.execute(KEEP, &args).await?;
    Ok(())
}

sql! { SPEAK_FOR = "UPDATE files SET kept_at = $2 WHERE hash = $1" }

/// Keeps a photo from the sweep for another day; `false` when it is gone. Said in the transaction that
/// writes the row which shows it, so that the row never shows what is being swept away.
pub async fn speak_for(tx: &mut Tx, id: FileId, now: Timestamp) -> Result<bool, db::Error> {
    let done = tx.execute(SPEAK_FOR, &[&id.to_string(), &now]).await?;
    Ok(done == 1)
}

sql! { IS_KEPT = "SELECT 1 AS one FROM files WHERE hash = $1" }

pub async fn is_kept(tx: &mut Tx, id: FileId) -> Result<bool, db::Error> {
    Ok(tx.optional(IS_KEPT, &[&id.to_string()]).await?.is_some())
}

sql! { ALL = "SELECT hash FROM files ORDER BY hash" }

/// Every photo that is kept.
pub async fn all(tx: &mut Tx) -> Result<Vec<FileId>, db::Error> {
    tx.all(ALL, &[]).await?.iter().map(read).collect()
}

sql! { OLD = "
    SELECT hash FROM files WHERE kept_at < $1 AND hash > $2 ORDER BY hash LIMIT $3
" }

/// Photos nobody has spoken for since, in the order of their hashes.
pub async fn old(tx: &mut Tx, before: Timestamp, after: &str) -> Result<Vec<FileId>, db::Error> {
    let limit = i64::try_from(PIECE).unwrap_or(200);
    let rows = tx.all(OLD, &[&before, &after, &limit]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<FileId, db::Error> {
    let hash: String = row.get("hash")?;
    FileId::parse(&hash).ok_or_else(|| row.contradiction("a hash that is none"))
}

/// Whether any row shows the photo.
pub async fn is_shown(tx: &mut Tx, id: FileId, references: &[Sql]) -> Result<bool, db::Error> {
    let hash = id.to_string();
    for reference in references {
        if !tx.all(*reference, &[&hash]).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

sql! { FORGET = "DELETE FROM files WHERE hash = $1 AND kept_at < $2" }

/// Forgets a photo unless somebody spoke for it meanwhile.
pub async fn forget(tx: &mut Tx, id: FileId, before: Timestamp) -> Result<(), db::Error> {
    tx.execute(FORGET, &[&id.to_string(), &before]).await?;
    Ok(())
}
