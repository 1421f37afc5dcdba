//! Registering as a volunteer, once for good.

use areas::AreaCode;
use contact::{Password, PersonName, Username};
use i18n::Language;
use web::Problems;

use crate::access::{Actor, Cx};
use crate::accounts::model::{Account, PositionNotice, Purpose, Seat, Standing};
use crate::accounts::role::Role;
use crate::accounts::rules::CannotSignIn;
use crate::accounts::{rules, sessions, store};
use crate::app::App;
use crate::error::Error;
use crate::incidents::preset;

/// Everything a new volunteer told, read and checked.
pub struct NewAccount {
    pub full_name: PersonName,
    pub role: preset::Role,
    pub affiliation: String,
    pub area: AreaCode,
    pub username: Username,
    pub password: Password,
    pub language: Language,
}

/// Makes the account of the phone that the actor has verified, its seat, its tags and consents, and
/// signs it in. A role that needs the area admin's word waits for it.
pub async fn register(
    app: &App,
    cx: &Cx,
    new: NewAccount,
    device: &str,
) -> Result<(Account, super::sign_in::SignedInToken), Error> {
    let Actor::Phone(phone_session, holder) = &cx.actor else {
        return Err(CannotSignIn::PhoneNotVerified.into());
    };
    if !holder.verified || holder.purpose != Purpose::Register {
        return Err(CannotSignIn::PhoneNotVerified.into());
    }
    let password_hash = app.passwords.hash(new.password.expose()).await?;
    let (affiliation, tag) = rules::split_campaign_tag(&new.affiliation);
    let account = Account {
        id: app.ids.at(cx.now),
        display_name: new.full_name.first_name().to_owned(),
        full_name: new.full_name,
        username: new.username,
        phone: holder.phone.clone(),
        affiliation,
        area: new.area,
        language: new.language,
        position_notice: PositionNotice::NotYetRead,
        created_at: cx.now,
    };
    let role = Role::Volunteer(new.role);
    let standing = if role.needs_approval() { Standing::Waiting } else { Standing::Held };
    let area = new.area.province_code().unwrap_or(new.area);
    let seat = Seat { id: app.ids.at(cx.now), role, area, standing, reason: String::new() };
    let consents = [("terms", app.ids.at(cx.now)), ("personal_data", app.ids.at(cx.now))];
    let signed = super::sign_in::new_session(app, cx, account.id, device, false);
    db::write!(app.db, |tx| {
        if store::find_by_phone(tx, &app.vault, &account.phone).await?.is_some() {
            return Err(CannotSignIn::PhoneHasAccount.into());
        }
        let terms = crate::layout::TERMS_VERSION;
        if !store::insert(tx, &app.vault, &account, &password_hash, terms).await? {
            let mut problems = Problems::default();
            problems.add("username", "username-taken");
            return Err(problems.into());
        }
        if let Some(tag) = &tag {
            store::add_tag(tx, account.id, tag).await?;
        }
        store::insert_seat(tx, account.id, &seat, None, cx.now).await?;
        for (purpose, id) in consents {
            store::insert_consent(tx, id, account.id, purpose, terms, cx.now).await?;
        }
        sessions::end(tx, *phone_session, cx.now).await?;
        sessions::insert(tx, &app.vault, &signed.token, &signed.session, false).await?;
        Ok::<_, Error>(())
    })?;
    Ok((account, signed))
}

/// Whether a username is still free, told while it is typed.
pub async fn username_is_free(app: &App, username: &Username) -> Result<bool, Error> {
    let found = db::read!(app.db, |tx| {
        store::find_by_username(tx, username.key()).await
    })?;
    Ok(found.is_none())
}

/// Whether the actor's verified phone has an account already.
pub async fn phone_has_account(app: &App, cx: &Cx) -> Result<bool, Error> {
    let Some(holder) = cx.phone() else { return Ok(false) };
    let found =
        db::read!(app.db, |tx| { store::find_by_phone(tx, &app.vault, &holder.phone).await })?;
    Ok(found.is_some())
}

/// Affiliations others have typed that begin the same way.
pub async fn affiliations(app: &App, beginning: &str) -> Result<Vec<String>, Error> {
    if beginning.chars().count() < 2 {
        return Ok(Vec::new());
    }
    Ok(db::read!(app.db, |tx| { store::affiliations(tx, beginning).await })?)
}
