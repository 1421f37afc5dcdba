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

/// When the polygons were loaded, as microseconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    pub oldest: i64,
    pub newest: i64,
}

impl Stand {
    /// Whether all polygons are of one pack: none is being loaded, and none was broken off.
    pub fn is_whole(self) -> bool {
        self.oldest == self.newest
    }
}

sql! { STAND = "SELECT min(loaded_at) AS oldest, max(loaded_at) AS newest FROM boundaries" }

/// Which pack is there; none while there is no polygon.
pub async fn version(db: &Db) -> Result<Option<Stand>, db::Error> {
    let row = db::read!(db, |tx| { tx.one(STAND, &[]).await })?;
    let oldest: Option<Timestamp> = row.get("oldest")?;
    let newest: Option<Timestamp> = row.get("newest")?;
    Ok(oldest.zip(newest).map(|(oldest, newest)| Stand {
        oldest: oldest.as_microsecond(),
        newest: newest.as_microsecond(),
    }))
}
