//! Who keeps the books of which unit.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use vault::Vault;

use crate::ids::{AccountId, SupplySeatId, SupplyUnitId};
use crate::supplies::model::Officer;

const DOCUMENT: &[u8] = b"supply seat document";
const EMAIL: &[u8] = b"supply seat e-mail";

/// What the form tells of an officer beside their account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub position: String,
    pub document: Option<String>,
    pub email: Option<String>,
}

sql! { INSERT = "
    INSERT INTO supply_seats (id, unit, account, position, document_sealed, email_sealed,
        created_by, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT DO NOTHING
" }

/// Whether they had none at this unit yet.
pub async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    (id, unit, account): (SupplySeatId, SupplyUnitId, AccountId),
    told: &Told,
    (by, at): (AccountId, Timestamp),
) -> Result<bool, db::Error> {
    let seal = |text: &Option<String>, context: &[u8]| {
        let text = text.as_ref();
        text.map(|text| vault.seal(text.as_bytes(), context))
    };
    let args: [&dyn db::ToValue; 8] = [
        &id,
        &unit,
        &account,
        &told.position,
        &seal(&told.document, DOCUMENT),
        &seal(&told.email, EMAIL),
        &by,
        &at,
    ];
    Ok(tx.execute(INSERT, &args).await? == 1)
}

sql! { END = "
    UPDATE supply_seats SET ended_by = $3, ended_at = $4
    WHERE id = $1 AND unit = $2 AND ended_at IS NULL
" }

/// Whether it was still held.
pub async fn end(
    tx: &mut Tx,
    unit: SupplyUnitId,
    seat: SupplySeatId,
    (by, at): (AccountId, Timestamp),
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 4] = [&seat, &unit, &by, &at];
    Ok(tx.execute(END, &args).await? == 1)
}

sql! { HELD = "
    SELECT unit FROM supply_seats WHERE account = $1 AND ended_at IS NULL ORDER BY created_at, id
" }

/// The units whose books somebody keeps.
pub async fn held(tx: &mut Tx, account: AccountId) -> Result<Vec<SupplyUnitId>, db::Error> {
    let rows = tx.all(HELD, &[&account]).await?;
    rows.iter().map(|row| row.get("unit")).collect()
}

sql! { OFFICERS = "
    SELECT s.id AS id, s.account AS account, s.position AS position, s.created_at AS created_at,
        a.username AS username, a.full_name AS full_name, a.affiliation AS affiliation,
        (SELECT max(n.seen_at) FROM sessions AS n WHERE n.account = s.account) AS seen_at
    FROM supply_seats AS s
    JOIN accounts AS a ON a.id = s.account
    WHERE s.unit = $1 AND s.ended_at IS NULL
    ORDER BY s.created_at, s.id
" }

pub async fn officers(tx: &mut Tx, unit: SupplyUnitId) -> Result<Vec<Officer>, db::Error> {
    let rows = tx.all(OFFICERS, &[&unit]).await?;
    rows.iter().map(read).collect()
}

sql! { OFFICERS_BELOW = "
    SELECT s.unit AS unit, s.id AS id, s.account AS account, s.position AS position,
        s.created_at AS created_at, a.username AS username, a.full_name AS full_name,
        a.affiliation AS affiliation,
        (SELECT max(n.seen_at) FROM sessions AS n WHERE n.account = s.account) AS seen_at
    FROM supply_units AS u
    JOIN supply_seats AS s ON s.unit = u.id
    JOIN accounts AS a ON a.id = s.account
    WHERE u.parent = $1 AND s.ended_at IS NULL
    ORDER BY s.created_at, s.id
" }

/// Who keeps the books of the units one level down.
pub async fn officers_below(
    tx: &mut Tx,
    above: SupplyUnitId,
) -> Result<Vec<(SupplyUnitId, Officer)>, db::Error> {
    let rows = tx.all(OFFICERS_BELOW, &[&above]).await?;
    rows.iter()
        .map(|row| Ok((row.get("unit")?, read(row)?)))
        .collect()
}

fn read(row: &Row) -> Result<Officer, db::Error> {
    Ok(Officer {
        seat: row.get("id")?,
        account: row.get("account")?,
        username: row.get("username")?,
        full_name: row.get("full_name")?,
        affiliation: row.get("affiliation")?,
        position: row.get("position")?,
        seen_at: row.get("seen_at")?,
        created_at: row.get("created_at")?,
    })
}
