//! Offers and skips: what may be offered to somebody, held back for them, passed over by them.

use std::collections::HashMap;

use areas::{AreaCode, Level};
use db::{ComposedSql, Row, Tx, sql};
use jiff::Timestamp;

use super::read;
use crate::accounts::store::read_area;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::rules::next::Case;
use crate::ids::{AccountId, HelpRequestId};

/// Kinds one person may be able to take.
pub const MOST_KINDS: usize = 20;

/// What of a row makes a [`Case`].
macro_rules! case {
    () => {
        "
    SELECT province, id, area, kind, urgency, urgent_since, asked_at, escalation
    FROM help_requests"
    };
}

const WAITING: &str = concat!(
    case!(),
    "
    WHERE closed_at IS NULL AND (state = 'waiting' OR lease_until <= $2)
        AND (offered_until IS NULL OR offered_until <= $2 OR offered_to = $3)
        AND kind IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24)"
);

/// The most urgent cases of an area that wait and are of these kinds, up to a limit.
pub async fn waiting(
    tx: &mut Tx,
    area: AreaCode,
    kinds: &[String],
    account: AccountId,
    practice: bool,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Case>, db::Error> {
    let Some(last) = kinds.last() else {
        return Ok(Vec::new());
    };
    let mut sql = ComposedSql::of("help_requests::next", &[WAITING]);
    let (key, place) = match area.level() {
        Level::Country => (area.get(), "AND area >= $1"),
        Level::Province => (area.get() / 10_000, "AND area / 10000 = $1"),
        Level::District => (area.get() / 100, "AND area / 100 = $1"),
        Level::Subdistrict => (area.get(), "AND area = $1"),
    };
    sql = sql.push(place);
    if !practice {
        sql = sql.push("AND NOT practice");
    }
    sql = sql.push("ORDER BY urgent_since, id LIMIT $4");
    let mut args: Vec<&dyn db::ToValue> = vec![&key, &now, &account, &limit];
    // A list of fixed length: the last kind fills it up.
    for at in 0..MOST_KINDS {
        args.push(kinds.get(at).unwrap_or(last));
    }
    tx.all_composed(&sql, &args)
        .await?
        .iter()
        .map(read_case)
        .collect()
}

fn read_case(row: &Row) -> Result<Case, db::Error> {
    Ok(Case {
        province: row.get("province")?,
        id: row.get("id")?,
        area: read_area(row, "area")?,
        kind: row.get("kind")?,
        urgency: row.get("urgency")?,
        urgent_since: row.get("urgent_since")?,
        asked_at: row.get("asked_at")?,
        escalation: row.get::<Option<u8>>("escalation")?.unwrap_or_default(),
    })
}

sql! { FREE = concat!(case!(), "
    WHERE province = $1 AND id = $2 AND closed_at IS NULL
        AND (state = 'waiting' OR lease_until <= $3)
        AND (offered_until IS NULL OR offered_until <= $3 OR offered_to = $4)
") }

/// A case, when it waits and may be offered to this account.
pub async fn free(
    tx: &mut Tx,
    (province, id): (u8, HelpRequestId),
    account: AccountId,
    now: Timestamp,
) -> Result<Option<Case>, db::Error> {
    tx.optional(FREE, &[&province, &id, &now, &account])
        .await?
        .map(|row| read_case(&row))
        .transpose()
}

sql! { OFFER = "
    UPDATE help_requests
    SET offered_to = $3, offered_until = $4
    WHERE province = $1 AND id = $2 AND closed_at IS NULL
        AND (state = 'waiting' OR lease_until <= $5)
        AND (offered_until IS NULL OR offered_until <= $5 OR offered_to = $3)
" }

/// Holds a case back for somebody; `false` when another was quicker. One statement, so it is right
/// outside SERIALIZABLE too: whoever comes second finds the row as the first left it.
pub async fn offer(
    tx: &mut Tx,
    case: &Case,
    to: AccountId,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool, db::Error> {
    let args: [&dyn db::ToValue; 5] = [&case.province, &case.id, &to, &until, &now];
    Ok(tx.execute(OFFER, &args).await? == 1)
}

sql! { WITHDRAW = "
    UPDATE help_requests
    SET offered_to = NULL, offered_until = NULL
    WHERE province = $1 AND id = $2 AND offered_to = $3
" }

/// The case is free for others again.
pub async fn withdraw(
    tx: &mut Tx,
    request: &HelpRequest,
    from: AccountId,
) -> Result<(), db::Error> {
    tx.execute(WITHDRAW, &[&request.province, &request.id, &from])
        .await?;
    Ok(())
}

sql! { OFFERED_TO = concat!(columns!(), "
    WHERE offered_to = $1 AND offered_until > $2 AND closed_at IS NULL
        AND (state = 'waiting' OR lease_until <= $2)
    ORDER BY offered_until DESC
    LIMIT 1
") }

/// What is held back for somebody now.
pub async fn offered_to(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
) -> Result<Option<HelpRequest>, db::Error> {
    tx.optional(OFFERED_TO, &[&account, &now])
        .await?
        .map(|row| read(&row))
        .transpose()
}

sql! { SKIP = "
    INSERT INTO skips (province, account, request, at, kind, reason)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (province, account, request)
    DO UPDATE SET at = excluded.at, reason = excluded.reason
" }

pub async fn skip(
    tx: &mut Tx,
    request: &HelpRequest,
    account: AccountId,
    reason: &str,
    now: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &request.province,
        &account,
        &request.id,
        &now,
        &request.kind,
        &reason,
    ];
    tx.execute(SKIP, &args).await?;
    Ok(())
}

sql! { SKIPS_OF = "
    SELECT request, kind, at FROM skips WHERE account = $1 AND at > $2 AND kind <> 'desk' ORDER BY at DESC LIMIT 500
" }

/// What somebody passed over since an instant: the case, its kind, and when.
pub async fn skips_of(
    tx: &mut Tx,
    account: AccountId,
    since: Timestamp,
) -> Result<Vec<(HelpRequestId, String, Timestamp)>, db::Error> {
    tx.all(SKIPS_OF, &[&account, &since])
        .await?
        .iter()
        .map(|row| Ok((row.get("request")?, row.get("kind")?, row.get("at")?)))
        .collect()
}

sql! { SKIPPED = "
    SELECT request, count(*) AS n
    FROM skips
    WHERE province = $1 AND account <> $2 AND at > $3 AND kind <> 'desk'
    GROUP BY request
" }

/// How often each case of a province was passed over by others since an instant.
pub async fn skipped_by_others(
    tx: &mut Tx,
    province: u8,
    account: AccountId,
    since: Timestamp,
) -> Result<HashMap<HelpRequestId, u32>, db::Error> {
    tx.all(SKIPPED, &[&province, &account, &since])
        .await?
        .iter()
        .map(|row| Ok((row.get("request")?, row.get("n")?)))
        .collect()
}
