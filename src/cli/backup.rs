//! `jitasa backup FILE`: one file that holds everything but the key and the photos, and a folder beside it
//! that holds these.

use std::path::{Path, PathBuf};

use clap::Args;
use db::{Db, Options};

use super::open;
use super::stopped::Stopped;
use crate::app::MIGRATIONS;
use crate::config::{Flags, Settings};
use crate::files::actions::copies::{self, Copied};
use crate::files::disk::Folder;
use crate::files::model::FileId;
use crate::files::store;

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; one that is there is replaced. Photos go into the folder FILE.files beside it
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
            // Photos before and after: one that a row of the copy shows may be swept away before the
            // folder is read, or come after it was.
            let copied = photos(&settings, &[], &self.file, Copied::default())?;
            let done = db.backup_to(&self.file).await;
            // A database that was not brought up to date yet may know of no photos.
            let known = match db.check_schema(MIGRATIONS).await {
                Ok(()) => db::read!(db, |tx| { store::all(tx).await })?,
                Err(_) => Vec::new(),
            };
            db.close().await;
            done?;
            let copied = photos(&settings, &known, &self.file, copied)?;
            println!("{}", told(&copied, "copied", &copies::beside(&self.file)));
            let is_there = |id: &FileId| copied.whole.contains(id) || copied.damaged.contains(id);
            for id in known.iter().filter(|id| !is_there(id)) {
                println!("Missing in {}: photo {id}", settings.files_folder().display());
            }
            println!(
                "Copied to {}. Phone numbers in it are sealed with {}: keep a copy of that file in another place.",
                self.file.display(),
                settings.data.join("secret.key").display(),
            );
            Ok(())
        })
    }
}

/// Copies the photos that were not copied before.
fn photos(
    settings: &Settings,
    known: &[FileId],
    file: &Path,
    so_far: Copied,
) -> Result<Copied, Stopped> {
    let folder = Folder::new(settings.files_folder());
    copies::back_up(&folder, known, file, so_far)
        .map_err(|err| Stopped::failed("copying the photos", err))
}

/// How many photos, and which of them are lost.
pub fn told(photos: &Copied, done: &str, place: &Path) -> String {
    let mut told = format!(
        "{} photos {done} ({}).",
        photos.whole.len(),
        place.display()
    );
    for id in &photos.damaged {
        told.push_str(&format!("\nDamaged, left out: photo {id}"));
    }
    told
}
