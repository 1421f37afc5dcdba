//! The log of looks at personal data.

use db::{Tx, sql};
use jiff::Timestamp;

use super::grant::{Ground, Place};
use crate::ids::{AccountId, LookId};

sql! { WRITE_LOOK = "
    INSERT INTO looks (province, id, at, account, subject, what, ground)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
" }

pub async fn write_look(
    tx: &mut Tx,
    id: LookId,
    at: Timestamp,
    account: AccountId,
    place: Place,
    ground: Ground,
) -> Result<(), db::Error> {
    tx.execute(
        WRITE_LOOK,
        &[
            &place.province,
            &id,
            &at,
            &account,
            &place.subject,
            &place.what,
            &ground.code(),
        ],
    )
    .await?;
    Ok(())
}

/// As [`write_look`], of many at once: none waits for the one before.
pub fn post_look(
    tx: &mut Tx,
    id: LookId,
    at: Timestamp,
    account: AccountId,
    place: Place,
    ground: Ground,
) -> Result<(), db::Error> {
    tx.post(
        WRITE_LOOK,
        &[
            &place.province,
            &id,
            &at,
            &account,
            &place.subject,
            &place.what,
            &ground.code(),
        ],
    )
}

sql! { COUNT_LOOKS = "
    SELECT count(*) AS n FROM looks WHERE province = $1 AND subject = $2
" }

/// How often somebody else looked at a subject.
pub async fn count_looks(tx: &mut Tx, province: u8, subject: uuid::Uuid) -> Result<i64, db::Error> {
    tx.one(COUNT_LOOKS, &[&province, &subject]).await?.get("n")
}
