//! Opening and closing incidents, and the open ones kept in memory.

use std::sync::{Arc, PoisonError, RwLock};

use areas::AreaCode;
use http::StatusCode;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use web::{Message, Problems};

use super::model::{Incident, Prefix};
use super::preset::{self, Labels, Preset};
use super::store;
use crate::access::Cx;
use crate::app::App;
use crate::clock;
use crate::error::{Error, Refusal};
use crate::ids::IncidentId;

/// Other processes learn of a new incident within this time.
const FRESH_FOR: SignedDuration = SignedDuration::from_secs(2);

/// Every incident, read again every two seconds at most: every page asks for them.
#[derive(Default)]
pub struct KnownIncidents(RwLock<Option<(Timestamp, Arc<Vec<Incident>>)>>);

impl KnownIncidents {
    fn fresh(&self, now: Timestamp) -> Option<Arc<Vec<Incident>>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, incidents) = kept.as_ref()?;
        (now.duration_since(*at).abs() < FRESH_FOR).then(|| incidents.clone())
    }

    /// However long ago they were read.
    fn kept(&self) -> Arc<Vec<Incident>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .map_or_else(Arc::default, |(_, incidents)| incidents.clone())
    }

    fn keep(&self, now: Timestamp, incidents: Arc<Vec<Incident>>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((now, incidents));
    }

    pub(super) fn forget(&self) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, _)) = kept.as_mut() {
            *at = Timestamp::UNIX_EPOCH;
        }
    }
}

/// Every incident there ever was, the newest first; a practice one never stands before a real one.
pub async fn all(app: &App, now: Timestamp) -> Result<Arc<Vec<Incident>>, Error> {
    if let Some(incidents) = app.incidents.fresh(now) {
        return Ok(incidents);
    }
    let mut incidents = db::read!(app.db, |tx| { store::all(tx).await })?;
    incidents.reverse();
    incidents.sort_by_key(|incident| incident.practice);
    let incidents = Arc::new(incidents);
    app.incidents.keep(now, incidents.clone());
    Ok(incidents)
}

/// Those of them that are open now.
pub async fn open(app: &App, now: Timestamp) -> Result<Vec<Incident>, Error> {
    Ok(open_of(&all(app, now).await?, now))
}

fn open_of(incidents: &[Incident], now: Timestamp) -> Vec<Incident> {
    let today = clock::day(now);
    let is_open = |incident: &&Incident| {
        incident.closed_at.is_none() && incident.ends_on.is_none_or(|end| today <= end)
    };
    incidents.iter().filter(is_open).cloned().collect()
}

/// Every incident as it was known last, for while the database is away.
pub fn all_as_known(app: &App) -> Arc<Vec<Incident>> {
    app.incidents.kept()
}

/// The open ones of them.
pub fn open_as_known(app: &App, now: Timestamp) -> Vec<Incident> {
    open_of(&all_as_known(app), now)
}

/// An open incident by its id.
pub async fn find_open(app: &App, now: Timestamp, id: IncidentId) -> Result<Incident, Error> {
    let incidents = open(app, now).await?;
    Ok(incidents
        .iter()
        .find(|incident| incident.id == id)
        .cloned()
        .ok_or(NotOpen)?)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the incident is not open")]
pub struct NotOpen;

impl Refusal for NotOpen {
    fn name(&self) -> &'static str {
        "incident-not-open"
    }

    fn status(&self) -> StatusCode {
        StatusCode::UNPROCESSABLE_ENTITY
    }

    fn said(&self) -> Message {
        "incident-not-open".into()
    }
}

/// What a national admin tells to open an incident.
#[derive(Debug)]
pub struct NewIncident {
    pub prefix: Prefix,
    pub preset: &'static Preset,
    pub names: Labels,
    pub areas: Vec<AreaCode>,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    pub blur_m: u32,
    pub otp_required: bool,
    pub practice: bool,
}

/// Opens an incident. Only a national admin may.
pub async fn open_new(app: &App, cx: &Cx, new: NewIncident) -> Result<Incident, Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.is_national_admin() {
        return Err(Error::NotFound);
    }
    let incident = Incident {
        id: app.ids.at(cx.now),
        prefix: new.prefix,
        preset: new.preset,
        names: new.names,
        areas: new.areas,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        blur_m: new.blur_m,
        otp_required: new.otp_required,
        practice: new.practice,
        retention_days: new.preset.defaults.retention_days,
        reopen_days: new.preset.defaults.reopen_days,
        opened_by: Some(who.account.id),
        opened_at: cx.now,
        closed_at: None,
    };
    let written = db::write!(app.db, |tx| { store::insert(tx, &incident).await })?;
    app.incidents.forget();
    if written {
        return Ok(incident);
    }
    let mut problems = Problems::default();
    problems.add("prefix", "incident-prefix-taken");
    Err(problems.into())
}

/// Closes an incident. Only a national admin may.
pub async fn close(app: &App, cx: &Cx, id: IncidentId) -> Result<(), Error> {
    let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
    if !who.is_national_admin() {
        return Err(Error::NotFound);
    }
    let closed = db::write!(app.db, |tx| { store::close(tx, id, cx.now).await })?;
    app.incidents.forget();
    if closed { Ok(()) } else { Err(Error::NotFound) }
}

/// A fresh database holds one open incident, so that the first request needs no set-up.
pub async fn ensure_one_open(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let Some(preset) = preset::preset("covid19") else {
        return Err(Error::fault("reading presets", "covid19 is missing"));
    };
    let first = Incident {
        id: app.ids.at(now),
        prefix: Prefix::parse(&preset.defaults.prefix)
            .map_err(|err| Error::fault("reading presets", err))?,
        preset,
        names: preset.labels.clone(),
        areas: vec![AreaCode::COUNTRY],
        starts_on: clock::day(now),
        ends_on: None,
        blur_m: preset.defaults.blur_m,
        otp_required: preset.defaults.otp_required,
        practice: false,
        retention_days: preset.defaults.retention_days,
        reopen_days: preset.defaults.reopen_days,
        opened_by: None,
        opened_at: now,
        closed_at: None,
    };
    db::write!(app.db, |tx| {
        if store::all(tx).await?.is_empty() {
            store::insert(tx, &first).await?;
        }
        Ok::<_, db::Error>(())
    })?;
    Ok(())
}
