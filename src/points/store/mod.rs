//! Points in the database.

mod write;

use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

pub use write::{Written, claim_area, end, insert, update};

use super::model::{Beds, Checks, Contact, Hours, Point, PointKey, PointTold, Status, kind};
use crate::accounts::store::read_area;
use crate::ids::{OrganisationId, PointId};
use crate::organisations::model::Names;

sql! { FIND = "
    SELECT province, id, kind, names, area, lat, lon, address, status, queue, beds, fields, hours,
        conditions, audience, contact, no_contact, owner, photo, source, licence, checks,
        reported_at, version, created_at, changed_at, ended_at
    FROM points
    WHERE province = $1 AND id = $2
" }

pub async fn find(tx: &mut Tx, key: PointKey) -> Result<Option<Point>, db::Error> {
    tx.optional(FIND, &[&key.province, &key.id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Points that are still there, in the order asked for.
pub async fn find_all(tx: &mut Tx, keys: &[PointKey]) -> Result<Vec<Point>, db::Error> {
    let mut points = Vec::with_capacity(keys.len());
    for key in keys {
        let point = find(tx, *key).await?;
        points.extend(point.filter(|point| point.ended_at.is_none()));
    }
    Ok(points)
}

// Of an address only the id is known; it is unique in the country by its making.
sql! { PROVINCE = "SELECT province FROM points WHERE id = $1" }

pub async fn province(tx: &mut Tx, id: PointId) -> Result<Option<u8>, db::Error> {
    let row = tx.optional(PROVINCE, &[&id]).await?;
    row.map(|row| row.get("province")).transpose()
}

/// Rows of one page when everything is loaded.
pub const PAGE: usize = 5_000;

sql! { AFTER = "
    SELECT province, id, kind, names, area, lat, lon, address, status, queue, beds, fields, hours,
        conditions, audience, contact, no_contact, owner, photo, source, licence, checks,
        reported_at, version, created_at, changed_at, ended_at
    FROM points
    WHERE ended_at IS NULL AND (province, id) > ($1, $2)
    ORDER BY province, id
    LIMIT $3
" }

/// The next page of all points that are there.
pub async fn after(tx: &mut Tx, key: PointKey) -> Result<Vec<Point>, db::Error> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    tx.all(AFTER, &[&key.province, &key.id, &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { OF_OWNER = "
    SELECT province, id, kind, names, area, lat, lon, address, status, queue, beds, fields, hours,
        conditions, audience, contact, no_contact, owner, photo, source, licence, checks,
        reported_at, version, created_at, changed_at, ended_at
    FROM points
    WHERE owner = $1 AND ended_at IS NULL
    ORDER BY checked_at, id
    LIMIT 500
" }

/// What an organisation runs, the longest unchecked first.
pub async fn of_owner(tx: &mut Tx, owner: OrganisationId) -> Result<Vec<Point>, db::Error> {
    let rows = tx.all(OF_OWNER, &[&owner]).await?;
    rows.iter().map(read).collect()
}

pub fn read(row: &Row) -> Result<Point, db::Error> {
    let status: String = row.get("status")?;
    let names: Value = row.get("names")?;
    let name = |language: &str| names[language].as_str().unwrap_or_default().to_owned();
    let position = contact::Position::new(row.get("lat")?, row.get("lon")?)
        .map_err(|err| row.contradiction(err))?;
    let kind_code: String = row.get("kind")?;
    let queue: Option<i64> = row.get("queue")?;
    let no_contact: bool = row.get("no_contact")?;
    let told = PointTold {
        names: Names {
            th: name("th"),
            en: name("en"),
        },
        area: read_area(row, "area")?,
        position,
        address: row.get("address")?,
        status: Status::from_code(&status).ok_or_else(|| row.contradiction("an unknown status"))?,
        queue: queue.and_then(|queue| u32::try_from(queue).ok()),
        beds: json::<Beds>(row, "beds")?,
        fields: read_fields(row, &kind_code)?,
        hours: json::<Hours>(row, "hours")?,
        conditions: row.get("conditions")?,
        audience: row.get("audience")?,
        contact: match no_contact {
            true => Contact::NoneKnown,
            false => Contact::Phones(row.get("contact")?),
        },
        owner: row.get("owner")?,
        photo: row.get("photo")?,
        source: row.get("source")?,
        licence: row.get("licence")?,
        kind: kind_code,
    };
    Ok(Point {
        key: PointKey {
            province: row.get("province")?,
            id: row.get::<Uuid>("id").map(PointId)?,
        },
        told,
        checks: json::<Checks>(row, "checks")?,
        reported_at: row.get("reported_at")?,
        version: row.get("version")?,
        created_at: row.get("created_at")?,
        changed_at: row.get("changed_at")?,
        ended_at: row.get::<Option<Timestamp>>("ended_at")?,
    })
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, column: &str) -> Result<T, db::Error> {
    let value: Value = row.get(column)?;
    serde_json::from_value(value).map_err(|err| row.contradiction(err))
}

/// Answers that the preset of today no longer knows are left out.
fn read_fields(
    row: &Row,
    code: &str,
) -> Result<Vec<(String, crate::incidents::preset::Value)>, db::Error> {
    let stored: Value = row.get("fields")?;
    let Some(kind) = kind(code) else {
        return Ok(Vec::new());
    };
    let fields = kind.fields.iter().filter_map(|field| {
        let text = stored[&field.key].as_str()?;
        Some((field.key.clone(), field.restore(text)?))
    });
    Ok(fields.collect())
}
