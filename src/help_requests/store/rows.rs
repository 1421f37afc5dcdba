//! Rows of requests, read into the model or found to contradict themselves.

use contact::{Headcount, PhoneNumber, Position};
use db::Row;
use jiff::Timestamp;
use serde_json::Value;
use vault::Vault;

use crate::accounts::store::{open_phone, read_area};
use crate::areas::model::{Pin, PositionSource};
use crate::help_requests::model::{
    Cancelled, Closing, Held, HelpRequest, Helper, Offer, Particulars, Progress, Referral,
    ReferredTo, Relation, State, Transfer,
};
use crate::ids::{AccountId, OrganisationId, TeamId};
use crate::incidents::preset::Colour;

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
        offered: offer(row)?,
        referred_before: referred_before(row)?,
        transfer: transfer(row)?,
        colour: row
            .get::<Option<String>>("colour")?
            .and_then(|code| Colour::from_code(&code)),
        medic_status: row.get("medic_status")?,
        escalation: row.get::<Option<u8>>("escalation")?.unwrap_or_default(),
        sign_at: row
            .get::<Option<Timestamp>>("sign_at")?
            .map_or_else(|| row.get("asked_at"), Ok)?,
        still_asked_at: row.get("still_asked_at")?,
        source: row.get("source")?,
        version: row.get("version")?,
    })
}

fn read_progress(row: &Row) -> Result<Progress, db::Error> {
    let code: String = row.get("state")?;
    let state = State::from_code(&code).ok_or_else(|| row.contradiction("an unknown state"))?;
    let by: Option<AccountId> = row.get("taken_by")?;
    let team: Option<TeamId> = row.get("team")?;
    let helper = by.map(|by| Helper { by, team });
    let lease_until: Option<Timestamp> = row.get("lease_until")?;
    let held = || match (helper, lease_until) {
        (Some(helper), Some(lease_until)) => Ok(Held {
            helper,
            lease_until,
        }),
        _ => Err(row.contradiction("held by nobody or for no time")),
    };
    let outcome: Option<String> = row.get("outcome")?;
    let given: Option<String> = row.get("given")?;
    let closing = outcome
        .zip(given)
        .map(|(outcome, given)| Closing { outcome, given });
    Ok(match state {
        State::Waiting => Progress::Waiting,
        State::Referred => Progress::Referred(referral(row)?),
        State::Taken => Progress::Taken(held()?),
        State::OnTheWay => Progress::OnTheWay(held()?),
        State::Helping => Progress::Helping(held()?),
        State::Helped => match (helper, closing) {
            (Some(helper), Some(closing)) => Progress::Helped { helper, closing },
            _ => return Err(row.contradiction("helped without outcome")),
        },
        State::Confirmed => Progress::Confirmed { helper, closing },
        State::Cancelled => Progress::Cancelled(Cancelled::NotNeeded),
        State::Safe => Progress::Cancelled(Cancelled::Safe),
        State::Unreachable => Progress::Unreachable,
        State::Duplicate => {
            let kept: Option<String> = row.get("duplicate_of")?;
            let kept = kept.and_then(|text| text.parse().ok());
            Progress::Duplicate(kept.ok_or_else(|| row.contradiction("a duplicate of nothing"))?)
        }
        State::FalseReport => Progress::FalseReport,
        State::Expired => Progress::Expired,
    })
}

fn referral(row: &Row) -> Result<Referral, db::Error> {
    let organisation: Option<OrganisationId> = row.get("referred_organisation")?;
    let to = match organisation {
        Some(id) => ReferredTo::Organisation(id),
        None => ReferredTo::Area(read_area(row, "referred_area")?),
    };
    Ok(Referral {
        to,
        at: row.get("referred_at")?,
        acknowledged_at: row.get("acknowledged_at")?,
    })
}

fn offer(row: &Row) -> Result<Option<Offer>, db::Error> {
    let to: Option<AccountId> = row.get("offered_to")?;
    let until: Option<Timestamp> = row.get("offered_until")?;
    Ok(to.zip(until).map(|(to, until)| Offer { to, until }))
}

/// An organisation's id, or an area's code: as kept in a list of targets.
pub(super) fn write_referred(to: &ReferredTo) -> String {
    match to {
        ReferredTo::Organisation(id) => id.0.to_string(),
        ReferredTo::Area(area) => area.get().to_string(),
    }
}

fn referred_before(row: &Row) -> Result<Vec<ReferredTo>, db::Error> {
    let list: Option<Value> = row.get("referred_before")?;
    texts(&list.unwrap_or_default())
        .iter()
        .map(|text| {
            let area = || text.parse().ok().and_then(areas::AreaCode::new);
            let organisation = text.parse().ok().map(OrganisationId);
            organisation
                .map(ReferredTo::Organisation)
                .or_else(|| area().map(ReferredTo::Area))
                .ok_or_else(|| row.contradiction("neither an organisation nor an area"))
        })
        .collect()
}

/// A transfer asked for, as JSON.
#[derive(serde::Deserialize)]
struct TransferRow {
    to: TeamId,
    asked_by: AccountId,
    by_holder: bool,
    at: Timestamp,
}

fn transfer(row: &Row) -> Result<Option<Transfer>, db::Error> {
    let kept: Option<Value> = row.get("transfer")?;
    let Some(kept) = kept else {
        return Ok(None);
    };
    let read: TransferRow = serde_json::from_value(kept).map_err(|err| row.contradiction(err))?;
    Ok(Some(Transfer {
        to: read.to,
        asked_by: read.asked_by,
        by_holder: read.by_holder,
        at: read.at,
    }))
}

pub(super) fn read_particulars(vault: &Vault, row: &Row) -> Result<Particulars, db::Error> {
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

pub(super) fn texts(list: &Value) -> Vec<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}
