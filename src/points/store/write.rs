//! Writing points.

use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ids::AccountId;
use crate::points::model::{Checks, Contact, PointKey, PointTold};
use crate::points::rules::Turn;

/// A point as it is to be written.
pub struct Written<'a> {
    pub key: PointKey,
    pub told: &'a PointTold,
    pub checks: &'a Checks,
    pub reported_at: Option<Timestamp>,
    pub turn: Turn,
    pub version: i64,
    pub at: Timestamp,
}

sql! { INSERT = "
    INSERT INTO points (province, id, kind, names, area, lat, lon, quadkey, address, status, queue,
        beds, fields, hours, conditions, audience, contact, no_contact, owner, photo, source, licence,
        checks, checked_at, reported_at, call_rank, call_need, call_due, version, changed_at,
        created_at, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $30, $31)
" }

pub async fn insert(
    tx: &mut Tx,
    point: &Written<'_>,
    by: Option<AccountId>,
) -> Result<(), db::Error> {
    let columns = Columns::of(point);
    let mut args = columns.args(point);
    args.push(&by);
    tx.execute(INSERT, &args).await?;
    Ok(())
}

// The version is asked for once more: a change upon another one changes nothing.
sql! { UPDATE = "
    UPDATE points SET kind = $3, names = $4, area = $5, lat = $6, lon = $7, quadkey = $8,
        address = $9, status = $10, queue = $11, beds = $12, fields = $13, hours = $14,
        conditions = $15, audience = $16, contact = $17, no_contact = $18, owner = $19, photo = $20,
        source = $21, licence = $22, checks = $23, checked_at = $24, reported_at = $25,
        call_rank = $26, call_need = $27, call_due = $28, version = $29, changed_at = $30
    WHERE province = $1 AND id = $2 AND version = $29 - 1 AND ended_at IS NULL
" }

/// Whether it was written; not when somebody else was before.
pub async fn update(tx: &mut Tx, point: &Written<'_>) -> Result<bool, db::Error> {
    let columns = Columns::of(point);
    let n = tx.execute(UPDATE, &columns.args(point)).await?;
    Ok(n == 1)
}

sql! { END = "
    UPDATE points SET ended_at = $3, changed_at = $3, version = version + 1, claimed_by = NULL,
        claimed_until = NULL
    WHERE province = $1 AND id = $2 AND ended_at IS NULL
" }

pub async fn end(tx: &mut Tx, key: PointKey, at: Timestamp) -> Result<bool, db::Error> {
    let n = tx.execute(END, &[&key.province, &key.id, &at]).await?;
    Ok(n == 1)
}

/// The number of the province in which a row of this area is born.
pub fn claim_area(told: &PointTold) -> u8 {
    told.area.province()
}

/// Values of columns that are made of several, or of none.
struct Columns {
    names: Value,
    area: u32,
    lat: f64,
    lon: f64,
    quadkey: i64,
    status: &'static str,
    beds: Value,
    fields: Value,
    hours: Value,
    contact: String,
    no_contact: bool,
    checks: Value,
    checked_at: Option<Timestamp>,
}

impl Columns {
    fn of(point: &Written<'_>) -> Columns {
        let told = point.told;
        let fields: serde_json::Map<String, Value> = told
            .fields
            .iter()
            .map(|(key, value)| (key.clone(), json!(value.stored())))
            .collect();
        Columns {
            names: json!({ "th": told.names.th, "en": told.names.en }),
            area: told.area.get(),
            lat: told.position.lat(),
            lon: told.position.lon(),
            quadkey: told.position.quadkey(),
            status: told.status.code(),
            beds: json!(told.beds),
            fields: Value::Object(fields),
            hours: json!(told.hours),
            contact: told.contact.phones().to_owned(),
            no_contact: told.contact == Contact::NoneKnown,
            checks: json!(point.checks),
            checked_at: point.checks.checked_at(),
        }
    }

    /// The arguments 1 to 30, which both statements share.
    fn args<'a>(&'a self, point: &'a Written<'_>) -> Vec<&'a dyn db::ToValue> {
        let told = point.told;
        vec![
            &point.key.province,
            &point.key.id,
            &told.kind,
            &self.names,
            &self.area,
            &self.lat,
            &self.lon,
            &self.quadkey,
            &told.address,
            &self.status,
            &told.queue,
            &self.beds,
            &self.fields,
            &self.hours,
            &told.conditions,
            &told.audience,
            &self.contact,
            &self.no_contact,
            &told.owner,
            &told.photo,
            &told.source,
            &told.licence,
            &self.checks,
            &self.checked_at,
            &point.reported_at,
            &point.turn.rank,
            &point.turn.need,
            &point.turn.due,
            &point.version,
            &point.at,
        ]
    }
}
