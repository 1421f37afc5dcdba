//! `jitasa backup FILE`: one file that holds everything but the key.

use std::path::PathBuf;

use clap::Args;
use db::{Db, Options};

use super::open;
use super::stopped::Stopped;
use crate::config::Flags;

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; one that is there is replaced
    file: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

impl Backup {
    pub fn run(self) -> Result<(), Stopped> {
        let settings = open::settings(self.flags)?;
        open::embedded_only(&settings, "pg_dump")?;
        // Opening would make an empty database, and a copy of nothing is no backup.
        let database = settings.data.join("jitasa.sqlite");
        if !database.is_file() {
            return Err(Stopped::slip(format!(
                "there is no database at {}",
                database.display()
            )));
        }
        open::runtime(&settings)?.block_on(async {
            let options = Options { exclusive: false, ..Options::default() };
            let db = Db::open_sqlite(&settings.data, options).await?;
            let done = db.backup_to(&self.file).await;
            db.close().await;
            done?;
            println!(
                "Copied to {}. Phone numbers in it are sealed with {}: keep a copy of that file in another place.",
                self.file.display(),
                settings.data.join("secret.key").display(),
            );
            Ok(())
        })
    }
}
