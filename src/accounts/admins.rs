//! Who answers for an area, for those who have something to tell them.

use areas::AreaCode;
use db::{Tx, sql};

use crate::ids::AccountId;

sql! { ADMINS_OF = "
    SELECT DISTINCT account
    FROM seats
    WHERE standing = 'held' AND area = $1
        AND role IN ('subdistrict_admin', 'district_admin', 'province_admin', 'national_admin')
    ORDER BY account
    LIMIT 50
" }

/// The admins whose seat is for exactly this area.
pub async fn of(tx: &mut Tx, area: AreaCode) -> Result<Vec<AccountId>, db::Error> {
    tx.all(ADMINS_OF, &[&area.get()])
        .await?
        .iter()
        .map(|row| row.get("account"))
        .collect()
}

/// The admins nearest to an area: its own, or else those of the level above.
pub async fn around(tx: &mut Tx, area: AreaCode) -> Result<Vec<AccountId>, db::Error> {
    let mut at = Some(area);
    while let Some(area) = at {
        let admins = of(tx, area).await?;
        if !admins.is_empty() {
            return Ok(admins);
        }
        at = area.parent();
    }
    Ok(Vec::new())
}
