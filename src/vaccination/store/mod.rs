//! Days of vaccination, their guests, and the tasks they are filled from.

pub mod guests;
pub mod talks;

use areas::AreaCode;
use db::{Row, ToValue, Tx, sql};
use jiff::Timestamp;

use super::handle::Handle;
use super::model::{NewSession, Place, Session};
use crate::accounts::store::read_area;
use crate::ids::IncidentId;

sql! { INSERT = "
    INSERT INTO vaccination_sessions (province, id, incident, area, point, mobile_team, place, brand,
        held_on, hours, seats, planned_by, planned_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
" }

pub async fn insert(tx: &mut Tx, session: &Session) -> Result<(), db::Error> {
    let told = &session.told;
    let args: [&dyn ToValue; 13] = [
        &session.province,
        &session.id,
        &told.incident,
        &told.area.get(),
        &told.place.point(),
        &told.place.is_mobile(),
        &told.place.words(),
        &told.brand,
        &told.held_on,
        &told.hours,
        &told.seats,
        &session.planned_by,
        &session.planned_at,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { FIND = "
    SELECT province, id, incident, area, point, mobile_team, place, brand, held_on, hours, seats,
        planned_by, planned_at, cancelled_at
    FROM vaccination_sessions
    WHERE province = $1 AND id = $2
" }

pub async fn find(tx: &mut Tx, handle: Handle) -> Result<Option<Session>, db::Error> {
    let row = tx.optional(FIND, &[&handle.province, &handle.id]).await?;
    row.as_ref().map(read).transpose()
}

sql! { LIST = "
    SELECT province, id, incident, area, point, mobile_team, place, brand, held_on, hours, seats,
        planned_by, planned_at, cancelled_at
    FROM vaccination_sessions
    WHERE incident = $1 AND area BETWEEN $2 AND $3
    ORDER BY held_on DESC, id DESC
    LIMIT $4
" }

/// The days of an area, the last one first.
pub async fn list(
    tx: &mut Tx,
    incident: IncidentId,
    area: AreaCode,
    limit: i64,
) -> Result<Vec<Session>, db::Error> {
    let range = area.range();
    let args: [&dyn ToValue; 4] = [&incident, range.start(), range.end(), &limit];
    tx.all(LIST, &args).await?.iter().map(read).collect()
}

sql! { CANCEL = "
    UPDATE vaccination_sessions SET cancelled_at = $3
    WHERE province = $1 AND id = $2 AND cancelled_at IS NULL
" }

pub async fn cancel(tx: &mut Tx, handle: Handle, now: Timestamp) -> Result<bool, db::Error> {
    let done = tx
        .execute(CANCEL, &[&handle.province, &handle.id, &now])
        .await?;
    Ok(done == 1)
}

fn read(row: &Row) -> Result<Session, db::Error> {
    let place: String = row.get("place")?;
    let place = match row.get("point")? {
        Some(point) => Place::Point(point),
        None if row.get("mobile_team")? => Place::MobileTeam(place),
        None => return Err(row.contradiction("neither a point nor a team")),
    };
    Ok(Session {
        province: row.get("province")?,
        id: row.get("id")?,
        told: NewSession {
            incident: row.get("incident")?,
            area: read_area(row, "area")?,
            place,
            brand: row.get("brand")?,
            held_on: row.get("held_on")?,
            hours: row.get("hours")?,
            seats: row.get("seats")?,
        },
        planned_by: row.get("planned_by")?,
        planned_at: row.get("planned_at")?,
        cancelled_at: row.get("cancelled_at")?,
    })
}
