//! What the database knows of its installation: whose key sealed it, its epoch, and how far what is done once
//! has come.

use db::{Tx, sql};

use crate::app::App;
use crate::error::Error;

sql! { GET = "SELECT value FROM meta WHERE key = $1" }

pub async fn get(tx: &mut Tx, key: &str) -> Result<Option<String>, db::Error> {
    tx.optional(GET, &[&key])
        .await?
        .map(|row| row.get("value"))
        .transpose()
}

sql! { PUT = "
    INSERT INTO meta (key, value) VALUES ($1, $2)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
" }

pub async fn put(tx: &mut Tx, key: &str, value: &str) -> Result<(), db::Error> {
    tx.execute(PUT, &[&key, &value]).await?;
    Ok(())
}

sql! { PUT_IF_ABSENT = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING" }

/// Refuses to work with another key than the one that sealed what is there: phones sealed with it
/// could not be opened, and people who come back would not be found.
pub async fn check_key(app: &App) -> Result<(), Error> {
    let ours = app.vault.fingerprint();
    let kept = db::write!(app.db, |tx| {
        tx.execute(PUT_IF_ABSENT, &[&"key_fingerprint", &ours])
            .await?;
        get(tx, "key_fingerprint").await
    })?;
    if kept.as_deref() == Some(ours.as_str()) {
        Ok(())
    } else {
        Err(Error::fault(
            "starting",
            "the secret key is not the one this database was sealed with; give the right key",
        ))
    }
}

/// Sees to it that there is an epoch: the name of this line of history. Whoever was told of a record in
/// another epoch cannot count on finding it here.
pub async fn begin_epoch(app: &App) -> Result<(), Error> {
    let epoch = vault::random_token();
    db::write!(app.db, |tx| {
        tx.execute(PUT_IF_ABSENT, &[&"epoch", &epoch]).await
    })?;
    Ok(())
}

/// The name of this line of history: phones that know another one send again what they sent.
pub async fn epoch(app: &App) -> Result<String, Error> {
    let epoch = db::look!(app.db, |tx| get(tx, "epoch").await)?;
    Ok(epoch.unwrap_or_default())
}

/// What `restore` runs on the copy: what happened after it was taken is gone, so a new epoch begins.
pub fn new_epoch_sql() -> String {
    let epoch = vault::random_token();
    format!(
        "INSERT INTO meta (key, value) VALUES ('epoch', '{epoch}')
         ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )
}
