//! Triages and daily checks. Health data: read only with a grant.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::rows::texts;
use crate::access::Grant;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::rules::health::{Alarm, Look};
use crate::ids::{AccountId, CheckId, TriageId};
use crate::incidents::preset::Colour;

/// A look at the sick that was written down.
#[derive(Debug, Clone)]
pub struct Seen {
    pub at: Timestamp,
    /// `None` where the requester wrote it themselves.
    pub by: Option<AccountId>,
    pub look: Look,
    /// Of a triage.
    pub colour: Option<Colour>,
    /// Of a daily check.
    pub alarms: Vec<Alarm>,
}

sql! { INSERT_TRIAGE = "
    INSERT INTO triages (province, id, request, at, account, signs, temperature_c, spo2, age,
        at_risk, colour, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
" }

pub async fn insert_triage(
    tx: &mut Tx,
    request: &HelpRequest,
    id: TriageId,
    by: AccountId,
    look: &Look,
    colour: Option<Colour>,
    at: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(
        INSERT_TRIAGE,
        &[
            &request.province,
            &id,
            &request.id,
            &at,
            &by,
            &json!(look.signs),
            &look.temperature_c,
            &look.spo2,
            &look.age,
            &look.at_risk,
            &colour.map(Colour::code),
            &look.note,
        ],
    )
    .await?;
    Ok(())
}

sql! { TRIAGES = "
    SELECT at, account, signs, temperature_c, spo2, age, at_risk, colour, note
    FROM triages
    WHERE province = $1 AND request = $2
    ORDER BY id DESC
    LIMIT 20
" }

/// The triages of a case, the newest first.
pub async fn triages(
    tx: &mut Tx,
    request: &HelpRequest,
    grant: Grant,
) -> Result<Vec<Seen>, db::Error> {
    if !grant.covers(request.id.0) {
        return Ok(Vec::new());
    }
    tx.all(TRIAGES, &[&request.province, &request.id])
        .await?
        .iter()
        .map(|row| {
            let colour: Option<String> = row.get("colour")?;
            Ok(Seen {
                at: row.get("at")?,
                by: row.get("account")?,
                look: Look {
                    age: row.get("age")?,
                    at_risk: row.get("at_risk")?,
                    ..look(row)?
                },
                colour: colour.and_then(|code| Colour::from_code(&code)),
                alarms: Vec::new(),
            })
        })
        .collect()
}

sql! { INSERT_CHECK = "
    INSERT INTO daily_checks (province, id, request, at, checked_on, account, temperature_c, spo2,
        spo2_after, signs, note, alarms)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
" }

/// Who checked, when, and what rang.
pub struct Check<'a> {
    pub at: Timestamp,
    pub on: Date,
    pub by: Option<AccountId>,
    pub look: &'a Look,
    pub alarms: &'a [Alarm],
}

pub async fn insert_check(
    tx: &mut Tx,
    request: &HelpRequest,
    id: CheckId,
    check: &Check<'_>,
) -> Result<(), db::Error> {
    let alarms: Vec<String> = check.alarms.iter().map(Alarm::code).collect();
    tx.execute(
        INSERT_CHECK,
        &[
            &request.province,
            &id,
            &request.id,
            &check.at,
            &check.on,
            &check.by,
            &check.look.temperature_c,
            &check.look.spo2,
            &check.look.spo2_after,
            &json!(check.look.signs),
            &check.look.note,
            &json!(alarms),
        ],
    )
    .await?;
    Ok(())
}

sql! { CHECKED_ON = "
    SELECT 1 AS one FROM daily_checks WHERE province = $1 AND request = $2 AND checked_on = $3 LIMIT 1
" }

/// Whether somebody checked on a day: says nothing of how the sick were.
pub async fn is_checked_on(
    tx: &mut Tx,
    request: &HelpRequest,
    day: Date,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 3] = [&request.province, &request.id, &day];
    Ok(tx.optional(CHECKED_ON, &args).await?.is_some())
}

sql! { CHECKS = "
    SELECT at, account, temperature_c, spo2, spo2_after, signs, note, alarms
    FROM daily_checks
    WHERE province = $1 AND request = $2
    ORDER BY id DESC
    LIMIT 60
" }

/// The daily checks of a case, the newest first.
pub async fn checks(
    tx: &mut Tx,
    request: &HelpRequest,
    grant: Grant,
) -> Result<Vec<Seen>, db::Error> {
    if !grant.covers(request.id.0) {
        return Ok(Vec::new());
    }
    tx.all(CHECKS, &[&request.province, &request.id])
        .await?
        .iter()
        .map(|row| {
            let alarms: Value = row.get("alarms")?;
            let alarms = texts(&alarms);
            Ok(Seen {
                at: row.get("at")?,
                by: row.get("account")?,
                look: Look {
                    spo2_after: row.get("spo2_after")?,
                    ..look(row)?
                },
                colour: None,
                alarms: alarms
                    .iter()
                    .filter_map(|code| Alarm::from_code(code))
                    .collect(),
            })
        })
        .collect()
}

fn look(row: &Row) -> Result<Look, db::Error> {
    let signs: Value = row.get("signs")?;
    Ok(Look {
        signs: texts(&signs),
        temperature_c: row.get("temperature_c")?,
        spo2: row.get("spo2")?,
        note: row.get("note")?,
        ..Look::default()
    })
}
