//! The inbox in the database.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use serde_json::Value;

use crate::ids::{AccountId, NoticeId};

/// One thing told to an account.
#[derive(Debug, Clone)]
pub struct Notice {
    pub at: Timestamp,
    pub message: String,
    pub args: Value,
    pub link: String,
    pub read_at: Option<Timestamp>,
}

sql! { INSERT = "
    INSERT INTO notices (id, account, at, message, args, link) VALUES ($1, $2, $3, $4, $5, $6)
" }

pub async fn insert(
    tx: &mut Tx,
    id: NoticeId,
    account: AccountId,
    at: Timestamp,
    message: &str,
    args: &Value,
    link: &str,
) -> Result<(), db::Error> {
    tx.execute(INSERT, &[&id, &account, &at, &message, args, &link])
        .await?;
    Ok(())
}

sql! { NEWEST = "
    SELECT at, message, args, link, read_at
    FROM notices
    WHERE account = $1
    ORDER BY at DESC
    LIMIT 50
" }

pub async fn newest(tx: &mut Tx, account: AccountId) -> Result<Vec<Notice>, db::Error> {
    tx.all(NEWEST, &[&account])
        .await?
        .iter()
        .map(read)
        .collect()
}

sql! { UNREAD = "SELECT count(*) AS n FROM notices WHERE account = $1 AND read_at IS NULL" }

pub async fn unread(tx: &mut Tx, account: AccountId) -> Result<i64, db::Error> {
    tx.one(UNREAD, &[&account]).await?.get("n")
}

sql! { IS_UNREAD = "
    SELECT 1 AS one
    FROM notices
    WHERE account = $1 AND message = $2 AND link = $3 AND read_at IS NULL
    LIMIT 1
" }

pub async fn is_unread(
    tx: &mut Tx,
    account: AccountId,
    message: &str,
    link: &str,
) -> Result<bool, db::Error> {
    let found = tx.optional(IS_UNREAD, &[&account, &message, &link]).await?;
    Ok(found.is_some())
}

sql! { IS_TOLD = "
    SELECT 1 AS one FROM notices WHERE account = $1 AND message = $2 AND link = $3 LIMIT 1
" }

/// Whether it was told before, be it read or not.
pub async fn is_told(
    tx: &mut Tx,
    account: AccountId,
    message: &str,
    link: &str,
) -> Result<bool, db::Error> {
    let found = tx.optional(IS_TOLD, &[&account, &message, &link]).await?;
    Ok(found.is_some())
}

sql! { MARK_READ = "UPDATE notices SET read_at = $2 WHERE account = $1 AND read_at IS NULL" }

pub async fn mark_read(tx: &mut Tx, account: AccountId, at: Timestamp) -> Result<(), db::Error> {
    tx.execute(MARK_READ, &[&account, &at]).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Notice, db::Error> {
    Ok(Notice {
        at: row.get("at")?,
        message: row.get("message")?,
        args: row.get("args")?,
        link: row.get("link")?,
        read_at: row.get("read_at")?,
    })
}
