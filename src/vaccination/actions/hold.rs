//! Planning a day, asking people to come, and what becomes of them.

use serde_json::json;
use uuid::Uuid;

use crate::access::grant::Place as Looked;
use crate::access::{Cx, Grant, Ground, SignedIn};
use crate::app::App;
use crate::clock;
use crate::error::Error;
use crate::events::{self, NewEvent};
use crate::ids::{ChangeId, DoseId, HouseholdId, PersonId};
use crate::incidents::{self, model::Incident};
use crate::survey::actions::{change, see};
use crate::survey::deed::{Change, Deed};
use crate::survey::fields::Fields;
use crate::survey::handle::Handle as HouseholdHandle;
use crate::vaccination::handle::Handle;
use crate::vaccination::model::{Guest, GuestState, NewSession, Session};
use crate::vaccination::rules::{self, CannotHold};
use crate::vaccination::store::{self, guests};

/// Plans a day. Whoever presses twice sends the same id.
pub async fn plan(app: &App, cx: &Cx, id: Uuid, new: NewSession) -> Result<Session, Error> {
    let who = super::demand::planner(cx)?;
    if !who.is_admin_of(new.area) {
        return Err(Error::NotFound);
    }
    let session = Session {
        province: new.area.province(),
        id: id.into(),
        planned_by: who.account.id,
        planned_at: cx.now,
        cancelled_at: None,
        told: new,
    };
    db::write!(app.db, |tx| {
        if let Some(before) = store::find(tx, session.handle()).await? {
            return match before.planned_by == who.account.id {
                true => Ok(before),
                false => Err(Error::NotFound),
            };
        }
        store::insert(tx, &session).await?;
        told(app, tx, cx, &session, "vaccination_session.planned")?;
        Ok::<_, Error>(session.clone())
    })
}

fn told(
    app: &App,
    tx: &mut db::Tx,
    cx: &Cx,
    session: &Session,
    name: &'static str,
) -> Result<(), db::Error> {
    let event = NewEvent {
        province: session.province,
        name,
        subject: session.id.0,
        area: session.told.area,
        also: None,
        payload: json!({ "on": session.told.held_on.to_string() }),
    };
    events::record_in(app, tx, cx, &event)
}

/// Who holds a day: the admins of its area, whoever planned it, the officers of its point.
fn holds(app: &App, who: &SignedIn, session: &Session) -> bool {
    let point = session
        .told
        .place
        .point()
        .and_then(|point| app.points.row(point));
    let owner = point.and_then(|point| point.told.owner);
    who.is_admin_of(session.told.area)
        || (who.works() && who.account.id == session.planned_by)
        || owner.is_some_and(|owner| who.is_officer_of(owner))
}

async fn find(app: &App, cx: &Cx, handle: Handle) -> Result<Session, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    let found = db::read!(app.db, |tx| store::find(tx, handle).await)?;
    found
        .filter(|session| holds(app, who, session))
        .ok_or(Error::NotFound)
}

/// A day with its guests; every household among them is looked at, and each look is written down.
pub async fn see(app: &App, cx: &Cx, handle: Handle) -> Result<(Session, Vec<Guest>), Error> {
    let session = find(app, cx, handle).await?;
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    let guests = db::write!(app.db, |tx| {
        let mut grants = Vec::new();
        for household in guests::households(tx, handle).await? {
            let place = Looked {
                province: session.province,
                subject: household.0,
                what: see::WHAT,
            };
            let ground = Ground::Vaccinator;
            grants.push(Grant::logged(app, tx, cx, account, place, ground).await?);
        }
        guests::guests(tx, &app.vault, handle, &grants).await
    })?;
    Ok((session, guests))
}

/// Asks those of the demand who fit, as many as there are seats; gives how many.
pub async fn invite(app: &App, cx: &Cx, handle: Handle) -> Result<usize, Error> {
    let session = find(app, cx, handle).await?;
    let account = cx.account().ok_or(Error::SignInNeeded)?;
    let today = clock::day(cx.now);
    db::write!(app.db, |tx| {
        let there = guests::states(tx, handle).await?;
        let states = there.iter().map(|(_, _, state)| *state);
        let free = rules::free_seats(&session, states, today)?;
        let wanted = guests::wanted(tx, &session, today, i64::from(free)).await?;
        for one in &wanted {
            guests::insert(tx, handle, *one, account, cx.now).await?;
        }
        Ok::<_, Error>(wanted.len())
    })
}

