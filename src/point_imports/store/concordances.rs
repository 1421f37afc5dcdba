//! Which point is which in a source. Keys stand with the point's own province; a source is looked up
//! in all of them, for a point may have moved.

use db::{Tx, sql};

use crate::ids::{PointId, PointImportId};
use crate::points::model::PointKey;

/// A point that a source has told of before.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub key: PointKey,
    /// The run that found out.
    pub import: PointImportId,
}

sql! { KNOWN = "
    SELECT province, point, import
    FROM point_concordances
    WHERE source = $1 AND source_id = $2
    ORDER BY province
    LIMIT 1
" }

pub async fn known(tx: &mut Tx, source: &str, source_id: &str) -> Result<Option<Known>, db::Error> {
    let row = tx.optional(KNOWN, &[&source, &source_id]).await?;
    row.map(|row| {
        Ok(Known {
            key: PointKey {
                province: row.get("province")?,
                id: row.get::<PointId>("point")?,
            },
            import: row.get("import")?,
        })
    })
    .transpose()
}

sql! { NOTE = "
    INSERT INTO point_concordances (province, source, source_id, point, import)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT DO NOTHING
" }

pub fn note(
    tx: &mut Tx,
    key: PointKey,
    (source, source_id): (&str, &str),
    import: PointImportId,
) -> Result<(), db::Error> {
    tx.post(
        NOTE,
        &[&key.province, &source, &source_id, &key.id, &import],
    )
}

sql! { FORGET = "
    DELETE FROM point_concordances
    WHERE province = $1 AND source = $2 AND source_id = $3 AND import = $4
" }

/// Forgets what a run found out; what another one did stays.
pub fn forget(
    tx: &mut Tx,
    province: u8,
    (source, source_id): (&str, &str),
    import: PointImportId,
) -> Result<(), db::Error> {
    tx.post(FORGET, &[&province, &source, &source_id, &import])
}
