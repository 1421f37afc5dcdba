//! Closed days and what was counted on them.

use db::{Row, Tx, sql};
use jiff::civil::Date;

use super::reported;
use crate::ids::SupplyUnitId;
use crate::supplies::model::{Closed, Count, Handle, Line, Lot, Movement, Reason, Unit};

macro_rules! columns {
    () => {
        "d.day, d.n_entries, d.is_late, d.closed_by, d.closed_at, d.previous_hash, d.hash"
    };
}

sql! { INSERT = "
    INSERT INTO supply_days (province, unit, day, n_entries, is_late, closed_by, closed_at,
        previous_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT DO NOTHING
" }

/// Whether nobody had closed it yet.
pub async fn insert(tx: &mut Tx, unit: Handle, closed: &Closed) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 9] = [
        &unit.province,
        &unit.id,
        &closed.day,
        &closed.n_entries,
        &closed.is_late,
        &closed.closed_by,
        &closed.closed_at,
        &closed.previous_hash,
        &closed.hash,
    ];
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { INSERT_COUNT = "
    INSERT INTO supply_counts (province, unit, day, item, lot, opening, received, sent, handed_out,
        corrected, counted, reason, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
" }

pub async fn insert_count(
    tx: &mut Tx,
    unit: Handle,
    day: Date,
    line: &Line,
    count: &Count,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 13] = [
        &unit.province,
        &unit.id,
        &day,
        &line.item,
        &line.lot.name,
        &line.opening,
        &line.moved.received,
        &line.moved.sent,
        &line.moved.handed_out,
        &line.moved.corrected,
        &count.counted,
        &count.reason.map_or("", Reason::code),
        &count.note,
    ];
    tx.execute(INSERT_COUNT, &args).await?;
    Ok(())
}

sql! { LAST = concat!("SELECT ", columns!(), "
    FROM supply_days AS d WHERE d.province = $1 AND d.unit = $2 ORDER BY d.day DESC LIMIT 1
") }

pub async fn last(tx: &mut Tx, unit: Handle) -> Result<Option<Closed>, db::Error> {
    let row = tx.optional(LAST, &[&unit.province, &unit.id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { FIND = concat!("SELECT ", columns!(), "
    FROM supply_days AS d WHERE d.province = $1 AND d.unit = $2 AND d.day = $3
") }

pub async fn find(tx: &mut Tx, unit: Handle, day: Date) -> Result<Option<Closed>, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&unit.province, &unit.id, &day];
    let row = tx.optional(FIND, &args).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { BETWEEN = concat!("SELECT ", columns!(), "
    FROM supply_days AS d
    WHERE d.province = $1 AND d.unit = $2 AND d.day BETWEEN $3 AND $4 ORDER BY d.day
") }

pub async fn between(
    tx: &mut Tx,
    unit: Handle,
    first: Date,
    last: Date,
) -> Result<Vec<Closed>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &first, &last];
    tx.all(BETWEEN, &args).await?.iter().map(read).collect()
}

sql! { COUNTS = "
    SELECT c.day, c.item, c.lot, s.expires_on, c.opening, c.received, c.sent, c.handed_out, c.corrected,
        c.counted, c.reason, c.note
    FROM supply_counts AS c
    LEFT JOIN supply_stock AS s
        ON s.province = c.province AND s.unit = c.unit AND s.item = c.item AND s.lot = c.lot
    WHERE c.province = $1 AND c.unit = $2 AND c.day BETWEEN $3 AND $4
    ORDER BY c.day, c.item, c.lot
" }

/// What was counted on some days, in the order of item and lot.
pub async fn counts(
    tx: &mut Tx,
    unit: Handle,
    first: Date,
    last: Date,
) -> Result<Vec<(Date, Line, Count)>, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&unit.province, &unit.id, &first, &last];
    let rows = tx.all(COUNTS, &args).await?;
    rows.iter().map(read_count).collect()
}

fn read_count(row: &Row) -> Result<(Date, Line, Count), db::Error> {
    let (item, lot): (String, String) = (row.get("item")?, row.get("lot")?);
    let reason: String = row.get("reason")?;
    let reason = match reason.as_str() {
        "" => None,
        code => {
            Some(Reason::from_code(code).ok_or_else(|| row.contradiction("an unknown reason"))?)
        }
    };
    let line = Line {
        item: item.clone(),
        lot: Lot {
            name: lot.clone(),
            expires_on: row.get("expires_on")?,
        },
        opening: row.get("opening")?,
        moved: Movement {
            received: row.get("received")?,
            sent: row.get("sent")?,
            handed_out: row.get("handed_out")?,
            corrected: row.get("corrected")?,
        },
    };
    let count = Count {
        item,
        lot,
        counted: row.get("counted")?,
        reason,
        note: row.get("note")?,
    };
    Ok((row.get("day")?, line, count))
}

sql! { OPEN_BELOW = "
    SELECT u.id AS unit, EXISTS (
            SELECT 1 FROM supply_days AS d
            WHERE d.province = u.province AND d.unit = u.id AND d.day = $2
        ) AS is_closed,
        (SELECT max(d.day) FROM supply_days AS d
            WHERE d.province = u.province AND d.unit = u.id) AS last_closed
    FROM supply_units AS u
    WHERE u.parent = $1
" }

/// How the days of one unit stand, as the one above sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOf {
    pub unit: SupplyUnitId,
    pub is_closed: bool,
    pub last_closed: Option<Date>,
}

/// Whether the units one level down have closed a day.
pub async fn below(tx: &mut Tx, parent: SupplyUnitId, day: Date) -> Result<Vec<DayOf>, db::Error> {
    let rows = tx.all(OPEN_BELOW, &[&parent, &day]).await?;
    rows.iter()
        .map(|row| {
            Ok(DayOf {
                unit: row.get("unit")?,
                is_closed: row.get("is_closed")?,
                last_closed: row.get("last_closed")?,
            })
        })
        .collect()
}

sql! { UNREPORTED = "
    WITH RECURSIVE below (id) AS (
        SELECT id FROM supply_units WHERE parent = $1
        UNION ALL
        SELECT u.id FROM supply_units AS u JOIN below AS b ON u.parent = b.id
    )
    SELECT u.id, u.incident, u.parent, u.province, u.tier, u.kind, u.area, u.name, u.name_en, u.code,
        u.opened_on, u.closed_on, u.version,
        (SELECT max(d.day) FROM supply_days AS d
            WHERE d.province = u.province AND d.unit = u.id) AS last_closed
    FROM below AS b
    JOIN supply_units AS u ON u.id = b.id
    WHERE u.opened_on <= $2 AND (u.closed_on IS NULL OR u.closed_on >= $2)
        AND (u.area > $3 OR (u.area = $3 AND u.id > $4))
        AND NOT EXISTS (
            SELECT 1 FROM supply_days AS d
            WHERE d.province = u.province AND d.unit = u.id AND d.day = $2
        )
    ORDER BY u.area, u.id
    LIMIT $5
" }

/// All units below one, on every level, that have not closed a day, with the last day they did; after a place in
/// the list.
pub async fn unreported(
    tx: &mut Tx,
    above: &Unit,
    day: Date,
    after: (u32, SupplyUnitId),
    limit: i64,
) -> Result<Vec<(Unit, Option<Date>)>, db::Error> {
    if above.parent.is_none() {
        return reported::not_yet(tx, above.incident, day, after, limit).await;
    }
    unreported_below(tx, above.id, day, after, limit).await
}

/// How many they are, up to a limit.
pub async fn n_unreported(
    tx: &mut Tx,
    above: &Unit,
    day: Date,
    limit: i64,
) -> Result<i64, db::Error> {
    let start = (0, SupplyUnitId(uuid::Uuid::nil()));
    if above.parent.is_none() {
        return reported::n_not_yet(tx, above.incident, day, start, limit).await;
    }
    let all = unreported_below(tx, above.id, day, start, limit).await?;
    Ok(i64::try_from(all.len()).unwrap_or(limit))
}

/// The same, found by walking down the tree and by the days themselves.
pub async fn unreported_below(
    tx: &mut Tx,
    above: SupplyUnitId,
    day: Date,
    after: (u32, SupplyUnitId),
    limit: i64,
) -> Result<Vec<(Unit, Option<Date>)>, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&above, &day, &after.0, &after.1, &limit];
    let rows = tx.all(UNREPORTED, &args).await?;
    rows.iter()
        .map(|row| Ok((super::units::read(row)?, row.get("last_closed")?)))
        .collect()
}

fn read(row: &Row) -> Result<Closed, db::Error> {
    Ok(Closed {
        day: row.get("day")?,
        n_entries: row.get("n_entries")?,
        is_late: row.get("is_late")?,
        closed_by: row.get("closed_by")?,
        closed_at: row.get("closed_at")?,
        previous_hash: row.get("previous_hash")?,
        hash: row.get("hash")?,
    })
}
