//! Coming in by phone and code, or by username and password; going out.

use contact::{Password, Username};
use jiff::SignedDuration;

use crate::access::{Actor, Cx, SignedIn};
use crate::accounts::challenges::{self, Budget};
use crate::accounts::model::{Purpose, Seat, Session, Who};
use crate::accounts::rules::CannotSignIn;
use crate::accounts::{sessions, store};
use crate::app::App;
use crate::error::Error;
use crate::ids::{AccountId, SessionId};
use crate::organisations;

/// Wrong passwords a username forgives in a quarter of an hour.
const WRONG_PASSWORDS: Budget = Budget {
    scope: "wrong_password",
    window: SignedDuration::from_mins(15),
    most: 10,
};

/// The token to be kept by the browser or program, and the session it stands for.
#[derive(Debug)]
pub struct SignedInToken {
    pub token: String,
    pub session: Session,
    pub remembered: bool,
}

/// A session for an account, not yet written.
pub fn new_session(
    app: &App,
    cx: &Cx,
    account: AccountId,
    device: &str,
    remembered: bool,
) -> SignedInToken {
    let session = Session {
        id: app.ids.at(cx.now),
        who: Who::Account(account),
        device: device.to_owned(),
        created_at: cx.now,
        seen_at: cx.now,
        expires_at: cx.now + idle_life(app, remembered),
    };
    SignedInToken {
        token: vault::random_token(),
        session,
        remembered,
    }
}

fn idle_life(app: &App, remembered: bool) -> SignedDuration {
    if remembered {
        SignedDuration::from_hours(24 * i64::from(app.settings.session_idle_days))
    } else {
        SignedDuration::from_hours(12)
    }
}

/// By username and password. Wrong passwords are counted by username, so that guessing stops.
pub async fn by_password(
    app: &App,
    cx: &Cx,
    username: &str,
    password: &str,
    device: &str,
    remembered: bool,
) -> Result<SignedInToken, Error> {
    let username = username.trim().to_ascii_lowercase();
    let subject = app.vault.lookup("username", username.as_bytes());
    // What is no username belongs to nobody; a database is not asked for just any letters.
    let known = Username::parse(&username).ok();
    let (found, wrong_so_far) = db::read!(app.db, |tx| {
        let found = match &known {
            Some(username) => store::find_by_username(tx, username.key()).await?,
            None => None,
        };
        let wrong = challenges::spent(tx, &WRONG_PASSWORDS, &subject, cx.now).await?;
        Ok::<_, db::Error>((found, wrong))
    })?;
    if wrong_so_far >= WRONG_PASSWORDS.most {
        let seconds = WRONG_PASSWORDS.seconds_left(cx.now);
        return Err(CannotSignIn::TooManyTries { seconds }.into());
    }
    let hash = found.as_ref().map(|(_, hash)| hash.as_str());
    // Brought into the one shape in which passwords are hashed; what cannot be typed cannot fit.
    let typed = Password::typed(password).ok();
    let fits = match &typed {
        Some(typed) => app.passwords.fits(typed.expose(), hash).await?,
        None => false,
    };
    let Some((account, _)) = found.filter(|_| fits) else {
        db::write!(app.db, |tx| {
            challenges::spend(tx, &WRONG_PASSWORDS, &subject, cx.now).await
        })?;
        return Err(CannotSignIn::WrongPassword.into());
    };
    let signed = new_session(app, cx, account, device, remembered);
    db::write!(app.db, |tx| {
        sessions::insert(tx, &app.vault, &signed.token, &signed.session, remembered).await
    })?;
    Ok(signed)
}

/// By the phone that the actor has just verified.
pub async fn by_phone(
    app: &App,
    cx: &Cx,
    device: &str,
    remembered: bool,
) -> Result<SignedInToken, Error> {
    let Actor::Phone(phone_session, holder) = &cx.actor else {
        return Err(CannotSignIn::PhoneNotVerified.into());
    };
    // A phone verified for registering may sign in too: it turned out to have an account.
    if !holder.verified || !matches!(holder.purpose, Purpose::SignIn | Purpose::Register) {
        return Err(CannotSignIn::PhoneNotVerified.into());
    }
    let account = db::read!(app.db, |tx| {
        store::find_by_phone(tx, &app.vault, &holder.phone).await
    })?
    .ok_or(CannotSignIn::NoAccount)?;
    let signed = new_session(app, cx, account, device, remembered);
    db::write!(app.db, |tx| {
        sessions::end(tx, *phone_session, cx.now).await?;
        sessions::insert(tx, &app.vault, &signed.token, &signed.session, remembered).await
    })?;
    Ok(signed)
}

