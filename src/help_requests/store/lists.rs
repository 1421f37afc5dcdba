//! The requests of a phone, of a holder, of a recorder; and several found by their ids.

use areas::AreaCode;
use contact::PhoneNumber;
use db::{ComposedSql, Tx, sql};
use vault::Vault;

use super::read;
use crate::accounts::store::phone_hash;
use crate::help_requests::model::HelpRequest;
use crate::ids::{AccountId, HelpRequestId};

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

sql! { REFERRED_INTO = concat!(columns!(), "
    WHERE referred_area >= $1 AND referred_area <= $2 AND closed_at IS NULL AND state = 'referred'
        AND NOT practice AND NOT (area >= $1 AND area <= $2)
    ORDER BY referred_at
    LIMIT $3
") }

/// The cases of other areas that were referred to this one, the oldest referral first.
pub async fn referred_into(
    tx: &mut Tx,
    area: AreaCode,
    limit: i64,
) -> Result<Vec<HelpRequest>, db::Error> {
    let range = area.range();
    tx.all(REFERRED_INTO, &[range.start(), range.end(), &limit])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Ids asked for in one statement.
const AT_ONCE: usize = 50;

const FIFTY: &str = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

const SEVERAL: &str = concat!(columns!(), "\n    WHERE province = $1 AND id IN (");

/// Requests whose provinces are known, in any order.
pub async fn several(
    tx: &mut Tx,
    wanted: &[(u8, HelpRequestId)],
) -> Result<Vec<HelpRequest>, db::Error> {
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    let mut found = Vec::with_capacity(wanted.len());
    for of_province in wanted.chunk_by(|one, next| one.0 == next.0) {
        for ids in of_province.chunks(AT_ONCE) {
            let sql = ComposedSql::of("help_requests::several", &[SEVERAL])
                .push_numbered(FIFTY, 2)
                .push(")");
            let mut args: Vec<&dyn db::ToValue> = vec![&ids[0].0];
            // The statement always asks for fifty, so that it is prepared once; the last id fills it up.
            args.extend(
                (0..AT_ONCE).map(|at| -> &dyn db::ToValue { &ids[at.min(ids.len() - 1)].1 }),
            );
            for row in tx.all_composed(&sql, &args).await? {
                found.push(read(&row)?);
            }
        }
    }
    Ok(found)
}
