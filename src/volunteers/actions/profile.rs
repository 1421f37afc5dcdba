//! One's own profile: shown, changed, and the switch that says whether one would go out now.

use crate::access::Cx;
use crate::app::App;
use crate::error::Error;
use crate::volunteers::model::{Done, Profile};
use crate::volunteers::store;

pub async fn own(app: &App, cx: &Cx) -> Result<Profile, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    Ok(db::read!(app.db, |tx| {
        store::profile(tx, account).await
    })?)
}

/// Changes what is told; whether one is available stays as it is where it is not said.
pub async fn change(
    app: &App,
    cx: &Cx,
    mut new: Profile,
    available: Option<bool>,
) -> Result<Profile, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    Ok(db::write!(app.db, |tx| {
        let before = store::profile(tx, account).await?;
        new.available = available.unwrap_or(before.available);
        store::save(tx, account, &new, cx.now).await?;
        Ok::<_, db::Error>(new.clone())
    })?)
}

pub async fn set_available(app: &App, cx: &Cx, available: bool) -> Result<(), Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        let mut profile = store::profile(tx, account).await?;
        profile.available = available;
        store::save(tx, account, &profile, cx.now).await
    })?;
    Ok(())
}

/// What the actor has done so far.
pub async fn done(app: &App, cx: &Cx) -> Result<Done, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    Ok(db::read!(app.db, |tx| {
        store::done(tx, account, cx.now).await
    })?)
}