/// Who a token stands for now; a session in use lives on until its idle time or its absolute end.
pub async fn resolve(app: &App, token: &str, now: jiff::Timestamp) -> Result<Actor, Error> {
    let session = db::look!(app.db, |tx| {
        sessions::find(tx, &app.vault, token, now).await
    })?;
    let Some(session) = session else {
        return Ok(Actor::Visitor);
    };
    let id = match &session.who {
        Who::Phone(holder) => return Ok(Actor::Phone(session.id, holder.clone())),
        Who::Account(id) => *id,
    };
    let (account, seats, memberships) = db::read!(app.db, |tx| {
        let account = store::find(tx, &app.vault, id).await?;
        let seats = store::seats(tx, id).await?;
        let memberships = organisations::store::memberships(tx, id).await?;
        Ok::<_, db::Error>((account, seats, memberships))
    })?;
    let Some(account) = account else {
        return Ok(Actor::Visitor);
    };
    note_use(app, &session, now).await?;
    Ok(Actor::SignedIn(Box::new(SignedIn {
        session: session.id,
        account,
        seats,
        memberships,
    })))
}

/// Somebody for whom work goes on while they are away: with the rights they have now, no session.
pub async fn as_account(app: &App, id: AccountId, now: jiff::Timestamp) -> Result<Actor, Error> {
    let (account, seats, memberships) = db::read!(app.db, |tx| {
        let account = store::find(tx, &app.vault, id).await?;
        let seats = store::seats(tx, id).await?;
        let memberships = organisations::store::memberships(tx, id).await?;
        Ok::<_, db::Error>((account, seats, memberships))
    })?;
    Ok(account.map_or(Actor::Visitor, |account| {
        Actor::SignedIn(Box::new(SignedIn {
            session: app.ids.at(now),
            account,
            seats,
            memberships,
        }))
    }))
}

async fn note_use(app: &App, session: &Session, now: jiff::Timestamp) -> Result<(), Error> {
    if !sessions::is_seen_again(session, now) {
        return Ok(());
    }
    let life = session.expires_at.duration_since(session.seen_at);
    let absolute = SignedDuration::from_hours(24 * i64::from(app.settings.session_absolute_days));
    let expires_at = (now + life).min(session.created_at + absolute);
    let id = session.id;
    db::write!(app.db, |tx| {
        sessions::seen(tx, id, now, expires_at).await
    })?;
    Ok(())
}

/// The seats as they stand now, for whoever stays on the line; nothing once the session has ended.
pub async fn seats_of(
    app: &App,
    who: &SignedIn,
    now: jiff::Timestamp,
) -> Result<Option<Vec<Seat>>, Error> {
    Ok(db::read!(app.db, |tx| {
        if !sessions::is_alive(tx, who.session, now).await? {
            return Ok(None);
        }
        Ok::<_, db::Error>(Some(store::seats(tx, who.account.id).await?))
    })?)
}

/// Ends the actor's own session.
pub async fn sign_out(app: &App, cx: &Cx) -> Result<(), Error> {
    let id = match &cx.actor {
        Actor::Visitor => return Ok(()),
        Actor::Phone(id, _) => *id,
        Actor::SignedIn(who) => who.session,
    };
    db::write!(app.db, |tx| { sessions::end(tx, id, cx.now).await })?;
    Ok(())
}

/// The sessions of the actor's account, the newest first.
pub async fn own_sessions(app: &App, cx: &Cx) -> Result<Vec<Session>, Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    Ok(db::read!(app.db, |tx| {
        sessions::of_account(tx, &app.vault, account, cx.now).await
    })?)
}

/// Ends one of the actor's own sessions, such as that of a lost phone.
pub async fn end_session(app: &App, cx: &Cx, id: SessionId) -> Result<(), Error> {
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    let ended = db::write!(app.db, |tx| {
        sessions::end_own(tx, account, id, cx.now).await
    })?;
    if ended { Ok(()) } else { Err(Error::NotFound) }
}