/// What somebody said, or whether they came.
pub async fn say(
    app: &App,
    cx: &Cx,
    handle: Handle,
    person: PersonId,
    to: GuestState,
) -> Result<(), Error> {
    let session = find(app, cx, handle).await?;
    let today = clock::day(cx.now);
    if to == GuestState::Vaccinated {
        return vaccinate(app, cx, &session, person).await;
    }
    db::write!(app.db, |tx| {
        let (_, from) = guest(tx, handle, person).await?;
        rules::becomes(&session, from, to, today)?;
        guests::set(tx, handle, person, to, cx.now).await?;
        Ok::<_, Error>(())
    })
}

async fn guest(
    tx: &mut db::Tx,
    handle: Handle,
    person: PersonId,
) -> Result<(HouseholdId, GuestState), Error> {
    let there = guests::states(tx, handle).await?;
    let found = there.into_iter().find(|(one, _, _)| *one == person);
    found
        .map(|(_, household, state)| (household, state))
        .ok_or(Error::NotFound)
}

/// Writes the dose down in the household, then here. The dose's id follows from day and person, so that
/// a second press, or one after a fault between the two, gives no second dose.
async fn vaccinate(app: &App, cx: &Cx, session: &Session, person: PersonId) -> Result<(), Error> {
    let (handle, today) = (session.handle(), clock::day(cx.now));
    if session.told.brand.is_empty() {
        return Err(CannotHold::NoBrand.into());
    }
    let (household, from) = db::read!(app.db, |tx| { guest(tx, handle, person).await })?;
    rules::becomes(session, from, GuestState::Vaccinated, today)?;
    if from == GuestState::Vaccinated {
        // Of two who were made one the dose has the other one's id.
        return Ok(());
    }
    let incident = incident(app, cx, session).await?;
    let name = [session.id.0.as_bytes().as_slice(), person.0.as_bytes()].concat();
    let hash = app.vault.lookup("dose of a session", &name);
    let id = uuid::Builder::from_random_bytes(hash[..16].try_into().unwrap_or_default());
    let id = id.into_uuid();
    let point = session
        .told
        .place
        .point()
        .and_then(|point| app.points.row(point));
    let place = match point {
        Some(point) => point.told.names.th.clone(),
        None => session.told.place.words().to_owned(),
    };
    let fields = Fields::from([
        ("brand".to_owned(), session.told.brand.clone()),
        ("on".to_owned(), session.told.held_on.to_string()),
        ("place".to_owned(), place),
    ]);
    let change = Change {
        id: ChangeId(id),
        made_at: cx.now,
        household: HouseholdHandle {
            province: session.province,
            id: household,
        },
        base: 0,
        deed: Deed::Dose {
            person,
            dose: DoseId(id),
            fields,
        },
        fingerprint: hash,
    };
    change::make_on(app, cx, &incident, &change, Some(Ground::Vaccinator)).await?;
    db::write!(app.db, |tx| {
        guests::set(tx, handle, person, GuestState::Vaccinated, cx.now).await
    })?;
    Ok(())
}

/// The incident of a day, closed or not.
pub async fn incident(app: &App, cx: &Cx, session: &Session) -> Result<Incident, Error> {
    let all = incidents::actions::all(app, cx.now).await?;
    let found = all.iter().find(|one| one.id == session.told.incident);
    found.cloned().ok_or(Error::NotFound)
}

/// Calls a day off; its guests are free for another.
pub async fn cancel(app: &App, cx: &Cx, handle: Handle) -> Result<(), Error> {
    let session = find(app, cx, handle).await?;
    db::write!(app.db, |tx| {
        if store::cancel(tx, handle, cx.now).await? {
            told(app, tx, cx, &session, "vaccination_session.cancelled")?;
        }
        Ok::<_, Error>(())
    })
}
