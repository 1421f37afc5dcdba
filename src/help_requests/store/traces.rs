//! What the finder of duplicates compares. Nobody is shown it: only the score and what was shared
//! are written down.

use db::{Row, Tx, sql};
use jiff::Timestamp;

use crate::help_requests::rules::likeness::Trace;
use crate::ids::{HelpRequestId, IncidentId};

/// A request as the finder sees it.
#[derive(Debug, Clone)]
pub struct Found {
    pub province: u8,
    pub id: HelpRequestId,
    pub incident: IncidentId,
    pub trace: Trace,
    pub open: bool,
}

macro_rules! traced {
    () => {
        "
    SELECT province, id, incident, kind, asked_at, asker_phone_hash, contact_phone_hash, lat, lon,
        area, contact_name, landmark, headcount, closed_at
    FROM help_requests"
    };
}

sql! { FIND = concat!(traced!(), "
    WHERE province = $1 AND id = $2
") }

pub async fn find(
    tx: &mut Tx,
    province: u8,
    id: HelpRequestId,
) -> Result<Option<Found>, db::Error> {
    tx.optional(FIND, &[&province, &id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { BY_ASKER = concat!(traced!(), "
    WHERE asker_phone_hash = $1 AND asked_at > $2
    ORDER BY asked_at DESC
    LIMIT 20
");
BY_CONTACT = concat!(traced!(), "
    WHERE contact_phone_hash = $1 AND asked_at > $2
    ORDER BY asked_at DESC
    LIMIT 20
") }

/// Requests of a phone since an instant, as asker or as contact.
pub async fn of_phone(tx: &mut Tx, hash: &[u8], since: Timestamp) -> Result<Vec<Found>, db::Error> {
    let mut found: Vec<Found> = Vec::new();
    for statement in [BY_ASKER, BY_CONTACT] {
        for row in tx.all(statement, &[&hash, &since]).await? {
            let one = read(&row)?;
            if !found.iter().any(|known| known.id == one.id) {
                found.push(one);
            }
        }
    }
    Ok(found)
}

sql! { OF_SUBDISTRICT = concat!(traced!(), "
    WHERE area = $1 AND closed_at IS NULL AND asked_at > $2
    ORDER BY urgent_since DESC, id DESC
    LIMIT 60
") }

/// Open requests of a subdistrict, for those that have no pin to be near to.
pub async fn of_subdistrict(
    tx: &mut Tx,
    area: u32,
    since: Timestamp,
) -> Result<Vec<Found>, db::Error> {
    tx.all(OF_SUBDISTRICT, &[&area, &since])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<Found, db::Error> {
    let phones: [Option<Vec<u8>>; 2] =
        [row.get("asker_phone_hash")?, row.get("contact_phone_hash")?];
    let position: (Option<f64>, Option<f64>) = (row.get("lat")?, row.get("lon")?);
    Ok(Found {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        open: row.get::<Option<Timestamp>>("closed_at")?.is_none(),
        trace: Trace {
            kind: row.get("kind")?,
            asked_at: row.get("asked_at")?,
            phones: phones.into_iter().flatten().collect(),
            position: position.0.zip(position.1),
            subdistrict: row.get("area")?,
            contact_name: row.get("contact_name")?,
            landmark: row.get("landmark")?,
            headcount: row.get("headcount")?,
        },
    })
}
