//! The admin of an area announces something there, changes it and withdraws it; everybody reads it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::Problems;

use super::memory;
use super::model::{Announcement, NewAnnouncement, Withdrawn};
use super::rules::{self, Part};
use super::store::{self, Wanted};
use crate::access::{Cx, SignedIn};
use crate::app::App;
use crate::error::Error;
use crate::events::store::Event;
use crate::events::{self, NewEvent};
use crate::idempotency::{self, Key};
use crate::ids::AnnouncementId;
use crate::incidents;

/// Where the history and the keys of announcements stand: a reference row is born in no province.
const PROVINCE: u8 = 0;

/// Announcements of one page of the archive.
pub const PAGE: usize = 20;

/// Who may announce anything at all.
pub fn admin(cx: &Cx) -> Result<&SignedIn, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if who.is_admin() {
        Ok(who)
    } else {
        Err(Error::NotFound)
    }
}

/// Announces something. Sent again under the same key it is announced once.
pub async fn publish(
    app: &App,
    cx: &Cx,
    new: NewAnnouncement,
    key: Option<&Key>,
) -> Result<AnnouncementId, Error> {
    let who = admin(cx)?;
    within_reach(who, &new)?;
    check_incident(app, cx, &new, None).await?;
    let id: AnnouncementId = app.ids.at(cx.now);
    let id = db::write!(app.db, |tx| {
        if let Some(key) = key {
            let action = "announcement.publish";
            let before = idempotency::claim(tx, PROVINCE, key, action, id.0, cx.now).await?;
            if let Some(before) = before {
                return Ok(AnnouncementId(before));
            }
        }
        store::insert(tx, id, &new, who.account.id, cx.now).await?;
        let payload = json!({ "version": 1, "level": new.level.code(), "pinned": new.pinned });
        let event = event("announcement.published", id, new.area, payload);
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(id)
    })?;
    know_at_once(app).await;
    Ok(id)
}

/// Changes an announcement as it was at the version seen. Where nothing differs nothing is written.
pub async fn change(
    app: &App,
    cx: &Cx,
    id: AnnouncementId,
    seen: i64,
    new: NewAnnouncement,
) -> Result<(), Error> {
    let who = admin(cx)?;
    let before = db::read!(app.db, |tx| { store::find(tx, id).await })?;
    let before = before.ok_or(Error::NotFound)?;
    answers(who, &before)?;
    within_reach(who, &new)?;
    check_incident(app, cx, &new, Some(&before)).await?;
    db::write!(app.db, |tx| {
        let stands = store::find(tx, id).await?.ok_or(Error::NotFound)?;
        answers(who, &stands)?;
        rules::may_change(&stands, seen)?;
        let new = rules::to_the_minute(&stands, new.clone());
        until_after_from(&stands, &new)?;
        let parts = rules::differences(&stands, &new);
        if parts.is_empty() {
            return Ok(());
        }
        if !store::change(tx, &stands, &new, cx.now).await? {
            return Err(rules::CannotChange::Meanwhile {
                version: stands.version,
            }
            .into());
        }
        let payload = json!({ "version": stands.version + 1, "parts": codes(&parts) });
        let event = event("announcement.changed", id, new.area, payload);
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(())
    })?;
    know_at_once(app).await;
    Ok(())
}

/// Withdraws an announcement, with a reason that everybody reads. Once withdrawn it stays so.
pub async fn withdraw(app: &App, cx: &Cx, id: AnnouncementId, reason: &str) -> Result<(), Error> {
    let who = admin(cx)?;
    let withdrawn = Withdrawn {
        at: cx.now,
        by: who.account.id,
        reason: reason.to_owned(),
    };
    db::write!(app.db, |tx| {
        let stands = store::find(tx, id).await?.ok_or(Error::NotFound)?;
        answers(who, &stands)?;
        if !store::withdraw(tx, id, &withdrawn).await? {
            return Ok(());
        }
        let payload = json!({ "version": stands.version + 1, "reason": withdrawn.reason });
        let event = event("announcement.withdrawn", id, stands.area, payload);
        events::record_in(app, tx, cx, &event)?;
        Ok::<_, Error>(())
    })?;
    know_at_once(app).await;
    Ok(())
}

fn event(
    name: &'static str,
    id: AnnouncementId,
    area: areas::AreaCode,
    payload: serde_json::Value,
) -> NewEvent {
    NewEvent {
        province: PROVINCE,
        name,
        subject: id.0,
        area,
        also: None,
        payload,
    }
}

/// Each part once, whichever languages it was changed in.
fn codes(parts: &[Part]) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for part in parts {
        if !codes.contains(&part.code()) {
            codes.push(part.code());
        }
    }
    codes
}

