//! `jitasa migrate`: the tables as this version of the program wants them.

use db::Db;

use super::open;
use super::stopped::Stopped;
use crate::app::MIGRATIONS;
use crate::config::{Database, Flags};
use crate::server::logs;

pub fn run(flags: Flags) -> Result<(), Stopped> {
    let settings = open::settings(flags)?;
    logs::start(settings.log_format, settings.log_level);
    open::runtime(&settings)?.block_on(async {
        let db = match &settings.database {
            Database::Embedded => Db::open_sqlite(&settings.data, db::Options::default())
                .await
                .map_err(|err| open::explain(err.into()))?,
            Database::Postgres(address) => open::postgres(&settings, address.expose()).await?,
        };
        let done = db.migrate(MIGRATIONS).await;
        db.close().await;
        done?;
        println!("The database is up to date.");
        Ok(())
    })
}
