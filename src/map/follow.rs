//! How the memory comes to know: everything once at the start, then event by event from the feed.
//! The head of the feed is read first, then the rows, so nothing that happens meanwhile is missed;
//! a row read twice is the same row.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use tiles::Feature;
use uuid::Uuid;

use super::base;
use super::memory::Following;
use super::store;
use crate::app::App;
use crate::error::Error;
use crate::events::feed;
use crate::ids::{HelpRequestId, PointId};
use crate::incidents;
use crate::points::{self, model::PointKey};

/// Events read in one go.
const BATCH: i64 = 500;
/// How soon a change is on the map.
const PAUSE: Duration = Duration::from_millis(200);
/// The pause after a round that failed.
const AFTER_A_FAULT: Duration = Duration::from_secs(2);
/// How soon other processes use a boundary pack that one has imported.
const BOUNDARIES: Duration = Duration::from_secs(30);

/// Loads every open request. Run once, at the start.
pub async fn load(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let mut following = app.map.following.lock().await;
    let (head, incidents) = db::read!(app.db, |tx| {
        Ok::<_, db::Error>((feed::head(tx).await?, incidents::store::all(tx).await?))
    })?;
    app.map.know(&incidents);
    app.map.book_mut().clear();
    following.leases.clear();
    let mut features: Vec<Feature> = Vec::new();
    let mut last = (Timestamp::UNIX_EPOCH, HelpRequestId(Uuid::nil()));
    loop {
        let page = db::read!(app.db, |tx| { store::open_after(tx, last.0, last.1).await })?;
        for request in &page {
            if !app.map.knows(request.incident) {
                know_incidents(app).await?;
            }
            remember_lease(&mut following, request);
            if let Some((entry, feature)) = app.map.read(request, now) {
                app.map.book_mut().fill(request.id.0, entry);
                features.extend(feature);
            }
        }
        match page.last() {
            Some(end) if page.len() == store::PAGE => last = (end.urgent_since, end.id),
            _ => break,
        }
    }
    app.map
        .index
        .replace_all(features)
        .map_err(|err| Error::fault("loading the map", err))?;
    points::memory::load(app).await?;
    following.seq = head;
    app.reach.in_step(now);
    Ok(())
}

/// Takes in what happened since; gives how many events were read. Also lets holds lapse whose time
/// has come.
pub async fn catch_up(app: &App) -> Result<usize, Error> {
    let mut following = app.map.following.lock().await;
    let mut read = 0;
    loop {
        let now = app.clock.now();
        let events = db::read!(app.db, |tx| { feed::after(tx, following.seq, BATCH).await })?;
        let mut changed: BTreeSet<(u8, Uuid)> = events
            .iter()
            .filter(|event| event.name.starts_with("help_request."))
            .map(|event| (event.province, event.subject))
            .collect();
        changed.extend(lapsed(&following, now));
        if !changed.is_empty() {
            read_again(app, &mut following, &changed, now).await?;
        }
        let points: BTreeSet<PointKey> = events
            .iter()
            .filter(|event| event.name.starts_with(points::memory::EVENTS))
            .map(|event| PointKey {
                province: event.province,
                id: PointId(event.subject),
            })
            .collect();
        let points: Vec<PointKey> = points.into_iter().collect();
        points::memory::read_again(app, &points).await?;
        // Only now: a round that failed before is done again as a whole.
        while following
            .leases
            .first()
            .is_some_and(|(until, ..)| *until <= now)
        {
            following.leases.pop_first();
        }
        if let Some(event) = events.last() {
            following.seq = event.seq;
        }
        read += events.len();
        if events.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            app.reach.in_step(now);
            return Ok(read);
        }
    }
}

fn lapsed(following: &Following, now: Timestamp) -> impl Iterator<Item = (u8, Uuid)> {
    following
        .leases
        .iter()
        .take_while(move |(until, ..)| *until <= now)
        .map(|(_, province, id)| (*province, *id))
}

async fn read_again(
    app: &App,
    following: &mut Following,
    changed: &BTreeSet<(u8, Uuid)>,
    now: Timestamp,
) -> Result<(), Error> {
    let rows = db::read!(app.db, |tx| {
        let mut rows = Vec::with_capacity(changed.len());
        for (province, id) in changed {
            rows.push((*id, store::find_open(tx, *province, *id).await?));
        }
        Ok::<_, db::Error>(rows)
    })?;
    for (id, row) in rows {
        let Some(request) = row else {
            app.map.forget(id);
            continue;
        };
        if !app.map.knows(request.incident) {
            know_incidents(app).await?;
        }
        remember_lease_after(following, &request, now);
        app.map.put(&request, now);
    }
    Ok(())
}

/// An incident that was opened after the start, here or in another process.
async fn know_incidents(app: &App) -> Result<(), Error> {
    let incidents = db::read!(app.db, |tx| { incidents::store::all(tx).await })?;
    app.map.know(&incidents);
    Ok(())
}

fn remember_lease(following: &mut Following, request: &store::Open) {
    remember_lease_after(following, request, Timestamp::UNIX_EPOCH);
}

fn remember_lease_after(following: &mut Following, request: &store::Open, now: Timestamp) {
    if let Some(until) = request.lease_until.filter(|until| *until > now) {
        following
            .leases
            .insert((until, request.province, request.id.0));
    }
}

/// Follows the feed as long as the program runs.
pub async fn follow(app: App) {
    let mut looked_at = app.clock.now();
    let mut is_well = true;
    loop {
        let outcome = round(&app, &mut looked_at).await;
        if outcome.as_ref().is_err_and(Error::is_away) {
            app.reach.lost(app.clock.now());
        }
        if let Err(err) = &outcome
            && is_well
        {
            // Once, not five times a second while the database is away.
            tracing::warn!(%err, "the map does not follow");
        }
        is_well = outcome.is_ok();
        tokio::time::sleep(if is_well { PAUSE } else { AFTER_A_FAULT }).await;
    }
}

async fn round(app: &App, looked_at: &mut Timestamp) -> Result<(), Error> {
    catch_up(app).await?;
    let now = app.clock.now();
    let since = now.duration_since(*looked_at).unsigned_abs();
    if since >= BOUNDARIES || app.map.has_no_ground() {
        keep_boundaries(app).await?;
        *looked_at = now;
    }
    Ok(())
}

/// Reads the boundaries again when another pack was imported, and prepares the ground for them.
pub async fn keep_boundaries(app: &App) -> Result<(), Error> {
    app.areas.refresh(&app.db).await?;
    base::current(app).await?;
    Ok(())
}
