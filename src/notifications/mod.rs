//! Telling people: for now the inbox every account has; SMS goes through its own jobs.

pub mod pages;
pub mod store;

use db::Tx;
use serde_json::Value;

use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::ids::AccountId;
use store::Notice;

/// Puts a notice into an inbox, inside the transaction of what it tells. `message` is a message key,
/// `args` its arguments: the reader's language is known only when it is read.
pub async fn tell_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    message: &'static str,
    args: Value,
    link: &str,
) -> Result<(), db::Error> {
    store::insert(
        tx,
        app.ids.at(cx.now),
        account,
        cx.now,
        message,
        &args,
        link,
    )
    .await
}

/// As `tell_in`, unless the same is there already and unread: what happens a hundred times an hour
/// is told once.
pub async fn tell_once_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    message: &'static str,
    args: Value,
    link: &str,
) -> Result<(), db::Error> {
    if store::is_unread(tx, account, message, link).await? {
        return Ok(());
    }
    tell_in(app, tx, cx, account, message, args, link).await
}

/// As `tell_in`, unless the same was told before, be it read or not: of something that happens once, such as a day
/// that the link names.
pub async fn tell_first_in(
    app: &App,
    tx: &mut Tx,
    cx: &Cx,
    account: AccountId,
    message: &'static str,
    args: Value,
    link: &str,
) -> Result<(), db::Error> {
    if store::is_told(tx, account, message, link).await? {
        return Ok(());
    }
    tell_in(app, tx, cx, account, message, args, link).await
}

/// The newest notices of the actor; reading them marks them read.
pub async fn inbox(app: &App, cx: &Cx) -> Result<Vec<Notice>, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    let notices = db::read!(app.db, |tx| { store::newest(tx, account).await })?;
    if notices.iter().any(|notice| notice.read_at.is_none()) {
        db::write!(app.db, |tx| { store::mark_read(tx, account, cx.now).await })?;
    }
    Ok(notices)
}

/// How many notices wait to be read.
pub async fn unread(app: &App, account: AccountId) -> Result<i64, Error> {
    Ok(db::read!(app.db, |tx| {
        store::unread(tx, account).await
    })?)
}
