//! The boundary pack in the database, one row an area.

use areas::AreaCode;
use db::{Db, Tx, sql};
use jiff::Timestamp;

sql! { PAGE = "
    SELECT area, shape FROM boundaries WHERE area > $1 ORDER BY area LIMIT 1000
" }

/// Every polygon, read in pieces so that no read lasts long.
pub async fn all(db: &Db) -> Result<Vec<(AreaCode, Vec<u8>)>, db::Error> {
    let mut shapes = Vec::new();
    let mut last: i64 = -1;
    loop {
        let rows = db::read!(db, |tx| { tx.all(PAGE, &[&last]).await })?;
        for row in &rows {
            last = row.get("area")?;
            let code = u32::try_from(last).ok().and_then(AreaCode::new);
            let code = code.ok_or_else(|| row.contradiction("no area code"))?;
            shapes.push((code, row.get("shape")?));
        }
        if rows.len() < 1000 {
            return Ok(shapes);
        }
    }
}

sql! { PUT = "
    INSERT INTO boundaries (area, shape, loaded_at) VALUES ($1, $2, $3)
    ON CONFLICT (area) DO UPDATE SET shape = excluded.shape, loaded_at = excluded.loaded_at
" }

pub async fn put(
    tx: &mut Tx,
    area: AreaCode,
    shape: &[u8],
    at: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(PUT, &[&area.get(), &shape, &at]).await?;
    Ok(())
}

sql! { FORGET_OLDER = "DELETE FROM boundaries WHERE loaded_at < $1" }

/// Removes what an earlier pack left.
pub async fn forget_older(tx: &mut Tx, than: Timestamp) -> Result<u64, db::Error> {
    tx.execute(FORGET_OLDER, &[&than]).await
}