/// The own write is done; when reading it back fails, the next look of the memory mends that.
async fn know_at_once(app: &App) {
    if let Err(err) = memory::refresh(app).await {
        tracing::warn!(%err, "announcements are not read anew");
    }
}

/// An admin speaks for the areas they answer for.
fn within_reach(who: &SignedIn, new: &NewAnnouncement) -> Result<(), Problems> {
    if who.is_admin_of(new.area) {
        return Ok(());
    }
    Err(amiss("area_text", "announcement-area-not-yours"))
}

fn answers(who: &SignedIn, announcement: &Announcement) -> Result<(), Error> {
    if who.is_admin_of(announcement.area) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// An incident that is open and real: nobody is to take a drill for the thing itself. What names one
/// that was closed since may go on naming it.
async fn check_incident(
    app: &App,
    cx: &Cx,
    new: &NewAnnouncement,
    before: Option<&Announcement>,
) -> Result<(), Error> {
    let Some(wanted) = new.incident else {
        return Ok(());
    };
    if before.is_some_and(|before| before.incident == Some(wanted)) {
        return Ok(());
    }
    let open = incidents::actions::open(app, cx.now).await?;
    let fits = open.iter().any(|one| one.id == wanted && !one.practice);
    if fits {
        Ok(())
    } else {
        Err(amiss("incident", "choice-unknown").into())
    }
}

/// With the beginning left out, the one that stands there is meant.
fn until_after_from(stands: &Announcement, new: &NewAnnouncement) -> Result<(), Problems> {
    let from = new.from_at.unwrap_or(stands.from_at);
    match new.until_at {
        Some(until) if until <= from => Err(amiss("until_at", "announcement-until-before-from")),
        _ => Ok(()),
    }
}

fn amiss(field: &'static str, said: &'static str) -> Problems {
    let mut problems = Problems::default();
    problems.add(field, said);
    problems
}

/// One announcement with its history.
pub struct Seen {
    pub announcement: Announcement,
    pub history: Vec<Event>,
    /// Whether it is the reader's to change and withdraw.
    pub may_change: bool,
}

/// What is still to be told is known to the admins of its area alone.
pub async fn see(app: &App, cx: &Cx, id: AnnouncementId) -> Result<Seen, Error> {
    let (announcement, history) = db::read!(app.db, |tx| {
        let announcement = store::find(tx, id).await?.ok_or(Error::NotFound)?;
        let history = events::store::history(tx, PROVINCE, id.0).await?;
        Ok::<_, Error>((announcement, history))
    })?;
    let who = cx.signed_in();
    let may_change = who.is_some_and(|who| who.is_admin_of(announcement.area));
    if !may_change && !rules::is_public(&announcement, cx.now) {
        return Err(Error::NotFound);
    }
    Ok(Seen {
        announcement,
        history,
        may_change,
    })
}

/// As everybody may see it while the database is away: as it was known last.
pub fn see_as_known(app: &App, now: Timestamp, id: AnnouncementId) -> Result<Seen, Error> {
    let announcement = memory::find(app, id, now).ok_or(Error::NotFound)?;
    Ok(Seen {
        announcement,
        history: Vec::new(),
        may_change: false,
    })
}

/// As [`see`], for those whose it is to change.
pub async fn see_own(app: &App, cx: &Cx, id: AnnouncementId) -> Result<Announcement, Error> {
    admin(cx)?;
    let seen = see(app, cx, id).await?;
    if seen.may_change {
        Ok(seen.announcement)
    } else {
        Err(Error::NotFound)
    }
}

/// One page of what was ever told, and the cursor of the next.
pub struct Found {
    pub items: Vec<Announcement>,
    pub next: Option<String>,
}

/// The last row's sort values.
#[derive(Serialize, Deserialize)]
struct After(Timestamp, AnnouncementId);

/// The newest first, in force or not.
pub async fn list(
    app: &App,
    now: Timestamp,
    wanted: Wanted,
    limit: usize,
    after: Option<&str>,
) -> Result<Found, Error> {
    let filter = format!(
        "news|{}|{}|{:?}",
        wanted.area.map_or(String::new(), |area| area.short()),
        wanted.level.map_or("", |level| level.code()),
        wanted.in_force,
    );
    let after = match after {
        None => None,
        Some(cursor) => {
            let After(at, id) =
                web::cursor::read(&filter, cursor).ok_or_else(Error::of_another_list)?;
            Some((at, id))
        }
    };
    let mut items = db::read!(app.db, |tx| {
        store::page(tx, wanted, now, after, limit + 1).await
    })?;
    let more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| more);
    let next = last.map(|last| web::cursor::write(&filter, &After(last.from_at, last.id)));
    Ok(Found { items, next })
}
