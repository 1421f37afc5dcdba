//! What of rounds was given to whom.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::accounts::store::read_area;
use crate::ids::{AccountId, ShareId};
use crate::rounds::handle::Handle;
use crate::rounds::model::{Given, Named, OwnShare, Share};

// Whoever lost their last seat has no shares either, until they hold one again.
sql! { OPEN_OF = "
    SELECT s.province, s.round, s.area, s.village
    FROM round_shares s
    JOIN rounds r ON r.province = s.province AND r.id = s.round
    WHERE s.account = $1 AND s.ended_at IS NULL AND r.closed_at IS NULL
        AND r.starts_on <= $2 AND r.ends_on >= $2
        AND EXISTS (SELECT 1 FROM seats t WHERE t.account = $1 AND t.standing = 'held')
    ORDER BY s.area, s.village
" }

/// Where an account surveys on a day: shares that have not ended, of rounds that last.
pub async fn open_shares_of(
    tx: &mut Tx,
    account: AccountId,
    today: Date,
) -> Result<Vec<Share>, db::Error> {
    let rows = tx.all(OPEN_OF, &[&account, &today]).await?;
    rows.iter().map(read).collect()
}

sql! { SAME = "
    SELECT id FROM round_shares
    WHERE province = $1 AND round = $2 AND account = $3 AND area = $4 AND village = $5
        AND ended_at IS NULL
    ORDER BY id LIMIT 1
" }

/// The same share, if it was given already.
pub async fn same(
    tx: &mut Tx,
    share: &Share,
    account: AccountId,
) -> Result<Option<ShareId>, db::Error> {
    let args: [&dyn db::ToValue; 5] = [
        &share.province,
        &share.round,
        &account,
        &share.area.get(),
        &share.village.unwrap_or(0),
    ];
    let row = tx.optional(SAME, &args).await?;
    row.map(|row| row.get("id")).transpose()
}

sql! { INSERT = "
    INSERT INTO round_shares (province, round, id, account, area, village, given_by, given_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
" }

pub async fn insert(
    tx: &mut Tx,
    id: ShareId,
    share: &Share,
    account: AccountId,
    by: AccountId,
    at: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 8] = [
        &share.province,
        &share.round,
        &id,
        &account,
        &share.area.get(),
        &share.village.unwrap_or(0),
        &by,
        &at,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { END = "
    UPDATE round_shares SET ended_by = $3, ended_at = $4
    WHERE province = $1 AND id = $2 AND ended_at IS NULL
" }

/// Whether it had not ended before.
pub async fn end(
    tx: &mut Tx,
    province: u8,
    id: ShareId,
    by: AccountId,
    at: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&province, &id, &by, &at];
    Ok(tx.execute(END, &args).await? == 1)
}

macro_rules! given {
    () => {
        "SELECT s.province, s.round, s.id, s.account, s.area, s.village, s.given_at,
            a.username, a.full_name, v.moo, v.name AS village_name, v.name_en AS village_name_en
        FROM round_shares s
        JOIN accounts a ON a.id = s.account
        LEFT JOIN villages v ON v.code = s.village"
    };
}

sql! { GIVEN = concat!(given!(), "
    WHERE s.province = $1 AND s.round = $2 AND s.ended_at IS NULL AND s.area BETWEEN $3 AND $4
    ORDER BY s.area, s.village, a.full_name, s.id
") }

/// What of a round was given in an area, and has not ended.
pub async fn given(tx: &mut Tx, round: Handle, area: AreaCode) -> Result<Vec<Given>, db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 4] = [&round.province, &round.id, range.start(), range.end()];
    let rows = tx.all(GIVEN, &args).await?;
    rows.iter().map(read_given).collect()
}

sql! { FIND = concat!(given!(), " WHERE s.province = $1 AND s.round = $2 AND s.id = $3") }

/// One share of a round, ended or not.
pub async fn find(tx: &mut Tx, round: Handle, id: ShareId) -> Result<Option<Given>, db::Error> {
    let row = tx
        .optional(FIND, &[&round.province, &round.id, &id])
        .await?;
    row.map(|row| read_given(&row)).transpose()
}

macro_rules! done {
    () => {
        "FROM households h
        WHERE h.recorded_by = $1 AND h.province = s.province AND h.area = s.area
            AND (s.village = 0 OR h.village_code = s.village) AND h.state <> 'mistake'
            AND h.incident = r.incident AND h.recorded_on BETWEEN r.starts_on AND r.ends_on"
    };
}

sql! { OWN = concat!("
    SELECT s.province, s.round, s.id, s.area, s.village, r.name, r.starts_on, r.ends_on, v.moo,
        v.name AS village_name, v.name_en AS village_name_en,
        (SELECT count(*) ", done!(), ") AS households,
        (SELECT CAST(coalesce(sum(CASE WHEN h.state = '' THEN h.n_persons ELSE 0 END), 0) AS BIGINT)
            ", done!(), ") AS persons
    FROM round_shares s
    JOIN rounds r ON r.province = s.province AND r.id = s.round
    LEFT JOIN villages v ON v.code = s.village
    WHERE s.account = $1 AND s.ended_at IS NULL AND r.closed_at IS NULL AND r.ends_on >= $2
    ORDER BY r.starts_on, r.id, s.area, s.village
") }

/// The shares of a volunteer in rounds that last or are still to begin, with what they did.
pub async fn own(tx: &mut Tx, account: AccountId, today: Date) -> Result<Vec<OwnShare>, db::Error> {
    let rows = tx.all(OWN, &[&account, &today]).await?;
    rows.iter()
        .map(|row| {
            Ok(OwnShare {
                id: row.get("id")?,
                share: read(row)?,
                village: read_village(row)?,
                round_name: row.get("name")?,
                starts_on: row.get("starts_on")?,
                ends_on: row.get("ends_on")?,
                households: row.get("households")?,
                persons: row.get("persons")?,
            })
        })
        .collect()
}

// Whose seat reaches the area or lies in it, so that whoever is meant is found by the beginning of the
// name; whether it reaches far enough is asked again when a share is given.
sql! { VOLUNTEERS = "
    SELECT a.username, a.full_name
    FROM accounts a
    WHERE EXISTS (
        SELECT 1 FROM seats s
        WHERE s.account = a.id AND s.standing = 'held' AND s.role NOT LIKE '%_admin'
            AND (s.area BETWEEN $1 AND $2 OR s.area = 0 OR s.area = $3 OR s.area = $4)
    )
    ORDER BY a.full_name, a.id
    LIMIT 300
" }

/// Volunteers of an area, as username and name.
pub async fn volunteers(tx: &mut Tx, area: AreaCode) -> Result<Vec<(String, String)>, db::Error> {
    let range = area.range();
    let above = |code: Option<AreaCode>| code.unwrap_or(area).get();
    let args: [&dyn db::ToValue; 4] = [
        range.start(),
        range.end(),
        &above(area.province_code()),
        &above(area.district()),
    ];
    let rows = tx.all(VOLUNTEERS, &args).await?;
    rows.iter()
        .map(|row| Ok((row.get("username")?, row.get("full_name")?)))
        .collect()
}

fn read(row: &Row) -> Result<Share, db::Error> {
    let village: u32 = row.get("village")?;
    Ok(Share {
        province: row.get("province")?,
        round: row.get("round")?,
        area: read_area(row, "area")?,
        village: (village != 0).then_some(village),
    })
}

fn read_village(row: &Row) -> Result<Option<Named>, db::Error> {
    let Some(moo) = row.get("moo")? else {
        return Ok(None);
    };
    Ok(Some(Named {
        moo,
        name: row.get("village_name")?,
        name_en: row.get("village_name_en")?,
    }))
}

fn read_given(row: &Row) -> Result<Given, db::Error> {
    Ok(Given {
        id: row.get("id")?,
        share: read(row)?,
        account: row.get("account")?,
        username: row.get("username")?,
        full_name: row.get("full_name")?,
        village: read_village(row)?,
        given_at: row.get("given_at")?,
    })
}
