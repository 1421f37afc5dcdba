//! Units, and the tree they stand in.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::accounts::store::read_area;
use crate::ids::{AccountId, IncidentId, SupplyUnitId};
use crate::supplies::model::{EndKind, Handle, NewUnit, Tier, Unit};
use crate::supplies::rules::Link;

macro_rules! columns {
    () => {
        "u.id, u.incident, u.parent, u.province, u.tier, u.kind, u.area, u.name, u.name_en, u.code,
        u.opened_on, u.closed_on, u.version"
    };
}

sql! { INSERT = "
    INSERT INTO supply_units (id, incident, parent, province, tier, kind, area, name, name_en, code,
        opened_on, created_by, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
    ON CONFLICT DO NOTHING
" }

/// Who makes a unit, and when.
#[derive(Debug, Clone, Copy)]
pub struct Maker {
    pub by: AccountId,
    pub at: Timestamp,
    pub opened_on: Date,
}

/// Whether its code was still free.
pub async fn insert(
    tx: &mut Tx,
    id: SupplyUnitId,
    incident: IncidentId,
    parent: Option<SupplyUnitId>,
    new: &NewUnit,
    maker: Maker,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 13] = [
        &id,
        &incident,
        &parent,
        &new.area.province(),
        &new.tier.code(),
        &new.kind.map_or("", EndKind::code),
        &new.area.get(),
        &new.name,
        &new.name_en,
        &new.code,
        &maker.opened_on,
        &maker.by,
        &maker.at,
    ];
    if tx.execute(INSERT, &args).await? != 1 {
        return Ok(false);
    }
    let province = new.area.province();
    super::reported::begin(tx, Handle { province, id }, incident, maker.opened_on)?;
    Ok(true)
}

sql! { FIND = concat!("SELECT ", columns!(), " FROM supply_units AS u WHERE u.id = $1") }

pub async fn find(tx: &mut Tx, id: SupplyUnitId) -> Result<Option<Unit>, db::Error> {
    let row = tx.optional(FIND, &[&id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { BY_CODE = concat!("SELECT ", columns!(), "
    FROM supply_units AS u WHERE u.incident = $1 AND u.code = $2 AND u.code <> ''
") }

pub async fn by_code(
    tx: &mut Tx,
    incident: IncidentId,
    code: &str,
) -> Result<Option<Unit>, db::Error> {
    let row = tx.optional(BY_CODE, &[&incident, &code]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { ROOTS = concat!("SELECT ", columns!(), "
    FROM supply_units AS u WHERE u.incident = $1 AND u.parent IS NULL ORDER BY u.id
") }

/// The ministry of an incident, if it has one yet.
pub async fn root(tx: &mut Tx, incident: IncidentId) -> Result<Option<Unit>, db::Error> {
    let rows = tx.all(ROOTS, &[&incident]).await?;
    rows.first().map(read).transpose()
}

sql! { CHAIN = "
    WITH RECURSIVE chain (id, parent, n) AS (
        SELECT id, parent, 0 FROM supply_units WHERE id = $1
        UNION ALL
        SELECT u.id, u.parent, c.n + 1 FROM supply_units AS u JOIN chain AS c ON u.id = c.parent
    )
    SELECT c.id AS id, EXISTS (
            SELECT 1 FROM supply_seats AS s WHERE s.unit = c.id AND s.ended_at IS NULL
        ) AS has_officers
    FROM chain AS c
    ORDER BY c.n
" }

sql! { KEPT_FROM = concat!("
    WITH RECURSIVE kept (id, n) AS (
        SELECT id, 0 FROM supply_units WHERE id = $1
        UNION ALL
        SELECT u.id, k.n + 1 FROM supply_units AS u JOIN kept AS k ON u.parent = k.id
        WHERE u.closed_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM supply_seats AS s WHERE s.unit = u.id AND s.ended_at IS NULL)
    )
    SELECT ", columns!(), "
    FROM kept AS k JOIN supply_units AS u ON u.id = k.id
    ORDER BY k.n, u.area, u.name, u.id
    LIMIT $2
") }

/// A unit with those below it whose books are kept there, since they have no officers of their own: one more than
/// `most` where there are more.
pub async fn kept_from(tx: &mut Tx, id: SupplyUnitId, most: usize) -> Result<Vec<Unit>, db::Error> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    tx.all(KEPT_FROM, &[&id, &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// A unit and all above it, up to the root.
pub async fn chain(tx: &mut Tx, id: SupplyUnitId) -> Result<Vec<Link>, db::Error> {
    let rows = tx.all(CHAIN, &[&id]).await?;
    rows.iter()
        .map(|row| {
            Ok(Link {
                unit: row.get("id")?,
                has_officers: row.get("has_officers")?,
            })
        })
        .collect()
}

sql! { BELOW = concat!("SELECT ", columns!(), "
    FROM supply_units AS u WHERE u.parent = $1 ORDER BY u.area, u.name, u.id
") }

/// The units one level down.
pub async fn below(tx: &mut Tx, id: SupplyUnitId) -> Result<Vec<Unit>, db::Error> {
    tx.all(BELOW, &[&id]).await?.iter().map(read).collect()
}

sql! { OF_AREA = concat!("SELECT ", columns!(), "
    FROM supply_units AS u
    WHERE u.incident = $1 AND u.area BETWEEN $2 AND $3
    ORDER BY u.area, u.id LIMIT $4
") }

/// The units of an area, the widest first.
pub async fn of_area(
    tx: &mut Tx,
    incident: IncidentId,
    area: areas::AreaCode,
    limit: i64,
) -> Result<Vec<Unit>, db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 4] = [&incident, range.start(), range.end(), &limit];
    tx.all(OF_AREA, &args).await?.iter().map(read).collect()
}

sql! { CHANGE = "
    UPDATE supply_units SET name = $3, name_en = $4, kind = $5, area = $6, version = version + 1
    WHERE id = $1 AND version = $2
" }

/// Name, kind and area. Whether the version named was the one that stood there.
pub async fn change(tx: &mut Tx, stands: &Unit, new: &NewUnit) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &stands.id,
        &stands.version,
        &new.name,
        &new.name_en,
        &new.kind.map_or("", EndKind::code),
        &new.area.get(),
    ];
    Ok(tx.execute(CHANGE, &args).await? == 1)
}

sql! { MOVE = "
    UPDATE supply_units SET parent = $3, version = version + 1 WHERE id = $1 AND version = $2
" }

/// Puts a unit below another. Its history stays with it.
pub async fn hang(tx: &mut Tx, stands: &Unit, parent: SupplyUnitId) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&stands.id, &stands.version, &parent];
    Ok(tx.execute(MOVE, &args).await? == 1)
}

sql! { CLOSE = "
    UPDATE supply_units SET closed_on = $3, version = version + 1
    WHERE id = $1 AND version = $2 AND closed_on IS NULL
" }

pub async fn close(tx: &mut Tx, stands: &Unit, on: Date) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&stands.id, &stands.version, &on];
    Ok(tx.execute(CLOSE, &args).await? == 1)
}

pub fn read(row: &Row) -> Result<Unit, db::Error> {
    let tier: String = row.get("tier")?;
    let kind: String = row.get("kind")?;
    let kind = match kind.as_str() {
        "" => None,
        code => Some(
            EndKind::from_code(code).ok_or_else(|| row.contradiction("an unknown kind of unit"))?,
        ),
    };
    Ok(Unit {
        id: row.get("id")?,
        incident: row.get("incident")?,
        parent: row.get("parent")?,
        province: row.get("province")?,
        tier: Tier::from_code(&tier).ok_or_else(|| row.contradiction("an unknown tier"))?,
        kind,
        area: read_area(row, "area")?,
        name: row.get("name")?,
        name_en: row.get("name_en")?,
        code: row.get("code")?,
        opened_on: row.get("opened_on")?,
        closed_on: row.get("closed_on")?,
        version: row.get("version")?,
    })
}
