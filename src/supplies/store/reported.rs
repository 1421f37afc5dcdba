//! Through which day units have reported, to find those that have not.

use db::{Tx, sql};
use jiff::civil::Date;

use super::units::read;
use crate::ids::{IncidentId, SupplyUnitId};
use crate::supplies::model::{Handle, Unit};

sql! { BEGIN = "
    INSERT INTO supply_reported (province, unit, incident, through) VALUES ($1, $2, $3, $4)
" }

/// Of a new unit: it has to report from its first day on.
pub fn begin(
    tx: &mut Tx,
    unit: Handle,
    incident: IncidentId,
    first: Date,
) -> Result<(), db::Error> {
    let through = first.yesterday().unwrap_or(first);
    tx.post(BEGIN, &[&unit.province, &unit.id, &incident, &through])
}

sql! { PUT = "UPDATE supply_reported SET through = $3 WHERE province = $1 AND unit = $2" }

/// In the transaction that closes a day. Days are closed in their order.
pub fn put(tx: &mut Tx, unit: Handle, day: Date) -> Result<(), db::Error> {
    tx.post(PUT, &[&unit.province, &unit.id, &day])
}

/// A place in a list by area: what comes after it is meant.
pub type Place = (u32, SupplyUnitId);

/// So many are few: then they are looked up and sorted; more are found sooner in the order of the list.
const FEW: i64 = 1000;

macro_rules! accounts_for {
    () => {
        "u.opened_on <= $2 AND (u.closed_on IS NULL OR u.closed_on >= $2)
        AND (u.area > $3 OR (u.area = $3 AND u.id > $4)) AND u.parent IS NOT NULL"
    };
}

macro_rules! columns {
    () => {
        "u.id, u.incident, u.parent, u.province, u.tier, u.kind, u.area, u.name, u.name_en, u.code,
        u.opened_on, u.closed_on, u.version,
        (SELECT max(d.day) FROM supply_days AS d
            WHERE d.province = u.province AND d.unit = u.id) AS last_closed"
    };
}

// CROSS JOIN: SQLite then begins with the few that lag.
macro_rules! lagging {
    () => {
        concat!(
            "FROM supply_reported AS r
            CROSS JOIN supply_units AS u
            WHERE r.incident = $1 AND r.through < $2 AND u.id = r.unit AND ",
            accounts_for!()
        )
    };
}

sql! { COUNT = concat!("SELECT count(*) AS n FROM (SELECT 1 AS one ", lagging!(), " LIMIT $5) AS lagging") }

sql! { FEW_LAG = concat!("SELECT ", columns!(), " ", lagging!(), " ORDER BY u.area, u.id LIMIT $5") }

sql! { MANY_LAG = concat!("
    SELECT ", columns!(), "
    FROM supply_units AS u
    WHERE u.incident = $1 AND ", accounts_for!(), " AND EXISTS (
        SELECT 1 FROM supply_reported AS r
        WHERE r.province = u.province AND r.unit = u.id AND r.through < $2
    )
    ORDER BY u.area, u.id
    LIMIT $5
") }

/// All units of an incident below its ministry that have not closed a day, with the last day they did; after a place
/// in the list.
pub async fn not_yet(
    tx: &mut Tx,
    incident: IncidentId,
    day: Date,
    after: Place,
    limit: i64,
) -> Result<Vec<(Unit, Option<Date>)>, db::Error> {
    let few = n_not_yet(tx, incident, day, after, FEW).await? < FEW;
    let args: [&dyn db::ToValue; 5] = [&incident, &day, &after.0, &after.1, &limit];
    let rows = match few {
        true => tx.all(FEW_LAG, &args).await?,
        false => tx.all(MANY_LAG, &args).await?,
    };
    rows.iter()
        .map(|row| Ok((read(row)?, row.get("last_closed")?)))
        .collect()
}

/// How many they are, up to a limit.
pub async fn n_not_yet(
    tx: &mut Tx,
    incident: IncidentId,
    day: Date,
    after: Place,
    limit: i64,
) -> Result<i64, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&incident, &day, &after.0, &after.1, &limit];
    tx.one(COUNT, &args).await?.get("n")
}
