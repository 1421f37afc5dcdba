//! Help requests in the database. What anybody at work may see is read by `find`; names, phones,
//! places and words only by `particulars`, which asks for a grant.

use contact::{Headcount, PhoneNumber, Position};
use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::Value;
use vault::Vault;

use super::model::{
    Cancelled, Closing, Held, HelpRequest, NewHelpRequest, Particulars, Pin, PositionSource,
    Progress, Relation, State,
};
use super::reference::Reference;
use crate::access::Grant;
use crate::accounts::store::{open_phone, phone_hash, read_area, seal_phone};
use crate::ids::{AccountId, HelpRequestId};

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

pub async fn insert(
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
    tx.execute(
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
    .await?;
    Ok(())
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

/// A request out of a row that has the columns of [`FIND`].
pub fn read(row: &Row) -> Result<HelpRequest, db::Error> {
    let reference: String = row.get("reference")?;
    let headcount: u32 = row.get("headcount")?;
    Ok(HelpRequest {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        reference: reference.parse().map_err(|err| row.contradiction(err))?,
        area: read_area(row, "area")?,
        kind: row.get("kind")?,
        headcount: Headcount::new(headcount).map_err(|err| row.contradiction(err))?,
        vulnerabilities: texts(&row.get("vulnerabilities")?),
        verified: row.get("verified")?,
        practice: row.get("practice")?,
        has_pin: row.get::<Option<i64>>("quadkey")?.is_some(),
        urgency: row.get("urgency")?,
        urgency_reasons: texts(&row.get("urgency_reasons")?),
        urgent_since: row.get("urgent_since")?,
        asked_at: row.get("asked_at")?,
        asked_on: row.get("asked_on")?,
        recorded_by: row.get("recorded_by")?,
        asker_phone_hash: row.get("asker_phone_hash")?,
        progress: read_progress(row)?,
        state_at: row.get("state_at")?,
        version: row.get("version")?,
    })
}

fn read_progress(row: &Row) -> Result<Progress, db::Error> {
    let code: String = row.get("state")?;
    let state = State::from_code(&code).ok_or_else(|| row.contradiction("an unknown state"))?;
    let by: Option<AccountId> = row.get("taken_by")?;
    let lease_until: Option<Timestamp> = row.get("lease_until")?;
    let held = || match (by, lease_until) {
        (Some(by), Some(lease_until)) => Ok(Held { by, lease_until }),
        _ => Err(row.contradiction("held by nobody or for no time")),
    };
    let outcome: Option<String> = row.get("outcome")?;
    let given: Option<String> = row.get("given")?;
    let closing = outcome
        .zip(given)
        .map(|(outcome, given)| Closing { outcome, given });
    Ok(match state {
        State::Waiting => Progress::Waiting,
        State::Taken => Progress::Taken(held()?),
        State::OnTheWay => Progress::OnTheWay(held()?),
        State::Helping => Progress::Helping(held()?),
        State::Helped => match (by, closing) {
            (Some(by), Some(closing)) => Progress::Helped { by, closing },
            _ => return Err(row.contradiction("helped without outcome")),
        },
        State::Confirmed => Progress::Confirmed { by, closing },
        State::Cancelled => Progress::Cancelled(Cancelled::NotNeeded),
        State::Safe => Progress::Cancelled(Cancelled::Safe),
        State::Unreachable => Progress::Unreachable,
        State::Duplicate => Progress::Duplicate,
        State::FalseReport => Progress::FalseReport,
        State::Referred => Progress::Referred,
        State::Expired => Progress::Expired,
    })
}

fn read_particulars(vault: &Vault, row: &Row) -> Result<Particulars, db::Error> {
    let position: (Option<f64>, Option<f64>) = (row.get("lat")?, row.get("lon")?);
    let source: Option<String> = row.get("position_source")?;
    let pin = match position {
        (Some(lat), Some(lon)) => Some(Pin {
            position: Position::new(lat, lon).map_err(|err| row.contradiction(err))?,
            accuracy_m: row.get("accuracy_m")?,
            source: source
                .as_deref()
                .and_then(PositionSource::from_code)
                .ok_or_else(|| row.contradiction("a pin without its source"))?,
        }),
        _ => None,
    };
    let phone = |column: &str| -> Result<Option<PhoneNumber>, db::Error> {
        let sealed: Option<Vec<u8>> = row.get(column)?;
        sealed
            .map(|sealed| open_phone(vault, row, &sealed))
            .transpose()
    };
    let relation: String = row.get("relation")?;
    let language: String = row.get("language")?;
    let extra: Value = row.get("extra")?;
    Ok(Particulars {
        pin,
        landmark: row.get("landmark")?,
        persons: texts(&row.get("persons")?),
        nationality: row.get("nationality")?,
        details: row.get("details")?,
        extra: extra.as_object().cloned().unwrap_or_default(),
        contact_name: row.get("contact_name")?,
        contact_phone: phone("contact_phone_sealed")?,
        asker_phone: phone("asker_phone_sealed")?,
        relation: Relation::from_code(&relation)
            .ok_or_else(|| row.contradiction("an unknown relation"))?,
        language: language
            .parse()
            .map_err(|_| row.contradiction("an unknown language"))?,
    })
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}
