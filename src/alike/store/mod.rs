//! Pairs of persons in the database, what they are found by, and what moves from one to the other.

pub mod moves;
pub mod traces;

use areas::AreaCode;
use db::{Row, ToValue, Tx, sql};
use jiff::Timestamp;
use uuid::Uuid;

use super::handle::Handle;
use super::model::{Decision, Pair, Reason};
use crate::accounts::store::read_area;
use crate::ids::{AccountId, PairId, PersonId};

macro_rules! columns {
    () => {
        "
    SELECT province, id, incident, area, one, other_province, other, score, reasons, found_at,
        turn_at, decision, decided_at, kept
    FROM person_pairs"
    };
}

sql! { FIND = concat!(columns!(), "
    WHERE province = $1 AND id = $2
") }

pub async fn find(tx: &mut Tx, handle: Handle) -> Result<Option<Pair>, db::Error> {
    let row = tx.optional(FIND, &[&handle.province, &handle.id]).await?;
    row.as_ref().map(read).transpose()
}

// Claimed by inserting, since two finders may come upon a pair at once.
sql! { PROPOSE = "
    INSERT INTO person_pairs (province, id, incident, area, one, other_province, other, score,
        reasons, found_at, turn_at, decision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, '')
    ON CONFLICT (province, one, other) DO NOTHING
" }

sql! { FOUND_AGAIN = "
    UPDATE person_pairs SET area = $4, score = $5, reasons = $6
    WHERE province = $1 AND one = $2 AND other = $3 AND decided_at IS NULL
" }

/// Proposes a pair, or says anew of one that waits why they may be one; true where nobody had proposed it.
pub async fn propose(tx: &mut Tx, pair: &Pair) -> Result<bool, db::Error> {
    let (area, reasons) = (pair.area.get(), codes(&pair.reasons));
    let args: [&dyn ToValue; 10] = [
        &pair.province,
        &pair.id,
        &pair.incident,
        &area,
        &pair.one,
        &pair.other_province,
        &pair.other,
        &pair.score,
        &reasons,
        &pair.found_at,
    ];
    if tx.execute(PROPOSE, &args).await? == 1 {
        return Ok(true);
    }
    let args: [&dyn ToValue; 6] = [
        &pair.province,
        &pair.one,
        &pair.other,
        &area,
        &pair.score,
        &reasons,
    ];
    tx.execute(FOUND_AGAIN, &args).await?;
    Ok(false)
}

sql! { WAITING_OF_ONE = concat!(columns!(), "
    WHERE province = $1 AND one = $2 AND decided_at IS NULL
");
WAITING_OF_OTHER = concat!(columns!(), "
    WHERE province = $1 AND other = $2 AND other_province = $1 AND decided_at IS NULL
") }

/// The pairs of a person that nobody has decided.
pub async fn waiting_of(
    tx: &mut Tx,
    province: u8,
    person: PersonId,
) -> Result<Vec<Pair>, db::Error> {
    let mut found = Vec::new();
    for statement in [WAITING_OF_ONE, WAITING_OF_OTHER] {
        for row in tx.all(statement, &[&province, &person]).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
}

sql! { WITHDRAW = "DELETE FROM person_pairs WHERE province = $1 AND id = $2 AND decided_at IS NULL" }

/// Forgets a pair that is not alike any more; one that was decided stays.
pub async fn withdraw(tx: &mut Tx, pair: &Pair) -> Result<(), db::Error> {
    tx.execute(WITHDRAW, &[&pair.province, &pair.id]).await?;
    Ok(())
}

/// Behind which pair the next page begins.
pub type After = (u32, Timestamp, PairId);

sql! { TO_DECIDE = concat!(columns!(), "
    WHERE decided_at IS NULL AND area BETWEEN $1 AND $2 AND (area, turn_at, id) > ($3, $4, $5)
    ORDER BY area, turn_at, id
    LIMIT $6
") }

/// The pairs of an area that wait, part by part, those that wait longest first.
pub async fn to_decide(
    tx: &mut Tx,
    area: AreaCode,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<Pair>, db::Error> {
    let range = area.range();
    let start = (0, Timestamp::UNIX_EPOCH, PairId(Uuid::nil()));
    let (code, at, id) = after.unwrap_or(start);
    let args: [&dyn ToValue; 6] = [range.start(), range.end(), &code, &at, &id, &limit];
    tx.all(TO_DECIDE, &args).await?.iter().map(read).collect()
}

sql! { DECIDED = concat!(columns!(), "
    WHERE decided_at IS NOT NULL AND area BETWEEN $1 AND $2 AND (decided_at, id) < ($3, $4)
    ORDER BY decided_at DESC, id DESC
    LIMIT $5
") }

/// What was decided in an area before an instant, the last first.
pub async fn decided(
    tx: &mut Tx,
    area: AreaCode,
    (at, id): (Timestamp, PairId),
    limit: i64,
) -> Result<Vec<Pair>, db::Error> {
    let range = area.range();
    let args: [&dyn ToValue; 5] = [range.start(), range.end(), &at, &id, &limit];
    tx.all(DECIDED, &args).await?.iter().map(read).collect()
}

sql! { DECIDE = "
    UPDATE person_pairs SET decision = $3, decided_at = $4, decided_by = $5, kept = $6,
        undo_sealed = $7
    WHERE province = $1 AND id = $2 AND decided_at IS NULL
" }

/// Writes what was decided; of two that are one, who is kept and what undoes it.
pub async fn decide(
    tx: &mut Tx,
    pair: &Pair,
    decision: Decision,
    (now, by): (Timestamp, AccountId),
    kept: Option<(PersonId, Vec<u8>)>,
) -> Result<(), db::Error> {
    let (kept, undo) = kept.unzip();
    let args: [&dyn ToValue; 7] = [
        &pair.province,
        &pair.id,
        &decision.code(),
        &now,
        &by,
        &kept,
        &undo,
    ];
    tx.execute(DECIDE, &args).await?;
    Ok(())
}

// Two looks, so that each goes by its own index.
sql! { KEPT = "
    SELECT kept FROM person_pairs WHERE province = $1 AND one = $2 AND kept <> $2
    UNION ALL
    SELECT kept FROM person_pairs WHERE province = $1 AND other = $2 AND kept <> $2
" }

/// Who stands for a person who was made one with another, who may have been made one with a third; whoever was
/// made one with nobody stands for themselves.
pub async fn kept(tx: &mut Tx, province: u8, person: PersonId) -> Result<PersonId, db::Error> {
    let mut stands = person;
    // Whoever is kept lives there still when it is decided, so the way does not come back.
    while let Some(row) = tx.optional(KEPT, &[&province, &stands]).await? {
        stands = row.get("kept")?;
    }
    Ok(stands)
}

sql! { UNDO = "SELECT undo_sealed FROM person_pairs WHERE province = $1 AND id = $2" }

/// What undoes a merge, sealed.
pub async fn undo(tx: &mut Tx, handle: Handle) -> Result<Option<Vec<u8>>, db::Error> {
    let row = tx.one(UNDO, &[&handle.province, &handle.id]).await?;
    row.get("undo_sealed")
}

sql! { REOPEN = "
    UPDATE person_pairs SET decision = '', decided_at = NULL, decided_by = NULL, kept = NULL,
        undo_sealed = NULL, turn_at = $3
    WHERE province = $1 AND id = $2
" }

/// A pair waits again.
pub async fn reopen(tx: &mut Tx, pair: &Pair, now: Timestamp) -> Result<(), db::Error> {
    tx.execute(REOPEN, &[&pair.province, &pair.id, &now])
        .await?;
    Ok(())
}

sql! { PUT_OFF = "
    UPDATE person_pairs SET turn_at = $3 WHERE province = $1 AND id = $2 AND decided_at IS NULL
" }

/// A pair goes behind the others of its area.
pub async fn put_off(tx: &mut Tx, pair: &Pair, now: Timestamp) -> Result<(), db::Error> {
    tx.execute(PUT_OFF, &[&pair.province, &pair.id, &now])
        .await?;
    Ok(())
}

fn codes(reasons: &[Reason]) -> String {
    let codes: Vec<&str> = reasons.iter().map(|one| one.code()).collect();
    codes.join(",")
}

fn read(row: &Row) -> Result<Pair, db::Error> {
    let reasons: String = row.get("reasons")?;
    let decision: String = row.get("decision")?;
    Ok(Pair {
        province: row.get("province")?,
        id: row.get("id")?,
        incident: row.get("incident")?,
        area: read_area(row, "area")?,
        one: row.get("one")?,
        other_province: row.get("other_province")?,
        other: row.get("other")?,
        score: row.get("score")?,
        reasons: reasons.split(',').filter_map(Reason::from_code).collect(),
        found_at: row.get("found_at")?,
        turn_at: row.get("turn_at")?,
        decision: Decision::from_code(&decision),
        decided_at: row.get("decided_at")?,
        kept: row.get("kept")?,
    })
}
