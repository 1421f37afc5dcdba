//! The desk in the database: what lies there and why, and who is at it.

use areas::AreaCode;
use db::{Row, Sql, Tx, sql};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::accounts::store::read_area;
use crate::help_requests::model::HelpRequest;
use crate::help_requests::model::desk::{Claim, DeskItem, Reason, Waiting};
use crate::ids::{AccountId, HelpRequestId};

macro_rules! columns {
    () => {
        "
    SELECT province, request, area, reasons, urgent_since, not_before, calls, claimed_by,
        claimed_until
    FROM desk_items"
    };
}

// Without looking for one that is there: that look would be in conflict with everybody who asks at the
// same moment.
sql! { PUT_NEW = "
    INSERT INTO desk_items (province, request, area, reasons, urgent_since, not_before, calls)
    VALUES ($1, $2, $3, $4, $5, $6, 0)
" }

/// Puts a request onto the desk that cannot lie there yet: it is being asked.
pub fn put_new(
    tx: &mut Tx,
    request: &HelpRequest,
    reasons: &[Reason],
    now: Timestamp,
) -> Result<(), db::Error> {
    put_by(PUT_NEW, tx, request, reasons, now)
}

sql! { PUT = "
    INSERT INTO desk_items (province, request, area, reasons, urgent_since, not_before, calls)
    VALUES ($1, $2, $3, $4, $5, $6, 0)
    ON CONFLICT (province, request) DO UPDATE SET reasons = excluded.reasons
" }

/// Puts a request onto the desk, for these reasons and no others.
pub fn put(
    tx: &mut Tx,
    request: &HelpRequest,
    reasons: &[Reason],
    now: Timestamp,
) -> Result<(), db::Error> {
    put_by(PUT, tx, request, reasons, now)
}

fn put_by(
    statement: Sql,
    tx: &mut Tx,
    request: &HelpRequest,
    reasons: &[Reason],
    now: Timestamp,
) -> Result<(), db::Error> {
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.code()).collect();
    tx.post(
        statement,
        &[
            &request.province,
            &request.id,
            &request.area.get(),
            &json!(codes),
            &request.urgent_since,
            &now,
        ],
    )
}

sql! { TAKE_OUT = "DELETE FROM desk_items WHERE province = $1 AND request = $2" }

/// Nobody has to call any more.
pub fn take_out(tx: &mut Tx, request: &HelpRequest) -> Result<(), db::Error> {
    tx.post(TAKE_OUT, &[&request.province, &request.id])
}

sql! { FIND = concat!(columns!(), "
    WHERE province = $1 AND request = $2
") }

pub async fn find(tx: &mut Tx, request: &HelpRequest) -> Result<Option<DeskItem>, db::Error> {
    let row = tx.optional(FIND, &[&request.province, &request.id]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { SAVE = "
    UPDATE desk_items
    SET area = $3, reasons = $4, not_before = $5, calls = $6, claimed_by = $7, claimed_until = $8
    WHERE province = $1 AND request = $2
" }

pub fn save(tx: &mut Tx, item: &DeskItem) -> Result<(), db::Error> {
    let codes: Vec<&str> = item.reasons.iter().map(|reason| reason.code()).collect();
    tx.post(
        SAVE,
        &[
            &item.province,
            &item.request,
            &item.area.get(),
            &json!(codes),
            &item.not_before,
            &item.unanswered,
            &item.claim.map(|claim| claim.by),
            &item.claim.map(|claim| claim.until),
        ],
    )
}

sql! { MINE = concat!(columns!(), "
    WHERE claimed_by = $1 AND claimed_until > $2
    ORDER BY claimed_until DESC
    LIMIT 1
") }

/// What this person works on at an instant.
pub async fn mine(
    tx: &mut Tx,
    me: AccountId,
    now: Timestamp,
) -> Result<Option<DeskItem>, db::Error> {
    let row = tx.optional(MINE, &[&me, &now]).await?;
    row.map(|row| read(&row)).transpose()
}

sql! { HEAD = "
    SELECT urgent_since
    FROM desk_items
    WHERE area BETWEEN $1 AND $2 AND not_before <= $3
        AND (claimed_until IS NULL OR claimed_until <= $3)
        AND NOT EXISTS (
            SELECT 1 FROM skips
            WHERE skips.province = desk_items.province AND skips.account = $4
                AND skips.request = desk_items.request AND skips.at > $5
        )
    ORDER BY urgent_since, request
    LIMIT 1
" }

/// How long the most urgent item of an area that this person may be given has waited.
pub async fn head(
    tx: &mut Tx,
    area: AreaCode,
    me: AccountId,
    now: Timestamp,
    skipped: SignedDuration,
) -> Result<Option<Timestamp>, db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 5] = [range.start(), range.end(), &now, &me, &(now - skipped)];
    let row = tx.optional(HEAD, &args).await?;
    row.map(|row| row.get("urgent_since")).transpose()
}

// Outside SERIALIZABLE: whoever finds a row locked takes the next one instead of waiting for it.
sql! {
    CLAIM = sqlite: "
    UPDATE desk_items SET claimed_by = $4, claimed_until = $6
    WHERE (province, request) IN (
        SELECT province, request
        FROM desk_items
        WHERE area BETWEEN $1 AND $2 AND not_before <= $3
            AND (claimed_until IS NULL OR claimed_until <= $3)
            AND NOT EXISTS (
                SELECT 1 FROM skips
                WHERE skips.province = desk_items.province AND skips.account = $4
                    AND skips.request = desk_items.request AND skips.at > $5
            )
        ORDER BY urgent_since, request
        LIMIT 1
    )
    RETURNING province, request
", postgres: "
    UPDATE desk_items SET claimed_by = $4, claimed_until = $6
    WHERE (province, request) = (
        SELECT province, request
        FROM desk_items
        WHERE area BETWEEN $1 AND $2 AND not_before <= $3
            AND (claimed_until IS NULL OR claimed_until <= $3)
            AND NOT EXISTS (
                SELECT 1 FROM skips
                WHERE skips.province = desk_items.province AND skips.account = $4
                    AND skips.request = desk_items.request AND skips.at > $5
            )
        ORDER BY urgent_since, request
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING province, request
" }

/// Claims the most urgent item of an area that nobody is at: never the same for two people.
pub async fn claim(
    tx: &mut Tx,
    area: AreaCode,
    me: AccountId,
    now: Timestamp,
    (until, skipped): (Timestamp, SignedDuration),
) -> Result<Option<(u8, HelpRequestId)>, db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 6] = [
        range.start(),
        range.end(),
        &now,
        &me,
        &(now - skipped),
        &until,
    ];
    let row = tx.optional(CLAIM, &args).await?;
    row.map(|row| Ok((row.get("province")?, row.get("request")?)))
        .transpose()
}

sql! { WAITING = "
    SELECT reasons, count(*) AS n,
        CAST(sum(CASE WHEN not_before <= $3 AND (claimed_until IS NULL OR claimed_until <= $3)
            THEN 1 ELSE 0 END) AS BIGINT) AS due
    FROM desk_items
    WHERE area BETWEEN $1 AND $2
    GROUP BY reasons
" }

/// Adds what waits in an area to what waits elsewhere.
pub async fn count(
    tx: &mut Tx,
    area: AreaCode,
    now: Timestamp,
    waiting: &mut Waiting,
) -> Result<(), db::Error> {
    let range = area.range();
    for row in tx.all(WAITING, &[range.start(), range.end(), &now]).await? {
        let (n, due): (i64, i64) = (row.get("n")?, row.get("due")?);
        waiting.due += due;
        waiting.resting += n - due;
        for reason in read_reasons(&row)? {
            match waiting.by_reason.iter_mut().find(|one| one.0 == reason) {
                Some((_, sum)) => *sum += n,
                None => waiting.by_reason.push((reason, n)),
            }
        }
    }
    Ok(())
}

sql! { SKIP = "
    INSERT INTO skips (province, account, request, at, kind, reason)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (province, account, request)
    DO UPDATE SET at = excluded.at, reason = excluded.reason
" }

/// This person does not want it just now.
pub fn skip(
    tx: &mut Tx,
    item: &DeskItem,
    me: AccountId,
    now: Timestamp,
    reason: &str,
) -> Result<(), db::Error> {
    tx.post(
        SKIP,
        &[&item.province, &me, &item.request, &now, &"desk", &reason],
    )
}

fn read_reasons(row: &Row) -> Result<Vec<Reason>, db::Error> {
    let list: Value = row.get("reasons")?;
    let codes = list.as_array().into_iter().flatten();
    let mut reasons: Vec<Reason> = codes
        .filter_map(|code| code.as_str().and_then(Reason::from_code))
        .collect();
    reasons.sort_unstable();
    Ok(reasons)
}

fn read(row: &Row) -> Result<DeskItem, db::Error> {
    let by: Option<AccountId> = row.get("claimed_by")?;
    let until: Option<Timestamp> = row.get("claimed_until")?;
    Ok(DeskItem {
        province: row.get("province")?,
        request: row.get("request")?,
        area: read_area(row, "area")?,
        reasons: read_reasons(row)?,
        urgent_since: row.get("urgent_since")?,
        not_before: row.get("not_before")?,
        unanswered: row.get("calls")?,
        claim: by.zip(until).map(|(by, until)| Claim { by, until }),
    })
}
