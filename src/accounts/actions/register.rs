//! Registering as a volunteer, once for good.

use areas::AreaCode;
use contact::{Password, PersonName, PhoneNumber, Username};
use i18n::Language;
use serde::{Deserialize, Serialize};
use web::Problems;

use super::code;
use super::sign_in::{self, SignedInToken};
use crate::access::{Actor, Cx};
use crate::accounts::model::{
    Account, Challenge, PhoneHolder, PositionNotice, Purpose, Seat, Standing,
};
use crate::accounts::role::Role;
use crate::accounts::rules::CannotSignIn;
use crate::accounts::{rules, sessions, store};
use crate::app::App;
use crate::error::Error;
use crate::ids::SessionId;
use crate::incidents::preset;
use crate::invites;
use crate::invites::model::Code;
use crate::terms::{self, Text};

/// Everything a new volunteer told, read and checked.
pub struct NewAccount {
    pub full_name: PersonName,
    pub role: preset::Role,
    pub affiliation: String,
    pub area: AreaCode,
    pub username: Username,
    pub password: Password,
    pub language: Language,
    /// The invite they came by.
    pub invite: Option<Code>,
}

/// A registration that waits for its code. The password is hashed already.
#[derive(Serialize, Deserialize)]
struct Pending {
    full_name: String,
    role: String,
    affiliation: String,
    area: u32,
    username: String,
    password_hash: String,
    language: String,
    #[serde(default)]
    invite: Option<String>,
}

/// The words under which a waiting registration is sealed.
const PENDING: &str = "registration";

/// The form is whole: a code is sent to the phone, and the registration waits for it.
pub async fn begin(
    app: &App,
    cx: &Cx,
    phone: &PhoneNumber,
    new: NewAccount,
    address: &str,
) -> Result<Challenge, Error> {
    if !username_is_free(app, &new.username).await? {
        return Err(username_taken());
    }
    let pending = Pending {
        full_name: new.full_name.as_str().to_owned(),
        role: new.role.code().to_owned(),
        affiliation: new.affiliation,
        area: new.area.get(),
        username: new.username.as_str().to_owned(),
        password_hash: app.passwords.hash(new.password.expose()).await?,
        language: new.language.code().to_owned(),
        invite: new.invite.map(|code| code.as_str().to_owned()),
    };
    let plain = serde_json::to_vec(&pending).map_err(|err| Error::fault("registering", err))?;
    let sealed = app.vault.seal(&plain, PENDING.as_bytes());
    code::ask(app, cx, phone, Purpose::Register, address, Some(sealed)).await
}

/// The code was typed in: the waiting registration becomes an account.
pub async fn finish(
    app: &App,
    cx: &Cx,
    phone_session: SessionId,
    holder: &PhoneHolder,
    sealed: &[u8],
    device: &str,
) -> Result<SignedInToken, Error> {
    let lost = |err: &dyn std::fmt::Display| Error::fault("opening a registration", err);
    let plain = app
        .vault
        .open(sealed, PENDING.as_bytes())
        .map_err(|err| lost(&err))?;
    let pending: Pending = serde_json::from_slice(&plain).map_err(|err| lost(&err))?;
    let ready = Ready {
        full_name: PersonName::parse(&pending.full_name).map_err(|err| lost(&err))?,
        role: preset::Role::from_code(&pending.role).ok_or_else(|| lost(&"no such role"))?,
        affiliation: pending.affiliation,
        area: AreaCode::new(pending.area).ok_or_else(|| lost(&"no such area"))?,
        username: Username::parse(&pending.username).map_err(|err| lost(&err))?,
        password_hash: pending.password_hash,
        language: pending.language.parse().unwrap_or_default(),
        invite: pending.invite.and_then(|text| Code::parse(&text).ok()),
    };
    let (_, signed) = write_account(app, cx, phone_session, holder, ready, device).await?;
    Ok(signed)
}

