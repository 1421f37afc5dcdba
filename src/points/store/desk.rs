//! The queue of calls in the database: which point is next, and who is at it.

use areas::AreaCode;
use db::{Tx, sql};
use jiff::Timestamp;

use crate::ids::{AccountId, PointId};
use crate::points::model::PointKey;
use crate::points::model::desk::{Claim, Waiting};
use crate::points::rules::Turn;

/// Who asks for which points.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    pub me: AccountId,
    pub area: AreaCode,
    /// Empty: of every kind.
    pub kind: &'a str,
    pub now: Timestamp,
    /// What was skipped later than this is not theirs again.
    pub skipped_since: Timestamp,
}

sql! { HEAD = "
    SELECT p.call_rank, p.call_need, p.call_due
    FROM points AS p
    WHERE p.ended_at IS NULL AND p.area BETWEEN $1 AND $2 AND p.call_due <= $3
        AND (p.claimed_until IS NULL OR p.claimed_until <= $3)
        AND ($5 = '' OR p.kind = $5)
        AND NOT EXISTS (
            SELECT 1 FROM point_calls AS c
            WHERE c.province = p.province AND c.point = p.id AND c.at > $6 AND c.account = $4
                AND c.outcome = 'skipped'
        )
    ORDER BY p.call_rank, p.call_need, p.call_due, p.id
    LIMIT 1
" }

/// The turn of the point that is next in an area.
pub async fn head(tx: &mut Tx, asker: &Asker<'_>) -> Result<Option<Turn>, db::Error> {
    let range = asker.area.range();
    let args: [&dyn db::ToValue; 6] = [
        range.start(),
        range.end(),
        &asker.now,
        &asker.me,
        &asker.kind,
        &asker.skipped_since,
    ];
    let row = tx.optional(HEAD, &args).await?;
    row.map(|row| {
        Ok(Turn {
            rank: row.get("call_rank")?,
            need: row.get("call_need")?,
            due: row.get("call_due")?,
        })
    })
    .transpose()
}

// Outside SERIALIZABLE: whoever finds a row locked takes the next one instead of waiting for it.
sql! {
    CLAIM = sqlite: "
    UPDATE points SET claimed_by = $4, claimed_until = $7
    WHERE (province, id) IN (
        SELECT p.province, p.id
        FROM points AS p
        WHERE p.ended_at IS NULL AND p.area BETWEEN $1 AND $2 AND p.call_due <= $3
            AND (p.claimed_until IS NULL OR p.claimed_until <= $3)
            AND ($5 = '' OR p.kind = $5)
            AND NOT EXISTS (
                SELECT 1 FROM point_calls AS c
                WHERE c.province = p.province AND c.point = p.id AND c.at > $6 AND c.account = $4
                    AND c.outcome = 'skipped'
            )
        ORDER BY p.call_rank, p.call_need, p.call_due, p.id
        LIMIT 1
    )
    RETURNING province, id
", postgres: "
    UPDATE points SET claimed_by = $4, claimed_until = $7
    WHERE (province, id) = (
        SELECT p.province, p.id
        FROM points AS p
        WHERE p.ended_at IS NULL AND p.area BETWEEN $1 AND $2 AND p.call_due <= $3
            AND (p.claimed_until IS NULL OR p.claimed_until <= $3)
            AND ($5 = '' OR p.kind = $5)
            AND NOT EXISTS (
                SELECT 1 FROM point_calls AS c
                WHERE c.province = p.province AND c.point = p.id AND c.at > $6 AND c.account = $4
                    AND c.outcome = 'skipped'
            )
        ORDER BY p.call_rank, p.call_need, p.call_due, p.id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING province, id
" }

/// Claims the point that is next in an area: never the same for two people.
pub async fn claim(
    tx: &mut Tx,
    asker: &Asker<'_>,
    until: Timestamp,
) -> Result<Option<PointId>, db::Error> {
    let range = asker.area.range();
    let args: [&dyn db::ToValue; 7] = [
        range.start(),
        range.end(),
        &asker.now,
        &asker.me,
        &asker.kind,
        &asker.skipped_since,
        &until,
    ];
    let row = tx.optional(CLAIM, &args).await?;
    row.map(|row| row.get("id")).transpose()
}

sql! { MINE = "
    SELECT id
    FROM points
    WHERE claimed_by = $1 AND claimed_until > $2 AND ended_at IS NULL
    ORDER BY claimed_until DESC
    LIMIT 1
" }

/// The point this person is at.
pub async fn mine(
    tx: &mut Tx,
    me: AccountId,
    now: Timestamp,
) -> Result<Option<PointId>, db::Error> {
    let row = tx.optional(MINE, &[&me, &now]).await?;
    row.map(|row| row.get("id")).transpose()
}

sql! { CLAIM_OF = "
    SELECT claimed_by, claimed_until FROM points WHERE province = $1 AND id = $2
" }

pub async fn claim_of(tx: &mut Tx, key: PointKey) -> Result<Option<Claim>, db::Error> {
    let row = tx.one(CLAIM_OF, &[&key.province, &key.id]).await?;
    let by: Option<AccountId> = row.get("claimed_by")?;
    let until: Option<Timestamp> = row.get("claimed_until")?;
    Ok(by.zip(until).map(|(by, until)| Claim { by, until }))
}

sql! { SET_CLAIM = "
    UPDATE points SET claimed_by = $3, claimed_until = $4 WHERE province = $1 AND id = $2
" }

pub async fn set_claim(tx: &mut Tx, key: PointKey, claim: Option<Claim>) -> Result<(), db::Error> {
    let (by, until) = (claim.map(|one| one.by), claim.map(|one| one.until));
    tx.execute(SET_CLAIM, &[&key.province, &key.id, &by, &until])
        .await?;
    Ok(())
}

sql! { LET_GO = "
    UPDATE points SET claimed_by = NULL, claimed_until = NULL
    WHERE province = $1 AND id = $2 AND claimed_by = $3
" }

/// Whoever is at it is done.
pub async fn let_go(tx: &mut Tx, key: PointKey, me: AccountId) -> Result<(), db::Error> {
    tx.execute(LET_GO, &[&key.province, &key.id, &me]).await?;
    Ok(())
}

sql! { REST = "
    UPDATE points SET call_due = $3, claimed_by = NULL, claimed_until = NULL
    WHERE province = $1 AND id = $2
" }

/// Nobody is at it any more, and it comes again at an instant.
pub async fn rest(tx: &mut Tx, key: PointKey, due: Timestamp) -> Result<(), db::Error> {
    tx.execute(REST, &[&key.province, &key.id, &due]).await?;
    Ok(())
}

sql! { SET_TURN = "
    UPDATE points SET reported_at = $3, call_rank = $4, call_need = $5, call_due = $6
    WHERE province = $1 AND id = $2
" }

/// Puts it elsewhere in the queue because of what was reported.
pub async fn set_turn(
    tx: &mut Tx,
    key: PointKey,
    reported_at: Option<Timestamp>,
    turn: Turn,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 6] = [
        &key.province,
        &key.id,
        &reported_at,
        &turn.rank,
        &turn.need,
        &turn.due,
    ];
    tx.execute(SET_TURN, &args).await?;
    Ok(())
}

sql! { SET_CONTACT_WRONG = "
    UPDATE points SET contact_wrong_at = $3 WHERE province = $1 AND id = $2
" }

/// The number is another's, or is not any more.
pub async fn set_contact_wrong(
    tx: &mut Tx,
    key: PointKey,
    at: Option<Timestamp>,
) -> Result<(), db::Error> {
    tx.execute(SET_CONTACT_WRONG, &[&key.province, &key.id, &at])
        .await?;
    Ok(())
}

sql! { WAITING = "
    SELECT call_rank, count(*) AS n,
        CAST(sum(CASE WHEN claimed_until > $3 THEN 1 ELSE 0 END) AS BIGINT) AS claimed
    FROM points
    WHERE ended_at IS NULL AND area BETWEEN $1 AND $2 AND call_due <= $3 AND ($4 = '' OR kind = $4)
    GROUP BY call_rank
" }

/// Adds what waits in an area to what waits elsewhere.
pub async fn count(
    tx: &mut Tx,
    area: AreaCode,
    kind: &str,
    now: Timestamp,
    waiting: &mut Waiting,
) -> Result<(), db::Error> {
    let range = area.range();
    let args: [&dyn db::ToValue; 4] = [range.start(), range.end(), &now, &kind];
    for row in tx.all(WAITING, &args).await? {
        let rank: u8 = row.get("call_rank")?;
        let (n, claimed): (i64, i64) = (row.get("n")?, row.get("claimed")?);
        waiting.ranks[usize::from(rank.min(2))] += n;
        waiting.claimed += claimed;
    }
    Ok(())
}
