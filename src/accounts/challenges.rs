//! Codes sent to phones, and the budgets of messages, in the database.

use contact::PhoneNumber;
use db::{Row, Tx, sql};
use jiff::{SignedDuration, Timestamp};
use vault::Vault;

use super::model::{Challenge, Purpose, Sending};
use super::store::{open_phone, phone_hash, seal_phone};
use crate::ids::ChallengeId;

sql! { INSERT = "
    INSERT INTO otp_challenges (id, reference, purpose, phone_sealed, phone_hash, code_hash, tries,
        sending, pending, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10)
" }

pub async fn insert(tx: &mut Tx, vault: &Vault, new: &Challenge) -> Result<(), db::Error> {
    tx.execute(
        INSERT,
        &[
            &new.id,
            &new.reference,
            &new.purpose.code(),
            &seal_phone(vault, &new.phone),
            &phone_hash(vault, &new.phone),
            &new.code_hash,
            &new.sending.code(),
            &new.pending,
            &new.created_at,
            &new.expires_at,
        ],
    )
    .await?;
    Ok(())
}

sql! { FIND = "
    SELECT id, reference, purpose, phone_sealed, code_hash, tries, sending, pending, created_at,
        expires_at, used_at
    FROM otp_challenges
    WHERE id = $1
" }

pub async fn find(
    tx: &mut Tx,
    vault: &Vault,
    id: ChallengeId,
) -> Result<Option<Challenge>, db::Error> {
    tx.optional(FIND, &[&id])
        .await?
        .map(|row| read(vault, &row))
        .transpose()
}

sql! { LATEST = "
    SELECT id, reference, purpose, phone_sealed, code_hash, tries, sending, pending, created_at,
        expires_at, used_at
    FROM otp_challenges
    WHERE phone_hash = $1 AND purpose = $2 AND created_at > $3
    ORDER BY created_at DESC
    LIMIT 1
" }

/// The newest code of a phone for a purpose that was asked for after an instant.
pub async fn latest(
    tx: &mut Tx,
    vault: &Vault,
    phone: &PhoneNumber,
    purpose: Purpose,
    after: Timestamp,
) -> Result<Option<Challenge>, db::Error> {
    let hash = phone_hash(vault, phone);
    tx.optional(LATEST, &[&hash, &purpose.code(), &after])
        .await?
        .map(|row| read(vault, &row))
        .transpose()
}

sql! { COUNT_TRY = "UPDATE otp_challenges SET tries = tries + 1 WHERE id = $1" }

pub async fn count_try(tx: &mut Tx, id: ChallengeId) -> Result<(), db::Error> {
    tx.execute(COUNT_TRY, &[&id]).await?;
    Ok(())
}

sql! { USE = "UPDATE otp_challenges SET used_at = $2 WHERE id = $1" }

pub async fn mark_used(tx: &mut Tx, id: ChallengeId, at: Timestamp) -> Result<(), db::Error> {
    tx.execute(USE, &[&id, &at]).await?;
    Ok(())
}

sql! { SET_SENDING = "UPDATE otp_challenges SET sending = $2 WHERE id = $1" }

pub async fn set_sending(tx: &mut Tx, id: ChallengeId, sending: Sending) -> Result<(), db::Error> {
    tx.execute(SET_SENDING, &[&id, &sending.code()]).await?;
    Ok(())
}

sql! { SWEEP = "DELETE FROM otp_challenges WHERE expires_at < $1" }

/// Forgets codes that lapsed before an instant.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64, db::Error> {
    tx.execute(SWEEP, &[&before]).await
}

/// A span within which only so many messages go out to one subject.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    pub scope: &'static str,
    pub window: SignedDuration,
    pub most: i64,
}

impl Budget {
    /// The start of the window that holds an instant.
    pub fn window_start(&self, now: Timestamp) -> Timestamp {
        let span = self.window.as_secs().max(1);
        let second = now.as_second() - now.as_second().rem_euclid(span);
        Timestamp::from_second(second).unwrap_or(now)
    }

    pub fn seconds_left(&self, now: Timestamp) -> i64 {
        (self.window_start(now) + self.window).as_second() - now.as_second()
    }
}

sql! { SPENT = "
    SELECT n FROM sms_budgets WHERE scope = $1 AND subject = $2 AND window_start = $3
" }

pub async fn spent(
    tx: &mut Tx,
    budget: &Budget,
    subject: &[u8],
    now: Timestamp,
) -> Result<i64, db::Error> {
    let row = tx
        .optional(SPENT, &[&budget.scope, &subject, &budget.window_start(now)])
        .await?;
    row.map_or(Ok(0), |row| row.get("n"))
}

sql! { SPEND = "
    INSERT INTO sms_budgets (scope, subject, window_start, n) VALUES ($1, $2, $3, 1)
    ON CONFLICT (scope, subject, window_start) DO UPDATE SET n = sms_budgets.n + 1
" }

pub async fn spend(
    tx: &mut Tx,
    budget: &Budget,
    subject: &[u8],
    now: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(SPEND, &[&budget.scope, &subject, &budget.window_start(now)])
        .await?;
    Ok(())
}

/// Spends one message from each budget, or from none where one of them is used up: whether there was room.
pub async fn spend_all(
    tx: &mut Tx,
    budgets: &[(Budget, &[u8])],
    now: Timestamp,
) -> Result<bool, db::Error> {
    for (budget, subject) in budgets {
        if spent(tx, budget, subject, now).await? >= budget.most {
            return Ok(false);
        }
    }
    for (budget, subject) in budgets {
        spend(tx, budget, subject, now).await?;
    }
    Ok(true)
}

sql! { SWEEP_BUDGETS = "DELETE FROM sms_budgets WHERE window_start < $1" }

pub async fn sweep_budgets(tx: &mut Tx, before: Timestamp) -> Result<u64, db::Error> {
    tx.execute(SWEEP_BUDGETS, &[&before]).await
}

fn read(vault: &Vault, row: &Row) -> Result<Challenge, db::Error> {
    let sealed: Vec<u8> = row.get("phone_sealed")?;
    let purpose: String = row.get("purpose")?;
    let sending: String = row.get("sending")?;
    let code_hash: Vec<u8> = row.get("code_hash")?;
    Ok(Challenge {
        id: row.get("id")?,
        reference: row.get("reference")?,
        purpose: Purpose::from_code(&purpose)
            .ok_or_else(|| row.contradiction("an unknown purpose"))?,
        phone: open_phone(vault, row, &sealed)?,
        code_hash: code_hash
            .try_into()
            .map_err(|_| row.contradiction("a hash of another size"))?,
        tries: row.get("tries")?,
        sending: Sending::from_code(&sending)
            .ok_or_else(|| row.contradiction("an unknown sending"))?,
        pending: row.get("pending")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        used_at: row.get("used_at")?,
    })
}