/// Makes the account of the phone that the actor has verified (the API's order: code first).
pub async fn register(
    app: &App,
    cx: &Cx,
    new: NewAccount,
    device: &str,
) -> Result<(Account, SignedInToken), Error> {
    let Actor::Phone(phone_session, holder) = &cx.actor else {
        return Err(CannotSignIn::PhoneNotVerified.into());
    };
    let ready = Ready {
        password_hash: app.passwords.hash(new.password.expose()).await?,
        full_name: new.full_name,
        role: new.role,
        affiliation: new.affiliation,
        area: new.area,
        username: new.username,
        language: new.language,
        invite: new.invite,
    };
    write_account(app, cx, *phone_session, holder, ready, device).await
}

struct Ready {
    full_name: PersonName,
    role: preset::Role,
    affiliation: String,
    area: AreaCode,
    username: Username,
    password_hash: String,
    language: Language,
    invite: Option<Code>,
}

/// The account, its seat, its tags and consents, and its first session. A role that needs the area
/// admin's word waits for it.
async fn write_account(
    app: &App,
    cx: &Cx,
    phone_session: SessionId,
    holder: &PhoneHolder,
    new: Ready,
    device: &str,
) -> Result<(Account, SignedInToken), Error> {
    if !holder.verified || holder.purpose != Purpose::Register {
        return Err(CannotSignIn::PhoneNotVerified.into());
    }
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
    let standing = if role.needs_approval() {
        Standing::Waiting
    } else {
        Standing::Held
    };
    let area = new.area.province_code().unwrap_or(new.area);
    let seat = Seat {
        id: app.ids.at(cx.now),
        role,
        area,
        standing,
        reason: String::new(),
    };
    let terms_version = terms::version(app, Text::Terms, cx.language).await;
    let privacy_version = terms::version(app, Text::Privacy, cx.language).await;
    let consents = [
        ("terms", &terms_version, app.ids.at(cx.now)),
        ("personal_data", &privacy_version, app.ids.at(cx.now)),
    ];
    let signed = sign_in::new_session(app, cx, account.id, device, false);
    db::write!(app.db, |tx| {
        if store::find_by_phone(tx, &app.vault, &account.phone)
            .await?
            .is_some()
        {
            return Err(CannotSignIn::PhoneHasAccount.into());
        }
        let kept = store::insert(tx, &app.vault, &account, &new.password_hash, &terms_version);
        if !kept.await? {
            return Err(username_taken());
        }
        if let Some(tag) = &tag {
            store::add_tag(tx, account.id, tag).await?;
        }
        store::insert_seat(tx, account.id, &seat, None, cx.now).await?;
        for (purpose, version, id) in consents {
            store::insert_consent(tx, id, account.id, purpose, version, cx.now).await?;
        }
        if let Some(code) = &new.invite {
            let name = &account.display_name;
            invites::actions::registered_in(app, tx, cx, account.id, code, name).await?;
        }
        sessions::end(tx, phone_session, cx.now).await?;
        sessions::insert(tx, &app.vault, &signed.token, &signed.session, false).await?;
        Ok::<_, Error>(())
    })?;
    Ok((account, signed))
}

fn username_taken() -> Error {
    let mut problems = Problems::default();
    problems.add("username", "username-taken");
    problems.into()
}

/// Whether a username is still free, told while it is typed.
pub async fn username_is_free(app: &App, username: &Username) -> Result<bool, Error> {
    let found = db::read!(app.db, |tx| {
        store::find_by_username(tx, username.key()).await
    })?;
    Ok(found.is_none())
}

/// Affiliations others have typed that begin the same way.
pub async fn affiliations(app: &App, beginning: &str) -> Result<Vec<String>, Error> {
    if beginning.chars().count() < 2 {
        return Ok(Vec::new());
    }
    Ok(db::read!(app.db, |tx| {
        store::affiliations(tx, beginning).await
    })?)
}
