//! Somebody whom another names for a task: found by the phone, else an account is made, into which they sign in with a
//! code to that phone.

use areas::AreaCode;
use contact::{PersonName, PhoneNumber, Username};

use crate::access::Cx;
use crate::accounts::model::{Account, PositionNotice};
use crate::accounts::store;
use crate::app::App;
use crate::error::Error;
use crate::ids::AccountId;

/// Whom somebody names.
#[derive(Debug, Clone, Copy)]
pub struct Newcomer<'a> {
    pub full_name: &'a PersonName,
    pub phone: &'a PhoneNumber,
    pub affiliation: &'a str,
    pub area: AreaCode,
}

/// The account, and whether it was made now. `terms`: the version that is shown to them when they come.
pub async fn find_or_make(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    new: Newcomer<'_>,
    terms: &str,
) -> Result<(AccountId, bool), Error> {
    if let Some(known) = store::find_by_phone(tx, &app.vault, new.phone).await? {
        return Ok((known, false));
    }
    let id: AccountId = app.ids.at(cx.now);
    // They sign in by phone; a name to sign in with is needed nevertheless, and may be changed with a password.
    let letters = id.0.simple().to_string();
    let username = Username::parse(&format!("unit{}", &letters[letters.len() - 12..]));
    let account = Account {
        id,
        username: username.map_err(|err| Error::fault("making a username", err))?,
        display_name: new.full_name.first_name().to_owned(),
        full_name: new.full_name.clone(),
        phone: new.phone.clone(),
        affiliation: new.affiliation.to_owned(),
        area: new.area,
        language: i18n::Language::Th,
        position_notice: PositionNotice::NotYetRead,
        created_at: cx.now,
    };
    let password = app.passwords.unusable();
    match store::insert(tx, &app.vault, &account, password, terms).await? {
        true => Ok((id, true)),
        false => Err(Error::fault("making an account", "its username is taken")),
    }
}
