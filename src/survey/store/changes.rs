//! Changes by their ids, doses, and values at odds.

use db::{Row, ToValue, Tx, sql};
use jiff::Timestamp;
use vault::Vault;

use crate::ids::{AccountId, ChangeId, ConflictId, HouseholdId, PersonId};
use crate::survey::handle::Handle;
use crate::survey::model::{Conflict, Dose};

const TOLD: &[u8] = b"household conflict";

/// A change as it is written down: by whom, on what, which fields, and what it said as a hash.
#[derive(Debug, Clone)]
pub struct NewChange<'a> {
    pub id: ChangeId,
    pub household: Handle,
    pub person: Option<PersonId>,
    pub kind: &'static str,
    pub fields: String,
    pub account: Option<AccountId>,
    pub fingerprint: &'a [u8],
    /// By the clock of the phone.
    pub made_at: Timestamp,
    pub at: Timestamp,
}

/// Whether a change of this id was made before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Ours,
    MadeBefore,
    /// Another change went by this id.
    Another,
}

// Claimed by inserting: looking first would cost a retry on PostgreSQL.
sql! { CLAIM = "
    INSERT INTO household_changes (province, id, household, person, kind, fields, account,
        fingerprint, made_at, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT DO NOTHING
" }

sql! { CLAIMED = "SELECT fingerprint, account FROM household_changes WHERE province = $1 AND id = $2" }

pub async fn claim(tx: &mut Tx, change: &NewChange<'_>) -> Result<Claim, db::Error> {
    let key: [&dyn ToValue; 2] = [&change.household.province, &change.id];
    let rest: [&dyn ToValue; 8] = [
        &change.household.id,
        &change.person,
        &change.kind,
        &change.fields,
        &change.account,
        &change.fingerprint.to_vec(),
        &change.made_at,
        &change.at,
    ];
    let args: Vec<&dyn ToValue> = key.iter().chain(&rest).copied().collect();
    if tx.execute(CLAIM, &args).await? == 1 {
        return Ok(Claim::Ours);
    }
    let row = tx.one(CLAIMED, &key).await?;
    let fingerprint: Vec<u8> = row.get("fingerprint")?;
    let account: Option<AccountId> = row.get("account")?;
    if fingerprint == change.fingerprint && account == change.account {
        Ok(Claim::MadeBefore)
    } else {
        Ok(Claim::Another)
    }
}

sql! { IS_MADE = "SELECT 1 AS n FROM household_changes WHERE province = $1 AND id = $2" }

/// Whether a change of this id was made.
pub async fn is_made(tx: &mut Tx, province: u8, id: ChangeId) -> Result<bool, db::Error> {
    Ok(tx.optional(IS_MADE, &[&province, &id]).await?.is_some())
}

sql! { INSERT_DOSE = "
    INSERT INTO doses (province, id, person, brand, given_on, place, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT DO NOTHING
" }

/// Writes a dose; false where one of this id is there already.
pub async fn insert_dose(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
    dose: &Dose,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn ToValue; 8] = [
        &province,
        &dose.id,
        &person,
        &dose.brand,
        &dose.on,
        &dose.place,
        &by,
        &now,
    ];
    Ok(tx.execute(INSERT_DOSE, &args).await? == 1)
}

sql! { DOSES = "
    SELECT doses.id AS id, person, brand, given_on, doses.place AS place
    FROM doses
    JOIN persons ON persons.province = doses.province AND persons.id = doses.person
    WHERE persons.province = $1 AND persons.household = $2
    ORDER BY given_on, doses.id
" }

/// The doses of everybody in a household.
pub async fn doses(tx: &mut Tx, household: Handle) -> Result<Vec<(PersonId, Dose)>, db::Error> {
    let rows = tx.all(DOSES, &[&household.province, &household.id]).await?;
    rows.iter().map(dose).collect()
}

pub fn dose(row: &Row) -> Result<(PersonId, Dose), db::Error> {
    let dose = Dose {
        id: row.get("id")?,
        brand: row.get("brand")?,
        on: row.get("given_on")?,
        place: row.get("place")?,
    };
    Ok((row.get("person")?, dose))
}

sql! { INSERT_CONFLICT = "
    INSERT INTO household_conflicts (province, id, household, person, field, was_sealed, told_sealed,
        ahead, told_by, made_at, told_at, took)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')
" }

/// Keeps what was told beside what stands there, until a person decides.
pub async fn insert_conflict(
    tx: &mut Tx,
    vault: &Vault,
    household: Handle,
    conflict: &Conflict,
    made_at: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn ToValue; 11] = [
        &household.province,
        &conflict.id,
        &household.id,
        &conflict.person,
        &conflict.field,
        &vault.seal(conflict.was.as_bytes(), TOLD),
        &vault.seal(conflict.told.as_bytes(), TOLD),
        &conflict.ahead,
        &conflict.told_by,
        &made_at,
        &conflict.told_at,
    ];
    tx.execute(INSERT_CONFLICT, &args).await?;
    Ok(())
}

sql! { CONFLICTS = "
    SELECT id, household, person, field, was_sealed, told_sealed, ahead, told_by, told_at
    FROM household_conflicts
    WHERE province = $1 AND household = $2 AND solved_at IS NULL
    ORDER BY told_at, id
" }

/// What nobody has decided yet.
pub async fn conflicts(
    tx: &mut Tx,
    vault: &Vault,
    household: Handle,
) -> Result<Vec<Conflict>, db::Error> {
    let rows = tx
        .all(CONFLICTS, &[&household.province, &household.id])
        .await?;
    let read = rows.iter().map(|row| conflict(vault, row));
    read.map(|read| read.map(|(_, conflict)| conflict))
        .collect()
}

pub fn conflict(vault: &Vault, row: &Row) -> Result<(HouseholdId, Conflict), db::Error> {
    let opened = |column: &str| {
        let sealed: Vec<u8> = row.get(column)?;
        let plain = vault
            .open(&sealed, TOLD)
            .map_err(|err| row.contradiction(err))?;
        String::from_utf8(plain).map_err(|err| row.contradiction(err))
    };
    let conflict = Conflict {
        id: row.get("id")?,
        person: row.get("person")?,
        field: row.get("field")?,
        was: opened("was_sealed")?,
        told: opened("told_sealed")?,
        ahead: row.get("ahead")?,
        told_by: row.get("told_by")?,
        told_at: row.get("told_at")?,
    };
    Ok((row.get("household")?, conflict))
}

sql! { SOLVE = "
    UPDATE household_conflicts SET solved_at = $3, solved_by = $4, took = $5
    WHERE province = $1 AND id = $2 AND solved_at IS NULL
" }

/// Decides one; nothing where it was decided before.
pub async fn solve(
    tx: &mut Tx,
    province: u8,
    conflict: ConflictId,
    now: Timestamp,
    by: Option<AccountId>,
    took: &'static str,
) -> Result<bool, db::Error> {
    let args: [&dyn ToValue; 5] = [&province, &conflict, &now, &by, &took];
    Ok(tx.execute(SOLVE, &args).await? == 1)
}

sql! { MOVE_CONFLICTS = "
    UPDATE household_conflicts SET household = $3 WHERE province = $1 AND person = $2
" }

/// What is at odds about a person goes where the person goes.
pub async fn move_conflicts(tx: &mut Tx, person: PersonId, to: Handle) -> Result<(), db::Error> {
    tx.execute(MOVE_CONFLICTS, &[&to.province, &person, &to.id])
        .await?;
    Ok(())
}
