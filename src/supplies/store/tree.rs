//! Parts of the tree of units.

use areas::AreaCode;
use db::{Tx, sql};

use super::units::read;
use crate::ids::{AccountId, IncidentId, SupplyUnitId};
use crate::supplies::model::{Handle, Unit};

macro_rules! columns {
    () => {
        "u.id, u.incident, u.parent, u.province, u.tier, u.kind, u.area, u.name, u.name_en, u.code,
        u.opened_on, u.closed_on, u.version, p.province AS parent_province
        FROM supply_units AS u
        LEFT JOIN supply_units AS p ON p.id = u.parent
        WHERE u.incident = $1 AND u.area BETWEEN $2 AND $3
            AND (u.area > $4 OR (u.area = $4 AND u.id > $5))"
    };
}

sql! { OF_AREA = concat!("SELECT ", columns!(), " ORDER BY u.area, u.id LIMIT $6") }

sql! { OF_OFFICER = concat!("
    WITH RECURSIVE seen (id) AS (
        SELECT unit FROM supply_seats WHERE account = $7 AND ended_at IS NULL
        UNION
        SELECT b.id FROM supply_units AS b JOIN seen AS s ON b.parent = s.id
    )
    SELECT ", columns!(), " AND u.id IN (SELECT id FROM seen) ORDER BY u.area, u.id LIMIT $6
") }

/// The units of an area after a place in the list, each with the one above; of an officer those that they see.
pub async fn of_area(
    tx: &mut Tx,
    (incident, area): (IncidentId, AreaCode),
    officer: Option<AccountId>,
    after: (u32, SupplyUnitId),
    limit: i64,
) -> Result<Vec<(Unit, Option<Handle>)>, db::Error> {
    let range = area.range();
    let (first, last) = (range.start(), range.end());
    let rows = match officer {
        None => {
            let args: [&dyn db::ToValue; 6] = [&incident, first, last, &after.0, &after.1, &limit];
            tx.all(OF_AREA, &args).await?
        }
        Some(officer) => {
            let args: [&dyn db::ToValue; 7] =
                [&incident, first, last, &after.0, &after.1, &limit, &officer];
            tx.all(OF_OFFICER, &args).await?
        }
    };
    rows.iter()
        .map(|row| {
            let unit = read(row)?;
            let province: Option<u8> = row.get("parent_province")?;
            let parent = unit.parent.zip(province);
            let parent = parent.map(|(id, province)| Handle { province, id });
            Ok((unit, parent))
        })
        .collect()
}

sql! { AROUND = "
    SELECT u.id, u.incident, u.parent, u.province, u.tier, u.kind, u.area, u.name, u.name_en, u.code,
        u.opened_on, u.closed_on, u.version
    FROM supply_units AS u
    WHERE u.incident = $1 AND u.area IN ($2, $3, $4, $5) AND u.tier <> 'end' AND u.closed_on IS NULL
    ORDER BY u.area, u.name, u.id
" }

/// The open units, other than end units, of an area and of those around it.
pub async fn around(
    tx: &mut Tx,
    incident: IncidentId,
    area: AreaCode,
) -> Result<Vec<Unit>, db::Error> {
    let code = area.get();
    let (district, province) = (code / 100 * 100, code / 10_000 * 10_000);
    let args: [&dyn db::ToValue; 5] = [&incident, &code, &district, &province, &0_u32];
    tx.all(AROUND, &args).await?.iter().map(read).collect()
}
