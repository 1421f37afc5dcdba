//! The history of what was decided about seats.

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::Timestamp;

use super::model::{Seat, Standing};
use super::role::Role;
use super::store::read_area;
use crate::ids::{AccountId, DecisionId};

sql! { INSERT = "
    INSERT INTO seat_decisions (id, account, seat, standing, decided_by, decided_at, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
" }

pub async fn insert(
    tx: &mut Tx,
    id: DecisionId,
    account: AccountId,
    seat: &Seat,
    by: AccountId,
    at: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 7] = [
        &id,
        &account,
        &seat.id,
        &seat.standing.code(),
        &by,
        &at,
        &seat.reason,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

/// One word on a seat.
#[derive(Debug, Clone)]
pub struct Decision {
    pub at: Timestamp,
    pub standing: Standing,
    pub role: Role,
    pub area: AreaCode,
    pub reason: String,
    /// The display name of who decided.
    pub by: String,
}

sql! { OF_ACCOUNT = "
    SELECT d.standing, d.decided_at, d.reason, s.role, s.area, a.display_name
    FROM seat_decisions d
    JOIN seats s ON s.id = d.seat
    JOIN accounts a ON a.id = d.decided_by
    WHERE d.account = $1
    ORDER BY d.decided_at DESC, d.id DESC
    LIMIT 100
" }

/// The newest first.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Decision>, db::Error> {
    tx.all(OF_ACCOUNT, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> Result<Decision, db::Error> {
    let standing: String = row.get("standing")?;
    let role: String = row.get("role")?;
    Ok(Decision {
        at: row.get("decided_at")?,
        standing: Standing::from_code(&standing)
            .ok_or_else(|| row.contradiction("an unknown standing"))?,
        role: Role::from_code(&role).ok_or_else(|| row.contradiction("an unknown role"))?,
        area: read_area(row, "area")?,
        reason: row.get("reason")?,
        by: row.get("display_name")?,
    })
}
