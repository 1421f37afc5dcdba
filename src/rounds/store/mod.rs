//! Rounds in the database.

pub mod progress;
pub mod shares;

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::{SignedDuration, Timestamp};

pub use shares::open_shares_of;

use super::handle::Handle;
use super::model::{NewRound, Round, Target, TargetOf};
use crate::accounts::store::read_area;
use crate::ids::{AccountId, RoundId};

macro_rules! columns {
    () => {
        "r.province, r.id, r.incident, r.area, r.name, r.starts_on, r.ends_on, r.target, r.target_of,
        r.opened_by, r.opened_at, r.closed_at, r.version"
    };
}

sql! { INSERT = "
    INSERT INTO rounds (province, id, incident, area, name, starts_on, ends_on, target, target_of,
        opened_by, opened_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
" }

pub async fn insert(
    tx: &mut Tx,
    handle: Handle,
    new: &NewRound,
    by: AccountId,
    at: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 11] = [
        &handle.province,
        &handle.id,
        &new.incident,
        &new.area.get(),
        &new.name,
        &new.starts_on,
        &new.ends_on,
        &new.target.map(|target| target.n),
        &new.target.map(|target| target.of.code()),
        &by,
        &at,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { FIND = concat!("SELECT ", columns!(), " FROM rounds r WHERE r.province = $1 AND r.id = $2") }

pub async fn find(tx: &mut Tx, handle: Handle) -> Result<Option<Round>, db::Error> {
    let row = tx.optional(FIND, &[&handle.province, &handle.id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { CHANGE = "
    UPDATE rounds SET name = $4, starts_on = $5, ends_on = $6, target = $7, target_of = $8,
        version = version + 1
    WHERE province = $1 AND id = $2 AND version = $3 AND closed_at IS NULL
" }

/// Name, days and target; area and incident stay, since shares and figures rest on them. Whether the
/// version named was the one that stood there.
pub async fn change(tx: &mut Tx, stands: &Round, new: &NewRound) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 8] = [
        &stands.province,
        &stands.id,
        &stands.version,
        &new.name,
        &new.starts_on,
        &new.ends_on,
        &new.target.map(|target| target.n),
        &new.target.map(|target| target.of.code()),
    ];
    Ok(tx.execute(CHANGE, &args).await? == 1)
}

sql! { CLOSE = "
    UPDATE rounds SET closed_by = $3, closed_at = $4, version = version + 1
    WHERE province = $1 AND id = $2 AND closed_at IS NULL
" }

/// Whether it was still open.
pub async fn close(
    tx: &mut Tx,
    handle: Handle,
    by: AccountId,
    at: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&handle.province, &handle.id, &by, &at];
    Ok(tx.execute(CLOSE, &args).await? == 1)
}

/// A round with what was recorded in it so far.
#[derive(Debug, Clone)]
pub struct Listed {
    pub round: Round,
    pub households: i64,
    pub persons: i64,
}

/// Which rounds are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Rounds of this area, of areas in it, and of areas it lies in.
    pub area: AreaCode,
    /// Not closed, or closed; both when left out.
    pub open: Option<bool>,
}

// What belongs to a round: recorded in its area, of its incident, while it lasts. Codes of an area and of
// all below it lie in one range.
macro_rules! of_round {
    () => {
        "FROM households h
        WHERE h.province = r.province AND h.incident = r.incident AND h.state <> 'mistake'
            AND h.recorded_on BETWEEN r.starts_on AND r.ends_on
            AND h.area BETWEEN r.area AND r.area + CASE
                WHEN r.area % 10000 = 0 THEN 9999 WHEN r.area % 100 = 0 THEN 99 ELSE 0 END"
    };
}

sql! { LIST = concat!("SELECT ", columns!(), ",
        (SELECT count(*) ", of_round!(), ") AS households,
        (SELECT CAST(coalesce(sum(CASE WHEN h.state = '' THEN h.n_persons ELSE 0 END), 0) AS BIGINT)
            ", of_round!(), ") AS persons
    FROM rounds r
    WHERE (r.area BETWEEN $1 AND $2 OR r.area = $3 OR r.area = $4)
        AND ($5 = '' OR ($5 = 'yes' AND r.closed_at IS NULL)
            OR ($5 = 'no' AND r.closed_at IS NOT NULL))
        AND (r.opened_at < $6 OR (r.opened_at = $6 AND r.id < $7))
    ORDER BY r.opened_at DESC, r.id DESC
    LIMIT $8
") }

/// One page of rounds, the newest first, after the last one of the page before.
pub async fn list(
    tx: &mut Tx,
    wanted: Wanted,
    now: Timestamp,
    after: Option<(Timestamp, RoundId)>,
    limit: usize,
) -> Result<Vec<Listed>, db::Error> {
    let (area, range) = (wanted.area, wanted.area.range());
    let above = |code: Option<AreaCode>| code.unwrap_or(area).get();
    // Before the first page stands what nobody has opened yet.
    let (at, id) = after.unwrap_or((
        now + SignedDuration::from_hours(1),
        RoundId(uuid::Uuid::nil()),
    ));
    let open = match wanted.open {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    let args: [&dyn db::ToValue; 8] = [
        range.start(),
        range.end(),
        &above(area.province_code()),
        &above(area.district()),
        &open,
        &at,
        &id,
        &i64::try_from(limit).unwrap_or(i64::MAX),
    ];
    let rows = tx.all(LIST, &args).await?;
    rows.iter()
        .map(|row| {
            Ok(Listed {
                round: read(row)?,
                households: row.get("households")?,
                persons: row.get("persons")?,
            })
        })
        .collect()
}

fn read(row: &Row) -> Result<Round, db::Error> {
    let n: Option<u32> = row.get("target")?;
    let of: Option<String> = row.get("target_of")?;
    let of = of.as_deref().and_then(TargetOf::from_code);
    Ok(Round {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        area: read_area(row, "area")?,
        name: row.get("name")?,
        starts_on: row.get("starts_on")?,
        ends_on: row.get("ends_on")?,
        target: match (n, of) {
            (None, None) => None,
            (Some(n), Some(of)) => Some(Target { n, of }),
            _ => return Err(row.contradiction("a target of nothing")),
        },
        opened_by: row.get("opened_by")?,
        opened_at: row.get("opened_at")?,
        closed_at: row.get("closed_at")?,
        version: row.get("version")?,
    })
}
