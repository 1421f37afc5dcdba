//! Registered volunteers by area. They belong to no incident, so the tallies do not hold them; an
//! index of seats by area does.

use areas::AreaCode;
use db::{Tx, sql};

sql! { VOLUNTEERS = "
    SELECT area / $3 * $3 AS part, CAST(count(DISTINCT account) AS BIGINT) AS n
    FROM seats
    WHERE standing IN ('held', 'waiting') AND area BETWEEN $1 AND $2
        AND role NOT IN ('subdistrict_admin', 'district_admin', 'province_admin', 'national_admin')
    GROUP BY area / $3 * $3
" }

/// Accounts with a volunteer's seat, by the areas one level below `within`.
pub async fn volunteers(
    tx: &mut Tx,
    within: AreaCode,
    step: u32,
) -> Result<Vec<(u32, i64)>, db::Error> {
    let range = within.range();
    let rows = tx
        .all(VOLUNTEERS, &[range.start(), range.end(), &step])
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("part")?, row.get("n")?)))
        .collect()
}
