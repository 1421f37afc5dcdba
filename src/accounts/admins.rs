//! Who answers for an area, for those who have something to tell them.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::Timestamp;

use super::rules::admins::role_of;
use super::store::read_area;
use crate::ids::{AccountId, SeatId};

/// Somebody who answers for an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    pub seat: SeatId,
    pub account: AccountId,
    pub area: AreaCode,
    pub full_name: String,
    pub affiliation: String,
    /// When they last used the program; none while they have not signed in yet.
    pub seen_at: Option<Timestamp>,
    pub since: Timestamp,
}

sql! { AT = "
    SELECT s.id AS id, s.account AS account, s.area AS area, s.created_at AS created_at,
        a.full_name AS full_name, a.affiliation AS affiliation,
        (SELECT max(n.seen_at) FROM sessions AS n WHERE n.account = s.account) AS seen_at
    FROM seats AS s
    JOIN accounts AS a ON a.id = s.account
    WHERE s.role = $1 AND s.area BETWEEN $2 AND $3 AND s.standing = 'held'
    ORDER BY s.area, s.created_at, s.id
" }

/// The admins of all areas of the level of `like` that lie in `within`.
pub async fn at(tx: &mut Tx, like: AreaCode, within: AreaCode) -> Result<Vec<Admin>, db::Error> {
    let role = role_of(like.level());
    let range = within.range();
    let args: [&dyn db::ToValue; 3] = [&role.code(), range.start(), range.end()];
    tx.all(AT, &args).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Admin, db::Error> {
    Ok(Admin {
        seat: row.get("id")?,
        account: row.get("account")?,
        area: read_area(row, "area")?,
        full_name: row.get("full_name")?,
        affiliation: row.get("affiliation")?,
        seen_at: row.get("seen_at")?,
        since: row.get("created_at")?,
    })
}

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
