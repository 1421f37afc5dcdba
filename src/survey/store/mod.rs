//! Households and persons in the database. Names, phones, exact places and health are read only by
//! `particulars`, which asks for a grant.

pub mod changes;
pub mod pull;
pub mod read;
pub mod tasks;
pub mod write;

use db::{ComposedSql, Row, ToValue, Tx, sql};
use jiff::Timestamp;

use super::handle::Handle;
use super::model::{Household, HouseholdState, Source};
use crate::accounts::store::read_area;
use crate::ids::{AccountId, HouseholdId};

pub use read::particulars;

sql! { FIND = "
    SELECT province, id, incident, kind, area, village, village_code, n_persons, source, verified,
        practice, state, recorded_by, asker_phone_hash, recorded_at, recorded_on, changed_at, version
    FROM households
    WHERE province = $1 AND id = $2
" }

pub async fn find(tx: &mut Tx, handle: Handle) -> Result<Option<Household>, db::Error> {
    tx.optional(FIND, &[&handle.province, &handle.id])
        .await?
        .map(|row| read_household(&row))
        .transpose()
}

/// Whose households are listed: those an account recorded, or those a phone sent.
#[derive(Debug, Clone)]
pub enum Sender {
    Account(AccountId),
    Phone([u8; 32]),
}

const LIST: &str = "
    SELECT province, id, incident, kind, area, village, village_code, n_persons, source, verified,
        practice, state, recorded_by, asker_phone_hash, recorded_at, recorded_on, changed_at, version
    FROM households";

/// Own households, the newest first, after the last row of the page before.
pub async fn list(
    tx: &mut Tx,
    from: &Sender,
    after: Option<(Timestamp, HouseholdId)>,
    limit: i64,
) -> Result<Vec<Household>, db::Error> {
    let whose = match from {
        Sender::Account(_) => "WHERE recorded_by = $1",
        Sender::Phone(_) => "WHERE asker_phone_hash = $1",
    };
    let mut statement = ComposedSql::of("survey::list", &[LIST, whose]);
    let who: &dyn ToValue = match from {
        Sender::Account(account) => account,
        Sender::Phone(hash) => hash,
    };
    let mut args: Vec<&dyn ToValue> = vec![who, &limit];
    if let Some((at, id)) = &after {
        statement = statement.push("AND (recorded_at, id) < ($3, $4)");
        args.extend([at as &dyn ToValue, id]);
    }
    let statement = statement.push("ORDER BY recorded_at DESC, id DESC LIMIT $2");
    tx.all_composed(&statement, &args)
        .await?
        .iter()
        .map(read_household)
        .collect()
}

pub(super) fn read_household(row: &Row) -> Result<Household, db::Error> {
    let source: String = row.get("source")?;
    let state: String = row.get("state")?;
    Ok(Household {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        kind: row.get("kind")?,
        area: read_area(row, "area")?,
        village: row.get("village")?,
        village_code: row.get("village_code")?,
        n_persons: row.get("n_persons")?,
        source: Source::from_code(&source).ok_or_else(|| row.contradiction("an unknown source"))?,
        verified: row.get("verified")?,
        practice: row.get("practice")?,
        state: HouseholdState::from_code(&state)
            .ok_or_else(|| row.contradiction("an unknown state"))?,
        recorded_by: row.get("recorded_by")?,
        asker_phone_hash: row.get("asker_phone_hash")?,
        recorded_at: row.get("recorded_at")?,
        recorded_on: row.get("recorded_on")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}
