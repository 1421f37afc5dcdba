//! A forgotten password or username, and a lost number.

use contact::{Password, PhoneNumber, Username};

use crate::access::{Actor, Cx};
use crate::accounts::model::{Account, Purpose};
use crate::accounts::rules::CannotSignIn;
use crate::accounts::{sessions, store};
use crate::app::App;
use crate::error::Error;

/// The account of the phone that the actor verified to get it back.
pub async fn account_of_phone(app: &App, cx: &Cx) -> Result<Account, Error> {
    let Actor::Phone(_, holder) = &cx.actor else {
        return Err(CannotSignIn::PhoneNotVerified.into());
    };
    if !holder.verified || holder.purpose != Purpose::Recover {
        return Err(CannotSignIn::PhoneNotVerified.into());
    }
    let found = db::read!(app.db, |tx| {
        match store::find_by_phone(tx, &app.vault, &holder.phone).await? {
            Some(id) => store::find(tx, &app.vault, id).await,
            None => Ok(None),
        }
    })?;
    Ok(found.ok_or(CannotSignIn::NoAccount)?)
}

/// Sets a new password, ends every session of the account and opens a new one.
pub async fn set_password(
    app: &App,
    cx: &Cx,
    password: &Password,
    device: &str,
) -> Result<super::sign_in::SignedInToken, Error> {
    let account = account_of_phone(app, cx).await?;
    let hash = app.passwords.hash(password.expose()).await?;
    let signed = super::sign_in::new_session(app, cx, account.id, device, false);
    let Actor::Phone(phone_session, _) = &cx.actor else {
        return Err(Error::SignInNeeded);
    };
    db::write!(app.db, |tx| {
        store::set_password(tx, account.id, &hash).await?;
        sessions::end_all(tx, account.id, cx.now).await?;
        sessions::end(tx, *phone_session, cx.now).await?;
        sessions::insert(tx, &app.vault, &signed.token, &signed.session, false).await
    })?;
    Ok(signed)
}

/// The area admin gives an account a new number, because the old one is lost. Its sessions end: the
/// lost phone may be in other hands. An account elsewhere is told as none.
pub async fn change_phone(
    app: &App,
    cx: &Cx,
    username: &Username,
    phone: &PhoneNumber,
) -> Result<(), Error> {
    let admin = cx.signed_in().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let found = store::find_by_username(tx, username.key()).await?;
        let (id, _) = found.ok_or(Error::NotFound)?;
        let account = store::find(tx, &app.vault, id)
            .await?
            .ok_or(Error::NotFound)?;
        if !admin.is_admin_of(account.area) {
            return Err(Error::NotFound);
        }
        let holder = store::find_by_phone(tx, &app.vault, phone).await?;
        if holder.is_some_and(|holder| holder != id) {
            return Err(CannotSignIn::PhoneHasAccount.into());
        }
        store::set_phone(tx, &app.vault, id, phone).await?;
        sessions::end_all(tx, id, cx.now).await?;
        Ok::<_, Error>(())
    })
}
