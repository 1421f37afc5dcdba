//! Who is at the other end: sessions of accounts and of phones, found by the hash of their token.

use contact::PhoneNumber;
use db::{Row, Tx, sql};
use jiff::{SignedDuration, Timestamp};
use vault::Vault;

use super::model::{PhoneHolder, Purpose, Session, Who};
use super::store::{open_phone, phone_hash, seal_phone};
use crate::ids::{AccountId, SessionId};

/// A session is noted as seen at most this often, so that reading pages does not write.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

sql! { INSERT = "
    INSERT INTO sessions (token_hash, id, account, phone_sealed, phone_hash, verified, purpose,
        remembered, device, created_at, seen_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
" }

/// Writes a session; the token itself is nowhere kept.
pub async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    token: &str,
    session: &Session,
    remembered: bool,
) -> Result<(), db::Error> {
    let (account, phone, verified, purpose) = match &session.who {
        Who::Account(account) => (Some(*account), None, true, "account"),
        Who::Phone(holder) => (
            None,
            Some(&holder.phone),
            holder.verified,
            holder.purpose.code(),
        ),
    };
    tx.execute(
        INSERT,
        &[
            &vault::token_hash(token),
            &session.id,
            &account,
            &phone.map(|phone| seal_phone(vault, phone)),
            &phone.map(|phone| phone_hash(vault, phone)),
            &verified,
            &purpose,
            &remembered,
            &session.device,
            &session.created_at,
            &session.expires_at,
        ],
    )
    .await?;
    Ok(())
}

sql! { FIND = "
    SELECT id, account, phone_sealed, verified, purpose, device, created_at, seen_at, expires_at
    FROM sessions
    WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2
" }

pub async fn find(
    tx: &mut Tx,
    vault: &Vault,
    token: &str,
    now: Timestamp,
) -> Result<Option<Session>, db::Error> {
    let hash = vault::token_hash(token);
    tx.optional(FIND, &[&hash, &now])
        .await?
        .map(|row| read(vault, &row))
        .transpose()
}

/// Whether it is time to note that a session was used.
pub fn is_seen_again(session: &Session, now: Timestamp) -> bool {
    session.seen_at + SEEN_EVERY <= now
}

sql! { SEEN = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1" }

pub async fn seen(
    tx: &mut Tx,
    id: SessionId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(SEEN, &[&id, &now, &expires_at]).await?;
    Ok(())
}

sql! { OF_ACCOUNT = "
    SELECT id, account, phone_sealed, verified, purpose, device, created_at, seen_at, expires_at
    FROM sessions
    WHERE account = $1 AND ended_at IS NULL AND expires_at > $2
    ORDER BY seen_at DESC
    LIMIT 50
" }

pub async fn of_account(
    tx: &mut Tx,
    vault: &Vault,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<Session>, db::Error> {
    tx.all(OF_ACCOUNT, &[&account, &now])
        .await?
        .iter()
        .map(|row| read(vault, row))
        .collect()
}

sql! { IS_ALIVE = "
    SELECT 1 AS one FROM sessions WHERE id = $1 AND ended_at IS NULL AND expires_at > $2
" }

/// Whether a session has neither ended nor run out.
pub async fn is_alive(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool, db::Error> {
    Ok(tx.optional(IS_ALIVE, &[&id, &now]).await?.is_some())
}

sql! { END = "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL" }

pub async fn end(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool, db::Error> {
    Ok(tx.execute(END, &[&id, &now]).await? == 1)
}

sql! { END_OF_ACCOUNT = "
    UPDATE sessions SET ended_at = $3 WHERE account = $1 AND id = $2 AND ended_at IS NULL
" }

/// Ends a session if it is the account's own.
pub async fn end_own(
    tx: &mut Tx,
    account: AccountId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool, db::Error> {
    Ok(tx.execute(END_OF_ACCOUNT, &[&account, &id, &now]).await? == 1)
}

sql! { END_ALL = "UPDATE sessions SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL" }

pub async fn end_all(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), db::Error> {
    tx.execute(END_ALL, &[&account, &now]).await?;
    Ok(())
}

/// A session for a phone, verified or taken at its word.
pub fn of_phone(
    id: SessionId,
    phone: PhoneNumber,
    verified: bool,
    purpose: Purpose,
    device: String,
    now: Timestamp,
) -> Session {
    Session {
        id,
        who: Who::Phone(PhoneHolder {
            phone,
            verified,
            purpose,
        }),
        device,
        created_at: now,
        seen_at: now,
        expires_at: now + super::rules::phone_session_life(purpose),
    }
}

fn read(vault: &Vault, row: &Row) -> Result<Session, db::Error> {
    let who = match row.get::<Option<AccountId>>("account")? {
        Some(account) => Who::Account(account),
        None => {
            let sealed: Option<Vec<u8>> = row.get("phone_sealed")?;
            let sealed = sealed.ok_or_else(|| row.contradiction("neither account nor phone"))?;
            let purpose: String = row.get("purpose")?;
            Who::Phone(PhoneHolder {
                phone: open_phone(vault, row, &sealed)?,
                verified: row.get("verified")?,
                purpose: Purpose::from_code(&purpose)
                    .ok_or_else(|| row.contradiction("an unknown purpose"))?,
            })
        }
    };
    Ok(Session {
        id: row.get("id")?,
        who,
        device: row.get("device")?,
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        expires_at: row.get("expires_at")?,
    })
}
