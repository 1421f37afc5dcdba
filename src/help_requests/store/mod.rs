//! Help requests in the database. What anybody at work may see is read by `find`; names, phones,
//! places and words only by `particulars`, which asks for a grant.

use contact::PhoneNumber;
use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::Value;
use vault::Vault;

/// What of a row makes a [`HelpRequest`].
macro_rules! columns {
    () => {
        "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, team, lease_until, outcome, given, state_at, offered_to,
        offered_until, referred_organisation, referred_area, referred_at, acknowledged_at,
        referred_before, transfer, duplicate_of, colour, medic_status, escalation, sign_at,
        still_asked_at, source, version
    FROM help_requests"
    };
}
pub(in crate::help_requests) use columns;

mod amend;
pub mod calls;
pub mod desk;
pub mod duplicates;
pub mod health;
pub mod listener;
mod lists;
pub mod next;
pub mod notes;
pub mod of_organisation;
mod rows;
mod save;
pub mod traces;

pub use amend::amend;
pub use lists::{held_by, of_phone, open_of_holder, recorded_by, referred_into, several};
pub use save::save;

use super::model::{HelpRequest, NewHelpRequest, Particulars};
use super::reference::Reference;
use crate::access::Grant;
use crate::accounts::store::{phone_hash, seal_phone};
use crate::ids::{AccountId, HelpRequestId};
pub use rows::read;
use rows::read_particulars;

/// Who asks, sealed and hashed as it goes into the row.
pub struct Asker {
    pub phone: Option<PhoneNumber>,
    pub recorded_by: Option<AccountId>,
    pub language: &'static str,
}

sql! { INSERT = "
    INSERT INTO help_requests (province, id, incident, reference, follow_hash, area, kind, lat, lon,
        accuracy_m, position_source, quadkey, landmark, headcount, vulnerabilities, persons,
        nationality, details, extra, contact_name, contact_phone_sealed, contact_phone_hash,
        asker_phone_sealed, asker_phone_hash, recorded_by, relation, language, verified, practice,
        urgency, urgency_reasons, urgent_since, asked_at, asked_on, look_at, source, state,
        state_at, changed_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
        'waiting', $33, $33, 1)
" }

pub fn insert(
    tx: &mut Tx,
    vault: &Vault,
    request: &HelpRequest,
    new: &NewHelpRequest,
    asker: &Asker,
    follow_hash: &[u8; 32],
    look_at: Option<Timestamp>,
) -> Result<(), db::Error> {
    let pin = new.pin;
    // Kept as it is shown again: key and stored text.
    let extra: serde_json::Map<String, Value> = new
        .extra
        .iter()
        .map(|(key, value)| (key.clone(), Value::String(value.stored())))
        .collect();
    let extra = Value::Object(extra);
    let seal = |phone: &Option<PhoneNumber>| phone.as_ref().map(|phone| seal_phone(vault, phone));
    let hash = |phone: &Option<PhoneNumber>| phone.as_ref().map(|phone| phone_hash(vault, phone));
    tx.post(
        INSERT,
        &[
            &request.province,
            &request.id,
            &request.incident,
            &request.reference.as_str(),
            follow_hash,
            &request.area.get(),
            &request.kind,
            &pin.map(|pin| pin.position.lat()),
            &pin.map(|pin| pin.position.lon()),
            &pin.and_then(|pin| pin.accuracy_m),
            &pin.map(|pin| pin.source.code()),
            &pin.map(|pin| pin.position.quadkey()),
            &new.landmark,
            &request.headcount.get(),
            &serde_json::json!(new.vulnerabilities),
            &serde_json::json!(new.persons),
            &new.nationality,
            &new.details,
            &extra,
            &new.contact_name.as_ref().map_or("", |name| name.as_str()),
            &seal(&new.contact_phone),
            &hash(&new.contact_phone),
            &seal(&asker.phone),
            &hash(&asker.phone),
            &asker.recorded_by,
            &new.relation.code(),
            &asker.language,
            &request.verified,
            &request.practice,
            &request.urgency,
            &serde_json::json!(request.urgency_reasons),
            &request.urgent_since,
            &request.asked_at,
            &request.asked_on,
            &look_at,
            &new.source,
        ],
    )
}

sql! { FIND = concat!(columns!(), "
    WHERE province = $1 AND reference = $2
") }

pub async fn find(tx: &mut Tx, reference: &Reference) -> Result<Option<HelpRequest>, db::Error> {
    tx.optional(FIND, &[&reference.province(), &reference.as_str()])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { FIND_BY_ID = concat!(columns!(), "
    WHERE province = $1 AND id = $2
") }

pub async fn find_by_id(
    tx: &mut Tx,
    province: u8,
    id: HelpRequestId,
) -> Result<Option<HelpRequest>, db::Error> {
    tx.optional(FIND_BY_ID, &[&province, &id])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { FIND_BY_FOLLOW = concat!(columns!(), "
    WHERE province = $1 AND follow_hash = $2
") }

pub async fn find_by_follow(
    tx: &mut Tx,
    province: u8,
    hash: &[u8; 32],
) -> Result<Option<HelpRequest>, db::Error> {
    tx.optional(FIND_BY_FOLLOW, &[&province, hash])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { PARTICULARS = "
    SELECT lat, lon, accuracy_m, position_source, landmark, persons, nationality, details, extra,
        contact_name, contact_phone_sealed, asker_phone_sealed, relation, language
    FROM help_requests
    WHERE province = $1 AND id = $2
" }

/// Names, phones, the exact place and the words of a request, for whoever holds its grant.
pub async fn particulars(
    tx: &mut Tx,
    vault: &Vault,
    request: &HelpRequest,
    grant: Grant,
) -> Result<Particulars, db::Error> {
    let row = tx
        .one(PARTICULARS, &[&request.province, &request.id])
        .await?;
    if !grant.covers(request.id.0) {
        return Err(row.contradiction("a grant for something else"));
    }
    read_particulars(vault, &row)
}
