//! One's own data: shown, changed; what one's position is used for: accepted or not.

use areas::AreaCode;
use contact::PersonName;
use i18n::Language;

use crate::access::Cx;
use crate::accounts::model::PositionNotice;
use crate::accounts::{rules, store};
use crate::app::App;
use crate::error::Error;

/// What a person may change of themselves.
#[derive(Debug)]
pub struct ProfileChange {
    pub full_name: PersonName,
    pub display_name: String,
    pub affiliation: String,
    pub area: AreaCode,
    pub language: Language,
}

pub async fn change(app: &App, cx: &Cx, change: ProfileChange) -> Result<(), Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let (affiliation, tag) = rules::split_campaign_tag(&change.affiliation);
    let mut account = who.account.clone();
    account.full_name = change.full_name;
    account.display_name = change.display_name;
    account.affiliation = affiliation;
    account.area = change.area;
    account.language = change.language;
    db::write!(app.db, |tx| {
        store::update_profile(tx, &account).await?;
        if let Some(tag) = &tag {
            store::add_tag(tx, account.id, tag).await?;
        }
        Ok::<_, db::Error>(())
    })?;
    Ok(())
}

pub async fn tags(app: &App, cx: &Cx) -> Result<Vec<String>, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    Ok(db::read!(app.db, |tx| { store::tags(tx, account).await })?)
}

pub async fn answer_position_notice(
    app: &App,
    cx: &Cx,
    notice: PositionNotice,
) -> Result<(), Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    db::write!(app.db, |tx| {
        store::set_position_notice(tx, account, notice).await
    })?;
    Ok(())
}
