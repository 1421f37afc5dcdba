//! The requests of a phone, of a holder, of a recorder.

use contact::PhoneNumber;
use db::{Tx, sql};
use vault::Vault;

use super::read;
use crate::accounts::store::phone_hash;
use crate::help_requests::model::HelpRequest;
use crate::ids::AccountId;

sql! { OF_PHONE = concat!(columns!(), "
    WHERE asker_phone_hash = $1
    ORDER BY asked_at DESC
    LIMIT 50
") }

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

sql! { HELD_BY = concat!(columns!(), "
    WHERE taken_by = $1
    ORDER BY state_at DESC
    LIMIT 50
") }

/// The cases a volunteer holds or held last, the newest first.
pub async fn held_by(tx: &mut Tx, account: AccountId) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(HELD_BY, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { OPEN_OF_HOLDER = concat!(columns!(), "
    WHERE taken_by = $1 AND closed_at IS NULL AND lease_until IS NOT NULL
    ORDER BY state_at
") }

/// Every case a volunteer holds, lapsed or not.
pub async fn open_of_holder(
    tx: &mut Tx,
    account: AccountId,
) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(OPEN_OF_HOLDER, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { RECORDED_BY = concat!(columns!(), "
    WHERE recorded_by = $1
    ORDER BY asked_at DESC
    LIMIT 50
") }

/// The requests a volunteer recorded for others, the newest first.
pub async fn recorded_by(tx: &mut Tx, account: AccountId) -> Result<Vec<HelpRequest>, db::Error> {
    tx.all(RECORDED_BY, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}
