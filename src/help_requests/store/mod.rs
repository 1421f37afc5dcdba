//! Help requests in the database. What anybody at work may see is read by `find`; names, phones,
//! places and words only by `particulars`, which asks for a grant.

use contact::PhoneNumber;
use db::{Tx, sql};
use jiff::Timestamp;
use serde_json::Value;
use vault::Vault;

mod rows;

use super::model::{HelpRequest, NewHelpRequest, Particulars, Progress};
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
        urgency, urgency_reasons, urgent_since, asked_at, asked_on, state, state_at, changed_at,
        version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, 'waiting', $33,
        $33, 1)
" }

pub fn insert(
    tx: &mut Tx,
    vault: &Vault,
    request: &HelpRequest,
    new: &NewHelpRequest,
    asker: &Asker,
    follow_hash: &[u8; 32],
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
        ],
    )
}

sql! { FIND = "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, lease_until, outcome, given, state_at, version
    FROM help_requests
    WHERE province = $1 AND reference = $2
" }

pub async fn find(tx: &mut Tx, reference: &Reference) -> Result<Option<HelpRequest>, db::Error> {
    tx.optional(FIND, &[&reference.province(), &reference.as_str()])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { FIND_BY_ID = "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, lease_until, outcome, given, state_at, version
    FROM help_requests
    WHERE province = $1 AND id = $2
" }

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

sql! { FIND_BY_FOLLOW = "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, lease_until, outcome, given, state_at, version
    FROM help_requests
    WHERE province = $1 AND follow_hash = $2
" }

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

sql! { SET_PROGRESS = "
    UPDATE help_requests
    SET state = $4, taken_by = $5, taken_at = CASE WHEN state = 'waiting' THEN $9 ELSE taken_at END,
        lease_until = $6, outcome = $7, given = $8, state_at = $9, closed_at = $10,
        changed_at = $9, version = version + 1
    WHERE province = $1 AND id = $2 AND version = $3
" }

/// Writes how far help has come; `false` when somebody else was quicker.
pub async fn set_progress(
    tx: &mut Tx,
    request: &HelpRequest,
    progress: &Progress,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let state = progress.state();
    let held = progress.held();
    let (by, closing) = match progress {
        Progress::Helped { by, closing } => (Some(*by), Some(closing)),
        Progress::Confirmed { by, closing } => (*by, closing.as_ref()),
        _ => (held.map(|held| held.by), None),
    };
    let closed_at = (!state.is_open()).then_some(now);
    let n = tx
        .execute(
            SET_PROGRESS,
            &[
                &request.province,
                &request.id,
                &request.version,
                &state.code(),
                &by,
                &held.map(|held| held.lease_until),
                &closing.map(|closing| closing.outcome.as_str()),
                &closing.map(|closing| closing.given.as_str()),
                &now,
                &closed_at,
            ],
        )
        .await?;
    Ok(n == 1)
}

sql! { SET_VERIFIED = "
    UPDATE help_requests
    SET verified = TRUE, changed_at = $3, version = version + 1
    WHERE province = $1 AND id = $2 AND NOT verified
" }

/// A volunteer or admin has made sure that the request is real.
pub async fn set_verified(
    tx: &mut Tx,
    request: &HelpRequest,
    now: Timestamp,
) -> Result<bool, db::Error> {
    Ok(tx
        .execute(SET_VERIFIED, &[&request.province, &request.id, &now])
        .await?
        == 1)
}

sql! { OF_PHONE = "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, lease_until, outcome, given, state_at, version
    FROM help_requests
    WHERE asker_phone_hash = $1
    ORDER BY asked_at DESC
    LIMIT 50
" }

/// The requests a phone asked for, the newest first.
pub async fn of_phone(
    tx: &mut Tx,
    vault: &Vault,
    phone: &PhoneNumber,
) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(OF_PHONE, &[&phone_hash(vault, phone)])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { HELD_BY = "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, lease_until, outcome, given, state_at, version
    FROM help_requests
    WHERE taken_by = $1
    ORDER BY state_at DESC
    LIMIT 50
" }

/// The cases a volunteer holds or held last, the newest first.
pub async fn held_by(tx: &mut Tx, account: AccountId) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(HELD_BY, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { RECORDED_BY = "
    SELECT province, id, incident, reference, area, kind, headcount, vulnerabilities, verified,
        practice, quadkey, urgency, urgency_reasons, urgent_since, asked_at, asked_on, recorded_by,
        asker_phone_hash, state, taken_by, lease_until, outcome, given, state_at, version
    FROM help_requests
    WHERE recorded_by = $1
    ORDER BY asked_at DESC
    LIMIT 50
" }

/// The requests a volunteer recorded for others, the newest first.
pub async fn recorded_by(tx: &mut Tx, account: AccountId) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(RECORDED_BY, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}
