//! The program as a value: everything an action may need, built once, the same for `main` and for
//! tests. Whatever differs between them (clock, SMS, strength of hashes) is handed in.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use db::{Db, Migration, Options};
use sms::SmsGateway;
use tokio::sync::Notify;
use vault::Vault;

use crate::accounts::passwords::Passwords;
use crate::areas::AreaMap;
use crate::clock::Clock;
use crate::config::{Database, Settings};
use crate::error::Error;
use crate::events::live::Live;
use crate::help_requests::actions::next::Offers;
use crate::help_requests::numbers::Numbers;
use crate::ids::Ids;
use crate::incidents;
use crate::map::MapMemory;
use crate::map::backdrop::Backdrop;
use crate::news::memory::KnownAnnouncements;
use crate::points::memory::PointMemory;
use crate::reach::Reach;

/// A handle to the program; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    pub vault: Vault,
    pub sms: SmsGateway,
    pub settings: Settings,
    pub passwords: Passwords,
    pub areas: AreaMap,
    pub numbers: Numbers,
    pub map: MapMemory,
    /// The operator's base map.
    pub backdrop: Backdrop,
    pub points: PointMemory,
    /// Whether the database answers, and how far what is kept in memory has followed it.
    pub reach: Reach,
    pub live: Live,
    pub offers: Offers,
    /// Rung when a job was enqueued, so that a code leaves at once.
    pub jobs_wake: Notify,
    pub incidents: incidents::KnownIncidents,
    pub announcements: KnownAnnouncements,
    /// Shows the last SMS on a page of its own: demonstrations only.
    pub is_demo: bool,
}

/// What is handed in.
pub struct Outside {
    pub db: Db,
    pub clock: Clock,
    pub vault: Vault,
    pub sms: SmsGateway,
    pub passwords: Passwords,
    pub is_demo: bool,
}

/// The tables, in the order they were thought of. Never edited once landed.
pub static MIGRATIONS: &[Migration] = db::migrations!["../migrations":
    "0001_jobs", "0002_ground", "0003_feed", "0004_help_requests", "0005_households",
    "0006_leases", "0007_fewer_indexes", "0008_casework", "0009_volunteers", "0011_imports",
    "0012_told_also", "0013_points", "0014_news", "0015_files", "0017_point_calls", "0018_point_imports",
    "0019_villages", "0020_rounds", "0021_survey", "0022_vaccination",
    "0023_alike", "0024_listed_households", "0026_household_sheets",
    "0027_tally_totals", "0028_talks_by_day",
    "0029_supplies", "0030_supply_reservations", "0031_supply_closings_and_alerts",
    "0032_arrival_photos",
    "0033_supply_headcounts", "0034_supply_reported", "0035_tally_days",
    "0036_admin_seats", "0037_tally_days_of_all",
    "0038_reports"];

impl App {
    /// Puts the program together on a migrated database and loads what is kept in memory.
    pub async fn build(settings: Settings, outside: Outside) -> Result<App, Error> {
        let backdrop = Backdrop::open_or_go_without(&settings).await;
        let app = App(Arc::new(Parts {
            db: outside.db,
            clock: outside.clock,
            ids: Ids::default(),
            vault: outside.vault,
            sms: outside.sms,
            settings,
            passwords: outside.passwords,
            areas: AreaMap::default(),
            numbers: Numbers::default(),
            map: MapMemory::default(),
            backdrop,
            points: PointMemory::default(),
            reach: Reach::default(),
            live: Live::default(),
            offers: Offers::default(),
            jobs_wake: Notify::new(),
            incidents: incidents::KnownIncidents::default(),
            announcements: KnownAnnouncements::default(),
            is_demo: outside.is_demo,
        }));
        crate::meta::check_key(&app).await?;
        crate::meta::begin_epoch(&app).await?;
        incidents::actions::ensure_one_open(&app).await?;
        app.areas.load(&app.db).await?;
        crate::map::load(&app).await?;
        crate::news::memory::refresh(&app).await?;
        Ok(app)
    }
}

/// Opens the database that the settings name. SQLite is brought up to date after a copy; PostgreSQL
/// must have been (`jitasa migrate`).
pub async fn open_database(settings: &Settings) -> Result<Db, Error> {
    match &settings.database {
        Database::Embedded => {
            let db = Db::open_sqlite(&settings.data, Options::default()).await?;
            db.migrate(MIGRATIONS).await?;
            Ok(db)
        }
        Database::Postgres(address) => {
            let connections = usize::try_from(settings.database_connections).unwrap_or(16);
            let options = Options {
                connections,
                ..Options::default()
            };
            let db = Db::open_postgres(address.expose(), options).await?;
            db.check_schema(MIGRATIONS).await?;
            Ok(db)
        }
    }
}

/// The keys: of the data folder beside SQLite, of the settings beside PostgreSQL.
pub fn open_vault(settings: &Settings) -> Result<Vault, Error> {
    let fault = |err: vault::KeyError| Error::fault("opening the key", err);
    if let Some(key) = &settings.secret_key {
        return Vault::from_key_text(key.expose()).map_err(fault);
    }
    if let Some(path) = &settings.secret_key_file {
        return Vault::open_file(path).map_err(fault);
    }
    Vault::open_or_create(&Path::new(&settings.data).join("secret.key")).map_err(fault)
}
