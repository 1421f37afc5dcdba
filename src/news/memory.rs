//! The announcements that matter now, kept in memory: they stand on every page, and no page asks the
//! database for them. While the database is away the last known ones are still told.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use areas::AreaCode;
use jiff::Timestamp;
use tokio::sync::Mutex;

use super::model::Announcement;
use super::{rules, store};
use crate::app::App;
use crate::error::Error;
use crate::ids::AnnouncementId;

/// What another process announced is known here within this time.
const PAUSE: Duration = Duration::from_secs(2);

/// In force, to come, or not long over.
#[derive(Default)]
pub struct KnownAnnouncements {
    kept: RwLock<Arc<Vec<Announcement>>>,
    /// One reading at a time: an older one never takes the place of a newer one.
    reading: Mutex<()>,
}

impl KnownAnnouncements {
    pub fn all(&self) -> Arc<Vec<Announcement>> {
        self.kept
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, announcements: Vec<Announcement>) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(announcements);
    }
}

/// Reads them anew.
pub async fn refresh(app: &App) -> Result<(), Error> {
    let _one_at_a_time = app.announcements.reading.lock().await;
    let now = app.clock.now();
    let current = db::read!(app.db, |tx| {
        store::current(tx, now, rules::SHOWN_AFTER).await
    })?;
    app.announcements.keep(current);
    Ok(())
}

/// Reads them anew as long as the program runs.
pub async fn follow(app: App) {
    let mut is_well = true;
    loop {
        tokio::time::sleep(PAUSE).await;
        let outcome = refresh(&app).await;
        if let Err(err) = &outcome
            && is_well
        {
            tracing::warn!(%err, "announcements are not read anew");
        }
        is_well = outcome.is_ok();
    }
}

/// Every announcement in force, in the order of the list: for whoever passes them on as a whole.
pub fn in_force(app: &App, now: Timestamp) -> Vec<Announcement> {
    chosen(app, now, |one| rules::is_in_force(one, now))
}

/// One that everybody may read, as it was known last.
pub fn find(app: &App, id: AnnouncementId, now: Timestamp) -> Option<Announcement> {
    let known = app.announcements.all();
    let found = known.iter().find(|one| one.id == id);
    found.filter(|one| rules::is_public(one, now)).cloned()
}

/// What a reader of an area is told: in force, and not long over.
pub fn listed(app: &App, area: AreaCode, now: Timestamp) -> Vec<Announcement> {
    chosen(app, now, |one| {
        rules::is_listed(one, now) && rules::reaches(one, area)
    })
}

/// What is announced from a later time on, in areas for which `answers` says yes.
pub fn upcoming(
    app: &App,
    now: Timestamp,
    answers: impl Fn(AreaCode) -> bool,
) -> Vec<Announcement> {
    chosen(app, now, |one| {
        rules::standing(one, now) == rules::Standing::Upcoming && answers(one.area)
    })
}

fn chosen(app: &App, now: Timestamp, keep: impl Fn(&Announcement) -> bool) -> Vec<Announcement> {
    let known = app.announcements.all();
    let mut chosen: Vec<Announcement> = known.iter().filter(|one| keep(one)).cloned().collect();
    rules::in_order(&mut chosen, now);
    chosen
}

/// What stands on every page.
#[derive(Debug, Default)]
pub struct OnEveryPage {
    pub shown: Vec<Announcement>,
    /// How many there are besides.
    pub more: usize,
}

pub fn on_every_page(app: &App, places: &[AreaCode], now: Timestamp) -> OnEveryPage {
    let known = app.announcements.all();
    let found = rules::on_every_page(&known, places, now);
    OnEveryPage {
        shown: found
            .iter()
            .take(rules::ON_EVERY_PAGE)
            .map(|one| (*one).clone())
            .collect(),
        more: found.len().saturating_sub(rules::ON_EVERY_PAGE),
    }
}
